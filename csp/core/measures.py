"""What can be counted: data/reference/measures.yml as typed, checked objects, and what the page has added."""

from __future__ import annotations

from pathlib import Path

import yaml

from csp.core import settings
from csp.core.caching import file_edition, keep_while, keep_while_file_stands
from csp.core.catalogue import (
    Catalogue,
    Flag,
    Kind,
    Measure,
    Offence,
    Polarity,
    Source,
    build_catalogue,
)
from csp.core.characters import quote
from csp.core.errors import UserError
from csp.core.own_measures import add_own, read_own
from csp.core.settings import REFERENCE
from csp.core.yaml_text import parse_yaml

__all__ = [
    "OWN",
    "Catalogue",
    "Flag",
    "Kind",
    "Measure",
    "Offence",
    "Polarity",
    "Source",
    "describe_own_fault",
    "read_catalogue",
    "read_shipped",
]


@keep_while_file_stands(maxsize=4)
def _read_file(path: Path) -> Catalogue:
    try:
        raw = parse_yaml(path.read_text(encoding="utf-8-sig"), path.name)
        return build_catalogue(raw)
    except FileNotFoundError as error:
        raise UserError(
            "The reference file measures.yml is missing. Restore data/reference/measures.yml."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where is not None else ""
        raise UserError(f"measures.yml cannot be read as YAML{line}. Correct it.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        named = f" ({quote(str(error.args[0]))})" if isinstance(error, KeyError) else ""
        raise UserError(
            f"measures.yml lacks an entry{named}, or has one of the wrong kind. "
            "Compare it with the file that came with the dashboard."
        ) from error


OWN = "measures.yml"
"""The file of the sources and measures that were added from the page, in the folder of the extracts."""


def read_catalogue() -> Catalogue:
    """measures.yml and what was added from the page, read again when either changes.

    Raises UserError for an offence that data/reference/measures.yml does not define. What was added and
    cannot be read is left out: describe_own_fault() says why.
    """
    return _read_both(REFERENCE / "measures.yml", settings.extracts() / OWN)[0]


def describe_own_fault() -> str:
    """Why what was added from the page is left out; "" where it is not."""
    return _read_both(REFERENCE / "measures.yml", settings.extracts() / OWN)[1]


def read_shipped() -> Catalogue:
    """The catalogue of data/reference/measures.yml alone, without what was added from the page."""
    return _read_file(REFERENCE / "measures.yml")


def _editions(path: Path, own: Path) -> tuple[object, ...]:
    return file_edition(path), file_edition(own)


@keep_while(_editions, maxsize=4)
def _read_both(path: Path, own: Path) -> tuple[Catalogue, str]:
    base = _read_file(path)
    try:
        return add_own(base, read_own(own)), ""
    except UserError as error:
        return base, str(error)
