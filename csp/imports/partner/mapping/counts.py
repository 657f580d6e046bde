"""The counts of partners' files as numbers, and why a cell is none: withheld, missing, or other text."""

from __future__ import annotations

import re
from typing import Literal

from csp.core.partner.profile import Blank

Fault = Literal["", "text", "withheld", "missing"]

_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.IGNORECASE
)
# Marks of provisional and revised figures behind a number.
_MARK = re.compile(r"\s*(?:\[[pr]\]|\([pr]\)|\bp|\br)$", re.IGNORECASE)
# A small count that is not told: the marks of statistics and of spreadsheets.
_WITHHELD = re.compile(
    r"\*+|#|~|s|c|\[(?:c|low)\]|low|[<≤]\s*=?\s*\d{1,2}"
    r"|(?:fewer|less|lower) than (?:\d{1,2}|five|ten)|under \d{1,2}|1\s*(?:-|–|to)\s*[2-9]"
    r"|suppressed|withheld|redacted|confidential"
)
_MISSING = re.compile(r"\.{1,3}|:|x|z|\[[xz]\]|n/?a|not available|not applicable|unknown|null|#n/a|tbc")
_BLANK = re.compile(r"[-–—−]*")
_NONE = frozenset({"nil", "none", "zero"})


def read_count(text: str | None, blanks: Blank = "missing") -> tuple[float | None, Fault]:
    """A cell as a number, or None and why it is none: "1,234" -> 1234.0, "<5" -> withheld, "many" -> text.

    blanks: what a blank cell or a dash is. Negative and fractional numbers are numbers here.
    """
    plain = (text or "").strip().casefold()
    if _BLANK.fullmatch(plain):
        return (0.0, "") if blanks == "zero" else (None, "missing")
    if plain in _NONE:
        return 0.0, ""
    if _WITHHELD.fullmatch(plain):
        return None, "withheld"
    if _MISSING.fullmatch(plain):
        return None, "missing"
    bare = _MARK.sub("", plain).replace("−", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    if not _NUMBER.fullmatch(bare):
        return None, "text"
    return float(re.sub(r"[,\u00a0\u202f ]", "", bare)), ""
