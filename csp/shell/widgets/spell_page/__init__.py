"""What abbreviations stand for in the words that Streamlit draws; nothing of this element is seen."""

from __future__ import annotations

from collections.abc import Mapping

from csp.shell.widgets.component import register

_COMPONENT = register("spell_page", shows_words=False)


def spell_page(terms: Mapping[str, str]) -> None:
    """Have whatever on the page shows a term say on hover what it stands for."""
    _COMPONENT(key="spell_page", data={"terms": dict(terms)})
