"""Every measure in a line: what it means, how it is read, of what it is made and who answers it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp.core.measures import Catalogue, Kind, Measure, Polarity
from csp.core.word_search import build_index, has_all, read_typed


@dataclass(frozen=True)
class Definition:
    """A measure with the labels of its offences by vocabulary and of the sources that answer it.

    whole: the label of the measure that it is a part of, "" for none. flag: the label of the tag that its
    records have, "" for none.
    """

    code: str
    label: str
    kind: Kind
    polarity: Polarity
    definition: str
    caveat: str
    whole: str
    flag: str
    offences: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]

    @property
    def index(self) -> str:
        """The stems by which it is found."""
        words = [offence for offences in self.offences.values() for offence in offences]
        return build_index([self.label, self.definition, self.caveat, self.flag, *words, *self.sources])


def list_definitions(catalogue: Catalogue, yearly: Iterable[Measure] = ()) -> list[Definition]:
    """Every measure of the catalogue, in its order, and then those of the yearly sources."""
    monthly = [_define(each, catalogue) for each in catalogue.measures.values()]
    publishers = tuple(source.label for source in catalogue.sources.values() if source.yearly)
    yearly = list(yearly)
    labels = {each.code: each.label for each in yearly}
    return [*monthly, *(_define_yearly(each, labels, publishers) for each in yearly if publishers)]


def _define(measure: Measure, catalogue: Catalogue) -> Definition:
    words = {
        vocabulary: tuple(catalogue.offences[vocabulary][code].label for code in codes)
        for vocabulary, codes in measure.offences.items()
    }
    sources = tuple(
        source.label for source in catalogue.sources.values() if measure.answers(source.vocabulary)
    )
    whole = catalogue.measures.get(measure.parent or "")
    flag = catalogue.flags.get(measure.flag or "")
    return Definition(
        measure.code,
        measure.label,
        measure.kind,
        measure.polarity,
        measure.definition,
        measure.caveat,
        whole.label if whole else "",
        flag.label if flag else "",
        words,
        sources,
    )


def _define_yearly(measure: Measure, labels: Mapping[str, str], publishers: Sequence[str]) -> Definition:
    parts = {
        vocabulary: tuple(labels[code] for code in codes if code in labels and code != measure.code)
        for vocabulary, codes in measure.offences.items()
    }
    return Definition(
        f"yearly {measure.code}",
        f"{measure.long_label}, yearly",
        measure.kind,
        measure.polarity,
        measure.definition,
        measure.caveat,
        labels.get(measure.parent or "", ""),
        "",
        parts,
        tuple(publishers),
    )


def find_definitions(definitions: Iterable[Definition], typed: str) -> list[Definition]:
    """Those in which every word typed is the beginning of one; all where none is typed."""
    stems = read_typed(typed)
    return [each for each in definitions if has_all(each.index, stems)]
