"""A limit that flags: what it flags now, how often it would have done so, and by luck."""
