"""The read side: what is computed from the store and its reference tables."""
