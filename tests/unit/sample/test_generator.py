"""The generator, and what the README says of its data."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from csp import sample
from csp.sample import checks, districts, reference
from csp.sample.chance import stream
from csp.sample.collisions import checks as collision_checks
from csp.sample.collisions import rows
from csp.sample.collisions.draw import Shares
from tests.unit.sample.stored_sample import DISTRICTS, HOME, REFERENCE, ROOT, SAMPLE, SEVENOAKS, table


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


@pytest.mark.slow
def test_the_same_bytes_every_time_and_the_committed_ones(tmp_path, monkeypatch):
    sample.write(tmp_path / "one")
    maidstone = (REFERENCE / "area.toml").read_text(encoding="utf-8")
    other = tmp_path / "area.toml"
    other.write_text(maidstone.replace('home = "E07000116"', 'home = "E07000110"'), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(other))
    written = sample.write(tmp_path / "two")
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two")
    assert one == contents(SAMPLE)
    assert written.size == sum(len(content) for content in one.values())


def test_writing_again_leaves_no_file_of_an_earlier_sample(tmp_path):
    stale = tmp_path / "incidents/source=sample/force=sample/year=2018/2018-00000000.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"an earlier sample")
    unfinished = stale.with_suffix(".parquet.part")
    unfinished.write_bytes(b"half of one")
    notes = tmp_path / "notes.txt"
    notes.write_text("not the sample's", encoding="utf-8")
    sample.write(tmp_path)
    assert not stale.exists()
    assert not unfinished.exists()
    assert notes.exists()
    assert contents(tmp_path) == contents(SAMPLE)


def test_the_committed_sample_is_small():
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 2_000_000


def test_the_check_names_every_figure_that_is_missed():
    result = districts.yearly()
    result.counts[HOME]["robbery"][2] += 1
    with pytest.raises(ValueError, match="robbery 2020 is 40, published 39"):
        checks.check(result, reference.populations())
    result = districts.yearly()
    result.counts[SEVENOAKS]["domestic_abuse_incident"][1] = 1
    with pytest.raises(ValueError, match="rank of domestic_abuse 2019 is 2, published 1"):
        checks.check(result, reference.populations())


def test_the_readme_describes_every_reference_file():
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    names = [p.relative_to(REFERENCE).as_posix() for p in REFERENCE.rglob("*") if p.is_file()]
    assert [name for name in names if name not in text] == []


def test_the_readme_gives_the_size_of_the_sample(incidents):
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert f"{len(incidents):,}, for {sum(row['n'] for row in incidents):,} incidents" in text


def test_the_readme_reading_of_violent_crime_follows_from_the_tables():
    counts = {
        r["crime_type"]: int(r["rows_in_4_months"])
        for r in table("district_rates_observed.csv")
        if r["district"] == "Tunbridge Wells" and r["crime_type"] != "Anti-social behaviour"
    }
    year = 3 * sum(counts.values())
    violent = 3 * (counts["Violence and sexual offences"] + counts["Robbery"])
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for figure in (year, violent, round(violent * 8953 / year)):
        assert f"{figure:,}" in text


def test_the_check_of_collisions_names_a_district_where_casualties_do_not_fall():
    def collide(district, day, people):
        return rows.Collision(day, 8, district, None, None, None, [None] * people, [])

    made = [collide(district, date(2019, 6, 30), 2) for district in DISTRICTS]
    made += [collide(district, date(2019, 7, 1), 1) for district in DISTRICTS]
    collision_checks.check(made)
    with pytest.raises(ValueError, match=f"{HOME} has 2 casualties, and 2 in the year before$"):
        collision_checks.check([*made, collide(HOME, date(2020, 6, 30), 1)])


def test_a_share_of_none_is_never_drawn():
    shares, rng = Shares.of({"a": 0.0, "b": 3.0, "c": 1.0, "d": 0.0}), stream("test")
    draws = Counter(shares.draw(rng) for _ in range(4000))
    assert set(draws) == {"b", "c"}
    assert draws["b"] / 4000 == pytest.approx(0.75, abs=0.03)
