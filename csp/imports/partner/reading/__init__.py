"""Reading a partner's file: its sheets (read_book), where a table is (find_layout), its lines (read_lines).

A file comes from anywhere and is never believed: what can cost memory or end a process is read in a process
of its own (sandbox), and whatever is wrong ends in one sentence (UserError). Nothing here writes to a
store.
"""

from csp.imports.partner.reading.books import read_book
from csp.imports.partner.reading.layouts import find_layout
from csp.imports.partner.reading.lines import Line, load_lines, pick_head, read_lines

__all__ = ["Line", "find_layout", "load_lines", "pick_head", "read_book", "read_lines"]
