"""Everything that public mode can show, put together by an attacker: no true count of 1 to 4 is determined.

The attacker reads the published store as anybody could who turned every filter of every page: what is shown
of each ward for each question, and the whole district by month, offence and flag. Rates, changes, ranks,
harm, titles, charts and downloads are computed from these figures alone, since the session has no others, so
they add nothing to what is known. That the attacker misses nothing: tests/unit/statistics/test_differencing.
"""

from __future__ import annotations

import csv
import os
import random
from collections import Counter, defaultdict
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.data.store import MARKER, WARD_COUNTS, Store
from csp.imports.ownership import EXTRACTS
from csp.imports.published import write_published
from csp.imports.published_check import Checker, read_table
from csp.imports.publishing_secret import read_secret
from csp.statistics import perturbation
from csp.statistics.differencing import Answer, Published, find_given_away

HOME = "E07000116"
MONTHS = [date(2019, month, 1) for month in range(1, 13)]
SMALL = range(1, 5)


def read(folder, kind):
    return pa.concat_tables([pq.read_table(path) for path in sorted((folder / kind).iterdir())])


def attack(store: Store):
    return Checker(read(store.root, "monthly_counts"), HOME).find(read(store.root, "ward_counts"))


@pytest.fixture
def publish(tmp_path, monkeypatch, write_store):
    """Publishes rows of counts of the home district: publish(rows) -> the published store."""
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    (tmp_path / "area.toml").write_text(text.replace("public = false", "public = true"), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path / "published"))
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")

    def run(rows):
        write_store(
            tmp_path / "extracts", [{"source": "police", "district_code": HOME, **row} for row in rows]
        )
        (tmp_path / "extracts" / MARKER).write_text(EXTRACTS.marker, encoding="utf-8")
        write_published()
        return Store(tmp_path / "published")

    return run


def test_the_published_sample_gives_no_small_count_away(published):
    rows = read(published.root, "ward_counts").to_pylist()
    assert len({row["ward_code"] for row in rows}) == 20
    assert {row["measure"] for row in rows} >= {"robbery", "violent_crime", "sexual_offences"}
    assert attack(published) == []


def test_counts_as_they_are_give_themselves_away_to_the_same_attacker(published, monkeypatch):
    """Without the noise the attacker tells every small count: what finds nothing above can find."""
    monkeypatch.setattr(perturbation, "list_possible", lambda _table, n: (n,))
    true, year = count_sample(), date(2020, 1, 1)
    rows = [
        {**row, "n": true[find_question(row)]}
        for row in read(published.root, "ward_counts").to_pylist()
        if row["offence"] == "robbery" and row["first_month"] == year
    ]
    small = {row["ward_code"]: row["n"] for row in rows if row["n"] in SMALL}
    given = Checker(read(published.root, "monthly_counts"), HOME).find(
        pa.Table.from_pylist(rows, WARD_COUNTS)
    )
    assert len(small) == 10
    assert {each.ward_code: each.n for each in given} == small


def find_question(row):
    return (
        row["ward_code"],
        row["measure"],
        row["offence"],
        row["flag"],
        row["excluded"],
        row["first_month"],
    )


def count_sample():
    """The true count of every question of whole years, from the sample."""
    catalogue = read_catalogue()
    true = Counter()
    files = (settings.SAMPLE / "monthly_counts").rglob("*.parquet")
    for row in (row for file in sorted(files) for row in pq.read_table(file, partitioning=None).to_pylist()):
        ward, offence, flag, n = row["ward_code"], row["offence"], row["flag"], row["n"]
        if row["district_code"] != HOME or ward is None:
            continue
        year = row["month"].replace(month=1)
        true[ward, None, offence, flag, "", year] += n
        for measure in catalogue.offered("sample"):
            if offence not in measure.offences["recorded"] or measure.flag not in (None, flag):
                continue
            true[ward, measure.code, None, None, "", year] += n
            if flag is not None:
                true[ward, measure.code, None, flag, "", year] += n
            if flag != "covid":
                true[ward, measure.code, None, None, "covid", year] += n
    return true


def test_what_is_shown_is_at_most_3_from_the_truth_and_never_1_or_2(published):
    true = count_sample()
    rows = read(published.root, "ward_counts").to_pylist()
    noise = [row["n"] - true[find_question(row)] for row in rows]
    assert max(map(abs, noise)) <= 3
    assert not {row["n"] for row in rows} & {1, 2}
    assert all(row["n"] == 0 for row in rows if not true[find_question(row)])
    # 5,000 counts, each of variance 2.16: their mean is off by less than 5 standard errors.
    assert abs(sum(noise)) < 5 * (2.16 * len(noise)) ** 0.5 * 1.5


def test_a_count_is_shown_by_the_sum_of_the_keys_of_its_records(published):
    secret = read_secret(Path(os.environ["CSP_EXTRACTS"]))
    noise = {(n, key): each for n, key, each in perturbation.arrange(read_table(), secret.text)}
    counts, keys = Counter(), Counter()
    files = sorted((settings.SAMPLE / "monthly_counts").rglob("*.parquet"))
    for row in (row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()):
        if row["district_code"] == HOME and row["ward_code"]:
            place = (
                "sample",
                row["month"],
                HOME,
                row["ward_code"],
                row["offence"],
                row["flag"] or "",
                row["n"],
            )
            number = secret.renewals.get(("sample", row["ward_code"], row["month"].year), 0)
            inner = sha256("|".join(map(str, (secret.text, number, *place))).encode()).hexdigest()
            cell = row["ward_code"], row["offence"], row["flag"], row["month"].replace(month=1)
            counts[cell] += row["n"]
            keys[cell] += int(sha256((secret.text + inner).encode()).hexdigest()[:2], 16)
    rows = [row for row in read(published.root, "ward_counts").to_pylist() if row["offence"]]
    assert len(rows) > 1000
    for row in rows:
        cell = row["ward_code"], row["offence"], row["flag"], row["first_month"]
        n = counts[cell]
        assert row["n"] == (n + noise[min(n, 6), keys[cell] % 256] if n else 0)


def test_the_same_records_are_shown_the_same_whatever_asks_for_them(published):
    shown = defaultdict(set)
    for row in read(published.root, "ward_counts").to_pylist():
        robbery = row["measure"] == "robbery" or row["offence"] == "robbery"
        if robbery and row["flag"] is None:
            shown[row["ward_code"], row["first_month"]].add(row["n"])
    assert len(shown) == 60
    assert all(len(each) == 1 for each in shown.values())


@pytest.mark.parametrize("seed", range(4))
def test_drawn_small_counts_are_not_given_away(publish, seed):
    """Few crimes in few wards, where noise at its ends would tell: of such counts 1 in 100 was given away."""
    chance = random.Random(seed)
    offences = [
        "robbery",
        "burglary",
        "drugs",
        "bicycle_theft",
        "violence_and_sexual_offences",
        "shoplifting",
    ]
    mean = {offence: chance.choice([0.5, 1, 2, 4]) for offence in offences}
    rows = [
        {"ward_code": f"E0500000{ward}", "offence": offence, "month": month, "n": n}
        for ward in range(6)
        for offence in offences
        for month in MONTHS
        if (n := sum(chance.random() < mean[offence] / 48 for _ in range(4)))
    ]
    store = publish(rows)
    assert len(read(store.root, "ward_counts")) > 0
    assert attack(store) == []


def test_real_small_counts_are_not_given_away(publish, real):
    """A quarter of a real borough, by the small areas that the police name in place of wards."""
    counts = Counter()
    for name in ("2018-10", "2018-11", "2018-12"):
        with (real / "police" / name / f"{name}-kent-street.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["LSOA name"].startswith("Tunbridge Wells"):
                    offence = row["Crime type"].lower().replace("-", "_").replace(" ", "_")
                    counts[row["LSOA name"][:-1], offence, date.fromisoformat(f"{name}-01")] += 1
    small = {area: f"E05{number:06d}" for number, area in enumerate(sorted({area for area, _, _ in counts}))}
    rows = [
        {"ward_code": small[area], "offence": offence, "month": month, "n": n}
        for (area, offence, month), n in counts.items()
    ]
    store = publish(rows)
    assert len({row["measure"] for row in read(store.root, "ward_counts").to_pylist()}) > 5
    assert attack(store) == []


def test_a_district_of_one_ward_has_no_counts_by_ward(publish):
    store = publish(
        [{"ward_code": "E05000001", "offence": "robbery", "month": m, "n": 2} for m in MONTHS[:3]]
    )
    assert attack(store) == []
    counts = read(store.root, "monthly_counts").to_pylist()
    assert sum(row["n"] for row in counts) == 6


def test_publishing_again_shows_the_same_and_other_keys_another_noise(publish, tmp_path):
    rows = [
        {"ward_code": f"E050000{ward:02d}", "offence": "robbery", "month": month, "n": 1 + ward % 3}
        for ward in range(12)
        for month in MONTHS
    ]
    first = read(publish(rows).root, "ward_counts")
    assert read(publish(rows).root, "ward_counts").equals(first)
    secret = tmp_path / "extracts" / ".publishing-secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    secret.unlink()
    assert not read(publish(rows).root, "ward_counts").equals(first)


def hide(counts):
    """What public mode did before: each view hid 1 to 4, and the next smallest where one alone was hidden."""
    hidden = {ward for ward, n in counts.items() if n in SMALL}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min(counts.keys() - hidden, key=counts.__getitem__))
    return hidden


def test_hiding_small_counts_by_view_was_undone_by_subtraction():
    """Robbery is what violent crime has beyond violence and sexual offences, where all of them are shown."""
    true = count_sample()
    wards = sorted({ward for ward, *_ in true})
    year = date(2020, 1, 1)
    offences = ("robbery", "sexual_offences", "violence_against_the_person")
    cells = {(ward, offence): i for i, (ward, offence) in enumerate((w, o) for w in wards for o in offences)}

    def count(ward, *kinds):
        return sum(true[ward, None, kind, flag, "", year] for kind in kinds for flag in (None, "hate"))

    totals = [
        (frozenset(cells[ward, offence] for ward in wards), sum(count(ward, offence) for ward in wards))
        for offence in offences
    ]
    answers, hidden_robbery = [], {}
    for view in (*((offence,) for offence in offences), offences):
        counts = {ward: count(ward, *view) for ward in wards}
        for ward in counts.keys() - hide(counts):
            answers.append(Answer(ward, frozenset(cells[ward, kind] for kind in view), counts[ward]))
        if view == ("robbery",):
            hidden_robbery = {ward: n for ward, n in counts.items() if n in SMALL}
    given = find_given_away(Published(len(cells), totals, answers), lambda n: (n,))
    told = {frozenset([cells[ward, "robbery"]]): n for ward, n in hidden_robbery.items()}
    assert told
    assert {cells: n for cells, n in given.items() if cells in told} == told
