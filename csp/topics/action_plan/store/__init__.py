"""The action-plan store: plans, their actions, the record of updates, scenarios and decisions.

The only part of the running dashboard that writes. Nothing in it knows the screen.

    status     what the record says: statuses, quarters, overdue. Pure
    schema     the tables; migrations/ builds them
    store      opens a board: connection, migrations, seed
    reading    what pages read
    actions    updates and actions: version checks, corrections, carry-over
    plans      plans of a year, and the import of one
    scenarios  what-if rules, recorded decisions, public concern
"""
