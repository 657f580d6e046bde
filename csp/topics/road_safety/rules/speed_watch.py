"""Community Speed Watch: the share of vehicles over the limit at each site, and its trend. Pure.

Sessions of a site differ by more than chance (hour, weather, visible vests), so the limits of its share allow
for the spread between its own sessions. The trend is Kendall's, over sessions in the order of their days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.core.road_records.speed_watch import SpeedWatchSession
from csp.statistics.shares import estimate_share_dispersion, share_limits
from csp.statistics.trend import Trend, find_trend

# Fewer sessions with vehicles have no verdict on a trend.
LEAST_SESSIONS = 8


@dataclass(frozen=True)
class SpeedWatchSite:
    """A site over all its sessions.

    share: of vehicles over the limit, nan where none passed; low and high: its 95 % limits. shares: of each
    session with vehicles, oldest first. trend: None for fewer than 8 of them.
    """

    site: str
    sessions: int
    first: date
    last: date
    vehicles: int
    over: int
    share: float
    low: float
    high: float
    shares: tuple[float, ...]
    trend: Trend | None

    def is_rising(self, significance: float = 0.05) -> bool | None:
        """True for a steady rise of the share, False for a steady fall, None for neither."""
        if self.trend is None or self.trend.p >= significance or not self.trend.slope:
            return None
        return self.trend.slope > 0


def judge_sites(sessions: Sequence[SpeedWatchSession]) -> tuple[SpeedWatchSite, ...]:
    """Every site with its share and trend, the highest share first; names are the same but for capitals."""
    by_site: dict[str, list[SpeedWatchSession]] = {}
    for session in sorted(sessions, key=lambda each: (each.date, each.vehicles, each.over, each.site)):
        by_site.setdefault(" ".join(session.site.casefold().split()), []).append(session)
    sites = [_judge(each) for each in by_site.values()]
    return tuple(sorted(sites, key=lambda each: (not each.vehicles, -each.share, each.site)))


def _judge(sessions: Sequence[SpeedWatchSession]) -> SpeedWatchSite:
    vehicles, over = [each.vehicles for each in sessions], [each.over for each in sessions]
    shares = tuple(each.over / each.vehicles for each in sessions if each.vehicles)
    low, high = share_limits(sum(over), sum(vehicles), estimate_share_dispersion(over, vehicles))
    return SpeedWatchSite(
        site=sessions[-1].site,
        sessions=len(sessions),
        first=sessions[0].date,
        last=sessions[-1].date,
        vehicles=sum(vehicles),
        over=sum(over),
        share=sum(over) / sum(vehicles) if sum(vehicles) else float("nan"),
        low=low,
        high=high,
        shares=shares,
        trend=find_trend(shares) if len(shares) >= LEAST_SESSIONS else None,
    )
