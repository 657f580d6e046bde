"""The sentences above the pictures, one module per topic: true by construction. Pure."""
