"""Degrees as metres: what pyproj 3.7 gives for the same projection, and the eastings of real collisions."""

from __future__ import annotations

import numpy as np
import pytest

from csp.statistics.projection import project


@pytest.mark.parametrize(
    ("degrees", "metres"),
    [
        ((-1.78346, 53.70214), (414295.2391, 422949.0978)),
        ((0.263, 51.132), (558334.3003, 139483.5874)),
        ((1.4, 51.35), (636747.0423, 166780.7181)),
        ((-5.7, 50.07), (135249.0095, 25517.4066)),
        ((-3.2, 58.6), (330261.5697, 968682.139)),
    ],
)
def test_it_agrees_with_pyproj_to_a_millimetre(degrees, metres):
    (point,) = project([degrees[0]], [degrees[1]])
    assert point == pytest.approx(metres, abs=1e-3)


def test_a_point_without_a_place_has_none():
    assert np.isnan(project([np.nan, 0.2], [51.0, np.nan])).any(axis=1).all()
