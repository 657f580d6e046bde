"""What the tabs of the page Data draw, a module each."""
