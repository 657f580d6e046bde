"""Made-up people and what a file may say of them, and harmless values beside them: 200 of each kind.

Names are drawn from more lists than the scan knows, in the spellings that spreadsheets have.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import cycle, islice

from csp.core import reference_tables, settings
from csp.core.measures import read_catalogue

NUMBER = 200
GIVEN = [
    "John",
    "Mary",
    "Susan",
    "David",
    "Ahmed",
    "Priya",
    "Sarah",
    "Michael",
    "Emma",
    "Piotr",
    "Fatima",
    "Olivia",
    "Jack",
    "Grace",
    "Mohammed",
    "Zoe",
    "Kwame",
    "Oluwaseun",
    "Siobhan",
    "Aoife",
    "Xiaoming",
    "Nguyet",
    "Ekaterina",
    "Bjorn",
    "Chidi",
    "Tamsin",
    "Lowri",
    "Hamish",
    "Ngozi",
    "Saoirse",
]
SURNAMES = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Patel",
    "Khan",
    "O'Neill",
    "Begum",
    "Kowalski",
    "Adeyemi",
    "Nowak",
    "Singh",
    "Davies",
    "Evans",
    "Wright",
    "Hussain",
    "Chen",
    "Murphy",
    "Green",
    "Fitzgerald-Hope",
    "Okafor",
    "Popescu",
    "Lindqvist",
]
STREETS = [
    "High Street",
    "Acacia Avenue",
    "St John's Road",
    "Mill Lane",
    "The Green",
    "Station Road",
    "Kings Close",
    "Manor Way",
    "Church Hill",
    "Victoria Gardens",
    "Park View",
    "Elm Grove",
]
TOWNS = ["Tonbridge", "Maidstone", "Bexley", "Exeter", "Leeds"]


def list_names(chance: random.Random) -> list[str]:
    """Names as files have them: given first, surname first, capitals, an initial, a title."""
    spellings: list[Callable[[str, str], str]] = [
        lambda given, surname: f"{given} {surname}",
        lambda given, surname: f"{surname}, {given}",
        lambda given, surname: f"{given} {surname}".upper(),
        lambda given, surname: f"{surname.upper()}, {given}",
        lambda given, surname: f"{given[0]}. {surname}",
        lambda given, surname: f"{'Ms' if given > 'M' else 'Mr'} {surname}",
        lambda given, surname: f"{given} {surname}".lower(),
    ]
    return [
        spell(chance.choice(GIVEN), chance.choice(SURNAMES)) for spell in islice(cycle(spellings), NUMBER)
    ]


def list_emails(chance: random.Random) -> list[str]:
    return [
        f"{chance.choice(GIVEN).lower()}{chance.choice('._')}{chance.randint(1, 99)}@example.{end}"
        for end in islice(cycle(("com", "org", "co.uk")), NUMBER)
    ]


def list_telephones(chance: random.Random) -> list[str]:
    # Numbers that Ofcom keeps free for drama.
    spellings = (
        "07700 900{:03d}",
        "07700900{:03d}",
        "01632 960{:03d}",
        "+44 7700 900{:03d}",
        "(020) 7946 0{:03d}",
    )
    return [spelling.format(chance.randrange(1000)) for spelling in islice(cycle(spellings), NUMBER)]


def list_addresses(chance: random.Random) -> list[str]:
    spellings = ("{} {}", "{}, {}", "Flat {} {}", "{} {}, {town}")
    addresses = [
        spelling.format(chance.randint(1, 250), chance.choice(STREETS), town=chance.choice(TOWNS))
        for spelling in islice(cycle(spellings), NUMBER)
    ]
    return [each.upper() if place % 5 == 0 else each for place, each in enumerate(addresses)]


def list_postcodes(chance: random.Random) -> list[str]:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return [
        f"{area}{chance.randint(1, 19)}{gap}{chance.randint(0, 9)}{''.join(chance.choices(letters, k=2))}"
        for area, gap in islice(cycle((("TN", " "), ("ME", ""), ("EX", " "), ("M", " "))), NUMBER)
    ]


def list_references(chance: random.Random) -> list[str]:
    spellings = (
        "46/{:06d}/24",
        "42/{:05d}/2023",
        "CR/2024/{:06d}",
        "KP-20240312-{:04d}",
        "6{:06d}/24",
        "CAD {:04d}/15JUN24",
        "01/24/{:06d}",
        "46/XY/{:06d}/24",
        "URN {:06d}",
    )
    return [spelling.format(chance.randint(1, 9999)) for spelling in islice(cycle(spellings), NUMBER)]


def list_plates(chance: random.Random) -> list[str]:
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    return [
        f"{''.join(chance.choices(letters, k=2))}{chance.randint(10, 74)}{gap}"
        f"{''.join(chance.choices(letters, k=3))}"
        for gap in islice(cycle(("", " ")), NUMBER)
    ]


def list_births(chance: random.Random) -> list[str]:
    """Days as reading hands them on: of people between 15 and 85."""
    return [
        f"{chance.randint(1939, 2009)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        for _ in range(NUMBER)
    ]


PERSONAL: dict[str, Callable[[random.Random], list[str]]] = {
    "names": list_names,
    "e-mail addresses": list_emails,
    "telephone numbers": list_telephones,
    "addresses": list_addresses,
    "postcodes": list_postcodes,
    "crime reference numbers": list_references,
    "number plates": list_plates,
}


def list_wards(_: random.Random) -> list[str]:
    """Those on file, and names of wards that hold given names, saints, numbers and what else may mislead."""
    rows = reference_tables.read(settings.REFERENCE / "wards.csv")
    first = [
        "Victoria",
        "St James",
        "St Mark's",
        "Prince Rupert",
        "King's",
        "Abbey",
        "Kelsey",
        "Charles Dickens",
        "Grange",
        "Mary Tavy",
        "Priory",
        "St Paul's",
        "Queen Elizabeth",
        "Stanley",
        "Holly",
        "Chelsfield",
        "Orchard",
        "Harold Hill",
        "Castle",
        "Beckenham",
    ]
    last = ("", " North", " South", " Park", " and Eden Park", " Town", " Rural", " Ward", " Hill")
    made = [f"{name}{more}" for more in last for name in first]
    return [*(row["ward"] for row in rows), *made][:NUMBER]


def list_districts(_: random.Random) -> list[str]:
    return [district.name for district in settings.read_districts().values()][:NUMBER]


def list_streets(chance: random.Random) -> list[str]:
    forms = ("On or near {}", "{}", "Junction of {} and the A26")
    return [form.format(chance.choice(STREETS)) for form in islice(cycle(forms), NUMBER)]


def list_offences(_: random.Random) -> list[str]:
    labels = [offence.label for group in read_catalogue().offences.values() for offence in group.values()]
    rows = reference_tables.read(settings.REFERENCE / "harm_offences.csv")
    return [*labels, *(next(iter(row.values())) for row in rows)][:NUMBER]


def list_areas(_: random.Random) -> list[str]:
    rows = reference_tables.read(settings.REFERENCE / "wards.csv")
    return [row["ward_code"] for row in rows][:NUMBER]


def list_days(chance: random.Random) -> list[str]:
    return [f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}" for _ in range(NUMBER)]


def list_periods(_: random.Random) -> list[str]:
    years = [f"{year}/{year % 100 + 1:02d}" for year in range(2001, 2026)]
    quarters = [f"{year} Q{quarter}" for year in years for quarter in range(1, 5)]
    months = [f"{year}-{month:02d}" for year in range(2015, 2024) for month in range(1, 13)]
    return [*years, *quarters, *months][:NUMBER]


def list_counts(chance: random.Random) -> list[str]:
    return [str(chance.randrange(20_000)) for _ in range(NUMBER)]


HARMLESS: dict[str, Callable[[random.Random], list[str]]] = {
    "wards": list_wards,
    "districts": list_districts,
    "streets": list_streets,
    "offences": list_offences,
    "codes of areas": list_areas,
    "days": list_days,
    "periods": list_periods,
    "counts": list_counts,
}
