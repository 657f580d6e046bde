"""Two deliveries of one feed, brought in by one profile. Figures are counted in plain Python."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csp.core.partner.declaration import Declaration
from csp.core.partner.profile import ColumnUse, Profile, Role
from csp.data.partner_history import list_deliveries, list_revisions
from csp.data.store import Store
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.partner import import_partner
from csp.imports.partner.mapping.declaring import declare_source
from csp.imports.partner.mapping.profiles import read_profile, save_profile
from csp.imports.partner.undoing import undo_import
from tests.stored import read_rows

pytestmark = pytest.mark.real

BOROUGHS = {"Bexley": "E09000004", "Bromley": "E09000006", "Lewisham": "E09000023"}
OLDER = "mps_ward_level_crime_2023-07_to_2025-06_bexley_bromley_lewisham.csv"
NEWER = "mps_ward_level_crime_2024-03_to_2026-03_bexley_bromley_lewisham.csv"
LABELS = ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName")
Key = tuple[str, str, str, str]


@pytest.fixture
def london(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a partnership of one of the three boroughs, which are its peers."""
    codes = ", ".join(f'"{code}"' for code in BOROUGHS.values())
    area = tmp_path / "area.toml"
    area.write_text(f'home = "{BOROUGHS["Bexley"]}"\n[peers]\ndistricts = [{codes}]\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(area))


def read_cells(path: Path) -> dict[Key, int]:
    """Count by major and minor category, ward and month."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["MajorText"], row["MinorText"], row["WardCode"], month): int(count)
            for row in csv.DictReader(file)
            for month, count in row.items()
            if month not in LABELS
        }


def make_codes(*deliveries: Mapping[Key, int]) -> dict[str, str]:
    """A code for each category of a feed, by its words as the profile names them."""
    words = sorted({f"{major} / {minor}" for cells in deliveries for major, minor, _, _ in cells})
    return {word: f"category_{number}" for number, word in enumerate(words)}


def make_profile(path: Path, codes: Mapping[str, str]) -> Profile:
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file))
    roles: dict[str, Role] = dict(
        zip(LABELS, ("offence", "subtype", "leave out", "ward", "area"), strict=True)
    )
    uses = [
        ColumnUse(heading, roles[heading])
        if heading in roles
        else ColumnUse(heading, "wide", f"{heading[:4]}-{heading[4:]}")
        for heading in headings
    ]
    return Profile(
        "Wards", "met_wards", tuple(uses), wide="month", words={"offence": codes, "area": BOROUGHS}
    )


@pytest.mark.usefixtures("london")
def test_two_deliveries_of_a_feed_show_how_its_figures_moved(real: Path, extracts: Store) -> None:
    older, newer = (real / "partner" / name for name in (OLDER, NEWER))
    before, after = read_cells(older), read_cells(newer)
    codes = make_codes(before, after)
    lookup = real / "lookups" / "LSOA21_WD25_LAD25_EW_LU_kent_and_sample_places.csv"
    assert import_lookup([lookup], extracts).ok
    labels = {code: word.capitalize()[:60] for word, code in codes.items()}
    declare_source(
        Declaration(
            "met_wards",
            "Police, by ward",
            "Open Government Licence v3.0",
            "Police",
            "crimes",
            "met_wards",
            "crime",
            labels,
        )
    )
    save_profile(make_profile(older, codes))

    first = import_partner([older], extracts, profile="Wards")
    assert (first.ok, len(first.loaded)) == (True, 24)
    assert sum(loaded.rows_stored for loaded in first.loaded) == sum(before.values())
    second = import_partner([newer], extracts, profile="Wards")
    assert (second.ok, len(second.loaded)) == (True, 25)
    assert [loaded.result for loaded in second.loaded] == ["replaced"] * 16 + ["new"] * 9

    moved = list_revisions("met_wards", extracts)
    shared = moved[moved["before"].notna() & moved["after"].notna()]
    both = before.keys() & after.keys()
    assert len(shared) == len(both) == 22_272
    assert int(shared["is_revised"].sum()) == sum(before[key] != after[key] for key in both) == 2_473
    stored = sum(row["n"] for row in read_rows(extracts, "incidents", "counts_file"))
    assert stored == sum(after.values()) + sum(n for key, n in before.items() if key[3] < "202403")

    undo_import("met_wards", list_deliveries("met_wards", extracts)[0].moment, extracts)
    rows = read_rows(extracts, "incidents", "counts_file")
    assert sum(row["n"] for row in rows) == sum(before.values())
    assert {row["month"] for row in rows} == {date(int(m[:4]), int(m[4:]), 1) for _, _, _, m in before}


@pytest.mark.usefixtures("london")
def test_a_category_that_the_profile_does_not_know_is_asked_about(real: Path, extracts: Store) -> None:
    older = real / "partner" / OLDER
    codes = make_codes(read_cells(older))
    labels = {code: f"Type {code[-2:]}" for code in codes.values()}
    declare_source(
        Declaration("met_wards", "Police", "Open", "Police", "crimes", "met_wards", "crime", labels)
    )
    known = {word: code for word, code in codes.items() if not word.startswith("ROBBERY")}
    profile = make_profile(older, codes)
    save_profile(replace(profile, words={**profile.words, "offence": known}))

    summary = import_partner([older], extracts, profile=read_profile("Wards").name)
    assert not summary.ok
    (refused,) = summary.refused
    assert "New in the file, type: “ROBBERY / " in refused.sentence
    assert read_rows(extracts, "incidents", "counts_file") == []
