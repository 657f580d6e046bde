"""The plan as a grid that is edited like a spreadsheet, and changes to several actions in one step.

session    what is typed and ticked and not stored yet, apart from the grid on the screen
editor     the grid itself
sheet      its cells, columns and widths
saving     Save, Discard, and what was typed compared with what somebody else stored meanwhile
bulk       one change to everything that is ticked
outcome    what became of the last step, and the way to undo it
"""

from csp.topics.action_plan.grid.bulk import draw_bulk
from csp.topics.action_plan.grid.editor import draw

__all__ = ["draw", "draw_bulk"]
