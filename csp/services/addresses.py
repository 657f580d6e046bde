"""The addresses of the public services, as data/reference/services.toml has them.

CSP_SERVICES names another such file, for a copy of the services on another machine.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.core import settings
from csp.core.errors import UserError

LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True)
class Layer:
    """The ward outlines of one edition: the name of the layer, and the year in the names of its columns."""

    name: str
    year: int


@dataclass(frozen=True)
class Manual:
    """Where people download a file by hand, and what to choose there."""

    address: str
    file: str


@dataclass(frozen=True)
class OutlineService:
    """A feature service of ArcGIS. query: its address, with {layer}."""

    name: str
    query: str
    layers: tuple[Layer, ...]
    wards_a_reply: int
    manual: Manual


@dataclass(frozen=True)
class PopulationService:
    """Nomis: the data sets of districts and of wards. years: how many of the latest are asked for."""

    name: str
    districts: str
    wards: str
    years: int
    manual: Manual
    manual_wards: Manual
    name_northern_ireland: str
    manual_northern_ireland: Manual


@dataclass(frozen=True)
class PoliceService:
    """The archive of data.police.uk. archive: its address, with {archive}: "latest" or "2024-01"."""

    name: str
    archive: str
    last_updated: str
    manual: Manual


@dataclass(frozen=True)
class Services:
    """Every service that is asked."""

    outlines: OutlineService
    population: PopulationService
    police: PoliceService


def services_file() -> Path:
    """data/reference/services.toml, or the file CSP_SERVICES names."""
    return Path(os.environ.get("CSP_SERVICES") or settings.REFERENCE / "services.toml")


def read_services() -> Services:
    """The services in force. Raises UserError, with the name of the file, for one that cannot be used."""
    path = services_file()
    raw = settings.read_toml(path)
    try:
        services = Services(
            _read_outlines(raw["outlines"]),
            _read_population(raw["population"], raw["population_of_northern_ireland"]),
            _read_police(raw["police"]),
        )
    except KeyError as error:
        raise UserError(f"{path.name} has no entry {error}. Restore data/reference/services.toml.") from error
    except (TypeError, ValueError) as error:
        raise UserError(
            f"{path.name} has an entry of the wrong kind: {error}. Restore data/reference/services.toml."
        ) from error
    for address in (
        services.outlines.query,
        services.population.districts,
        services.population.wards,
        services.police.archive,
        services.police.last_updated,
    ):
        _check_address(address, path.name)
    return services


def _read_outlines(raw: dict[str, Any]) -> OutlineService:
    layers = tuple(
        Layer(str(name), int(year)) for name, year in zip(raw["layers"], raw["years"], strict=True)
    )
    return OutlineService(
        str(raw["name"]), str(raw["query"]), layers, int(raw["wards_a_reply"]), _read_manual(raw)
    )


def _read_population(raw: dict[str, Any], north: dict[str, Any]) -> PopulationService:
    return PopulationService(
        name=str(raw["name"]),
        districts=str(raw["districts"]),
        wards=str(raw["wards"]),
        years=int(raw["years"]),
        manual=_read_manual(raw),
        manual_wards=Manual(str(raw["download_wards"]), str(raw["file_wards"])),
        name_northern_ireland=str(north["name"]),
        manual_northern_ireland=_read_manual(north),
    )


def _read_police(raw: dict[str, Any]) -> PoliceService:
    return PoliceService(str(raw["name"]), str(raw["archive"]), str(raw["last_updated"]), _read_manual(raw))


def _read_manual(raw: dict[str, Any]) -> Manual:
    return Manual(str(raw["download"]), str(raw["file"]))


def _check_address(address: str, file: str) -> None:
    if not is_allowed(address):
        raise UserError(
            f"{file} has the address {address[:80]}, which is not https. Only a service of this machine "
            "(localhost) may be asked without."
        )


def is_allowed(address: str) -> bool:
    """Whether an address may be asked: https, or anything on this machine."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    except ValueError:
        return False
