"""Where things are, and which area this dashboard is for (data/reference/area.toml)."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csp.core import area_names, areas, districts
from csp.core.areas import District
from csp.core.caching import file_edition, keep_while
from csp.core.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "data" / "reference"
QUERIES = ROOT / "queries"
SAMPLE = ROOT / "data" / "sample"
# The borough whose published totals the sample reproduces, whoever home is.
SAMPLE_HOME = "E07000116"

# The pages of a meeting in their order, by their names in the menu, where the settings name none.
AGENDA = (
    *("Overview", "County", "Trends", "Wards", "Crime types", "Road safety"),
    *("Quarterly review", "Priorities"),
)
# First month of a year of each type. Partnerships report on different years.
YEAR_STARTS = {"calendar": 1, "financial": 4, "november": 11, "july": 7}


def read_version() -> str:
    """The version of the program, as pyproject.toml has it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def area_file() -> Path:
    """The settings file: data/reference/area.toml, or the file CSP_AREA names."""
    return Path(os.environ.get("CSP_AREA", REFERENCE / "area.toml"))


def extracts() -> Path:
    """Where imports are read: data/extracts, or the folder CSP_EXTRACTS names.

    Of extracts in object storage it is this machine's copy of them (csp.data.bucket).
    """
    address = extracts_address()
    return copy_of(address) if address else Path(os.environ.get("CSP_EXTRACTS", ROOT / "data" / "extracts"))


def own_extracts() -> Path:
    """Where imports are written: a folder. Raises UserError where the extracts are in object storage."""
    address = extracts_address()
    if address:
        raise UserError(
            f"The extracts are in object storage ({address}), which no import writes to. Set CSP_EXTRACTS to "
            f"a folder, import there, and put it up with python -m csp publish {address}."
        )
    return extracts()


def published() -> Path:
    """Where csp publish writes what public mode shows: data/published, or the folder CSP_PUBLISHED names."""
    return Path(os.environ.get("CSP_PUBLISHED") or ROOT / "data" / "published")


def extracts_address() -> str | None:
    """The address in CSP_EXTRACTS where it is one (s3://bucket/prefix), None for a folder."""
    named = os.environ.get("CSP_EXTRACTS", "")
    return named if "://" in named else None


def copy_of(address: str) -> Path:
    """The folder of this machine that follows extracts in object storage: one for each endpoint and address.

    It lies in data/cache, or the folder CSP_CACHE names.
    """
    place = f"{os.environ.get('AWS_ENDPOINT_URL', '')} {address.rstrip('/')}"
    folder = Path(os.environ.get("CSP_CACHE") or ROOT / "data" / "cache")
    return folder / f"extracts-{hashlib.sha256(place.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Area:
    """The settings of one partnership. Codes are GSS codes."""

    partnership: str
    home: str
    peers: tuple[str, ...]
    peers_label: str
    county: str
    neighbours: tuple[str, ...]
    force: str
    force_slug: str
    year_type: str
    small_base: int
    significance: float
    is_public: bool
    """Whether anybody may read: pages then show the published store alone (csp.imports.publishing)."""
    agenda: tuple[str, ...]
    names: Mapping[str, str]
    names_neighbours: bool = True
    """Whether the file says which districts are neighbours; else the outlines do, where there are any."""
    places: frozenset[str] = frozenset()
    """The codes and names of home, of what it was made of and of what it lies in, as events name areas."""
    targets: Mapping[str, float] = field(default_factory=dict)
    """At most so many a year of a crime type, by the code of its measure."""

    @property
    def home_name(self) -> str:
        return self.names[self.home]

    @property
    def year_start(self) -> int:
        """First month (1 to 12) of the partnership's year."""
        return YEAR_STARTS[self.year_type]

    def role(self, district_code: str) -> str:
        """How a district is drawn: "home", "neighbour" or "peer"."""
        if district_code == self.home:
            return "home"
        return "neighbour" if district_code in self.neighbours else "peer"


def read_districts() -> Mapping[str, District]:
    """Every district by code. Raises UserError as districts.read_districts() does."""
    return districts.read_districts(REFERENCE)


def list_stored() -> tuple[str, ...]:
    """The codes of the districts whose rows an import keeps: areas.list_stored() of the peers."""
    return areas.list_stored(read_districts(), area().peers)


def read_toml(path: Path) -> dict[str, Any]:
    """A settings file by section, with or without a byte order mark. Raises UserError for what is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise UserError(f"{path.name} is nested far deeper than any settings. Restore it.") from error
    except ValueError as error:  # TOML, UTF-8, or a number without end
        raise UserError(f"{path.name} cannot be read as TOML: {error}. Correct that line.") from error
    except FileNotFoundError as error:
        raise UserError(
            f"The settings file {path.name} is missing. Restore data/reference/area.toml."
        ) from error
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}.") from error


def _editions(path: Path, folder: Path) -> tuple[object, ...]:
    return file_edition(path), *districts.list_editions(folder)


@keep_while(_editions, maxsize=8)
def _read_area(path: Path, folder: Path) -> Area:
    raw, every = read_toml(path), districts.read_districts(folder)
    try:
        area = _build(raw, every)
        _check(area, every)
    except UserError as error:
        raise UserError(f"{path.name}: {error}") from error
    except KeyError as error:
        raise UserError(
            f"{path.name} has no entry {error}. Compare it with the area.toml that came with the dashboard."
        ) from error
    except (TypeError, ValueError, OverflowError, AttributeError) as error:
        raise UserError(
            f"{path.name} has an entry of the wrong kind: {error}. "
            "Compare it with the area.toml that came with the dashboard."
        ) from error
    return area


def _build(raw: Mapping[str, Any], every: Mapping[str, District]) -> Area:
    """The settings of a file; what it leaves out follows from its home."""
    rules, partnership, peers = (raw.get(section, {}) for section in ("rules", "partnership", "peers"))
    named = raw["home"] if "home" in raw else partnership["home"]
    home = areas.find_district(_text(named), every, with_ended=True)
    among = areas.list_peers(home, every.values())
    if "districts" in peers:
        among = tuple(_find_code(each, every) for each in _list(peers["districts"]))
    group = areas.name_group([every[code] for code in among]) or home.name
    return Area(
        partnership=_text(partnership.get("name", f"{home.name} {_name_partnership(home)}")),
        home=home.code,
        peers=among,
        peers_label=_text(peers.get("label", f"{group} {'boroughs' if group == 'London' else 'districts'}")),
        county=_text(peers.get("area", group)),
        neighbours=tuple(_find_code(each, every) for each in _list(peers.get("neighbours", ()))),
        **_read_force(raw.get("force", {}), home),
        year_type=_text(raw.get("year", {}).get("type", "calendar")),
        small_base=int(rules.get("small_base", 50)),
        significance=float(rules.get("significance", 0.05)),
        is_public=bool(rules.get("public", rules.get("suppress_small_counts", False))),
        agenda=tuple(map(_text, _list(raw.get("meeting", {}).get("agenda", AGENDA)))),
        names={code: district.name for code, district in every.items()},
        names_neighbours="neighbours" in peers,
        places=areas.list_places_of(home, every),
        targets={str(code): _target(code, n) for code, n in raw.get("targets", {}).items()},
    )


def _name_partnership(home: District) -> str:
    """What a partnership is called in the country of home."""
    kind = "Policing and Community Safety" if home.code.startswith("N") else "Community Safety"
    return f"{kind} Partnership"


def _find_code(named: object, every: Mapping[str, District]) -> str:
    return areas.find_district(_text(named), every, with_ended=True).code


def _read_force(raw: Mapping[str, Any], home: District) -> dict[str, str]:
    """force and force_slug: those of home, and what a file says of them has to agree."""
    if not home.force_slug:
        if not {"name", "slug"} <= raw.keys():
            raise UserError(
                f"{home.name} is not in {areas.AREAS}, so its force is not known. Add [force] with the "
                "name of the force and its slug, which stands in the names of its files."
            )
        return {"force": _text(raw["name"]), "force_slug": _text(raw["slug"])}
    name, slug = _text(raw.get("name", home.force)), _text(raw.get("slug", home.force_slug))
    own = {home.force_slug, area_names.simplify_force(home.force)}
    if slug != home.force_slug or area_names.simplify_force(name) not in own:
        wrong = f'slug "{slug[:60]}"' if slug != home.force_slug else f'force "{name[:60]}"'
        raise UserError(
            f"{wrong} is not that of {home.name}, whose force is {home.force}, {home.force_slug} in the "
            "names of its files. Correct the section [force], or leave it out."
        )
    return {"force": name, "force_slug": slug}


def _target(code: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise TypeError(f"targets.{code[:60]} {str(value)[:60]} is not a number")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:60]} is not text")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{str(value)[:60]} is not a list")
    return value


def _check(area: Area, every: Mapping[str, District]) -> None:
    if area.home not in area.peers:
        raise UserError(f"home {area.home} is not one of the peers' districts. Add it there.")
    twice = sorted({code for code in area.peers if area.peers.count(code) > 1})
    if twice:
        raise UserError(f"{', '.join(twice)} stands twice among the peers' districts. Remove one.")
    if overlap := areas.describe_overlap([every[code] for code in area.peers], every):
        raise UserError(overlap)
    if area.year_type not in YEAR_STARTS:
        raise UserError(f'year type "{area.year_type}" is not one of {", ".join(YEAR_STARTS)}.')


def edition() -> tuple[object, ...]:
    """What changes whenever the settings in force or the table of districts do."""
    return area_file(), *_editions(area_file(), REFERENCE)


def area() -> Area:
    """The settings in force; read again when the file changes.

    Raises UserError, with one sentence, for a file that cannot be used.
    """
    return _read_area(area_file(), REFERENCE)


_last_year_start = YEAR_STARTS["calendar"]


def year_start() -> int:
    """First month of the partnership's year, also while the settings cannot be used.

    It is then the one last in force since the program was started, else January: quarters
    start in the same months in three of the four types of year, so the action plan stays readable.
    """
    global _last_year_start  # noqa: PLW0603 one small memo, replaced whole
    with suppress(UserError):
        _last_year_start = area().year_start
    return _last_year_start
