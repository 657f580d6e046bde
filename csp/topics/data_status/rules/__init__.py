"""What the page Data works out: coverage by month, differences between figures, revisions, words looked for. Pure."""
