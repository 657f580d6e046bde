"""The statements of public mode recomputed with loops and dicts over a small made store.

They answer in the columns of the statement of their name, from counts of whole districts and from what is
published by ward. Those of queries/publish are recomputed in tests/disclosure.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from csp.core import settings
from csp.core.filters import add_months
from csp.data import database
from tests.sql.recomputation import RECOMPUTED
from tests.sql.worlds import CULVERDEN, FAR, HOME, MONTHS, NEXT, PARK, a_world, answer

YEAR = tuple(add_months(MONTHS[0], i) for i in range(3))
BEFORE = tuple(add_months(month, -12) for month in YEAR)
TWINS = sorted(
    path.relative_to(settings.QUERIES).with_suffix("").as_posix()
    for path in (settings.QUERIES / "public").rglob("*.sql")
)


def made_counts(rng):
    return [
        {
            "source": "police",
            "month": rng.choice([*YEAR, *BEFORE]),
            "district_code": rng.choice([HOME, HOME, NEXT]),
            "ward_code": None,
            "offence": rng.choice(["robbery", "shoplifting", "drugs"]),
            "flag": rng.choice([None, None, "covid"]),
            "n": rng.randint(1, 9),
        }
        for _ in range(60)
    ]


def made_wards(rng):
    """Answers of each ward to the questions of a measure, of its flagged rows, and of an offence."""
    rows = []
    for period in (YEAR, BEFORE, (MONTHS[-1],)):
        asked = {"source": "police", "district_code": HOME, "first_month": period[0], "months": len(period)}
        for ward in (CULVERDEN, PARK):
            for measure, offence, flag, excluded in (
                ("robbery", None, None, ""),
                ("robbery", None, None, "covid"),
                ("robbery", None, "covid", ""),
                ("all_crime", None, None, ""),
                (None, "robbery", None, ""),
                (None, "robbery", "covid", ""),
            ):
                row = {"measure": measure, "offence": offence, "flag": flag, "excluded": excluded}
                rows.append({**asked, **row, "ward_code": ward, "n": rng.choice([0, 3, 4, 9])})
    return rows


@pytest.fixture(scope="module")
def store(write_store, tmp_path_factory):
    rng = random.Random(5)
    world = {**a_world(made_counts(rng)), "ward_counts": made_wards(rng)}
    root = tmp_path_factory.mktemp("public")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SAMPLE", root / "none")
        patch.setenv("CSP_EXTRACTS", str(root / "extracts"))
        write_store(root / "extracts", world["counts"], ward_counts=world["ward_counts"])
        connection = database.connect()
        yield world, connection
        connection.close()


def pick(world, months, **wanted):
    """The published rows of a period, by what they are about."""
    return [
        row
        for row in world["ward_counts"]
        if months
        and (row["first_month"], row["months"]) == (months[0], len(months))
        and all(row[key] == value for key, value in wanted.items())
    ]


def in_both(world, key, months, before, **wanted):
    """Now and before by a key, of the published rows of two periods."""
    sums = {}
    for place, period in enumerate((months, before)):
        for row in pick(world, period, **wanted):
            sums.setdefault(key(row), [0, 0])[place] += row["n"]
    return sums


def by_ward(world, source, district, months, before, excluded):
    wanted = {"source": source, "district_code": district, "flag": None, "offence": None}
    wanted["excluded"] = ",".join(excluded)
    shown = in_both(world, lambda row: (row["measure"], row["ward_code"]), months, before, **wanted)
    asked = {"source": source, "district": district, "months": months, "before": before, "excluded": excluded}
    whole = RECOMPUTED["wards/by_ward"](world, **asked)
    rows = {key: tuple(n) for key, n in shown.items()}
    for measure, _, *counts in whole:
        of_wards = [n for (code, _), n in shown.items() if code == measure]
        rows[measure, ""] = tuple(n - sum(each[i] for each in of_wards) for i, n in enumerate(counts))
    return sorted((*key, *n) for key, n in rows.items())


def by_district(world, source, months, before, excluded, home, wards):
    rows = RECOMPUTED["measures/by_district"](world, source, months, before, excluded, home, [])
    if not wards:
        return rows
    ward = wards[0] if len(wards) == 1 else None
    wanted = {"source": source, "district_code": home, "ward_code": ward, "flag": None, "offence": None}
    shown = in_both(world, lambda row: row["measure"], months, before, **wanted, excluded=",".join(excluded))
    others = [row for row in rows if row[1] != home]
    return sorted([*others, *((measure, home, *n) for measure, n in shown.items())])


def by_flag(world, source, district, wards, months, before):
    if not wards:
        return RECOMPUTED["measures/by_flag"](world, source, district, [], months, before)
    wanted = {"source": source, "district_code": district, "ward_code": wards[0], "flag": "covid"}
    shown = in_both(world, lambda row: (row["measure"], row["flag"]), months, before, **wanted, offence=None)
    return sorted((*key, *n) for key, n in shown.items())


def harm_by_offence(world, source, home, districts, months, excluded):
    """By ward as shown, and the rest of home so that home adds up to what it is."""
    rest = Counter()
    for row in world["counts"]:
        here = row["source"] == source and row["district_code"] in districts and row["month"] in months
        if here and row["flag"] not in excluded:
            rest[row["district_code"], row["offence"], row["flag"]] += row["n"]
    shown = [
        row
        for row in pick(world, months, source=source, district_code=home, measure=None)
        if home in districts and row["flag"] not in excluded
    ]
    for row in shown:
        rest[home, row["offence"], row["flag"]] -= row["n"]
    rows = [(district, "", offence, flag, n) for (district, offence, flag), n in rest.items()]
    rows += [(home, row["ward_code"], row["offence"], row["flag"], row["n"]) for row in shown]
    return sorted(rows, key=lambda row: [(value is None, value or "") for value in row[:4]])


def outcomes(world, source, district):
    sums = Counter()
    for row in world["counts"]:
        if (row["source"], row["district_code"]) == (source, district):
            sums[row["month"], row["offence"], row["flag"]] += row["n"]
    rows = [(month, None, offence, flag, None, n) for (month, offence, flag), n in sums.items()]
    return sorted(rows, key=lambda row: (row[0], row[2], row[3] is None, row[3] or ""))


def periods(world, source):
    found = {(row["first_month"], row["months"]) for row in world["ward_counts"] if row["source"] == source}
    return sorted(found, reverse=True)


def measures(world, source, start, months):
    asked = {"source": source, "first_month": start, "months": months, "flag": None}
    rows = [row for row in world["ward_counts"] if all(row[key] == value for key, value in asked.items())]
    return sorted({(row["measure"],) for row in rows if row["measure"]})


def wards_counted(world, source, district):
    rows = [
        row for row in world["ward_counts"] if (row["source"], row["district_code"]) == (source, district)
    ]
    return sorted({(row["ward_code"],) for row in rows})


PUBLIC = {
    "public/harm/by_offence": harm_by_offence,
    "public/measures": measures,
    "public/measures/by_district": by_district,
    "public/measures/by_flag": by_flag,
    "public/periods": periods,
    "public/profile/outcomes": outcomes,
    "public/store/wards_counted": wards_counted,
    "public/wards/by_ward": by_ward,
}


def a_question(rng):
    return {
        "source": rng.choice(["police", "police", "sample"]),
        "home": HOME,
        "district": rng.choice([HOME, HOME, NEXT]),
        "districts": rng.sample([HOME, NEXT, FAR], rng.randint(1, 3)),
        "wards": rng.choice([[], [CULVERDEN], [PARK]]),
        "months": rng.choice([YEAR, YEAR, (MONTHS[-1],), YEAR[:2]]),
        "before": rng.choice([BEFORE, BEFORE, ()]),
        "excluded": rng.choice([[], [], ["covid"]]),
        "start": YEAR[0],
    }


def test_every_statement_of_public_mode_has_a_recomputation():
    assert sorted(PUBLIC) == TWINS


@pytest.mark.parametrize("name", TWINS)
def test_a_statement_of_public_mode_gives_what_loops_give(store, name):
    world, connection = store
    answers = set()
    for seed in range(25):
        question = a_question(random.Random(seed))
        if name == "public/measures":
            question["months"] = len(YEAR)  # a number there, a list in the others
        declared = database.read_statement(name).parameters
        asked = {key: value for key, value in question.items() if key in declared}
        expected = PUBLIC[name](world, **asked)
        lists = {key: list(value) if isinstance(value, tuple) else value for key, value in asked.items()}
        assert answer(connection, name, lists) == expected, asked
        answers.add(tuple(expected))
    assert any(answers)
