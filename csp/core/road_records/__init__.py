"""What partners record about roads, checked a row at a time: near misses, speed watch, schools, values.

An importer reads them from a CSV file and a form from a page; both check them here.
"""
