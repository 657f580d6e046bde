"""The action plan's store: plans, their actions, the record of updates, scenarios and decisions.

The only part of the running dashboard that writes. Nothing in it knows the screen. Its file,
its tables and its settings are named after the board, the picture of the plan in columns,
which they were first made for; so is Board, the opened database.

    store      opens the database: connection, migrations, seed; queue has its writers take turns
    schema     the tables, which migrations/ builds; records are the values read from them
    status     what the record says: statuses, quarters, overdue. Pure
    check      what may be stored
    reading    what pages read; lookups and action_rows are the queries behind it
    updates    reports on an action and corrections of them
    actions    actions added, edited, retired; stored_action is one within a write
    carry_over unfinished actions taken into the plan of another year
    plans      plans of a year, and the import of one; writing has the steps they share
    scenarios  what-if rules, recorded decisions, public concern
    report_*   what authors add to the report of a plan, version after version; report_schema has its table
    meeting*   meetings, and what is recorded at them; meeting_schema has their tables
    near_miss* near misses on roads that people type in; near_miss_schema has their table
    agency_*   which names of plans mean one agency: the directory, its records, the names resolved
    entries    what actions and plans hold beside their wording: measures, milestones, notes on charts;
               entry_* has its records, checks and tables, held is it within a transaction
    measure_*  the measures that a plan's words name, and the numbers given of them
    plan_diff  what a table of actions would change; diff_applying applies it and takes it back
               agency_form and agency_workbook are an agency's own form, compared in the same way
    bulk       what is changed in several actions on the screen, stored in the same way
    simulation whether a plan shows simulated updates
    step*      what was done in one go; undoing takes it back; step_schema has the tables of both
    plan_*     files of a plan, read and written; agency_export is the list of one agency
    soundness  whether an SQLite file may be used; backup copies it and puts it back
    cli        the command line
"""
