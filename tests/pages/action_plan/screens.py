"""What the tests of the action plan's pages do on a page and read from the store."""

from __future__ import annotations

from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.records import ActionDraft, UpdateDraft
from csp.topics.action_plan.store.update_steps import add_update
from tests.pages import recount
from tests.pages.markdown import read

PLAN = recount.reference("plans/E07000116/2021-22.csv")


def listing(board, label="2021-22", **filters):
    return reading.list_actions(board, reading.find_plan(board, label).id, **filters)


def action(board, ref, label="2021-22"):
    return next(each for each in listing(board, label).actions if each.ref == ref)


def history(board, ref):
    return reading.read_action(board, action(board, ref).id).history


def report(board, ref, **changed):
    stored = action(board, ref)
    values = {"quarter": "2021 Q3", "status": "on track", **changed}
    who, role = values.pop("who", "B. Officer"), values.pop("role", None)
    draft = UpdateDraft(**values)
    update, _ = add_update(board, stored.id, draft, expected_version=stored.version, who=who, role=role)
    return update


def named(widgets, label, key=""):
    """The widget of a label; with a key, of those whose key begins so."""
    (match,) = (w for w in widgets if w.label == label and (w.key or "").startswith(key))
    return match


def labels(widgets):
    return [widget.label for widget in widgets]


def press(screen, label):
    named(screen.app.button, label).click()
    return screen.run()


def as_editor(screen, name="A. Chair"):
    screen.app.session_state["board_name"] = name
    return screen.run()


def upload(screen, name, content):
    """Choose a file in the page's only uploader."""
    screen.app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return screen.run()


def fill(screen, note="", value="", link="", status="On track", quarter="Q4 2021/22 (Jan to Mar)"):
    named(screen.app.radio, "Status").set_value(status)
    named(screen.app.selectbox, "Quarter").select(quarter)
    named(screen.app.text_area, "Note").input(note)
    number_field(screen).input(value)
    named(screen.app.text_input, "Link to evidence").input(link)
    return screen


def number_field(screen):
    """The field for the number of an action's only measure."""
    (field,) = (each for each in screen.app.text_input if each.key and "-value-" in each.key)
    return field


def cards(screen):
    """{column: references of its cards} over all lanes."""
    columns = {}
    for lane in screen.component("cards")["lanes"]:
        for status, items in lane["cells"].items():
            columns.setdefault(status, []).extend(item["ref"] for item in items)
    return columns


def shown(screen):
    """The references of every card on the board."""
    return [ref for refs in cards(screen).values() for ref in refs]


def title(screen):
    return screen.title.replace("\\", "")


def errors(screen):
    return [read(error.value) for error in screen.app.error]


def read_successes(screen):
    return [read(each.value) for each in screen.app.success]


def settings_with(tmp_path, monkeypatch, roles, access=""):
    """Settings in force from now on: those of the dashboard with a section on roles, and one on logins."""
    area = (recount.REFERENCE / "area.toml").read_text(encoding="utf-8")
    path = tmp_path / "area.toml"
    path.write_text(f"{area}\n[board]\n{roles}\n[access]\n{access}\n", encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))


def actions_draft(record, **changed):
    fields = {name: getattr(record, name) for name in ActionDraft.__dataclass_fields__}
    return ActionDraft(**{**fields, **changed})
