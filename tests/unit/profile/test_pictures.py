"""What the charts, tables and sentences of the crime-type profile say, for made figures."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from math import nan

import pytest

from csp.comparison.rows import MeasureRow
from csp.core.change import Change
from csp.core.filters import Period
from csp.core.measures import read_catalogue
from csp.shell import maps, theme
from csp.shell.chart import Words, to_vega_lite
from csp.topics.profile import charts, findings, tables
from csp.topics.profile import rules as profile
from csp.topics.profile.rules import NO_OUTCOME_LABEL, Outcome
from csp.topics.wards.rules import Figures

KNOWN = read_catalogue()
WORDS = Words("A finding", "Rate per 1,000", "Source")
PERIODS = ("Jan to Dec 2020", "Jan to Dec 2019")
MONTHS = [date(year, month, 1) for year in (2018, 2019, 2020) for month in range(1, 13)]


def ward(code, name, now, rate, low, high, **changes):
    ratios = {"ratio": rate / 20, "ratio_low": low / 20, "ratio_high": high / 20}
    return Figures(
        code=code,
        name=name,
        change=Change(now, now, p=1.0),
        population=5000.0,
        rate=rate,
        low=low,
        high=high,
        **ratios,
        rank=1,
        **changes,
    )


WARDS = (
    ward("W1", "Capel", 100, 20.0, 16.0, 24.0),
    ward("W2", "Park", 200, 40.0, 35.0, 45.0),
    replace(ward("W3", "Rusthall", 7, nan, nan, nan), population=nan, rank=0),
)


def part(code, now, before, flagged=0, **changes):
    return MeasureRow(
        code=code,
        label=code.title(),
        noun=code,
        polarity="lower",
        kind="incident",
        change=Change(now, before, p=0.5),
        flagged_now=flagged,
        flag_label="COVID-tagged",
        **changes,
    )


PARTS = [part("rowdy", 819, 390, 377), part("personal", 262, 198)]


def values(chart, field):
    """The rows of the first layer that draws a field."""
    return next(
        chart.data[layer["data"]["name"]]
        for layer in layers(chart)
        if any(isinstance(e, dict) and e.get("field") == field for e in layer["encoding"].values())
    )


def layers(chart):
    """The layers that draw something."""
    return [layer for layer in chart.specification["layer"] if "encoding" in layer]


def text_of(table, row):
    return [cell.text for cell in next(r for r in table.rows if r.id == row).cells]


# Charts.


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_wards_are_drawn_from_the_highest_rate_with_those_without_population_last(mode):
    spec = charts.ward_rates(WARDS, (20.0, "Home"), ("W2",), "per 1,000", WORDS, mode)
    bars = values(spec, "end")
    assert [bar["name"] for bar in bars] == ["Park", "Capel", "Rusthall"]
    assert [bar["ink"] for bar in bars] == ["strong", "plain", "plain"]
    assert [bar["edge"] for bar in bars] == ["chosen", "", ""]
    labels = [mark["label"] for mark in values(spec, "low")]
    assert labels == ["40.0 (200)", "20.0 (100)", "7, no population on file"]
    assert values(spec, "rate") == [{"rate": 20.0, "label": "Home 20.0"}]
    json.dumps(to_vega_lite(spec), allow_nan=False)


def test_other_figures_of_as_many_wards_leave_the_specification_as_it_is():
    other = tuple(replace(row, code=f"X{row.code}", name=f"Upper {row.name}") for row in WARDS)
    first = charts.ward_rates(WARDS, (20.0, "Home"), (), "per 1,000", WORDS, "light")
    second = charts.ward_rates(other, (7.0, "Home"), ("XW1",), "per 1,000", WORDS, "light")
    assert first.specification == second.specification
    assert first.data != second.data


def test_parts_have_neither_limits_nor_a_level():
    drawn = charts.part_counts(PARTS, WORDS, "light")
    assert [mark["before"] for mark in drawn.data["marks"]] == [390, 198]
    assert not any("low" in mark or "high" in mark for mark in drawn.data["marks"])
    assert drawn.data["level"] == []


def test_the_tagged_share_stands_at_the_end_of_its_bar():
    bars = values(charts.part_counts(PARTS, WORDS, "light"), "end")
    rowdy = [(bar["start"], bar["end"], bar["ink"]) for bar in bars if bar["id"] == "rowdy"]
    assert rowdy == [(0, 442, "strong"), (442, 819, "tagged")]
    assert [bar["end"] for bar in bars if bar["id"] == "personal"] == [262]


def test_shares_of_outcomes_are_of_all_cases():
    outcomes = [Outcome("A", 60, 30), Outcome(NO_OUTCOME_LABEL, 40, 70)]
    spec = charts.outcome_shares(outcomes, True, WORDS, "light")
    assert [bar["end"] for bar in values(spec, "end")] == [60.0, 40.0]
    assert [mark["before"] for mark in values(spec, "before")] == [30.0, 70.0]
    alone = charts.outcome_shares(outcomes, False, WORDS, "light")
    assert [mark["before"] for mark in values(alone, "before")] == [None, None]
    assert alone.specification is spec.specification


def test_the_trend_marks_both_periods_with_their_mean_month_and_incomplete_months():
    now, before = Period(date(2020, 1, 1), 12), Period(date(2019, 1, 1), 12)
    counts = [None, *[50.0] * 11, *[30.0] * 12, *[60.0] * 12]
    spec = charts.trend(MONTHS, counts, [13], [(now, PERIODS[0]), (before, PERIODS[1])], WORDS, "light")
    bands = values(spec, "mean")
    assert [(band["mean"], band["label"]) for band in bands] == [
        (60.0, "Jan to Dec 2020\n60 a month"),
        (30.0, "Jan to Dec 2019\n30 a month"),
    ]
    months = values(spec, "ink")
    assert len(months) == 35
    assert [row["words"] for row in months if row["ink"] == "incomplete"] == ["Feb 2019"]
    assert [row["words"] for row in months if row["now"]][::11] == ["Jan 2020", "Dec 2020"]


def test_a_period_outside_the_trend_is_not_marked():
    now, long_ago = Period(date(2020, 1, 1), 12), Period(date(2011, 1, 1), 12)
    spec = charts.trend(MONTHS, [5.0] * 36, [], [(now, "now"), (long_ago, "then")], WORDS, "light")
    assert len(values(spec, "mean")) == 1


# Tables.


def a_season(incomplete=()):
    counts = {month: 40 + month.month + (month.year - 2018) * 10 for month in MONTHS}
    return replace(profile.build_season(counts, profile.SeasonRules(MONTHS, incomplete)), usual=(1.0,) * 12)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_season_table_has_the_numbers_and_they_add_up(mode):
    table = tables.build_season_table(a_season(), KNOWN.measures["robbery"], mode)
    assert [column.label for column in table.columns] == ["Month", "2018", "2019", "2020", "Usual"]
    for year in (1, 2, 3):
        months = [row.cells[year].value for row in table.rows if row.id != "total"]
        assert len(months) == 12
        assert table.rows[-1].cells[year].value == sum(months)
    assert text_of(table, "04")[:4] == ["April", "44", "54", "64"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_shade_of_the_season_can_be_read_and_rises_with_the_count(mode):
    table = tables.build_season_table(a_season(), KNOWN.measures["robbery"], mode)
    cells = sorted((cell for row in table.rows[:-1] for cell in row.cells[1:4]), key=lambda cell: cell.value)
    assert all(maps.contrast(cell.fill, cell.ink) >= 4.5 for cell in cells)
    shades = list(dict.fromkeys(cell.fill for cell in cells))
    assert len(shades) == 5
    against = [maps.contrast(shade, theme.palette(mode).background) for shade in shades]
    assert against == sorted(against)


def test_an_incomplete_month_has_a_star_and_no_shade_and_so_has_its_year():
    table = tables.build_season_table(a_season([date(2019, 12, 1)]), KNOWN.measures["robbery"], "light")
    december = table.rows[11].cells[2]
    assert (december.text, december.fill) == ("62*", "")
    assert "incomplete" in december.tip
    assert table.rows[-1].cells[2].text.endswith("*")
    assert not table.rows[-1].cells[3].text.endswith("*")
    assert len(table.columns) == 5
    nothing_usual = replace(a_season(), usual=None)
    assert len(tables.build_season_table(nothing_usual, KNOWN.measures["robbery"], "light").columns) == 4


def test_the_parts_table_tells_the_tagged_share_and_the_change_without_it():
    split = profile.list_parts(KNOWN.measures["asb"], KNOWN.offered("sample"), KNOWN, "recorded")
    rows = [replace(part("asb_rowdy", 819, 390, 377), code="asb_rowdy")]
    table = tables.build_part_table(rows, split, KNOWN.measures["asb"], PERIODS)
    assert text_of(table, "asb_rowdy") == [
        "Asb_Rowdy", "819", "100.0%", "390", "+429", "+110.0%", "○ no clear change", "377", "+52",
    ]  # fmt: skip


def test_without_tags_the_parts_table_has_no_columns_for_them():
    rows = [replace(part("robbery", 10, 60), flag_label=None)]
    split = [profile.Part("robbery", "Robbery", ("robbery",), None)]
    table = tables.build_part_table(rows, split, KNOWN.measures["violent_crime"], PERIODS)
    assert len(table.columns) == 7
    assert table.clickable == ""


# Sentences.


def test_the_definition_and_every_caveat_of_a_type_are_told():
    for measure in KNOWN.measures.values():
        for vocabulary in measure.offences:
            text = " ".join(findings.describe_measure(measure, KNOWN, vocabulary))
            assert measure.definition in text
            assert measure.caveat in text
            assert ("neither good nor bad" in text) == (measure.polarity == "neutral")


def test_the_tags_of_a_type_are_told_with_the_change_without_them():
    row = part("rowdy", 819, 390)
    assert findings.describe_flagged(row, (377, 0), "COVID-tagged") == (
        "377 of the 819 were COVID-tagged (0 of 390 before); without them there is a rise of 52 (+13.3%)."
    )
    assert findings.describe_flagged(row, (0, 0), "COVID-tagged") == ""


def test_the_season_is_said_with_its_highest_and_lowest_month():
    season = replace(a_season(), usual=(0.8, *[1.0] * 9, 1.15, 1.05))
    assert findings.describe_season(season) == (
        "Usually highest in November, 15% above an average month, "
        "and lowest in January, 20% below an average month."
    )
    assert findings.describe_season(replace(season, usual=None, p=0.55)).startswith(
        "No month is usually clearly higher than another: "
    )
    few = replace(season, usual=None, p=None, complete=20, exceptional=4)
    assert findings.describe_season(few) == (
        "It takes 24 complete months, every calendar month among them, to say which are usually high; there "
        "are 20. Without the four months of lockdowns and the like."
    )


def test_the_parts_are_told_by_the_largest_and_the_one_that_moved_most():
    title, subtitle = findings.write_part_words(PARTS, KNOWN.measures["asb"], True, PERIODS[0], "Home")
    assert title == (
        "Rowdy: 75.8% of anti-social behaviour incidents; it moved most: rose by 429, no clear change"
    )
    assert subtitle == (
        "Recorded in Home, Jan to Dec 2020; mark: the period before; end of the bar: COVID-tagged"
    )


def test_adjusted_parts_are_largest_or_said_to_have_moved_only_beyond_their_adjustment():
    asb = KNOWN.measures["asb"]
    clear = part("rowdy", 819, 390)
    clear = replace(clear, change=replace(clear.change, is_real=True))

    def title(*rows):
        return findings.write_part_words(rows, asb, True, PERIODS[0], "Park", is_adjusted=True)[0]

    assert title(part("rowdy", 26, 20), part("other", 20, 20)) == f"{asb.long_label}: the parts"
    assert title(part("rowdy", 27, 20), part("other", 20, 20)) == f"Rowdy: 57.4% of {asb.noun}"
    assert title(clear, part("other", 20, 20)).endswith("it moved most: rose by 429, a clear change")


def test_incidents_have_no_outcome_and_a_source_may_give_none():
    assert "incidents" in findings.explain_no_outcomes(KNOWN.measures["asb"], "Sample")
    assert "Sample gives no outcome" in findings.explain_no_outcomes(KNOWN.measures["robbery"], "Sample")


def test_the_wards_that_stand_apart_are_counted():
    title, _ = findings.write_ward_words(WARDS, KNOWN.measures["robbery"], "Home", "per 1,000", PERIODS[0])
    assert title == "Park has the highest rate, 40.0; one of 3 wards stands apart from Home"
