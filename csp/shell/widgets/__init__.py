"""The few elements that Streamlit has no match for, as inline components that need no network.

Each lies in a folder of its own, with its script and its style sheet; component.py, dom.js and
plain.css are what they share. They know the values that they draw (csp.core.elements,
csp.core.table, csp.shell.chart) and no topic.
"""

from csp.shell.widgets.area_tiles import area_tiles
from csp.shell.widgets.board import board
from csp.shell.widgets.copy_link import copy_link, copy_text
from csp.shell.widgets.count_strip import count_strip
from csp.shell.widgets.edit_table import edit_table
from csp.shell.widgets.form_keys import form_keys
from csp.shell.widgets.groups import groups
from csp.shell.widgets.legend import legend
from csp.shell.widgets.live_slider import LIVE_SLIDER_WIDTH, live_slider
from csp.shell.widgets.meeting import meeting
from csp.shell.widgets.multiples import multiples
from csp.shell.widgets.order_list import order_list
from csp.shell.widgets.print_list import print_list
from csp.shell.widgets.print_page import print_page
from csp.shell.widgets.reconnect import keep, reconnect
from csp.shell.widgets.spell_page import spell_page
from csp.shell.widgets.status_bars import status_bars
from csp.shell.widgets.table import table
from csp.shell.widgets.table_groups import table_groups
from csp.shell.widgets.tiles import tiles
from csp.shell.widgets.timeline import timeline

__all__ = [
    "LIVE_SLIDER_WIDTH",
    "area_tiles",
    "board",
    "copy_link",
    "copy_text",
    "count_strip",
    "edit_table",
    "form_keys",
    "groups",
    "keep",
    "legend",
    "live_slider",
    "meeting",
    "multiples",
    "order_list",
    "print_list",
    "print_page",
    "reconnect",
    "spell_page",
    "status_bars",
    "table",
    "table_groups",
    "tiles",
    "timeline",
]
