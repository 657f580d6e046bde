"""Inputs that once ended in a traceback, in a file beside the store, or in a wrong sentence."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from typing import Any

from inputs import RING, Given

POLYGON = {"type": "Polygon", "coordinates": [RING]}


def outlines(*features: Any, name: str = "w.geojson") -> Given:
    """A file with these features; a dict without "properties" is taken for the properties of one."""
    made = [
        f if not isinstance(f, dict) or "properties" in f else {"properties": f, "geometry": POLYGON}
        for f in features
    ]
    return Given(name, json.dumps({"type": "FeatureCollection", "features": made}).encode())


def ward(**changed: Any) -> dict[str, Any]:
    """The properties of a good ward, but for what is changed."""
    return {"WD19CD": "E05004963", "WD19NM": "Ward", "LAD19CD": "E07000116", **changed}


def table(head: str, *rows: str, name: str = "t.csv") -> Given:
    """A CSV file of these lines."""
    return Given(name, "\n".join((head, *rows, "")).encode())


STREET_HEAD = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


def street(row: str, head: str = STREET_HEAD, name: str = "2018-10-kent-street.csv") -> Given:
    """A street file of one row."""
    return table(head, row, name=name)


GOOD_STREET = ",2018-10,Kent Police,x,0.263,51.132,On or near A,E01024785,Tunbridge Wells 009A,Burglary,,"


COLLISION_HEAD = (
    "collision_index,collision_year,collision_ref_no,collision_severity,date,local_authority_ons_district"
)
GOOD_COLLISION = "2024460000001,2024,460000001,3,21/05/2024,E07000116"


def zipped(*members: tuple[str, bytes], name: str = "given.zip") -> Given:
    """A zip of these members, two of one name included."""
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w") as file:
        for member, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = member
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return Given(name, out.getvalue(), "zip")


POPULATION = "area_code,year,population"
MISS_HEAD, GOOD_MISS = "date,longitude,latitude,happenings,mode", "2020-02-29,0.263,51.132,view,cycling"
OPEN_HEAD = "Financial Year,Financial Quarter,Force Name,CSP Name,Offence Subgroup,Offence Count"
COST_HEAD = "year,per,severity,pounds,source"
LOOKUP = "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM"

SEEDS: dict[str, Given] = {
    "boundaries: a district that is a path": outlines(ward(LAD19CD="../../escaped/E07000116")),
    "boundaries: a district that is markup": outlines(ward(LAD19CD="[/x]")),
    "boundaries: a district of 300 characters": outlines(ward(LAD19CD="x" * 300)),
    "boundaries: a district with a NUL": outlines(ward(LAD19CD="E07000116\0")),
    "boundaries: a name that is a number": outlines(ward(WD19NM=12345), name="E07000116.geojson"),
    "boundaries: a name that is half a character": outlines(ward(WD19NM="\ud800")),
    "boundaries: codes of several types in one year": outlines(ward(wd19cd=["E05004963"])),
    "boundaries: properties that are a list": outlines({"properties": ["WD19CD"], "geometry": None}),
    "boundaries: a feature that is a number": outlines(5, ward()),
    "boundaries: 100,000 brackets": Given("w.geojson", b"[" * 100_000),
    "boundaries: 100,000 braces": Given("w.geojson", b'{"a":' * 100_000),
    "boundaries: features that are no list": Given("w.geojson", b'{"features": {"WD19CD": 1}}'),
    "boundaries: a coordinate without end": Given(
        "w.geojson", outlines(ward()).content.replace(b"51.2", b"1" + b"0" * 400)
    ),
    "boundaries: a coordinate that is no number": Given(
        "w.geojson", outlines(ward()).content.replace(b"51.2", b"NaN")
    ),
    "boundaries: 1e400": Given("w.geojson", outlines(ward()).content.replace(b"51.2", b"1e400")),
    "boundaries: UTF-16": Given("w.geojson", outlines(ward()).content.decode().encode("utf-16")),
    "boundaries: markup as the name of the file": outlines(ward(), name="[x] [red].geojson"),
    "boundaries: escape sequences as the name of the file": outlines(ward(), name="\x1b[2J\u202e.geojson"),
    "population: digits without end": table(POPULATION, f"E07000116,2024,{'9' * 5000}"),
    "population: more than a column holds": table(POPULATION, f"E07000116,2024,{'9' * 40}"),
    "population: nought without end": table(POPULATION, f"E07000116,2024,{'0' * 5000}1"),
    "population: digits of another script": table(POPULATION, "E07000116,2024,²", "E٠7000116,2024,1"),
    "population: a long name": table(POPULATION, "E07000116,2024,1", name="x" * 240 + ".csv"),
    "population: a path as a name": zipped(("a\\b/=1.csv", table(POPULATION, "E07000116,2024,1").content)),
    "population: 5,000 columns": table(",".join(f"Mid-{year}" for year in range(5000)), ","),
    "population: a million quotes": Given("t.csv", b"Code,Mid-2020\n" + b'"' * 1_000_000),
    "population: one line of 5 MB": Given("t.csv", b"Code,Mid-2020\n" + b"x" * 5_000_000),
    "population: lines that end in CR": Given("t.csv", b"Code,Mid-2020\rE07000116,5\r"),
    "lookup: blank": Given("l.csv", b",,,,\n"),
    "lookup: only blanks": Given("l.csv", b" , , \n"),
    "lookup: only a header": table(LOOKUP),
    "lookup: a NUL in a name": table(LOOKUP, "E01024785,E05004963,W\0,E07000116,T"),
    "lookup: UTF-16": Given("l.csv", LOOKUP.encode("utf-16")),
    "lookup: packed": Given("l.csv", b"\x1f\x8b\x08\0" + bytes(60)),
    "lookup: a year of another script": table("LSOA١١CD,WD19CD,WD19NM,LAD19CD,LAD19NM", "x,x,x,x,x"),
    "collisions: a key that is a path": table(
        COLLISION_HEAD, GOOD_COLLISION.replace("2024460000001", "../x")
    ),
    "collisions: a NUL in a key": table(COLLISION_HEAD, GOOD_COLLISION.replace("0001,2", "000\0,2")),
    "collisions: a column that is a formula": table(
        f"{COLLISION_HEAD},=1", f"{GOOD_COLLISION},x", "x,x,x,x,x,x,x"
    ),
    "collisions: a column that is called reason": table(
        f"{COLLISION_HEAD},reason", f"{GOOD_COLLISION},x", "2024"
    ),
    "collisions: a quotation mark in a heading": table(f'{COLLISION_HEAD},"a""b"', f"{GOOD_COLLISION},x"),
    "collisions: lines that end in CR": Given("c.csv", f"{COLLISION_HEAD}\r{GOOD_COLLISION}\r".encode()),
    "collisions: lines that end in two ways": Given(
        "c.csv", f"{COLLISION_HEAD}\r\n{GOOD_COLLISION}\n{GOOD_COLLISION}\r\n".encode()
    ),
    "collisions: a year beyond any": table(
        COLLISION_HEAD, GOOD_COLLISION.replace("2024", "9999"), GOOD_COLLISION.replace("2024", "0001")
    ),
    "collisions: declined rows in a district of two columns": table(
        f"{COLLISION_HEAD},x,X", f"{GOOD_COLLISION},=1,-1", f"{GOOD_COLLISION},\x1b[2J,+1"
    ),
    "near-misses: digits of another script": table(MISS_HEAD, "2020-02-29,٠.٢٦٣,51.132,view,cycling"),
    "near-misses: a place without end": table(MISS_HEAD, f"2020-02-29,0.{'1' * 5000},51.132,view,cycling"),
    "near-misses: a day of another script": table(MISS_HEAD, "٢٠٢٠-02-29,0.263,51.132,view,cycling"),
    "near-misses: a path as a name": zipped(("a\\b/=1.csv", table(MISS_HEAD, GOOD_MISS).content)),
    "near-misses: a name of no letters": table(MISS_HEAD, GOOD_MISS, name="=-é.csv"),
    "road-costs: a whole year and a cell without end": table(
        COST_HEAD,
        *(
            f"2023,{per},{severity},A"
            for per in ("casualty", "collision")
            for severity in ("fatal,3", "serious,2", "slight,1")
        ),
        f"2023,casualty,fatal,3,{'x' * 5000}",
    ),
    "road-costs: pounds of another script": table(COST_HEAD, "2023,casualty,fatal,٢,A"),
    "road-costs: a year of another script": table(COST_HEAD, "٢٠٢٣,casualty,fatal,2,A"),
    "recorded: a year of another script": table(OPEN_HEAD, "٢٠٢٢/٢٣,1,Kent,A,Rape,1"),
    "recorded: a count without end": table(
        OPEN_HEAD, f"2022/23,1,Kent,A,Rape,{'9' * 5000}", "2022/23,1,Kent,A,Rape,1e999"
    ),
    "recorded: a force without end": table(OPEN_HEAD, f"2022/23,1,{'x' * 5000},A,Rape,1"),
    "recorded: a NUL in a name": table(OPEN_HEAD, "2022/23,1,K\0,A,Rape,1"),
    "population: a date of a spreadsheet": table("GEOGRAPHY_CODE,DATE,OBS_VALUE", "E07000116,30/06/2023,5"),
    "police: a column that is called rowid": street(GOOD_STREET + ",x", f"{STREET_HEAD},rowid"),
    "police: a column without a name": street(GOOD_STREET + ",", f"{STREET_HEAD},"),
    "police: a column twice but for its case": street(GOOD_STREET + ",x", f"{STREET_HEAD},month"),
    "police: a column that is a formula": street(
        GOOD_STREET.replace("Burglary", "x") + ",x", f"{STREET_HEAD},=1"
    ),
    "police: the year 0": street(GOOD_STREET, name="0000-01-kent-street.csv"),
    "police: a force that is no word": street(GOOD_STREET.replace("Kent Police", "../Police"), name="x.csv"),
    "police: a force without end": street(GOOD_STREET.replace("Kent Police", "x" * 5000), name="x.csv"),
    "police: lines that end in CR": Given(
        "2018-10-kent-street.csv", f"{STREET_HEAD}\r{GOOD_STREET}\r".encode()
    ),
    "police: a month that a spreadsheet wrote": street(GOOD_STREET.replace("2018-10", "Oct-18")),
    "police: a NUL in a place": street(GOOD_STREET.replace("near A", "near \0")),
    "police: one name twice in a zip": zipped(
        ("2018-10-kent-street.csv", b"x"), ("2018-10-kent-street.csv", street(GOOD_STREET).content)
    ),
    "police: a zip in a zip": zipped(("a.zip", zipped(("a.csv", b"")).content)),
    "police: nothing in a zip": zipped(),
    "police: 5,000 bad files in a zip": zipped(*((f"{place}.csv", b"a,b\n1,2\n") for place in range(5_000))),
}
