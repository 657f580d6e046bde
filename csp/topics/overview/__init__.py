"""All crime types at a glance: which went up, which down, and where home stands."""
