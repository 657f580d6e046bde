"""Extracts of partners in layouts of their own: read, mapped, checked, stored, removed, and undone."""
