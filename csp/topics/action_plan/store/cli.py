"""The command line of the action plan's database: csp board backup | restore | export | import | undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from csp.core import wording
from csp.core.errors import UserError
from csp.core.new_file import write_beside
from csp.core.terminal import guarded, say
from csp.topics.action_plan.findings import plan_diff as plan_words
from csp.topics.action_plan.store import agencies, plan_export, plans, reading
from csp.topics.action_plan.store.agency_directory import list_abbreviations
from csp.topics.action_plan.store.backup import back_up, restore_backup
from csp.topics.action_plan.store.check import LONG_LINE
from csp.topics.action_plan.store.diff_applying import apply_diff
from csp.topics.action_plan.store.plan_comparing import compare_upload
from csp.topics.action_plan.store.plan_file.reading import guess_preview
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import Plan, PlanDraft
from csp.topics.action_plan.store.soundness import check_file
from csp.topics.action_plan.store.status import parse_plan_period
from csp.topics.action_plan.store.store import RESTORE, Board, default_url, find_file, open_board
from csp.topics.action_plan.store.undoing import undo_step

app = typer.Typer(help="The action-plan board: keep it safe, take it elsewhere.", no_args_is_help=True)

T = TypeVar("T")


def _with_board(action: Callable[[Board], T]) -> T:
    """Runs an action on the opened database, likewise."""

    def run() -> T:
        board = open_board()
        try:
            return action(board)
        finally:
            board.close()

    return guarded(run)


@app.command()
def backup(target: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write.")]) -> None:
    """Copy the board to a file, also while the dashboard runs."""
    written = _with_board(lambda board: back_up(board, target))
    say(f"The board is backed up to {written}.")


@app.command()
def restore(source: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of a board.")]) -> None:
    """Put a backup in the place of the board. Stop the dashboard first."""
    replaced = guarded(lambda: restore_backup(source))
    say(f"The board is restored from {source}.")
    if replaced:
        say(f"The board it replaced is kept as {replaced}.")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .csv, .xlsx or .docx.")],
    plan: Annotated[str, typer.Option(help="The plan's year; the latest plan without it.")] = "",
) -> None:
    """Write a plan with its outcomes as CSV, Excel or Word."""

    def run(board: Board) -> int:
        listing = reading.list_actions(board, _find_plan(board, plan).id)
        terms = agencies.read_directory(board).list_terms(list_abbreviations())
        content = plan_export.export(listing, target.suffix, terms)
        try:
            with write_beside(target) as unfinished:
                unfinished.write_bytes(content)
                unfinished.replace(target)
        except OSError as error:
            raise UserError(
                f"{target} cannot be written ({error.strerror}): choose another place."
            ) from error
        return len(listing.actions)

    count = _with_board(run)
    say(f"{count:,} actions are written to {target}.")


def examine() -> str:
    """How the board is, as a sentence. Raises UserError for one that cannot be used; makes none."""
    url = default_url()
    file = find_file(url)
    if file is None:
        open_board(url, seeded=False).close()
        return "the database of the action plan answers, and is of this version."
    if not file.exists():
        return f"no action plan is begun yet; the first start makes {file}."
    check_file(file, f"The board {file}", RESTORE, thorough=True)
    return f"the action plan in {file} can be read, and is as the dashboard makes it."


@app.command("import")
def import_plan(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A plan in Word, Excel or CSV.")],
    year: Annotated[str, typer.Option(help="The plan's year, like 2025-26.")],
    by: Annotated[str, typer.Option(help="Your name, which the record keeps.")],
    apply: Annotated[bool, typer.Option("--apply", help="Store what the file changes.")] = False,
) -> None:
    """Store a plan from a file, or say what the file changes in the plan of that year; --apply stores that.

    The file is read as the page Plans reads it where nothing is corrected.
    """

    def run(board: Board) -> Preview | None:
        try:
            content = source.read_bytes()
        except OSError as error:
            raise UserError(f"{source} cannot be read ({error.strerror}): choose another file.") from error
        there = next((plan for plan in reading.list_plans(board) if plan.label == year), None)
        if there is not None:
            _compare(board, there, (source.name, content), by, apply)
            return None
        preview = guess_preview(source.name, content)
        _say_rows(preview)
        try:
            start, end = parse_plan_period(year, board.year_start)
        except ValueError as error:
            raise UserError(f'The year "{year}" is not written like 2022 or 2022-23.') from error
        plan = PlanDraft(year, start, end, preview.priorities, f"Imported from {source.name}"[:LONG_LINE])
        plans.import_plan(board, preview, plan, who=by)
        return preview

    preview = _with_board(run)
    if preview is not None:
        count = wording.plural(len(preview.rows), "action")
        say(f"The plan {year} is there, with {count}.")


def _compare(board: Board, plan: Plan, file: tuple[str, bytes], who: str, apply: bool) -> None:
    """Says what a file changes in a plan, and stores it where that is asked. Raises UserError for faults."""
    diff = compare_upload(board, plan, *file)
    for line in (*diff.notes, *plan_words.list_changes(diff, plan)):
        say(line)
    for fault in diff.faults:
        say(plan_words.describe_fault(fault), error=True)
    if diff.faults:
        raise UserError(f"Nothing is stored. {plan_words.describe_diff(diff)}")
    say(plan_words.describe_diff(diff))
    if apply and diff.changes:
        step = apply_diff(board, plan.id, diff, who=who, what=plan_words.name_step(file[0], diff))
        say(f'Stored as step {step}. It is taken back by: python -m csp board undo {step} --by "{who}"')
    elif diff.changes:
        say("Nothing is stored yet: --apply stores it.")


@app.command()
def undo(
    step: Annotated[int, typer.Argument(metavar="STEP", help="Its number, as the import has said it.")],
    by: Annotated[str, typer.Option(help="Your name, which the record keeps.")],
) -> None:
    """Take back what was done in one step, while nobody has changed the same actions since."""
    _with_board(lambda board: undo_step(board, step, who=by))
    say(f"Step {step} is undone. The record keeps both.")


def _say_rows(preview: Preview) -> None:
    """What is to be said of the file and its rows. Raises UserError where one has a fault."""
    for sentence in preview.notes:
        say(sentence)
    for row in preview.rows:
        place = f"{row.place}, row" if row.place else "Row"
        for sentence in (*row.errors, *row.remarks):
            say(f"{place} {row.line}: {sentence}", error=sentence in row.errors)
    if preview.error_count:
        raise UserError(
            "Nothing is stored: correct these rows, or import the file on the page Plans, where you can say "
            "how it is read and leave rows out."
        )


def _find_plan(board: Board, label: str) -> Plan:
    """The plan of a year, the latest for "". Raises UserError where there is none."""
    if label:
        return reading.find_plan(board, label)
    every_plan = reading.list_plans(board)
    if not every_plan:
        raise UserError("The board has no plan.")
    return every_plan[0]
