"""Extracts of partners: reading a file in any layout, mapping it to the dashboard's words, checks, storing."""
