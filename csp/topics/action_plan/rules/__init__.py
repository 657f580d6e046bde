"""What a plan's actions add up to, what came to them, and the crime that one of them acts on. Pure."""
