"""What every section of a page about one crime type is drawn with: its filters, resolved and in words."""

from __future__ import annotations

from dataclasses import dataclass

from csp.comparison import published, resolve
from csp.core.filters import Filters
from csp.core.measures import Catalogue, Measure, Source, read_catalogue
from csp.core.scope import Scope
from csp.core.settings import Area
from csp.data import queries
from csp.shell import screen, theme
from csp.shell.chart import Words


@dataclass(frozen=True)
class PageContext:
    """The filters of a page with what they mean.

    place: the wards chosen, or the district, in words. periods: this period and its comparison;
    span: both in one phrase. unit: what a rate is per.
    """

    filters: Filters
    scope: Scope
    area: Area
    measures_file: Catalogue
    place: str
    periods: tuple[str, str]
    span: str
    unit: str
    mode: theme.Mode

    @property
    def measure(self) -> Measure:
        """The crime type chosen."""
        return self.measures_file.measures[self.filters.measure]

    @property
    def source(self) -> Source:
        """The source chosen."""
        return self.measures_file.sources[self.filters.source]

    @property
    def offered(self) -> tuple[Measure, ...]:
        """The crime types that the source can answer, in the order of the menu."""
        return self.measures_file.offered(self.filters.source)

    @property
    def is_adjusted(self) -> bool:
        """Whether the figures of the place are adjusted: those of a ward in public mode."""
        return published.is_adjusted(self.filters)

    def credit(self, words: tuple[str, str]) -> Words:
        """The words of a chart, from its title and subtitle, with the credit of the source."""
        return Words(*words, self.source.credit)


def resolve_context(filters: Filters, mode: theme.Mode | None = None) -> PageContext:
    """The filters resolved against what is loaded. Raises UserError where no month is left.

    mode: that of the reader where None; a paper has one of its own.
    """
    scope = resolve.resolve_scope(filters)
    return PageContext(
        filters=filters,
        scope=scope,
        area=queries.area(filters.source),
        measures_file=read_catalogue(),
        place=resolve.describe_place(filters),
        periods=resolve.describe_periods(filters, scope),
        span=resolve.describe_span(filters, scope),
        unit=resolve.describe_rate_unit(scope),
        mode=mode or screen.mode(),
    )
