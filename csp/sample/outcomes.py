"""What became of the borough's crimes: a fixed spread of the official outcome texts by kind of offence."""

from __future__ import annotations

NO_SUSPECT = "Investigation complete; no suspect identified"
UNABLE = "Unable to prosecute suspect"
COURT = "Court result unavailable"
CAUTION = "Offender given a caution"
OTHER_BODY = "Action to be taken by another organisation"
NO_INTEREST = "Further investigation is not in the public interest"
LOCAL = "Local resolution"
WARNING = "Offender given a drugs possession warning"

SPREADS: dict[str, dict[str, float]] = {
    "personal": {
        UNABLE: 0.72,
        NO_SUSPECT: 0.14,
        OTHER_BODY: 0.06,
        COURT: 0.05,
        CAUTION: 0.02,
        NO_INTEREST: 0.01,
    },
    "theft": {NO_SUSPECT: 0.80, UNABLE: 0.16, COURT: 0.03, NO_INTEREST: 0.01},
    "shops": {NO_SUSPECT: 0.50, UNABLE: 0.25, COURT: 0.15, NO_INTEREST: 0.05, LOCAL: 0.05},
    "drugs": {COURT: 0.34, WARNING: 0.26, UNABLE: 0.18, CAUTION: 0.12, NO_INTEREST: 0.10},
    "state": {UNABLE: 0.52, NO_SUSPECT: 0.28, COURT: 0.10, OTHER_BODY: 0.05, LOCAL: 0.05},
}

KINDS = {
    "violence_against_the_person": "personal",
    "sexual_offences": "personal",
    "robbery": "personal",
    "burglary_residential": "theft",
    "burglary_business": "theft",
    "criminal_damage_and_arson": "theft",
    "shoplifting": "shops",
    "theft_from_vehicle": "theft",
    "theft_of_vehicle": "theft",
    "vehicle_interference": "theft",
    "bicycle_theft": "theft",
    "theft_from_person": "theft",
    "other_theft": "theft",
    "drug_trafficking": "drugs",
    "drug_possession": "drugs",
    "public_order": "state",
    "possession_of_weapons": "state",
    "other_crime": "state",
}


def outcome_shares(offence: str) -> tuple[list[str | None], list[float]]:
    """Outcome texts and their shares (adding up to 1); an incident has the one outcome null."""
    if offence not in KINDS:
        return [None], [1.0]
    spread = SPREADS[KINDS[offence]]
    return list(spread), list(spread.values())
