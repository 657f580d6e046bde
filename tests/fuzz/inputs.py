"""What the importers are attacked with: near-valid files of each kind, mutated, and any bytes at all.

Everything is a Given: a file name, its bytes, and whether it is given as it is, in a folder or in a zip.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

SUFFIX = {
    "boundaries": ".geojson",
    "police": ".csv",
    "collisions": ".csv",
    "population": ".csv",
    "lookup": ".csv",
    "peers": ".csv",
    "near-misses": ".csv",
    "road-costs": ".csv",
    "recorded": ".csv",
}


@dataclass(frozen=True)
class Given:
    """A file for an importer. carrier: "file", "folder" or "zip"."""

    name: str
    content: bytes
    carrier: str = "file"


# Texts that went wrong somewhere, or might: paths, markup, formulas, steering characters, figures.
HOSTILE = (
    *("../../escaped/E07000116", "/tmp/x", "..", ".", "C:\\x", "con", "nul.csv", "a/b", "x" * 300, "a\0b"),
    *("[/x]", "[red]x", "[link=file:///etc]x[/link]", ":smile:", "![t](http://h/p.svg)", "<b>", "$x$"),
    *("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "'=1", "-0.5", "%s", "{month}", "{0}", "';DROP"),
    *("\x1b[31mred", "\u202egnp", "\u2028", "\x85", "\x00", "\x7f", "\ufeff", "\ufffd", "\ufffe"),
    *("", " ", "\n", '"', "'", ",", ";", "\\", "NaN", "nan", "inf", "-inf", "1e400", "null", "true"),
    *("9" * 40, "9" * 5000, "0" * 5000 + "1", "-5", "1.5", "1,000", "1 000", "１２３", "٣", "²", "0x10"),
    *("E07000116\n", "E٠7000116", "e07000116", "E0700011", "E070001166", "K02000001", "95AA01", "29UQGA"),
    *("2018-10", "2018-13", "0000-01", "9999-12", "May-23", "Kent Police", "Kent", "../Police", "rowid"),
)
any_text = st.text(st.characters(codec="utf-8"), max_size=12)
hostile_text = st.sampled_from(HOSTILE) | any_text

STEMS = (
    *(
        "E07000116",
        "w",
        "2018-10-kent-street",
        "2018-10-sussex-street",
        "2018-10-kent-outcomes",
        "0000-01-a-street",
    ),
    *(
        "[x]",
        "[red]a",
        "=1",
        "-x",
        "x" * 200,
        "é",
        "\x1b[31m",
        "\u202ex",
        "it's",
        'q"q',
        "%s",
        "a*?",
        "con",
        "{x}",
    ),
)


def mostly(good: st.SearchStrategy[Any], bad: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Good three times in four, so that a file with one bad part is read as far as that part."""
    return st.integers(0, 3).flatmap(lambda dice: good if dice else bad)


# GeoJSON.

halves = st.sampled_from(["\ud800", "a\udfff", "\udc80\ud800"])
json_value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([10**400, -(10**19), 2**63, 1e308, 5e-324])
    | hostile_text
    | halves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "WD19CD", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
RING = [[0.2, 51.1], [0.3, 51.1], [0.3, 51.2], [0.2, 51.2], [0.2, 51.1]]
number = (
    st.floats(-12, 63)
    | st.sampled_from([0.2, 0.3, 51.1, 51.2, 1e308, float("nan"), float("inf"), 10**400, 0, -0.0])
    | json_value
)
ring = st.just(RING) | st.lists(st.lists(number, max_size=4), max_size=6)
coordinates = (
    ring | st.lists(ring, max_size=3) | st.lists(st.lists(ring, max_size=2), max_size=2) | json_value
)
POLYGON = {"type": "Polygon", "coordinates": [RING]}
hostile_geometry = st.one_of(
    st.fixed_dictionaries({"type": st.just("Polygon"), "coordinates": st.lists(ring, max_size=3)}),
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(
                [
                    "Polygon",
                    "MultiPolygon",
                    "Point",
                    "LineString",
                    "GeometryCollection",
                    "LinearRing",
                    "Feature",
                ]
            )
            | json_value,
            "coordinates": coordinates,
            "geometries": st.lists(
                st.just({"type": "Polygon", "coordinates": [RING]}) | json_value, max_size=2
            ),
        },
    ),
    json_value,
)
code = st.sampled_from(["E05004963", "E05004964", "E07000116", "E07000111", "E01024785"])
WARD = {"WD19CD": "E05004963", "WD19NM": "Ward", "LAD19CD": "E07000116"}
hostile_properties = st.one_of(
    st.tuples(st.sampled_from(sorted(WARD)), code | json_value).map(lambda pair: {**WARD, pair[0]: pair[1]}),
    st.fixed_dictionaries(
        {"WD19CD": code | json_value, "WD19NM": st.just("Ward") | json_value, "LAD19CD": code | json_value}
    ),
    st.dictionaries(
        st.sampled_from(["WD19CD", "wd19cd", "WD25CD", "WD٢٢CD", "WD19NM", "LAD19CD", "LAD25CD", "ſ"]),
        code | json_value,
        max_size=4,
    ),
    json_value,
)
feature = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "properties": mostly(st.just(WARD), hostile_properties),
        "geometry": mostly(st.just(POLYGON), hostile_geometry),
    }
)
hostile_collection = st.one_of(
    st.fixed_dictionaries({"type": st.just("FeatureCollection"), "features": st.lists(feature, max_size=3)}),
    st.fixed_dictionaries({"features": st.lists(feature | json_value, max_size=3) | json_value}),
    json_value,
)


@st.composite
def geojson(draw: st.DrawFn) -> bytes:
    """A feature collection, whole or mutated; the JSON keeps NaN, Infinity and half surrogates."""
    features = st.lists(feature, min_size=1, max_size=3)
    collection = mostly(features.map(lambda made: {"features": made}), hostile_collection)
    return json.dumps(draw(collection)).encode()


# Tables.

HEADERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lookup": (("LSOA11CD", "LSOA11NM", "WD19CD", "WD19NM", "LAD19CD", "LAD19NM"),),
    "population": (
        ("area_code", "year", "population"),
        ("Code", "Name", "Geography", "Mid-2020", "Mid-2019"),
        ("LAD19CD", "WD19CD", "pop_mid2020"),
        ("GEOGRAPHY_CODE", "DATE", "GENDER_NAME", "C_AGE_NAME", "OBS_VALUE"),
    ),
    "peers": (("code", "order", "name"),),
    "recorded": (
        (
            "Financial Year",
            "Financial Quarter",
            "Force Name",
            "CSP Name",
            "Offence Subgroup",
            "Offence Count",
        ),
        ("Police Force Area name", "Community Safety Partnership name", "Local Authority code", "Homicide"),
    ),
    "near-misses": (
        ("date", "hour", "longitude", "latitude", "happenings", "mode", "other", "text"),
        ("Date", "Longitude", "Latitude", "Happenings", "Mode"),
    ),
    "road-costs": (("year", "per", "severity", "pounds", "source"),),
    "collisions": (
        (
            *("collision_index", "collision_year", "collision_ref_no", "longitude", "latitude"),
            *("collision_severity", "number_of_casualties", "date", "day_of_week", "time"),
            *("local_authority_district", "local_authority_ons_district", "first_road_class"),
            *("first_road_number", "speed_limit", "junction_detail", "lsoa_of_accident_location"),
            "collision_adjusted_severity_serious",
        ),
        (
            *(
                "Accident_Index",
                "Location_Easting_OSGR ",
                "longitude",
                "latitude",
                "Accident_Severity",
                "date",
            ),
            *("time", "Local_Authority_(District)", "weather_conditions"),
        ),
        ("collision_index", "vehicle_reference", "casualty_reference", "casualty_severity", "casualty_type"),
    ),
    "police": (
        (
            *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
            *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
        ),
    ),
}
# A good cell, by words of its column.
GOOD = {
    "LSOA11CD": ("E01024785", "E01024786"),
    "WD19CD": ("E05004963",),
    "LAD19CD": ("E07000116",),
    "Code": ("E07000116", "E07000111"),
    "code": ("E06000060", "E07000111"),
    "order": ("1", "2"),
    "name": ("Buckinghamshire", ""),
    "area_code": ("E07000116", "E07000111"),
    "year": ("2019", "2020"),
    "population": ("118939", "1,234", "0"),
    "Mid": ("118939", "1"),
    "pop": ("6700",),
    "collision_index": ("2024460000001", "2024460000002", "2.02446E+12"),
    "collision_year": ("2024",),
    "collision_ref_no": ("460000001", "60000002"),
    "collision_severity": ("1", "2", "3"),
    "collision_adjusted": ("0.25", "1", ""),
    "Accident_Index": ("201046A000001", "201146A000001"),
    "Accident_Severity": ("3", "2"),
    "longitude": ("0.263", "-1", ""),
    "latitude": ("51.132", ""),
    "number_of": ("1", "2"),
    "date": ("21/05/2024", "2010-01-05", "05/01/2011"),
    "day_of_week": ("3",),
    "time": ("15:30", "", "08:40:00.0000000"),
    "local_authority_ons": ("E07000116", "E09000001", "-1"),
    "local_authority_district": ("-1", "543"),
    "Local_Authority": ("543", "538"),
    "Month": ("2018-10", "2018-11"),
    "Reported by": ("Kent Police",),
    "Longitude": ("0.263", "-0.263", ""),
    "Latitude": ("51.132", ""),
    "LSOA code": ("E01024785", ""),
    "LSOA name": ("Tunbridge Wells 009A", "Medway 001A", ""),
    "Crime type": ("Burglary", "Drugs"),
    "Date": ("2020-02-29",),
    "hour": ("8", ""),
    "happenings": ("view;close_pass", "other"),
    "Happenings": ("view",),
    "other": ("car", ""),
    "text": ("Again", "Mr Smith", ""),
    "mode": ("cycling",),
    "Mode": ("walking",),
    "per": ("casualty", "collision"),
    "severity": ("fatal", "serious", "slight"),
    "pounds": ("2,000,000", "250000.5"),
    "source": ("RAS4001",),
    "GEOGRAPHY": ("E07000116",),
    "DATE": ("2023",),
    "GENDER": ("Total", "Male"),
    "C_AGE": ("All Ages", "Age 0"),
    "OBS": ("117000",),
    "Financial Year": ("2022/23", "2023-24"),
    "Financial Quarter": ("1", "4"),
    "Force": ("Kent",),
    "CSP": ("Tunbridge Wells", "Unassigned Kent"),
    "Offence Subgroup": ("Shoplifting", "Rape"),
    "Offence Count": ("5", "-1", "1,234"),
}


@st.composite
def csv_table(draw: st.DrawFn, kind: str) -> bytes:
    """A table of the kind: header and cells good or hostile, any delimiter, line end and encoding."""
    head = list(draw(st.sampled_from(HEADERS[kind])))
    rows = draw(st.lists(row_of(head), max_size=4))
    for place in draw(st.sampled_from([0] * 8 + [1, 2]).flatmap(lambda n: places(head, n))):
        head[place] = draw(hostile_text | st.sampled_from(head))
    if draw(st.integers(0, 9)) == 0:
        head += draw(
            st.sampled_from([[""], ["rowid"], ["month"], ["line", "reason"], ["x"] * 70, ["y"] * 1200])
        )
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=draw(st.sampled_from("," * 12 + ";\t")),
        lineterminator=draw(st.sampled_from(["\n"] * 6 + ["\r\n", "\r", "\n\n"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow(head)
    writer.writerows(row + [""] * (len(head) - len(row)) for row in rows)
    encoding = draw(st.sampled_from(["utf-8"] * 12 + ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"]))
    return out.getvalue().encode(encoding, errors="replace")


def places(row: list[str], count: int) -> st.SearchStrategy[list[int]]:
    """That many places of a row."""
    return st.lists(st.integers(0, len(row) - 1), min_size=count, max_size=count)


@st.composite
def row_of(draw: st.DrawFn, head: list[str]) -> list[str]:
    """A row for a header; in most a single cell is hostile, so that the others carry it far."""
    row = [
        draw(st.sampled_from(next((good for word, good in GOOD.items() if name.startswith(word)), ("x",))))
        for name in head
    ]
    for place in draw(st.sampled_from([0, 0, 1, 1, 2]).flatmap(lambda n: places(row, n))):
        row[place] = draw(hostile_text)
    return row


# Whole files.

INSERTED = (
    *(
        b"\0",
        b'"',
        b'"' * 1000,
        b"[" * 2000,
        b"{" * 2000,
        b"\n",
        b"\r",
        b",",
        b",,,,,,,,",
        b"\xff",
        b"\xed\xa0\x80",
    ),
    *(
        b"NaN",
        b"1e400",
        b"9" * 5000,
        b"\x1b[2J",
        b"\\ud800",
        b"x" * 200_000,
        b"\n" * 100,
        b"PK\x03\x04",
        b"\x1f\x8b",
    ),
)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes as they are (three times in four), cut, with some flipped, or with something put in."""
    how = draw(st.integers(0, 11))
    place = draw(st.integers(0, len(content)))
    if how == 3:
        return content[:place]
    if how == 4:
        return content[:place] + draw(st.sampled_from(INSERTED)) + content[place:]
    if how == 5 and content:
        flipped = bytearray(content)
        for each in draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
            flipped[each] ^= draw(st.integers(1, 255))
        return bytes(flipped)
    return content


METHODS = [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@st.composite
def archive(draw: st.DrawFn, members: list[tuple[str, bytes]]) -> bytes:
    """A zip of the members with any names, methods and flags, whole or damaged."""
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w") as file:
        for name, content in members:
            folder = draw(st.sampled_from(["", "", "2018-10/", "../", "/", "a\\..\\..\\", "__MACOSX/._"]))
            info = zipfile.ZipInfo("x.csv")
            info.filename = folder + name
            info.compress_type = draw(st.sampled_from(METHODS))
            file.writestr(info, content)
    packed = bytearray(out.getvalue())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for place in range(len(packed) - 12):
            if packed[place : place + 4] == start and draw(st.integers(0, 7)) == 0:
                field = draw(st.sampled_from([offset - 2, offset, offset + 2, offset + 3]))
                packed[place + field] = draw(st.sampled_from([1, 8, 9, 12, 14, 93, 99, 255]))
    return draw(damaged(bytes(packed)))


@st.composite
def given_file(draw: st.DrawFn, kind: str) -> Given:
    """A file for the importer of the kind, in one of the three carriers."""
    suffix = SUFFIX[kind]
    whole = geojson() if kind == "boundaries" else csv_table(kind)
    contents = st.integers(0, 9).flatmap(
        lambda dice: whole.flatmap(damaged) if dice else st.binary(max_size=60)
    )
    names = st.sampled_from(STEMS).map(lambda stem: stem + suffix)
    carrier = draw(st.sampled_from(["file", "file", "folder", "zip"]))
    if carrier == "zip":
        members = draw(st.lists(st.tuples(names, contents), max_size=3))
        return Given("given.zip", draw(archive(members)), "zip")
    return Given(draw(names), draw(contents), carrier)


def words(value: Any) -> str:
    """A short look at a file, for reports."""
    text = repr(value)
    return text if len(text) < 2_000 else f"{text[:1_000]} ... {text[-500:]} ({len(text):,})"
