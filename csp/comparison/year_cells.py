"""The cells of figures that a publisher has not, or calls unusable, the same in every table. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.recorded_years import Figure
from csp.core.table import HIDDEN, Cell

UNUSABLE, NO_FIGURE = "not usable", "no figure"


def name_missing(figure: Figure) -> str:
    """What stands in place of a count: "not usable" where the publisher calls it so."""
    return UNUSABLE if figure.is_unusable else NO_FIGURE


def build_missing_cell(figure: Figure) -> Cell:
    """A cell without a count; its tooltip has the publisher's reason."""
    return Cell(name_missing(figure), None, "quiet", tip=f"{wording.capitalise(figure.reason.rstrip('.'))}.")


def build_count_cell(figure: Figure, is_hidden: bool) -> Cell:
    """A count, or why there is none. is_hidden: public mode."""
    if figure.count is None:
        return build_missing_cell(figure)
    return HIDDEN if is_hidden else Cell(wording.count(figure.count), figure.count, tip=figure.remark)
