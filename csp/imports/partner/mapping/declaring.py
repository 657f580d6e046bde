"""Sources and measures that are declared from the page, kept in extracts/measures.yml beside the imports.

The file has the shape of data/reference/measures.yml (sources, offences, measures) and is checked as a whole
before it takes the place of the one before: what is refused changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from csp.core import settings
from csp.core.errors import UserError
from csp.core.measures import OWN, Catalogue, Measure, read_catalogue, read_shipped
from csp.core.own_measures import add_own, read_own
from csp.core.partner.declaration import Declaration, check_declaration, read_declaration
from csp.data.store import Store
from csp.imports.disk import place_text
from csp.imports.manifest import locked
from csp.imports.partner.mapping.presets import PRESETS

Entries = dict[str, dict[str, Any]]

_ABOUT = (
    "# Sources and measures that were added from the page Data, in the shape of data/reference/measures.yml\n"
)


def list_presets() -> Mapping[str, Declaration]:
    """Declarations to begin with, by what they are called: helpline calls, ambulance and A&E, fire, ..."""
    return PRESETS


def list_declared() -> Mapping[str, Declaration]:
    """The sources that are declared, by code; none where their file cannot be read (describe_own_fault())."""
    try:
        raw = _read(settings.extracts() / OWN)
        return {
            code: read_declaration(code, fields, raw["offences"].get(code))
            for code, fields in raw["sources"].items()
            if code in read_catalogue().sources
        }
    except (UserError, ValueError):
        return {}


def declare_source(declaration: Declaration) -> None:
    """Adds a source, or changes one that was declared. Raises UserError for one that cannot be.

    A source with words of its own gets a measure of each of them and, where it is of months, one of all.
    """
    _check_source(declaration)
    code = declaration.code
    fields = {
        "label": declaration.label,
        "licence": declaration.licence,
        "credit": declaration.credit,
        "counts": declaration.counts,
        "vocabulary": declaration.vocabulary,
        "kind": declaration.kind,
        "span": declaration.span,
        "small": declaration.small,
        "provisional_months": declaration.provisional_months,
        "polarity": declaration.polarity,
    }
    with _change() as entries:
        before = entries["offences"].get(code, {})
        dropped = [word["label"] for name, word in before.items() if name not in declaration.offences]
        if dropped and _is_stored(code):
            raise UserError(
                f"Figures of {declaration.label} are stored, and some may be of {dropped[0]}. Keep it, "
                "or remove the figures first."
            )
        entries["sources"][code] = fields
        entries["offences"].pop(code, None)
        if declaration.offences:
            entries["offences"][code] = {
                word: {"label": label, "kind": declaration.kind}
                for word, label in declaration.offences.items()
            }


def _check_source(declaration: Declaration) -> None:
    """Raises UserError for a declaration that cannot be, or that has the name of a force."""
    try:
        check_declaration(declaration)
    except ValueError as error:
        raise UserError(f"The source cannot be declared: {error}.") from error
    shipped = {*read_shipped().sources, *read_shipped().offences, "dft"}
    forces = {district.force_slug for district in settings.read_districts().values()}
    if declaration.code in shipped | forces:
        raise UserError(
            f'"{declaration.code}" is a name that the dashboard uses itself. Give the source another.'
        )


def remove_source(code: str) -> None:
    """Removes a declared source with its measures. Raises UserError while rows of it are stored."""
    with _change() as entries:
        if code not in entries["sources"]:
            raise UserError("This source was not declared here, so it cannot be removed here.")
        label = entries["sources"][code]["label"]
        if _is_stored(code):
            raise UserError(f"Figures of {label} are stored. Remove them first, on the page Data.")
        used = [each["label"] for each in entries["measures"].values() if code in each["offences"]]
        if used:
            raise UserError(f"The measure {used[0]} adds up types of {label}. Remove the measure first.")
        del entries["sources"][code]
        entries["offences"].pop(code, None)


def _is_stored(code: str) -> bool:
    """Whether any figures of a source are in force."""
    table, _ = Store(settings.extracts()).read()
    return any(row["source"] == code and row["replaced_at"] is None for row in table.to_pylist())


def list_added() -> Mapping[str, Measure]:
    """The measures that were added from the page, by code."""
    try:
        added = _read(settings.extracts() / OWN)["measures"]
    except UserError:
        return {}
    return {code: measure for code, measure in read_catalogue().measures.items() if code in added}


def add_measure(measure: Measure) -> None:
    """Adds a measure, or changes one that was added. Raises UserError that names a bad entry."""
    if measure.code in read_shipped().measures:
        raise UserError(f"{measure.label} came with the dashboard and cannot be changed here.")
    fields: dict[str, Any] = {
        "label": measure.label,
        "long_label": measure.long_label,
        "noun": measure.noun,
        "kind": measure.kind,
        "polarity": measure.polarity,
        "published": measure.published,
        "ranked": measure.ranked,
        "parent": measure.parent,
        "flag": measure.flag,
        "definition": measure.definition,
        "caveat": measure.caveat,
        "offences": {name: list(codes) for name, codes in measure.offences.items()},
        "former_labels": list(measure.former_labels),
    }
    with _change() as entries:
        entries["measures"][measure.code] = {
            name: value
            for name, value in fields.items()
            if value not in (None, "", [], False) or name == "ranked"
        }


def remove_measure(code: str) -> None:
    """Removes a measure that was added. Raises UserError for one that came with the dashboard."""
    with _change() as entries:
        if code not in entries["measures"]:
            raise UserError("This measure was not added here, so it cannot be removed here.")
        del entries["measures"][code]


@contextmanager
def _change() -> Iterator[Entries]:
    """The entries of the file, to be changed: what they are at the end is checked and takes its place."""
    folder = settings.own_extracts()
    with locked(Store(folder)):
        path = folder / OWN
        entries = _read(path)
        check_entries(entries)
        yield entries
        check_entries(entries)
        _write(path, entries)


def check_entries(entries: Entries) -> Catalogue:
    """The catalogue with the entries. Raises UserError that names the first that cannot be."""
    return add_own(read_shipped(), entries)


def _read(path: Path) -> Entries:
    """The entries of the file, as dicts that may be changed. Raises UserError where it cannot be read."""
    raw = read_own(path)
    add_own(read_shipped(), raw)
    return {part: dict(raw.get(part) or {}) for part in ("sources", "offences", "measures")}


def _write(path: Path, entries: Entries) -> None:
    text = _ABOUT + yaml.safe_dump(
        {k: v for k, v in entries.items() if v}, sort_keys=False, allow_unicode=True
    )
    try:
        place_text(path, text)
    except OSError as error:
        raise UserError(f"{path.name} cannot be written: {error.strerror}. Nothing was changed.") from error
