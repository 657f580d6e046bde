"""Values and words that everything may use."""
