"""The kinds of files that partners send, opened as sheets of lines; each but text is read by the worker."""
