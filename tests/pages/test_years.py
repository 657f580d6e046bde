"""Overview and County with recorded crime as it is published by partnership, and the other pages beside it.

The figures are made up; what the pages show is compared with them, added up here.
"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import streamlit as st

from csp.core import settings

ONS, HOME_OFFICE = "Recorded by ONS, yearly", "Recorded by the Home Office, yearly"
HOME, BUCKS, STRAY = "E07000116", "E06000060", "E07000209"
JOINT = "E07000107;E07000109"
FOUR = ("Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe")
YEARS = {2023: date(2023, 1, 1), 2024: date(2024, 1, 1)}
REASON = "Made up: moved to another group"
# All crime and shoplifting by partnership, in 2023 and 2024, with the people of 2024.
COUNTS = {
    "Tunbridge Wells": (HOME, (800, 100), (770, 160), 11_600),
    "Maidstone": ("E07000110", (1_500, 150), (1_450, 140), 18_000),
    "Dartford and Gravesham": (JOINT, (2_200, 280), (2_300, 285), 22_500),
    "Sevenoaks": ("E07000111", (750, 60), (730, 66), 12_100),
    **dict.fromkeys(FOUR, (BUCKS, (700, 60), (690, 61), 14000)),
}


def figure(name, districts, year, offence, measure, value, **changes):
    force = "Thames Valley" if districts == BUCKS else "Kent"
    return {
        "source": "ons",
        "level": "partnership",
        "force": force,
        "force_code": "",
        "partnership": name,
        "partnership_code": "",
        "districts": districts,
        "start": YEARS[year],
        "months": 12,
        "offence": offence,
        "measure": measure,
        "value": value,
        "remark": "",
        "is_usable": True,
        "edition": date(2024, 12, 31),
        **changes,
    }


def published():
    rows = []
    for name, (districts, before, now, people) in COUNTS.items():
        for year, counts in ((2023, before), (2024, now)):
            for offence, n in zip(("total", "shoplifting"), counts, strict=True):
                rows.append(figure(name, districts, year, offence, "offences", float(n)))
        rows.append(figure(name, districts, 2024, "total", "people", float(people)))
        rows.append(figure(name, districts, 2024, "total", "per_1000_people", 1000 * now[0] / people))
    for districts, score in ((HOME, 11.19), ("E07000110", 14.0), ("E07000107", 18.0), ("E07000109", 18.0)):
        changes = {"force": "", "months": 12, "start": date(2022, 4, 1)}
        rows.append(figure(f"{districts} 1", districts, 2023, "total", "severity_score", score, **changes))
    return rows


@pytest.fixture
def write(tmp_path, monkeypatch, write_store):
    def written(rows, **tables):
        monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
        write_store(tmp_path / "extracts", [], recorded_crime=rows, **tables)

    return written


@pytest.fixture
def loaded(write):
    peers = [
        {"area_code": HOME, "peer_code": code, "peer": name, "position": at, "distance": 3.5 + at}
        for at, (code, name) in enumerate(((BUCKS, "Buckinghamshire"), (STRAY, "Guildford")), 1)
    ]
    write(published(), peers=peers)


def rate(name, at=2, offence=0):
    _, *years, people = COUNTS[name]
    return 1000 * years[at - 1][offence] / people


@pytest.mark.usefixtures("loaded")
def test_overview_shows_the_year_beside_the_one_before(visit):
    screen = visit("overview", source=ONS)
    assert screen.title == "All crime in Tunbridge Wells fell by 30 (−3.8%) to 770, no clear change."
    tiles = screen.tiles("figures")
    assert tiles["level"]["figure"] == "770"
    assert tiles["level"]["note"] == f"{rate('Tunbridge Wells'):.1f} per 1,000"
    rates = sorted(rate(name) for name in COUNTS if name not in FOUR)
    place = 1 + rates.index(rate("Tunbridge Wells"))
    assert (place, tiles["place"]["strip"]["place"], tiles["place"]["strip"]["of"]) == (2, 2, 4)
    assert set(screen.rows("crime_types")) == {"total", "shoplifting"}
    assert screen.texts("crime_types")["shoplifting"][1:5] == ["160", "100", "+60", "+60.0%"]
    assert "clear change" in screen.texts("crime_types")["shoplifting"][5]
    assert screen.says("Dartford and Gravesham are one partnership and stand as one.")
    assert screen.says("there are no months and no wards")
    assert not {"ward", "without_covid", "whole_months"} & set(screen.filters())


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("page", ["overview", "county"])
def test_the_link_of_the_menu_share_brings_the_same_page_back(visit, page):
    query = {"type": "Shoplifting", "to": "Dec 2023", "source": ONS}
    screen = visit(page, share_is_open=True, **query)
    assert {key: screen.filters()[key] for key in query} == query
    link = screen.component("copy_link")["query"]
    again = visit(page, **{key: values[0] for key, values in link.items() if values})
    assert again.title == screen.title
    assert set(again.captions) <= set(screen.captions)
    assert "Shoplifting" in screen.title
    assert not again.says("could not be found")


@pytest.mark.usefixtures("loaded")
def test_county_ranks_partnerships_with_their_people(visit):
    screen = visit("county", source=ONS)
    assert "2nd lowest rate of the 4 Kent partnerships" in screen.title
    printed = screen.texts("ranks")
    names = {cells[0]: cells for cells in printed.values()}
    assert names["Dartford and Gravesham"][1] == f"{rate('Dartford and Gravesham'):.1f}"
    assert names["Dartford and Gravesham"][5:10] == ["2,300", "2,200", "+100", "+4.5%", "22,500"]
    # Peers of which the publication has nothing are marked, and ranked nowhere.
    assert names["Ashford"][5] == "no figure"
    assert screen.says("left out: no figure published")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("tab", ["All crime types", "Harm", "Funnel", "Map"])
def test_every_tab_of_county_runs(visit, tab):
    screen = visit("county", source=ONS, county_tab=tab)
    if tab == "Harm":
        assert "year to Mar 2023: Tunbridge Wells 11.2, lowest of 3 Kent partnerships" in screen.text
        assert screen.texts("severity")["E07000107"][:2] == ["Dartford and Gravesham", "18.0"]


@pytest.mark.usefixtures("loaded")
def test_similar_areas_are_ranked_with_the_sums_of_their_partnerships(visit):
    screen = visit("county", source=ONS, among="Similar areas")
    count = sum(COUNTS[name][2][0] for name in FOUR)
    people = sum(COUNTS[name][3] for name in FOUR)
    cells = screen.texts("ranks")[BUCKS]
    assert cells[:2] == ["Buckinghamshire", f"{1000 * count / people:.1f}"]
    assert cells[5] == f"{count:,}"
    assert screen.says("Buckinghamshire has four partnerships")
    assert screen.says("Buckinghamshire (4.50) and Guildford (5.50)")
    assert screen.says("Guildford: left out")


def unusable(rows):
    """The same figures, those of home in 2024 called unusable by their publisher."""
    return [
        {**row, "is_usable": False, "remark": REASON}
        if (row["partnership"], row["start"], row["measure"]) == ("Tunbridge Wells", YEARS[2024], "offences")
        else row
        for row in rows
    ]


@pytest.mark.parametrize("page", ["overview", "county"])
def test_an_unusable_figure_is_marked_with_the_reason_and_is_no_fall(write, visit, page):
    write(unusable(published()))
    screen = visit(page, source=ONS)
    assert "its publisher calls the figure unusable" in screen.title
    assert screen.says(f"Tunbridge Wells: not usable: {REASON}.")
    key, code = ("crime_types", "total") if page == "overview" else ("ranks", HOME)
    cells = screen.rows(key)[code]
    (marked,) = [cell for cell in cells if cell["text"] == "not usable"]
    assert REASON in marked["tip"]
    assert not any(cell["text"].startswith("−") for cell in cells)
    assert "fell" not in screen.title + screen.text


def test_a_year_that_the_one_before_was_unusable_in_has_no_change(write, visit):
    rows = unusable(published())
    swapped = {YEARS[2024]: YEARS[2023], YEARS[2023]: YEARS[2024]}
    write([{**row, "start": swapped[row["start"]]} if row["start"] in swapped else row for row in rows])
    screen = visit("overview", source=ONS)
    assert screen.tiles("figures")["change"]["figure"] == "–"
    assert "not usable" in screen.tiles("figures")["change"]["note"]
    assert screen.says(f"no change computed, since Jan to Dec 2023 is not usable: {REASON}.")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("page", ["trends", "what_if"])
def test_a_page_that_needs_months_says_what_it_shows_instead(visit, page):
    screen = visit(page, source=ONS, to="Dec 2024")
    assert screen.says(f"“{ONS}” has no months")
    assert not screen.says("could not be found")
    assert screen.filters()["source"] == ONS


@pytest.mark.usefixtures("loaded")
def test_other_pages_do_not_offer_it(visit):
    def offered(page):
        (box,) = [each for each in visit(page).app.selectbox if each.key == "source"]
        return box.options

    assert offered("trends") == ["Sample"]
    assert offered("overview") == ["Sample", ONS]


@pytest.mark.usefixtures("loaded")
def test_the_score_of_ons_stands_beside_harm_and_is_not_mixed_with_it(visit):
    words = "Crime Severity Score of ONS, all crime, year to Mar 2023: Tunbridge Wells 11.2"
    assert visit("overview", overview_tab="Harm").says(words)
    assert f"{words}, lowest of 3 Kent partnerships" in visit("county", county_tab="Harm").text


def test_without_street_files_of_home_the_years_are_what_the_page_opens_with(
    write, visit, tmp_path, monkeypatch
):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    write(published())
    screen = visit("overview")
    assert "fell by 30" in screen.title
    assert "No recorded crime of Tunbridge Wells loaded" in visit("trends").title


def test_a_download_has_the_mark_and_the_reason(write, monkeypatch, visit):
    files = {}
    offer = st.download_button

    def keep(label, **options):
        files[options["file_name"]] = options["data"]
        return offer(label, **options)

    monkeypatch.setattr(st, "download_button", keep)
    write(unusable(published()))
    for page in ("overview", "county"):
        files.clear()
        visit(page, source=ONS)
        (text,) = [make() for name, make in files.items() if name.endswith(".csv")]
        rows = list(csv.DictReader(io.StringIO(text)))
        marked = next(row for row in rows if row["Jan to Dec 2024"] == "not usable")
        assert marked["Jan to Dec 2024: remark"] == REASON
        assert marked["Change"] == "–"
        assert marked["Source"].startswith("ONS")


@pytest.mark.usefixtures("loaded")
def test_what_was_only_the_default_of_the_other_source_is_not_called_lost(visit):
    screen = visit("overview")
    (box,) = [each for each in screen.app.selectbox if each.key == "source"]
    box.set_value(ONS)
    screen.run()
    assert "fell by 30" in screen.title
    assert screen.filters()["to"] == "Dec 2024"
    assert not screen.says("could not be found")
    (box,) = [each for each in screen.app.selectbox if each.key == "source"]
    box.set_value("Sample")
    assert "to 7,830" in screen.run().title
    assert not screen.says("could not be found")


def test_where_ons_publishes_no_neighbours_the_page_says_so(write, visit, tmp_path, monkeypatch):
    (tmp_path / "area.toml").write_text('home = "Gwynedd"\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    rows = [
        figure(name, code, year, "total", "offences", 100.0 + at, force="North Wales")
        for at, (name, code) in enumerate((("Gwynedd", "W06000002"), ("Conwy", "W06000003")))
        for year in YEARS
    ]
    write(rows)
    screen = visit("county")
    assert "Gwynedd" in screen.title
    assert screen.says("ONS publishes nearest neighbours for England alone")


def test_in_the_chart_the_mark_stands_where_the_bar_would_be(write, visit):
    write(unusable(published()))
    screen = visit("county", source=ONS)
    bars = {row["district"]: row for row in screen.datasets(0)["districts"]}
    home, other = bars["Tunbridge Wells"], bars["Sevenoaks"]
    assert (home["label"], home["high"], home["place"]) == ("not usable", 0.0, "not usable")
    assert home["rate"] is None or home["rate"] != home["rate"]
    assert other["label"] == f"{rate('Sevenoaks'):.1f}"
