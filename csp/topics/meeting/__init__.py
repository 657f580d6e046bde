"""The meeting that feeds the report: its agenda, what is decided and raised at it, its minutes.

The record itself is kept with the action plan (csp/topics/action_plan/store/meetings.py). Here is what a
room sees of it: strip is the line at the foot of the meeting's screen, snapshot keeps the tables as they
were shown, minutes writes what was decided as a document of the report.
"""
