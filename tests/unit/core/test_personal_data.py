"""Free text scanned for personal data: what is found, and what must not be taken for it."""

from __future__ import annotations

import time

import pytest

from csp.core.personal_data import find_personal_data, mask_personal_data


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Write to jo.bloggs+road@example.co.uk please", ["e-mail address"]),
        ("ring 01892 554 123", ["telephone number"]),
        ("my mobile 07700 900123 or +44 7700 900 456", ["telephone number", "telephone number"]),
        ("call (020) 7946 0958.", ["telephone number"]),
        ("the van was GK12 ABC", ["number plate"]),
        ("reg gk12abc, silver", ["number plate"]),
        ("an old one, K123 ABC, or ABC 123D", ["number plate", "number plate"]),
        ("I live at TN1 1RS", ["postcode"]),
        ("near tn119ab and SW1A 1AA", ["postcode", "postcode"]),
        ("Mr Smith pulled out", ["name"]),
        ("Cllr. J. Brown saw it", ["name"]),
        ("my name is Ravi Patel and I walk here", ["name"]),
        ("the driver was Kate Jones of GK12 ABC", ["name", "number plate"]),
        ("Sarah O'Neill nearly hit me", ["name"]),
        ("the driver, Wojciech Kowalski, swore; Ahmed was hit", ["name", "name"]),
        ("my daughter Emily and our neighbour Sam", ["name", "name"]),
        ("her name was anya", ["name"]),
        ("private plate P4UL S, or reg RAY 1", ["number plate", "number plate"]),
        ("LK-68-XYZ, and BIZ 1234 from Belfast", ["number plate", "number plate"]),
        ("k123 abc was the reg", ["number plate"]),
        ("phone 526121", ["telephone number"]),
        ("jane @ example.com", ["e-mail address"]),
        ("born 3rd April 1990, DOB: 03/04/1990", ["date of birth", "date of birth"]),
        ("lives at 14 High Street, in Flat 4", ["address", "address"]),
        ("QQ 12 34 56 C", ["personal number"]),
    ],
)
def test_what_points_at_a_person_is_found(text, kinds):
    assert [each.kind for each in find_personal_data(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "A car on the A26 passed within 30 cm of me at 08:15",
        "on the a26 was a queue; the B2023 was clear, and the M25 too",
        "St John's Road by the Victoria Road junction, George Street and William Hill",
        "at the A264 1st exit of the roundabout, on the a26 1st exit",
        "Near Grosvenor Bridge, twice in 2024, 20 mph, 3 cars, 12/05/2024",
        "A blue van called out to me",
        "the road called Park Road, and the bridge called Grosvenor Bridge",
        "James Street School crossing",
        "distance 0123 m, 4 000 vehicles, 100 000 a year",
        "THE A26 AND THE A264 WAS BLOCKED, BUS 277A TOO",
        "a Mercedes C220 AMG, an Audi A3 and a BMW X5",
        "the 30 Station Road limit; bus 281 Camden Road; at 08.30 London Road was full",
        "the driver was On The Phone; I am Sure; I called Kent Police; rider was Overtaking",
        "by the Sir John Fisher pub, PC World and Rob Roy bend",
        "the plate was 20 cm off; flat 20 mph zone; June was wet; my son on his bike",
        "born to be wild; grid reference TQ 585 395; job 604512; on 12 March 2024",
        "",
    ],
)
def test_roads_places_times_and_numbers_are_not(text):
    assert not find_personal_data(text)


def test_a_mark_takes_its_place():
    text = "Mr Smith (GK12 ABC, TN1 1RS) near Park Road"
    assert (
        mask_personal_data(text)
        == "[name removed] ([number plate removed], [postcode removed]) near Park Road"
    )
    assert not find_personal_data(mask_personal_data(text))


@pytest.mark.parametrize(
    "text",
    ["A" * 30_000, "a." * 15_000, "Ab-" * 10_000, "Mr A. " * 5_000, "07700 " * 5_000, "my son Ab " * 3_000],
    ids=lambda text: text[:6],
)
def test_long_texts_are_scanned_in_a_time_that_grows_with_their_length(text):
    started = time.process_time()
    mask_personal_data(text)
    assert time.process_time() - started < 2
