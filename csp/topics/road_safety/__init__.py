"""Road safety: collisions, casualties, hot spots, near misses and speed watch."""
