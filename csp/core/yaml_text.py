"""YAML that people write: read whole, with no entry twice and no deeper than it needs to be."""

from __future__ import annotations

from typing import Any

import yaml

from csp.core.characters import quote
from csp.core.errors import UserError

DEEPEST = 20
"""How far lists and entries may be nested; four would do."""


def parse_yaml(text: str, name: str) -> Any:
    """The YAML of a text. name: of its file, for the message.

    Raises yaml.YAMLError for what is none, RecursionError where it is nested deeper than DEEPEST, and
    UserError for an entry that stands twice.

    The library in C takes a tenth of the time, for which the first reader of a server waits, but a
    text that is nested too deeply would end the process.
    """
    if not yaml.__with_libyaml__:
        return yaml.safe_load(text)
    depth = 0
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise RecursionError
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        _refuse_twins(node, name)
        return loader.construct_document(node)
    except yaml.YAMLError:
        # The other parser names the line of the fault, this one the line after it.
        return yaml.safe_load(text)


def _refuse_twins(node: yaml.Node | None, name: str) -> None:
    """Raise UserError for an entry whose name stands twice: of these the library lets the last count."""
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _refuse_twins(part, name)
    if not isinstance(node, yaml.MappingNode):
        return
    names: set[object] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in names:
            line = key.start_mark.line + 1
            raise UserError(f"{name} names {quote(key.value)} twice, at line {line} too. Keep one of them.")
        names.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        _refuse_twins(value, name)
