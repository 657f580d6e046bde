"""How people write their part of a report: the order of its sections, paragraphs, review, horizon, cover.

order      the sections of a report as a list that is put in order. Pure
stored     what the action plan's store keeps of a report, and the texts that are built from it
words      the sentences of the page. Pure
preview    an author's Markdown as the screen shows it
saving     what becomes of a write, and the choice when somebody else was first
*_form     the forms; arranging and making are the controls of the first tab
"""
