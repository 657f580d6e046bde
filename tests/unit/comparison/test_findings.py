"""The generated sentences: every clause against a plain recomputation from the published table."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace
from math import log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.comparison import findings
from csp.comparison.rows import MeasureRow
from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.measures import read_catalogue
from csp.core.settings import REFERENCE

CLEAR_CHANGES = {
    "all_crime", "victim_based_crime", "asb", "burglary_residential", "criminal_damage", "robbery",
    "shoplifting", "theft_from_vehicle",
}  # fmt: skip
PLACES = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "6th": 6}
PERIODS = ("Jan to Dec 2020", "Jan to Dec 2019")
COUNTY = ("Kent districts", 12)
CHANGE_FIELDS = {field.name for field in fields(Change)}


def published():
    with (REFERENCE / "published_2020.csv").open(encoding="utf-8", newline="") as file:
        return {row["measure"]: row for row in csv.DictReader(file)}


def table():
    """The published table as rows, with the COVID tags of the ASB row."""
    rows = published()
    now, before = ([int(row[f"count_{year}"]) for row in rows.values()] for year in (2020, 2019))
    changes = judge_changes(now, before, ChangeRules(comparable=True, significance=0.05, small_base=50))
    built = []
    for i, (code, row) in enumerate(rows.items()):
        measure = read_catalogue().measures[code]
        ranks = [int(row[f"rank_{year}"]) if row[f"rank_{year}"] else None for year in (2020, 2019)]
        built.append(
            MeasureRow(
                code=code,
                label=measure.label,
                noun=measure.noun,
                polarity=measure.polarity,
                kind=measure.kind,
                change=changes[i],
                rate_now=now[i] / 118.939,
                rate_before=before[i] / 118.724,
                rank_now=ranks[0],
                rank_before=ranks[1],
                rank_best=ranks[0],
                rank_worst=ranks[0],
                flagged_now=377 if code == "asb" else 0,
                flag_label="COVID-tagged" if code == "asb" else None,
                parts=frozenset() if measure.flag else frozenset(measure.offences["recorded"]),
            )
        )
    return built


def row_of(code, **changes):
    row = next(row for row in table() if row.code == code)
    own = {name: changes.pop(name) for name in tuple(changes) if name in CHANGE_FIELDS}
    return replace(row, change=replace(row.change, **own), **changes)


def figure(text):
    return float(text.replace(",", "").replace("−", "-"))


def check_movement(code, text):
    """Recompute what a sentence says of the change from the published row alone."""
    row = published()[code]
    now, before = int(row["count_2020"]), int(row["count_2019"])
    match = re.search(
        r" (rose|fell) by ([\d,]+) \(([+−][\d.,]+)%\) to ([\d,]+), (a clear change|no clear change)", text
    )
    assert match, text
    verb, by, pct, to, verdict = match.groups()
    assert verb == ("rose" if now > before else "fell")
    assert figure(by) == abs(now - before)
    assert figure(to) == now
    assert figure(pct) == pytest.approx(100 * (now / before - 1), abs=0.05 + 1e-9)
    assert (verdict == "a clear change") == (code in CLEAR_CHANGES)


def check_rank_movement(code, text):
    """Compare what a sentence says of the rank with the published ranks."""
    row = published()[code]
    moved = re.search(r"from the (?:(\w+) )?lowest to the (?:(\w+) )?lowest rate of 12", text)
    still = re.search(r"still the (?:(\w+) )?lowest rate of 12", text)
    if not row["rank_2020"]:
        assert moved is None
        assert still is None
    elif row["rank_2020"] != row["rank_2019"]:
        assert [PLACES[place or "1st"] for place in moved.groups()] == [
            int(row["rank_2019"]),
            int(row["rank_2020"]),
        ]
    else:
        assert PLACES[still.group(1) or "1st"] == int(row["rank_2020"])


def test_eight_of_the_sixteen_rows_are_clear_changes():
    assert {row.code for row in table() if row.change.is_real} == CLEAR_CHANGES
    assert {row.code for row in table() if row.change.p < 0.05} == CLEAR_CHANGES


def test_the_headline_of_the_published_year():
    row = row_of("all_crime", rank_best=1, rank_worst=3, rivals=("Sevenoaks", "Tonbridge and Malling"))
    assert findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY) == (
        "All crime in Tunbridge Wells fell by 778 (−9.0%) to 7,830, a clear change; "
        "the lowest rate of the 12 Kent districts, similar to Sevenoaks and Tonbridge and Malling."
    )


def test_a_headline_without_a_clear_change_says_so():
    row = row_of("violent_crime")
    assert findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY) == (
        "Violent crime in Tunbridge Wells rose by 91 (+2.5%) to 3,662, no clear change; "
        "the 3rd lowest rate of the 12 Kent districts."
    )


@pytest.mark.parametrize("code", list(published()))
def test_every_headline_is_true(code):
    text = findings.write_headline(row_of(code), "Tunbridge Wells", *PERIODS, *COUNTY)
    rank = published()[code]["rank_2020"]
    match = re.search(r"the (?:(\w+) )?lowest rate of the 12 Kent districts\.", text)
    assert (PLACES[match.group(1) or "1st"] if match else None) == (int(rank) if rank else None)
    check_movement(code, text)


@pytest.mark.parametrize(
    ("best", "worst", "ending"),
    [
        (1, 1, "12 Kent districts."),
        (1, 2, ", similar to D2."),
        (1, 3, ", similar to D2 and D3."),
        (1, 4, ", similar to D2, D3 and D4."),
        (1, 5, ", similar to four others."),
        (1, 12, ", similar to 11 others."),
    ],
)
def test_a_near_tie_names_those_that_are_similar(best, worst, ending):
    rivals = tuple(f"D{i}" for i in range(best + 1, worst + 1))
    row = row_of("all_crime", rank_best=best, rank_worst=worst, rivals=rivals)
    assert findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY).endswith(ending)


def test_a_rival_that_must_not_be_named_leaves_how_many_there_are():
    row = row_of("all_crime", rank_best=1, rank_worst=3, rivals=("Sevenoaks",))
    text = findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY)
    assert text.endswith("districts, similar to two others.")


@pytest.mark.parametrize(
    ("rank", "tied", "words"),
    [
        (1, True, "the joint lowest rate"),
        (12, False, "the highest rate"),
        (2, True, "the joint 2nd lowest rate"),
    ],
)
def test_places_at_the_ends_and_ties(rank, tied, words):
    row = row_of("all_crime", rank_now=rank, tied_now=tied, rank_best=rank, rank_worst=rank)
    assert words in findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY)


def test_a_headline_without_an_earlier_period_claims_no_change():
    row = row_of("all_crime", before=None, p=None, is_real=False, rank_before=None)
    assert findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY) == (
        "All crime in Tunbridge Wells, Jan to Dec 2020: 7,830; "
        "the lowest rate of the 12 Kent districts; no earlier period to compare with."
    )


def test_a_headline_without_any_change_claims_none():
    row = row_of("robbery", now=39, before=39, p=1.0, is_real=False)
    text = findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY)
    assert text.startswith("Robbery in Tunbridge Wells was 39, the same as in Jan to Dec 2019; ")


def test_a_headline_from_zero_names_no_percent():
    row = row_of("robbery", now=5, before=0, p=0.06, is_real=False, small_base=True)
    text = findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY)
    assert "rose by 5 (from 0) to 5, no clear change" in text
    assert "%" not in text


def test_a_headline_without_a_rank_leaves_it_out():
    text = findings.write_headline(row_of("drug_possession"), "Tunbridge Wells", *PERIODS, *COUNTY)
    assert text == "Drug possession in Tunbridge Wells rose by 27 (+21.4%) to 153, no clear change."


def test_a_small_base_is_said():
    row = row_of("robbery", now=24, before=10, small_base=True)
    assert "(+140.0%, small base)" in findings.write_headline(row, "Tunbridge Wells", *PERIODS, *COUNTY)


def test_what_stands_out_in_the_published_year():
    standouts = findings.pick_standouts(table(), n_peers=12)
    assert [s.code for s in standouts] == [
        "asb", "shoplifting", "burglary_residential", "theft_from_vehicle", "robbery", "criminal_damage",
    ]  # fmt: skip
    assert standouts[0].text == (
        "Anti-social behaviour incidents rose by 864 (+58.0%) to 2,354, a clear change; "
        "from the lowest to the 2nd lowest rate of 12. "
        "377 of the 2,354 reports were COVID-tagged; without them the rise is 487 (+32.7%)."
    )
    assert [s.direction for s in standouts] == ["worse"] + ["better"] * 5


@pytest.mark.parametrize("n", range(1, 7))
def test_every_standout_is_true_and_the_strongest_come_first(n):
    standouts = findings.pick_standouts(table(), n=n, n_peers=12)
    assert len(standouts) == n
    for standout in standouts:
        check_movement(standout.code, standout.text)
        check_rank_movement(standout.code, standout.text)
    strengths = [s.strength for s in standouts]
    assert strengths == sorted(strengths, reverse=True)
    p = {row.code: row.change.p for row in table()}
    assert [s.strength for s in standouts] == pytest.approx([-log10(p[s.code]) for s in standouts])


def test_every_row_on_its_own_makes_a_true_sentence():
    for row in table():
        (standout,) = findings.pick_standouts([row], n_peers=12)
        check_movement(row.code, standout.text)
        check_rank_movement(row.code, standout.text)


def test_moves_people_will_ask_about_follow_within_chance():
    quiet = [row for row in table() if row.code not in CLEAR_CHANGES]
    found = findings.pick_standouts(quiet, n_peers=12)
    # 10% and more: possession +21.4, trafficking -17.5, theft of vehicle -10.9. No other reaches it.
    assert [s.code for s in found] == ["drug_possession", "drug_trafficking", "theft_of_vehicle"]
    assert all(s.direction == "chance" and s.strength == 0 for s in found)
    assert found[0].text == (
        "Drug possession offences rose by 27 (+21.4%) to 153, no clear change; "
        "the number follows police activity."
    )


def test_smaller_moves_fill_up_only_to_the_least_number():
    calm = [row_of(code) for code in ("sexual_offences", "hate_crime", "domestic_abuse")]
    assert len(findings.pick_standouts(calm)) == 3
    assert [s.code for s in findings.pick_standouts(calm, at_least=1)] == ["sexual_offences"]


def test_room_after_the_real_changes_goes_to_what_people_ask_about():
    rows = [row_of(code) for code in ("robbery", "drug_possession", "hate_crime", "domestic_abuse")]
    assert [s.code for s in findings.pick_standouts(rows)] == ["robbery", "drug_possession", "domestic_abuse"]


def test_small_bases_come_last_however_large_their_percent():
    tiny = row_of("robbery", now=6, before=3, p=0.4, is_real=False, small_base=True)
    rows = [tiny, row_of("hate_crime"), row_of("domestic_abuse")]
    assert [s.code for s in findings.pick_standouts(rows)][-1] == "robbery"


def test_neutral_measures_are_never_better_or_worse():
    row = row_of("drug_possession", now=353, p=1e-9, is_real=True)
    (standout,) = findings.pick_standouts([row])
    assert standout.direction == "neutral"
    assert "follows police activity" in standout.text
    assert not re.search(r"better|worse", standout.text)


def test_a_total_is_not_told_when_its_parts_say_most_of_it():
    codes = {s.code for s in findings.pick_standouts(table(), n=16)}
    assert not codes & {"all_crime", "victim_based_crime"}


def test_one_total_is_told_when_its_parts_do_not_say_it():
    totals = ("all_crime", "victim_based_crime")
    rows = [
        row if row.code in totals else replace(row, change=replace(row.change, is_real=False, p=0.5))
        for row in table()
    ]
    codes = [s.code for s in findings.pick_standouts(rows, n=16) if s.direction != "chance"]
    assert codes == ["victim_based_crime"]


def test_a_total_that_went_the_other_way_than_its_parts_is_told():
    rows = [
        row_of("robbery"),
        row_of("sexual_offences"),
        row_of("violent_crime", now=3900, p=1e-4, is_real=True),
    ]
    assert "violent_crime" in [s.code for s in findings.pick_standouts(rows) if s.direction == "worse"]


def test_rows_without_a_comparison_or_a_change_say_nothing():
    rows = [
        row_of("asb", before=None, p=None, is_real=False),
        row_of("robbery", now=67, p=1.0, is_real=False),
    ]
    assert findings.pick_standouts(rows) == []


@pytest.mark.parametrize(
    ("changes", "ending"),
    [
        (
            {"flagged_before": 90},
            "were COVID-tagged, after 90 of 1,490; without them the rise is 577 (+41.2%).",
        ),
        ({"flagged_now": 864}, "without them there is no change."),
        ({"flagged_now": 964}, "without them there is a fall of 100 (−6.7%)."),
        (
            {"flagged_now": 1},
            "1 of the 2,354 reports was COVID-tagged; without it the rise is 863 (+57.9%).",
        ),
        ({"flagged_now": 0}, "2nd lowest rate of 12."),
        ({"flagged_now": 2354}, "2nd lowest rate of 12."),
        ({"flag_label": None}, "2nd lowest rate of 12."),
    ],
)
def test_the_flagged_share_is_taken_out_of_both_periods(changes, ending):
    (standout,) = findings.pick_standouts([row_of("asb", **changes)], n_peers=12)
    assert standout.text.endswith(ending)


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000), st.booleans())
def test_any_movement_is_said_as_it_was(now, before, signal):
    row = row_of("robbery", now=now, before=before, is_real=signal, small_base=before < 50)
    standouts = findings.pick_standouts([row])
    if now == before:
        assert standouts == []
        return
    text = standouts[0].text
    verb, by, share, to = re.search(r"(rose|fell) by ([\d,]+) \((.*?)\) to ([\d,]+)", text).groups()
    assert (1 if verb == "rose" else -1) * figure(by) == now - before
    assert figure(to) == now
    assert ("from 0" in share) == (before == 0)
    assert ("small base" in share) == (0 < before < 50)
    assert ("a clear change" in text) == signal
