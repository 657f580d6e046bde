"""What a reader looks up: how the figures are made, what words mean, how data is loaded."""
