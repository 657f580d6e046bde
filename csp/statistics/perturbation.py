"""The table of the cell-key method: what is shown in place of a small or large count.

As the Office for National Statistics does in its census tables: every record has a key, the key of
a total is the sum of the keys of its records, and the table has the noise of each count and key.
Source: Fraser and Wooton, "A proposed method for confidentialising tabular output to protect
against differencing", 2005; ONS, "Protecting personal data in Census 2021 results", 2023.

For every count the noise is at most 3, nought on average, and has the same variance; 0 stays 0,
and no 1 or 2 is shown. Numerators over 256 are whole, so all of this holds exactly. Of all
distributions that keep it, the one is taken that the most arrangements of the keys lead to: the
noise is then as hard to foresee as the rules allow. From LAST on the table is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import factorial, prod

KEYS = 256
LIMIT = 3
"""The most that a shown count differs from the true one."""
NEVER_SHOWN = frozenset({1, 2})
LAST = 6
"""From this count on none of the noise leads to a count that is never shown."""
SUM_OF_SQUARES = 552
"""Over the keys of a count. The least that every count can have: the counts 1 and 2 decide it."""
VARIANCE = SUM_OF_SQUARES / KEYS

Numerators = Mapping[int, int]
"""How many of the 256 keys have each noise; a noise without a key is left out."""


def list_noise(count: int) -> tuple[int, ...]:
    """The noise that a count from 1 on may have, in order."""
    shown = range(max(0, count - LIMIT), count + LIMIT + 1)
    return tuple(n - count for n in shown if n not in NEVER_SHOWN)


def list_distributions(count: int, sum_of_squares: int) -> Iterator[Numerators]:
    """Every distribution over the keys of a count with mean 0 and this sum of squares.

    From LAST on those alone that are the same upwards and downwards.
    """
    if count >= LAST:
        for threes in range(sum_of_squares // 18 + 1):
            for twos in range((sum_of_squares - 18 * threes) // 8 + 1):
                ones = (sum_of_squares - 18 * threes - 8 * twos) // 2
                rest = KEYS - 2 * (threes + twos + ones)
                if rest >= 0:
                    yield _keep_used(
                        zip(range(-3, 4), (threes, twos, ones, rest, ones, twos, threes), strict=True)
                    )
        return
    # The most costly noise first: what is left of the squares then bounds the others soonest.
    noise = sorted(list_noise(count), key=lambda each: (-abs(each), each))
    for numbers in _share_out(noise, KEYS, 0, sum_of_squares):
        yield _keep_used(sorted(zip(noise, numbers, strict=True)))


def _keep_used(pairs: Iterable[tuple[int, int]]) -> Numerators:
    return {noise: number for noise, number in pairs if number}


def _share_out(noise: Sequence[int], keys: int, total: int, squares: int) -> Iterator[tuple[int, ...]]:
    """The numbers of keys of each noise that have this number, total and sum of squares together."""
    if len(noise) == 3:
        yield from _settle(noise, keys, total, squares)
        return
    first, *others = noise
    for number in range(min(keys, squares // first**2) + 1):
        rest = keys - number, total - number * first, squares - number * first**2
        for numbers in _share_out(others, *rest):
            yield number, *numbers


def _settle(noise: Sequence[int], keys: int, total: int, squares: int) -> Iterator[tuple[int, ...]]:
    """The one way to share keys out over three kinds of noise, where it comes out whole."""
    a, b, c = noise
    settled = []
    # Lagrange: (x - b)(x - c) is 0 for all but the first of them, and its sum over the keys is known.
    for x, y, z in ((a, b, c), (b, a, c), (c, a, b)):
        number, rest = divmod(squares - (y + z) * total + y * z * keys, (x - y) * (x - z))
        if rest or number < 0:
            return
        settled.append(number)
    yield tuple(settled)


def find_distribution(count: int) -> Numerators:
    """Of the distributions of a count the one that the most arrangements of its keys lead to."""
    offered = list_distributions(count, SUM_OF_SQUARES)
    return min(offered, key=lambda each: (prod(map(factorial, each.values())), sorted(each.items())))


Table = Mapping[int, Numerators]
"""The distribution of each count from 1 to LAST: data/reference/perturbation.csv."""


def build_table() -> Table:
    """The table of all counts, derived anew: it takes a second."""
    return {count: find_distribution(count) for count in range(1, LAST + 1)}


def arrange(table: Table, secret: str) -> list[tuple[int, int, int]]:
    """count, key (0 to 255) and noise, in an order of the keys that follows from a secret.

    Whoever knows the table alone cannot tell which sums of keys lead to which noise, and neighbouring keys,
    or the same key of two counts, have nothing to do with each other.
    """
    rows = []
    for count, numerators in table.items():
        noise = [each for each, number in sorted(numerators.items()) for _ in range(number)]
        keys = sorted(range(KEYS), key=lambda key: _digest(f"{secret} {count} {key}"))
        rows += [(count, key, each) for key, each in zip(keys, noise, strict=True)]
    return rows


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def list_possible(table: Table, shown: int) -> tuple[int, ...]:
    """The counts that may be shown as a count, in order: what everybody who sees it can tell."""
    last = max(table)
    counts = range(max(1, shown - LIMIT), shown + LIMIT + 1)
    nothing = (0,) if shown == 0 else ()
    return nothing + tuple(n for n in counts if shown - n in table[min(n, last)])
