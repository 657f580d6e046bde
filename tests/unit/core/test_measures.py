"""measures.yml: what is counted, and from which words."""

from __future__ import annotations

import csv

import pytest
import yaml

from csp.core import measures
from csp.core.errors import UserError
from csp.core.measures import read_catalogue
from csp.core.settings import REFERENCE

STREET_CATEGORIES = {
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
}


def published():
    with (REFERENCE / "published_2020.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_published_measures_are_the_published_table_in_its_order_and_words():
    known = [m for m in read_catalogue().measures.values() if m.published]
    # One is called otherwise than as published, in the order of plain English.
    published_labels = [(m.former_labels or (m.label,))[0] for m in known]
    assert [(m.code, label, m.kind) for m, label in zip(known, published_labels, strict=True)] == [
        (r["measure"], r["label"], r["kind"]) for r in published()
    ]
    assert read_catalogue().renamed == {"Burglary residential": "Residential burglary"}
    assert {m.code for m in known if not m.ranked} == {
        r["measure"] for r in published() if not r["rank_2020"]
    }


def test_every_street_category_is_known_by_its_label_and_by_no_other():
    labels = [offence.label for offence in read_catalogue().offences["street"].values()]
    assert sorted(labels) == sorted(STREET_CATEGORIES)
    assert len(labels) == 14


def test_every_street_category_is_offered_as_a_measure_of_its_own():
    alone = {m.offences["street"] for m in read_catalogue().offered("police")}
    assert alone >= {(code,) for code in read_catalogue().offences["street"]}


def test_a_source_offers_only_the_measures_it_can_answer():
    offered = {m.code for m in read_catalogue().offered("police")}
    assert {"all_crime", "asb", "shoplifting"} <= offered
    assert not offered & {
        "hate_crime",
        "domestic_abuse",
        "burglary_residential",
        "violent_crime",
        "asb_rowdy",
    }
    assert [m.code for m in read_catalogue().offered("sample")] == list(read_catalogue().measures)


def test_all_crime_adds_up_every_crime_and_no_incident():
    for vocabulary, offences in read_catalogue().offences.items():
        counted = set(read_catalogue().measures["all_crime"].offences[vocabulary])
        assert counted == {code for code, offence in offences.items() if offence.kind == "crime"}
        assert counted < set(offences)


def test_no_measure_mixes_crimes_and_incidents():
    for measure in read_catalogue().measures.values():
        for vocabulary, codes in measure.offences.items():
            kinds = {read_catalogue().offences[vocabulary][code].kind for code in codes}
            assert kinds == {measure.kind}, measure.code


def test_the_parts_of_drug_offences_and_asb_add_up_to_the_whole():
    by_code = read_catalogue().measures
    for whole in ("drug_offences", "asb"):
        parts = [m.offences["recorded"] for m in by_code.values() if m.parent == whole]
        assert sorted(code for part in parts for code in part) == sorted(by_code[whole].offences["recorded"])


def test_drug_offences_and_weapons_are_neutral_because_they_follow_police_activity():
    neutral = {m.code for m in read_catalogue().measures.values() if m.polarity == "neutral"}
    assert neutral == {"drug_offences", "drug_trafficking", "drug_possession", "possession_of_weapons"}


def test_labels_are_unique_because_links_hold_them():
    labels = [m.label for m in read_catalogue().measures.values()]
    assert len(labels) == len(set(labels))
    assert len({s.label for s in read_catalogue().sources.values()}) == len(read_catalogue().sources)


def test_every_measure_says_what_it_means():
    for measure in read_catalogue().measures.values():
        assert measure.definition.endswith(".")
        assert measure.noun == measure.noun.lower() or measure.noun.startswith("reports")
        assert measure.parent is None or measure.parent in read_catalogue().measures
        assert measure.flag is None or measure.flag in read_catalogue().flags


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """Puts a changed measures.yml in force."""

    def write(change):
        raw = yaml.safe_load((REFERENCE / "measures.yml").read_text(encoding="utf-8"))
        change(raw)
        (tmp_path / "measures.yml").write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
        monkeypatch.setattr(measures, "REFERENCE", tmp_path)
        return read_catalogue()

    return write


def test_an_offence_that_is_not_defined_is_told_in_one_sentence(changed):
    def misspell(raw):
        raw["measures"]["robbery"]["offences"]["recorded"] = ["robery"]

    with pytest.raises(UserError, match=r"measures\.yml: robery is not an offence of that vocabulary\."):
        changed(misspell)


def test_a_measure_added_to_the_file_is_known_at_once(changed):
    def add(raw):
        raw["measures"]["knives"] = {
            **raw["measures"]["robbery"],
            "label": "Knives",
            "long_label": "Knife crime",
        }

    catalogue = changed(add)
    assert catalogue.measures["knives"].long_label == "Knife crime"
    assert catalogue.measures["robbery"].long_label == "Robbery"
