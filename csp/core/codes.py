"""The codes that files name areas, forces and months by, and the patterns they are checked against.

Codes come from files and go into file names, addresses and queries, so each importer
checks each one first, as a whole and in plain ASCII: a value that matches its pattern can
hold nothing else. Source of the codes: ONS, "Register of Geographic Codes" (nine characters
since 2011: the entity E07 and six digits). Wards and small areas in tables from before 2011
have the older codes (29UQGA; 95AA01 and 95AA01S1 in Northern Ireland), which stand for
themselves. Districts must have the new code: the settings name districts by it.
"""

from __future__ import annotations

import re
from typing import Literal, TypeGuard

Kind = Literal["district", "ward", "lsoa", "area", "force", "month"]

# What a code of each kind is to look like, for sentences.
EXAMPLES: dict[Kind, str] = {
    "district": "E07000041",
    "ward": "E05003499",
    "lsoa": "E01020011",
    "area": "E07000041",
    "force": "devon-and-cornwall",
    "month": "2018-10",
}

_GSS = "[EWSN][0-9]{8}"
_PATTERNS: dict[Kind, str] = {
    "district": "(?:E0[6-9]|W06|S12|N09)[0-9]{6}",
    "ward": f"{_GSS}|[0-9]{{2}}[A-Z]{{4}}|95[A-Z]{{1,2}}[0-9]{{2}}",
    "lsoa": f"{_GSS}|95[A-Z]{{1,2}}[0-9]{{2}}S[0-9]",
    # Of population tables: countries together (K02000001 is the United Kingdom) as well.
    "area": f"{_GSS}|K[0-9]{{8}}",
    # The site's short names: the longest has 18 letters.
    "force": "(?=.{2,40}$)[a-z]+(?:-[a-z]+)*",
    "month": "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])",
}


def is_code(kind: Kind, value: object) -> TypeGuard[str]:
    """Whether a value is text, and the whole of it a code of the kind."""
    return isinstance(value, str) and re.fullmatch(_PATTERNS[kind], value) is not None
