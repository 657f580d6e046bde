"""One crime type in full: trend, wards, season, parts, outcomes, peers."""
