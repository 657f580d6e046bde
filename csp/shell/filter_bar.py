"""The bar of filters on top of a page, bound to the URL. Their labels are a public contract: links hold them.

It reads like a sentence: what, where, when and against what. It shows only what the page uses
(PageSpec.filters); the page is given every other filter but the source as it is when nobody has
chosen, so a page need not say what it ignores.

What a page does not use is drawn all the same, and hidden by a style: Streamlit takes a control that
is not drawn, or not in the browser, out of the address, with one more step in the browser's history,
and Back then opens the page before without it (tried with 1.67). Every control has one place on every
page: one that moves is taken off the browser's list of those in the address, and the next page opens
without it there. For the same reason the controls of the period stand in an expander, which is always
in the browser, and not in a popover, which is there while it is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from csp.core import disclosure, settings, wording
from csp.core.errors import NothingYetError
from csp.core.filters import Filters, Period
from csp.core.incomplete_words import name_incomplete
from csp.core.markup import plain
from csp.core.measures import Flag, Measure, Source, read_catalogue
from csp.core.settings import Area
from csp.data import completeness, queries, recorded_crime
from csp.data.own_places import list_own_places
from csp.shell import filter_values, messages, screen
from csp.shell.filter_periods import find_comparisons, find_first_period, list_ends, list_lengths
from csp.shell.filter_values import Finder
from csp.shell.filter_years import YearChoice, describe_left, find_years
from csp.shell.pages import (
    AGAINST,
    ENDING,
    EVERY_FILTER,
    LENGTH,
    SOURCE,
    TYPE,
    WARDS,
    WHOLE_MONTHS,
    WITHOUT,
)


def choose(**values: Any) -> None:
    """Set filters from a click, in a callback, before they are drawn: choose(type="Shoplifting")."""
    st.session_state.update(values)


@dataclass(frozen=True)
class View:
    """The filters by the labels that are chosen, those that a page uses, and what each of them offers.

    chosen holds the label of each filter by its key, and defaults the one that the address need not
    name; the others are the options by label. flags are the flags that may be left out; incomplete
    names the months with an incomplete upload and the crime types that are incomplete in a month, "" where
    there are none; not_found are sentences about values that are not on offer. is_yearly: the source has the
    figures of years alone. published: in public mode the periods that are published by ward, of which one
    ward at a time can be chosen; else none.
    """

    used: frozenset[str]
    chosen: Mapping[str, Any]
    defaults: Mapping[str, str]
    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]
    wards: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, date]
    lengths: Mapping[str, int]
    comparisons: Mapping[str, Period]
    flags: tuple[Flag, ...]
    incomplete: str
    place: str
    not_found: tuple[str, ...]
    is_yearly: bool = False
    published: tuple[Period, ...] = ()

    @property
    def source(self) -> Source:
        """The source that the page shows: the one chosen, or, where the page cannot show it, the first."""
        chosen = self.sources[self.chosen[SOURCE]]
        if chosen.yearly and not self.is_yearly:
            return next(each for each in self.sources.values() if not each.yearly)
        return chosen

    def in_force(self, key: str) -> Any:
        """The label of a filter: the one chosen where the page uses it, else the default."""
        return self.chosen[key] if key in self.used else self.defaults[key]

    @property
    def filters(self) -> Filters:
        """The same as values, as a page takes them."""
        period = Period.ending(self.ends[self.in_force(ENDING)], self.lengths[self.in_force(LENGTH)])
        offered, nearest = find_comparisons(period, self.ends.values(), self.published)
        return Filters(
            source=self.source.code,
            measure=self.measures[self.in_force(TYPE)].code,
            wards=tuple(self._find_wards()) if WARDS in self.used else (),
            period=period,
            comparison=offered[self.chosen[AGAINST] if AGAINST in self.used else nearest],
            exclude=tuple(
                flag.code for flag in self.flags if WITHOUT in self.used and self.chosen[WITHOUT + flag.code]
            ),
            whole_months=WHOLE_MONTHS in self.used and self.chosen[WHOLE_MONTHS],
        )

    def _find_wards(self) -> dict[str, None]:
        """The wards chosen, each once: an area of one's own stands for all of its wards."""
        return dict.fromkeys(code for name in self.chosen[WARDS] for code in self.wards[name])

    def describe(self) -> list[str]:
        """The filters that the page uses in words, for paper."""
        words = []
        if TYPE in self.used:
            words.append(self.chosen[TYPE])
        if WARDS in self.used:
            words.append(wording.list_words(self.chosen[WARDS] or [f"All of {self.place}"]))
        return [*words, *self.describe_period()]

    def describe_period(self) -> list[str]:
        """The period and its comparison, and what is left out of both."""
        filters, words = self.filters, f"up to {self.chosen[ENDING]}"
        if LENGTH in self.used:
            words = wording.period(filters.period.start, filters.period.end)
        if AGAINST in self.used:
            before = filters.comparison
            words += f" against {wording.period(before.start, before.end)}"
        return [words, *([f"without {self.left_out}"] if self.left_out else [])]

    @property
    def left_out(self) -> str:
        """The records and months that are left out, in words; "" where none are."""
        filters = self.filters
        flags = [flag.label for flag in self.flags if flag.code in filters.exclude]
        return wording.list_words([*flags, *(["incomplete months"] if filters.whole_months else [])])


def find_view(area: Area, used: frozenset[str], offers_years: bool = False) -> View:
    """What is in force of the filters used. Raises NothingYetError where no months are loaded.

    offers_years: as a page has it (PageSpec).
    """
    screen.follow_renamed(TYPE, read_catalogue().renamed)
    view = resolve_view(area, used, Finder(used), offers_years)
    not_found = filter_values.keep_sentences((used, view.chosen), view.not_found)
    return replace(view, not_found=tuple(not_found))


def resolve_view(area: Area, used: frozenset[str], finder: Finder, offers_years: bool = False) -> View:
    """What a finder finds of the filters used. Raises NothingYetError where no months are loaded."""
    sources = _list_sources(area, offers_years)
    chosen_source = finder.find(SOURCE, sources, next(iter(sources)), "Source")
    source = sources[chosen_source]
    if source.yearly and offers_years:
        years = find_years(area, source, finder)
        return _build_years(years, used, finder, sources, area.home_name)
    if not offers_years:
        sources = {label: each for label, each in sources.items() if each in (source,) or not each.yearly}
    if source.yearly:
        # The choice is kept for the pages that can show it.
        source = next(each for each in sources.values() if not each.yearly)
        finder.leave(SOURCE, describe_left(chosen_source, source.label))
    catalogue = read_catalogue()
    measures = {measure.label: measure for measure in catalogue.offered(source.code)}
    wards = _list_wards(source, area)
    loaded = queries.loaded(area.force_slug)[source.code]
    published = queries.published_periods(source.code)
    first = find_first_period(loaded.months, area.year_start, published)
    ends = list_ends(loaded.months, published)
    find_wards = finder.find_one if published else finder.find_several
    chosen: dict[str, Any] = {
        SOURCE: chosen_source,
        TYPE: finder.find(TYPE, measures, next(iter(measures)), "Crime type"),
        WARDS: find_wards(WARDS, wards, "Ward", f"all of {area.home_name}"),
        ENDING: finder.find(ENDING, ends, wording.month(first.end), "Period ending"),
    }
    lengths = list_lengths(ends[chosen[ENDING]], published)
    usual = wording.plural(first.months, "month")
    usual = usual if usual in lengths else next(iter(lengths))
    chosen[LENGTH] = finder.find(LENGTH, lengths, usual, "Length")
    period = Period.ending(ends[chosen[ENDING]], lengths[chosen[LENGTH]])
    comparisons, default = find_comparisons(period, loaded.months, published)
    _, opening = find_comparisons(first, loaded.months, published)
    chosen[AGAINST] = finder.find(AGAINST, comparisons, default, "Compare with", opening)
    flags = _list_flags(source)
    for flag in flags:
        name = f"Leave out {flag.label}"
        chosen[f"{WITHOUT}{flag.code}"] = finder.find_switch(f"{WITHOUT}{flag.code}", WITHOUT, name)
    cells = completeness.fetch_incomplete_cells(source.code).list_own()
    labels = {measure.code: measure.label for measure in measures.values()}
    # Without them a period is none of those that are published.
    incomplete = "" if published else name_incomplete(sorted(loaded.incomplete), cells, labels)
    chosen[WHOLE_MONTHS] = bool(incomplete) and finder.find_switch(
        WHOLE_MONTHS, WHOLE_MONTHS, "Leave out incomplete months"
    )
    return View(
        used,
        chosen,
        finder.defaults,
        sources,
        measures,
        wards,
        ends,
        lengths,
        comparisons,
        flags,
        incomplete,
        area.home_name,
        tuple(finder.notes),
        published=published,
    )


def _build_years(
    view_of: YearChoice, used: frozenset[str], finder: Finder, sources: Mapping[str, Source], place: str
) -> View:
    return View(
        used,
        view_of.chosen,
        finder.defaults,
        sources,
        view_of.measures,
        {},
        view_of.ends,
        view_of.lengths,
        view_of.comparisons,
        (),
        "",
        place,
        tuple(finder.notes),
        is_yearly=True,
    )


def _list_sources(area: Area, offers_years: bool) -> dict[str, Source]:
    """The sources by label: those of months, which every page can show, before those of years.

    Where there are none of months, a page that can show years has those alone. On other pages that is an
    error: NothingYetError.
    """
    loaded = queries.loaded(area.force_slug)
    usable = [source for source in read_catalogue().sources.values() if source.code in loaded]
    yearly = recorded_crime.list_sources()
    if not usable and not (offers_years and yearly):
        raise NothingYetError(
            f"No recorded crime of {area.home_name} loaded",
            queries.explain_no_months() if queries.is_published() else disclosure.NOTHING_PUBLISHED,
        )
    usable.sort(key=lambda s: s.order)
    return {source.label: source for source in (*usable, *yearly)}


def _list_wards(source: Source, area: Area) -> dict[str, tuple[str, ...]]:
    """What the filter of wards offers, and the wards of each: areas of one's own first, then single wards."""
    counted = queries.wards_counted(source.code, area.home)
    wards = {name: (code,) for code, name in queries.wards(area.home).items() if code in counted}
    # Several wards together are not published.
    own = {} if area.is_public else list_own_places(source.code)
    return {f"{name} (area)" if name in wards else name: codes for name, codes in own.items()} | wards


def _list_flags(source: Source) -> tuple[Flag, ...]:
    """The flags of the source that may be left out."""
    catalogue = read_catalogue()
    flags = [catalogue.flags[code] for code in queries.flags(source.code) if code in catalogue.flags]
    return tuple(flag for flag in flags if flag.excludable)


def draw(view: View) -> None:
    """Draw every filter where the caller stands. Once per run, by the frame alone. See hide_unused()."""
    # Names of areas of one's own are longer than those of most wards; together the two keep their room.
    type_width, ward_width = (228, 258) if any(map(_is_area, view.wards.values())) else (250, 220)
    _select("Crime type", view.measures, TYPE, view, "collapsed", type_width)
    if view.wards:
        st.multiselect(
            "Wards",
            view.wards,
            key=WARDS,
            bind="query-params",
            placeholder=f"All of {view.place}",
            label_visibility="collapsed",
            max_selections=1 if view.published else None,
            width=ward_width,
            # The bar names every ward that is chosen.
            wrap=True,
        )
    label = " · ".join(view.describe_period())
    with st.expander(plain(label), key="period", icon=":material/calendar_month:"):
        _draw_period(view)
    st.button(
        "Reset", key="reset", icon=":material/restart_alt:", type="tertiary", on_click=filter_values.reset
    )


def _is_area(codes: Sequence[str]) -> bool:
    """Whether an entry of the filter of wards is an area of one's own: no other has several wards."""
    return len(codes) > 1


def hide_unused(used: frozenset[str]) -> str:
    """Styles that hide the filters that a page does not use, the period and Reset where none is left."""
    hidden = sorted(EVERY_FILTER - {WITHOUT} - used)
    if not used - {TYPE, WARDS}:
        hidden.append("period")
    if not used:
        hidden.append("reset")
    classes = [f".st-key-{key}" for key in hidden]
    classes += [] if WITHOUT in used else [f"[class*='st-key-{WITHOUT}']"]
    return f":is({', '.join(classes)}) {{ display: none !important; }}\n" if classes else ""


def _draw_period(view: View) -> None:
    """When and against what, in the order in which it is read."""
    _select("Period ending", view.ends, ENDING, view)
    _select("Length", view.lengths, LENGTH, view)
    _select("Compare with", view.comparisons, AGAINST, view)
    for flag in view.flags:
        key = f"{WITHOUT}{flag.code}"
        st.toggle(plain(f"Leave out {flag.label}"), key=key, bind="query-params", help=plain(flag.definition))
    if view.incomplete:
        st.toggle(
            "Leave out incomplete months",
            key=WHOLE_MONTHS,
            bind="query-params",
            help=plain(f"Far fewer rows than the months around them: {view.incomplete}."),
        )
    # What the others offer depends on the source, which is chosen least often.
    _select("Source", view.sources, SOURCE, view)
    if WARDS in view.used and not view.wards:
        messages.caption(
            disclosure.NOTHING_BY_WARD
            if settings.area().is_public
            else f"This source has no wards for {view.place}."
        )


def _select(
    label: str,
    options: Mapping[str, object],
    key: str,
    view: View,
    visibility: Any = "visible",
    width: Any = "stretch",
) -> None:
    """One of the options, by its label."""
    st.selectbox(
        plain(label),
        options,
        index=list(options).index(view.defaults[key]),
        key=key,
        bind="query-params",
        label_visibility=visibility,
        width=width,
    )


def has_moved(view: View) -> bool:
    """Whether the controls, once drawn, hold other values than the view.

    Back and forward in the browser do that: the address then decides, after the view was found.
    """
    drawn = dict(view.chosen)
    if not view.wards:
        del drawn[WARDS]
    if not view.incomplete:
        del drawn[WHOLE_MONTHS]
    return any(st.session_state.get(key, value) != value for key, value in drawn.items())


def address(view: View) -> dict[str, list[str]]:
    """Every filter used by name, defaults too: a link must show the same view after the defaults have
    moved on.
    """
    found: dict[str, list[str]] = {}
    for key, value in view.chosen.items():
        if key in view.used or (key.startswith(WITHOUT) and WITHOUT in view.used):
            values = value if isinstance(value, list) else [value]
            found[key] = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
    return found
