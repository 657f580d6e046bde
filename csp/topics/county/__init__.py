"""One crime type in every district: rates, ranks and the gaps between them."""
