"""What was added from the page stands beside measures.yml, and a bad entry takes nothing else away."""

from __future__ import annotations

import pytest
import yaml

from csp.core.errors import UserError
from csp.core.measures import OWN, describe_own_fault, read_catalogue, read_shipped
from csp.core.own_measures import add_own

HELPLINE = {
    "label": "Helpline",
    "licence": "Data provided by partners",
    "credit": "Helpline, data provided by partners",
    "counts": "calls to the helpline",
    "vocabulary": "helpline",
}
WORDS = {
    "abuse": {"label": "Abuse", "kind": "incident"},
    "other": {"label": "Other calls", "kind": "incident"},
}
KNIVES = {
    "label": "Knives and robbery",
    "noun": "knife crimes",
    "kind": "crime",
    "polarity": "lower",
    "definition": "Robbery and possession of weapons.",
    "offences": {"recorded": ["robbery", "possession_of_weapons"]},
}


def entries(**changes):
    return {"sources": {"helpline": {**HELPLINE, **changes}}, "offences": {"helpline": WORDS}}


def test_a_source_with_words_of_its_own_gets_a_measure_of_each_and_one_of_all():
    catalogue = add_own(read_shipped(), entries())
    offered = {measure.label: measure.offences["helpline"] for measure in catalogue.offered("helpline")}
    assert offered == {
        "All calls to the helpline": ("abuse", "other"),
        "Abuse": ("abuse",),
        "Other calls": ("other",),
    }
    assert catalogue.sources["helpline"].is_declared
    assert not set(catalogue.sources) & {"street"}


def test_nothing_of_a_declared_source_counts_to_all_crime():
    catalogue = add_own(read_shipped(), entries())
    assert "helpline" not in catalogue.measures["all_crime"].offences
    assert not any("helpline" in m.offences for m in catalogue.measures.values() if m.kind == "crime")


def test_figures_of_years_which_may_be_stages_of_one_thing_are_not_added_up():
    catalogue = add_own(read_shipped(), entries(span="year"))
    assert [measure.label for measure in catalogue.offered("helpline")] == ["Abuse", "Other calls"]


def test_recorded_crime_comes_before_what_is_simulated_and_all_else_after():
    catalogue = add_own(read_shipped(), entries())
    order = sorted(catalogue.sources.values(), key=lambda source: source.order)
    codes = [source.code for source in order]
    assert codes.index("police") < codes.index("sample") < codes.index("helpline")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": ""}, "its name is blank"),
        ({"label": True}, "its name is blank or no text"),
        ({"label": "Sample"}, 'another source is called "Sample" already'),
        ({"vocabulary": "other"}, "its words are those of recorded or street, or its own"),
        ({"vocabulary": "recorded"}, "Choose one of them"),
        ({"span": "week"}, 'span is "week"'),
        ({"small": "yes"}, "small is neither true nor false"),
        ({"provisional_months": 99}, "provisional_months is not a whole number from 0 to 24"),
        ({"colour": "red"}, '"colour" is no entry of a source'),
        ({"kind": "crime"}, "each of its words has a label and the kind crime"),
        ({"counts": "x" * 61}, "its what it counts is longer than 60 letters"),
    ],
)
def test_a_wrong_source_is_refused_in_a_sentence_that_names_it(changes, words):
    with pytest.raises(UserError) as raised:
        add_own(read_shipped(), entries(**changes))
    assert str(raised.value).startswith('measures.yml of the extracts, source "helpline": ')
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": "Robbery"}, 'another measure is called "Robbery"'),
        ({"offences": {"recorded": ["robery"]}}, "robery is not an offence of that vocabulary"),
        ({"offences": {}}, "it adds up nothing"),
        ({"offences": {"fire": ["arson"]}}, 'lacks an entry "fire"'),
        ({"offences": {"recorded": ["robbery", "asb_other"]}}, "it adds up crimes and incidents"),
        ({"kind": "misdeed"}, "kind is crime or incident"),
        ({"flag": "knife"}, '"knife" is no flag'),
        ({"parent": "weapons"}, 'a part of "weapons", which is no measure'),
    ],
)
def test_a_wrong_measure_is_refused_in_a_sentence_that_names_it(changes, words):
    with pytest.raises(UserError) as raised:
        add_own(read_shipped(), {"measures": {"knives": {**KNIVES, **changes}}})
    assert 'measure "knives"' in str(raised.value)
    assert words in str(raised.value)


def test_a_measure_cannot_take_the_place_of_one_that_came_with_the_dashboard():
    with pytest.raises(UserError, match="it has a name that another has"):
        add_own(read_shipped(), {"measures": {"robbery": KNIVES}})


@pytest.mark.parametrize(
    "text",
    [
        "sources: [",
        "- a list",
        "sources: {helpline: {label: Helpline}}",
        "measures: {knives: 3}",
        "sources: {1: {}}",
        "a: &a [*a]",
        "sources: {helpline: }\nsources: {}",
        "[" * 3000,
        "sources: 7",
    ],
)
def test_a_damaged_file_leaves_what_came_with_the_dashboard_and_says_so(text, extracts):
    extracts.root.mkdir()
    (extracts.root / OWN).write_text(text, encoding="utf-8")
    assert read_catalogue() == read_shipped()
    assert describe_own_fault().startswith("measures.yml of the extracts")
    assert describe_own_fault().endswith(".")


def test_what_is_added_is_known_at_once_and_gone_with_its_file(extracts):
    extracts.root.mkdir()
    path = extracts.root / OWN
    path.write_text(yaml.safe_dump({**entries(), "measures": {"knives": KNIVES}}), encoding="utf-8")
    assert describe_own_fault() == ""
    assert "helpline" in read_catalogue().sources
    assert read_catalogue().measures["knives"].offences == {"recorded": ("robbery", "possession_of_weapons")}
    path.unlink()
    assert read_catalogue() == read_shipped()
