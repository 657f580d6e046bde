"""The committed sample and the reference tables, read without the package."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq
import yaml

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "data" / "reference"
SAMPLE = ROOT / "data" / "sample"
HOME, SEVENOAKS, TONBRIDGE = "E07000116", "E07000111", "E07000115"
YEARS = (2018, 2019, 2020)
STREET = {
    "Violence and sexual offences": ("violence_against_the_person", "sexual_offences"),
    "Anti-social behaviour": ("asb_rowdy", "asb_personal", "asb_environmental", "asb_other"),
    "Burglary": ("burglary_residential", "burglary_business"),
    "Vehicle crime": ("theft_from_vehicle", "theft_of_vehicle", "vehicle_interference"),
    "Criminal damage and arson": ("criminal_damage_and_arson",),
    "Public order": ("public_order",),
    "Shoplifting": ("shoplifting",),
    "Other theft": ("other_theft",),
    "Robbery": ("robbery",),
    "Drugs": ("drug_trafficking", "drug_possession"),
    "Possession of weapons": ("possession_of_weapons",),
    "Bicycle theft": ("bicycle_theft",),
    "Theft from the person": ("theft_from_person",),
    "Other crime": ("other_crime",),
}


def table(name):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MEASURES = yaml.safe_load((REFERENCE / "measures.yml").read_text(encoding="utf-8"))
PUBLISHED = table("published_2020.csv")
PEOPLE = {(row["area_code"], int(row["year"])): int(row["population"]) for row in table("population.csv")}
DISTRICTS = sorted({code for code, _ in PEOPLE if code.startswith("E07")})
WARDS = {row["ward"]: row["ward_code"] for row in table("wards.csv")}


def manifest_rows(kind):
    """The rows of the sample's manifest of a kind."""
    rows = pq.ParquetFile(SAMPLE / "manifest.parquet").read().to_pylist()
    return [row for row in rows if row["kind"] == kind]


def stored(column):
    names = sorted({row[column] for row in manifest_rows("incidents")})
    return [row for name in names for row in pq.ParquetFile(SAMPLE / name).read().to_pylist()]


def offences_of(measure):
    spec = MEASURES["measures"][measure]["offences"]["recorded"]
    if isinstance(spec, dict):
        return [code for code, o in MEASURES["offences"]["recorded"].items() if o["kind"] == spec["every"]]
    return spec


def value(measure, district, year, yearly, hate):
    if measure == "hate_crime":
        return hate[district, year]
    return sum(yearly[district, offence, year] for offence in offences_of(measure))


def rates(measure, year, yearly, hate):
    return {d: 1000 * value(measure, d, year, yearly, hate) / PEOPLE[d, year] for d in DISTRICTS}
