"""What every section of the page about roads is drawn with: source, period, place, and their words."""

from __future__ import annotations

from dataclasses import dataclass

from csp.core import settings
from csp.core.change import ChangeRules
from csp.core.filters import Period as Months
from csp.core.settings import Area
from csp.shell import theme
from csp.shell.chart import Words
from csp.topics.road_safety.fetch import Span
from csp.topics.road_safety.rules.loaded import Loaded
from csp.topics.road_safety.rules.periods import Period, find_year_before


@dataclass(frozen=True)
class RoadSource:
    """Where collisions are from: the code of the store, and what is said of it."""

    code: str
    label: str
    credit: str
    licence: str
    simulated: bool = False


PUBLISHED = RoadSource(
    "dft",
    "Department for Transport",
    "Department for Transport, Road Safety Data, Open Government Licence v3.0",
    "Open Government Licence v3.0",
)
SIMULATED = RoadSource("sample", "Sample", "Simulated collisions", "Simulated, free to use", simulated=True)
SOURCES = (PUBLISHED, SIMULATED)


@dataclass(frozen=True)
class RoadContext:
    """The choices of the page with what they mean. now is compared with the same days a year before."""

    area: Area
    source: RoadSource
    loaded: Loaded
    now: Period
    mode: theme.Mode

    @property
    def place(self) -> str:
        """The home district by name."""
        return self.area.home_name

    @property
    def before(self) -> Period:
        """The same days a year before, loaded or not."""
        return find_year_before(self.now)

    @property
    def periods(self) -> tuple[Period, Period]:
        """Now and before."""
        return self.now, self.before

    @property
    def comparable(self) -> bool:
        """Whether all of the year before is loaded."""
        return self.loaded.has(self.before)

    @property
    def span(self) -> str:
        """Both periods in one phrase; one where there is no other."""
        return f"{self.now.label} against {self.before.label}" if self.comparable else self.now.label

    @property
    def months(self) -> Months:
        """The period as months, as other pages have it."""
        return Months(self.now.start, round(self.now.days / 30.4))

    @property
    def rules(self) -> ChangeRules:
        """How changes are judged."""
        return ChangeRules(self.comparable, self.area.significance, self.area.small_base)

    @property
    def is_public(self) -> bool:
        """Public mode, in which wards are the only places below the district, and only by whole years."""
        return self.area.is_public

    def ask_home(self, period: Period) -> Span:
        """The home district in a period, as the store is asked."""
        return Span(self.source.code, (self.area.home,), period.start, period.end)

    def credit(self, words: tuple[str, str]) -> Words:
        """The words of a chart, from its title and subtitle, with the credit of the source.

        A title that is a sentence elsewhere too has no full stop here.
        """
        title, subtitle = words
        return Words(title.removesuffix("."), subtitle, self.source.credit)


def build_context(source: RoadSource, loaded: Loaded, now: Period, mode: theme.Mode) -> RoadContext:
    """The choices of the page under the settings in force."""
    return RoadContext(settings.area(), source, loaded, now, mode)
