"""Numbers, dates and findings in words, in one place, so that pages and papers word them alike.

What people read has a true minus sign, a comma in thousands and no space before %, as ONS and
GOV.UK write it. An idea has one word: a change is "a clear change" or there is "no clear change".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

MINUS = "\u2212"
UP, DOWN = "▲", "▼"
MISSING = "–"
# What the open circles of the charts mark.
INCOMPLETE_MARK = "open circle: data incomplete"
RANK_KEY = "1st = lowest"
NAMED_RIVALS = 3  # areas that are named one by one; of more, their number is enough
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FINANCIAL_YEAR_START = 4
SHORT_MONTH_NAMES = tuple(name[:3] for name in MONTH_NAMES)


def _fixed(value: float, places: int, sign: bool) -> str:
    """Rounded half away from 0, as people do; a 0 has no sign."""
    if not isfinite(value):
        return MISSING
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    mark = MINUS if exact < 0 else "+" if sign and exact > 0 else ""
    return f"{mark}{abs(exact):,}"


def count(value: float, sign: bool = False) -> str:
    """7830 -> "7,830"; with sign "+91". A missing count is a dash."""
    return _fixed(value, 0, sign)


def pct(value: float, sign: bool = False) -> str:
    """-9.04 -> "−9.0%"; with sign "+2.5%". A missing % is a dash."""
    return _percent(value, 1, sign)


def whole_pct(value: float, sign: bool = False) -> str:
    """-9.04 -> "−9%"; with sign "+3%": a % where tenths would claim too much. A missing % is a dash."""
    return _percent(value, 0, sign)


def _percent(value: float, places: int, sign: bool) -> str:
    text = _fixed(value, places, sign)
    return text if text == MISSING else f"{text}%"


def rate(value: float | None) -> str:
    """65.83 -> "65.8" (per 1,000). A missing rate is a dash."""
    return MISSING if value is None else _fixed(value, 1, sign=False)


def capitalise(words: str) -> str:
    """The same words as the start of a sentence: "no ASB" -> "No ASB"."""
    return words[:1].upper() + words[1:]


def lower_first(text: str) -> str:
    """A label as it stands in running text: its first letter small, unless it opens an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def ordinal(number: int) -> str:
    """1 -> "1st", 12 -> "12th"."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def number(value: int) -> str:
    """Numbers in running text: words up to ten, figures from there."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else count(value)


def plural(value: int, singular: str, many: str | None = None) -> str:
    """plural(31, "crime") -> "31 crimes"; many where adding an s is not enough."""
    return f"{count(value)} {singular if value == 1 else many or f'{singular}s'}"


def list_words(words: Sequence[str]) -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    *head, last = words or [""]
    return f"{', '.join(head)} and {last}" if head else last


QUOTED = 40
"""How many letters of a reader's own words a sentence repeats."""


def quote_words(words: Sequence[str]) -> str:
    """What a reader has named, as a list in quotation marks: ["Park", "Parc"] -> "“Park” and “Parc”"."""
    return list_words([f"“{cut_text(word, QUOTED)}”" for word in words])


def cut_text(text: str, most: int) -> str:
    """A text in one line of at most so many letters, cut between words where it has them."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def standing(value: int, of: int | None = None, tied: bool = False) -> str:
    """A rank, 1 = lowest, counted from the nearer end: standing(2, 12) -> "2nd lowest", (12, 12) "highest".

    Counted from the lowest where of is None, and beyond the middle where it is tied: how many
    share a rank is not known here, so how far it lies from the highest is not either.
    """
    from_highest = 0 if of is None else of + 1 - value
    if value == 1:
        name = "lowest"
    elif from_highest == 1:
        name = "highest"
    elif not tied and 0 < from_highest < value:
        name = f"{ordinal(from_highest)} highest"
    else:
        name = f"{ordinal(value)} lowest"
    return f"joint {name}" if tied else name


def rank(value: int | None, of: int | None = None, tied: bool = False) -> str:
    """rank(1, of=12) -> "lowest of 12"; (17, of=20) "4th highest of 20"; None or 0 -> "not ranked"."""
    if not value:
        return "not ranked"
    place = standing(value, of, tied)
    return place if of is None else f"{place} of {of}"


def standing_range(best: int, worst: int, of: int) -> str:
    """The ranks that an area could have, 1 = lowest, the nearer end first.

    standing_range(2, 4, 12) -> "2nd to 4th lowest"; (9, 12, 12) -> "highest to 4th highest".
    """
    low, high = standing(best, of), standing(worst, of)
    if best == worst:
        return low
    first, second = (high, low) if low.endswith("highest") else (low, high)
    end = f" {second.split()[-1]}"
    return f"{first.removesuffix(end)} to {second}"


def rank_with_range(
    value: int | None, best: int, worst: int, of: int | None = None, tied: bool = False
) -> str:
    """rank_with_range(1, 1, 3) -> "ranked 1st; could be 1st to 3rd"; a certain one is as rank() has it.

    A range is read in numbers, so with of these are explained: "ranked 1st of 12; could be 1st
    to 3rd (1st = lowest)".
    """
    if not value or best == worst:
        return rank(value, of, tied)
    place = f"joint {ordinal(value)}" if tied else ordinal(value)
    of_all, key = ("", "") if of is None else (f" of {of}", f" ({RANK_KEY})")
    return f"ranked {place}{of_all}; could be {ordinal(best)} to {ordinal(worst)}{key}"


def similar_to(names: Sequence[str]) -> str:
    """The areas that a rate cannot be told from: "similar to East Devon", "similar to five others"."""
    if not names:
        return ""
    if len(names) <= NAMED_RIVALS:
        return f"similar to {list_words(names)}"
    return f"similar to {number(len(names))} others"


def name_ranked(label: str, missing: Sequence[str]) -> str:
    """The areas that ranks are among, and which have none for want of a population. label: what they are.

    "Devon districts", "Devon districts with a population (none on file for Exeter and Mid Devon)"
    """
    if not missing:
        return label
    none = list_words(missing) if len(missing) <= NAMED_RIVALS else f"{number(len(missing))} more"
    return f"{label} with a population (none on file for {none})"


def none_recorded(noun: str, place: str) -> str:
    """A count of 0 as a clause: "no possession of weapons recorded in Capel"."""
    return f"no {noun} recorded in {place}"


def too_few(of_all: float) -> str:
    """What stands in place of a comparison of fewer than 5: "too few to compare (13 in the borough)"."""
    return f"too few to compare ({count(of_all)} in the district)"


def difference(value: int) -> str:
    """-778 -> "▼ 778", 91 -> "▲ 91", 0 -> "0": the way it went as a shape, not by colour alone."""
    if value == 0:
        return "0"
    return f"{UP if value > 0 else DOWN} {count(abs(value))}"


def change(now: int, before: int, small_base: int = 0) -> str:
    """7830 after 8608 -> "▼ 778 (−9.0%)"; from 0 "▲ 5 (from 0)"; else "no change".

    A base below small_base is marked, since its % says little.
    """
    if now == before:
        return "no change"
    return f"{difference(now - before)} ({share(now, before, small_base)})"


def share(now: int, before: int, small_base: int = 0) -> str:
    """The % that goes with every difference: "+2.5%", "from 0", "+140.0%, small base"."""
    if before == 0:
        return "from 0"
    words = pct(100 * (now - before) / before, sign=True)
    return f"{words}, small base" if before < small_base else words


def verdict(is_clear: bool) -> str:
    """Whether a change is larger than chance alone brings about: "a clear change" or "no clear change"."""
    return "a clear change" if is_clear else "no clear change"


def odds(p: float) -> str:
    """How often chance does as much: 0.285 -> "about 29 in 100 comparisons"; never a bare p value."""
    if not isfinite(p):
        return "an unknown share of comparisons"
    if p < 0.001:
        return "fewer than 1 in 1,000 comparisons"
    of = 100 if p >= 0.01 else 1000
    return f"about {count(of * p)} in {count(of)} comparisons"


def month(day: date) -> str:
    """date(2020, 4, 1) -> "Apr 2020"."""
    return f"{SHORT_MONTH_NAMES[day.month - 1]} {day.year}"


def day(when: date) -> str:
    """ "26 Nov 2026"."""
    return f"{when.day} {month(when)}"


def month_in_full(day: date) -> str:
    """date(2022, 3, 31) -> "March 2022"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def a_month(number: int) -> str:
    """A calendar month, 1 to 12, in full and with its article: "an April", "a May"."""
    name = MONTH_NAMES[number - 1]
    return f"{'an' if name[0] in 'AO' else 'a'} {name}"


def period(start: date, end: date) -> str:
    """First and last month: "Jan to Dec 2020", "Nov 2019 to Oct 2020", or "Apr 2020" for one."""
    if (start.year, start.month) == (end.year, end.month):
        return month(start)
    first = SHORT_MONTH_NAMES[start.month - 1] if start.year == end.year else month(start)
    return f"{first} to {month(end)}"


def years(loaded: Sequence[int]) -> str:
    """Years in order as runs: "2019 to 2021, 2024"."""
    first = [year for year in loaded if year - 1 not in loaded]
    last = [year for year in loaded if year + 1 not in loaded]
    return ", ".join(
        str(start) if start == end else f"{start} to {end}" for start, end in zip(first, last, strict=True)
    )


@lru_cache(maxsize=256)  # lists of actions name the same few thousands of times
def quarter(start: date) -> str:
    """Three months by their first, within the financial year: "Q4 2021/22 (Jan to Mar)".

    Where the quarters of a partnership's own year straddle those of the financial year, only the
    months can name them: "Feb to Apr 2022".
    """
    index = start.year * 12 + start.month - 1
    last = date((index + 2) // 12, (index + 2) % 12 + 1, 1)
    if start.month % 3 != 1:
        return period(start, last)
    first = start.year if start.month >= FINANCIAL_YEAR_START else start.year - 1
    position = (start.month - FINANCIAL_YEAR_START) % 12 // 3 + 1
    months = f"{SHORT_MONTH_NAMES[start.month - 1]} to {SHORT_MONTH_NAMES[last.month - 1]}"
    return f"Q{position} {first}/{(first + 1) % 100:02d} ({months})"


def borrowed_years(borrowed: Iterable[tuple[int, int]]) -> list[str]:
    """Which years' rates are over the population of another year, a sentence for each of those.

    borrowed: the year of a rate and the year of the population that it uses.
    """
    pairs = sorted(set(borrowed))
    return [
        f"Rates of {list_words([str(year) for year, other in pairs if other == used])} use the population of "
        f"{used}, the nearest on file."
        for used in sorted({other for _, other in pairs})
    ]
