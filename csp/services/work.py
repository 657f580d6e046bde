"""What every step of fetching has at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csp.core import settings
from csp.core.areas import District
from csp.core.settings import Area
from csp.data.store import Store
from csp.imports.results import Progress
from csp.services.addresses import Services, read_services
from csp.services.client import Client
from csp.services.journal import Journal
from csp.services.needs import Needs, list_needs


def _show_nothing(_name: str, _done: int, _total: int) -> None:
    pass


@dataclass(frozen=True)
class Work:
    """The settings in force, what they need, where it goes, whom to ask, and what is said of it."""

    area: Area
    districts: Mapping[str, District]
    needs: Needs
    store: Store
    services: Services
    client: Client
    journal: Journal
    progress: Progress = _show_nothing

    def name_district(self, code: str) -> str:
        return self.districts[code].name if code in self.districts else code


def prepare(journal: Journal, progress: Progress = _show_nothing, client: Client | None = None) -> Work:
    """The work for the settings in force. Raises UserError where they or the services cannot be used."""
    area, districts = settings.area(), settings.read_districts()
    return Work(
        area,
        districts,
        list_needs(area, districts),
        Store(settings.own_extracts()),
        read_services(),
        client or Client(),
        journal,
        progress,
    )
