"""Whose plan is whose, where the settings name another area than when it was stored."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from csp.core import settings
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings.headlines import describe_owner
from csp.topics.action_plan.rules.selection import find_plan_in_force, list_own
from csp.topics.action_plan.store import plans, reading
from csp.topics.action_plan.store.records import PlanDraft
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import OpenBoard, plan_of

SPA, WEST_KENT = "E07000116", "E06000998"


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a home in force; there are a future council and a town of one's own."""
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    lines = [
        "district_code,district,made_of",
        f"{WEST_KENT},West Kent,Sevenoaks; Tunbridge Wells",
        "E06000997,Spa,Tunbridge Wells: Park",
    ]
    (folder / "districts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(settings, "REFERENCE", folder)

    def put(home: str) -> None:
        path = tmp_path / "area.toml"
        path.write_text(f'home = "{home}"\n', encoding="utf-8")
        monkeypatch.setenv("CSP_AREA", str(path))

    return put


def test_a_plan_stays_that_of_its_area_and_is_no_others(board: Board, put: Callable[[str], None]) -> None:
    assert (plan_of(board).area_code, plan_of(board).area) == (SPA, "Tunbridge Wells")
    assert fetch.list_own_plans(board) == (plan_of(board),)
    put("West Kent")
    assert fetch.list_own_plans(board) == ()
    assert find_plan_in_force(fetch.list_own_plans(board), board.today()) is None
    # It is there as it was, and a plan that is made now is that of the new area.
    source = plan_of(board)
    draft = PlanDraft("2022-23", source.end, source.end.replace(year=2023), source.priorities)
    new = plans.add_plan(board, draft, who="A. Officer")
    assert (new.area_code, new.area) == (WEST_KENT, "West Kent")
    assert fetch.list_own_plans(board) == (new,)
    put("Tunbridge Wells")
    assert fetch.list_own_plans(board) == (plan_of(board),)


def test_a_future_council_finds_the_published_plan_of_its_part(
    url: str, open_at: OpenBoard, put: Callable[[str], None]
) -> None:
    put("West Kent")
    board = open_at(url)
    plan = plan_of(board)
    assert (plan.area_code, plan.area) == (SPA, "Tunbridge Wells")
    assert list_own(reading.list_plans(board), WEST_KENT) == ()
    districts = settings.read_districts()
    assert describe_owner(plan, districts[WEST_KENT], districts[SPA]).startswith(
        "This is the plan of Tunbridge Wells, a part of West Kent: Overview, meetings and reports leave"
    )
    assert "which has wards in Spa: " in describe_owner(plan, districts["E06000997"], districts[SPA])
    adopted = plans.adopt_plan(board, plan.id, expected_version=plan.version, who="A. Officer")
    assert (adopted.area_code, adopted.version) == (WEST_KENT, plan.version + 1)
    assert fetch.list_own_plans(board) == (adopted,)


@pytest.mark.parametrize(
    ("source", "code"), [(None, SPA), ("data/reference/plans/2021-22.csv", SPA), ("a.csv", WEST_KENT)]
)
def test_a_plan_of_an_earlier_version_is_that_of_its_folder_or_of_home(
    board: Board, url: str, open_at: OpenBoard, put: Callable[[str], None], source: str | None, code: str
) -> None:
    with board.write() as connection:
        connection.execute(text("DELETE FROM plan_areas"))
        if source:
            connection.execute(text("UPDATE plans SET source = :source"), {"source": source})
    assert plan_of(board).area_code == ""
    # Until then it is left to whoever opens it.
    assert list_own(reading.list_plans(board), "E07000041") == (plan_of(board),)
    board.close()
    put("West Kent")
    assert plan_of(open_at(url)).area_code == code
