"""Free text scanned for what points at a person: names, telephones, e-mail, number plates, postcodes. Pure.

The rules look for forms and not for meaning: they miss a surname that stands alone, and may take a place
for a name. So a form shows what was found and asks for it to be taken out, and an import puts a mark in its
place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["e-mail address", "telephone number", "number plate", "postcode", "name"]

# The given names that were most often given in England and Wales over the last decades, and their
# short forms.
_GIVEN = (
    "Aaron|Abigail|Adam|Aidan|Alan|Alex|Alexander|Alice|Alison|Amanda|Amelia|Amy|Andrea|Andrew|Angela|"
    "Ann|Anna|Anne|Anthony|Ashley|Barbara|Barry|Ben|Benjamin|Beth|Brenda|Brian|Callum|Carol|Caroline|"
    "Catherine|Charles|Charlie|Charlotte|Chloe|Chris|Christine|Christopher|Claire|Colin|Connor|Craig|"
    "Daniel|Darren|Dave|David|Dawn|Dean|Deborah|Debbie|Denise|Derek|Diane|Donna|Dorothy|Dylan|Edward|"
    "Eileen|Elizabeth|Ella|Ellie|Emily|Emma|Ethan|Eve|Fiona|Florence|Frank|Freya|Gareth|Gary|Gavin|"
    "Gemma|Geoff|Geoffrey|George|Georgia|Gillian|Grace|Graham|Greg|Hannah|Harry|Hayley|Heather|Helen|"
    "Henry|Holly|Howard|Ian|Imogen|Isabella|Isla|Jack|Jackie|Jacob|Jacqueline|Jake|James|Jamie|Jane|"
    "Janet|Janice|Jasmine|Jason|Jayne|Jean|Jenny|Jennifer|Jessica|Jill|Jim|Joan|Joanna|Joanne|Joe|John|"
    "Jonathan|Jordan|Joseph|Josh|Joshua|Joyce|Judith|Julia|Julie|June|Karen|Kate|Katherine|Kathleen|"
    "Katie|Keith|Kelly|Ken|Kenneth|Kerry|Kevin|Kim|Kirsty|Kyle|Laura|Lauren|Lee|Leanne|Leo|Leon|Lesley|"
    "Lewis|Liam|Linda|Lisa|Liz|Logan|Louis|Louise|Lucy|Luke|Lynn|Lynne|Mandy|Marcus|Margaret|Maria|"
    "Marie|Marion|Mark|Martin|Mary|Matt|Matthew|Maureen|Megan|Melissa|Mia|Michael|Michelle|Mike|"
    "Mohammed|Muhammad|Molly|Nancy|Natalie|Natasha|Nathan|Neil|Nicholas|Nick|Nicola|Nicole|Nigel|Noah|"
    "Oliver|Olivia|Oscar|Owen|Pam|Pamela|Pat|Patricia|Patrick|Paul|Paula|Pauline|Pete|Peter|Phil|"
    "Philip|Phillip|Poppy|Rachel|Ray|Raymond|Rebecca|Rhys|Richard|Rita|Rob|Robert|Robin|Roger|Ron|"
    "Ronald|Rosemary|Ross|Ruby|Russell|Ruth|Ryan|Sally|Sam|Samantha|Samuel|Sandra|Sara|Sarah|Scott|"
    "Sean|Shane|Sharon|Sheila|Shirley|Simon|Sophia|Sophie|Stacey|Stephanie|Stephen|Steve|Steven|Stuart|"
    "Sue|Susan|Suzanne|Sylvia|Terence|Teresa|Terry|Thomas|Tim|Timothy|Tina|Toby|Tom|Tony|Tracey|Tracy|"
    "Trevor|Tyler|Vanessa|Victoria|Wayne|Wendy|William|Yvonne|Zoe"
)
# What follows a capitalised word makes it a place: St John's Road, George Street, William Hill roundabout.
_PLACE = (
    "Road|Street|Lane|Avenue|Drive|Close|Way|Court|Gardens|Hill|Park|Place|Square|Terrace|Crescent|Grove|Green|Common|"
    "Walk|Mews|Rise|View|Row|Bridge|Roundabout|Junction|School|Academy|College|Church|Station|Farm|House|Hospital|"
    "Wood|Arms|Inn|Shopping|Centre|Retail|Industrial|Estate|Rd|St|Ave|Cross|Corner|Parade|Yard|Mount"
)
_TITLES = (
    "Mr|Mrs|Miss|Ms|Mx|Dr|Doctor|Cllr|Councillor|Prof|Professor|Rev|Reverend|Sir|Lady|PC|PCSO|Sgt|Sergeant"
)
_WORD = r"[A-Z][a-zA-Z'’-]+"
_NOT_A_PLACE = rf"\b(?!\s+(?:{_PLACE})\b)"

# Tried in this order; what one has found is no longer looked at by those below it.
_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("e-mail address", re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (
        "telephone number",
        re.compile(
            r"(?<![\w.])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|0044[\s.-]?|\(?0)\d(?:\)?[\s.-]{0,2}\d){8,9}(?!\d)"
        ),
    ),
    # The present kind (AB12 CDE) in any letters; older ones (A123 BCD, ABC 123D) in capitals, or joined up.
    ("number plate", re.compile(r"\b[A-Z]{2}\s?\d{2}\s?[A-Z]{3}\b")),
    ("number plate", re.compile(r"(?i)\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b")),
    ("number plate", re.compile(r"\b[A-Z]\d{1,3}\s?[A-Z]{3}\b|\b[A-Z]{3}\s?\d{1,3}[A-Z]\b")),
    ("number plate", re.compile(r"(?i)\b[A-Z]\d{2,3}[A-Z]{3}\b|\b[A-Z]{3}\d{2,3}[A-Z]\b")),
    (
        "postcode",
        re.compile(r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s?(?!(?-i:\d(?:st|nd|rd|th))\b)\d[ABD-HJLNP-UW-Z]{2}\b"),
    ),
    ("name", re.compile(rf"\b(?:{_TITLES})\.?\s+(?:[A-Z]\.?\s+)?{_WORD}(?:\s+{_WORD})?")),
    (
        "name",
        re.compile(
            rf"(?i:\b(?:my name is|name was|name is|named|called|i am|driven by|driver was|rider was)\s+)"
            rf"(?P<name>{_WORD}(?:\s+(?!(?:{_PLACE})\b){_WORD})*){_NOT_A_PLACE}"
        ),
    ),
    ("name", re.compile(rf"\b(?:{_GIVEN})\s+(?!(?:{_PLACE})\b){_WORD}{_NOT_A_PLACE}")),
)


@dataclass(frozen=True)
class PersonalData:
    """A stretch of a text, from start up to but without end, that points at a person."""

    kind: Kind
    start: int
    end: int


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """What in a text points at a person, in the order of the text; no two overlap."""
    taken = bytearray(len(text))
    found: list[PersonalData] = []
    for kind, pattern in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span("name") if "name" in pattern.groupindex else match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(PersonalData(kind, start, end))
    return tuple(sorted(found, key=lambda each: each.start))


def mask_personal_data(text: str) -> str:
    """The text with a mark in place of what points at a person: "[name removed]"."""
    parts, last = [], 0
    for each in find_personal_data(text):
        parts += [text[last : each.start], f"[{each.kind} removed]"]
        last = each.end
    return "".join([*parts, text[last:]])
