"""Recorded crime by partnership: what the publications of ONS and of the Home Office come to in the store."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from csp.core import recorded_crime, settings
from csp.data import recorded_crime as recorded_crime_data
from csp.data.status import read_status
from csp.imports import report
from csp.imports.files import Candidate
from csp.imports.formats import recorded
from csp.imports.formats.recorded import import_recorded
from csp.imports.formats.recorded.figures import Period, end_of_year, read_value
from tests.stored import read_rows, rows_in_force

TITLE = (
    '"Table C2: Number of police recorded crimes for headline offences by Community Safety Partnership area, '
    'England and Wales, year ending December {} [note 1]"\n'
    "This worksheet contains one table. [x] indicates data are unavailable.\n"
)
# Line breaks stand in the headings, as in the workbook.
PLACES = (
    '"Police Force\nArea code","Police Force\nArea name","Community Safety\nPartnership code",'
    '"Community Safety\nPartnership name",Local Authority code,Local Authority name'
)
HEAD = (
    PLACES
    + ',"Total recorded crime\n (excluding fraud)",Violence against the person,"Residential\nburglary"\n'
)
ROWS = (
    'E23000032,Kent ,,,,,"168,999 ",70000,:\n'
    "E23000032,Kent,E22000149,Tunbridge Wells,E07000116,Tunbridge Wells,7514,3001,[x]\n"
    "E23000032,Kent,E22000352,Dartford and Gravesham,Combined Local Authorities,,22999,8432,-1\n"
    "E23000032,Kent,,Unassigned Kent,,,2354,952,[u]\n"
    "Source: Home Office\n"
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> recorded.Publication:
    return recorded._read_publication(path, Candidate(path.name, path.name, 1, False, path))


def test_a_sheet_saved_as_csv_is_read_with_its_title_its_shorthand_and_its_totals(tmp_path):
    publication = read(write(tmp_path / "c2.csv", TITLE.format(2024) + HEAD + ROWS))
    assert publication.edition == date(2024, 12, 31)
    assert publication.declined == []
    figures = {
        (key.place.level, key.place.partnership, key.offence): (value.number, value.remark)
        for key, value in publication.figures.items()
    }
    assert {key.period for key in publication.figures} == {Period(date(2024, 1, 1), 12)}
    assert figures["force", "", "total"] == (168999, "")
    assert figures["force", "", "residential_burglary"] == (None, "not available")
    assert figures["partnership", "Tunbridge Wells", "total"] == (7514, "")
    assert figures["partnership", "Tunbridge Wells", "residential_burglary"] == (None, "not available")
    assert figures["partnership", "Dartford and Gravesham", "residential_burglary"] == (-1, "")
    assert figures["unassigned", "Unassigned Kent", "violence"] == (952, "")
    assert len(figures) == 4 * 3


def test_a_heading_that_is_no_offence_is_declined_by_name_and_a_cut_row_alone(tmp_path):
    text = f'{TITLE.format(2024)}{PLACES},Homicide,"Knife\ncrime"\nE23000032,Kent,,,,,4,5\nE23000032,Kent,\n'
    publication = read(write(tmp_path / "c2.csv", text))
    assert [value.number for value in publication.figures.values()] == [4]
    assert [reason for _, reason in publication.declined] == [
        '"Knife crime": not an offence of recorded_offences.csv',
        "homicide: not a figure",
    ]


def test_rates_are_read_with_the_people_and_households_behind_them(tmp_path):
    text = (
        '"Table C4: Recorded crime rate per 1,000 population/households, year ending March 2024"\n'
        f'{PLACES},"Population figures\n (mid-2022)",Household figures,'
        'Total recorded crime (excluding fraud),"Residential burglary (per 1,000 population)",'
        '"Residential burglary (per 1,000 household)"\n'
        "E23000032,Kent,E22000149,Tunbridge Wells,E07000116,Tunbridge Wells,116200,48100,64.66,1.9,4.59\n"
    )
    publication = read(write(tmp_path / "c4.csv", text))
    assert {(key.offence, key.measure): value.number for key, value in publication.figures.items()} == {
        ("total", "people"): 116200,
        ("total", "households"): 48100,
        ("total", "per_1000_people"): 64.66,
        ("residential_burglary", "per_1000_people"): 1.9,
        ("residential_burglary", "per_1000_households"): 4.59,
    }
    assert {key.period for key in publication.figures} == {Period(date(2023, 4, 1), 12)}


def test_a_year_that_ends_in_a_leap_year_begins_on_the_first_day_of_a_month():
    for end in (
        date(2024, 2, 29),
        date(2023, 2, 28),
        date(2024, 3, 31),
        date(2024, 12, 31),
        date(2023, 6, 30),
    ):
        period = end_of_year(end)
        assert (period.start.day, period.end) == (1, end)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("6,999 ", 6999), ("-1", -1), ("1.5", 1.5), ("[x]", None), ("[U1]", None), (":", None)],
)
def test_a_cell_is_a_figure_or_a_shorthand(cell, number):
    value = read_value(cell)
    assert value is not None
    assert value.number == number
    assert bool(value.remark) == (number is None)


@pytest.mark.parametrize("cell", ["6,99", "seven", "1e999", "١٢", "=1+1"])
def test_other_cells_are_none(cell):
    assert read_value(cell) is None


OPEN_DATA = (
    "Financial Year,Financial Quarter,Force Name,CSP Name,Offence Group,Offence Subgroup,Number of Offences\n"
)


def test_open_data_are_added_up_by_subgroup_and_quarter(tmp_path):
    text = OPEN_DATA + (
        "2022/23,1,Kent,Tunbridge Wells,Violence against the person,Violence with injury,100\n"
        "2022/23,1,Kent,Tunbridge Wells,Violence against the person,Violence with injury,-2\n"
        "2022/23,4,Kent,Tunbridge Wells,Theft offences,Domestic burglary,30\n"
        "2022/23,4,Kent,Unassigned Kent,Theft offences,Domestic burglary,1\n"
        "2022/23,4,Kent,Tunbridge Wells,Piracy,Piracy,1\n"
        "2022/24,4,Kent,Tunbridge Wells,Theft offences,Shoplifting,1\n"
        "2022/23,4,Kent,Tunbridge Wells,Theft offences,Shoplifting,many\n"
    )
    publication = read(write(tmp_path / "prc.csv", text))
    assert {
        (key.place.level, key.period.start, key.offence): value.number
        for key, value in publication.figures.items()
    } == {
        ("partnership", date(2022, 4, 1), "violence_with_injury"): 98,
        ("partnership", date(2023, 1, 1), "residential_burglary"): 30,
        ("unassigned", date(2023, 1, 1), "residential_burglary"): 1,
    }
    assert [reason for _, reason in publication.declined] == [
        "not an offence of recorded_offences.csv",
        "no financial year and quarter",
        "not a number of offences",
    ]


def test_figures_that_the_publisher_calls_unusable_are_kept_and_marked(extracts, tmp_path):
    text = OPEN_DATA + "".join(
        f"2023/24,{quarter},Kent,{csp},Theft offences,Shoplifting,5\n"
        for quarter in (3, 4)
        for csp in ("Tunbridge Wells", "Sevenoaks")
    )
    summary = import_recorded([write(tmp_path / "prc.csv", text)], extracts)
    usable = {
        (row["partnership"], row["start"]): row["is_usable"] for row in read_rows(extracts, "recorded_crime")
    }
    assert usable == {
        ("Tunbridge Wells", date(2023, 10, 1)): True,
        ("Tunbridge Wells", date(2024, 1, 1)): False,
        ("Sevenoaks", date(2023, 10, 1)): True,
        ("Sevenoaks", date(2024, 1, 1)): True,
    }
    (remark,) = summary.remarks
    assert remark.startswith(
        "Kept but marked as not to be used, Tunbridge Wells: Home Office: due to IT issues"
    )


def test_an_import_says_the_totals_of_home_and_partnerships_of_several_districts(extracts, tmp_path):
    summary = import_recorded([write(tmp_path / "c2.csv", TITLE.format(2024) + HEAD + ROWS)], extracts)
    assert summary.remarks == [
        "Tunbridge Wells, crimes recorded without fraud: 7,514 in the year to December 2024."
    ]
    assert "Recorded crime by partnership, c2: 12 figures" in report.status(extracts)


def test_another_year_stands_beside_and_the_same_one_is_replaced(extracts, tmp_path):
    first = write(tmp_path / "first.csv", TITLE.format(2023) + HEAD + ROWS)
    second = write(tmp_path / "second.csv", TITLE.format(2024) + HEAD + ROWS)
    import_recorded([first, second], extracts)
    assert [row["file"] for row in rows_in_force(extracts, "recorded_crime")] == ["first.csv", "second.csv"]
    again = write(tmp_path / "again.csv", TITLE.format(2024) + HEAD + ROWS.replace("7514", "7515"))
    (one,) = import_recorded([again], extracts).loaded
    assert one.result == "replaced"
    assert [row["file"] for row in rows_in_force(extracts, "recorded_crime")] == ["first.csv", "again.csv"]


def test_the_workbook_revises_the_year_before_and_an_earlier_edition_cannot_undo_it(extracts, tmp_path):
    first = write(tmp_path / "first.csv", TITLE.format(2023) + HEAD + ROWS)
    import_recorded([first], extracts)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    combined = [PLACES.split(",")[1:], ["Kent", "", "Dartford and Gravesham", "E07000107", "Dartford"]]
    combined.append(["", "", "", "E07000109", "Gravesham"])
    sheets = {"Table C2": TITLE.format(2024) + HEAD + ROWS, "Table C5": TITLE.format(2023) + HEAD + ROWS}
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text)):
            sheet.append(row)
    listing = book.create_sheet("Table C1")
    for row in combined:
        listing.append([cell.strip('"') for cell in row])
    book.save(tmp_path / "book.xlsx")
    summary = import_recorded([tmp_path / "book.xlsx"], extracts)
    assert [row["file"] for row in rows_in_force(extracts, "recorded_crime")] == ["book.xlsx"]
    rows = read_rows(extracts, "recorded_crime")
    assert {row["start"].year for row in rows} == {2023, 2024}
    assert {row["edition"] for row in rows} == {date(2024, 12, 31)}
    assert {row["districts"] for row in rows if row["partnership"].startswith("Dartford")} == {
        "E07000107;E07000109"
    }
    assert summary.remarks == [
        "Tunbridge Wells, crimes recorded without fraud: 7,514 in the year to December 2024 and 7,514 in the "
        "year to December 2023.",
        "Dartford and Gravesham is one partnership: its figures are of Dartford and Gravesham together.",
    ]
    assert "is an older edition" in import_recorded([first], extracts).refused[0].sentence


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("c2.csv", HEAD + ROWS, "does not say of which year its figures are"),
        ("c3.csv", "Table C3: Percentage change, year ending December 2024\n" + HEAD + ROWS, "holds changes"),
        ("x.csv", "area_code,year,population\nE07000116,2020,5\n", "is no table of recorded crime"),
        ("css.csv", "ltla23_code,crime_severity_score\nE07000116,11.2\n", "does not say of which year"),
        (
            "h.csv",
            OPEN_DATA + "2022/23,1,Kent,A,Piracy,Piracy,1\n",
            "not an offence of recorded_offences.csv",
        ),
    ],
)
def test_a_file_without_a_figure_is_refused_with_the_reason(tmp_path, name, text, words):
    summary = import_recorded([write(tmp_path / name, text)])
    assert words in summary.refused[0].sentence


C1 = (
    "Table C1: List of combined Local Authorities by Community Safety Partnership\n"
    "Police Force Area name,Community Safety Partnership name,Local Authority code,Local Authority name\n"
    "Kent,Dartford and Gravesham,E07000107,Dartford\n"
    ",,E07000109,Gravesham\n"
)


@pytest.mark.parametrize("order", [("c1.csv", "c2.csv"), ("c2.csv", "c1.csv")])
def test_sheets_of_one_publication_that_were_saved_apart_join_in_any_order(extracts, tmp_path, order):
    # By another name than areas.csv has, so that table C1 alone says of which districts it is.
    rows = ROWS.replace("Dartford and Gravesham", "Thames Side")
    write(tmp_path / "c1.csv", C1.replace("Dartford and Gravesham", "Thames Side"))
    write(tmp_path / "c2.csv", TITLE.format(2024) + HEAD + rows)
    for name in order:
        assert import_recorded([tmp_path / name], extracts).ok
    assert {row["file"] for row in rows_in_force(extracts, "recorded_crime")} == set(order)
    view = recorded_crime_data.fetch("ons", settings.area().peers)
    (joint,) = [group for group in view.groups if group.is_joint]
    assert (joint.name, joint.districts) == ("Thames Side", ("E07000107", "E07000109"))
    assert view.figures.read(joint, "total", date(2024, 1, 1)).count == 22_999
    assert read_status().tables[-1].years in ((), (2024,))


def test_severity_scores_by_district_have_the_year_of_the_name_of_the_file(extracts, tmp_path):
    head = "ltla23_code,crime_severity_score"
    rows = ('E07000116,"11.19"', "E06000060,7.5", "E06000060,9.25", "E07000040,:", "X,1")
    text = "\n".join([head, *rows])
    path = write(tmp_path / "css_ye_march_2023.csv", text)
    summary = import_recorded([path], extracts)
    assert summary.remarks == ["Tunbridge Wells, Crime Severity Score in the year to March 2023: 11.2."]
    assert [one.rows_declined for one in summary.loaded] == [1]
    scores = {
        (each.districts, each.start, each.months, each.value) for each in recorded_crime_data.list_scores()
    }
    assert scores == {
        (("E07000116",), date(2022, 4, 1), 12, 11.19),
        (("E06000060",), date(2022, 4, 1), 12, 7.5),
        (("E06000060",), date(2022, 4, 1), 12, 9.25),
    }


def test_a_long_table_of_severity_scores_keeps_those_of_partnerships(extracts, tmp_path):
    head = "area_code,area_name,period,value,indicator,measure,unit,group\n"
    tail = "Crime Severity Score,Score,Offences,Total recorded crime\n"
    text = (
        f"{head}E22000107,Trafford,2017/18,12.5,{tail}E92000001,England,2017/18,13.5,{tail}"
        f"E22000107,Trafford,2018,12.5,{tail}E22000107,Trafford,2016/17,8.5,{tail}"
    )
    (one,) = import_recorded([write(tmp_path / "css.csv", text)], extracts).loaded
    assert (one.rows_stored, one.rows_declined) == (2, 2)
    assert [(each.districts, each.start, each.value) for each in recorded_crime_data.list_scores()] == [
        (("E08000009",), date(2016, 4, 1), 8.5),
        (("E08000009",), date(2017, 4, 1), 12.5),
    ]


def test_every_offence_lies_within_one_of_the_vocabulary_and_no_name_means_two():
    offences = recorded_crime.read_offences()
    assert all(offence.within in {"", *offences} for offence in offences.values())
    names = [name for each in offences.values() for name in set(map(recorded_crime.simplify, each.names))]
    assert len(names) == len(set(names))
