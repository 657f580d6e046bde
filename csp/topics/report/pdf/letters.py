"""Signs that no font of the report has, such as emoji: PDF/UA allows none, so what they are called is set.

Typst knows what its fonts hold and refuses a page that needs more. So the unusual signs of a report are set
on a page of their own, and each by itself only where that page is refused.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from csp.topics.report.pdf.typesetting import FAMILIES, NotSetError, compile_pdf

# Beyond the letters of Latin alphabets, which every text font has.
_UNUSUAL = re.compile(r"[^\x00-\u024f]")
# Signs without a shape, which choose the looks of an emoji or a place to break a word.
_SHAPELESS = re.compile(r"[\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\u00ad]")
_UNPAIRED = re.compile(r"[\ud800-\udfff]")
_PROGRAM = f"""
#set document(title: "Signs")
#set text(font: {json.dumps(FAMILIES).replace("[", "(").replace("]", ")")}, lang: "en")
#sys.inputs.signs
"""


def spell_out(text: str) -> str:
    """A text in which every sign can be set: "👍" is "[thumbs up sign]"."""
    text = _UNPAIRED.sub("\ufffd", _SHAPELESS.sub("", text))
    missing = _find_missing(sorted(set(_UNUSUAL.findall(text))))
    return text.translate({ord(sign): _name(sign) for sign in missing})


def _find_missing(signs: Iterable[str]) -> list[str]:
    return [] if _can_set("".join(signs)) else [sign for sign in signs if not _can_set(sign)]


@lru_cache(maxsize=1000)
def _can_set(signs: str) -> bool:
    try:
        compile_pdf(_PROGRAM, {"signs": signs})
    except NotSetError:
        return False
    return True


def _name(sign: str) -> str:
    return f"[{unicodedata.name(sign, 'unknown sign').lower()}]"
