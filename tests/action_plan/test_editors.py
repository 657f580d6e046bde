"""Who may write to the action plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied, Roles, roles
from csp.core.settings import area_file
from csp.topics.action_plan.store import actions, plans, reading
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.records import ActionDraft, PlanDraft
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, action_of, plan_of, report


def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str) -> None:
    path = tmp_path / "area.toml"
    path.write_text(area_file().read_text(encoding="utf-8") + section, encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))


def test_without_a_section_everybody_edits() -> None:
    assert Roles().role_of("Anybody") == "editor"


@pytest.mark.parametrize(
    ("section", "editor", "other"),
    [
        ('[board]\neditors = ["Chair"]', "editor", "viewer"),
        ('[board]\neditors = ["Chair"]\ndefault_role = "editor"', "editor", "editor"),
        ('[board]\nviewers = ["Chair"]', "viewer", "editor"),
        ('[board]\ndefault_role = "viewer"', "viewer", "viewer"),
    ],
)
def test_roles_follow_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str, editor: str, other: str
) -> None:
    _settings(monkeypatch, tmp_path, f"\n{section}\n")
    assert (roles().role_of(" cHAIR "), roles().role_of("Other")) == (editor, other)


@pytest.mark.parametrize("section", ['[board]\neditors = "Chair"', '[board]\ndefault_role = "admin"'])
def test_roles_that_cannot_be_read_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str
) -> None:
    _settings(monkeypatch, tmp_path, f"\n{section}\n")
    with pytest.raises(UserError, match=r"\[board\]"):
        roles()


def test_every_write_of_a_viewer_is_refused_whatever_the_form_says(
    board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _settings(monkeypatch, tmp_path, '\n[board]\nviewers = ["Press"]\n')
    action, plan = action_of(board), plan_of(board)
    draft, year = ActionDraft("X-1", 1, "Text"), PlanDraft("2022-23", NOW.date(), date(2022, 12, 1), {1: "A"})
    version = {"expected_version": 1}
    for by in ({"who": "Press", "role": "editor"}, {"who": "Somebody", "role": "viewer"}):
        for write in (
            lambda by=by: report(board, action, **version, **by),
            lambda by=by: actions.add_action(board, plan.id, draft, **by),
            lambda by=by: actions.edit_action(board, action.id, draft, **version, **by),
            lambda by=by: actions.retire_action(board, action.id, reason="x", **version, **by),
            lambda by=by: actions.reinstate_action(board, action.id, **version, **by),
            lambda by=by: carry_over_actions(board, plan.id, {action.id: 1}, **by),
            lambda by=by: plans.add_plan(board, year, **by),
            lambda by=by: plans.edit_plan(board, plan.id, year, **version, **by),
            lambda by=by: plans.retire_plan(board, plan.id, **version, **by),
        ):
            with pytest.raises(Denied):
                write()
    assert reading.list_plans(board) == (plan,)
    assert action_of(board) == action
