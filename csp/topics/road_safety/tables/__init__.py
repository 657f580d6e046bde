"""The tables of road safety: plain data for the shell. Pure."""
