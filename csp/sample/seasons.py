"""How a year of each offence spreads over its months: season, days, and the restrictions of 2020."""

from __future__ import annotations

import calendar

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]

# January to December, 1 = an average month.
SEASONS: dict[str, tuple[float, ...]] = {
    "violence": (0.93, 0.94, 0.97, 1.00, 1.05, 1.08, 1.10, 1.05, 0.99, 0.98, 0.95, 0.96),
    "damage": (0.96, 0.97, 1.00, 1.04, 1.06, 1.06, 1.06, 1.02, 0.98, 1.00, 0.95, 0.90),
    "burglary": (1.14, 1.10, 1.02, 0.94, 0.90, 0.87, 0.89, 0.91, 0.95, 1.03, 1.12, 1.13),
    "shops": (0.97, 0.95, 0.97, 0.98, 0.98, 0.97, 0.98, 0.98, 0.98, 1.02, 1.10, 1.12),
    "theft": (0.96, 0.96, 0.98, 1.00, 1.02, 1.03, 1.04, 1.03, 1.01, 1.01, 1.00, 0.96),
    "bicycles": (0.65, 0.68, 0.82, 1.00, 1.15, 1.25, 1.28, 1.24, 1.18, 1.08, 0.92, 0.75),
    "vehicles": (1.04, 1.02, 1.00, 0.97, 0.96, 0.95, 0.97, 0.98, 1.00, 1.03, 1.05, 1.03),
    "asb": (0.80, 0.84, 0.93, 1.05, 1.14, 1.20, 1.26, 1.18, 1.02, 0.98, 0.85, 0.75),
    "home": (1.03, 0.97, 0.97, 0.99, 1.02, 1.03, 1.05, 1.03, 0.98, 0.97, 0.96, 1.00),
    "level": (1.0,) * 12,
}

# 2020 against an ordinary year. First lockdown from 23 March, shops open from 15 June, second
# lockdown 5 November to 2 December. The figures keep January and February near 2019 once the
# year's published total is divided by them.
RESTRICTIONS: dict[str, tuple[float, ...]] = {
    "violence": (1.08, 1.08, 0.96, 0.80, 0.88, 1.02, 1.08, 1.10, 1.08, 1.06, 0.98, 1.02),
    "robbery": (0.95, 0.95, 0.75, 0.30, 0.38, 0.50, 0.60, 0.65, 0.65, 0.60, 0.42, 0.50),
    "damage": (1.00, 0.98, 0.90, 0.70, 0.80, 0.92, 0.96, 0.96, 0.94, 0.92, 0.82, 0.86),
    "burglary": (0.98, 0.96, 0.84, 0.52, 0.55, 0.68, 0.76, 0.80, 0.80, 0.80, 0.66, 0.70),
    "shops": (1.00, 1.00, 0.86, 0.36, 0.42, 0.62, 0.80, 0.84, 0.86, 0.84, 0.62, 0.72),
    "theft": (0.96, 0.96, 0.80, 0.38, 0.46, 0.62, 0.72, 0.76, 0.76, 0.72, 0.54, 0.60),
    "bicycles": (1.00, 0.98, 0.86, 0.72, 0.84, 1.00, 1.04, 1.04, 0.98, 0.94, 0.80, 0.82),
    "vehicles": (0.98, 0.98, 0.86, 0.56, 0.62, 0.74, 0.82, 0.86, 0.86, 0.84, 0.70, 0.74),
    "drugs": (0.98, 0.98, 1.02, 1.40, 1.42, 1.20, 1.05, 1.00, 0.98, 0.98, 1.04, 0.98),
    "asb": (1.00, 1.00, 1.22, 2.15, 2.00, 1.60, 1.36, 1.28, 1.24, 1.24, 1.46, 1.28),
    "gatherings": (1.00, 1.00, 1.00, 1.05, 1.20, 1.25, 1.22, 1.18, 1.12, 1.05, 0.95, 0.92),
    "home": (1.00, 1.00, 1.02, 1.06, 1.08, 1.06, 1.06, 1.05, 1.04, 1.03, 1.06, 1.05),
    "level": (1.0,) * 12,
}

# Reports of gatherings in breach of the restrictions: most in the first weeks, some at each later rule.
COVID_MONTHS = (0.0, 0.0, 0.0, 118.0, 96.0, 38.0, 16.0, 12.0, 17.0, 22.0, 40.0, 20.0)

# Offence -> (season, answer to the restrictions).
PATTERNS: dict[str, tuple[str, str]] = {
    "violence_against_the_person": ("violence", "violence"),
    "sexual_offences": ("violence", "violence"),
    "robbery": ("level", "robbery"),
    "burglary_residential": ("burglary", "burglary"),
    "burglary_business": ("burglary", "burglary"),
    "criminal_damage_and_arson": ("damage", "damage"),
    "drug_trafficking": ("level", "drugs"),
    "drug_possession": ("level", "drugs"),
    "shoplifting": ("shops", "shops"),
    "theft_from_vehicle": ("vehicles", "vehicles"),
    "theft_of_vehicle": ("vehicles", "vehicles"),
    "vehicle_interference": ("vehicles", "vehicles"),
    "bicycle_theft": ("bicycles", "bicycles"),
    "theft_from_person": ("theft", "theft"),
    "other_theft": ("theft", "theft"),
    "public_order": ("violence", "violence"),
    "possession_of_weapons": ("level", "violence"),
    "other_crime": ("level", "home"),
    "asb_rowdy": ("asb", "gatherings"),
    "asb_personal": ("asb", "asb"),
    "asb_environmental": ("theft", "asb"),
    "asb_other": ("asb", "asb"),
    "domestic_abuse_incident": ("home", "home"),
}


def month_weights(offence: str, flag: str | None, year: int) -> Weights:
    """Twelve shares that add up to 1: how likely an offence of that year is in each month."""
    if flag == "covid":
        return _shares(np.array(COVID_MONTHS))
    season, answer = PATTERNS[offence]
    days = np.array([calendar.monthrange(year, month)[1] for month in range(1, 13)], dtype=np.float64)
    weights = days * np.array(SEASONS[season])
    if year == 2020:
        weights = weights * np.array(RESTRICTIONS[answer])
    return _shares(weights)


def _shares(weights: Weights) -> Weights:
    shares: Weights = weights / weights.sum()
    return shares
