"""The read side: the store of Parquet files, named SQL and what is kept of its answers."""
