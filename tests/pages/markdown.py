"""What a reader sees of the Markdown that a page has given to Streamlit."""

from __future__ import annotations

import re


def read(markdown: str) -> str:
    """Text as it was before csp.core.markup.plain escaped it."""
    return re.sub(r":color\[(\\.)\]", r"\1", markdown).replace("\\", "")
