"""Sources and measures that were added from the page, put beside those of measures.yml."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import yaml

from csp.core.catalogue import Catalogue, Kind, Measure, Offence, Polarity, Source, build_measure
from csp.core.characters import printable, quote
from csp.core.errors import UserError
from csp.core.partner.declaration import Declaration, is_name, read_declaration
from csp.core.wording import capitalise, lower_first
from csp.core.yaml_text import parse_yaml

_SHOWN = "measures.yml of the extracts"
LONGEST_TEXT = 1000


def read_own(own: Path) -> Any:
    """The entries of a file of what was added; none where there is no file. Raises UserError for no YAML."""
    try:
        return parse_yaml(own.read_text(encoding="utf-8-sig"), _SHOWN) or {}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(f"{_SHOWN} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where is not None else ""
        raise UserError(
            f"{_SHOWN} cannot be read as YAML{line}. Correct it, or delete it and declare anew."
        ) from error


def add_own(base: Catalogue, raw: Any) -> Catalogue:
    """A catalogue with the sources and measures of the entries of a file (sources, offences, measures).

    Raises UserError, one sentence that names the entry, for one that cannot be.
    """
    if not isinstance(raw, dict) or not all(isinstance(each or {}, dict) for each in raw.values()):
        raise UserError(f"{_SHOWN} is no list of sources and measures. Delete it and declare them anew.")
    catalogue = base
    offences = raw.get("offences") or {}
    for code, fields in (raw.get("sources") or {}).items():
        try:
            declaration = read_declaration(code, fields, offences.get(code))
            catalogue = _add_source(catalogue, declaration)
        except ValueError as error:
            raise UserError(f"{_SHOWN}, source {quote(str(code))}: {error}.") from error
    for code, fields in (raw.get("measures") or {}).items():
        catalogue = _add_measure(catalogue, code, fields)
    return catalogue


def _add_source(catalogue: Catalogue, declaration: Declaration) -> Catalogue:
    """A catalogue with a declared source and the measures of its own words. Raises ValueError."""
    code, vocabulary = declaration.code, declaration.vocabulary
    if code in catalogue.sources or code in {source.vocabulary for source in catalogue.sources.values()}:
        raise ValueError("another source has this name already")
    if declaration.label.casefold() in {source.label.casefold() for source in catalogue.sources.values()}:
        raise ValueError(f"another source is called {quote(declaration.label)} already")
    source = Source(
        code=code,
        label=declaration.label,
        vocabulary=vocabulary,
        simulated=False,
        credit=declaration.credit,
        licence=declaration.licence,
        provisional_months=declaration.provisional_months,
        is_declared=True,
        counts=declaration.counts,
        span=declaration.span,
        small=declaration.small,
    )
    sources = {**catalogue.sources, code: source}
    if vocabulary != code:
        return replace(catalogue, sources=sources)
    words = {each: Offence(each, label, declaration.kind) for each, label in declaration.offences.items()}
    measures = {measure.code: measure for measure in _build_measures(declaration)}
    if twice := sorted(measures.keys() & catalogue.measures.keys()):
        raise ValueError(f"its measure {twice[0]} has the name of another")
    return replace(
        catalogue,
        sources=sources,
        offences={**catalogue.offences, code: words},
        measures={**catalogue.measures, **measures},
    )


def _build_measures(declaration: Declaration) -> list[Measure]:
    """A measure of each word of a declared source, and before them one of all together."""
    code, offences = declaration.code, declaration.offences
    # Figures of years are often stages of one thing, as the four of a case review: they add up to nothing.
    whole, has_total = f"{code}_all", len(offences) > 1 and declaration.span == "month"

    def build(name: str, label: str, noun: str, definition: str, codes: tuple[str, ...]) -> Measure:
        return Measure(
            code=name,
            label=label,
            long_label=label,
            noun=noun,
            kind=declaration.kind,
            polarity=declaration.polarity,
            published=True,
            ranked=True,
            parent=whole if name != whole and has_total else None,
            flag=None,
            definition=definition,
            caveat="Counted by district alone: small counts by ward are not kept."
            if declaration.small
            else "",
            offences={code: codes},
        )

    counts, by = declaration.counts, f"as counted by {declaration.label}"
    parts = [
        build(
            f"{code}_{each}",
            label,
            f"{counts} ({lower_first(label)})" if len(offences) > 1 else counts,
            f"{capitalise(counts)}, {by}: {lower_first(label)}.",
            (each,),
        )
        for each, label in offences.items()
    ]
    total = build(
        whole, f"All {counts}", counts, f"{capitalise(counts)} of every type, {by}.", tuple(offences)
    )
    return [total, *parts] if has_total else parts


def _add_measure(catalogue: Catalogue, code: object, fields: Any) -> Catalogue:
    """A catalogue with one more measure. Raises UserError that names it."""
    shown = f"{_SHOWN}, measure {quote(str(code))}"
    try:
        measure = build_measure(str(code), fields, catalogue.offences)
        fault = _find_fault(measure, catalogue)
    except UserError as error:
        raise UserError(f"{shown}: {str(error).removeprefix('measures.yml: ')}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        named = f" {quote(str(error.args[0]))}" if isinstance(error, KeyError) else ""
        raise UserError(
            f"{shown} lacks an entry{named}, or has one of the wrong kind. Add it anew."
        ) from error
    if fault:
        raise UserError(f"{shown}: {fault}.")
    return replace(catalogue, measures={**catalogue.measures, measure.code: measure})


def _find_fault(measure: Measure, catalogue: Catalogue) -> str:
    """What is wrong with a measure that is added; "" where nothing is."""
    texts = (measure.label, measure.long_label, measure.noun, measure.definition, measure.caveat)
    labels = {each.label.casefold() for each in catalogue.measures.values()}
    faults = {
        f"its texts have to be words of at most {LONGEST_TEXT:,} letters": not all(map(_is_text, texts)),
        "it has a name that another has, or one that is not of small letters and underscores": (
            not is_name(measure.code) or measure.code in catalogue.measures
        ),
        f"another measure is called {quote(str(measure.label))}, or it has no label": (
            str(measure.label).strip().casefold() in {"", *labels}
        ),
        "kind is crime or incident, and polarity is lower or neutral": (
            measure.kind not in get_args(Kind) or measure.polarity not in get_args(Polarity)
        ),
        "it adds up nothing. Choose at least one type": not all(
            (measure.offences, *measure.offences.values())
        ),
        f"it is said to be a part of {quote(str(measure.parent))}, which is no measure": (
            measure.parent is not None and measure.parent not in catalogue.measures
        ),
        f"{quote(str(measure.flag))} is no flag": (
            measure.flag is not None and measure.flag not in catalogue.flags
        ),
        "it adds up crimes and incidents, or says that it is the other": _list_kinds(measure, catalogue)
        != {measure.kind},
    }
    return next((sentence for sentence, is_so in faults.items() if is_so), "")


def _is_text(text: object) -> bool:
    return isinstance(text, str) and printable(text) == text and len(text) <= LONGEST_TEXT


def _list_kinds(measure: Measure, catalogue: Catalogue) -> set[str]:
    """The kinds of the offences that a measure adds up."""
    return {catalogue.offences[name][code].kind for name, codes in measure.offences.items() for code in codes}
