"""Values and words that everything else may use. Pure."""
