"""What a page gives away: names of files, and what is loaded only when one is made."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from csp.core.filters import Period
from csp.core.provenance import Provenance
from csp.core.table import Cell, Column, Row, Table
from csp.shell.outputs import Outputs, write_months

PARK = Provenance(
    page="Overview",
    context={"Comparison": "Jan to Dec 2019"},
    period="Jan to Dec 2020",
    places=("Park",),
    months="2020-01-to-2020-12",
    others=("against 2019", "without COVID-tagged"),
)


REST = "2020-01-to-2020-12-against-2019-without-covid-tagged.csv"


def named(name: str, provenance: Provenance = PARK, header: str = "Crime type") -> str:
    table = Table("c", (Column(header),), (Row("a", (Cell("x", "x"),)),))
    return Outputs(provenance, tables={name: table}).name_table(name, "csv")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (
            "crime types Jan to Dec 2020",
            "crime-types-park-2020-01-to-2020-12-against-2019-without-covid-tagged.csv",
        ),
        ("Arson in Park", f"arson-in-park-{REST}"),
        ("Parking", f"parking-park-{REST}"),
        ("../=1+1\r\n", f"1+1-park-{REST}"),
        ("Arson: ★ types, Jan to Dec 2020 against Jan to Dec 2019", f"arson-types-park-{REST}"),
    ],
)
def test_a_file_is_called_by_its_table_and_each_filter_once(name, file):
    assert named(name) == file


def test_a_table_of_places_is_not_called_by_the_places_chosen():
    assert "park" not in named("by ward", header="Ward")


def test_a_page_without_filters_adds_nothing_to_a_name():
    assert named("data loaded", Provenance(page="Data")) == "data-loaded.csv"


def test_a_table_is_noted_once_and_by_the_name_that_says_more():
    page, table = Outputs(), Table("Caption", (Column("n"),), ())
    assert page.add_table(table) == "Caption"
    assert page.add_table(table, "name") == "name"
    assert page.add_table(table) == "name"
    assert page.tables == {"name": table}


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = named("x" * 300)
    assert len(name) == 144
    assert name.endswith("x.csv")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2020, 1, 1), 12), "2020-01-to-2020-12"),
        (Period(date(2019, 11, 1), 3), "2019-11-to-2020-01"),
        (Period(date(2020, 4, 1), 1), "2020-04"),
    ],
)
def test_a_period_in_a_name_sorts_by_time(period, words):
    assert write_months(period) == words


def test_what_only_files_need_is_not_loaded_at_the_start():
    code = (
        "import sys, csp.shell.frame, csp.shell.picture, csp.core.workbook; "
        "print({'xlsxwriter', 'vl_convert'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
