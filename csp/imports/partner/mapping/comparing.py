"""A profile laid on a table: what each column says, and what is new that nobody was asked about yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from csp.core.partner.book import Layout
from csp.core.partner.profile import ColumnUse, Profile
from csp.core.wording import list_words, quote_words
from csp.imports.partner.mapping.names import Match
from csp.imports.partner.mapping.periods import measure_span
from csp.imports.partner.mapping.spelling import SEPARATOR, is_total, simplify_heading

MOST_NAMED = 4
_CALLED = {"area": "area", "ward": "ward", "offence": "type", "flag": "flag"}


@dataclass(frozen=True)
class News:
    """What a profile does not answer: headings that are new or missing, and words that are unmapped."""

    new_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    new_words: tuple[Match, ...]

    def __bool__(self) -> bool:
        return bool(self.new_columns or self.missing_columns or self.new_words)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is new, a sentence each, with what to do."""
        sentences = [_say_columns(self.new_columns, "new", "Say what it holds, or leave it out.")]
        sentences.append(
            _say_columns(self.missing_columns, "missing", "Say which column has taken its place.")
        )
        for role, called in _CALLED.items():
            words = [match.word for match in self.new_words if match.role == role]
            if words:
                sentences.append(
                    f"New in the file, {called}: {_quote(words)}. Say what of ours it is, or leave it out."
                )
        return tuple(sentence for sentence in sentences if sentence)


def _say_columns(headings: Sequence[str], what: str, advice: str) -> str:
    if not headings:
        return ""
    columns, verb = ("columns", "are") if len(headings) > 1 else ("column", "is")
    return f"The {columns} {_quote(headings)} {verb} {what}. {advice}"


def _quote(words: Sequence[str]) -> str:
    """The first of some words in quotation marks, and how many more there are."""
    if len(words) <= MOST_NAMED:
        return quote_words(words)
    return list_words(
        [quote_words([word]) for word in words[:MOST_NAMED]] + [f"{len(words) - MOST_NAMED:,} more"]
    )


def compare_profile(profile: Profile, layout: Layout, matches: Sequence[Match]) -> News:
    """What is new in a table for a profile. matches: of its words (match_words).

    A further month in a table of months as columns is nothing new, nor is one that is gone.
    """
    uses = apply_profile(profile, layout)
    kept = {simplify_heading(use.heading) for use in profile.columns}
    there = {simplify_heading(heading) for heading in layout.headings}
    new = [
        use.heading
        for column, use in enumerate(uses)
        if use.heading
        and use.role == "leave out"
        and simplify_heading(use.heading) not in kept
        and not _adds_up(column, use, layout)
    ]
    missing = [
        use.heading
        for use in profile.columns
        if use.role != "leave out"
        and not (use.role == "wide" and profile.wide == "month")
        and simplify_heading(use.heading) not in there
    ]
    if profile.wide == "month" and not any(use.role == "wide" for use in uses):
        missing += [use.heading for use in profile.columns if use.role == "wide"]
    unmapped = tuple(match for match in matches if match.how == "unmapped")
    return News(tuple(dict.fromkeys(new)), tuple(missing), unmapped)


def _adds_up(column: int, use: ColumnUse, layout: Layout) -> bool:
    """Whether a column that is left out says what others add up to, or is a longer period than they are."""
    return (
        column in layout.total_columns
        or _is_total_heading(use.heading)
        or measure_span(use.heading) is not None
    )


def _is_total_heading(heading: str) -> bool:
    return is_total(heading) or is_total(heading.rpartition(SEPARATOR)[2])


def apply_profile(profile: Profile, layout: Layout) -> tuple[ColumnUse, ...]:
    """What each column of a layout says by a profile, in their order: "leave out" for new ones."""
    waiting: dict[str, list[ColumnUse]] = {}
    for use in profile.columns:
        waiting.setdefault(simplify_heading(use.heading), []).append(use)
    spans = Counter(measure_span(use.stands_for) for use in profile.columns if use.role == "wide")
    span = spans.most_common(1)[0][0] if spans and profile.wide == "month" else None
    uses: list[ColumnUse] = []
    for column, heading in enumerate(layout.headings):
        kept = waiting.get(simplify_heading(heading))
        if kept:
            use = kept.pop(0)
            uses.append(ColumnUse(heading, use.role, use.stands_for))
        elif span and column not in layout.total_columns and measure_span(heading) == span:
            uses.append(ColumnUse(heading, "wide", heading))
        else:
            uses.append(ColumnUse(heading, "leave out"))
    return tuple(uses)


@dataclass(frozen=True)
class TotalColumn:
    """A column that says what the wide columns among parts, by their numbers from 0, add up to."""

    column: int
    label: str
    parts: tuple[int, ...]


def list_total_columns(profile: Profile, layout: Layout) -> tuple[TotalColumn, ...]:
    """The columns that add up wide ones: all of them, or those under the same heading of two rows."""
    uses = apply_profile(profile, layout)
    wide = [column for column, use in enumerate(uses) if use.role == "wide"]
    totals: list[TotalColumn] = []
    for column, use in enumerate(uses):
        if use.role != "leave out" or not wide:
            continue
        if column in layout.total_columns or _is_total_heading(use.heading):
            above = use.heading.rpartition(SEPARATOR)[0]
            under = [at for at in wide if above and uses[at].heading.rpartition(SEPARATOR)[0] == above]
            totals.append(TotalColumn(column, use.heading or "Total", tuple(under or wide)))
    return tuple(totals)
