"""What the page Data works out: coverage by month, differences between figures, revisions. Pure."""
