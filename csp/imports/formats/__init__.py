"""One module per source format. A new module here is a new `csp import NAME`, with nothing else to edit.

A module holds one value, IMPORTER (csp.imports.importer.Importer), by which the command line and the
repair of a store find it.
"""
