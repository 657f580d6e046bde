"""Which areas stand beside each other where partnerships and districts are not the same."""

from __future__ import annotations

from dataclasses import replace

from csp.core import settings
from csp.core.areas import District, WardName
from csp.core.recorded_places import (
    Partnership,
    build_groups,
    describe_groups,
    find_partnerships,
    replace_peers,
)

HOME, DARTFORD, GRAVESHAM, BUCKS = "E07000116", "E07000107", "E07000109", "E06000060"
FOUR = ("Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe")


def area(*peers, home=HOME):
    return replace(settings.area(), home=home, peers=peers, neighbours=(GRAVESHAM,))


def partnership(name, *districts, force="Kent"):
    return Partnership("ons", force, name, districts)


def groups(peers, partnerships, home=HOME):
    districts = settings.read_districts()
    return build_groups(area(*peers, home=home), find_partnerships(partnerships, districts), districts)


def test_a_partnership_of_two_districts_stands_once_under_its_name():
    joint = partnership("Dartford and Gravesham", DARTFORD, GRAVESHAM)
    found = groups((GRAVESHAM, HOME, DARTFORD), [joint, partnership("Tunbridge Wells", HOME)])
    assert [(group.code, group.name) for group in found] == [
        (GRAVESHAM, "Dartford and Gravesham"),
        (HOME, "Tunbridge Wells"),
    ]
    assert describe_groups(found, settings.area()) == [
        "Dartford and Gravesham are one partnership and stand as one."
    ]
    shown = replace_peers(area(GRAVESHAM, HOME, DARTFORD), found)
    assert (shown.peers, shown.names[GRAVESHAM]) == ((GRAVESHAM, HOME), "Dartford and Gravesham")
    assert shown.role(GRAVESHAM) == "neighbour"
    assert shown.peers_label == "Kent partnerships"


def test_home_in_a_joint_partnership_is_the_partnership():
    joint = partnership("Dartford and Gravesham", DARTFORD, GRAVESHAM)
    found = groups((DARTFORD, HOME, GRAVESHAM), [joint], home=GRAVESHAM)
    assert (found[0].code, found[0].districts) == (GRAVESHAM, (DARTFORD, GRAVESHAM))
    assert replace_peers(area(DARTFORD, HOME, GRAVESHAM, home=GRAVESHAM), found).home_name == joint.name


def test_names_alone_are_matched_by_what_the_table_of_districts_says():
    names = ("Dartford and Gravesham", "Shepway", "Folkestone and Hythe")
    found = find_partnerships(map(partnership, names), settings.read_districts())
    assert [each.districts for each in found] == [
        (DARTFORD, GRAVESHAM),
        ("E07000112",),
        ("E07000112",),
    ]


def test_districts_that_are_no_more_count_to_their_successor():
    three = [
        partnership(name, code, force="Cumbria")
        for name, code in (("Allerdale", "E07000026"), ("Carlisle", "E07000028"), ("Copeland", "E07000029"))
    ]
    (group,) = groups(("E06000063",), three, home="E06000063")
    assert (group.name, group.districts) == ("Cumberland", ("E06000063",))
    assert [each.name for each in group.partnerships] == ["Allerdale", "Carlisle", "Copeland"]
    # A list of similar areas may have the former code of an area.
    (other,) = groups(("E08000016",), [partnership("Barnsley", "E08000038")], home="E08000016")
    assert (other.code, other.districts, len(other.partnerships)) == ("E08000016", ("E08000038",), 1)


def test_a_joint_partnership_without_any_figure_stands_as_one_too():
    found = groups((HOME, DARTFORD, GRAVESHAM), [partnership("Tunbridge Wells", HOME)])
    assert [group.districts for group in found] == [(HOME,), (DARTFORD, GRAVESHAM)]


def test_a_district_of_four_partnerships_is_told_as_such():
    four = [partnership(name, BUCKS, force="Thames Valley") for name in FOUR]
    (_, found) = groups((HOME, BUCKS), [*four, partnership("Tunbridge Wells", HOME)])
    assert (found.name, len(found.partnerships), found.is_joint) == ("Buckinghamshire", 4, False)
    assert describe_groups([found], settings.area()) == [
        "Buckinghamshire has four partnerships (Aylesbury Vale, Chiltern, South Bucks and Wycombe); its "
        "figures are their sums."
    ]


def test_an_area_made_of_districts_has_the_partnerships_that_lie_within_it():
    districts = {
        **settings.read_districts(),
        "X1": District("X1", "West", parts=(HOME, DARTFORD)),
        "X2": District("X2", "Town", parts=(HOME,), wards=(WardName(DARTFORD, "Park"),)),
    }
    listed = [
        partnership("Tunbridge Wells", HOME),
        partnership("Dartford and Gravesham", DARTFORD, GRAVESHAM),
    ]
    group, of_wards = build_groups(area("X1", "X2", home="X1"), listed, districts)
    assert of_wards.partnerships == ()
    assert (group.name, group.districts) == ("West", ("X1",))
    # The part of the other that lies within has no figure of its own.
    assert [each.name for each in group.partnerships] == ["Tunbridge Wells"]
    assert group.names == ("Tunbridge Wells", "Dartford and Gravesham")
