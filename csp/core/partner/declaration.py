"""A source beyond police as it is declared once: its name, its licence, what it counts and in which words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from csp.core.characters import printable, quote

Span = Literal["month", "quarter", "year"]
Kind = Literal["crime", "incident"]
Polarity = Literal["lower", "neutral"]
SHARED = ("recorded", "street")
"""The vocabularies of recorded crime, which a source may speak in place of words of its own."""
LONGEST_LABEL, LONGEST_TEXT = 60, 200
MOST_WORDS, MOST_PROVISIONAL = 200, 24

_NAME = re.compile(r"[a-z][a-z0-9_]{0,58}")


@dataclass(frozen=True)
class Declaration:
    """A declared source.

    code: lower case and underscores, unlike that of any other source. credit: the line under pictures.
    counts: what one of it is ("calls to the helpline"). vocabulary: "recorded", "street" or the code itself,
    where it has words of its own. kind: of those words; whatever it is, none of them counts to "All crime".
    offences: those words, label by code. span: what a figure is of; only a source of months has trends and
    thresholds. small: whether counts by ward may point at people, so that its figures are kept by district
    alone. provisional_months: how many of the latest months may yet be revised. polarity: whether fewer is
    better ("lower"), or the number is neither good nor bad.
    """

    code: str
    label: str
    licence: str
    credit: str
    counts: str
    vocabulary: str
    kind: Kind = "incident"
    offences: Mapping[str, str] = field(default_factory=dict)
    span: Span = "month"
    small: bool = False
    provisional_months: int = 0
    polarity: Polarity = "neutral"


def is_name(code: object) -> bool:
    """Whether a code is of small letters, figures and underscores, and no longer than any."""
    return isinstance(code, str) and _NAME.fullmatch(code) is not None


def read_declaration(code: object, raw: object, offences: object) -> Declaration:
    """A declaration by its entry in measures.yml, and its words as measures.yml has them (label, kind).

    Raises ValueError, the end of a sentence, for one that cannot be.
    """
    if not is_name(code):
        raise ValueError("its name is not of small letters, figures and underscores")
    if not isinstance(raw, dict):
        raise ValueError("it has no entries")
    allowed = {each.name for each in fields(Declaration)} - {"code", "offences"}
    if other := next((name for name in raw if name not in allowed), None):
        raise ValueError(f"{quote(str(other))} is no entry of a source")
    if missing := next(
        (name for name in ("label", "licence", "credit", "counts", "vocabulary") if name not in raw), None
    ):
        raise ValueError(f"it has no {missing}")
    words = _read_words(offences, raw.get("kind", "incident"))
    declaration = Declaration(code=str(code), offences=words, **raw)
    check_declaration(declaration)
    return declaration


def _read_words(offences: object, kind: object) -> dict[str, str]:
    if offences is None:
        return {}
    if not isinstance(offences, dict) or not all(isinstance(each, dict) for each in offences.values()):
        raise ValueError("its words are no list")
    if any(set(each) != {"label", "kind"} or each["kind"] != kind for each in offences.values()):
        raise ValueError(f"each of its words has a label and the kind {kind}")
    return {code: each["label"] for code, each in offences.items()}


def check_declaration(declaration: Declaration) -> None:
    """Raises ValueError, the end of a sentence, for a declaration that cannot be."""
    _check_texts(declaration)
    _check_choices(declaration)
    if declaration.vocabulary == declaration.code:
        _check_words(declaration.offences)
    elif declaration.vocabulary not in SHARED:
        raise ValueError(f"its words are those of {' or '.join(SHARED)}, or its own")
    elif declaration.offences:
        raise ValueError("it has words of its own and those of recorded crime. Choose one of them")
    elif declaration.kind != "crime":
        raise ValueError("the words of recorded crime are for crimes. Give what is no crime words of its own")


def _check_texts(declaration: Declaration) -> None:
    if not is_name(declaration.code):
        raise ValueError("its name is not of small letters, figures and underscores")
    texts = {
        "name": (declaration.label, LONGEST_LABEL),
        "licence": (declaration.licence, LONGEST_TEXT),
        "credit": (declaration.credit, LONGEST_TEXT),
        "what it counts": (declaration.counts, LONGEST_LABEL),
    }
    for called, (text, longest) in texts.items():
        _check_text(text, called, longest)


def _check_text(text: object, called: str, longest: int) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"its {called} is blank or no text")
    if len(text) > longest or printable(text) != text:
        raise ValueError(f"its {called} is longer than {longest} letters, or has some that cannot be shown")


def _check_choices(declaration: Declaration) -> None:
    choices: dict[str, tuple[Any, tuple[str, ...]]] = {
        "kind": (declaration.kind, get_args(Kind)),
        "span": (declaration.span, get_args(Span)),
        "polarity": (declaration.polarity, get_args(Polarity)),
    }
    for called, (value, allowed) in choices.items():
        if value not in allowed:
            raise ValueError(f"{called} is {quote(str(value))}, and not {' or '.join(allowed)}")
    if not isinstance(declaration.small, bool):
        raise ValueError("small is neither true nor false")
    months = declaration.provisional_months
    if isinstance(months, bool) or not isinstance(months, int) or not 0 <= months <= MOST_PROVISIONAL:
        raise ValueError(f"provisional_months is not a whole number from 0 to {MOST_PROVISIONAL}")


def _check_words(offences: Mapping[str, str]) -> None:
    if not 1 <= len(offences) <= MOST_WORDS:
        raise ValueError(f"it has {len(offences)} words of its own: name 1 to {MOST_WORDS}")
    for code, label in offences.items():
        if not is_name(code):
            raise ValueError(f"{quote(str(code))} is not of small letters, figures and underscores")
        _check_text(label, f"word {code}", LONGEST_LABEL)
    labels = [label.casefold() for label in offences.values()]
    if twice := next((label for label in offences.values() if labels.count(label.casefold()) > 1), None):
        raise ValueError(f"two of its words are {quote(twice)}")
