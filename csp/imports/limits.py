"""How much an import reads of one file, with room over the largest files that are published.

A larger file is not what its name says, or was made to fill the memory. Sizes in bytes. The largest
of their kind in November 2026: a month of the Metropolitan Police 25 MB, the site's archive 5,000
members a download; ward outlines of the United Kingdom, generalised, 110 MB; mid-year estimates by
single year of age 10 MB, the lookup of all LSOAs 5 MB.
"""

from __future__ import annotations

MB = 1 << 20

STREET_BYTES = 2048 * MB
OUTLINE_BYTES = 256 * MB
TABLE_BYTES = 64 * MB
# Unpacked: the population of every ward by single year of age and sex, one sheet a year, is the largest.
WORKBOOK_BYTES = 256 * MB
# Unpacked: five years of open data of the Home Office by partnership, read as a stream.
OPEN_WORKBOOK_BYTES = 2048 * MB
# Every collision since 1979 is 1.4 GB, every vehicle 2 GB.
COLLISION_BYTES = 4096 * MB

# The wards of the United Kingdom are 9,000. A coordinate takes 12 characters or more: where more than
# one character in 6 is a bracket, the file holds hardly a coordinate, and each bracket takes up memory.
OUTLINE_FEATURES = 100_000
CHARACTERS_A_BRACKET = 6

STREET_COLUMNS = 60
TABLE_COLUMNS = 1_000
TABLE_CELLS = 8_000_000

FIRST_LINE_BYTES = 1 << 16
LINE_BYTES = 2_000_000  # as DuckDB's reader has it

ARCHIVE_MEMBERS = 250_000
# A CSV or GeoJSON file packs to a tenth. One that packs far smaller holds next to nothing.
PACKED_RATIO = 400
PACKED_RATIO_FROM = 64 * MB


def megabytes(size: int) -> str:
    """A size for sentences: "64 MB"."""
    return f"{size // MB:,} MB"
