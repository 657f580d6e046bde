"""The Overview on the sample, against the published table and plain recounting."""

from __future__ import annotations

import re
from datetime import date
from math import ceil, sqrt

import pytest

from csp.topics.action_plan import fetch
from tests.pages import recount
from tests.pages.recount import HOME, count, fixed, percent, standing, year

PUBLISHED = recount.reference("published_2020.csv")
NOW, BEFORE = year(2020), year(2019)
KENT = recount.list_county()


@pytest.fixture(scope="module")
def overview(visit):
    return visit("overview")


def numbers(text):
    return int(text.replace(",", "").replace("\u2212", "-"))


# The published table.


def test_the_16_published_rows_are_printed_as_published_in_their_order(overview):
    printed = overview.texts("crime_types")
    assert list(printed) == [row["measure"] for row in PUBLISHED]
    for row in PUBLISHED:
        now, before = int(row["count_2020"]), int(row["count_2019"])
        cells = printed[row["measure"]]
        # As published, but for one that is put in the order of plain English.
        label = {"burglary_residential": "Residential burglary"}.get(row["measure"], row["label"])
        assert cells[0] == label
        assert cells[1:5] == [
            f"{now:,}",
            f"{before:,}",
            fixed(now - before, 0, sign=True),
            percent(now, before),
        ]
        ranks = [standing(int(row[c])) if row[c] else "\u2013" for c in ("rank_2019", "rank_2020")]
        assert cells[6:8] == ranks, row["measure"]


def test_the_columns_are_the_published_ones_and_say_their_periods(overview):
    labels = [column["label"] for column in overview.component("crime_types")["columns"]]
    assert labels == [
        "Crime type", "Jan to Dec 2020", "Jan to Dec 2019", "Change", "% change", "Clear change",
        "County rank before", "County rank now", "36 months",
    ]  # fmt: skip


def test_the_published_figures_are_those_of_the_sample_recounted():
    for row in PUBLISHED:
        assert count(row["measure"], NOW) == int(row["count_2020"])
        assert count(row["measure"], BEFORE) == int(row["count_2019"])
        if row["rank_2020"]:
            assert recount.ranks(row["measure"], NOW, 2020, KENT)[HOME] == int(row["rank_2020"])
            assert recount.ranks(row["measure"], BEFORE, 2019, KENT)[HOME] == int(row["rank_2019"])


def verdicts():
    """The p of each published row, with its dispersion recounted from the sample, and whether it is clear."""
    people, p = (recount.population(HOME, 2020), recount.population(HOME, 2019)), {}
    for row in PUBLISHED:
        n = int(row["count_2020"]), int(row["count_2019"])
        p[row["measure"]] = recount.mid_p(*n, *people, recount.dispersion(row["measure"], tuple(KENT)))
    return p, recount.signals(p)


def test_the_verdicts_are_those_of_the_mid_p_test_adjusted_over_the_table(overview):
    p, signal = verdicts()
    clear = {"all_crime", "victim_based_crime", "asb", "burglary_residential", "shoplifting"}
    assert {code for code, is_clear in signal.items() if is_clear} == clear
    for row in PUBLISHED:
        cell = overview.rows("crime_types")[row["measure"]][5]
        assert cell["value"] == pytest.approx(p[row["measure"]], rel=1e-4, abs=1e-9)
        rose = int(row["count_2020"]) > int(row["count_2019"])
        real = f"{'▲' if rose else '▼'} clear change"
        assert cell["text"] == (real if signal[row["measure"]] else "○ no clear change")


def test_drug_offences_are_never_toned_good_or_bad(overview):
    for code in ("drug_offences", "drug_trafficking", "drug_possession"):
        assert {cell.get("tone", "") for cell in overview.rows("crime_types")[code]} <= {"", "quiet"}
    assert overview.rows("crime_types")["asb"][3]["tone"] == "worse"
    assert overview.rows("crime_types")["shoplifting"][3]["tone"] == "better"
    assert "tone" not in overview.rows("crime_types")["robbery"][3]  # 39 v 67 is no clear change


def test_the_line_of_a_row_is_its_36_months(overview):
    line = overview.rows("crime_types")["shoplifting"][8]
    assert line["spark"] == [count("shoplifting", (m,)) for m in recount.months(date(2018, 1, 1), 36)]


def test_the_rank_has_its_uncertainty_on_hover(overview):
    assert re.fullmatch(
        r"Ranked 1st of 12; could be 1st to \drd \(1st = lowest\)\.",
        overview.rows("crime_types")["all_crime"][7]["tip"],
    )


# The finding and the figures.


def test_the_finding_has_the_change_and_the_verdict_in_it(overview):
    assert overview.title == (
        "All crime in Tunbridge Wells fell by 778 (\u22129.0%) to 7,830, a clear change."
    )


def test_the_line_below_the_finding_has_the_place_and_the_periods(overview):
    """Its source, the sample, stands in the bar and nowhere else: see test_frame.py."""
    assert "Tunbridge Wells, Jan to Dec 2020 against Jan to Dec 2019." in overview.captions


def test_the_sample_says_what_is_published_and_what_is_simulated(overview):
    assert (
        "Sample data: borough totals of crime as published; months, wards, other districts and road "
        "collisions are simulated" in overview.text
    )


def test_the_five_figures(overview):
    people = recount.population(HOME, 2020)
    level, change, rank, overdue, roads = overview.figures("figures")
    assert level == ("Jan to Dec 2020", "7,830", f"{fixed(7830 * 1000 / people)} per 1,000")
    assert change == ("Change on Jan to Dec 2019", "▼ 778", "\u22129.0% on 8,608, a clear change")
    assert rank == ("County rank (1st = lowest)", "Lowest", "of 12 by rate; could be 1st to 3rd")
    assert overdue[0] == "Actions overdue"
    assert roads[:2] == ("Road casualties, year to Jun 2020", "277")
    assert roads[2] == "▼ 64 (−18.8%), no clear change; 51 killed or serious (adjusted)"
    assert overdue[2] == "of 57 actions in plan 2021-22, simulated updates"
    tiles = overview.tiles("figures")
    assert tiles["level"]["spark"] == [count("all_crime", (m,)) for m in recount.months(date(2018, 1, 1), 36)]
    strip = tiles["place"]["strip"]
    assert (strip["of"], strip["place"], strip["best"], strip["worst"]) == (12, 1, 1, 3)
    assert "similar to Sevenoaks and Tonbridge and Malling" in tiles["place"]["text"]


def test_the_overdue_actions_are_those_past_their_day_and_lead_to_the_board(visit):
    screen = visit("overview")
    tile = screen.tiles("figures")["overdue"]
    assert tile["clickable"]
    board = visit("board", only="Overdue")
    cards = [
        card for lane in board.component("cards")["lanes"] for cell in lane["cells"].values() for card in cell
    ]
    assert int(tile["figure"]) == len(cards) > 0
    assert all(card["late"] for card in cards)


def test_the_overview_draws_without_the_action_plan(visit, monkeypatch, tmp_path):
    (tmp_path / "board.sqlite").mkdir()
    monkeypatch.setenv("CSP_BOARD", str(tmp_path))
    screen = visit("overview", overview_tab="Priorities")
    assert screen.figures("figures")[3] == ("Actions overdue", "\u2013", "no action plan to read")
    assert not screen.tiles("figures")["overdue"].get("clickable")
    assert screen.figures("figures")[0][1] == "7,830"
    assert screen.says(fetch.AWAY)


# The crime types by the way they went.

SENTENCE = re.compile(
    r"(?P<label>[A-Za-z -]+?) (?P<verb>rose|fell) by (?P<by>[\d,]+) \((?P<pct>[^)]*?%)"
    r"(?P<small>, small base)?\)"
    r" to (?P<now>[\d,]+), (?P<verdict>a clear change|no clear change)"
    r"(?:; (?P<place>[\w ]+?) of 12 by rate(?:, (?P<earlier>[\w ]+?) before)?)?"
    r"(?:; the smallest change we could have seen: ±(?P<least>[\d,]+) \((?P<least_pct>[\d.]+%)\))?"
    r"(?P<neutral>; the number follows police activity)?\."
)  # fmt: skip


def columns(screen):
    return {group["title"]: group["entries"] for group in screen.component("directions")["groups"]}


def entries(screen):
    return {entry["id"]: entry for group in columns(screen).values() for entry in group}


def test_every_crime_type_is_in_the_column_of_its_verdict(overview):
    _, signal = verdicts()
    up, down, unclear = columns(overview).values()
    assert list(columns(overview)) == [
        "▲ Up, a clear change (1)",
        "▼ Down, a clear change (4)",
        "○ No clear change (11)",
    ]
    rose = {row["measure"] for row in PUBLISHED if int(row["count_2020"]) > int(row["count_2019"])}
    assert {entry["id"] for entry in up} == {code for code in rose if signal[code]}
    assert {entry["id"] for entry in down} == {code for code in signal if signal[code]} - rose
    # Of those without one the eight that changed most in %, those from a small base last.
    changes = {
        row["measure"]: (int(row["count_2020"]) - int(row["count_2019"]), int(row["count_2019"]))
        for row in PUBLISHED
        if not signal[row["measure"]]
    }
    order = sorted(changes, key=lambda c: (changes[c][1] < 50, -abs(changes[c][0]) / changes[c][1]))
    assert [entry["id"] for entry in unclear] == order[:8]
    notes = [group["note"] for group in overview.component("directions")["groups"]]
    assert notes == ["", "", "Three more in the table"]


def test_every_number_in_every_entry_is_that_of_a_recount(overview):
    _, signal = verdicts()
    for code, entry in entries(overview).items():
        now, before = count(code, NOW), count(code, BEFORE)
        assert entry["figure"] == percent(now, before)
        said = SENTENCE.fullmatch(entry["text"])
        assert said, entry["text"]
        assert said["label"] == entry["label"] == recount.measures()[code]["label"]
        assert numbers(said["now"]) == now
        assert numbers(said["by"]) == abs(now - before)
        assert said["verb"] == ("rose" if now > before else "fell")
        assert said["pct"] == percent(now, before)
        assert bool(said["small"]) == (before < 50)
        assert said["verdict"] == ("a clear change" if signal[code] else "no clear change")
        assert bool(said["neutral"]) == (recount.measures()[code]["polarity"] == "neutral")
        assert bool(said["place"]) == recount.measures()[code].get("ranked", True)
        if said["place"]:
            after, earlier = (recount.ranks(code, p, y, KENT)[HOME] for p, y in ((NOW, 2020), (BEFORE, 2019)))
            assert said["place"] == standing(after)
            assert said["earlier"] == (standing(earlier) if earlier != after else None)
        least = 1.959964 * sqrt(recount.dispersion(code, tuple(KENT)) * 2 * before)
        is_below = not signal[code] and abs(now - before) < least
        assert said["least"] == (f"{ceil(least):,}" if is_below else None)
        assert said["least_pct"] == (f"{fixed(100 * least / before)}%" if is_below else None)
        assert entry["spark"] == [count(code, (m,)) for m in recount.months(date(2018, 1, 1), 36)]


def test_the_rise_in_asb_says_how_much_of_it_is_tagged(overview):
    (note,) = [caption for caption in overview.captions if "COVID-tagged" in caption]
    tagged = recount.tagged("asb", NOW)
    assert tagged == 377
    assert recount.tagged("asb", BEFORE) == 0
    assert note.endswith(
        f"ASB incidents: {tagged} of the 2,354 reports were COVID-tagged; without them the rise is "
        f"{2354 - tagged - 1490} ({percent(1977, 1490)})."
    )


def test_the_strongest_evidence_comes_first_in_each_column_of_clear_changes(overview):
    p, _ = verdicts()
    up, down, _ = columns(overview).values()
    for group in (up, down):
        assert [p[entry["id"]] for entry in group] == sorted(p[entry["id"]] for entry in group)


# The tabs.


def test_only_the_open_tab_is_drawn(overview, visit):
    assert overview.component("crime_types")
    with pytest.raises(LookupError):
        overview.component("priorities")
    other = visit("overview", overview_tab="Priorities")
    assert next(iter(other.texts("priorities").values()))[0].startswith("1 ")
    with pytest.raises(LookupError):
        other.component("crime_types")
    assert not other.app.get("download_button")


def test_the_priorities_are_those_adopted_with_their_actions(visit):
    screen = visit("overview", overview_tab="Priorities")
    rows = screen.rows("priorities").values()
    overdue = screen.tiles("figures")["overdue"]
    assert sum(int(row[1]["text"]) for row in rows) == int(re.search(r"of (\d+) ", overdue["note"])[1])
    assert sum(int(row[-2]["text"]) for row in rows) == int(overdue["figure"])
    assert screen.says("Action plan 2021-22")


# Other years.


def test_the_year_2019_has_the_published_fall_and_the_figures_of_2018(visit):
    screen = visit("overview", to="Dec 2019")
    printed = screen.texts("crime_types")
    assert printed["all_crime"][1:5] == ["8,608", "8,953", "\u2212345", percent(8608, 8953)]
    assert numbers(printed["violent_crime"][2]) == 3861
    assert numbers(printed["domestic_abuse"][2]) == 2122
    assert "fell by 345" in screen.title


def test_the_first_year_has_nothing_to_compare_with_and_says_so(visit):
    screen = visit("overview", to="Dec 2018")
    assert screen.title.startswith("All crime in Tunbridge Wells, Jan to Dec 2018: 8,953; ")
    assert screen.title.endswith("no earlier period to compare with.")
    assert screen.says("No comparison: 12 months (Jan 2017 to Dec 2017) are not loaded.")
    figures = screen.figures("figures")
    assert [note for _, _, note in figures[1:2]] == ["nothing to compare with"]
    assert figures[1][1] == "\u2013"
    assert screen.texts("crime_types")["robbery"][2:7] == ["\u2013"] * 5
    assert {title[: title.index(" (")] for title in columns(screen)} == {"Nothing to compare with"}


def test_the_same_months_of_2018_can_be_compared_with(visit):
    screen = visit("overview", against="Same months of 2018")
    assert screen.texts("crime_types")["all_crime"][1:4] == ["7,830", "8,953", "\u22121,123"]
    assert screen.says("Jan to Dec 2020 against Jan to Dec 2018")
    before = recount.ranks("shoplifting", year(2018), 2018, KENT)[HOME]
    assert screen.texts("crime_types")["shoplifting"][6] == standing(before)


def test_a_period_of_three_months_counts_those_months_and_says_what_its_rate_is(visit):
    screen = visit("overview", to="Jun 2020", months="3 months")
    spring, before = recount.months(date(2020, 4, 1), 3), recount.months(date(2019, 4, 1), 3)
    for code, cells in screen.texts("crime_types").items():
        assert [numbers(text) for text in cells[1:3]] == [count(code, spring), count(code, before)]
    rate = fixed(count("all_crime", spring) * 1000 / recount.population(HOME, 2020))
    assert screen.figures("figures")[0] == (
        "Apr to Jun 2020",
        fixed(count("all_crime", spring), 0),
        f"{rate} per 1,000 in 3 months",
    )


# Filters.


def test_a_crime_type_is_told_in_the_finding_and_marked_in_the_table(visit):
    screen = visit("overview", type="Shoplifting")
    assert screen.title.startswith(
        "Shoplifting in Tunbridge Wells fell by 195 (\u221225.7%) to 564, a clear change."
    )
    assert screen.figures("figures")[2][1] == "4th lowest"
    assert [code for code, entry in entries(screen).items() if entry["selected"]] == ["shoplifting"]
    assert [row["id"] for row in screen.component("crime_types")["rows"] if row.get("selected")] == [
        "shoplifting"
    ]


def test_a_crime_type_that_is_not_published_is_added_to_the_table(visit):
    screen = visit("overview", type="Bicycle theft")
    assert list(screen.texts("crime_types"))[-1] == "bicycle_theft"
    assert len(screen.texts("crime_types")) == 17
    assert numbers(screen.texts("crime_types")["bicycle_theft"][1]) == count("bicycle_theft", NOW)


@pytest.mark.parametrize("names", [["Culverden"], ["Culverden", "Park"], ["Culverden", "Park", "Rusthall"]])
def test_wards_are_counted_alone_and_have_no_ranks(visit, names):
    screen = visit("overview", ward=names)
    wards = tuple(recount.codes(name) for name in names)
    for code, cells in screen.texts("crime_types").items():
        expected = [count(code, NOW, HOME, wards), count(code, BEFORE, HOME, wards)]
        assert [numbers(text) for text in cells[1:3]] == expected
        assert cells[6:8] == ["\u2013", "\u2013"]
    people = sum(recount.population(ward, 2020) for ward in wards)
    assert (
        screen.figures("figures")[0][2]
        == f"{fixed(count('all_crime', NOW, HOME, wards) * 1000 / people)} per 1,000"
    )
    assert screen.figures("figures")[2][1:] == ("\u2013", "not ranked")
    assert screen.says("Ranks compare whole districts and are not given for a choice of wards.")
    place = " and ".join(names) if len(names) < 3 else "3 wards of Tunbridge Wells"
    assert f"All crime in {place} " in screen.title
    assert "Kent districts" not in screen.title


def test_leaving_out_covid_takes_377_reports_from_asb_and_nothing_from_crime(visit):
    screen = visit("overview", without_covid="true")
    printed = screen.texts("crime_types")
    assert printed["asb"][1:4] == ["1,977", "1,490", "+487"]
    assert printed["all_crime"][1] == "7,830"
    assert not screen.says("were COVID-tagged")
    assert printed["hate_crime"][1] == "191"


def test_the_download_is_offered_for_the_table(overview):
    assert [button.proto.label for button in overview.app.get("download_button")] == ["Download data"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_table_has_the_colours_of_the_readers_mode(visit, mode):
    screen = visit("overview", mode=mode)
    assert screen.component("crime_types")["colours"]["page"] == {"light": "#FFFFFF", "dark": "#11161C"}[mode]


def test_an_old_link_with_a_former_name_of_a_crime_type_still_opens_it(visit):
    screen = visit("overview", type="Burglary residential")
    assert screen.filters()["type"] == "Residential burglary"
    assert screen.title.startswith("Residential burglary in Tunbridge Wells ")
    assert not screen.says("is not in this source")


# Harm beside volume.


def test_harm_stands_beside_volume_with_its_share(visit):
    screen = visit("overview", overview_tab="Harm", type="Sexual offences")
    table = screen.texts("harm_table")
    assert list(table) == list(visit("overview").texts("crime_types"))
    now = recount.year(2020)
    total = float(table["all_crime"][3].replace(",", ""))
    rape, others = 2059.2 * 2555, 4543.8 * 182.25
    days = recount.count("sexual_offences", now) * (rape + others) / (2059.2 + 4543.8)
    assert table["sexual_offences"][3] == f"{days:,.0f}"
    assert table["sexual_offences"][4] == f"{100 * days / total:.1f}%"
    assert table["asb"][2:] == ["–", "no score", "–", "–"]
    assert "In Tunbridge Wells, sexual offences: 3% of crimes and 35% of harm." in screen.text
    assert screen.says("No index scores: ASB incidents, Domestic abuse incidents.")


def test_harm_follows_its_weights_and_the_wards(visit):
    whole = visit("overview", overview_tab="Harm").texts("harm_table")
    means = visit("overview", overview_tab="Harm", harm="Harm: average days, police-found left out").texts(
        "harm_table"
    )
    assert means["drug_offences"][3] == "left out"
    assert means["robbery"][3] == whole["robbery"][3]
    assert means["criminal_damage"][3] != whole["criminal_damage"][3]
    park = visit("overview", overview_tab="Harm", ward=["Park"]).texts("harm_table")
    now = recount.year(2020)
    assert park["shoplifting"][3] == park["shoplifting"][1]
    assert int(park["shoplifting"][1].replace(",", "")) < recount.count("shoplifting", now)
