"""Community safety dashboard: from police extracts to a strategic assessment."""
