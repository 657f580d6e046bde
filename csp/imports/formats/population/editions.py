"""What a population table does to those that are loaded: it adds, it replaces, or it is older than they."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from csp.core import settings
from csp.core.wording import plural, years
from csp.data.editions import BUILT_IN, Edition, Key, read_built_in, read_editions, read_latest
from csp.imports.manifest import Writer
from csp.imports.reference import Declined

NAMED = 3  # of the tables that lose figures


class Editions:
    """The tables that are loaded, beside a file that is to join them. name: of the file."""

    def __init__(self, writer: Writer, name: str) -> None:
        self.name = name
        self.loaded = read_editions(writer.store, writer.current("population"))
        # Of each area and year the table that counts, which is the last one imported.
        self.counting: dict[Key, Edition] = {
            key: edition for edition in self.loaded for key in edition.figures
        }
        self.later: list[Edition] = []

    def hold_back_older(self, figures: Mapping[Key, int]) -> tuple[dict[Key, int], list[Declined]]:
        """The figures that count from now on, and those that a later edition has revised already."""
        self.later = [
            edition
            for edition in self.loaded
            if _is_series(figures) and edition.is_series and edition.last > max(year for _, year in figures)
        ]
        kept: dict[Key, int] = {}
        declined: list[Declined] = []
        for key, people in figures.items():
            edition = next((later for later in self.later if key in later.figures), None)
            if edition is None:
                kept[key] = people
            else:
                reason = f"{edition.file}, which goes to {edition.last}, is the later edition"
                declined.append(("", f"{key[0]} {key[1]}: {reason}"))
        return kept, declined

    def refuse_older(self, shown: str) -> str:
        """The sentence for a table of which a later edition has every figure."""
        later = self.later[-1]
        return (
            f"{shown} is an older edition: {later.file}, which goes to {later.last}, is loaded and has every "
            "figure of it, revised. There is nothing to do."
        )

    @property
    def keys(self) -> dict[str, Set[Key]]:
        """The areas and years of each table, by what it is called in the store."""
        return {edition.force: edition.figures.keys() for edition in self.loaded}

    def describe(self, figures: Mapping[Key, int]) -> str:
        """What the table adds and what it replaces: "adds 2024; 357 figures of 2023 instead of mye.csv"."""
        added = sorted({year for area, year in figures if (area, year) not in self.counting})
        places: dict[str, set[int]] = {}
        lost: Counter[str] = Counter()
        for key in figures:
            if key in self.counting:
                edition = self.counting[key]
                places.setdefault(edition.file, set()).add(key[1])
                lost[edition.file] += 1
        parts = [f"adds {years(added)}"] if added else []
        parts += [
            f"{years(sorted(places[file]))} instead of {'its earlier figures' if file == self.name else file}"
            for file, _ in lost.most_common(NAMED)
        ]
        return "; ".join(parts)

    def describe_home(self, figures: Mapping[Key, int]) -> tuple[str, ...]:
        """Which figure of the home district the table changes, the latest year first, and from what."""
        home = settings.area().home
        built_in = read_built_in()
        built_in |= read_latest([*built_in, *self.counting])
        before = {key: (people, BUILT_IN) for key, people in built_in.items()}
        before |= {key: (edition.figures[key], edition.file) for key, edition in self.counting.items()}
        changed = sorted(
            (key for key in figures if key[0] == home and key in before and before[key][0] != figures[key]),
            key=lambda key: -key[1],
        )
        if not changed:
            return ()
        key = changed[0]
        people, source = before[key]
        more = len(changed) - 1
        others = f" {plural(more, 'other year')} {'differs' if more == 1 else 'differ'} too." if more else ""
        return (
            f"{settings.area().home_name}, mid-{key[1]}: {figures[key]:,} as {self.name} has it, instead of "
            f"{people:,} of {source}.{others}",
        )


def _is_series(figures: Mapping[Key, int]) -> bool:
    return len({year for _, year in figures}) > 1
