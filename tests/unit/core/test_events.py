"""data/reference/events.csv: what it may say, and one clear sentence for what it may not."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from csp.core import events, settings
from csp.core.errors import UserError
from csp.core.measures import read_catalogue
from csp.core.settings import ROOT

HEAD = "date,label,kind,measures,note\n"
MEASURES = ("robbery", "burglary")


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "events.csv"
    path.write_text(text, encoding=encoding)
    return events.read(path, MEASURES)


def test_events_are_read_oldest_first_with_the_measures_they_concern(tmp_path):
    rows = read(
        tmp_path,
        f'{HEAD}2020-06-15,Later,event,,\n2020-03-23,First,break,robbery; burglary,"Why, in words"\n',
    )
    assert [event.label for event in rows] == ["First", "Later"]
    assert rows[0].day == date(2020, 3, 23)
    assert rows[0].month == date(2020, 3, 1)
    assert (rows[0].kind, rows[0].note) == ("break", "Why, in words")
    assert rows[0].concerns("robbery")
    assert not rows[0].concerns("shoplifting")
    assert rows[1].concerns("shoplifting")


def test_a_file_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(tmp_path):
    assert len(read(tmp_path, f"{HEAD}2020-03-23,First,event,,\r\n", "utf-8-sig")) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date,label\n2020-03-23,First\n", "events.csv has no column kind, measures, note."),
        ("", "events.csv has no column date, label, kind, measures, note."),
        (f"{HEAD}2020-13-01,First,event,,\n", 'events.csv, line 2: "2020-13-01" is not a date.'),
        (f"{HEAD}23/03/2020,First,event,,\n", 'events.csv, line 2: "23/03/2020" is not a date.'),
        (f"{HEAD}2020-03-23,,event,,\n", "events.csv, line 2 has no label."),
        (f"{HEAD}2020-03-23,First,law,,\n", 'events.csv, line 2: kind "law" is not one of event, break.'),
        (
            f"{HEAD}2020-03-23,A,event,,\n2020-03-24,B,event,theft,\n",
            "events.csv, line 3: theft is not a measure",
        ),
        (f"{HEAD}2020-03-23,First,event,,one, two\n", "events.csv, line 2 has more than 5 fields."),
        (f"{HEAD}2020-03-23\n", "events.csv, line 2 has no label."),
    ],
)
def test_a_fault_gives_one_sentence_that_names_the_line_and_the_remedy(tmp_path, text, says):
    with pytest.raises(UserError) as error:
        read(tmp_path, text)
    sentence = str(error.value)
    assert sentence.startswith(says)
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_a_span_has_the_months_it_touches(tmp_path):
    head = "date,until,label,kind,measures,note\n"
    first, second = read(
        tmp_path, f"{head}2020-03-23,2020-06-14,Lockdown,event,,\n2020-12-20,2021-01-05,Tier 4,event,,\n"
    )
    assert first.exceptional_months == tuple(date(2020, month, 1) for month in (3, 4, 5, 6))
    assert second.exceptional_months == (date(2020, 12, 1), date(2021, 1, 1))
    assert read(tmp_path, f"{head}2020-06-15,,Later,event,,\n")[0].exceptional_months == ()
    for until, says in (("2020-03-22", "ends before it starts"), ("June", '"June" is not a date')):
        with pytest.raises(UserError, match=says):
            read(tmp_path, f"{head}2020-03-23,{until},Lockdown,event,,\n")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_the_letters_of_a_spreadsheet_and_its_semicolons_are_read(tmp_path, encoding):
    text = f"{HEAD}2020-03-23,Café,event,,\n".replace(",", ";")
    assert [event.label for event in read(tmp_path, text, encoding)] == ["Café"]


def test_an_event_is_of_its_areas_and_one_without_any_is_of_every_area(tmp_path):
    path = tmp_path / "events.csv"
    head = "date,label,kind,areas,measures,note\n"
    path.write_text(f"{head}2020-01-01,A,event,Wales; Kent,,\n2020-02-01,B,event,,,\n", encoding="utf-8")
    assert [event.areas for event in events.read(path, (), ("Wales", "Kent"))] == [("Wales", "Kent"), ()]
    with pytest.raises(UserError, match=r"events\.csv, line 2: Wales is no area of areas\.csv"):
        events.read(path, (), ("Kent",))


@pytest.mark.parametrize(
    ("home", "labels"),
    [
        ("Tunbridge Wells", {"First lockdown", "Kent in tier 4"}),
        ("Medway", {"First lockdown", "Kent in tier 4"}),  # of the same force, and in the same tier
        ("Camden", {"First lockdown"}),
        ("Belfast", set()),
    ],
)
def test_no_area_has_the_events_of_another(tmp_path, monkeypatch, home, labels):
    path = tmp_path / "area.toml"
    path.write_text(f'home = "{home}"\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))
    shown = {event.label for event in events.read_events(read_catalogue().measures)}
    assert shown & {"First lockdown", "Kent in tier 4"} == labels
    assert bool(shown) == bool(labels)


def test_a_missing_file_is_told_so(tmp_path):
    with pytest.raises(UserError, match="is missing"):
        events.read(tmp_path / "events.csv", MEASURES)


def test_the_file_that_ships_is_good_and_has_the_restrictions_of_2020():
    catalogue = events.read_events(read_catalogue().measures)
    by_day = {event.day: event.label for event in catalogue}
    assert by_day[date(2020, 3, 23)] == "First lockdown"
    assert by_day[date(2020, 6, 15)] == "Shops reopen"
    assert by_day[date(2020, 11, 5)] == "Second lockdown"
    assert {day.month for day in by_day if day.year == 2020} == {3, 6, 11, 12}


def test_the_file_is_described_in_the_readme_of_the_data():
    assert "`events.csv`" in (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def test_an_event_is_found_by_any_name_of_its_area_and_stands_once(tmp_path, monkeypatch):
    """By a former district, by its code, as people write it; what is of the whole country is everyone's."""
    (tmp_path / "area.toml").write_text('home = "Cumberland"\n', encoding="utf-8")
    shutil.copytree(settings.REFERENCE, tmp_path / "reference")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    monkeypatch.setattr(settings, "REFERENCE", tmp_path / "reference")
    rows = {
        "Former": "Carlisle",
        "Code": "E07000026",
        "Written": "CARLISLE CITY COUNCIL",
        "Wider": "england & wales",
        "Force": "Cumbria",
        "Blank": " ",
        "Elsewhere": "Leeds",
        "Neighbour": "Westmorland and Furness",
    }
    lines = [f"2020-01-01,{label},event,{named},," for label, named in rows.items()]
    table = "\n".join(["date,label,kind,areas,measures,note", *lines, *lines]) + "\n"
    (tmp_path / "reference" / "events.csv").write_text(table, encoding="utf-8")
    shown = [event.label for event in events.read_events(read_catalogue().measures)]
    assert shown == ["Former", "Code", "Written", "Wider", "Force", "Blank"]
