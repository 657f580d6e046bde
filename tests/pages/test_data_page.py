"""The tabs of the page Data: months, calendar, reconciliation, revisions, definitions, and removals."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csp.core import settings
from csp.imports.formats.police import import_street
from csp.shell.people import NAME_KEY
from tests.pages import recount

FIRST, LATER = datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 6, 7, tzinfo=UTC)


@pytest.fixture
def kent(write_store, tmp_path, monkeypatch):
    """Months of one force beside the sample: one delivered twice, one not there, one with a tenth of it."""
    home = {"source": "police", "district_code": settings.SAMPLE_HOME, "offence": "burglary"}
    rows = [
        {**home, "month": date(2019, month, 1), "n": n}
        for month, n in ((1, 100), (2, 100), (3, 100), (5, 100), (6, 10), (7, 100), (8, 100))
    ]
    earlier = {
        **{"kind": "incidents", "source": "police", "force": "kent", "month": date(2019, 1, 1)},
        **{"file": "old.csv", "rows_read": 90, "rows_stored": 80, "sequence": 1},
        **{"imported_at": FIRST, "imported_by": "Ann Long", "replaced_at": LATER},
    }
    folder = tmp_path / "extracts"
    monkeypatch.setenv("CSP_EXTRACTS", str(folder))
    write_store(folder, rows, manifest=[earlier])
    return folder


@pytest.mark.usefixtures("kent")
def test_the_months_of_one_source_are_listed_and_one_is_opened_with_its_deliveries(visit):
    screen = visit("data", loaded="data.police.uk")
    months = screen.texts("every_month")
    assert len(months) == 7
    assert months["police kent 2019-06"][8] == "incomplete: 0.10 of the usual 100"
    assert months["police kent 2019-01"][9] == "2"
    screen.app.session_state["data_month"] = "police kent 2019-01"
    screen.run()
    deliveries = list(screen.texts("deliveries").values())
    assert [row[3:] for row in deliveries] == [["100", "100", "now"], ["90", "80", "until 7 Jun 2024"]]
    assert deliveries[1][:3] == ["4 Mar 2024", "Ann Long", "old.csv"]
    assert "Jan 2019, data.police.uk, Kent Police: 100 of 100 rows stored." in screen.text


@pytest.mark.usefixtures("kent")
def test_all_sources_are_listed_until_one_is_chosen_and_an_unknown_one_is_told(visit):
    assert len(visit("data").texts("every_month")) == 36 + 7
    screen = visit("data", loaded="Nobody")
    assert len(screen.texts("every_month")) == 36 + 7


@pytest.mark.usefixtures("kent")
def test_the_calendar_shows_forces_districts_and_crime_types(visit):
    screen = visit("data", data_tab="Calendar")
    cells = {(cell["row"], cell["title"][-8:]): cell for cell in screen.datasets(0)["cells"]}
    assert cells["Kent Police, data.police.uk", "Apr 2019"]["state"] == "missing"
    assert cells["Kent Police, data.police.uk", "Jun 2019"]["state"] == "incomplete"
    assert cells["Kent Police, data.police.uk", "May 2019"]["count"] == "100"
    assert cells["Sample", "Apr 2019"]["state"] == "loaded"
    by_district = visit("data", data_tab="Calendar", rows="Districts", of_source="Sample", of_type="Robbery")
    lines = [row["row"] for row in by_district.datasets(0)["lines"]]
    assert len(lines) == len(recount.list_county())
    assert lines[0] == settings.area().home_name
    assert by_district.words(0)["title"].endswith("months are loaded and complete")
    by_type = visit("data", data_tab="Calendar", rows="Crime types", of_source="data.police.uk")
    cells = {(cell["row"], cell["title"][-8:]): cell for cell in by_type.datasets(0)["cells"]}
    assert cells["Burglary", "Jan 2019"]["count"] == "100"
    assert cells["Robbery", "Jan 2019"]["count"] == "0"
    assert cells["Robbery", "Apr 2019"]["count"] == "–"


def test_the_sample_is_held_against_its_wards_and_the_published_table(visit):
    screen = visit("data", data_tab="Reconciliation")
    comparisons = screen.texts("comparisons")
    assert [row[:3] for row in comparisons.values()] == [
        ["The borough", "Its wards added up (Sample)", "Jan to Dec 2020"],
        ["Published table", "Sample", "Jan to Dec 2019"],
        ["Published table", "Sample", "Jan to Dec 2020"],
    ]
    published = recount.reference("published_2020.csv")
    screen.app.session_state["data_comparison"] = list(comparisons)[2]
    screen.run()
    differences = screen.texts("differences")
    assert {label: row[1] for label, row in differences.items()} == {
        row["label"]: f"{int(row['count_2020']):,}" for row in published
    }
    assert {row[3] for row in differences.values()} == {"the same"}


@pytest.mark.usefixtures("kent")
def test_what_is_not_held_against_each_other_is_named(visit):
    screen = visit("data", data_tab="Reconciliation")
    assert screen.says("data.police.uk does not say in which ward, so there are no wards to add up.")
    assert screen.says(
        "Published table, Jan to Dec 2020: not held against data.police.uk, of which 12 months"
    )


@pytest.mark.usefixtures("kent")
def test_a_month_delivered_twice_is_a_revision(visit):
    screen = visit("data", data_tab="Revisions")
    (row,) = screen.texts("moved").values()
    assert row[:7] == ["Jan 2019", "data.police.uk", "Kent Police", "2", "80", "100", "▲ 20 (+25.0%)"]
    assert "Jan 2019 moved most: 20 more rows (+25.0%)." in screen.text


def test_nothing_revised_is_said(visit):
    assert "nothing was revised" in visit("data", data_tab="Revisions").text


def test_definitions_are_searched_from_a_link(visit):
    every = visit("data", data_tab="Definitions")
    assert set(every.texts("definitions")) == set(recount.measures())
    searched = visit("data", data_tab="Definitions", search="bikes bicycles")
    assert searched.says("No definition has “bikes bicycles”.")
    assert "bicycle_theft" in visit("data", data_tab="Definitions", search="bicycles").texts("definitions")


@pytest.fixture
def imported(extracts, street):
    """Three months of one force, imported as an officer does, with 4, 5 and 6 burglaries in the borough."""
    for month, n in (("2024-01", 4), ("2024-02", 5), ("2024-03", 6)):
        rows = [{"Month": month, "Crime type": "Burglary"}] * n
        import_street([street(rows, f"{month}-kent-street.csv")], extracts)


def undo(screen):
    """A click on the first button that takes a removal back."""
    next(button for button in screen.app.button if button.label == "Undo").click()
    return screen.run()


@pytest.mark.usefixtures("imported")
def test_a_month_is_removed_under_a_name_and_comes_back_in_another_session(visit):
    screen = visit("data", loaded="data.police.uk")
    screen.app.session_state[NAME_KEY] = "Ann Long"
    screen.app.session_state["data_month"] = "police kent 2024-02"
    screen.run()
    assert "Feb 2024 of data.police.uk goes: 5 rows." in screen.text
    screen.app.button(key="removal_police_month_go").click()
    screen.run()
    assert list(screen.texts("every_month")) == ["police kent 2024-03", "police kent 2024-01"]
    assert screen.says("data.police.uk: Feb 2024 was removed on")
    assert screen.says("by Ann Long.")
    again = visit("data", loaded="data.police.uk")
    again.app.session_state[NAME_KEY] = "Ben Short"
    assert undo(again.run()).texts("every_month")["police kent 2024-02"][4] == "5"


@pytest.mark.usefixtures("imported")
def test_a_source_is_removed_whole_and_comes_back(visit):
    screen = visit("data", loaded="data.police.uk")
    screen.app.session_state[NAME_KEY] = "Ann Long"
    screen.run()
    assert "All of data.police.uk goes: 3 months (Jan to Mar 2024), 15 rows." in screen.text
    screen.app.button(key="removal_police_all_go").click()
    screen.run()
    assert screen.title.startswith("36 months of 1 source loaded")
    assert undo(screen).title.startswith("39 months of 2 sources loaded")


@pytest.mark.usefixtures("imported")
def test_nobody_is_offered_a_removal_before_they_have_said_who_they_are(visit):
    screen = visit("data", loaded="data.police.uk")
    assert not [button for button in screen.app.button if button.label.startswith("Remove the")]


@pytest.mark.usefixtures("published")
def test_public_mode_shows_what_is_published_and_removes_and_brings_in_nothing(visit):
    screen = visit("data")
    assert screen.says("nothing can be imported or removed here")
    assert [tab.label for tab in screen.app.tabs][-1] == "Definitions"
    assert not [button for button in screen.app.button if button.label.startswith("Remove")]
    compared = visit("data", data_tab="Reconciliation")
    assert compared.says("Counts by ward are adjusted here")
    assert not [row for row in compared.texts("comparisons").values() if "wards" in row[1]]
    assert "is not published" in visit("data", data_tab="Revisions").text


@pytest.mark.parametrize(
    "tab", ["Loaded", "Calendar", "Reconciliation", "Revisions", "Definitions", "Bring in"]
)
def test_every_tab_explains_itself_where_nothing_is_loaded(tab, visit, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    screen = visit("data", data_tab=tab)
    assert screen.title == "No recorded crime is loaded."
    assert "No months of Kent Police are loaded." in screen.app.info[0].value


def test_what_is_in_no_ward_is_what_the_wards_lack(visit, write_store, tmp_path, monkeypatch):
    home = {"source": "police", "district_code": settings.SAMPLE_HOME, "offence": "burglary"}
    wards = {row["ward"]: row["ward_code"] for row in recount.reference("wards.csv")}
    rows = [
        {**home, "month": date(2024, 1, 1), "ward_code": ward, "n": n}
        for ward, n in ((wards["Park"], 30), (wards["Culverden"], 12), (None, 7), ("E05999999", 1))
    ]
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    write_store(tmp_path / "extracts", rows)
    differences = visit("data", data_tab="Reconciliation").texts("differences")
    assert differences["Burglary"][1:] == [
        *("50", "42", "−8 (−16.0%)", "No location, or a place in no known ward")
    ]


def make_yearly(source, offence, value):
    """A figure of the borough's partnership of the year 2023."""
    return {
        **{"source": source, "level": "partnership", "force": "Kent", "force_code": ""},
        **{"partnership": settings.area().home_name, "partnership_code": "", "districts": ""},
        **{"start": date(2023, 1, 1), "months": 12, "offence": offence, "measure": "offences"},
        **{"value": float(value), "remark": "", "is_usable": True, "edition": date(2023, 12, 31)},
    }


def test_street_files_are_held_against_the_yearly_figures_and_publishers_against_each_other(
    visit, write_store, tmp_path, monkeypatch
):
    home = {"source": "police", "district_code": settings.SAMPLE_HOME, "ward_code": "E05005137"}
    rows = [
        {**home, "offence": offence, "month": date(2023, month, 1), "n": n}
        for month in range(1, 13)
        for offence, n in (("robbery", 2), ("shoplifting", 40))
    ]
    yearly = [
        *(make_yearly("ons", *cell) for cell in (("total", 700), ("robbery", 30), ("shoplifting", 480))),
        *(make_yearly("home_office", *cell) for cell in (("robbery", 29), ("shoplifting", 480))),
    ]
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    write_store(tmp_path / "extracts", rows, recorded_crime=yearly)
    screen = visit("data", data_tab="Reconciliation")
    comparisons = {(row[0], row[1]): (name, row) for name, row in screen.texts("comparisons").items()}
    ons, office = "Recorded by ONS, yearly", "Recorded by the Home Office, yearly"
    assert comparisons[ons, office][1][3:] == ["3", "1", "All crime: 191 fewer (−27.3%)"]
    name, row = comparisons[ons, "data.police.uk"]
    assert row[2:] == ["Jan to Dec 2023", "3", "1", "All crime: 196 fewer (−28.0%)"]
    screen.app.session_state["data_comparison"] = name
    robbery = screen.run().texts("differences")["Robbery"]
    assert robbery[1:4] == ["30", "24", "−6 (−20.0%)"]
    assert robbery[4].startswith("Another counting rule: street files")


def test_public_mode_says_how_to_publish_where_nothing_is(visit, published_sample, tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_AREA", published_sample["CSP_AREA"])
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path / "nothing"))
    assert "csp publish" in visit("data").app.info[0].value
