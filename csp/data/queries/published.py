"""Public mode: what of recorded crime is published by ward, and for which periods."""

from __future__ import annotations

from csp.core import settings
from csp.core.filters import Period
from csp.data.caching import keep_while_data_stands
from csp.data.queries.asking import ask
from csp.data.queries.loaded_area import list_sources


def is_published() -> bool:
    """Whether there is a published store to show. Outside public mode there need be none: it is True."""
    return not settings.area().is_public or bool(list_sources())


@keep_while_data_stands(maxsize=8)
def published_periods(source: str | None = None) -> tuple[Period, ...]:
    """The periods that a source is published for by ward, the latest first; () outside public mode.

    source: the code of one; None for the source that pages begin with. A period can be compared with
    each other one of its months, no other.
    """
    if not settings.area().is_public:
        return ()
    source = source or next(iter(list_sources()), "")
    frame = ask("public/periods", source=source)
    rows = zip(frame["first_month"].dt.date, frame["months"], strict=True)
    return tuple(Period(first, int(months)) for first, months in rows)


@keep_while_data_stands(maxsize=64)
def published_measures(source: str, period: Period) -> frozenset[str]:
    """The measures that are published by ward for a period; too few of the others in the whole area."""
    frame = ask("public/measures", source=source, start=period.start, months=period.months)
    return frozenset(frame["measure"])
