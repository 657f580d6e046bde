"""What follows from a meeting's record by counting and comparing alone. Pure."""
