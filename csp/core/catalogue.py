"""The parts of measures.yml as values: sources, the offences they tell apart, flags and measures. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from csp.core.errors import UserError
from csp.core.partner.declaration import Span

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
    provisional_months: how many of its latest months it may yet revise. is_declared: whether it was declared
    from the page (extracts/measures.yml). counts, span and small: as Declaration has them.
    """

    code: str
    label: str
    vocabulary: str
    simulated: bool
    credit: str
    licence: str = ""
    yearly: bool = False
    provisional_months: int = 0
    is_declared: bool = False
    counts: str = ""
    span: Span = "month"
    small: bool = False

    @property
    def order(self) -> int:
        """Which of several sources pages begin with: recorded crime, then simulated crime, then all else."""
        if self.is_declared and self.vocabulary == self.code:
            return 2
        return 1 if self.simulated else 0


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


def build_measure(
    code: str, raw: Mapping[str, Any], offences: Mapping[str, Mapping[str, Offence]]
) -> Measure:
    """The measure of an entry, for the offences of each vocabulary. Raises as build_catalogue() does."""
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


def build_catalogue(raw: Any) -> Catalogue:
    """The catalogue of the entries of measures.yml. Raises KeyError, TypeError or UserError."""
    offences = {
        name: {code: Offence(code=code, **fields) for code, fields in group.items()}
        for name, group in raw["offences"].items()
    }
    return Catalogue(
        measures={code: build_measure(code, fields, offences) for code, fields in raw["measures"].items()},
        sources={code: Source(code=code, **fields) for code, fields in raw["sources"].items()},
        flags={code: Flag(code=code, **fields) for code, fields in raw["flags"].items()},
        offences=offences,
    )
