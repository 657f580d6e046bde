"""Parts of an action's page: the crime type it acts on, before and after its start, and whether it worked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from csp.comparison import harm
from csp.core import wording
from csp.core.filters import Filters
from csp.core.markup import plain
from csp.core.measures import Measure, read_catalogue
from csp.data import queries
from csp.shell import messages, screen, theme, widgets
from csp.shell.chart import Words
from csp.shell.chart_marks import add_marks
from csp.topics.action_plan import charts, fetch_crime
from csp.topics.action_plan.chart_notes import ChartNotes, draw_notes, fetch_notes, name_crime_chart
from csp.topics.action_plan.fetch_crime import Question
from csp.topics.action_plan.findings import effect as words_of_effect
from csp.topics.action_plan.findings import linked_crime
from csp.topics.action_plan.rules.effect import ActionEffect
from csp.topics.action_plan.rules.linked_crime import LinkedCrime
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.tables.action import build_crime_table
from csp.topics.action_plan.tables.effect import build_effect_table


def draw_linked_crime(action: ActionRow, linked: Measure, filters: Filters, mode: theme.Mode) -> None:
    """The months of the crime type, what they say of the action, and every caveat."""
    crime = fetch_crime.fetch_linked_crime(action, linked.code, filters, charts.MONTHS)
    credit = read_catalogue().sources[filters.source].credit
    notes = fetch_notes(name_crime_chart(linked.code))
    draw_series(action, crime, (linked.label, linked.long_label), credit, notes, mode)


def draw_series(
    action: ActionRow,
    crime: LinkedCrime,
    labels: tuple[str, str],
    credit: str,
    notes: ChartNotes,
    mode: theme.Mode,
) -> None:
    """A series with the start of an action. labels: short and long; credit: of the source."""
    label, long_label = labels
    for caveat in crime.caveats:
        messages.note(caveat)
    if crime.compared:
        sentence = linked_crime.describe_before_after(long_label, crime.compared)
    else:
        sentence = linked_crime.explain_no_comparison(action.started, crime.last)
    messages.paragraph(sentence)
    months = crime.trend.each()
    words = Words(
        linked_crime.write_before_after_title(label, crime.compared),
        f"Recorded per month, {queries.area().home_name}, {wording.period(months[0], months[-1])}; "
        f"{wording.INCOMPLETE_MARK}",
        credit,
    )
    picture = charts.build_series_chart(
        months,
        crime.counts,
        crime.incomplete,
        action.started,
        crime.compared,
        words,
        mode,
    )
    screen.chart(add_marks(picture, notes.list_marks()), key="linked")
    draw_notes(notes)
    screen.download(build_crime_table(label, months, crime.counts, "not shown"), f"{label} by month")


def draw_effect(action: ActionRow, linked: Measure, filters: Filters, mode: theme.Mode) -> None:
    """Whether the action worked: the places that are compared, the finding, and what it rests on."""
    area = queries.area()
    question = ask_places(partial(fetch_crime.list_places, filters.source))
    effect, caveats = fetch_crime.fetch_effect(action, linked.code, filters, question)
    for caveat in caveats:
        messages.note(caveat)
    if effect is None:
        messages.note(words_of_effect.NO_COMPARISON)
        return
    last = max(queries.loaded(area.force_slug)[filters.source].months)
    write_effect(action, Subject(linked.label), effect, effect.places.beside != question.beside, last)
    _draw_harm(linked, filters, effect)
    draw_effect_table(action, effect, mode)


@dataclass(frozen=True)
class Subject:
    """What is counted, by its label, and what of it may have moved to another place."""

    label: str
    moves: str = "crime"


def write_effect(
    action: ActionRow, subject: Subject, effect: ActionEffect, proposed: bool, last: date
) -> None:
    """What came of an action, in words. proposed: nobody has chosen the comparison; last: month loaded."""
    names = name_places()
    messages.subheader(words_of_effect.write_headline(effect, subject.label, names))
    sentences = [
        words_of_effect.describe_places(effect, names, proposed=proposed, subject=subject.moves),
        words_of_effect.describe_level(effect, names),
        words_of_effect.describe_smallest(effect),
    ]
    if effect.effect is None:
        sentences.insert(0, words_of_effect.explain_planned(action.started, last))
    messages.paragraph(" ".join(filter(None, sentences)))


def name_places() -> dict[str, str]:
    """The districts and the wards of home by code."""
    area = queries.area()
    return {**area.names, **queries.wards(area.home), area.home: area.home_name}


def draw_effect_table(
    action: ActionRow, effect: ActionEffect, mode: theme.Mode, moves: str = "crime"
) -> None:
    """The counts that an effect rests on, and how it is measured."""
    names = name_places()
    if not effect.too_few:
        table = build_effect_table(effect, names, moves)
        widgets.table(table, key="effect", mode=mode)
        screen.download(table, f"{action.ref} before and after")
    messages.caption(f"{words_of_effect.METHOD} {words_of_effect.describe_dispersion(effect.phi)}")


def _draw_harm(linked: Measure, filters: Filters, effect: ActionEffect) -> None:
    """The effect weighted by harm, where the reader asks for it."""
    if not st.toggle("Weighted by harm", key="by_harm", bind="query-params"):
        return
    weights = harm.draw_choice(filters.source)
    weighed = fetch_crime.fetch_harm_effect(linked, filters, effect, weights)
    messages.paragraph(words_of_effect.describe_harm(weighed, effect, weights))


def ask_places(list_places: Callable[[str], Mapping[str, str]], moves: str = "crime") -> Question:
    """What the reader wants to compare: the place covered, the comparison, where crime may have moved to.

    list_places: the names, by code, of what may be compared with a place; with "" the wards.
    """
    area = queries.area()
    if area.is_public:
        messages.caption(words_of_effect.NOT_BY_WARD)
    where, beside, moved = st.columns(3)
    wards = {name: code for code, name in list_places("").items()}
    screen.drop_stale_choice("covers", wards)
    ward = where.selectbox(
        plain("Where it works"),
        wards,
        index=None,
        key="covers",
        bind="query-params",
        placeholder=plain(f"All of {area.home_name}"),
    )
    covered = wards[ward] if ward else area.home
    others = {name: code for code, name in list_places(covered).items()}
    screen.drop_stale_choice("beside", others)
    other = beside.selectbox(
        plain("Compare with"),
        others,
        index=None,
        key="beside",
        bind="query-params",
        placeholder="Proposed: the nearest in level",
    )
    around = {name: code for name, code in others.items() if name != other} if ward else {}
    screen.drop_stale_choice("moved", around)
    names = (
        moved.multiselect(
            plain(f"Where {moves} may have moved to"),
            around,
            key="moved",
            bind="query-params",
            placeholder="No ward",
        )
        if around
        else []
    )
    return Question(covered, others[other] if other else "", tuple(around[name] for name in names))
