"""What the page hands to the tab Where, and what the rule in force finds there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from csp.core import settings
from csp.core.filters import add_months
from csp.core.road_records.near_miss import NearMiss
from csp.core.road_records.school import School
from csp.core.settings import Area
from csp.data import queries
from csp.shell import theme
from csp.topics.road_safety.findings.hot_spots import write_number
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import HotSpot, cover_years, identify_spot
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.where import fetch


@dataclass(frozen=True)
class WhereContext:
    """The source of collisions ("sample" or "dft") with its credit, and the day that the years end with.

    schools and near_misses: all that are loaded, of any period.
    """

    source: str
    credit: str
    end: date
    mode: theme.Mode
    schools: tuple[School, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, eq=False)
class RuleContext:
    """The district with its collisions, the rule in force, and what it finds.

    end: the last day that the rule looks at. wards: names by code.
    """

    context: WhereContext
    area: Area
    loaded: fetch.Loaded
    rule: ClusterRule
    end: date
    spots: tuple[HotSpot, ...]
    wards: Mapping[str, str]

    @property
    def covered(self) -> Period:
        """The days that the rule looks at."""
        return cover_years(self.rule, self.end)

    @property
    def key(self) -> tuple[str, str, ClusterRule, date]:
        """What luck and expected counts are kept by."""
        return self.context.source, self.area.home, self.rule, self.end

    @property
    def start(self) -> str:
        """The first half of the finding: how many hot spots, by which rule, when."""
        return write_number(self.spots, self.rule, self.covered, self.area.home_name)

    @property
    def near_misses(self) -> tuple[NearMiss, ...]:
        """Those since the first day that the rule looks at: they are known long before collisions are."""
        return tuple(each for each in self.context.near_misses if each.date >= self.covered.start)

    def find_spot(self, code: str) -> HotSpot | None:
        """The hot spot of an id (identify_spot()); None where the rule finds none there."""
        return next((spot for spot in self.spots if identify_spot(spot) == code), None)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day loaded."""
        return self.loaded.first, _find_month_end(self.loaded.last)


def apply_rule(context: WhereContext, rule: ClusterRule) -> RuleContext | None:
    """What a rule finds in the home district; None where no collisions of it are loaded."""
    area = settings.area()
    loaded = fetch.fetch_loaded(context.source, area.home)
    if loaded is None:
        return None
    end = min(context.end, _find_month_end(loaded.last))
    spots = fetch.find_spots(context.source, area.home, rule, end)
    return RuleContext(context, area, loaded, rule, end, spots, queries.wards(area.home))


def _find_month_end(day: date) -> date:
    """The last day of the month: a source ends with a month, whatever day its last collision was on."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
