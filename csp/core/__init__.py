"""Values and words that every part of the dashboard may use."""
