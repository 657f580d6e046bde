"""A source beyond police as it is declared once: its name, its licence, what it counts and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Span = Literal["month", "quarter", "year"]


@dataclass(frozen=True)
class Declaration:
    """A declared source.

    code: lower case and underscores, unlike that of any other source. credit: the line under pictures.
    counts: what one of it is ("calls to the helpline"). kind: whether it counts to "All crime". vocabulary:
    "recorded", "street" or the code itself, where it has words of its own. offences: those words, label by
    code. span: what a figure is of; only a source of months has trends and thresholds. small: whether counts
    below 5 are kept out of every page, whoever reads it. provisional_months: how many of the latest months
    may yet be revised.
    """

    code: str
    label: str
    licence: str
    credit: str
    counts: str
    vocabulary: str
    kind: Literal["crime", "incident"] = "incident"
    offences: Mapping[str, str] = field(default_factory=dict)
    span: Span = "month"
    small: bool = False
    provisional_months: int = 0
