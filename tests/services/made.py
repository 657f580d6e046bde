"""Made-up data of real districts in the shapes of the public services: outlines, people, street files.

Nothing of it is a record of anything. Outlines are schematic: the districts of a force stand side by side in
a grid, twelve wards each. Codes of wards and of small areas are made up, and lie where no real ones do.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from csp.core import settings
from csp.core.areas import District
from csp.core.filters import add_months
from tests.services.answers import LAYERS, Published

ACROSS, DOWN = 4, 3
CELL = (0.022, 0.0135)
WARDS = (
    *(
        "Abbey",
        "Bridge",
        "Castle",
        "Docks",
        "Elms",
        "Fairfield",
        "Grange",
        "Highfield",
        "Ivy Bank",
        "Kingsway",
    ),
    *("Larkhill", "Marsh"),
)
# The south-west corner of the districts of a force, by the region that they lie in.
CORNERS = {
    "East Midlands": (-1.4, 52.7),
    "East of England": (0.2, 52.1),
    "London": (-0.3, 51.4),
    "North East": (-1.9, 54.7),
    "North West": (-2.9, 54.4),
    "South East": (-0.9, 51.2),
    "South West": (-3.7, 50.6),
    "West Midlands": (-2.2, 52.4),
    "Yorkshire and The Humber": (-1.6, 53.7),
    "Wales": (-3.5, 51.7),
    "Northern Ireland": (-6.3, 54.5),
}
# Crimes a year per 1,000 people, and how much more of them there are in the two wards of the centre.
RATES: Mapping[str, tuple[float, float]] = {
    "Anti-social behaviour": (15, 3),
    "Bicycle theft": (1, 4),
    "Burglary": (4, 1.2),
    "Criminal damage and arson": (8, 1.6),
    "Drugs": (3, 2.5),
    "Other crime": (2, 1),
    "Other theft": (7, 2.5),
    "Possession of weapons": (0.8, 2),
    "Public order": (7, 3),
    "Robbery": (0.9, 3),
    "Shoplifting": (6, 6),
    "Theft from the person": (1.2, 6),
    "Vehicle crime": (5, 1),
    "Violence and sexual offences": (31, 2),
}
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Under investigation",
    "Awaiting court outcome",
    "Local resolution",
)
STREETS = (
    "High Street",
    "Station Road",
    "Church Lane",
    "Park Road",
    "Mill Lane",
    "Queen Street",
    "Supermarket",
)
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
# The files of a very large force would take minutes to make: it gets so many rows a month at most.
MOST_ROWS = 30_000
SHARES = np.array([1, 0.8, 1.1, 0.9, 1.2, 1.3, 1.1, 0.7, 0.9, 1, 0.8, 1.2]) / 12
CENTRE = (5, 6)


@dataclass(frozen=True)
class Made:
    """A district as it is made up: its place in the grid of its force, and the number of its ward codes."""

    district: District
    column: int
    row: int
    number: int

    def ward_code(self, ward: int) -> str:
        """E0599..., W0599... or N0899...: far beyond those that there are."""
        start = {"W": "W05", "N": "N08"}.get(self.district.code[0], "E05")
        return f"{start}9{self.number:03d}{ward:02d}"

    def corner(self, x: int, y: int) -> tuple[float, float]:
        """A corner of the grid of wards, in degrees, a little off its place, as every ward around has it."""
        west, south = CORNERS.get(self.district.region, (-1.5, 52.5))
        column, line = self.column * ACROSS * 2 + x, self.row * DOWN * 2 + y
        noise = zlib.crc32(f"{self.district.force_slug} {column} {line}".encode())
        off_x, off_y = (noise % 1000 / 1000 - 0.5) * 0.3, (noise // 1000 % 1000 / 1000 - 0.5) * 0.3
        return (
            round(west + (column / 2 + off_x) * CELL[0], 6),
            round(south + (line / 2 + off_y) * CELL[1], 6),
        )

    def outline(self, ward: int) -> list[tuple[float, float]]:
        """The ring of a ward: the corners of its cell and the middles of its sides."""
        x, y = ward % ACROSS * 2, ward // ACROSS * 2
        steps = ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1), (0, 0))
        return [self.corner(x + right, y + up) for right, up in steps]

    def middle(self, ward: int) -> tuple[float, float]:
        return self.corner(ward % ACROSS * 2 + 1, ward // ACROSS * 2 + 1)


def arrange(force: str) -> list[Made]:
    """The districts of a force, in a grid."""
    districts = settings.read_districts()
    current = [each for each in districts.values() if each.force_slug == force and not each.successor]
    columns = max(1, round(len(current) ** 0.5))
    numbers = {code: number for number, code in enumerate(sorted(districts))}
    ordered = sorted(current, key=lambda each: each.code)
    return [
        Made(each, place % columns, place // columns, numbers[each.code])
        for place, each in enumerate(ordered)
    ]


def make_features(made: Made, year: int) -> list[dict[str, object]]:
    """The wards of a district as a feature service has them."""
    return [
        {
            "type": "Feature",
            "id": made.number * 100 + ward,
            "geometry": {"type": "Polygon", "coordinates": [made.outline(ward)]},
            "properties": {
                f"WD{year}CD": made.ward_code(ward),
                f"WD{year}NM": name,
                f"LAD{year}CD": made.district.code,
                f"LAD{year}NM": made.district.name,
            },
        }
        for ward, name in enumerate(WARDS)
    ]


def make_people(made: Made, last: int = 2024) -> dict[str, tuple[str, Mapping[int, int]]]:
    """The people of a district and of its wards."""
    people = made.district.population or 100_000
    years = {last - back: round(people * (1 - 0.006 * back)) for back in range(6)}
    wards = {
        made.ward_code(ward): (name, {last: round(people * SHARES[ward])}) for ward, name in enumerate(WARDS)
    }
    return {made.district.code: (made.district.name, years), **wards}


def make_street_file(force: str, month: date, districts: Sequence[Made], scale: float = 1.0) -> bytes:
    """A street file. scale: of what such people would have, 1 for about all of it."""
    rng = np.random.default_rng([zlib.crc32(force.encode()), month.year * 12 + month.month])
    people = sum(made.district.population or 0 for made in districts)
    expected = people * sum(rate for rate, _ in RATES.values()) / 12_000
    share = scale * min(1.0, MOST_ROWS / expected) if expected else 0
    lines = [HEADER]
    for made in districts:
        lines += _make_rows(made, month, share, rng)
    return ("\n".join(lines) + "\n").encode()


def _make_rows(made: Made, month: date, share: float, rng: np.random.Generator) -> list[str]:
    district, text = made.district, f"{month:%Y-%m}"
    season = 1 + 0.1 * np.cos((month.month - 7) / 12 * 2 * np.pi)
    former = [name for name in district.former_names if name] or [district.name]
    rows = []
    for kind, (rate, centre) in RATES.items():
        drift = 1 + 0.0025 * (zlib.crc32(f"{district.code} {kind}".encode()) % 9 - 4) * (
            (month.year - 2024) * 12 + month.month
        )
        weights = SHARES.copy()
        weights[list(CENTRE)] *= centre
        mean = (district.population or 0) * rate / 12_000 * share * season * max(drift, 0.5)
        for ward, n in enumerate(rng.poisson(mean * weights / weights.sum())):
            west, south = made.middle(ward)
            places = rng.integers(0, 12, n)
            outcomes = rng.integers(0, len(OUTCOMES), n)
            lsoa = (
                ("", "")
                if district.code.startswith("N")
                else (
                    f"{district.code[0]}019{made.number:03d}{ward:02d}",
                    f"{former[ward % len(former)]} {ward + 1:03d}A",
                )
            )
            for place, outcome in zip(places.tolist(), outcomes.tolist(), strict=True):
                is_crime = kind != "Anti-social behaviour"
                rows.append(
                    ",".join(
                        (
                            rng.bytes(8).hex() * 4 if is_crime else "",
                            text,
                            district.force,
                            district.force,
                            f"{west + (place % 4 - 1.5) * 0.0018:.6f}",
                            f"{south + (place // 4 - 1) * 0.0016:.6f}",
                            f"On or near {STREETS[place % len(STREETS)]}",
                            lsoa[0],
                            lsoa[1],
                            kind,
                            OUTCOMES[outcome] if is_crime else "",
                            "",
                        )
                    )
                )
    return rows


def make_archive(files: Mapping[tuple[str, date], bytes]) -> bytes:
    """A zip as the site has it: a folder a month, and files beside the street files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for (force, month), content in sorted(files.items(), key=lambda item: (item[0][1], item[0][0])):
            name = f"{month:%Y-%m}/{month:%Y-%m}-{force}"
            archive.writestr(f"{name}-outcomes.csv", "Crime ID,Month,Outcome type\n")
            archive.writestr(f"{name}-street.csv", content)
    return stream.getvalue()


def publish(
    forces: Sequence[str],
    last: date,
    months: int,
    scale: float = 1.0,
    without: Sequence[tuple[str, date]] = (),
    window: int = 36,
) -> Published:
    """Everything of some forces. without: the months of forces that are not supplied.

    The newest archive has at most so many months as window, and the one before it what is older.
    """
    published = Published(layers={name: (year, []) for name, year in zip(LAYERS, (25, 24), strict=True)})
    published.newest = f"{last:%Y-%m}"
    files: dict[tuple[str, date], bytes] = {}
    for force in forces:
        districts = arrange(force)
        for made in districts:
            for year, features in published.layers.values():
                features.extend(make_features(made, year))
            published.people |= make_people(made)
        for back in range(months):
            month = add_months(last, -back)
            if (force, month) not in without:
                files[force, month] = make_street_file(force, month, districts, scale)
    edge = add_months(last, -window)
    newer = {key: content for key, content in files.items() if key[1] > edge}
    published.archives[f"{last:%Y-%m}"] = make_archive(newer)
    if len(newer) < len(files):
        older = {key: content for key, content in files.items() if key[1] <= edge}
        published.archives[f"{edge:%Y-%m}"] = make_archive(older)
    return published
