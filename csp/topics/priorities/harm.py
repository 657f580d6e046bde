"""The harm weight of each crime type: a table of judgements that people edit."""

from __future__ import annotations

from pathlib import Path

from csp.core import reference_tables
from csp.core.errors import UserError
from csp.core.settings import REFERENCE
from csp.topics.priorities.rules import SCALE


def read_harm_weights(path: Path = REFERENCE / "harm_weights.csv") -> dict[str, float]:
    """Harm weight by measure from the table people edit. Raises UserError for one that is not 1 to 5."""
    rows = reference_tables.read(path)
    weights = {}
    for line, row in enumerate(rows, start=2):
        try:
            weight = float(row["weight"])
            weights[row["measure"].strip()] = weight
        except (KeyError, TypeError, ValueError, AttributeError):
            weight = float("nan")
        if not SCALE[0] <= weight <= SCALE[1]:
            raise UserError(f"{path.name}, line {line}: a harm weight is a number from 1 to 5. Correct it.")
    return weights
