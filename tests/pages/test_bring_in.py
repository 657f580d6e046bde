"""The tab "Bring in" of the page Data: a partner's file from the upload to the store and back."""

from __future__ import annotations

import pytest

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.core.partner.declaration import Declaration
from csp.data.partner_history import list_deliveries
from csp.data.store import Store
from csp.imports.manifest import manifest_rows
from csp.imports.partner.mapping.declaring import declare_source, list_added, list_declared
from csp.imports.partner.mapping.profiles import list_profiles, read_profile, write_profile
from tests.pages.action_plan.screens import as_editor, named, press, upload

CALLS = Declaration(
    code="helpline",
    label="Helpline",
    licence="Given by the partner",
    credit="Helpline, given by the partner",
    counts="calls to the helpline",
    vocabulary="helpline",
    offences={"domestic_abuse": "Domestic abuse", "housing": "Housing"},
)
# The first quarter, and the next one with a name that nobody has been asked about.
FIRST = "Month,Category,Calls\n" + "".join(
    f"{month} 2024,{category},{count}\n"
    for month, counts in (("Jan", (12, 7)), ("Feb", (15, 9)), ("Mar", (11, 8)))
    for category, count in zip(("Domestic abuse", "Housing"), counts, strict=True)
)
SECOND = FIRST.replace("Jan", "Apr").replace("Feb", "May").replace("Mar", "Jun")


@pytest.fixture(autouse=True)
def extracts(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    return tmp_path / "extracts"


@pytest.fixture
def editor(visit):
    return as_editor(visit("data", data_tab="Bring in"))


@pytest.fixture
def declared():
    declare_source(CALLS)


def go(screen, step):
    named(screen.app.get("button_group"), "Step").set_value(step)
    return screen.run()


def stored():
    """What each month of the helpline's figures adds up to, by its first day."""
    rows = manifest_rows(Store(settings.own_extracts()))
    return {row["month"]: row["rows_stored"] for row in rows if row["replaced_at"] is None}


def test_who_may_not_edit_is_told_so_and_gets_no_uploader(visit):
    screen = visit("data", data_tab="Bring in")
    assert not screen.app.file_uploader


@pytest.mark.usefixtures("declared")
def test_a_file_is_read_checked_stored_and_undone(editor):
    screen = upload(editor, "helpline.csv", FIRST.encode())
    assert screen.texts("partner_lines")["1"] == ["2", "Jan 2024", "Domestic abuse", "12"]
    press(screen, "Next")
    assert screen.texts("partner_rows")["0"][1:] == ["Jan 2024", "Tunbridge Wells", "Domestic abuse", "12"]
    press(screen, "Next")
    assert "Every name is answered" in screen.text
    press(screen, "Next")
    assert "6 of 6 rows will be stored." in screen.text
    assert list_deliveries("helpline") == []
    press(screen, "Store")
    assert screen.app.success[0].value.startswith("Stored: 6 of 6 rows of Helpline, for 3 months")
    (step,) = list_deliveries("helpline")
    assert (step.file, step.by, step.figures) == ("helpline.csv", "A. Chair", 62)
    assert list_profiles() == ("helpline",)


@pytest.mark.usefixtures("declared")
def test_a_step_is_undone_in_a_later_session_and_done_again(editor, visit):
    before = dict.fromkeys(stored(), 0)
    screen = upload(editor, "helpline.csv", FIRST.encode())
    press(go(screen, "4 Check and confirm"), "Store")
    after = stored()
    later = as_editor(visit("data", data_tab="Bring in"))
    press(later, "Undo")
    assert stored() == before
    press(later, "Do it again")
    assert stored() == after


@pytest.mark.usefixtures("declared")
def test_a_profile_is_taken_away_and_taken_over(editor):
    screen = upload(editor, "helpline.csv", FIRST.encode())
    press(go(screen, "4 Check and confirm"), "Store")
    text = write_profile(read_profile("helpline"))
    named(screen.app.get("button_group"), "What is there").set_value("Profiles")
    press(screen.run(), "Remove it")
    assert list_profiles() == ()
    screen.app.file_uploader[1].set_value(("helpline.toml", text.encode(), "application/toml"))
    screen.run()
    assert list_profiles() == ("helpline",)
    screen.app.file_uploader[1].set_value(("other.toml", b"name = 1", "application/toml"))
    screen.run()
    assert "other.toml" in screen.app.error[0].value


@pytest.mark.usefixtures("declared")
def test_the_next_file_of_its_kind_goes_straight_to_the_checks(editor):
    screen = upload(editor, "helpline.csv", FIRST.encode())
    press(go(screen, "4 Check and confirm"), "Store")
    upload(screen, "helpline Q1.csv", SECOND.encode())
    assert "6 of 6 rows will be stored." in screen.text
    assert screen.says("is read by the profile “helpline”")


@pytest.mark.usefixtures("declared")
def test_a_new_name_in_the_next_file_is_asked_about_and_remembered(editor):
    screen = upload(editor, "helpline.csv", FIRST.encode())
    press(go(screen, "4 Check and confirm"), "Store")
    upload(screen, "helpline Q1.csv", SECOND.replace("Housing", "Housed badly").encode())
    (question,) = asked(screen)
    assert question.label.startswith("Type: Housed badly, 3 rows")
    assert question.value == "?"
    question.select("housing")
    screen.run()
    # Another tab, and back.
    go(screen, "2 Columns")
    go(screen, "3 Names")
    assert [each.value for each in asked(screen)] == ["housing"]
    press(go(screen, "4 Check and confirm"), "Store")
    assert len(list_deliveries("helpline")) == 2
    assert read_profile("helpline").words["offence"]["Housed badly"] == "housing"


def asked(screen):
    """The names that step 3 asks about."""
    return [each for each in screen.app.selectbox if each.label.startswith("Type: ")]


@pytest.mark.usefixtures("declared")
def test_a_column_is_corrected_and_the_rows_follow_at_once(editor):
    screen = upload(editor, "helpline.csv", FIRST.replace("Calls", "Quantity").encode())
    press(screen, "Next")
    column = next(each for each in screen.app.selectbox if "Category" in each.label)
    column.select("leave out")
    screen.run()
    assert screen.texts("partner_rows")["0"][3] == "–"


@pytest.mark.usefixtures("declared")
def test_a_file_that_cannot_be_read_ends_in_a_sentence(editor):
    screen = upload(editor, "helpline.csv", b"")
    (error,) = screen.app.error
    assert "helpline.csv" in error.value
    assert screen.app.file_uploader


@pytest.mark.usefixtures("declared")
def test_dropping_the_file_changes_nothing(editor, extracts):
    before = {path: path.read_bytes() for path in extracts.rglob("*") if path.is_file()}
    screen = upload(editor, "helpline.csv", FIRST.encode())
    press(screen, "Drop the file")
    assert screen.app.file_uploader
    assert {path: path.read_bytes() for path in extracts.rglob("*") if path.is_file()} == before


def test_a_source_is_declared_beside_a_file_in_its_own_words(editor):
    screen = upload(editor, "helpline.csv", FIRST.encode())
    press(screen, "Declare a source…")
    for label, text in (
        ("Name", "Helpline"),
        ("What it counts", "calls to the helpline"),
        ("Licence, or the terms under which it was given", "Given by the partner"),
    ):
        named(screen.app.text_input, label).input(text)
    assert named(screen.app.text_area, "Its types, one to a line").value == "Domestic abuse\nHousing"
    press(screen, "Declare the source")
    assert list_declared()["helpline"].offences == {"domestic_abuse": "Domestic abuse", "housing": "Housing"}
    go(screen, "4 Check and confirm")
    assert "6 of 6 rows will be stored." in screen.text


def test_what_was_typed_of_a_source_survives_a_refusal(editor):
    press(editor, "Declare a source")
    named(editor.app.text_input, "What it counts").input("calls")
    press(editor, "Declare the source")
    assert "The name is missing" in editor.app.error[0].value
    assert named(editor.app.text_input, "What it counts").value == "calls"


@pytest.mark.usefixtures("declared")
def test_a_measure_is_added_and_removed(editor):
    named(editor.app.get("button_group"), "What is there").set_value("Measures")
    press(editor.run(), "Add a measure")
    named(editor.app.text_input, "Name").input("Calls from home")
    named(editor.app.text_area, "What it counts, in a sentence").input("Calls about the home.")
    named(editor.app.selectbox, "In the words of").select("helpline")
    editor.run()
    named(editor.app.multiselect, "Types that it adds up").select("domestic_abuse").select("housing")
    press(editor, "Add the measure")
    assert list_added()["calls_from_home"].offences == {"helpline": ("domestic_abuse", "housing")}
    assert "calls_from_home" in read_catalogue().measures
    press(editor, "Remove it")
    assert list_added() == {}


@pytest.mark.usefixtures("declared")
def test_personal_data_is_neither_shown_nor_kept(editor, extracts):
    lines = FIRST.splitlines()
    content = "\n".join([f"{lines[0]},Caller", *(f"{line},Mr John Smith" for line in lines[1:])])
    screen = upload(editor, "helpline.csv", content.encode())
    for step in ("1 Table", "2 Columns", "3 Names", "4 Check and confirm"):
        go(screen, step)
        assert "Smith" not in str(screen.app)
    press(screen, "Store")
    kept = [path for path in extracts.rglob("*") if path.is_file()]
    assert not any(b"Smith" in path.read_bytes() for path in kept)
