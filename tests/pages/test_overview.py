"""The Overview on the sample, against the published table and plain recounting."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.pages import recount
from tests.pages.markdown import read
from tests.pages.recount import HOME, count, fixed, percent, standing, year

PUBLISHED = recount.reference("published_2020.csv")
NOW, BEFORE = year(2020), year(2019)
KENT = sorted({row["district_code"] for row in recount.reference("districts.csv")} - {"E06000035"})


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
    p = {}
    for row in PUBLISHED:
        n = int(row["count_2020"]), int(row["count_2019"])
        p[row["measure"]] = recount.mid_p(*n, recount.population(HOME, 2020), recount.population(HOME, 2019))
    return p, recount.signals(p)


def test_the_verdicts_are_those_of_the_mid_p_test_adjusted_over_the_table(overview):
    p, signal = verdicts()
    assert sum(signal.values()) == 8
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
    assert overview.rows("crime_types")["robbery"][3]["tone"] == "better"


def test_the_line_of_a_row_is_its_36_months(overview):
    line = overview.rows("crime_types")["shoplifting"][8]
    assert line["spark"] == [count("shoplifting", (m,)) for m in recount.months(date(2018, 1, 1), 36)]


def test_the_rank_has_its_uncertainty_on_hover(overview):
    assert re.fullmatch(
        r"Ranked 1st of 12; could be 1st to \drd \(1st = lowest\)\.",
        overview.rows("crime_types")["all_crime"][7]["tip"],
    )


# The finding and the figures.


def test_the_finding_has_the_change_the_verdict_and_the_standing_in_it(overview):
    assert overview.title == (
        "All crime in Tunbridge Wells fell by 778 (\u22129.0%) to 7,830, a clear change; "
        "the lowest rate of the 12 Kent districts, similar to Sevenoaks and Tonbridge and Malling."
    )


def test_the_line_below_the_finding_has_the_place_the_periods_and_the_source(overview):
    assert overview.says("Tunbridge Wells, Jan to Dec 2020 against Jan to Dec 2019. Source: Sample data")


def test_the_sample_says_what_is_published_and_what_is_simulated(overview):
    assert overview.says(
        "Sample data: borough totals as published; months, wards and other districts are simulated"
    )


def test_the_four_figures(overview):
    population = recount.population(HOME, 2020), recount.population(HOME, 2019)
    volume = 1 + sum(count("all_crime", NOW, code) < 7830 for code in KENT)
    *figures, place = overview.metrics
    assert figures == [
        ("Jan to Dec 2020", "7,830", f"{fixed(7830 * 1000 / population[0])} per 1,000"),
        ("Jan to Dec 2019", "8,608", f"{fixed(8608 * 1000 / population[1])} per 1,000"),
        ("Change", "▼ 778 (\u22129.0%)", "A clear change"),
    ]
    assert place[0].startswith("County rank")
    assert place[1].startswith("lowest of 12")
    assert "could be 1st to 3rd" in " ".join(place)
    assert f"{standing(volume)} of 12 by count" in place[2]


# What stands out.

SENTENCE = re.compile(
    r"(?P<n>\d)\. (?P<noun>[A-Za-z -]+?) (?P<verb>rose|fell) by (?P<by>[\d,]+) \((?P<pct>[^)]*?%)"
    r"(?P<small>, small base)?\)"
    r" to (?P<now>[\d,]+), (?P<verdict>a clear change|no clear change)"
    r"(?:; from the (?P<earlier>[\w ]+?) to the (?P<place>[\w ]+?) rate of 12"
    r"|; still the (?P<still>[\w ]+?) rate of 12)?"
    r"(?P<neutral>; the number follows police activity)?\."
    r"(?: (?P<tagged>[\d,]+) of the (?P<of>[\d,]+) (?:reports|crimes) were COVID-tagged; without them the"
    r" (?:rise|fall) is (?P<without>[\d,]+) \((?P<without_pct>[^)]*%)\)\.)?"
)  # fmt: skip


def sentences(screen):
    """Every sentence of "What stands out" taken apart, by measure, in order."""
    (markdown,) = [m.value for m in screen.app.main.markdown if m.value.startswith("1.")]
    by_noun = {m["noun"].lower(): code for code, m in recount.measures().items()}
    standouts = {}
    for i, line in enumerate(read(markdown).splitlines(), 1):
        match = SENTENCE.fullmatch(line)
        assert match, line
        assert match["n"] == str(i)
        standouts[by_noun[match["noun"].lower()]] = match
    return standouts


def test_three_to_six_findings_stand_out(overview):
    assert 3 <= len(sentences(overview)) <= 6


def test_every_number_in_every_sentence_is_that_of_a_recount(overview):
    _, signal = verdicts()
    for code, match in sentences(overview).items():
        now, before = count(code, NOW), count(code, BEFORE)
        assert numbers(match["now"]) == now
        assert numbers(match["by"]) == abs(now - before)
        assert match["verb"] == ("rose" if now > before else "fell")
        assert match["pct"] == percent(now, before)
        assert bool(match["small"]) == (before < 50)
        assert match["verdict"] == ("a clear change" if signal[code] else "no clear change")
        assert bool(match["neutral"]) == (recount.measures()[code]["polarity"] == "neutral")
        ranked = recount.measures()[code].get("ranked", True)
        after, earlier = (recount.ranks(code, p, y, KENT)[HOME] for p, y in ((NOW, 2020), (BEFORE, 2019)))
        if match["place"]:
            assert (match["earlier"], match["place"]) == (standing(earlier), standing(after))
            assert earlier != after
        elif ranked:
            assert after == earlier
            assert match["still"] == standing(after)


def test_the_rise_in_asb_says_how_much_of_it_is_tagged(overview):
    match = sentences(overview)["asb"]
    tagged = recount.tagged("asb", NOW)
    assert (numbers(match["tagged"]), numbers(match["of"])) == (tagged, 2354) == (377, 2354)
    assert recount.tagged("asb", BEFORE) == 0
    assert (numbers(match["without"]), match["without_pct"]) == (2354 - 377 - 1490, percent(1977, 1490))


def test_the_strongest_evidence_comes_first_and_chance_last(overview):
    p, signal = verdicts()
    order = list(sentences(overview))
    real = [code for code in order if signal[code]]
    assert order[: len(real)] == real
    assert [p[code] for code in real] == sorted(p[code] for code in real)
    assert not [code for code in order[len(real) :] if signal[code]]


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
    assert [value for _, value, _ in screen.metrics[1:3]] == ["\u2013", "\u2013"]
    assert screen.texts("crime_types")["robbery"][2:7] == ["\u2013"] * 5
    assert not [m for m in screen.app.main.markdown if m.value.startswith("1.")]


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
    assert screen.metrics[0] == (
        "Apr to Jun 2020",
        fixed(count("all_crime", spring), 0),
        f"{rate} per 1,000 in 3 months",
    )


# Filters.


def test_a_crime_type_is_told_in_the_finding_and_marked_in_the_table(visit):
    screen = visit("overview", type="Shoplifting")
    assert screen.title.startswith(
        "Shoplifting in Tunbridge Wells fell by 195 (\u221225.7%) to 564, a clear change; "
    )
    assert "the 4th lowest rate of the 12 Kent districts" in screen.title
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
    assert screen.metrics[0][2] == f"{fixed(count('all_crime', NOW, HOME, wards) * 1000 / people)} per 1,000"
    assert screen.metrics[3][1:] == ("\u2013", "not ranked")
    assert screen.says("Ranks compare whole districts and are not given for a choice of wards.")
    place = " and ".join(names) if len(names) < 3 else "3 wards of Tunbridge Wells"
    assert f"All crime in {place} " in screen.title
    assert "Kent districts" not in screen.title


def test_leaving_out_covid_takes_377_reports_from_asb_and_nothing_from_crime(visit):
    screen = visit("overview", without_covid="true")
    printed = screen.texts("crime_types")
    assert printed["asb"][1:4] == ["1,977", "1,490", "+487"]
    assert printed["all_crime"][1] == "7,830"
    assert "COVID" not in screen.text
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
