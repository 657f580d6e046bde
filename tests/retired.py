"""Words that the dashboard no longer uses, because another word stands for the same idea."""

from __future__ import annotations

import re

# Each as a pattern, with what is said instead. Upper and lower case count where a word has a meaning of
# its own in running text ("mean", "list of").
RETIRED = {
    r"(?i)\breal(ly)? changed?\b": "clear change",
    r"(?i)\bsignals?\b": "clear change",
    r"(?i)\bmore than chance\b": "clear change",
    r"(?i)\bor noise\b|○ noise": "no clear change",
    r"(?i)\bwithin chance\b": "no clear change",
    r"(?i)\bchance or not\b": "no clear change",
    r"(?i)too close to call": "similar to",
    r"(?i)when chance is allowed for": "ranked 1st; could be 1st to 3rd",
    r"(?i)would have made (it|[A-Z])": "would have put us",
    r"(?i)\bout of line\b": "unusual months",
    r"\bXmR\b": "(none)",
    r"\bMean\b|\bmean of\b|\ba mean\b": "average",
    r"\bTaken out\b|\bLeft in\b": "Adjust for season: on / off",
    r"(?i)\bhollow\b": "open circle: data incomplete",
    r"(?i)\btimes borough\b": "Compared with the district",
    r"(?i)\bthe borough's (rate|share)\b|compared with the borough|in the borough\)": "the district",
    r"\bSD\b": "standard deviations",
    r"(?i)\bleast count\b": "Ignore counts under",
    r"(?i)\bflagged with the baseline\b": "8 warnings: ASB up in six wards",
    r"(?i)\bward-months?\b|\btype-months?\b": "warnings",
    r"(?i)\breplay(ed|s)?\b": "past warnings",
    r"(?i)\bchance in the baselines?\b": "(none)",
    r"(?i)\bscenarios?\b": "saved rule",
    r"(?i)\bcr(y|ies|ied) wolf\b": "many false alarms",
    r"(?i)\bexplodes?\b": "(none)",
    r"(?i)\bcomes? with the dashboard\b": "built in",
    r"(?i)\bburglary residential\b": "Residential burglary",
    r"(?i)\blook closer\b": "in detail",
    r"(?i)\bplace by rate\b|\bby volume\b|\bplace among districts\b": "County rank",
    r"\bChange if\b|\bRank if\b": "what-if change, what-if rank",
    r"(?i)\bquarter close\b": "Quarterly review",
    r"\bNo update\b|\bno update for\b": "Update due",
    r"\bFind words\b": "Search actions",
    r"\bList of\b": "Agency",
    r"(?i)\bout of the plan\b": "retire",
    r"(?i)\bis like that\b": "No actions match",
    r"\b[12]\d{3}(-\d\d)? Q[1-4]\b": "Q4 2021/22 (Jan to Mar)",
    r"(?i)\bit is over\b": "Plan ended March 2022",
    r"\d[ \u00a0]%": "−9.0%",
    r"(?m)^(\W*)0 of (?!\d)": "No ... recorded in ...",
}


def find_retired(text: str) -> list[str]:
    """The retired words in a text, each with the words around it."""
    return [
        f"{text[max(0, match.start() - 40) : match.end() + 40]!r}: say {instead}"
        for pattern, instead in RETIRED.items()
        for match in re.finditer(pattern, text)
    ]
