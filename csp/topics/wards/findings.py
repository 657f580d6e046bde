"""The sentences of the ward map: which ward stands out, and how the chosen ones compare. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from csp.comparison.findings import describe_standing
from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_movement
from csp.core.filters import Period
from csp.core.geography import Outlines, Place
from csp.core.measures import Measure
from csp.topics.wards.rules import Figures, Wards, apart, other_years, without_population

NO_WARDS = (
    "No row of this source has a ward yet. Import ward outlines with python -m csp import boundaries, or "
    "a lookup of LSOAs with python -m csp import lookup, and then the street files again."
)
NO_OUTLINES = (
    "No ward outlines of this district are loaded. Import them with python -m csp import boundaries; "
    "until then the tables below say the same."
)
NO_TILES = (
    "No arrangement of tiles is known for these wards. Give each a column and a row in "
    "data/reference/ward_tiles.csv."
)
NO_POINTS = (
    "No street-level positions for this crime type and period: none are loaded, or small counts are hidden."
)


def headline(rows: Sequence[Figures], measure: Measure, unit: str, comparable: bool) -> str:
    """The ward with the highest rate, how it compares, and how many wards really changed.

    "All crime: Culverden has the highest rate of the 20 wards, 108.0 per 1,000 (1.6 times
    the borough's); four changed by more than chance."
    """
    ranked = [row for row in rows if row.rank]
    if not any(row.change.now or row.change.suppressed_now for row in rows):
        return f"{measure.label}: none recorded in any ward."
    if ranked:
        top = max(ranked, key=lambda row: row.rate)
        joint = "joint " if sum(row.rate == top.rate for row in ranked) > 1 else ""
        told = f"the {joint}highest rate of the {len(rows)} wards, {wording.rate(top.rate)} {unit}"
        if math.isfinite(top.ratio):
            told += f" ({wording.rate(top.ratio)} times the borough's)"
    elif all(row.change.suppressed_now for row in rows):
        return f"{measure.label}: too few in any ward to show without pointing at people."
    else:
        top = max(rows, key=lambda row: row.change.now)
        told = f"the most of the {len(rows)} wards, {wording.count(top.change.now)}"
    changed = f"; {_changed(rows)}" if comparable else ""
    return f"{measure.label}: {top.name} has {told}{changed}."


def _changed(rows: Sequence[Figures]) -> str:
    """ "four changed by more than chance" """
    real = [row for row in rows if row.change.is_real]
    if not real:
        return "none changed by more than chance"
    if len(real) == 1:
        verb = "rose" if (real[0].change.difference or 0) > 0 else "fell"
        return f"one, {real[0].name}, {verb} by more than chance"
    return f"{wording.number(len(real))} changed by more than chance"


def chosen_headline(row: Figures, measure: Measure, of: int, unit: str) -> str:
    """The chosen ward or patch: its count, its change, its rate and its place, or the borough's rate.

    "All crime in Culverden rose by 9 (+0.9 %) to 976, within chance; 108.0 per 1,000,
    highest of 20 wards." of: how many wards have a rank.
    """
    if row.change.suppressed_now:
        return f"{measure.label} in {row.name}: too few to show without pointing at people."
    clauses = [f"{measure.label} in {row.name} {_level(row.change)}"]
    if math.isfinite(row.rate):
        rate = f"{wording.rate(row.rate)} {unit}"
        if row.rank:
            rate += f", {place_of(row, of)} of {of} wards"
        elif math.isfinite(row.ratio):
            rate += f", {_compared(row)}"
        clauses.append(rate)
    else:
        clauses.append("no rate, for want of a population")
    return "; ".join(clauses) + "."


def place_of(row: Figures, of: int) -> str:
    """The place by rate from the nearer end: "2nd lowest", "3rd highest"."""
    if row.tied or 2 * row.rank <= of or row.rank == of:
        return describe_standing(row.rank, row.tied, of)
    return f"{wording.ordinal(of - row.rank + 1)} highest"


def _compared(row: Figures) -> str:
    text = f"{wording.rate(row.ratio)} times the borough's rate"
    return text if row.apart else f"{text} (no more than chance apart)"


def _level(change: Change) -> str:
    if change.before is None:
        why = "the earlier count hidden" if change.suppressed_before else "no earlier period to compare with"
        return f"was {wording.count(change.now)}, with {why}"
    if not change.difference:
        return f"was {wording.count(change.now)}, as before"
    return describe_movement(change)


def trend_words(
    measure: Measure, name: str, series: Sequence[float | None], trend: Period, level: bool
) -> tuple[str, str]:
    """Title and subtitle of the trend: the last 12 months against the 12 before, where all are loaded."""
    last, before = list(series[-12:]), list(series[-24:-12])
    known = [int(n) for n in series if n is not None]
    if len(before) == 12 and all(n is not None for n in (*last, *before)):
        sums = [wording.count(sum(n or 0 for n in part)) for part in (last, before)]
        title = f"{sums[0]} in the last 12 months, {sums[1]} in the 12 before"
    elif known:
        title = f"{wording.count(min(known))} to {wording.count(max(known))} a month"
    else:
        title = "No month can be shown"
    dashed = "; dashed: at the borough's rate" if level else ""
    hollow = "; hollow: incomplete upload"
    months = wording.period(trend.start, trend.end)
    return title, f"{measure.long_label} in {name} by month, {months}{dashed}{hollow}"


def mix_words(
    own: Mapping[str, float], borough: Mapping[str, float], crimes: Sequence[Measure], name: str, period: str
) -> tuple[str, str]:
    """Title and subtitle of the mix: the type whose share is furthest above the borough's."""
    labels = {measure.code: measure.label for measure in crimes}
    over = {code: share - borough[code] for code, share in own.items()}
    top = max(over, key=lambda code: over[code], default="")
    if not top:
        title = "No crimes to share out"
    elif over[top] < 0.05:  # the whole borough, or its very mix
        top = max(own, key=lambda code: own[code])
        title = f"{labels[top]}: {wording.pct(own[top])} of all crime"
    else:
        shares = f"{wording.pct(own[top])} of crime here, {wording.pct(borough[top])} in the borough"
        title = f"{labels[top]}: {shares}"
    mark = "; mark: the borough's share" if over and over[top] else ""
    return title, f"Share of all crime in {name}, {period}{mark}"


def place_sentence(wanted: str, place: Place | None, home: str, districts: Mapping[str, str]) -> str:
    """What was found: "Langton Green (village) lies in Speldhurst and Bidborough." """
    if place is None:
        return f"No place called “{wanted}” is known. Add it to data/reference/places.csv."
    district = districts.get(place.district_code, "another district")
    kind = f" ({place.kind})" if place.kind else ""
    if place.district_code != home:
        return f"{place.name}{kind} lies in {district}, outside this map."
    if place.ward:
        return f"{place.name}{kind} lies in {place.ward}."
    return f"{place.name}{kind} lies in several wards." if kind else f"{place.name} lies in {district}."


def map_sentence(
    look: str, shade: str, unit: str, period: str, span: str, radius_m: float, outlines: Outlines | None
) -> str:
    """What the shades of a view mean, and what its outlines are and where they come from.

    span: the period and what it is compared with.
    """
    shaded = {
        "Count": f"Recorded, {period}.",
        "Rate": f"Rate {unit}, {period}.",
        "Change": f"Change in % of the count, {span}.",
        "Signal": f"Change of the rate, {span}: more than chance or not.",
    }[shade]
    if look == "Points":
        shaded = f"Recorded in each hexagon, {2 * radius_m:,.0f} m from corner to corner, {period}."
    return f"{shaded} {_drawn(look, outlines)}"


def _drawn(look: str, outlines: Outlines | None) -> str:
    if look == "Tiles" or outlines is None:
        return "One tile for each ward, all of one size, near to where the ward lies."
    if outlines.schematic:
        return (
            "Schematic outlines, drawn around named places: near the real ones, not equal to them. "
            "Import the real ones with python -m csp import boundaries."
        )
    return f"Ward outlines of {outlines.vintage}, ONS. Contains OS data © Crown copyright and database right."


def picture_words(
    measure: Measure, shade: str, unit: str, period: str, span: str, outlines: Outlines
) -> tuple[str, str]:
    """Title and subtitle of the map as a picture for papers."""
    shaded = {
        "Count": f"Recorded, {period}",
        "Rate": f"Rate {unit}, {period}",
        "Change": f"Change in %, {span}",
        "Signal": f"Change that is more than chance, {span}",
    }[shade]
    kind = "schematic outlines" if outlines.schematic else f"ward outlines of {outlines.vintage}"
    return f"{measure.long_label} by ward", f"{shaded}; {kind}"


def no_map(look: str, outlines: Outlines | None) -> str:
    """Why a view of the map cannot be drawn, and how to get it."""
    if look == "Tiles":
        return NO_TILES
    return NO_OUTLINES if outlines is None else NO_POINTS


def caveats(wards: Wards, measure: Measure) -> list[str]:
    """What is in the borough's total and in no ward, which wards have no rate, whose population is used."""
    told = []
    unplaced = int(wards.unplaced[wards.row(measure.code)])
    if unplaced:
        told.append(
            f"{wording.count(unplaced)} {measure.noun} of {wards.borough} lie in no known ward "
            "and count to the borough alone."
        )
    without = without_population(wards)
    if without:
        told.append(
            f"No population is on file for {wording.list_words(without)}: no rate and no rank. "
            "Import ward populations with python -m csp import population."
        )
    used = other_years(wards)
    if used:
        years = wording.list_words([str(year) for year in used])
        told.append(f"Ward rates use the population of {years}: none is on file for {wards.basis.years[0]}.")
    return told


def matrix_caption(wards: Wards, measures: Sequence[Measure]) -> str:
    """How the matrix is read, and how many of its marks chance alone would make."""
    marked, of = apart(wards, [measure.code for measure in measures])
    return (
        "Rate of each ward over the borough's: 2 is twice as high. Shaded and marked * where its 95 % limits "
        f"leave out the borough's rate: {wording.count(marked)} of {wording.count(of)} figures, where chance "
        f"alone would mark about {wording.count(of / 20)}."
    )
