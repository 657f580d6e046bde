"""What the evidence puts first, and how steady that order is."""
