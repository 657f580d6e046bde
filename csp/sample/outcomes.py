"""What became of the borough's crimes: the shares of the official outcome texts by category.

They are those of the force's files of October 2018 to February 2019 on data.police.uk, of outcomes
with 1 in 100 of the category or more, rounded to whole per cent; the rest is left out.
"""

from __future__ import annotations

from csp.sample.assumptions import CATEGORY

NO_SUSPECT = "Investigation complete; no suspect identified"
UNABLE = "Unable to prosecute suspect"
UNAVAILABLE = "Status update unavailable"
COURT = "Court result unavailable"
CAUTION = "Offender given a caution"
OTHER_BODY = "Action to be taken by another organisation"
NO_INTEREST = "Further investigation is not in the public interest"
NO_ACTION = "Formal action is not in the public interest"
LOCAL = "Local resolution"
WARNING = "Offender given a drugs possession warning"
NOTICE = "Offender given penalty notice"
COMMUNITY = "Offender given community sentence"
PRISON = "Offender sent to prison"
SUSPENDED = "Offender given suspended prison sentence"

SHARES: dict[str, dict[str, int]] = {
    "Violence and sexual offences": {
        UNABLE: 63,
        NO_SUSPECT: 13,
        UNAVAILABLE: 13,
        OTHER_BODY: 5,
        COURT: 3,
        NO_INTEREST: 1,
    },
    "Robbery": {UNABLE: 40, NO_SUSPECT: 35, UNAVAILABLE: 16, COURT: 7},
    "Burglary": {NO_SUSPECT: 76, UNABLE: 10, UNAVAILABLE: 9, COURT: 3},
    "Criminal damage and arson": {NO_SUSPECT: 60, UNABLE: 27, UNAVAILABLE: 7, COURT: 2, NO_INTEREST: 1},
    "Drugs": {
        COURT: 22,
        WARNING: 18,
        UNABLE: 15,
        UNAVAILABLE: 13,
        CAUTION: 8,
        NO_INTEREST: 7,
        NO_ACTION: 4,
        OTHER_BODY: 4,
        NO_SUSPECT: 2,
        NOTICE: 2,
        LOCAL: 2,
        PRISON: 1,
        COMMUNITY: 1,
    },
    "Shoplifting": {
        NO_SUSPECT: 43,
        UNABLE: 22,
        UNAVAILABLE: 12,
        COURT: 9,
        NO_INTEREST: 5,
        LOCAL: 2,
        OTHER_BODY: 2,
    },
    "Vehicle crime": {NO_SUSPECT: 81, UNABLE: 10, UNAVAILABLE: 6, COURT: 2},
    "Bicycle theft": {NO_SUSPECT: 81, UNABLE: 10, UNAVAILABLE: 8},
    "Theft from the person": {NO_SUSPECT: 70, UNABLE: 19, UNAVAILABLE: 9, COURT: 1},
    "Other theft": {NO_SUSPECT: 61, UNABLE: 24, UNAVAILABLE: 10, NO_INTEREST: 2},
    "Public order": {UNABLE: 46, NO_SUSPECT: 32, UNAVAILABLE: 10, COURT: 4, NO_INTEREST: 3, OTHER_BODY: 2},
    "Possession of weapons": {
        UNABLE: 26,
        COURT: 16,
        UNAVAILABLE: 14,
        LOCAL: 14,
        NO_INTEREST: 7,
        CAUTION: 5,
        OTHER_BODY: 5,
        NO_SUSPECT: 5,
        COMMUNITY: 2,
        PRISON: 2,
        NO_ACTION: 1,
        SUSPENDED: 1,
    },
    "Other crime": {
        UNABLE: 51,
        NO_SUSPECT: 16,
        UNAVAILABLE: 15,
        COURT: 6,
        NO_INTEREST: 6,
        OTHER_BODY: 5,
    },
}


def outcome_shares(offence: str) -> tuple[list[str | None], list[float]]:
    """Outcome texts and their shares (adding up to 1); an incident has the one outcome null."""
    shares = SHARES.get(CATEGORY[offence][0]) if offence in CATEGORY else None
    if shares is None:
        return [None], [1.0]
    total = sum(shares.values())
    return list(shares), [share / total for share in shares.values()]
