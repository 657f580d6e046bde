"""One folder a topic: its rules, words, tables, charts and controls."""
