"""Districts ranked by rate, by place, against their population, and on the map. Pure."""

from csp.topics.county.charts.districts import BAR, district_map, district_places, district_rates
from csp.topics.county.charts.funnel import district_funnel

__all__ = ["BAR", "district_funnel", "district_map", "district_places", "district_rates"]
