"""Finds actions by words as people type them: "shoplift" finds "regular shoplifters". Pure.

Words are compared by their stems, and what is typed may be the beginning of a word. An action is also found
by the names of the crime types it acts on and by the full names of its agencies, which the plan abbreviates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csp.core.measures import Measure
from csp.core.word_search import has_all, list_stems, read_typed
from csp.topics.action_plan.rules.coverage import NOTHING, list_crime_types
from csp.topics.action_plan.store.agency_records import Directory
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow


def name_crime_type(code: str, catalogue: Mapping[str, Measure]) -> str:
    """Every name of a crime type: its labels, those it had, and its offences."""
    measure = catalogue.get(code)
    if measure is None:
        return code.replace("_", " ")
    offences = (offence.replace("_", " ") for group in measure.offences.values() for offence in group)
    return " ".join((measure.label, measure.long_label, measure.noun, *measure.former_labels, *offences))


def write_index(
    action: ActionRow, details: ActionDetails, directory: Directory, catalogue: Mapping[str, Measure]
) -> str:
    """Everything by which an action is found, as stems between spaces."""
    texts = [
        *(action.ref, action.text, action.measure, *action.agencies),
        *(directory.spell_out(name) for name in action.agencies),
        *(held.content.name for held in details.measures),
        *(name_crime_type(code, catalogue) for code in list_crime_types(action, details)),
        action.latest.note if action.latest else "",
    ]
    # References are found as they are written, too: "sa-08".
    return " ".join(("", action.ref.casefold(), *(stem for text in texts for stem in list_stems(text))))


def write_indexes(
    actions: Iterable[ActionRow],
    details: Mapping[int, ActionDetails],
    directory: Directory,
    catalogue: Mapping[str, Measure],
) -> dict[int, str]:
    """What write_index() gives for each action, by its id: made once, and searched with every key typed.

    catalogue: the crime types by code.
    """
    return {
        action.id: write_index(action, details.get(action.id, NOTHING), directory, catalogue)
        for action in actions
    }


def find_ids(indexes: Mapping[int, str], typed: str) -> frozenset[int]:
    """The ids of the actions in which every word typed is the beginning of one; all where none is typed."""
    stems = read_typed(typed)
    return frozenset(number for number, index in indexes.items() if has_all(index, stems))
