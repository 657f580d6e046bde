"""Mid-year estimates of districts and wards from Nomis, as the CSV files of its interface.

Documented at https://www.nomisweb.co.uk/api/v01/help: areas by GSS code, "latest" and "latestMINUS1" for the
years, 0 for both sexes, 200 for all ages, 20100 for the value. A guest has 25,000 figures a request.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

from csp.services.addresses import PopulationService
from csp.services.client import Client
from csp.services.errors import ServiceError

# An address of more areas may be too long for what lies between.
AREAS_A_REQUEST = 80
_COLUMNS = "date_name,geography_name,geography_code,gender_name,c_age_name,measures_name,obs_value"


def fetch_districts(client: Client, service: PopulationService, codes: Sequence[str]) -> bytes:
    """The latest years of districts. Raises ServiceError."""
    dates = ",".join(f"latestMINUS{back}" if back else "latest" for back in range(service.years))
    return _fetch(client, service, service.districts, codes, dates)


def fetch_wards(client: Client, service: PopulationService, codes: Sequence[str]) -> bytes:
    """The latest year of wards; those of another edition than Nomis has are left out. Raises ServiceError."""
    return _fetch(client, service, service.wards, codes, "latest")


def _fetch(
    client: Client, service: PopulationService, address: str, codes: Sequence[str], dates: str
) -> bytes:
    """One CSV of all replies, under the header of the first."""
    lines: list[str] = []
    for start in range(0, len(codes), AREAS_A_REQUEST):
        reply = client.fetch(
            service.name,
            address,
            {
                "geography": ",".join(codes[start : start + AREAS_A_REQUEST]),
                "date": dates,
                "gender": 0,
                "c_age": 200,
                "measures": 20100,
                "select": _COLUMNS,
            },
        )
        page = _read_reply(reply, service)
        lines += page if not lines else page[1:]
    return ("\n".join(lines) + "\n").encode()


def _read_reply(reply: bytes, service: PopulationService) -> list[str]:
    """The lines of a reply that is a table."""
    try:
        lines = reply.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ServiceError(f"{service.name} sends something else instead of a table") from error
    if not lines:
        raise ServiceError(f"{service.name} sends an empty reply")
    if lines[0].lstrip().startswith("<"):
        raise ServiceError(f"{service.name} sends a web page instead of a table")
    header = {cell.strip().upper() for cell in next(csv.reader([lines[0]]), [])}
    if not {"GEOGRAPHY_CODE", "OBS_VALUE"} <= header:
        raise ServiceError(f"{service.name} sends no table of population ({lines[0][:80]})")
    return lines
