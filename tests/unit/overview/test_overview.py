"""The answer of the first page: which crime types went which way, its tiles, its columns and its title."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.topics.overview import findings, rules
from csp.topics.overview.tables import MOST_ENTRIES, Months, PlanCounts, build_groups, build_tiles
from tests.unit.comparison.published import (
    CLEAR_CHANGES,
    COUNTY,
    PERIODS,
    PLACES,
    check_movement,
    published,
    row_of,
    table,
)

MONTHS = Months({row.code: (1.0, None, 3.0) for row in table()}, {row.code: [2] for row in table()})
PLAN = PlanCounts("2021-22", 57, 3)


def codes(rows):
    return [row.code for row in rows]


def tiles(row, plan=PLAN):
    return {tile["id"]: tile for tile in build_tiles(row, PERIODS, "per 1,000", COUNTY, MONTHS, plan)}


def groups(rows, selected="all_crime"):
    return build_groups(rules.group_by_direction(rows), MONTHS, selected, 12)


def test_the_published_year_by_direction_the_strongest_evidence_first():
    directions = rules.group_by_direction(table())
    assert codes(directions.up) == ["asb"]
    p = {row.code: row.change.p for row in table()}
    down = codes(directions.down)
    assert set(down) == CLEAR_CHANGES - {"asb"}
    assert [p[code] for code in down] == sorted(p[code] for code in down)
    assert directions.uncompared == ()


def test_what_is_not_clear_stands_with_the_largest_percent_first():
    # possession +21.4, trafficking -17.5, theft of vehicle -10.9, drugs +6.3, sexual -4.2, ...
    assert codes(rules.group_by_direction(table()).unclear) == [
        "drug_possession", "drug_trafficking", "theft_of_vehicle", "drug_offences", "sexual_offences",
        "domestic_abuse", "hate_crime", "violent_crime",
    ]  # fmt: skip


def test_small_bases_come_last_however_large_their_percent():
    tiny = row_of("robbery", now=6, before=3, p=0.4, is_real=False, small_base=True)
    rows = [tiny, row_of("hate_crime"), row_of("domestic_abuse")]
    assert codes(rules.group_by_direction(rows).unclear)[-1] == "robbery"


def test_what_came_from_none_is_before_every_percent_and_what_stayed_comes_last():
    rows = [
        row_of("hate_crime", now=60, before=60, p=1.0, is_real=False),
        row_of("domestic_abuse"),
        row_of("robbery", now=60, before=0, p=0.06, is_real=False),
    ]
    assert codes(rules.group_by_direction(rows).unclear) == ["robbery", "domestic_abuse", "hate_crime"]


def test_a_clear_change_per_head_of_equal_counts_is_neither_up_nor_down():
    row = row_of("robbery", now=67, before=67, p=0.001, is_real=True)
    directions = rules.group_by_direction([row])
    assert (directions.up, directions.down, directions.unclear) == ((), (), (row,))


@given(st.lists(st.tuples(st.integers(0, 500), st.none() | st.integers(0, 500), st.booleans()), max_size=12))
def test_every_row_is_in_one_group_by_its_own_figures(figures):
    rows = [
        replace(row_of("robbery", now=now, before=before, is_real=is_real, p=0.01), code=str(i))
        for i, (now, before, is_real) in enumerate(figures)
    ]
    directions = rules.group_by_direction(rows)
    members = (directions.up, directions.down, directions.unclear, directions.uncompared)
    assert sorted(codes(row for group in members for row in group)) == sorted(codes(rows))
    assert all(row.change.is_real and row.change.difference > 0 for row in directions.up)
    assert all(row.change.is_real and row.change.difference < 0 for row in directions.down)
    assert all(not row.change.is_real or not row.change.difference for row in directions.unclear)
    assert all(row.change.before is None for row in directions.uncompared)


def test_the_title_is_one_clause():
    assert findings.write_title(row_of("all_crime"), "Tunbridge Wells", *PERIODS) == (
        "All crime in Tunbridge Wells fell by 778 (−9.0%) to 7,830, a clear change."
    )


def test_long_names_leave_the_title_on_one_line():
    row = row_of("theft_from_vehicle", now=24, before=38, is_real=False, small_base=True)
    two, longer = "Southborough and High Brooms and Park", "Speldhurst and Bidborough and Southborough North"
    assert findings.write_title(row, two, *PERIODS, 229) == (
        "Theft from a motor vehicle in Southborough and High Brooms and Park "
        "fell by 14 to 24, no clear change."
    )
    assert findings.write_title(row, f"{longer} and Park", *PERIODS, 229) == (
        "Theft from a motor vehicle in the wards chosen "
        "fell by 14 (−36.8%, small base) to 24, no clear change."
    )
    few = row_of("theft_from_vehicle", now=3, before=8)
    for place in (two, longer):
        title = findings.write_title(few, place, *PERIODS, 229)
        assert "too few to compare (229 in the district)" in title
        assert len(title) <= findings.ONE_LINE


@pytest.mark.parametrize("code", list(published()))
def test_every_crime_type_in_full_is_true(code):
    text = findings.describe_row(row_of(code), 12)
    check_movement(code, text)
    now, before = (published()[code][f"rank_{year}"] for year in (2020, 2019))
    said = re.search(r"; (?:(\w+) )?lowest of 12 by rate(?:, (?:(\w+) )?lowest before)?", text)
    assert bool(said) == bool(now)
    if said:
        assert PLACES[said[1] or "1st"] == int(now)
        assert ("before" in said[0]) == (now != before)
        assert "before" not in said[0] or PLACES[said[2] or "1st"] == int(before)
    assert text.endswith("; the number follows police activity.") == code.startswith("drug")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"now": 67, "before": 67, "p": 1.0, "is_real": False},
            "Robbery: 67, the same as before; lowest of 12",
        ),
        (
            {"before": None, "p": None, "is_real": False, "rank_before": None},
            "Robbery: 39; lowest of 12 by rate.",
        ),
    ],
)
def test_a_crime_type_without_a_change_claims_none(changes, words):
    assert findings.describe_row(row_of("robbery", **changes), 12).startswith(words)


def test_the_notes_say_what_is_behind_a_clear_change():
    assert findings.list_notes(rules.group_by_direction(table())) == [
        "ASB incidents: 377 of the 2,354 reports were COVID-tagged; without them the rise is 487 (+32.7%)."
    ]
    quiet = [row_of("asb", is_real=False)]
    assert findings.list_notes(rules.group_by_direction(quiet)) == []


def test_the_tiles_are_level_change_place_and_overdue_actions():
    row = row_of("all_crime", rank_worst=3, rivals=("Sevenoaks", "Dover"))
    shown = tiles(row)
    assert list(shown) == ["level", "change", "place", "overdue"]
    assert [(tile["label"], tile["figure"], tile["note"]) for tile in shown.values()] == [
        ("Jan to Dec 2020", "7,830", "65.8 per 1,000"),
        ("Change on Jan to Dec 2019", "▼ 778", "−9.0% on 8,608, a clear change"),
        ("County rank (1st = lowest)", "Lowest", "of 12 by rate; could be 1st to 3rd"),
        ("Actions overdue", "3", "of 57 actions in plan 2021-22"),
    ]
    assert shown["place"]["text"] == (
        "County rank (1st = lowest): lowest of 12 Kent districts by rate; could be 1st to 3rd; "
        "similar to Sevenoaks and Dover"
    )
    assert shown["level"]["spark"] == [1.0, None, 3.0]
    assert shown["level"]["incomplete"] == [2]
    strip = shown["place"]["strip"]
    assert (strip["of"], strip["place"], strip["best"], strip["worst"]) == (12, 1, 1, 3)
    assert [tile["id"] for tile in shown.values() if tile.get("clickable")] == ["overdue"]


@pytest.mark.parametrize(
    ("changes", "figure", "note", "tone"),
    [
        ({}, "▼ 28", "−41.8% on 67, a clear change", "better"),
        ({"now": 90, "is_real": False}, "▲ 23", "+34.3% on 67, no clear change", ""),
        ({"now": 5, "before": 0}, "▲ 5", "from 0, a clear change", "worse"),
        ({"now": 67, "is_real": False}, "0", "67 in both periods (±23 would be clear)", ""),
        ({"before": None}, "–", "nothing to compare with", ""),
    ],
)
def test_the_change_says_its_size_and_whether_it_is_clear(changes, figure, note, tone):
    tile = tiles(row_of("robbery", **changes))["change"]
    assert (tile["figure"], tile["note"], tile["tone"]) == (figure, note, tone)


@pytest.mark.parametrize(
    ("rank", "tied", "limits", "figure", "note"),
    [
        (2, False, (2, 2), "2nd lowest", "of 12 by rate; clear of the others"),
        (2, True, (1, 4), "2nd lowest", "joint, of 12 by rate; could be 1st to 4th"),
        (10, False, (9, 10), "3rd highest", "of 12 by rate; could be 9th to 10th"),
        (12, False, (12, 12), "Highest", "of 12 by rate; clear of the others"),
        (None, False, (None, None), "–", "not ranked"),
    ],
)
def test_the_place_counts_from_the_nearer_end(rank, tied, limits, figure, note):
    row = row_of("robbery", rank_now=rank, tied_now=tied, rank_best=limits[0], rank_worst=limits[1])
    tile = tiles(row)["place"]
    assert (tile["figure"], tile["note"]) == (figure, note)
    assert ("strip" in tile) == (rank is not None)


def test_without_a_plan_the_tile_says_so_and_leads_nowhere():
    tile = tiles(row_of("all_crime"), plan=None)["overdue"]
    assert (tile["figure"], tile["note"]) == ("–", "no action plan to read")
    assert not tile.get("clickable")


def test_the_columns_have_every_crime_type_once_with_its_percent():
    columns = groups(table())
    assert [column["title"] for column in columns] == [
        "▲ Up, a clear change (1)",
        "▼ Down, a clear change (7)",
        "○ No clear change (8)",
    ]
    entries = {entry["id"]: entry for column in columns for entry in column["entries"]}
    assert set(entries) == set(published())
    assert entries["asb"]["figure"] == "+58.0%"
    assert entries["robbery"]["figure"] == "−41.8%"
    assert [code for code, entry in entries.items() if entry["selected"]] == ["all_crime"]
    assert {code for code, entry in entries.items() if entry["tone"]} == CLEAR_CHANGES
    assert entries["asb"]["tone"] == "worse"
    assert entries["robbery"]["spark"] == [1.0, None, 3.0]


def test_a_column_shows_no_more_than_fit_and_says_how_many_the_table_has():
    rows = [replace(row_of("hate_crime"), code=f"t{i}") for i in range(MOST_ENTRIES + 2)]
    months = Months({row.code: () for row in rows}, {})
    column = build_groups(rules.group_by_direction(rows), months, "", 12)[2]
    assert len(column["entries"]) == MOST_ENTRIES
    assert column["title"] == f"○ No clear change ({MOST_ENTRIES + 2})"
    assert column["note"] == "Two more in the table"


def test_without_an_earlier_period_there_is_nothing_to_compare_with():
    rows = [replace(row, change=replace(row.change, before=None, p=None, is_real=False)) for row in table()]
    columns = groups(rows)
    assert {re.sub(r" \(\d+\)", "", column["title"]) for column in columns} == {"Nothing to compare with"}
    assert sum(len(column["entries"]) for column in columns) == len(rows)
    figures = {entry["id"]: entry["figure"] for column in columns for entry in column["entries"]}
    assert figures["asb"] == "2,354"


def test_what_alone_has_no_comparison_stands_apart():
    rows = [*table()[1:], row_of("all_crime", before=None, p=None, is_real=False)]
    column = groups(rows)[3]
    assert column["title"] == "– Not compared (1)"
    assert [(entry["id"], entry["figure"]) for entry in column["entries"]] == [("all_crime", "7,830")]
