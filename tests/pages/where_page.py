"""A page of the tests' own that holds the tab Where alone, with two schools and four near misses."""

from datetime import date

from csp.core.road_records.near_miss import NearMiss
from csp.core.road_records.school import School
from csp.shell import screen
from csp.topics.road_safety.where import WhereContext, draw_where

SCHOOLS = (School("St John's", 0.262, 51.147, "primary"), School("Goudhurst", 0.459, 51.112, "primary"))
MISSES = tuple(
    NearMiss(
        date(2019, 9, 1 + i), 0.2606 + i * 0.0001, 51.1446, ("close_pass",), "cycling", text="By the gate"
    )
    for i in range(4)
)
draw_where(WhereContext("sample", "Simulated.", date(2020, 6, 30), screen.mode(), SCHOOLS, MISSES))
