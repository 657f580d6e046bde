"""The definitions of measures: what a line says, and what a search finds."""

from __future__ import annotations

from csp.core.measures import read_catalogue
from csp.core.recorded_crime import build_measures
from csp.topics.data_status.findings.definitions import describe_meaning, write_definitions
from csp.topics.data_status.rules.definitions import find_definitions, list_definitions
from csp.topics.data_status.tables.definitions import build_definitions

CATALOGUE = read_catalogue()
DEFINITIONS = list_definitions(CATALOGUE, build_measures().values())


def find(code):
    return next(each for each in DEFINITIONS if each.code == code)


def test_every_measure_has_a_line_and_so_has_every_yearly_offence():
    codes = [each.code for each in DEFINITIONS]
    assert codes[: len(CATALOGUE.measures)] == list(CATALOGUE.measures)
    assert len(codes) == len(set(codes)) == len(CATALOGUE.measures) + len(build_measures())


def test_a_line_has_meaning_kind_polarity_offences_and_sources():
    drugs = find("drug_offences")
    assert drugs.sources == ("Sample", "data.police.uk")
    assert drugs.offences == {"recorded": ("Drug trafficking", "Drug possession"), "street": ("Drugs",)}
    (row,) = build_definitions([drugs]).rows
    texts = [cell.text for cell in row.cells]
    assert texts[2:4] == ["Crime", "Neither good nor bad: it follows police activity"]
    assert texts[4] == "The force's own groups: Drug trafficking, Drug possession\nStreet files: Drugs"


def test_many_offences_are_shortened_on_the_page_and_whole_in_the_file():
    (row,) = build_definitions([find("all_crime")]).rows
    offences = row.cells[4]
    assert "and 15 more" in offences.text
    (whole,) = offences.in_file
    assert all(
        each.label in whole for each in CATALOGUE.offences["recorded"].values() if each.kind == "crime"
    )


def test_the_caveat_the_tag_and_the_whole_are_part_of_the_meaning():
    assert CATALOGUE.measures["hate_crime"].caveat in describe_meaning(find("hate_crime"))
    assert "Only records tagged “Hate”." in describe_meaning(find("hate_crime"))
    assert describe_meaning(find("asb_rowdy")).endswith("Part of ASB incidents.")


def test_a_search_finds_by_the_stems_of_labels_meanings_offences_and_sources():
    assert {each.code for each in find_definitions(DEFINITIONS, "shoplifters")} >= {
        "shoplifting",
        "all_crime",
    }
    assert "theft_of_vehicle" in {each.code for each in find_definitions(DEFINITIONS, "motor thefts")}
    assert find_definitions(DEFINITIONS, "") == DEFINITIONS
    assert find_definitions(DEFINITIONS, "unicorn") == []
    assert write_definitions(0, 30, "unicorn").startswith("No definition has “unicorn”.")
