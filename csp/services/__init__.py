"""The commands that ask public services: setup, update and doctor. The dashboard itself never does."""
