"""How a rule is written down: the one encoding of the address, the controls and the saved scenarios.

A rule is written as query parameters: one list of texts for each key. The keys are those of the
controls, and so are the words for the choices ("crime in a ward", "12 months"), which read on in the sentence
that the controls make. Links hold both, so they are a public contract: what a choice was called before
is in RENAMED.

Two things differ from the fields of a rule. A limit in standard deviations has a key of its own,
limit_sd, because the slider of the address keeps one range and has one for each unit. And crime types
and flags are written by their labels in an address, which people read, and by their codes in a saved
scenario, which outlives a change of a label.

Scenarios saved by earlier versions hold codes for the choices ("ward_types", "3", "yes") and the limit
of either unit under the key limit. from_query reads these too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csp.topics.thresholds.rules.rule import Rule

WATCH = {
    "crime in a ward": "ward_types",
    "crime in the district": "types",
    "injury on the roads": "roads",
}
OVER = {"1 month": 1, "3 months": 3, "12 months": 12}
VERSUS = {
    "last year": "same months last year",
    "the average of the three before": "mean of the three previous",
    "the county's rate": "the county's rate",
    "the middle of the peers": "the middle of the peers",
    "the control limits": "control limits",
}
UNIT = {"Per cent": "%", "Standard deviations": "sd"}
# What choices were called before: links and saved scenarios may hold these.
RENAMED = {
    "Each ward": "crime in a ward",
    "a ward": "crime in a ward",
    "Borough": "crime in the district",
    "the borough": "crime in the district",
    "crime in the borough": "crime in the district",
    "Same months last year": "last year",
    "Mean of the three before": "the average of the three before",
    "Average of the three before": "the average of the three before",
    "County's rate": "the county's rate",
    "Middle of the peers": "the middle of the peers",
    "Control limits": "the control limits",
    "Up": "up",
    "Down": "down",
    "Both": "up or down",
    "%": "Per cent",
    "SD": "Standard deviations",
}
DIRECTION = {"up": "up", "down": "down", "up or down": "both"}

LIMIT_KEYS = {"%": "limit", "sd": "limit_sd"}
# The limit of each unit where none is given.
DEFAULT_LIMITS = {"%": Rule().limit, "sd": 3.0}

# Every key of the encoding; they keep clear of the keys of the filters.
KEYS = (
    "watch",
    "over",
    "versus",
    "unit",
    *LIMIT_KEYS.values(),
    "direction",
    "least",
    "beyond_chance",
    "leave_out",
    "watched",
)

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_TRUTH = {"true": True, "false": False, "yes": True, "no": False}

Value = str | bool | int | float | list[str]


@dataclass(frozen=True)
class Labels:
    """The labels of the crime types and flags on offer, by code."""

    measures: Mapping[str, str]
    flags: Mapping[str, str]


def label(options: Mapping[str, object], value: object) -> str:
    """The label under which a value is offered."""
    return next(text for text, offered in options.items() if offered == value)


def to_controls(rule: Rule, labels: Labels | None = None) -> dict[str, Value]:
    """What the controls hold for a rule, by key. Without labels crime types and flags are codes."""
    flags, measures = (labels.flags, labels.measures) if labels else ({}, {})
    return {
        "watch": label(WATCH, rule.watch),
        "over": label(OVER, rule.months),
        "versus": label(VERSUS, rule.against),
        "unit": label(UNIT, rule.unit),
        LIMIT_KEYS[rule.unit]: rule.limit,
        "direction": label(DIRECTION, rule.direction),
        "least": rule.least,
        "beyond_chance": rule.significant,
        "leave_out": [flags.get(code, code) for code in rule.exclude],
        "watched": [measures.get(code, code) for code in rule.measures],
    }


def to_query(rule: Rule, labels: Labels | None = None) -> dict[str, list[str]]:
    """The whole rule as query parameters, one list of texts for each key; an empty list says "none"."""
    return {key: write_value(value) for key, value in to_controls(rule, labels).items()}


def write_value(value: object) -> list[str]:
    """What a control holds, as the texts of a query parameter."""
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [repr(value).removesuffix(".0") if isinstance(value, float) else str(value)]


def from_controls(state: Mapping[Any, Any], default: Rule, labels: Labels) -> Rule:
    """The rule that the controls are set to. state: what each control holds, by key."""
    query = {key: write_value(state[key]) for key in KEYS if key in state}
    return from_query(query, default, labels)


def from_query(query: Mapping[str, str | Sequence[str]], default: Rule, labels: Labels | None = None) -> Rule:
    """The rule that an address or a saved scenario holds; never fails.

    A field that is absent or cannot be read is that of default. Crime types and flags that are not
    among labels are dropped, and a list of which none is left is that of default; without labels
    every code is kept.
    """
    measures, flags = (labels.measures, labels.flags) if labels else (None, None)
    values: dict[str, Any] = {
        "watch": _read_choice(query.get("watch"), WATCH, default.watch),
        "months": _read_choice(query.get("over"), OVER, default.months),
        "against": _read_choice(query.get("versus"), VERSUS, default.against),
        "unit": _read_choice(query.get("unit"), UNIT, default.unit),
        "limit": _read_limit(query, default),
        "direction": _read_choice(query.get("direction"), DIRECTION, default.direction),
        "least": _read_least(query.get("least"), default.least),
        "significant": _TRUTH.get(_last_text(query.get("beyond_chance")), default.significant),
        "exclude": _read_codes(query.get("leave_out"), flags, default.exclude),
        "measures": _read_codes(query.get("watched"), measures, default.measures),
    }
    return Rule(**values)


def _read_limit(query: Mapping[str, str | Sequence[str]], default: Rule) -> float:
    # The words of the controls have a limit of their own key; the code "sd" of earlier versions has not.
    unit = _last_text(query.get("unit"))
    if RENAMED.get(unit, unit) == label(UNIT, "sd"):
        otherwise = default.limit if default.unit == "sd" else DEFAULT_LIMITS["sd"]
        return _read_float(query.get(LIMIT_KEYS["sd"]), otherwise)
    return _read_float(query.get(LIMIT_KEYS["%"]), default.limit)


def _read_choice(parameter: object, options: Mapping[str, Any], default: Any) -> Any:
    """The value of a label, or of a code as earlier versions wrote it."""
    text = _last_text(parameter)
    text = RENAMED.get(text, text)
    codes = {str(value): value for value in options.values()}
    return options.get(text, codes.get(text, default))


def _read_float(parameter: object, default: float) -> float:
    try:
        return Rule(limit=float(_last_text(parameter))).limit
    except ValueError:  # no number, or one that no rule may have
        return default


def _read_least(parameter: object, default: int) -> int:
    try:
        return Rule(least=int(_last_text(parameter))).least
    except ValueError:
        return default


def _read_codes(
    parameter: object, labels: Mapping[str, str] | None, default: tuple[str, ...]
) -> tuple[str, ...]:
    """Codes from codes or labels; without labels from codes alone."""
    texts = _texts(parameter)
    if parameter == [] or texts == [""]:  # earlier versions wrote an empty text for "none"
        return ()
    by_label = {text: code for code, text in (labels or {}).items()}
    codes = (by_label.get(text, text) for text in texts)
    valid_codes = (code for code in codes if _CODE.match(code) and (labels is None or code in labels))
    return tuple(dict.fromkeys(valid_codes)) or default


def _texts(parameter: object) -> list[str]:
    """The texts of a parameter. A saved rule is JSON and may hold anything: what is no text is left out."""
    if isinstance(parameter, str):
        return [parameter]
    return (
        [each for each in parameter if isinstance(each, str)] if isinstance(parameter, list | tuple) else []
    )


def _last_text(parameter: object) -> str:
    texts = _texts(parameter)
    return texts[-1] if texts else ""
