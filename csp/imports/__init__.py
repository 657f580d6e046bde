"""Reading published files into the store: one module per source format in formats/, manifest.py to write."""
