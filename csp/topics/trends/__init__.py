"""Three years by month: which months are out of line, other areas, year over year."""
