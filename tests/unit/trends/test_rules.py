"""The rules of the Trends page: every expected number is worked out here, without the package."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from csp.core import coverage, wording
from csp.core.events import Event
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.topics.trends import findings
from csp.topics.trends import rules as trends

START = date(2018, 1, 1)
# Twelve months that trip no rule: alternating about 20.
QUIET = (18, 22, 19, 21, 18, 22, 19, 21, 18, 22, 19, 21)


def kept_ranges(values):
    """The moving ranges, those beyond 3.27 times their mean left out once."""
    ranges = [abs(a - b) for a, b in pairwise(values)]
    return [r for r in ranges if r < 3.27 * sum(ranges) / len(ranges)]


def judged(values, start=START, first=24, **kwargs):
    """The last months of a series against those before; first: the position of the first that is judged."""
    months = Period(start, len(values)).each()
    rules = trends.SeriesRules(start, judged_from=months[first], **{"seasonal": False, **kwargs})
    return trends.judge_series(tuple(None if v is None else float(v) for v in values), rules)


def chart(values, incomplete=(), breaks=(), seasonal=False, start=START):
    series = tuple(None if v is None else float(v) for v in values)
    rules = trends.SeriesRules(
        start, incomplete=frozenset(incomplete), breaks=tuple(breaks), seasonal=seasonal
    )
    return trends.judge_series(series, rules)


def rules(control):
    return {(sign.rule, sign.upwards, sign.at) for sign in control.signs}


# The control chart.


def test_limits_reproduce_the_check_values():
    control = chart([10, 50, 40, 30])
    assert control.chart.upper == pytest.approx([85.7] * 4)
    assert control.chart.lower_unfloored == pytest.approx([-20.7] * 4)
    assert control.usual(0) == pytest.approx((0, 85.7))


def test_a_quiet_series_has_no_signal_and_says_so():
    control = chart(QUIET * 2)
    assert control.signs == ()
    title = findings.write_control_title(control, control.months)
    assert (
        title
        == f"no month is outside the usual range, {wording.period(control.months[0], control.months[23])}"
    )


def test_the_title_of_the_chart_counts_what_the_title_of_the_page_names():
    control = chart([*QUIET, 60, 60, *QUIET, 0, *QUIET[:6]])
    period = control.months[10:22]
    outside = [s.at[0] for s in control.signs if s.rule == "outside" and control.months[s.at[0]] in period]
    assert len(outside) == 2
    span = wording.period(period[0], period[-1])
    assert (
        findings.write_control_title(control, period) == f"2 of 12 months are outside the usual range, {span}"
    )
    headline = findings.write_headline("Shoplifting", "Home", control, period)
    assert findings.describe_months([control.months[i] for i in outside]) in headline


def test_a_note_is_short_and_quotes_what_was_recorded():
    control = chart([*QUIET, 60, *QUIET, 0, *QUIET[:6]])
    notes = {sign: findings.write_note(control, sign) for sign in control.signs}
    for sign, note in notes.items():
        assert len(note) <= 45
        if sign.rule == "outside":
            i = sign.at[0]
            assert note.startswith(f"{wording.month(control.months[i])}: {control.recorded[i]:.0f}, usually ")


def test_a_month_outside_is_found_and_said_with_its_figures():
    control = chart([*QUIET, 60, *QUIET])
    mean = (20 * 24 + 60) / 25
    assert ("outside", True, (12,)) in rules(control)
    (sign,) = (s for s in control.signs if s.rule == "outside")
    ranges = kept_ranges([*QUIET, 60, *QUIET])
    reach = 2.66 * sum(ranges) / len(ranges)
    low, high = math.ceil(max(0, mean - reach)), math.floor(mean + reach)
    expected = f"Jan 2019 was above the usual range: 60 recorded, where {low} to {high} is usual."
    assert findings.explain_sign(control, sign) == expected


def test_eight_on_one_side_are_a_run_and_are_said():
    control = chart([22, 18] * 6 + [24, 23] * 4 + [18, 22] * 2)
    assert ("run", True, tuple(range(12, 20))) in rules(control)
    (sign,) = (s for s in control.signs if s.rule == "run")
    sentence = findings.explain_sign(control, sign)
    assert sentence.startswith("Stayed above the average of ")
    assert sentence.endswith("for eight months in a row, Jan to Aug 2019.")


def test_a_choice_of_wards_with_fewer_than_five_is_not_compared():
    found, period = chart([*[2] * 12, *[0] * 11, 1]), Period(date(2019, 1, 1), 12).each()
    assert findings.write_headline("Robbery", "Park", found, period, 39) == (
        "Robbery in Park: fewer than 5 recorded in Jan to Dec 2019, too few to compare (39 in the district)."
    )
    none = chart([*[2] * 12, *[0] * 12])
    assert findings.write_headline("Robbery", "Park", none, period, 39) == (
        "Robbery in Park: none recorded in Jan to Dec 2019, too few to compare (39 in the district)."
    )
    assert "too few to compare" not in findings.write_headline("Robbery", "Home", found, period)


def test_two_of_three_near_a_limit_are_found_and_each_group_is_said_on_its_own():
    values = [20, 21, 20, 21, 20, 21, 20, 24, 22, 24, 20, 21, 20, 21, 20, 21, 20, 24, 24, 20, 21, 20, 21, 20]
    control = chart(values)
    near = {at for rule, up, at in rules(control) if rule == "near" and up}
    assert near == {(7, 9), (17, 18)}
    sentences = [findings.explain_sign(control, sign) for sign in control.signs if sign.rule == "near"]
    assert "Came close to the top of the usual range in Aug and Oct 2018." in sentences
    assert "Came close to the top of the usual range in Jun and Jul 2019." in sentences


def test_months_outside_are_not_said_again_as_near_misses():
    control = chart([*QUIET, 60, 60, *QUIET])
    assert {at for rule, _, at in rules(control) if rule == "outside"} == {(12,), (13,)}
    assert "near" not in {rule for rule, _, _ in rules(control)}
    assert {i for s in control.chart.signals if s.rule == "near" for i in s.indices} == {12, 13}


def test_findings_stand_in_the_order_of_their_months():
    control = chart([*QUIET, 60, *QUIET, 0, *QUIET[:6]])
    firsts = [sign.at[0] for sign in control.signs]
    assert firsts == sorted(firsts)


def test_the_clearest_findings_are_kept_those_of_the_period_first():
    found = chart([60, *QUIET, 60, *QUIET[:9], 23, 23, 23, 23, 23, 23, 23, 23, 60])
    period = Period(date(2019, 12, 1), 9).each()
    kept = trends.keep_clearest(found, period, most=2)
    assert len(kept.signs) == 2
    inside = [sign for sign in found.signs if any(found.months[i] in period for i in sign.at)]
    assert [(sign.rule, sign.at) for sign in kept.signs] == [
        ("run", next(sign.at for sign in inside if sign.rule == "run")),
        ("outside", (len(found.months) - 1,)),
    ]
    assert len(trends.keep_clearest(found, (), most=1).signs) == 1
    assert trends.keep_clearest(found, (), most=1).signs[0].rule == "outside"
    assert trends.keep_clearest(chart(QUIET), period).signs == ()


def test_fewer_than_five_are_no_run_and_no_unusual_month():
    quiet = [0, 1, 0, 0, 1, 0] * 4
    assert chart([*quiet, 4]).signs == ()
    # So few a month have no limits at all, whatever a month of them is.
    assert chart([*quiet, 9]).signs == ()
    assert chart([*quiet, 9]).is_rare
    # Where far more are usual, months without any are a clear change.
    assert any(sign.rule == "run" for sign in chart([20, 22, 18] * 6 + [0] * 8).signs)


def test_only_the_last_36_months_are_charted():
    control = chart([500] * 12 + list(QUIET) * 3)
    assert control.months[0] == date(2019, 1, 1)
    assert control.chart.centre[0] == pytest.approx(20)


def test_a_break_starts_new_limits_and_no_run_crosses_it():
    low, high = [18, 22] * 9, [38, 42] * 9
    joined, broken = chart(low + high), chart(low + high, breaks=[date(2019, 7, 1)])
    assert any(rule == "run" for rule, _, _ in rules(joined))
    assert broken.signs == ()
    assert broken.chart.centre.tolist() == pytest.approx([20] * 18 + [40] * 18)
    assert broken.segments() == [(0, 18), (18, 36)]
    assert "A new usual range starts in Jul 2019" in findings.describe_limits(broken)


def test_a_break_concerns_only_its_measures():
    event = Event(date(2019, 7, 15), "New rule", "break", ("robbery",), "")
    series = {code: [18.0, 22.0] * 9 + [38.0, 42.0] * 9 for code in ("robbery", "burglary")}
    controls = trends.judge_every_series(series, trends.Judging(START, seasonal=False, events=(event,)))
    assert controls["robbery"].breaks == (18,)
    assert controls["burglary"].breaks == ()


# Seasons.


def seasonal_series():
    """Three years with a strong season and a level of its own each year."""
    shape = [0.6, 0.7, 0.8, 1.0, 1.2, 1.3, 1.5, 1.4, 1.1, 1.0, 0.8, 0.6]
    wobble = [1.03, 0.98, 1.01, 0.97, 1.02, 0.99, 1.04]
    return [
        level * s * wobble[(7 * y + m) % 7]
        for y, level in enumerate((100, 120, 90))
        for m, s in enumerate(shape)
    ]


def test_seasons_are_taken_out_as_a_plain_recomputation_does():
    values = seasonal_series()
    shares = [[v / (sum(year) / 12) for v in year] for year in (values[0:12], values[12:24], values[24:36])]
    factors = [sum(column) / 3 for column in zip(*shares, strict=True)]
    mean = sum(factors) / 12
    factors = [f / mean for f in factors]
    control = chart(values, seasonal=True)
    assert [control.factors[m + 1] for m in range(12)] == pytest.approx(factors)
    adjusted = [v / factors[i % 12] for i, v in enumerate(values)]
    assert control.values.tolist() == pytest.approx(adjusted)
    centre = sum(adjusted) / 36
    ranges = kept_ranges(adjusted)
    reach = 2.66 * sum(ranges) / len(ranges)
    assert control.chart.upper[0] == pytest.approx(centre + reach)
    assert control.usual(6) == pytest.approx(((centre - reach) * factors[6], (centre + reach) * factors[6]))
    assert "over 36 complete months" in findings.describe_season(control, True)


def test_the_range_of_a_month_is_said_for_its_calendar_month_when_seasons_are_out():
    control = chart(seasonal_series(), seasonal=True)
    assert findings.describe_usual(control, 3).endswith("is usual for an April")
    assert findings.describe_usual(control, 4).endswith("is usual for a May")


@pytest.mark.parametrize("months", [35, 12])
def test_fewer_than_three_years_are_not_adjusted_and_the_page_says_so(months):
    control = chart(seasonal_series()[:months], seasonal=True)
    assert control.factors is None
    assert control.values.tolist() == control.recorded.tolist()
    assert f"needs 36 complete months in every calendar month, and there are {months}." in (
        findings.describe_season(control, True)
    )


def test_a_calendar_month_without_any_record_is_not_divided_by():
    values = [0 if i % 12 == 0 else 10 + i % 5 for i in range(36)]
    control = chart(values, seasonal=True)
    assert control.factors is None
    assert "some calendar months have no records" in findings.describe_season(control, True)


def test_seasons_left_in_are_said_to_be():
    control = chart(seasonal_series(), seasonal=False)
    assert control.factors is None
    assert "as you chose" in findings.describe_season(control, False)


def test_months_that_do_not_differ_have_no_season_and_the_page_says_so():
    control = chart(QUIET * 3, seasonal=True)
    assert control.factors is None
    assert control.season == "alike"
    assert "the months of the year do not differ clearly" in findings.describe_season(control, True)


def test_seasons_come_from_the_months_before_the_period():
    values = seasonal_series()
    spoilt = [*values, *[500.0] * 12]
    rules = {"first": 36, "seasonal": True}
    assert judged(spoilt, **rules).factors == pytest.approx(judged(values + values[:12], **rules).factors)
    assert judged(values, first=24, seasonal=True).factors is None
    assert "36 complete months before the period in every calendar month, and there are 24." in (
        findings.describe_season(judged(values, first=24, seasonal=True), True)
    )


# What is usual, and what it is taken from.


def test_the_months_of_the_period_do_not_shape_the_limits_they_are_judged_by():
    dips = [judged([*QUIET, *QUIET, *QUIET[:3], dip, dip, *QUIET[5:]]) for dip in (18, 0)]
    assert dips[0].chart.upper.tolist() == dips[1].chart.upper.tolist()
    assert dips[0].signs == ()
    assert {(sign.rule, sign.at) for sign in dips[1].signs} == {("outside", (27,)), ("outside", (28,))}
    assert dips[1].judged == tuple(range(24, 36))
    assert findings.describe_basis(dips[1]) == (
        "The usual range comes from Jan 2018 to Dec 2019 (24 months before the period)."
    )
    assert findings.describe_basis(chart(QUIET)) == ""


def test_the_months_of_a_named_span_shape_no_limit():
    lockdown = Event(date(2019, 3, 23), "Lockdown", "event", (), "", date(2019, 6, 14))
    assert lockdown.exceptional_months == Period(date(2019, 3, 1), 4).each()
    values = [*QUIET, 18.0, 22.0, 0.0, 0.0, 0.0, 0.0, *QUIET[:6], *QUIET]
    judging = trends.Judging(START, judged_from=date(2020, 1, 1), seasonal=False, events=(lockdown,))
    control = trends.judge_every_series({"asb": values}, judging)["asb"]
    assert control.baseline == (*range(14), *range(18, 24))
    assert control.chart.centre[0] == pytest.approx(20)
    assert control.exceptional == {14, 15, 16, 17}
    assert "without Mar to Jun 2019" in findings.describe_basis(control)


def test_a_period_with_few_months_before_it_has_no_firm_range():
    control = judged([*QUIET, *QUIET], first=6)
    headline = findings.write_headline("Robbery", "Home", control, control.months[6:18])
    assert headline == (
        "Robbery in Home: 22 in Jun 2019; no firm usual range, "
        "with fewer than 12 complete months before the period."
    )
    assert trends.judge_last_month(control).at is None


def test_fewer_than_five_a_month_are_told_by_their_yearly_totals():
    values = [1.0, 0, 2, 0, 1, 0, 0, 3, 0, 1, 0, 1] * 2 + [0.0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]
    control = judged(values)
    assert control.is_rare
    assert control.judged == ()
    assert trends.judge_last_month(control) == trends.Verdict(
        None, None, pytest.approx(math.nan, nan_ok=True), True
    )
    assert findings.describe_verdict(trends.judge_last_month(control)) == "– too few a month"
    assert findings.write_headline("Robbery", "Park", control, control.months[24:]) == (
        "Robbery in Park: fewer than 5 recorded in Jan to Dec 2020, 9 in the 12 months before; "
        "too few a month for a usual range."
    )
    totals = trends.sum_years(tuple(values), Period(START, 36), {3})
    assert [(total.n, total.is_partial) for total in totals] == [(9, True), (9, False), (3, False)]
    assert (
        findings.write_totals_title(totals)
        == "fewer than 5 recorded in Jan to Dec 2020, 9 in Jan to Dec 2019"
    )
    assert findings.describe_totals(control, "Park").endswith("; none in the last 7 months")
    assert trends.sum_years((None, *values[1:]), Period(START, 36), ())[0].period.start == date(2019, 1, 1)
    assert not judged([5.0, 6.0] * 18).is_rare


# Steady slopes.


def series_of(levels, seed, dispersion=2.3):
    random = np.random.default_rng(seed)
    return random.negative_binomial(np.array(levels) / (dispersion - 1), 1 / dispersion).astype(float)


def test_a_steady_fall_is_one_sentence_and_not_a_finding_a_month():
    months = np.arange(36)
    controls = [judged(series_of(700 * (1 - 0.05 * months / 12), seed)) for seed in range(100)]
    assert np.mean([bool(control.signs) for control in controls]) <= 0.15
    assert np.mean([any(slope.is_clear for slope in control.slopes) for control in controls]) > 0.9
    steps = [judged(series_of(np.where(months < 24, 700, 595), seed)) for seed in range(100)]
    assert np.mean([bool(control.signs) for control in steps]) > 0.9


def test_the_trend_is_said_of_24_months_and_of_as_many_as_there_are():
    falling = judged([200 - 2 * i + (i % 3) for i in range(36)])
    assert [slope.months for slope in falling.slopes] == [24, 36]
    assert findings.describe_slopes(falling) == (
        f"Trend to Dec 2020: falling by about {1200 * 2 / 153:.0f}% a year over 24 months "
        f"and about {1200 * 2 / 166:.0f}% over 36."
    )
    steady = judged(QUIET * 3)
    assert findings.describe_slopes(steady) == (
        "Trend to Dec 2020: no steady rise or fall over 24 or 36 months."
    )
    headline = findings.write_headline("Robbery", "Home", falling, falling.months[24:])
    assert headline.startswith("Robbery in Home kept to a steady fall of about ")
    title = findings.write_control_title(falling, falling.months[24:])
    assert title == "no month is unusual beside the steady fall, Jan to Dec 2020"


def test_no_trend_is_told_from_fewer_than_twenty_a_year():
    few = judged([*[6.0] * 24, *[1.0, 2.0] * 6])
    assert few.slopes == ()
    assert findings.describe_slopes(few) == (
        "No trend is told from fewer than 20 recorded in the latest 12 months."
    )


# Targets.


@pytest.mark.parametrize(
    ("yearly", "met", "assurance", "says"),
    [
        (240, True, "either", "met, 240 in the 12 months to Dec 2020. Hit or miss by month: "),
        (239, False, "either", "missed, 240 in the 12 months to Dec 2020. Hit or miss by month: "),
        (800, True, "met", "met, 240 in the 12 months to Dec 2020. Met by every usual month: "),
        (24, False, "missed", "missed, 240 in the 12 months to Dec 2020. Missed by every usual month "),
    ],
)
def test_a_target_is_met_or_not_and_can_be_relied_on_or_not(yearly, met, assurance, says):
    control = judged(QUIET * 3)
    check = trends.check_target(control, yearly)
    assert (check.is_met, check.assurance) == (met, assurance)
    assert check.monthly == yearly / 12
    goal = f"Target {yearly} a year ({wording.count(yearly / 12)} a month): "
    assert findings.describe_target(control, check).startswith(goal + says)


def test_a_target_is_not_judged_by_an_incomplete_year():
    check = trends.check_target(judged([*QUIET * 3], incomplete=frozenset({30})), 240)
    assert check.is_met is None
    assert "the 12 months to Dec 2020 are not complete." in findings.describe_target(judged(QUIET * 3), check)
    assert trends.check_target(judged([*QUIET], first=6), 240).assurance == "unknown"


# Incomplete months.

# Rows of a force month by month, as measured on real uploads: November and December 2018 fall short.
FORCE_ROWS = {
    date(2018, 8, 1): 18_900,
    date(2018, 9, 1): 17_800,
    date(2018, 10, 1): 19_396,
    date(2018, 11, 1): 13_818,
    date(2018, 12, 1): 8_438,
    date(2019, 1, 1): 17_792,
    date(2019, 2, 1): 16_291,
    date(2019, 3, 1): 18_100,
}
RECORDED = (62, 57, 66, 44, 31, 59, 53, 61)


def test_december_2018_is_flagged_and_moves_no_limit():
    months = list(FORCE_ROWS)
    flagged = coverage.find_incomplete_months(FORCE_ROWS)
    assert flagged == {date(2018, 11, 1), date(2018, 12, 1)}
    hollow = [months.index(month) for month in flagged]
    charts = [
        chart([*RECORDED[:3], nov, dec, *RECORDED[5:]], hollow, start=months[0])
        for nov, dec in ((44, 31), (0, 0), (900, 900))
    ]
    values = [n for i, n in enumerate(RECORDED) if i not in hollow]
    mean = sum(values) / len(values)
    reach = 2.66 * sum(abs(a - b) for a, b in pairwise(values)) / (len(values) - 1)
    for control in charts:
        assert control.chart.centre[0] == pytest.approx(mean)
        assert control.chart.upper[0] == pytest.approx(mean + reach)
        assert control.signs == ()
        assert control.incomplete == set(hollow)
        assert not set(control.judged) & set(hollow)
        assert "Nov 2018 and Dec 2018 are incomplete at source" in findings.describe_limits(control)


def test_an_incomplete_month_moves_no_season():
    values = seasonal_series() + seasonal_series()[:12]
    controls = [chart([*values[:11], dec, *values[12:]], [11], seasonal=True) for dec in (1, 5000)]
    assert controls[0].factors == pytest.approx(controls[1].factors)


# Signal or noise, and the order of the evidence.


def test_totals_are_not_counted_beside_their_parts():
    measures = read_catalogue().offered("sample")
    verdict = trends.Verdict(35, None, 0.5)
    everything = {m.code: verdict for m in measures}
    separate = trends.list_separate(everything, measures, "recorded")
    counted = [offence for m in measures if m.code in separate for offence in m.offences["recorded"]]
    assert len(counted) == len(set(counted))
    assert {"asb_rowdy", "drug_possession", "robbery"} <= set(separate)
    assert not {"asb", "all_crime", "drug_offences", "hate_crime"} & set(separate)
    # A total stands in for parts that cannot be judged.
    none = trends.Verdict(None, None, math.nan, True)
    without = everything | {code: none for code in everything if code.startswith("asb_")}
    assert "asb" in trends.list_separate(without, measures, "recorded")


def test_the_last_month_is_a_signal_when_a_rule_points_at_it():
    control = chart([*QUIET, *QUIET, 60])
    verdict = trends.judge_last_month(control)
    assert verdict.at == 24
    assert verdict.sign is not None
    assert verdict.sign.rule == "outside"
    assert findings.describe_verdict(verdict) == "▲ above the usual range"


def test_the_last_month_is_noise_when_an_earlier_one_was_the_signal():
    verdict = trends.judge_last_month(chart([*QUIET, 60, *QUIET]))
    assert verdict.sign is None
    assert findings.describe_verdict(verdict) == "○ no clear change"


def test_the_last_complete_month_is_judged_when_the_last_is_incomplete():
    verdict = trends.judge_last_month(chart([*QUIET, *QUIET, 0], [24]))
    assert verdict.at == 23
    assert verdict.sign is None


def test_the_odds_of_a_month_within_the_limits_are_those_of_the_normal_curve():
    control = chart([*QUIET, *QUIET])
    reach = 2.66 * sum(abs(a - b) for a, b in pairwise(QUIET * 2)) / 23
    sigmas = abs(21 - 20) / (reach / 3)
    assert trends.judge_last_month(control).p == pytest.approx(math.erfc(sigmas / math.sqrt(2)))


def test_too_few_months_are_not_judged():
    verdict = trends.judge_last_month(chart([20, 22, 60]))
    assert verdict.at is None
    assert findings.describe_verdict(verdict) == "– too few months"


def test_stronger_evidence_comes_first_signals_before_noise():
    series = {
        "noise": [*QUIET, *QUIET],
        "short": [20, 22, 19],
        "far": [*QUIET, *QUIET, 200],
        "run": [18, 22] * 8 + [19] * 8,
    }
    verdicts = {code: trends.judge_last_month(chart(values)) for code, values in series.items()}
    assert verdicts["run"].p == pytest.approx(2 * 0.5**8)
    assert verdicts["far"].p < 0.001
    assert trends.order_by_evidence(verdicts) == ["far", "run", "noise", "short"]


# Beside other areas.

PEOPLE = Populations(
    {("A", 2019): 1_000, ("A", 2020): 2_000, ("B", 2019): 4_000, ("B", 2020): 4_000, ("W", 2020): 500}
)
AREA = trends.Places("A", "Home", ("A",), ("B",), ("A", "B"), "County", {"A": "Home", "B": "Next"})


def make_comparison(rate=True, span=1, end=date(2020, 12, 1), loaded=None, incomplete=()):
    months = Period.ending(end, 36).each()
    everything = Period.ending(end, 60).each()
    return trends.Comparison(rate, span, months, frozenset(loaded or everything), frozenset(incomplete))


def frame(comparison, n=None):
    months = comparison.counted.each()
    rows = [
        {"district_code": code, "month": month, "n": (n or base) + i, "n_whole": base + i}
        for code, base in (("A", 10), ("B", 40))
        for i, month in enumerate(months)
    ]
    made = pd.DataFrame(rows)
    made["month"] = pd.to_datetime(made["month"])
    return made


def test_a_monthly_rate_is_over_the_population_of_its_year():
    comparison = make_comparison()
    home, following, county = trends.area_lines(frame(comparison), AREA, PEOPLE, comparison)
    assert home.values[23] == pytest.approx(1000 * (10 + 23) / 1_000)  # December 2019
    assert home.values[24] == pytest.approx(1000 * (10 + 24) / 2_000)  # January 2020
    assert following.values[24] == pytest.approx(1000 * (40 + 24) / 4_000)
    assert county.values[24] == pytest.approx(1000 * (10 + 24 + 40 + 24) / 6_000)
    assert [line.role for line in (home, following, county)] == ["home", "neighbour", "county"]


def test_a_rolling_total_is_12_months_over_the_population_of_their_middle():
    comparison = make_comparison(span=12)
    assert comparison.counted == Period(date(2017, 2, 1), 47)
    home, _, _ = trends.area_lines(frame(comparison), AREA, PEOPLE, comparison)
    last = sum(10 + i for i in range(35, 47))
    assert home.values[35] == pytest.approx(1000 * last / 2_000)  # the year 2020
    june = sum(10 + i for i in range(29 - 0, 41))
    assert home.values[29] == pytest.approx(1000 * june / 1_000)  # July 2019 to June 2020: its middle is 2019


def test_the_county_is_counted_as_the_average_of_its_districts():
    comparison = make_comparison(rate=False)
    home, _, county = trends.area_lines(frame(comparison), AREA, PEOPLE, comparison)
    assert home.values[0] == 10
    assert county.values[0] == pytest.approx((10 + 40) / 2)
    assert county.name == "County average"


def test_a_choice_of_wards_narrows_home_and_leaves_the_county():
    comparison = make_comparison(rate=False)
    narrowed = frame(comparison)
    narrowed.loc[narrowed["district_code"] == "A", "n"] = 3
    home, following, county = trends.area_lines(narrowed, AREA, PEOPLE, comparison)
    assert set(home.values) == {3}
    _, following_whole, county_whole = trends.area_lines(frame(comparison), AREA, PEOPLE, comparison)
    assert (following, county) == (following_whole, county_whole)


def test_a_month_that_is_not_loaded_has_no_figure_and_no_rolling_total():
    gap = date(2019, 6, 1)
    loaded = set(Period.ending(date(2020, 12, 1), 60).each()) - {gap}
    monthly, rolling = make_comparison(loaded=loaded), make_comparison(span=12, loaded=loaded)
    at = monthly.months.index(gap)
    home, *_ = trends.area_lines(frame(monthly), AREA, PEOPLE, monthly)
    assert [i for i, v in enumerate(home.values) if v is None] == [at]
    home, *_ = trends.area_lines(frame(rolling), AREA, PEOPLE, rolling)
    assert [i for i, v in enumerate(home.values) if v is None] == list(range(at, at + 12))


def test_a_rolling_total_is_incomplete_while_an_incomplete_month_is_in_it():
    comparison = make_comparison(span=12, incomplete=[date(2018, 12, 1)])
    home, *_ = trends.area_lines(frame(comparison), AREA, PEOPLE, comparison)
    assert home.incomplete == set(range(11, 23))


def test_home_without_a_population_has_no_rate():
    comparison = make_comparison()
    places = trends.Places("A", "Home", ("A", "unknown"), (), ("A", "B"), "County", AREA.names)
    home, county = trends.area_lines(frame(comparison), places, PEOPLE, comparison)
    assert set(home.values) == {None}
    assert None not in county.values


def test_years_without_a_population_of_their_own_are_told_once():
    comparison = make_comparison()
    assert trends.list_borrowed_years(PEOPLE, ("W",), comparison) == [(2018, 2020), (2019, 2020)]
    assert trends.list_borrowed_years(PEOPLE, ("A",), make_comparison(loaded=[date(2020, 5, 1)])) == []
    assert trends.list_borrowed_years(PEOPLE, ("W",), make_comparison(rate=False)) == []
    assert wording.borrowed_years([(2018, 2020), (2019, 2020)]) == [
        "Rates of 2018 and 2019 use the population of 2020, the nearest on file."
    ]
    assert wording.borrowed_years([]) == []


# Years.


@pytest.mark.parametrize(
    ("end", "start", "first", "labels"),
    [
        (date(2020, 12, 1), 1, date(2016, 1, 1), ["2016", "2017", "2018", "2019", "2020"]),
        (date(2020, 6, 1), 1, date(2016, 1, 1), ["2016", "2017", "2018", "2019", "2020"]),
        (date(2020, 6, 1), 11, date(2015, 11, 1), ["2015/16", "2016/17", "2017/18", "2018/19", "2019/20"]),
        (date(2020, 11, 1), 11, date(2016, 11, 1), ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]),
    ],
)
def test_years_are_those_of_the_partnership(end, start, first, labels):
    period = trends.history_period(end, start)
    assert (period.start, period.end) == (first, end)
    years = trends.cut_years(tuple(float(i) for i in range(period.months)), period, ())
    assert [year.label for year in years] == labels
    assert [year.current for year in years] == [False] * 4 + [True]
    assert all(len(year.values) == 12 for year in years)
    values = [v for v in years[-1].values if v is not None]
    assert values == [float(i) for i in range(48, period.months)]


def test_a_year_without_a_month_is_left_out_and_incomplete_months_are_hollow():
    period = trends.history_period(date(2020, 12, 1), 1)
    series = (None,) * 24 + tuple(float(i) for i in range(36))
    years = trends.cut_years(series, period, {24 + 11})
    assert [year.label for year in years] == ["2018", "2019", "2020"]
    assert years[0].incomplete == {11}


def test_incomplete_months_are_left_out_where_only_whole_months_are_asked_for():
    series = {"a": [1.0, 2.0, 3.0]}
    assert trends.drop_incomplete(series, {"a": [1]}, True) == {"a": (1.0, None, 3.0)}
    assert trends.drop_incomplete(series, {"a": [1]}, False) == {"a": (1.0, 2.0, 3.0)}
    filters = Filters("s", "a", (), Period(date(2020, 1, 1), 12), Period(date(2019, 1, 1), 12), (), True)
    loaded = [date(2020, 1, 1), date(2020, 2, 1)]
    comparison = trends.Comparison.of(filters, loaded, [date(2020, 2, 1)], True, False)
    assert comparison.loaded == {date(2020, 1, 1)}
    assert comparison.incomplete == frozenset()
