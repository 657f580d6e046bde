"""Sources and measures that are declared from the page: kept, changed, refused, removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csp.core.errors import UserError
from csp.core.measures import OWN, read_catalogue, read_shipped
from csp.imports.partner.mapping.declaring import (
    add_measure,
    declare_source,
    list_added,
    list_declared,
    list_presets,
    remove_measure,
    remove_source,
)
from csp.imports.partner.mapping.known import list_vocabulary, read_known
from tests.unit.imports.partner.made_extracts import HELPLINE, Feed

PRESETS = list_presets()


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.usefixtures("extracts")
def test_every_preset_can_be_declared_and_then_is_a_source_like_the_others(name):
    declare_source(PRESETS[name])
    code = PRESETS[name].code
    assert list_declared() == {code: PRESETS[name]}
    assert read_catalogue().offered(code)
    assert list_vocabulary(code)
    assert read_known(code).has_wards is not PRESETS[name].small


def test_the_four_yearly_figures_of_case_reviews_are_those_of_the_act():
    labels = list(PRESETS["ASB Case Review"].offences.values())
    assert labels[:3] == ["Applications", "Threshold not met", "Reviews carried out"]
    assert "recommendations" in labels[3]
    assert PRESETS["ASB Case Review"].span == "year"


@pytest.mark.usefixtures("extracts")
def test_a_source_can_be_changed_and_removed_again():
    declare_source(HELPLINE)
    declare_source(replace(HELPLINE, label="Night helpline"))
    assert read_catalogue().sources["helpline"].label == "Night helpline"
    remove_source("helpline")
    assert read_catalogue() == read_shipped()
    with pytest.raises(UserError, match="was not declared here"):
        remove_source("sample")


@pytest.mark.parametrize("code", ["police", "sample", "street", "kent", "Has Blanks", ""])
def test_a_name_of_the_dashboard_or_of_a_force_is_refused(code, extracts):
    with pytest.raises(UserError):
        declare_source(replace(HELPLINE, code=code, vocabulary=code))
    assert not (extracts.root / OWN).exists()


def test_what_is_refused_leaves_the_file_as_it_was(extracts):
    declare_source(HELPLINE)
    before = (extracts.root / OWN).read_bytes()
    with pytest.raises(UserError, match='another source is called "Helpline" already'):
        declare_source(replace(HELPLINE, code="other", vocabulary="other"))
    assert (extracts.root / OWN).read_bytes() == before


def test_a_damaged_file_is_never_written_over(extracts):
    extracts.root.mkdir()
    (extracts.root / OWN).write_text("sources: [", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read as YAML"):
        declare_source(HELPLINE)
    assert (extracts.root / OWN).read_text(encoding="utf-8") == "sources: ["
    assert list_declared() == {}
    assert list_added() == {}


def test_a_source_of_which_figures_are_stored_keeps_its_words_and_its_place(extracts):
    declare_source(HELPLINE)
    Feed(extracts).deliver("first.csv", [{}])
    with pytest.raises(UserError, match="Figures of Helpline are stored"):
        remove_source("helpline")
    with pytest.raises(UserError, match="Keep it, or remove the figures first"):
        declare_source(replace(HELPLINE, offences={"repeat": "Repeat calls"}))
    declare_source(replace(HELPLINE, offences={**HELPLINE.offences, "text": "Texts"}))
    assert "text" in list_vocabulary("helpline")


@pytest.mark.usefixtures("extracts")
def test_a_measure_can_be_added_changed_and_removed():
    robbery = read_shipped().measures["robbery"]
    knives = replace(robbery, code="knives", label="Knives", long_label="Knives", published=False)
    add_measure(knives)
    add_measure(replace(knives, label="Knife crime", long_label="Knife crime"))
    assert [measure.label for measure in list_added().values()] == ["Knife crime"]
    assert list_added()["knives"].offences == robbery.offences
    remove_measure("knives")
    assert read_catalogue() == read_shipped()
    for change in (lambda: add_measure(robbery), lambda: remove_measure("robbery")):
        with pytest.raises(UserError):
            change()


@pytest.mark.usefixtures("extracts")
def test_a_measure_of_a_declared_source_has_to_go_before_the_source():
    declare_source(HELPLINE)
    robbery = read_shipped().measures["robbery"]
    repeat = replace(
        robbery, code="again", label="Again", kind="incident", offences={"helpline": ("repeat",)}
    )
    add_measure(repeat)
    with pytest.raises(UserError, match="Remove the measure first"):
        remove_source("helpline")
    remove_measure("again")
    remove_source("helpline")
