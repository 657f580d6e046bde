"""Extracts of partners as values: a file as it stands, its layout, how it is mapped, and what was found in it. Pure."""
