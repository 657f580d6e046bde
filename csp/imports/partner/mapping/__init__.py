"""From a partner's table to rows in the dashboard's own words.

A profile is guessed from the first lines (guess_profile) or kept from the last delivery (read_profile). The
words of the whole file are then listed and matched (list_words, match_words), what is new is said
(compare_profile), and the rows are made in DuckDB (tidy).
"""
