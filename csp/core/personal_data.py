"""Free text scanned for what points at a person: names, addresses, telephones, number plates and more. Pure.

The rules look for forms and not for meaning: they miss a surname that stands alone and a name without
capitals, and may take a place for a name. So a form shows what was found and asks for it to be taken out,
and an import puts a mark in its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "e-mail address",
    "telephone number",
    "number plate",
    "postcode",
    "date of birth",
    "address",
    "personal number",
    "name",
]

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
# Given names of people whose families came from elsewhere, so that the scan guards all alike.
_GIVEN_ELSEWHERE = (
    "Abdul|Agnieszka|Ahmed|Aisha|Ali|Amir|Amit|Andrei|Andrzej|Anita|Anya|Arjun|Asif|Carlos|Deepak|Fatima|"
    "Giulia|Hamza|Hassan|Hussain|Ibrahim|Imran|Ivan|Jose|Kamal|Katarzyna|Khadija|Krzysztof|Magdalena|Marco|"
    "Maryam|Mehmet|Mohamed|Mohammad|Mustafa|Nadia|Olena|Omar|Pawel|Piotr|Priya|Rahul|Raj|Rajesh|Ravi|Samir|"
    "Sanjay|Sunita|Svetlana|Tariq|Tomasz|Wojciech|Yusuf|Zainab"
)
# Given names that are a month, a time of day or a thing as well, and so name nobody where they stand alone.
_WORDS_TOO = "Dawn|Eve|Grace|Heather|Holly|Jack|Joy|June|Poppy|Ray|Rob|Rosemary|Ruby"
GIVEN_NAMES = frozenset(f"{_GIVEN}|{_GIVEN_ELSEWHERE}".split("|")) - frozenset(_WORDS_TOO.split("|"))
"""Given names that are no word besides, with a capital."""
# What follows a capitalised word makes it a place: St John's Road, George Street, William Hill roundabout.
_STREET = (
    "Road|Street|Lane|Avenue|Drive|Close|Way|Court|Gardens|Hill|Park|Place|Square|Terrace|Crescent|Grove|Green|"
    "Walk|Mews|Rise|View|Row|Parade|Yard|Rd|St|Ave"
)
_PLACE = (
    f"{_STREET}|Common|Bridge|Roundabout|Junction|School|Academy|College|Church|Station|Farm|House|Hospital|"
    "Wood|Arms|Inn|Shopping|Centre|Retail|Industrial|Estate|Cross|Corner|Mount|Verge|World|Chorus|"
    "pub|roundabout|junction|bend|crossing|bridge"
)
_TITLES = (
    "Mr|Mrs|Miss|Ms|Mx|Dr|Doctor|Cllr|Councillor|Prof|Professor|Rev|Reverend|Sir|Lady|PC|PCSO|Sgt|Sergeant"
)
_KIN = (
    "son|daughter|child|wife|husband|partner|mother|mum|father|dad|brother|sister|grandson|granddaughter|"
    "nephew|niece|friend|neighbour|colleague"
)
_WORD = r"[A-Z][a-zA-Z'’-]+"
_NOT_A_PLACE = rf"\b(?!\s+(?:{_PLACE})\b)"
# Capitals after "was" or "called" that begin no name: "the driver was On The Phone", "called Essex Police".
_NO_NAME = (
    r"(?!(?:The|A|An|And|At|In|On|Off|By|To|Very|Too|So|Not|Sure|Police|Ambulance|Out|From|Of|"
    r"[A-Z][a-z]{1,20}ing|(?:[A-Z][a-z]{1,20}\s(?:and\s|&\s)?){1,3}(?:Police|Constabulary))\b)"
)
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    "Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_DATE = (
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{4}-\d\d-\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\s+\d{{2,4}}|(?:in\s+)?(?:19|20)\d\d\b"
)
# Three letters after the number of a road or a bus, or the kind of a car, that make no number plate of it.
_NO_PLATE = (
    "(?!(?:AND|THE|WAS|FOR|BUT|NOT|HAS|HAD|ARE|CAR|VAN|BUS|HGV|OUT|OFF|VIA|WHO|ONE|TWO|"
    r"AMG|CDI|TDI|GTI|HDI|TSI)\b)"
)
_PLATE_WORDS = r"(?:reg(?:istration)?(?:\s+(?:number|no\.?|plate))?|number\s*plate|plate)"
_PLATE_LIKE = r"(?=[A-Z\s-]{0,5}\d)(?!(?:is|was)\b|\d+\s?(?:c?m|mph)\b)[A-Z0-9]{1,4}[\s-]?[A-Z0-9]{1,4}"

# Tried in this order; what one has found is no longer looked at by those below it. What is found is
# the group of that name, where there is one, else the whole match.
_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("e-mail address", re.compile(r"[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (
        "telephone number",
        re.compile(
            r"(?<![\w.])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|0044[\s.-]?|\(?0)\d(?:\)?[\s.-]{0,2}\d){8,9}(?!\d)"
        ),
    ),
    (
        "telephone number",
        re.compile(
            r"(?i)\b(?:tele)?(?:phone|mobile|tel)\b[\s:.]{0,3}(?:(?:number|no|is|me|on)\b[\s:.]{0,3}){0,3}"
            r"(?P<found>\d(?:[\s-]?\d){5,10})(?!\d)"
        ),
    ),
    (
        "personal number",
        re.compile(r"\b[A-Z]{2}(?:\s?\d\d){3}\s?[A-D]\b|\b[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z0-9]{3}\b"),
    ),
    (
        "date of birth",
        re.compile(
            rf"(?i)\b(?:d\.?\s?o\.?\s?b\b\.?|date\s+of\s+birth|birthday|born)[\s:]{{0,3}}(?:(?:is|was|on)\s+)?"
            rf"(?P<found>{_DATE})"
        ),
    ),
    # The present kind (AB12 CDE) in any letters; older ones (A123 BCD, ABC 123D) in capitals, or joined up.
    ("number plate", re.compile(r"\b[A-Z]{2}[\s-]?\d{2}[\s-]?[A-Z]{3}\b")),
    ("number plate", re.compile(r"(?i)\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b")),
    ("number plate", re.compile(rf"\b[A-Z]\d{{1,3}}\s?{_NO_PLATE}[A-Z]{{3}}\b")),
    ("number plate", re.compile(rf"\b{_NO_PLATE}[A-Z]{{3}}\s?\d{{1,3}}[A-Z]\b")),
    ("number plate", re.compile(r"(?i)\b[A-Z]\d{2,3}[A-Z]{3}\b|\b[A-Z]{3}\d{2,3}[A-Z]\b")),
    # Those of Northern Ireland have an I or a Z among three letters.
    ("number plate", re.compile(r"\b(?=[A-Z]?[A-Z]?[IZ])[A-Z]{3}\s?\d{2,4}\b")),
    (
        "number plate",
        re.compile(rf"(?i)\b{_PLATE_WORDS}\b[\s:]{{0,3}}(?:(?:is|was)\s+)?(?P<found>{_PLATE_LIKE})\b"),
    ),
    (
        "number plate",
        re.compile(rf"(?i)\b(?P<found>{_PLATE_LIKE})\s+(?:is|was)\s+(?:the|its|his|her)\s+{_PLATE_WORDS}\b"),
    ),
    (
        "postcode",
        re.compile(r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s?(?!(?-i:\d(?:st|nd|rd|th))\b)\d[ABD-HJLNP-UW-Z]{2}\b"),
    ),
    # A number before a street is a house; after "A264", "bus" or a time it is none.
    (
        "address",
        re.compile(
            r"(?<![\w.:/£-])(?<!the )(?<!bus )(?<!route )\d{1,3}[a-z]?,?\s+"
            rf"(?:[A-Z][\w'’]{{0,30}}\s+){{1,3}}(?:{_STREET})\b"
            r"|\b[Ff]lat\s+\d{1,3}[A-Za-z]?\b(?!\s?(?:k?m|mph)\b)"
        ),
    ),
    (
        "name",
        re.compile(
            rf"\b(?:{_TITLES})\.?\s+(?:[A-Z]\.?\s+)?(?!(?:{_PLACE})\b){_WORD}(?:\s+(?!(?:{_PLACE})\b){_WORD})?+"
            rf"{_NOT_A_PLACE}"
        ),
    ),
    (
        "name",
        re.compile(
            rf"(?i:\b(?:my name is|name was|name is|named|called|i am|driven by|driver was|rider was)\s+)"
            rf"(?P<found>{_NO_NAME}{_WORD}(?:\s+(?!(?:{_PLACE})\b){_WORD})*){_NOT_A_PLACE}"
        ),
    ),
    (
        "name",
        re.compile(
            r"(?i)\b(?:my|his|her|their)\s+name\s+(?:is|was)\s+(?!not\b|on\b|in\b|un)(?P<found>[a-z'’-]{2,30})"
        ),
    ),
    (
        "name",
        re.compile(
            rf"(?i:\b(?:my|our|his|her|their)\s+(?:{_KIN}),?)\s+(?P<found>{_NO_NAME}{_WORD}(?:\s+{_WORD})?)"
        ),
    ),
    (
        "name",
        re.compile(rf"\b(?:{_GIVEN}|{_GIVEN_ELSEWHERE})\s+(?!(?:{_PLACE})\b){_WORD}{_NOT_A_PLACE}"),
    ),
    (
        "name",
        re.compile(
            rf"\b(?!(?:{_WORDS_TOO})\b)(?:{_GIVEN}|{_GIVEN_ELSEWHERE})"
            r"(?=\s+(?:was|is|has|had|from|who|said|says|saw|told|nearly|swerved|fell|drives|drove|lives|works)\b)"
        ),
    ),
    ("name", re.compile(r"(?<![\w.@])@[A-Za-z_]\w{2,30}\b")),
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
            start, end = match.span("found") if "found" in pattern.groupindex else match.span()
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
