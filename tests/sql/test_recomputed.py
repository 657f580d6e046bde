"""Every statement of queries/ recomputed with loops and dicts over small generated stores."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.sql.recomputation import RECOMPUTED, ROOT
from tests.sql.worlds import (
    CULVERDEN,
    ELSEWHERE,
    FAR,
    HOME,
    MONTHS,
    NEXT,
    OFFENCES,
    OTHER,
    OWN,
    PARK,
    PLACES,
    a_world,
    an_import,
    answer,
    connected,
    only,
)

pytestmark = pytest.mark.slow
STATEMENTS = sorted(
    path.relative_to(ROOT / "queries").with_suffix("").as_posix()
    for path in (ROOT / "queries").rglob("*.sql")
    if not path.name.startswith("_")
    and path.relative_to(ROOT / "queries").parts[0] not in ("public", "publish")
)


def a_question(rng):
    """One value of every parameter that any statement takes."""
    period = sorted(rng.sample(MONTHS, rng.randint(0, 3)))
    return {
        "measure": rng.choice(["all_crime", "shoplifting", "asb", "hate_crime"]),
        "first": min(period, default=MONTHS[0]),
        "last": max(period, default=MONTHS[0]),
        "source": rng.choice(["sample", "police", "dft", "ons", "home_office"]),
        "partnerships": rng.sample(["Home", "Next", "Nobody"], rng.randint(0, 3)),
        "forces": rng.sample(["Kent", "Essex"], rng.randint(0, 2)),
        "home": rng.choice([HOME, NEXT]),
        "district": rng.choice([HOME, NEXT, FAR, OTHER, "E07000999"]),
        "districts": rng.sample([HOME, NEXT, FAR], rng.randint(0, 3)),
        "wards": rng.sample([CULVERDEN, PARK, ELSEWHERE], rng.choice([0, 0, 1, 2])),
        "months": period,
        "before": rng.sample([m for m in MONTHS if m not in period], rng.randint(0, 2)),
        "excluded": rng.sample(["covid", "hate"], rng.randint(0, 2)),
        "areas": rng.sample([*OWN, "E06000999"], rng.randint(0, 3)),
        "start": rng.choice(MONTHS[:3]),
        "end": rng.choice(MONTHS[2:]),
    }


def with_manifest(world):
    """What the manifests of both stores hold, those rows that write_store adds included."""
    added = defaultdict(lambda: [0, 0, 0, 0])
    for row in world["counts"]:
        sums = added[row["source"], "other" if row["source"] == "sample" else "kent", row["month"]]
        nowhere, no_ward = row["district_code"] is None, row["ward_code"] is None
        for i, counts in enumerate((True, True, nowhere, no_ward and not nowhere)):
            sums[i] += counts * row["n"]
    rows = [
        {
            **an_import(*key, 0),
            **dict(zip(("rows_read", "rows_stored", "without_location", "without_ward"), sums, strict=True)),
        }
        for key, sums in added.items()
    ]
    return {**world, "manifest": [*world["manifest"], *rows]}


def generated_counts(rng, n):
    rows = []
    for _ in range(n):
        source = rng.choice(["sample", "police"])
        district = rng.choice([HOME, HOME, NEXT, FAR, None])
        rows.append(
            {
                "source": source,
                "month": rng.choice(MONTHS),
                "district_code": district,
                "ward_code": rng.choice([CULVERDEN, PARK, None]) if district == HOME else None,
                "offence": rng.choice(OFFENCES[source]),
                "flag": rng.choice([None, None, "hate", "covid"]),
                "n": rng.randint(1, 4),
                **PLACES[rng.choice([None, "A", "B"])],
                "outcome": rng.choice([None, "Under investigation", "Local resolution"]),
            }
        )
    return rows


@pytest.fixture(scope="module")
def store(write_store):
    """One world of 300 rows and a connection to it."""
    world = a_world(generated_counts(random.Random(7), 300))
    with connected(write_store, world) as connection:
        yield with_manifest(world), connection


def test_every_statement_has_a_recomputation():
    assert sorted(RECOMPUTED) == STATEMENTS


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_statement_gives_what_loops_give(store, name):
    world, connection = store
    answers = set()
    for seed in range(25):
        parameters = only(a_question(random.Random(seed)), name)
        expected = RECOMPUTED[name](world, **parameters)
        assert answer(connection, name, parameters) == expected
        answers.add(tuple(expected))
    assert any(answers), "no question had an answer: the test would pass on anything"


def rows_strategy():
    return st.one_of(
        st.builds(
            lambda source, place, month, offence, flag, n: {
                "source": source,
                "month": month,
                "district_code": place[0],
                "ward_code": place[1],
                "offence": OFFENCES[source][offence],
                "flag": flag,
                "n": n,
                "outcome": None,
                **PLACES["A"],
            },
            st.sampled_from(["sample", "police"]),
            st.sampled_from([(HOME, CULVERDEN), (HOME, PARK), (HOME, None), (NEXT, None), (None, None)]),
            st.sampled_from(MONTHS),
            st.integers(0, 3),
            st.sampled_from([None, "hate", "covid"]),
            st.integers(1, 3),
        )
    )


@hypothesis_settings(max_examples=8, deadline=None, database=None)
@given(counts=st.lists(rows_strategy(), max_size=8), seed=st.integers(0, 10_000))
def test_every_statement_agrees_with_loops_on_any_small_store(write_store, counts, seed):
    world = a_world(counts)
    parameters = a_question(random.Random(seed))
    with connected(write_store, world) as connection:
        for name, recompute in RECOMPUTED.items():
            given_here = only(parameters, name)
            assert answer(connection, name, given_here) == recompute(with_manifest(world), **given_here), name
