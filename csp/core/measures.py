"""What can be counted: data/reference/measures.yml as typed, checked objects. No other file is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from csp.core.caching import keep_while_file_stands
from csp.core.characters import quote
from csp.core.errors import UserError
from csp.core.settings import REFERENCE

Kind = Literal["crime", "incident"]
Polarity = Literal["lower", "neutral"]


@dataclass(frozen=True)
class Offence:
    """One offence group of a vocabulary, the finest type a source tells apart."""

    code: str
    label: str
    kind: Kind


@dataclass(frozen=True)
class Source:
    """A set of extracts that describe the same thing in the same words. One is active at a time.

    licence: under which its figures may be used, "" where measures.yml does not say. yearly: it has the
    figures of years alone, by partnership (csp.core.recorded_crime), and no measure of measures.yml.
    provisional_months: how many of its latest months it may yet revise.
    """

    code: str
    label: str
    vocabulary: str
    simulated: bool
    credit: str
    licence: str = ""
    yearly: bool = False
    provisional_months: int = 0


@dataclass(frozen=True)
class Flag:
    """A tag the police put on some records, such as covid or hate."""

    code: str
    label: str
    excludable: bool
    definition: str


@dataclass(frozen=True)
class Measure:
    """A row of the assessment: what it is called, what it adds up, how to read it.

    offences maps a vocabulary to the offence codes summed; a vocabulary that is
    absent cannot answer the measure. flag, where set, counts flagged rows only.
    former_labels are those that old links may hold.
    """

    code: str
    label: str
    long_label: str
    noun: str
    kind: Kind
    polarity: Polarity
    published: bool
    ranked: bool
    parent: str | None
    flag: str | None
    definition: str
    caveat: str
    offences: Mapping[str, tuple[str, ...]]
    former_labels: tuple[str, ...] = ()

    def answers(self, vocabulary: str) -> bool:
        return vocabulary in self.offences


@dataclass(frozen=True)
class Catalogue:
    """Everything measures.yml says."""

    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]
    flags: Mapping[str, Flag]
    offences: Mapping[str, Mapping[str, Offence]]

    def offered(self, source: str) -> tuple[Measure, ...]:
        """The measures that a source can answer, in the order of the file."""
        vocabulary = self.sources[source].vocabulary
        return tuple(m for m in self.measures.values() if m.answers(vocabulary))

    def pick_excludable_flag(self, exclude: Collection[str]) -> Flag | None:
        """The first flag that may be left out and is not: exclude holds those that are. None without one."""
        flags = (flag for flag in self.flags.values() if flag.excludable and flag.code not in exclude)
        return next(flags, None)

    def list_wholes(self, source: str) -> dict[str, tuple[str, ...]]:
        """The measures of a source that each one is a part of: they add up all its offences and more.

        One that counts flagged rows alone is a part of none, nor has it parts.
        """
        vocabulary = self.sources[source].vocabulary
        adding = {m.code: set(m.offences[vocabulary]) for m in self.offered(source) if m.flag is None}
        return {
            code: tuple(whole for whole, every in adding.items() if offences < every)
            for code, offences in adding.items()
        }

    @property
    def renamed(self) -> dict[str, str]:
        """The label in force of every former label."""
        return {former: m.label for m in self.measures.values() for former in m.former_labels}


def _offence_codes(spec: Any, offences: Mapping[str, Offence]) -> tuple[str, ...]:
    if isinstance(spec, dict):
        return tuple(o.code for o in offences.values() if o.kind == spec["every"])
    unknown = [code for code in spec if code not in offences]
    if unknown:
        raise UserError(
            f"measures.yml: {', '.join(unknown)} is not an offence of that vocabulary. Correct the name."
        )
    return tuple(spec)


def _measure(code: str, raw: Mapping[str, Any], offences: Mapping[str, Mapping[str, Offence]]) -> Measure:
    return Measure(
        code=code,
        label=raw["label"],
        long_label=raw.get("long_label", raw["label"]),
        noun=raw["noun"],
        kind=raw["kind"],
        polarity=raw["polarity"],
        published=raw.get("published", False),
        ranked=raw.get("ranked", True),
        parent=raw.get("parent"),
        flag=raw.get("flag"),
        definition=raw["definition"],
        caveat=raw.get("caveat", ""),
        offences={name: _offence_codes(spec, offences[name]) for name, spec in raw["offences"].items()},
        former_labels=tuple(raw.get("former_labels", ())),
    )


DEEPEST = 20
"""How far the lists and entries of measures.yml may be nested; four would do."""


def _parse(text: str) -> Any:
    """The YAML of a text. Raises RecursionError where it is nested deeper than DEEPEST.

    The library in C takes a tenth of the time, for which the first reader of a server waits, but a
    text that is nested too deeply would end the process.
    """
    if not yaml.__with_libyaml__:
        return yaml.safe_load(text)
    depth = 0
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise RecursionError
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        _refuse_twins(node)
        return loader.construct_document(node)
    except yaml.YAMLError:
        # The other parser names the line of the fault, this one the line after it.
        return yaml.safe_load(text)


def _refuse_twins(node: yaml.Node | None) -> None:
    """Raise UserError for an entry whose name stands twice: of these the library lets the last count."""
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _refuse_twins(part)
    if not isinstance(node, yaml.MappingNode):
        return
    names: set[object] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in names:
            line = key.start_mark.line + 1
            raise UserError(
                f"measures.yml names {quote(key.value)} twice, at line {line} too. Keep one of them."
            )
        names.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        _refuse_twins(value)


@keep_while_file_stands(maxsize=4)
def _read_file(path: Path) -> Catalogue:
    try:
        raw = _parse(path.read_text(encoding="utf-8-sig"))
        return _build(raw)
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


def _build(raw: Any) -> Catalogue:
    offences = {
        name: {code: Offence(code=code, **fields) for code, fields in group.items()}
        for name, group in raw["offences"].items()
    }
    return Catalogue(
        measures={code: _measure(code, fields, offences) for code, fields in raw["measures"].items()},
        sources={code: Source(code=code, **fields) for code, fields in raw["sources"].items()},
        flags={code: Flag(code=code, **fields) for code, fields in raw["flags"].items()},
        offences=offences,
    )


def read_catalogue() -> Catalogue:
    """measures.yml, read again when it changes. Raises UserError for an offence it does not define."""
    return _read_file(REFERENCE / "measures.yml")
