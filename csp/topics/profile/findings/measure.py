"""What a crime type is, and how much of it carries a flag."""

from __future__ import annotations

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.measures import Catalogue, Measure


def describe_measure(measure: Measure, measures_file: Catalogue, vocabulary: str) -> list[str]:
    """What the type counts and how to read it, in plain words: definition, caveats, what it belongs to."""
    sentences = [measure.definition]
    offences = measures_file.offences[vocabulary]
    codes = measure.offences[vocabulary]
    of_its_kind = {offence.code for offence in offences.values() if offence.kind == measure.kind}
    if len(codes) > 1 and set(codes) != of_its_kind:
        names = [wording.lower_first(offences[code].label) for code in codes]
        sentences.append(f"Counted from: {wording.list_words(names)}.")
    if measure.parent:
        sentences.append(f"A part of {wording.lower_first(measures_file.measures[measure.parent].label)}.")
    if measure.kind == "incident" and "not crimes" not in measure.definition:
        sentences.append("Incidents are not part of all crime.")
    if measure.caveat:
        sentences.append(measure.caveat)
    if measure.polarity == "neutral":
        sentences.append("So a rise is neither good nor bad here, and is not coloured as either.")
    return sentences


def describe_flagged(row: MeasureRow, flagged: tuple[int, int], label: str, with_rest: bool = True) -> str:
    """ "377 of the 819 were COVID-tagged (0 of 390 before); without them: a rise of 52 (+13.3%)."

    row: the whole crime type. flagged: how many of it carry the flag, in both periods. "" where
    none does. with_rest: whether those without the flag are what is left, as in comparison.findings.
    """
    now, before = flagged
    if not (now or before):
        return ""
    text = f"{wording.count(now)} of the {wording.count(row.change.now)} were {label}"
    if row.change.before is None:
        return f"{text}."
    text += f" ({wording.count(before)} of {wording.count(row.change.before)} before)"
    if not with_rest:
        return f"{text}."
    rest, rest_before = row.change.now - now, row.change.before - before
    if rest == rest_before:
        return f"{text}; without them there is no change."
    kind = "rise" if rest > rest_before else "fall"
    size = wording.count(abs(rest - rest_before))
    return f"{text}; without them there is a {kind} of {size} ({wording.share(rest, rest_before)})."
