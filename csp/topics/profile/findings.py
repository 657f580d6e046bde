"""The sentences of the crime-type profile: what a type is, its season, its parts, its outcomes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.rows import MeasureRow
from csp.core import disclosure, wording
from csp.core.change_words import describe_size, describe_verdict
from csp.core.filters import Period
from csp.core.measures import Catalogue, Measure
from csp.topics.profile.rules import NO_OUTCOME_LABEL, Outcome, Season
from csp.topics.wards.rules import Figures, Wards


def about(measure: Measure, known: Catalogue, vocabulary: str) -> list[str]:
    """What the type counts and how to read it, in plain words: definition, caveats, what it belongs to."""
    told = [measure.definition]
    codes = measure.offences[vocabulary]
    names = [known.offences[vocabulary][code].label for code in codes]
    every = {o.code for o in known.offences[vocabulary].values() if o.kind == measure.kind}
    if len(codes) > 1 and set(codes) != every:
        told.append(f"Counted from: {wording.list_words([_lower(name) for name in names])}.")
    if measure.parent:
        told.append(f"A part of {_lower(known.measures[measure.parent].label)}.")
    if measure.kind == "incident" and "not crimes" not in measure.definition:
        told.append("Incidents are not part of all crime.")
    if measure.caveat:
        told.append(measure.caveat)
    if measure.polarity == "neutral":
        told.append("So a rise is neither good nor bad here, and is not coloured as either.")
    return told


def _lower(text: str) -> str:
    """Running text: a capital that is not an abbreviation is dropped."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def trend_words(
    row: MeasureRow,
    measure: Measure,
    place: str,
    periods: tuple[str, str],
    lengths: tuple[int, int],
    trend: Period,
) -> tuple[str, str]:
    """Title and subtitle: "Shoplifting: 28 a month in Jan to Dec 2020 after 46 in Jan to Dec 2019".

    lengths: how many months each period counts.
    """
    title = f"{measure.long_label} by month"
    if lengths[0] and not row.change.suppressed_now:
        title = f"{measure.long_label}: {a_month(row.change.now / lengths[0])} a month in {periods[0]}"
        if row.change.before is not None:
            title += f" after {a_month(row.change.before / lengths[1])} in {periods[1]}"
    months = wording.period(trend.start, trend.end)
    return title, f"Recorded in {place} by month, {months}; dashed: mean month; hollow: incomplete upload"


def a_month(mean: float) -> str:
    """A mean month, with a decimal where it is small."""
    return wording.count(mean) if mean >= 20 else wording.rate(mean)


def ward_words(
    rows: Sequence[Figures], measure: Measure, borough: str, unit: str, period: str
) -> tuple[str, str]:
    """Title and subtitle of the wards: the highest rate, and how many stand apart from the borough's."""
    ranked = [row for row in rows if row.rank]
    apart = sum(row.apart for row in ranked)
    if not ranked or not any(row.change.now for row in rows):
        title = f"{measure.long_label} by ward"
    else:
        top = max(ranked, key=lambda row: row.rate)
        told = wording.number(apart) if apart else "none"
        title = (
            f"{top.name} has the highest rate, {wording.rate(top.rate)}; "
            f"{told} of {len(rows)} wards {'stands' if apart == 1 else 'stand'} apart from {borough}"
        )
    return title, (
        f"{measure.long_label}, rate {unit} (recorded), {period}; lines: 95 % limits; "
        "dark: limits leave out the borough's rate (about 1 in 20 would by chance)"
    )


def hidden_wards(wards: Wards, shown: Sequence[Figures]) -> list[str]:
    """How many wards are not shown, and why; [] where all are."""
    left_out = len(wards.names) - len(shown)
    return [f"{wording.plural(left_out, 'ward')} not shown. {disclosure.WHY}"] if left_out else []


def map_words(measure: Measure, unit: str, period: str, schematic: bool) -> tuple[str, str]:
    return (
        f"{measure.long_label} by ward",
        f"Rate {unit}, {period}{'; schematic outlines' if schematic else ''}",
    )


def season_sentence(found: Season) -> str:
    """ "Usually highest in July, 18 % above an average month, and lowest in February, 14 % below." """
    if found.usual is None:
        return "It takes three complete years to say which months are usually high."
    high, low = (found.usual.index(f(found.usual)) for f in (max, min))
    if high == low:
        return "No month is usually higher than another."
    return (
        f"Usually highest in {wording.MONTH_NAMES[high]}, {_off(found.usual[high])}, "
        f"and lowest in {wording.MONTH_NAMES[low]}, {_off(found.usual[low])}."
    )


def _off(factor: float) -> str:
    side = "above" if factor >= 1 else "below"
    return f"{wording.count(100 * abs(factor - 1))} % {side} an average month"


def part_words(
    rows: Sequence[MeasureRow], measure: Measure, comparable: bool, period: str, place: str
) -> tuple[str, str]:
    """Title and subtitle: the largest part, and the one that moved most."""
    label = next((row.flag_label for row in rows if row.flagged_now and row.flag_label), None)
    tagged = f"; end of the bar: {label}" if label else ""
    mark = "; mark: the period before" if comparable else ""
    return _parts_title(rows, measure), f"Recorded in {place}, {period}{mark}{tagged}"


def _parts_title(rows: Sequence[MeasureRow], measure: Measure) -> str:
    shown = [row for row in rows if not row.change.suppressed_now and row.change.now]
    if not shown:
        return f"{measure.long_label}: the parts"
    total = sum(row.change.now for row in rows)
    top = max(shown, key=lambda row: row.change.now)
    share = wording.pct(100 * top.change.now / total) if total else ""
    largest = f"{top.label}: {share} of {measure.noun}"
    moved = [row for row in rows if row.change.difference]
    if not moved:
        return largest
    most = max(moved, key=lambda row: abs(row.change.difference or 0))
    subject = "it" if most is top else _lower(most.label)
    return f"{largest}; {subject} moved most: {describe_size(most.change)}, {describe_verdict(most.change)}"


def tagged_sentence(whole: MeasureRow, tagged: tuple[int, int], label: str, suppress: bool) -> str:
    """ "377 of the 819 were COVID-tagged (0 of 390 before); without them: a rise of 52 (+13.3 %)."

    tagged: how many carry the flag, in both periods; "" where none does, or (public mode) too few.
    """
    now, before = tagged
    small = suppress and (disclosure.is_small(now) or disclosure.is_small(before))
    if not (now or before) or whole.change.suppressed_now or small:
        return ""
    text = f"{wording.count(now)} of the {wording.count(whole.change.now)} were {label}"
    if whole.change.before is None:
        return f"{text}."
    text += f" ({wording.count(before)} of {wording.count(whole.change.before)} before)"
    left, left_before = whole.change.now - now, whole.change.before - before
    if left == left_before:
        return f"{text}; without them there is no change."
    kind = "rise" if left > left_before else "fall"
    by = wording.count(abs(left - left_before))
    return f"{text}; without them there is a {kind} of {by} ({wording.share(left, left_before)})."


def no_page(part: str, measure: Measure) -> str:
    """Why a part that was clicked opens nothing."""
    return f"{part} is counted in {_lower(measure.label)} but is not a crime type of its own here."


def outcome_words(
    found: Sequence[Outcome], measure: Measure, comparable: bool, period: str, place: str
) -> tuple[str, str]:
    """Title and subtitle: the most frequent outcome."""
    mark = "; mark: the period before" if comparable else ""
    return _outcomes_title(found, measure, comparable), f"% of {measure.noun} in {place}, {period}{mark}"


def _outcomes_title(found: Sequence[Outcome], measure: Measure, comparable: bool) -> str:
    """ "Unable to prosecute suspect: 45.1 % of shoplifting offences, 40.2 % in the period before" """
    now, before = (sum(getattr(o, side) for o in found) for side in ("now", "before"))
    shown = [o for o in found if not o.hidden]
    if not now or not shown:
        return f"{measure.long_label}: what became of them"
    top = max(shown, key=lambda o: o.now)
    said = f"{top.label}: {wording.pct(100 * top.now / now)} of {measure.noun}"
    if not (comparable and before):
        return said
    return f"{said}, {wording.pct(100 * top.before / before)} in the period before"


def no_rank(wards: bool) -> str:
    """Why there is no table of the districts."""
    if wards:
        return "Ranks compare whole districts and are not given for a choice of wards."
    return "This type is a part of another and has no rank of its own."


def no_outcomes(measure: Measure, source: str) -> str:
    """Why there are none: incidents never have one; else this source gives none for the period."""
    if measure.kind == "incident":
        return "None: the police give an outcome for crimes, and these are incidents."
    return f"None: {source} gives no outcome for these crimes in this period."


def outcome_caveat(found: Sequence[Outcome]) -> str:
    """How far shares of outcomes can be trusted."""
    text = (
        "The latest outcome known when the file was published: crimes of the last months have had less time."
    )
    open_ = next((o for o in found if o.label == NO_OUTCOME_LABEL and o.now), None)
    return f"{text} Those without any are shown as “{NO_OUTCOME_LABEL}”." if open_ else text
