"""The crime-type profile on the sample, against plain recounting."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache

import pyarrow.parquet as pq
import pytest

from tests.pages import recount
from tests.pages.recount import HOME, count, fixed, measures, ordinal, percent, year

NOW, BEFORE = year(2020), year(2019)
KENT = recount.list_county()
LABELS = [m["label"] for m in measures().values() if m["offences"]]
SUB_TYPES = {
    parent: [code for code, m in measures().items() if m.get("parent") == parent]
    for parent in ("asb", "drug_offences")
}


@cache
def offence_labels():
    raw = recount.yaml.safe_load((recount.REFERENCE / "measures.yml").read_text(encoding="utf-8"))
    return {code: offence["label"] for code, offence in raw["offences"]["recorded"].items()}


@cache
def outcomes_of(measure, of_year):
    """Outcomes of a measure in the borough and a year, from the incident files themselves."""
    raw, outcomes = measures()[measure], Counter()
    for file in (recount.ROOT / "data" / "sample" / "incidents").rglob("*.parquet"):
        for row in pq.ParquetFile(file).read().to_pylist():
            here = row["district_code"] == HOME and row["month"].year == of_year
            if here and row["offence"] in raw["offences"] and raw.get("flag") in (None, row["flag"]):
                outcomes[row["outcome"]] += row["n"]
    return outcomes


def names_of_rank(rank, of=12):
    """The rank counted from either end: a tied one is counted from the lowest alone."""
    lowest = "lowest" if rank == 1 else f"{ordinal(rank)} lowest"
    return {lowest, "highest" if rank == of else f"{ordinal(of + 1 - rank)} highest"}


def number(text):
    return int(re.sub(r"[^\d]", "", text))


def chart(page, words):
    """The chart whose title or subtitle holds some words, with its datasets."""
    at, spec = next(
        (at, spec)
        for at, spec in enumerate(page.charts())
        if any(words in text for text in page.words(at).values())
    )
    return {**spec, "datasets": page.datasets(at)}


def values(spec, field):
    return next(
        spec["datasets"][layer["data"]["name"]]
        for layer in spec["layer"]
        if any(isinstance(e, dict) and e.get("field") == field for e in layer["encoding"].values())
    )


# Every type.


@pytest.mark.parametrize("label", LABELS)
def test_every_type_of_the_menu_has_a_profile_whose_parts_and_months_add_up(visit, label):
    page = visit("profile", type=label)
    (code,) = [code for code, m in measures().items() if m["label"] == label]
    now, before = count(code, NOW), count(code, BEFORE)
    assert page.figures("figures")[0][1] == f"{now:,}"
    assert page.figures("figures")[1][1] == f"{before:,}"
    assert measures()[code]["definition"] in page.text
    season = visit("profile", type=label, tab="Season").rows("season")
    for column, of_year in ((1, 2018), (2, 2019), (3, 2020)):
        months = [season[f"{month:02d}"][column]["value"] for month in range(1, 13)]
        assert months == [count(code, (date(of_year, month, 1),)) for month in range(1, 13)]
        assert season["total"][column]["value"] == sum(months) == count(code, year(of_year))
    page = visit("profile", type=label, tab="Make-up")
    try:
        parts = page.rows("parts")
    except LookupError:
        assert len(measures()[code]["offences"]) == 1
        assert page.says("has no parts")
    else:
        assert sum(cells[1]["value"] for cells in parts.values()) == now
        assert sum(cells[3]["value"] for cells in parts.values()) == before


@pytest.mark.parametrize("label", ["All crime", "Shoplifting", "ASB incidents", "Hate crime"])
def test_the_wards_add_up_to_the_borough(visit, label):
    page = visit("profile", type=label)
    (code,) = [code for code, m in measures().items() if m["label"] == label]
    bars = values(chart(page, "wards"), "end")
    names = {row["ward"]: row["ward_code"] for row in recount.reference("wards.csv")}
    assert {bar["name"] for bar in bars} == set(names)
    counts = {bar["name"]: number(bar["tip0"]) for bar in bars}
    assert counts == {name: count(code, NOW, wards=(ward,)) for name, ward in names.items()}
    assert sum(counts.values()) == count(code, NOW)
    few = [name for name, n in counts.items() if n < 5]
    for bar in bars:
        rate = 1000 * counts[bar["name"]] / recount.population(names[bar["name"]], 2020)
        # No ward is compared on fewer than 5 recorded.
        assert bar["end"] == (0 if bar["name"] in few else pytest.approx(rate))
    assert {bar["name"] for bar in bars[len(bars) - len(few) :]} == set(few)
    assert [bar["end"] for bar in bars] == sorted((bar["end"] for bar in bars), reverse=True)


TABS = ("Wards", "Streets", "Make-up", "Outcomes", "County", "Season", "Harm", "Actions")


@pytest.mark.parametrize("tab", TABS)
def test_only_the_open_tab_is_drawn(visit, tab):
    page = visit("profile", tab=tab)
    assert [one.label for one in page.app.get("tab")] == list(TABS)
    homes = {"locations": "Streets", "parts": "Make-up", "peers": "County", "season": "Season"}
    homes |= {"harm_table": "Harm", "linked_actions": "Actions"}
    for key, home in homes.items():
        if tab == home:
            assert page.component(key)
        else:
            with pytest.raises(LookupError):
                page.component(key)
    # The trend, and the charts of the tab.
    assert len(page.charts()) == 1 + {"Wards": 2, "Make-up": 1, "Outcomes": 1}.get(tab, 0)


def test_the_streets_are_those_of_the_ward_map(visit):
    streets = visit("profile", type="Shoplifting", ward=["Park"], tab="Streets").texts("locations")
    assert streets == visit("wards", type="Shoplifting", ward=["Park"]).texts("locations")


def test_wards_with_too_few_are_not_compared(visit):
    page = visit("profile", type="Possession of weapons")
    assert f"too few to compare ({count('possession_of_weapons', NOW)} in the district)" in page.text
    assert len(page.charts()) == 1


# Single sections.


@pytest.fixture(scope="module")
def asb(visit):
    return visit("profile", type="ASB incidents", tab="Make-up")


def test_the_title_is_that_of_the_overview_and_the_figures_are_the_published(asb, visit):
    # The overview has the rank in a figure of its own.
    change = visit("overview", type="ASB incidents").title.removesuffix(".")
    assert asb.title.startswith(f"{change}; the 2nd lowest rate of the 12 Kent districts")
    figures = asb.figures("figures")
    assert [value for _, value, _ in figures[:3]] == ["2,354", "1,490", "▲ 864"]
    assert figures[2][2] == "+58.0% on 1,490, a clear change"
    assert asb.title.startswith("ASB incidents in Tunbridge Wells rose by 864 (+58.0%) to 2,354")


def test_the_sub_types_of_asb_have_the_published_gatherings_with_the_covid_share(asb):
    parts = asb.texts("parts")
    assert list(parts) == sorted(SUB_TYPES["asb"], key=lambda code: -count(code, NOW))
    rowdy = parts["asb_rowdy"]
    assert rowdy[1:] == [
        "819", f"{fixed(100 * 819 / 2354)}%", "390", "+429", "+110.0%", "▲ clear change", "377", "+52",
    ]  # fmt: skip
    assert "377 of the 2,354 were COVID-tagged (0 of 1,490 before)" in asb.text
    assert "without them there is a rise of 487 (+32.7%)" in asb.text
    bars = values(chart(asb, "COVID-tagged"), "end")
    tagged = [bar for bar in bars if bar["ink"] == "tagged"]
    assert [(bar["id"], bar["end"] - bar["start"]) for bar in tagged] == [("asb_rowdy", 377)]


def test_leaving_the_tagged_out_takes_them_out_of_every_section(visit):
    page = visit("profile", type="ASB incidents", without_covid="true", tab="Make-up")
    without = count("asb", NOW, without=("covid",))
    assert without == 2354 - 377
    assert page.figures("figures")[0][1] == f"{without:,}"
    assert "COVID-tagged" not in page.text
    assert page.texts("parts")["asb_rowdy"][1] == f"{819 - 377}"
    season = visit("profile", type="ASB incidents", without_covid="true", tab="Season")
    assert season.rows("season")["total"][3]["value"] == without


def test_drug_offences_have_both_parts_as_published_with_their_verdicts(visit):
    parts = visit("profile", type="Drug offences", tab="Make-up").texts("parts")
    assert {code: (cells[1], cells[3], cells[6]) for code, cells in parts.items()} == {
        "drug_possession": ("153", "126", "○ no clear change"),
        "drug_trafficking": ("66", "80", "○ no clear change"),
    }


def test_all_crime_is_made_of_the_offences_of_the_source(visit):
    parts = visit("profile", tab="Make-up").texts("parts")
    offences = measures()["all_crime"]["offences"]
    assert set(parts) == offences
    assert {cells[0] for cells in parts.values()} == {offence_labels()[code] for code in offences}
    shoplifting = count("shoplifting", NOW), count("shoplifting", BEFORE)
    assert parts["shoplifting"][1] == f"{shoplifting[0]:,}"
    assert parts["shoplifting"][5] == percent(*shoplifting)


def test_outcomes_are_those_of_the_incident_files(visit):
    page = visit("profile", type="Shoplifting", tab="Outcomes")
    now, before = outcomes_of("shoplifting", 2020), outcomes_of("shoplifting", 2019)
    spec = chart(page, "% of shoplifting offences")
    bars = {bar["name"]: bar for bar in values(spec, "end")}
    assert set(bars) == set(now) | set(before)
    for name, bar in bars.items():
        assert number(bar["tip0"].split("(")[0]) == now[name]
        assert bar["end"] == pytest.approx(100 * now[name] / sum(now.values()))
    marks = {mark["name"]: mark["before"] for mark in values(spec, "before")}
    assert marks == pytest.approx({name: 100 * n / sum(before.values()) for name, n in before.items()})


def test_incidents_say_why_they_have_no_outcomes(visit):
    assert visit("profile", type="ASB incidents", tab="Outcomes").says(
        "None: the police give an outcome for crimes"
    )


def test_the_season_says_which_months_are_usually_high(visit):
    page = visit("profile", type="All crime", tab="Season")
    # The lockdowns of 2020 shape no season: its other six months stand at the level that these have.
    months = {(y, m): count("all_crime", (date(y, m, 1),)) for y in (2018, 2019, 2020) for m in range(1, 13)}
    exceptional = {(2020, m) for m in (3, 4, 5, 6, 11, 12)}
    usual = [1.0] * 12
    for _ in range(100):
        kept = {at: n for at, n in months.items() if at not in exceptional}
        levels = {
            y: sum(n for (of, _), n in kept.items() if of == y)
            / sum(usual[m - 1] for of, m in kept if of == y)
            for y in (2018, 2019, 2020)
        }
        shares = [[n / levels[y] for (y, of), n in kept.items() if of == m] for m in range(1, 13)]
        usual = [sum(of_month) / len(of_month) for of_month in shares]
        usual = [12 * u / sum(usual) for u in usual]
    high = f"{date(2020, 1 + usual.index(max(usual)), 1):%B}, {fixed(100 * (max(usual) - 1), 0)}% above"
    low = f"{date(2020, 1 + usual.index(min(usual)), 1):%B}, {fixed(100 * (1 - min(usual)), 0)}% below"
    assert page.says(f"Usually highest in {high} an average month, and lowest in {low}")
    usual_cells = [page.rows("season")[f"{m:02d}"][4]["value"] for m in range(1, 13)]
    assert usual_cells == pytest.approx([100 * (u - 1) for u in usual], abs=0.051)


def test_the_peers_have_both_ranks(visit):
    page = visit("profile", type="Shoplifting", tab="County")
    now, before = (recount.ranks("shoplifting", y, y[0].year, KENT) for y in (NOW, BEFORE))
    rows = page.texts("peers")
    assert list(rows) == sorted(KENT, key=lambda c: (now[c], recount.districts()[c]))
    for code, cells in rows.items():
        assert cells[2].removeprefix("joint ") in names_of_rank(now[code])
        assert cells[3].removeprefix("joint ") in names_of_rank(before[code])
        assert cells[5] == f"{count('shoplifting', NOW, code):,}"
    assert (now[HOME], before[HOME]) == (4, 6)


def test_a_part_of_another_type_has_no_ranks(visit):
    assert visit("profile", type="Drug trafficking", tab="County").says("has no rank of its own")


# Wards chosen.


def test_a_choice_of_wards_narrows_every_figure_and_has_no_rank(visit):
    wards = ("Park", "Culverden")
    codes = tuple(recount.codes(name) for name in wards)
    page = visit("profile", type="Shoplifting", ward=list(wards))
    assert page.title.startswith("Shoplifting in Culverden and Park fell") or page.title.startswith(
        "Shoplifting in Park and Culverden fell"
    )
    assert page.figures("figures")[0][1] == f"{count('shoplifting', NOW, wards=codes):,}"
    assert page.figures("figures")[3][1:] == ("–", "not ranked")
    assert page.says("Ranks compare whole districts")
    season = visit("profile", type="Shoplifting", ward=list(wards), tab="Season")
    assert season.rows("season")["total"][3]["value"] == count("shoplifting", NOW, wards=codes)
    bars = values(chart(page, "wards"), "end")
    assert len(bars) == 20
    assert {bar["name"] for bar in bars if bar["edge"] == "chosen"} == set(wards)
    peers = visit("profile", type="Shoplifting", ward=list(wards), tab="County")
    assert peers.says("Ranks compare whole districts")
    with pytest.raises(LookupError):
        peers.rows("peers")


# Going round.


def test_the_buttons_name_and_choose_the_types_before_and_after(visit):
    page = visit("profile", type="Robbery")
    before, after = LABELS[LABELS.index("Robbery") - 1], LABELS[LABELS.index("Robbery") + 1]
    assert [page.app.button(key=f"{side}_type").label for side in ("previous", "next")] == [before, after]
    page.app.button(key="next_type").click()
    page.run()
    assert page.filters()["type"] == after
    assert page.title.startswith(after)
    page.app.button(key="previous_type").click()
    page.run()
    assert page.title.startswith("Robbery")


def test_the_last_type_leads_to_the_first(visit):
    page = visit("profile", type=LABELS[-1])
    assert page.app.button(key="next_type").label == LABELS[0]
    assert visit("profile", type=LABELS[0]).app.button(key="previous_type").label == LABELS[-1]


@pytest.mark.parametrize("start", ["overview", "county"])
def test_the_first_pages_lead_to_the_profile_of_the_chosen_type(visit, start):
    page = visit(start, type="Shoplifting")
    links = {link.proto.page: link.proto.label for link in page.app.get("page_link")}
    assert links["profile"] == "Shoplifting in detail"


def test_without_a_comparison_loaded_the_page_says_so(visit):
    page = visit("profile", type="Robbery", to="Dec 2018", tab="County")
    assert page.figures("figures")[1][1:] == ("–", "not loaded")
    assert {cells[3] for cells in page.texts("peers").values()} == {"–"}
    assert page.figures("figures")[0][1] == f"{count('robbery', year(2018)):,}"
