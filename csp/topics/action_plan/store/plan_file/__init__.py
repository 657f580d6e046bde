"""A plan from any file: what a council already has, a CSV, a workbook or a Word document, as rows to store.

    grid       sheets and tables as text, within fixed bounds; *_grid are the readers of each kind of file
    reader     which reader a file is for, and the guard against files that are made to do harm
    source     which sheets and tables belong together
    titles     what the title of a column means
    banners    rows and headings that name a priority
    layout     where the header is and which column holds what, as guessed or as somebody corrected it
    priorities the numbers and names of priorities, references those of actions
    agencies   names that stand in one cell; timing its dates and rhythms
    rows       the rows below a header: actions, headings, and what is passed over
    reading    all of it together: what would be stored, with a remark where something was read freely

Nothing here stores anything. plan_worker runs the readers; all else is pure.
"""
