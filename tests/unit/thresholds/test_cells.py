"""A block of counts is built from long frames, and refused where it does not fit together."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from csp.topics.thresholds.rules import Cells, Extent, build
from tests.unit.thresholds.blocks import block


def frame(rows):
    return pd.DataFrame(rows, columns=["measure", "month", "area_code", "flag", "n"])


def test_a_block_is_built_from_long_frames():
    rows = [
        ("asb", date(2020, 1, 1), "w1", None, 4),
        ("asb", date(2020, 1, 1), "w1", "covid", 3),
        ("asb", date(2020, 3, 1), "w2", None, 2),
        ("asb", date(2020, 3, 1), "elsewhere", None, 9),
        ("other", date(2020, 3, 1), "w2", None, 9),
        ("asb", date(2021, 3, 1), "w2", None, 9),
    ]
    people = {("w1", 2020): 100.0, ("h", 2020): 1000.0}
    cells = build(
        frame(rows),
        frame([("asb", date(2020, 3, 1), "h", None, 7)]),
        Extent(
            measures=["robbery", "asb"],
            areas=["w1", "w2"],
            home="h",
            districts=["h"],
            loaded=[date(2020, 1, 1), date(2020, 3, 1)],
            incomplete=[date(2020, 3, 1)],
        ),
        population=lambda area, year: people.get((area, year), math.nan),
        exclude=["covid"],
    )
    assert cells.months == (date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1))
    assert cells.counts[:, 1].tolist() == [[4, 0], [0, 0], [0, 2]]
    assert cells.counts[:, 0].sum() == 0
    assert cells.usable.tolist() == [True, False, False]
    assert cells.population[:, 0].tolist() == [100.0] * 3
    assert np.isnan(cells.population[:, 1]).all()
    assert cells.district_counts[2, 1].tolist() == [7]


def test_a_block_with_a_hole_or_of_the_wrong_shape_is_refused():
    cells = block(months=3)
    fields = {f: getattr(cells, f) for f in Cells.__dataclass_fields__}
    with pytest.raises(ValueError, match="without a gap"):
        Cells(**{**fields, "months": (date(2020, 1, 1), date(2020, 3, 1), date(2020, 4, 1))})
    with pytest.raises(ValueError, match="is needed"):
        Cells(**{**fields, "usable": np.ones(2, dtype=bool)})
