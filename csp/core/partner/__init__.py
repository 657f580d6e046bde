"""Extracts of partners as values: a file, its layout, its mapping, and what was found in it. Pure."""
