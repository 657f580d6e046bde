"""Declarations to begin with: what partners of a Community Safety Partnership usually send."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core.partner.declaration import Declaration

LICENCE = "Data provided by partners"


def _name(code: str, label: str, counts: str, offences: Mapping[str, str], **more: object) -> Declaration:
    values = {"licence": LICENCE, "credit": f"{label}, data provided by partners", "vocabulary": code, **more}
    return Declaration(code=code, label=label, counts=counts, offences=offences, **values)  # type: ignore[arg-type]


PRESETS: Mapping[str, Declaration] = {
    "Police, in their own groups": Declaration(
        code="force",
        label="Police, by partners",
        licence=LICENCE,
        credit="Police recorded crime, data provided by partners",
        counts="crimes and incidents recorded by the police",
        vocabulary="recorded",
        kind="crime",
        provisional_months=3,
        polarity="lower",
    ),
    "Helpline calls": _name(
        "helpline",
        "Helpline",
        "helpline calls",
        {
            "domestic_abuse": "Domestic abuse",
            "sexual_violence": "Sexual violence",
            "stalking": "Stalking and harassment",
            "hate": "Hate crime",
            "other": "Other calls",
        },
        small=True,
    ),
    # The data set of A&E departments on injuries by violence (NHS England, ISB 1594).
    "Ambulance and A&E (ISTV)": _name(
        "ambulance",
        "Ambulance and A&E",
        "injuries by violence",
        {
            "body": "Fist, foot or head",
            "sharp": "Knife or other sharp object",
            "glass": "Glass or bottle",
            "blunt": "Blunt object",
            "other": "Other or not known",
        },
        small=True,
        polarity="lower",
    ),
    "Fire": _name(
        "fire",
        "Fire and rescue",
        "fire and rescue calls",
        {
            "deliberate_primary": "Deliberate primary fires",
            "deliberate_secondary": "Deliberate secondary fires",
            "accidental_dwelling": "Accidental dwelling fires",
            "road_traffic": "Road traffic collisions",
            "malicious": "Malicious false alarms",
            "other": "Other incidents",
        },
        polarity="lower",
    ),
    "Housing": _name(
        "housing",
        "Housing",
        "complaints to landlords",
        {
            "noise": "Noise",
            "neighbours": "Disputes of neighbours",
            "harassment": "Harassment and threats",
            "damage": "Damage and vandalism",
            "drugs": "Drugs",
            "other": "Other complaints",
        },
        polarity="lower",
    ),
    "Licensing": _name(
        "licensing",
        "Licensing",
        "licensing matters",
        {
            "complaints": "Complaints about premises",
            "visits": "Visits to premises",
            "failed_tests": "Failed test purchases",
            "reviews": "Reviews of licences",
        },
    ),
    # The four figures of every year: Anti-social Behaviour, Crime and Policing Act 2014, section 104.
    "ASB Case Review": _name(
        "asb_case_review",
        "ASB Case Review",
        "ASB case reviews",
        {
            "applications": "Applications",
            "threshold_not_met": "Threshold not met",
            "reviews": "Reviews carried out",
            "recommendations": "Reviews that led to recommendations",
        },
        span="year",
    ),
    "Survey results": _name(
        "survey_results",
        "Residents' survey",
        "answers of residents",
        {
            "safe_by_day": "Feel safe by day",
            "safe_after_dark": "Feel safe after dark",
            "unsafe_by_day": "Feel unsafe by day",
            "unsafe_after_dark": "Feel unsafe after dark",
        },
        span="year",
    ),
}
