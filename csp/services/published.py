"""The newest month that the police have published: https://data.police.uk/docs/method/crime-last-updated/."""

from __future__ import annotations

import json
from datetime import date

from csp.services.addresses import PoliceService
from csp.services.client import Client
from csp.services.errors import ServiceError


def read_last_month(client: Client, service: PoliceService) -> date:
    """The first day of the newest month. Raises ServiceError."""
    reply = client.fetch(service.name, service.last_updated)
    try:
        return date.fromisoformat(json.loads(reply)["date"][:10]).replace(day=1)
    except (ValueError, TypeError, KeyError) as error:
        raise ServiceError(f"{service.name} does not say which month is the newest") from error
