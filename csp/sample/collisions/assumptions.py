"""What the simulated collisions take as given, in plain tables.

Published is one thing: casualties fell in every district of the county in the year to June 2020. Everything
else is a judgement, rounded on purpose, after what is public:

- Department for Transport, "Reported road casualties in Great Britain: annual report 2019": casualties per
  collision (1.3), and how casualties fell in the months of the first lockdown.
- Its open record files, Open Government Licence v3.0: the county, casualties of the first half of 2022
  (provisional), for severity, road user, age and sex; York 2005 to 2016 and West Yorkshire 2024 for hour,
  weekday, speed limit, junction, light, weather and surface. Shares are looked at, no row is taken.

A partnership year goes from July to June and is named by the year in which it begins.
"""

from __future__ import annotations

from typing import NamedTuple

# Jul 2017 to Jun 2020: the partnership's published year 2019/20 is the last of three, which rules for hot
# spots look back over. The sample's crimes begin half a year later and go on half a year longer; with
# their 36 months there would be two whole years, and no third.
YEARS = (2017, 2018, 2019)

# People hurt in each district and year: about 3.3 per 1,000 residents, more where motorways pass. Made up,
# but for the fall of the last year in every one of them.
CASUALTIES: dict[str, tuple[int, int, int]] = {
    "E07000105": (468, 452, 371),  # Ashford
    "E07000106": (509, 497, 412),  # Canterbury
    "E07000107": (471, 476, 397),  # Dartford
    "E07000108": (359, 346, 301),  # Dover
    "E07000109": (341, 337, 286),  # Gravesham
    "E07000110": (683, 668, 551),  # Maidstone
    "E07000111": (526, 511, 419),  # Sevenoaks
    "E07000112": (351, 343, 294),  # Folkestone and Hythe
    "E07000113": (514, 521, 448),  # Swale
    "E07000114": (452, 441, 379),  # Thanet
    "E07000115": (477, 463, 388),  # Tonbridge and Malling
    "E07000116": (352, 341, 277),  # the borough
}

# How many times its mean a district's month of collisions varies beyond what moves the county (φ).
# Casualties come several at a time, so that they vary about 1.7 times their mean, as those of the five
# districts of West Yorkshire do (1.69).
MONTH_DISPERSION = 1.1

# A day's collisions by month, January to December, 1 = an average month; and in 2020 against other years.
# From 23 March 2020 there was a fraction of the traffic.
SEASON = (1.04, 1.00, 0.95, 0.93, 0.97, 0.99, 1.00, 0.97, 1.01, 1.06, 1.10, 0.98)
RESTRICTIONS = {1: 1.0, 2: 0.97, 3: 0.95, 4: 0.33, 5: 0.52, 6: 0.70}
LOCKDOWN = (3, 23)  # from this day of March as in April
WEEKDAYS = (0.98, 1.04, 1.04, 1.05, 1.16, 0.96, 0.77)  # Monday to Sunday

# Collisions by hour, 0 to 23: Monday to Friday, and at the weekend.
WORKING_DAY = (5, 4, 3, 3, 3, 7, 17, 48, 82, 48, 42, 48, 54, 54, 60, 80, 82, 92, 68, 46, 34, 28, 22, 14)
WEEKEND = (24, 18, 16, 12, 7, 9, 14, 20, 28, 44, 58, 70, 78, 76, 74, 68, 66, 64, 62, 50, 42, 36, 32, 26)

# The first and last hour of daylight by month, January to December.
FIRST_LIGHT = (8, 7, 6, 6, 5, 5, 5, 6, 6, 7, 7, 8)
LAST_LIGHT = (16, 17, 18, 19, 20, 21, 21, 20, 19, 18, 16, 15)
# Codes from here on are those of data/reference/collision_codes.csv. Darkness, by whether the road is lit
# as a town's is.
LIT_DARKNESS = {4: 0.91, 5: 0.03, 7: 0.04, 6: 0.02}
UNLIT_DARKNESS = {6: 0.76, 4: 0.15, 5: 0.03, 7: 0.06}

# The chance of rain by month, and what weather is otherwise: in summer, and from November to March.
RAIN = (0.17, 0.15, 0.13, 0.09, 0.09, 0.09, 0.08, 0.10, 0.10, 0.15, 0.18, 0.19)
RAINY = {2: 0.90, 5: 0.10}
DRY_SUMMER = {1: 0.957, 4: 0.010, 7: 0.003, 8: 0.015, 9: 0.015}
DRY_WINTER = {1: 0.915, 4: 0.022, 3: 0.012, 7: 0.016, 8: 0.020, 9: 0.015}
# Of weather 1, 4, 7, 8 and 9 the road is wet, or frozen in winter, in these shares; after rain always wet.
SURFACE_SUMMER = {1: 0.90, 2: 0.095, 7: 0.005}
SURFACE_WINTER = {1: 0.68, 2: 0.29, 4: 0.03}
SURFACE_FOG = {1: 0.08, 2: 0.90, 4: 0.02}
SURFACE_RAIN = {2: 0.985, 5: 0.015}
SURFACE_SNOW = {3: 0.60, 2: 0.25, 4: 0.15}

# Junctions, on slow roads (20 to 40 mph), on fast ones, and on dual carriageways of 70 mph; at a hot spot
# there is always one.
JUNCTIONS_SLOW = {0: 0.37, 13: 0.34, 16: 0.10, 1: 0.09, 2: 0.02, 18: 0.05, 17: 0.01, 19: 0.02}
JUNCTIONS_FAST = {0: 0.64, 13: 0.18, 16: 0.06, 1: 0.05, 18: 0.04, 5: 0.01, 19: 0.02}
JUNCTIONS_DUAL = {0: 0.79, 5: 0.11, 1: 0.06, 13: 0.03, 19: 0.01}
JUNCTIONS_HOT = {13: 0.50, 16: 0.22, 1: 0.28}


class RoadUser(NamedTuple):
    """What is assumed of collisions in which the first person hurt is of one group.

    collisions: their share of all. fatal and serious: chances of a person hurt. male: their share. ages:
    weights by band, 1 to 11 as in collision_codes.csv. types: casualty types and their shares.
    """

    collisions: float
    fatal: float
    serious: float
    male: float
    ages: tuple[float, ...]
    types: dict[int, float]


ROAD_USERS: dict[str, RoadUser] = {
    "pedestrian": RoadUser(
        collisions=0.155,
        fatal=0.014,
        serious=0.26,
        male=0.55,
        ages=(4, 8, 17, 10, 8, 13, 11, 9, 8, 7, 7),
        types={0: 1.0},
    ),
    "cyclist": RoadUser(
        collisions=0.090,
        fatal=0.010,
        serious=0.22,
        male=0.85,
        ages=(0, 2, 9, 9, 8, 18, 18, 19, 11, 4, 2),
        types={1: 1.0},
    ),
    "motorcyclist": RoadUser(
        collisions=0.115,
        fatal=0.020,
        serious=0.36,
        male=0.91,
        ages=(0, 0, 1, 20, 15, 23, 13, 13, 10, 4, 1),
        types={3: 0.33, 5: 0.37, 4: 0.16, 2: 0.08, 97: 0.06},
    ),
    "car occupant": RoadUser(
        collisions=0.590,
        fatal=0.005,
        serious=0.085,
        male=0.51,
        ages=(1.5, 2, 3, 12, 13, 22, 16, 12, 9, 5, 4.5),
        types={9: 0.98, 8: 0.015, 10: 0.005},
    ),
    "bus": RoadUser(
        collisions=0.007,
        fatal=0.001,
        serious=0.07,
        male=0.40,
        ages=(2, 2, 6, 6, 5, 10, 12, 14, 15, 14, 14),
        types={11: 1.0},
    ),
    "goods": RoadUser(
        collisions=0.035,
        fatal=0.006,
        serious=0.09,
        male=0.88,
        ages=(0, 0.5, 0.5, 5, 12, 27, 23, 19, 11, 1.5, 0.5),
        types={19: 0.88, 21: 0.09, 20: 0.03},
    ),
    "other": RoadUser(
        collisions=0.013,
        fatal=0.006,
        serious=0.13,
        male=0.62,
        ages=(1, 2, 3, 6, 8, 18, 16, 16, 13, 9, 8),
        types={90: 0.62, 22: 0.18, 16: 0.10, 17: 0.10},
    ),
}
# How a fast road raises the chance of a fatal or a serious injury.
SPEED_SEVERITY = {20: 0.75, 30: 0.90, 40: 1.00, 50: 1.15, 60: 1.30, 70: 1.05}
SPEED_FATAL = {20: 0.4, 30: 0.6, 40: 1.0, 50: 1.5, 60: 2.2, 70: 1.6}

# People hurt in a collision, by whether the first is in a car or other closed vehicle.
CASUALTIES_IN_CARS = {1: 0.72, 2: 0.18, 3: 0.07, 4: 0.025, 5: 0.005}
CASUALTIES_ELSE = {1: 0.93, 2: 0.06, 3: 0.01}
CLOSED = ("car occupant", "bus", "goods")
SAME_VEHICLE = 0.6  # a further person hurt was in the same vehicle as the first, or else in another
# Vehicles in a collision, by its first person hurt.
VEHICLES_WITH_PEDESTRIAN = {1: 0.92, 2: 0.07, 3: 0.01}
VEHICLES_WITH_CYCLIST = {1: 0.06, 2: 0.92, 3: 0.02}
VEHICLES_WITH_MOTORCYCLIST = {1: 0.22, 2: 0.70, 3: 0.08}
VEHICLES_ELSE = {1: 0.20, 2: 0.62, 3: 0.14, 4: 0.03, 5: 0.01}
# The kind of vehicle that hurt a person on foot, or that is not the one of the first person hurt.
OTHER_VEHICLES = {9: 0.82, 19: 0.08, 8: 0.02, 11: 0.015, 21: 0.02, 20: 0.01, 5: 0.01, 3: 0.01, 1: 0.015}
RIDERS = ("cyclist", "motorcyclist", "goods")  # the person hurt is taken to be the driver
DRIVER_AGES = (0, 0, 0, 9, 12, 22, 20, 17, 11, 6, 3)
DRIVER_MALE = 0.62
DRIVER_UNKNOWN = 0.10  # who has driven away: neither age nor sex
AGE_UNKNOWN, SEX_UNKNOWN = 0.02, 0.002

# Recorded in the older way, in which an officer judges what is serious: a slight injury then has some
# probability of being serious. Its police record by injury; a share of all is assumed to be older,
# so that pages have something to adjust. Chances after Sheffield 2005 to 2015 (median 0.10, mean 0.13).
OLDER_WAY = 0.2
SERIOUS_AFTER_ALL = {0.01: 0.12, 0.03: 0.15, 0.06: 0.18, 0.1: 0.18, 0.16: 0.15, 0.23: 0.14, 0.35: 0.08}

# Where collisions are. In the borough: on the main roads of roads.csv, or around its places.
ON_MAIN_ROADS = 0.55
STRETCH = 150.0  # metres of road that are one site
# A site is dangerous or not: weights from a gamma distribution of this shape, so that counts by site are
# negative binomial. Main roads of the borough have about 0.7 collisions a site in three years, so their
# variance is φ = 1 + 0.7 / 0.5, about 2.5 times the mean, and more with the hot spots.
SITE_SHAPE = 0.5
# Some stretches by chance are hot: so many, at junctions, each as heavy as this many mean stretches of a
# road and a speed limit of weight 1. None of them is a place where anything happened.
HOT_SPOTS, HOT_WEIGHT = 8, 16.0
# Metres that a collision lies off its site: around a hot junction, beside a main road, around a street.
HOT_RADIUS, ASIDE, STREET_RADIUS = 15.0, 5.0, 40.0
# Collisions per kilometre, by road and by speed limit.
ROAD_WEIGHTS = {
    "A21": 2.4,
    "A26": 2.4,
    "A264": 1.0,
    "A267": 1.0,
    "A228": 1.2,
    "A262": 0.7,
    "A268": 0.6,
    "A229": 0.8,
}
SPEED_WEIGHTS = {20: 1.0, 30: 2.0, 40: 1.3, 50: 0.9, 60: 0.8, 70: 0.9}
# Sites off the main roads: how many to a place, how dense by its kind, and their speed limits.
SITES_PER_PLACE = 8
KIND_WEIGHTS = {"town": 1.0, "neighbourhood": 1.2, "village": 0.5, "hamlet": 0.15}
BUILT_UP = ("town", "neighbourhood")
SPEEDS = {
    "town": {30: 0.90, 20: 0.07, 40: 0.03},
    "neighbourhood": {30: 0.90, 20: 0.07, 40: 0.03},
    "village": {30: 0.80, 40: 0.15, 20: 0.05},
    "hamlet": {60: 0.60, 40: 0.20, 30: 0.15, 50: 0.05},
}
CLASSES_OFF_MAIN_ROADS = {6: 0.72, 5: 0.28}

# Other districts: sites around named places, fewer from place to place as they are listed (the towns come
# first). Their roads have a class and no number, since the places are no points of them.
SITES_PER_DISTRICT = 1200
PLACE_FALL = 0.9
TOWNS = 5  # of the places of a district that are listed first, those that count as built-up
AROUND_TOWN, AROUND_VILLAGE = 0.036, 0.044  # degrees of longitude: two standard deviations
# (speed limit, road class) of a site, in a town and elsewhere.
TOWN_ROADS = {
    (30, 3): 0.33,
    (30, 6): 0.37,
    (30, 5): 0.10,
    (20, 6): 0.04,
    (40, 3): 0.10,
    (70, 3): 0.03,
    (70, 1): 0.03,
}
COUNTRY_ROADS = {
    (30, 3): 0.12,
    (30, 6): 0.14,
    (40, 3): 0.08,
    (40, 5): 0.05,
    (50, 3): 0.10,
    (60, 3): 0.14,
    (60, 6): 0.17,
    (60, 5): 0.06,
    (70, 3): 0.08,
    (70, 1): 0.06,
}
# Carriageways: dual where the limit is 70, single otherwise, and a few one-way streets in towns.
DUAL_FROM, ONE_WAY = 70, 0.03
