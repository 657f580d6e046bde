"""What csp publish writes of road collisions: whole districts as they are, and wards by year, adjusted."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from csp.core import settings
from csp.imports.published import FLOOR
from csp.imports.published_check import read_table
from csp.imports.publishing_secret import ROADS, read_secret
from csp.statistics import perturbation

PLACES = ("ward_code", "longitude", "latitude", "road", "road_class", "road_type", "area_type")
OF_CHARTS = (
    "district_code",
    "hour",
    "severity",
    "speed_limit",
    "light",
    "weather",
    "surface",
    "junction",
    "provisional",
)
OF_PEOPLE = ("severity", "adjusted_serious", "road_user", "age_band", "sex")


def read(folder, kind):
    return [
        row for path in sorted((Path(folder) / kind).iterdir()) for row in pq.read_table(path).to_pylist()
    ]


@pytest.fixture(scope="module")
def sample():
    return {kind: read(settings.SAMPLE, kind) for kind in ("collisions", "casualties")}


@pytest.fixture
def store(published):
    return {kind: read(published.root, kind) for kind in ("collisions", "casualties", "ward_casualties")}


def count_collisions(rows):
    return Counter(
        (row["date"].replace(day=1), row["date"].weekday(), *(row[name] for name in OF_CHARTS))
        for row in rows
    )


def test_districts_have_the_collisions_of_the_sample_by_month_weekday_and_hour(store, sample):
    assert count_collisions(store["collisions"]) == count_collisions(sample["collisions"])
    people = [
        Counter(tuple(row[name] for name in OF_PEOPLE) for row in each["casualties"])
        for each in (store, sample)
    ]
    assert people[0] == people[1]
    # Each casualty is still of its collision.
    at = [{row["collision_key"]: row for row in each["collisions"]} for each in (store, sample)]
    hours = [
        Counter((by_key[row["collision_key"]]["hour"], row["road_user"]) for row in each["casualties"])
        for by_key, each in zip(at, (store, sample), strict=True)
    ]
    assert hours[0] == hours[1]


def test_nothing_says_where_or_on_which_day_a_collision_was(store, sample):
    for row in store["collisions"]:
        assert [row[name] for name in PLACES] == [None] * len(PLACES)
        assert row["date"].day <= 7
    police = {row["collision_key"] for row in sample["collisions"]}
    assert not police & {row["collision_key"] for row in store["collisions"]}
    assert {(row["age"], row["home_imd"], row["casualty_type"]) for row in store["casualties"]} == {
        (None,) * 3
    }


def count_wards(sample):
    """True counts of the home district by line, first day of the July year and ward, and the sums of keys."""
    secret, home = fetch_secret().text_for(ROADS), settings.area().home
    places = {row["collision_key"]: row for row in sample["collisions"]}
    months = Counter()
    for row in sample["casualties"]:
        place = places[row["collision_key"]]
        if place["district_code"] == home:
            months[place["date"].replace(day=1), place["ward_code"] or "", row["severity"]] += 1
    counts, keys = Counter(), Counter()
    for (month, ward, severity), n in months.items():
        start = month.replace(year=month.year - (month.month < 7), month=7)
        cell = (("killed_or_serious", "slight")[severity == 3], start, ward)
        inner = sha256("|".join(map(str, (secret, "sample", month, ward, severity, n))).encode()).hexdigest()
        counts[cell] += n
        keys[cell] += int(sha256((secret + inner).encode()).hexdigest()[:2], 16)
    return counts, keys


def read_noise():
    noise = defaultdict(dict)
    for count, key, each in perturbation.arrange(read_table(), fetch_secret().text):
        noise[count][key] = each
    return noise


def fetch_secret():
    return read_secret(Path(os.environ["CSP_EXTRACTS"]))


def list_shown(store):
    """What is published of wards by line, first day of the year and ward."""
    return {
        (row["line"], row["start"], row["ward_code"]): row["casualties"] for row in store["ward_casualties"]
    }


def test_wards_are_shown_by_the_sum_of_their_keys(store, sample):
    counts, keys = count_wards(sample)
    noise = read_noise()
    wholes = Counter()
    for (line, start, _), n in counts.items():
        wholes[line, start] += n
    expected = {
        (line, start, ward): n + noise[min(n, max(noise))][keys[line, start, ward] % 256]
        for (line, start, ward), n in counts.items()
        if ward and wholes[line, start] >= FLOOR
    }
    assert list_shown(store) == {cell: n for cell, n in expected.items() if n}
    assert any(n != counts[cell] for cell, n in expected.items())


def test_no_count_of_1_to_4_follows_from_what_is_shown_and_the_whole(store, sample):
    """A ward may have what the table shows like that, and what the exact total of the district leaves for it.

    Lines and years have no casualty in common, so a total is all that ties the counts of wards together.
    """
    counts, _ = count_wards(sample)
    noise = read_noise()
    by_shown = defaultdict(set)
    for n, of_keys in noise.items():
        for each in {*of_keys.values()}:
            by_shown[n + each].add(n)
    shown = list_shown(store)
    by_shown[0].add(0)
    wards = {ward for *_, ward in counts if ward}
    small = 0
    for year in {(line, start) for line, start, _ in shown}:
        whole = sum(n for (line, start, _), n in counts.items() if (line, start) == year)
        lows, highs = {}, {}
        for ward in wards:
            seen = shown.get((*year, ward), 0)
            # Beyond the table the noise is that of its last count.
            may_be = by_shown[seen] | {n for n in (seen - 3, seen + 3) if n > max(noise)}
            lows[ward], highs[ward] = min(may_be), max(may_be)
        for ward in wards:
            n, rest = counts[(*year, ward)], whole - sum(lows.values()) + lows[ward]
            assert lows[ward] <= n <= min(highs[ward], rest)
            small += 1 <= n <= 4
            assert not 1 <= n <= 4 or lows[ward] < min(highs[ward], rest), (year, ward)
    assert small > 20
