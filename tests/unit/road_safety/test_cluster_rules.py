"""The rules of hot spots: the named ones with their sources, and one by free choice."""

from __future__ import annotations

import pytest

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.road_safety.rules.cluster_rules import make_own_rule, read_cluster_rules

HEAD = "rule,label,least,years,radius_urban_m,radius_rural_m,ranked_by,source\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Puts rows into a table of rules of its own."""

    def written(rows: str) -> None:
        (tmp_path / "cluster_rules.csv").write_text(HEAD + rows)
        monkeypatch.setattr(settings, "REFERENCE", tmp_path)

    return written


def test_the_named_rules_are_those_of_the_plan_each_with_its_source():
    rules = {rule.code: rule for rule in read_cluster_rules()}
    figures = {
        code: (rule.least, rule.years, rule.radius_urban, rule.radius_rural, rule.ranked_by)
        for code, rule in rules.items()
    }
    assert figures == {
        "wales_trunk": (4, 3, 50, 50, "count"),
        "somerset": (7, 5, 50, 100, "count"),
        "brighton": (4, 3, 25, 25, "count"),
        "worcestershire": (3, 3, 50, 50, "score"),
    }
    assert all(rule.source for rule in rules.values())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,A,1,3,50,50,count,S\n", "line 2: a rule needs at least 2"),
        ("a,A,4,5,50,50,score,S\n", "line 2: the score compares 3 years, the rule has 5"),
        ("a,A,4,3,50,50,count,S\na,B,4,3,50,50,count,S\n", 'line 3: "a" cannot name a rule'),
        ("own,A,4,3,50,50,count,S\n", "cannot name a rule"),
        ("a,A,4,3,50,50,best,S\n", 'ranked_by is "best" and not count or score'),
        ("a,A,4,3,50.5,50,count,S\n", "radius_urban_m"),
        ("a,A,4,0,50,50,count,S\n", "years"),
        ("a,A,4,3,50,50,count,\n", "source"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_with_its_line(write, row, words):
    write(row)
    with pytest.raises(UserError) as error:
        read_cluster_rules()
    assert words in str(error.value)


def test_a_rule_by_free_choice():
    rule = make_own_rule(5, 1, 40)
    assert (rule.label, rule.radius, rule.source) == ("5 in 1 year within 40 m", 40, "")
    assert make_own_rule(5, 2, 40, 80).label == "5 in 2 years within 40 m urban or 80 m rural"
    assert make_own_rule(1, 99, 9999).label == "2 in 9 years within 250 m"
