"""Population tables as ONS, Nomis and NISRA publish them, and what one does to those that are loaded."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from csp.core import settings
from csp.core.errors import UserError
from csp.data import queries
from csp.data.status import read_status
from csp.imports import report
from csp.imports.files import Candidate
from csp.imports.formats import population
from csp.imports.formats.population import import_population
from csp.topics.data_status.findings import describe_others
from tests.stored import read_rows, rows_in_force

HOME, OTHER = "E07000116", "E07000111"


def read(path: Path) -> dict[tuple[str, int], int]:
    """The figures of a file; raises UserError where it is refused."""
    sheets = population._read_sheets(path, Candidate(path.name, path.name, 1, False, path))
    return population._judge(sheets, path.name)[0]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


NOMIS = """"Population estimates - local authority based by single year of age"
"ONS Crown Copyright Reserved [from Nomis on 26 November 2026]"

"gender :","Total"
"age :","All Ages"

"local authority: district / unitary (as of April 2023)","mnemonic","2022","2023"
"A","E07000116",116000,117000
"B","E07000111","120,000",121000

"In order to protect against disclosure, figures are rounded."
"""
NOMIS_OF_A_DATE = """"Population estimates"
"date :","2023"

"local authority","mnemonic","All Ages","Aged 0 to 15"
"A","E07000116",117000,21000
"""
NOMIS_OF_SEXES = """"Population estimates"

"gender :","Male"
"age :","All Ages"

"local authority","mnemonic","2023"
"A","E07000116",57000


"gender :","Total"
"age :","All Ages"

"local authority","mnemonic","2023"
"A","E07000116",117000
"""
API = """DATE,DATE_NAME,GEOGRAPHY,GEOGRAPHY_NAME,GEOGRAPHY_CODE,GENDER_NAME,C_AGE_NAME,MEASURES_NAME,OBS_VALUE
2023,2023,1820327937,A,E07000116,Male,All Ages,Value,57000
2023,2023,1820327937,A,E07000116,Total,Aged 0 to 15,Value,21000
2023,2023,1820327937,A,E07000116,Total,All Ages,Percent,100
2023,2023,1820327937,A,E07000116,Total,All Ages,Value,117000
"""
CMD = """v4_0,calendar-years,Time,administrative-geography,Geography,sex,Sex,single-year-of-age,Age
117000,2023,2023,E07000116,A,all,All,total,Total
1100,2023,2023,E07000116,A,all,All,0,0
57000,2023,2023,E07000116,A,male,Male,total,Total
"""
NISRA = """area,area_code,year,gender,age,MYE
1. LGD2014,N09000003,2023,All persons,All ages,348000
1. LGD2014,N09000003,2023,Females,All ages,177000
"""
SHAPES = {
    "mye2-mid2023.csv": "Code,Name,Geography,All ages,0,1\nE07000116,A,District,117000,1100,1150\n",
    "mye24tablesew.csv": "Code,Name,Geography,All ages,0,90+\nE07000116,A,District,117000,1100,1150\n",
    "mye5.csv": "Code,Name,Geography,Area (sq km),Estimated Population mid-2023,2023 people per sq. km\n"
    "E07000116,A,District,331,117000,353\n",
    "titled.csv": "MYE2: Persons by single year of age and sex for local authorities, mid-2023\n\n"
    "Code,Name,All ages,0\nE07000116,A,117000,1100\n",
    "myeb1.csv": "ladcode23,laname23,country,sex,age,population_2022,population_2023\n"
    "E07000116,A,E,F,0,510,520\nE07000116,A,E,Persons,All ages,116000,117000\n",
    "nomis.csv": NOMIS,
    "nomis_date.csv": NOMIS_OF_A_DATE,
    "nomis_sexes.csv": NOMIS_OF_SEXES,
    "api.csv": API,
    "cmd.csv": CMD,
    "ragged.csv": 'Table\nCode,Name,Mid-2023\nE07000116,A,"117,000"\nSource: x\nNote, that rows\n',
    "by sex.csv": "Population, males and females, mid-2023\nCode,Total,F0,M0\nE07000116,117000,1,2\n",
    "revised.csv": "Code,Name,Mid-2023 (revised)\nE07000116,A,117000\n",
    "value.csv": "Mid-year estimates\narea_code,year,value\nE07000116,2023,117000\n",
    "blanks.csv": "Code,Name,Mid-2023\nE07000116,A,117 000\n",
    "hard blanks.csv": "Code,Name,Mid-2023\nE07000116,A,117\u00a0000\n",
    "decimal.csv": "Code,Name,Mid-2023\nE07000116,A,117000.0\n",
    "semicolons.csv": "sep=;\nCode;Name;Mid-2023\nE07000116;A, B;117.000\nE07000116;A, B;117000\n",
    "of nisra.csv": "STATISTIC,Statistic Label,TLIST(A1),Year,LGD2014,District,Sex,Age,VALUE\n"
    "MYE01,Mid-year population estimate,2023,2023,E07000116,A,All,All ages,117000\n"
    "MYE01,Mid-year population estimate,2023,2023,E07000116,A,Male,All ages,57000\n",
    "census population 2023.csv": "Lower tier local authorities Code,Observation\nE07000116,117000\n",
    "MYE5 of density.csv": "MYE5: Density\nCode,Estimated Population mid-2023,2023 people per sq. km\n"
    "E07000116,117000,353\n",
    "mid2023-filtered-2026-11-26T10_00_00Z.csv": "Code,All ages,0\nE07000116,117000,1100\n",
    "bulk.csv": "date,geography code,Residence type: Total; measures: Value\n2023,E07000116,117000\n",
    "broken heading.csv": 'Code,Name,"Estimated\nPopulation\nmid-2023 [note 1]"\nE07000116,A,117000\n',
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_published_shape_gives_the_people_of_all_ages_and_both_sexes(tmp_path, name):
    figures = read(write(tmp_path / name, SHAPES[name]))
    year = 2024 if name == "mye24tablesew.csv" else 2023
    assert figures[HOME, year] == 117000


def test_northern_ireland_is_read_as_nisra_writes_it(tmp_path):
    assert read(write(tmp_path / "nisra.csv", NISRA)) == {("N09000003", 2023): 348000}


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("LAD 2021 Code,LAD 2021 Name,Ward 2021 Code,Ward 2021 Name,Total,F0,M0", "E05005130"),
        ("LAD23CD,LAD23NM,WD23CD,WD23NM,Total,F0,M0", "E05005130"),
        ("lad_code,lad_name,ward_code,ward_name,all_ages,f0,m0", "E05005130"),
        ("LAD 2021 Code,LAD 2021 Name,LSOA 2021 Code,LSOA 2021 Name,Total,F0,M0", "E05005130"),
    ],
)
def test_of_several_codes_a_row_is_of_the_smallest_area(tmp_path, head, code):
    text = f"Mid-2022 population estimates by ward (2023 wards)\n{head}\nE07000116,A,{code},W,6700,30,31\n"
    assert read(write(tmp_path / "w.csv", text)) == {(code, 2022): 6700}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("mye2.csv", "Code,Name,All ages,0\nE07000116,A,116000,1100\n", "such as mye2-mid2024.csv"),
        ("ward.csv", "Ward 2021 Code,Ward 2021 Name,Total\nE05005130,W,6700\n", "of which year"),
        ("ward2.csv", "Wards as of April 2023\nWard Code,Total\nE05005130,6700\n", "of which year"),
        ("b1.csv", "ladcode23,sex,age,population_2022\nE07000116,F,0,510\n", "none of everybody"),
        ("ages.csv", "Code,Mid-2022 Males\nE07000116,5\n", "of one sex and none of everybody"),
        ("nomis.csv", "date,2022\ngender,Male\n\nmnemonic,All Ages\nE07000116,5\n", "of one sex and none"),
        (
            "sex 2021.csv",
            "Lower tier local authorities Code,Sex (2 categories),Observation\nE07000116,Male,5\n",
            "of some",
        ),
        ("k.csv", "Population (thousands)\nCode,Mid-2022\nE07000116,116\n", "in thousands and none"),
        ("d.csv", "Population density\nCode,Mid-2022\nE07000116,351\n", "of density and none"),
        ("s.csv", "Population projections\nCode,All ages,2019\nE07000116,5,6\n", "of a projection and none"),
        ("h.csv", "Households, mid-2022\nCode,Mid-2022\nE07000116,48000\n", "that are no numbers of people"),
        (
            "count.csv",
            "Claims of all kinds\nmnemonic,2022\nE07000116,480\n",
            "does not say that its figures are",
        ),
        ("table.csv", "GEOGRAPHY_CODE,OBS_VALUE\nE07000116,5\n", "such as table-population-mid2024.csv"),
        ("download_2023_05_06.csv", "Code,All ages,0\nE07000116,116000,1100\n", "of which year"),
        ("ages-2022.csv", "Code,0,1,2\nE07000116,5,6,7\n", "of some ages and none of everybody"),
        ("mye2_females_mid2022.csv", "Code,All ages,0\nE07000116,5,6\n", "of one sex and none of everybody"),
        (
            "t.csv",
            "MYE2: Females, mid-2022\nCode,All ages\nE07000116,5\n",
            "of one sex and none of everybody",
        ),
        ("n.csv", '"age :","Aged 16+"\nmnemonic,2022\nE07000116,5\n', "of some ages and none of everybody"),
        ("crimes.csv", "area_code,year,value\nE07000116,2022,7514\n", "that are no numbers of people"),
        ("m.csv", "MYE6: Median age\nCode,Mid-2022\nE07000116,41\n", "of an average and none of everybody"),
        ("m6.csv", "Code,Mid-2022,Mid-2021\nE07000116,41,40.9\nE07000111,43.1,43\n", "no numbers of people"),
        ("cut.csv", "Code,Name,Mid-2022\nE07000116,A,5\nE07000111,B\n", "cut short or damaged at line 3"),
        (
            "tenure.csv",
            "Code,Tenure,Mid-2022\nE07000116,own,5\nE07000116,rent,6\nE07000111,own,7\nE07000111,rent,8\n",
            "several figures for the same area and year",
        ),
    ],
)
def test_a_part_of_the_people_is_never_taken_for_all_of_them(tmp_path, name, text, words):
    with pytest.raises(UserError, match=words):
        read(write(tmp_path / name, text))


def test_rows_of_a_part_are_declined_and_listed(extracts, tmp_path):
    (one,) = import_population([write(tmp_path / "api.csv", API)], extracts).loaded
    assert (one.rows_read, one.rows_stored, one.rows_declined) == (4, 1, 3)
    reasons = {row["reason"] for row in csv.DictReader(io.StringIO(one.rejects.read_text(encoding="utf-8")))}
    words = ("of one sex", "of some ages", "in per cent")
    assert reasons == {f"{HOME}: {part}, not everybody" for part in words}


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def test_a_workbook_is_read_sheet_by_sheet_without_its_females_and_its_repeats(tmp_path):
    by_age = ["Code", "Name", "Geography", "All ages", 0, 1]
    path = workbook(
        tmp_path / "mye.xlsx",
        Contents=[["Table of contents"], ["MYE2", "Persons"]],
        **{
            "MYE2 - Persons": [
                ["MYE2: Persons, mid-2023"],
                by_age,
                [HOME, "A", "District", 117000, 1100, 1150],
            ],
            "MYE2 - Females": [["MYE2: Females, mid-2023"], by_age, [HOME, "A", "District", 60000, 500, 550]],
        },
        MYE4=[["MYE4"], [], ["Code", "Name", "Mid-2023", "Mid-2022"], [HOME, "A", 117000.0, 116000]],
    )
    assert read(path) == {(HOME, 2023): 117000, (HOME, 2022): 116000}


def test_a_second_year_and_a_second_area_add(extracts, tmp_path):
    first = import_population([write(tmp_path / "w22.csv", "WD25CD,2022\nE05015803,7000\n")], extracts)
    second = import_population([write(tmp_path / "w23.csv", "WD25CD,2023\nE05015803,7100\n")], extracts)
    third = import_population([write(tmp_path / "n.csv", "WD25CD,2023\nE05015804,6100\n")], extracts)
    assert [one.note for s in (first, second, third) for one in s.loaded] == [
        "adds 2022",
        "adds 2023",
        "adds 2023",
    ]
    people = queries.populations().figures
    assert people["E05015803", 2022] == 7000
    assert people["E05015803", 2023] == 7100
    assert people["E05015804", 2023] == 6100


def test_two_downloads_of_one_name_stand_side_by_side(extracts, tmp_path):
    path = tmp_path / "nomis.csv"
    import_population([write(path, "mnemonic,2022\nE07000116,5\n")], extracts)
    import_population([write(path, "mnemonic,2022\nE07000111,6\n")], extracts)
    assert {row["area_code"]: row["population"] for row in read_rows(extracts, "population")} == {
        HOME: 5,
        OTHER: 6,
    }
    assert [row["force"] for row in rows_in_force(extracts, "population")] == ["nomis", "nomis-2"]


def test_the_same_year_is_replaced_and_the_table_says_of_which_file(extracts, tmp_path):
    old = write(tmp_path / "old.csv", "Code,Mid-2022,Mid-2021\nE07000116,5,4\nE07000111,7,6\n")
    import_population([old], extracts)
    new = write(tmp_path / "new.csv", "Code,Mid-2022\nE07000116,50\nE07000111,70\n")
    (one,) = import_population([new], extracts).loaded
    assert (one.result, one.note) == ("new", "2022 instead of old.csv")
    assert len(rows_in_force(extracts, "population")) == 2
    whole = write(tmp_path / "whole.csv", "Code,Mid-2022,Mid-2021\nE07000116,51,41\nE07000111,71,61\n")
    (one,) = import_population([whole], extracts).loaded
    assert (one.result, one.note) == ("replaced", "2022 instead of new.csv; 2021 instead of old.csv")
    assert [row["file"] for row in rows_in_force(extracts, "population")] == ["whole.csv"]
    (one,) = import_population([whole], extracts).loaded
    assert one.result == "unchanged"


SERIES = {
    "to 2020": "Code,Mid-2020,Mid-2010\nE07000116,118939,110000\n",
    "to 2023": "Code,Mid-2023,Mid-2020\nE07000116,117000,115271\n",
}


@pytest.mark.parametrize("order", [("to 2020", "to 2023"), ("to 2023", "to 2020")])
def test_a_series_never_replaces_one_that_goes_further_and_the_edition_is_said(extracts, tmp_path, order):
    for name in order:
        summary = import_population([write(tmp_path / f"{name}.csv", SERIES[name])], extracts)
        assert summary.ok
    people = queries.populations().figures
    assert (people[HOME, 2020], people[HOME, 2010]) == (115271, 110000)
    assert (
        "Population in use for Tunbridge Wells: 2010 of to 2020.csv, 2017 to 2019 of the built-in estimates "
        "and 2020, 2023 of to 2023.csv"
    ) in report.status(extracts)
    assert any("2020, 2023 of to 2023.csv." in sentence for sentence in describe_others(read_status()))


def test_the_figure_of_home_that_changes_is_said_with_both_sources(extracts, tmp_path):
    (remark,) = import_population([write(tmp_path / "new.csv", SERIES["to 2023"])], extracts).remarks
    assert remark == (
        "Tunbridge Wells, mid-2020: 115,271 as new.csv has it, instead of 118,939 of the built-in estimates."
    )


def test_a_series_of_which_every_figure_is_revised_is_refused_with_the_reason(extracts, tmp_path):
    later = write(tmp_path / "later.csv", "Code,Mid-2021,Mid-2020,Mid-2010\nE07000116,3,2,1\n")
    import_population([later], extracts)
    summary = import_population([write(tmp_path / "older.csv", SERIES["to 2020"])], extracts)
    assert "older.csv is an older edition: later.csv, which goes to 2021" in summary.refused[0].sentence


def test_a_district_of_the_table_of_all_has_its_latest_estimate_until_another_is_imported(
    extracts, tmp_path, monkeypatch
):
    (tmp_path / "area.toml").write_text('home = "Exeter"\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    exeter = settings.read_districts()[settings.area().home]
    year, people = exeter.population_year, exeter.population
    assert [(table.area, table.years) for table in read_status().tables] == [("built in", (year,))]
    import_population([write(tmp_path / "other.csv", "Code,Mid-2022\nE07000044,5\n")], extracts)
    assert f"Population in use for Exeter: {year} of the built-in estimates" in report.status(extracts)
    path = write(tmp_path / "own.csv", f"Code,Mid-{year}\n{exeter.code},{people + 1}\n")
    (remark,) = import_population([path], extracts).remarks
    assert remark == (
        f"Exeter, mid-{year}: {people + 1:,} as own.csv has it, instead of {people:,} of the built-in "
        "estimates."
    )
    assert f"Population in use for Exeter: {year} of own.csv" in report.status(extracts)


def test_a_year_to_come_has_no_estimate(extracts, tmp_path):
    path = write(tmp_path / "p.csv", "Code,Mid-2022,Mid-2089\nE07000116,5,6\n")
    (one,) = import_population([path], extracts).loaded
    assert "a year to come" in one.rejects.read_text(encoding="utf-8")
