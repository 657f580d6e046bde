"""Extracts of partners: read, mapped to the dashboard's words, checked, stored, removed and undone."""
