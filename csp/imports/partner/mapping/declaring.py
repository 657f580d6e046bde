"""Sources and measures that are declared from the page, kept in extracts/measures.yml beside the imports."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core.measures import Measure
from csp.core.partner.declaration import Declaration


def list_presets() -> Mapping[str, Declaration]:
    """Declarations to begin with, by what they are called: helpline calls, ambulance and A&E, fire, ..."""
    raise NotImplementedError


def list_declared() -> Mapping[str, Declaration]:
    """The sources that are declared, by code."""
    raise NotImplementedError


def declare_source(declaration: Declaration) -> None:
    """Adds a source, or changes one that was declared. Raises UserError for one that cannot be.

    A source with words of its own gets a measure of each of them, and one of all together.
    """
    raise NotImplementedError


def remove_source(code: str) -> None:
    """Removes a declared source with its measures. Raises UserError while rows of it are stored."""
    raise NotImplementedError


def list_added() -> Mapping[str, Measure]:
    """The measures that were added from the page, by code."""
    raise NotImplementedError


def add_measure(measure: Measure) -> None:
    """Adds a measure, or changes one that was added. Raises UserError that names a bad entry."""
    raise NotImplementedError


def remove_measure(code: str) -> None:
    """Removes a measure that was added. Raises UserError for one that came with the dashboard."""
    raise NotImplementedError
