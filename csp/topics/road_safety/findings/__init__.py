"""The sentences about road safety. Pure."""
