"""Reading published files into the store: one module per source format, manifest.py to write."""
