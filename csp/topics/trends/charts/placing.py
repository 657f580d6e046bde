"""Where words go, so that they neither overlap nor lie far from what they name."""

from __future__ import annotations

from collections.abc import Sequence

from csp.shell.chart import Rows

ROW = 20  # px from one line of words to the next


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least gap apart and near their targets, in the same order, within low to high.

    Where there is no room for all of them, they are spaced evenly and may pass high.
    """
    order = sorted(range(len(targets)), key=lambda i: targets[i])
    blocks: list[list[float]] = []  # words that touch: [sum of their targets less offsets, how many]
    for i in order:
        blocks.append([targets[i], 1.0])
        while len(blocks) > 1 and _start(blocks[-2], gap) + gap * blocks[-2][1] > _start(blocks[-1], gap):
            total, size = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += size
    positions = [_start(block, gap) + gap * k for block in blocks for k in range(int(block[1]))]
    for k in range(len(positions) - 1, -1, -1):
        positions[k] = min(positions[k], high - gap * (len(positions) - 1 - k))
    for k in range(len(positions)):
        positions[k] = max(positions[k], low + gap * k)
    answer = [0.0] * len(order)
    for k, i in enumerate(order):
        answer[i] = positions[k]
    return answer


def _start(block: Sequence[float], gap: float) -> float:
    """Where the first word of a block goes so that the block is centred on the targets of its words."""
    return block[0] / block[1] - gap * (block[1] - 1) / 2


def stagger(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The row (0 = top) of each label, in the order given, so that no two overlap: spans are from and to."""
    rows: list[list[tuple[float, float]]] = []
    numbers = []
    for low, high in spans:
        free = (r for r, row in enumerate(rows) if all(high <= a or low >= b for a, b in row))
        row = next(free, len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((low, high))
        numbers.append(row)
    return numbers


def row_labels(spans: Sequence[tuple[float, float, bool]]) -> list[int]:
    """The row (0 = nearest to the months) of notes whose leaders come from the months: no leader crosses one.

    spans: from, to, and whether the note runs to the left of its leader, which then stands at its right
    end. A note lies in the way of leaders on the side it runs to, so of those that run left the
    leftmost is nearest, of those that run right the rightmost.
    """
    leftwards = sorted((i for i, span in enumerate(spans) if span[2]), key=lambda i: spans[i][1])
    rightwards = sorted((i for i, span in enumerate(spans) if not span[2]), key=lambda i: -spans[i][0])
    rows: dict[int, int] = {}
    for i in (*leftwards, *rightwards):
        low, high, _ = spans[i]
        # Beyond every note that it would overlap, because its leader passes these.
        touched = [row for j, row in rows.items() if low < spans[j][1] and spans[j][0] < high]
        rows[i] = max(touched, default=-1) + 1
    return [rows[i] for i in range(len(spans))]


def name_ends(
    lines: Sequence[tuple[str, str, Sequence[float | None]]], decimals: int | None, top: float, height: int
) -> Rows:
    """The name and last figure of each line (name, role, values), at its end, with words moved apart.

    decimals: of the figure, None for the name alone. top: the value at the upper edge of the plot,
    whose height is in px.
    """
    ends = [
        (max(i for i, v in enumerate(values) if v is not None), name, role, values)
        for name, role, values in lines
        if any(v is not None for v in values)
    ]
    right = max((at for at, *_ in ends), default=0)
    levels = [float(values[at] or 0.0) for at, _, _, values in ends]
    places = spread(levels, ROW * top / height, 0.0, top)
    return [
        {
            "x": at + 0.5,
            "x2": right + 1.2,
            "y": level,
            "y2": y,
            "role": role,
            "text": name if decimals is None else f"{name} {level:,.{decimals}f}",
        }
        for (at, name, role, _), level, y in zip(ends, levels, places, strict=True)
    ]
