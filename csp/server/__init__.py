"""The server around the pages: who may ask it for what, and how it starts."""
