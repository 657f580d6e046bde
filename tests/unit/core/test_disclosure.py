"""Too few to name, rank or compare a place by."""

from __future__ import annotations

import numpy as np
import pytest

from csp.core import disclosure


@pytest.mark.parametrize(("count", "too_few"), [(0, True), (4, True), (5, False), (6, False)])
def test_fewer_than_five_are_too_few_to_compare_none_included(count, too_few):
    assert disclosure.is_too_few(count) is too_few
    assert disclosure.are_too_few(np.array([count])).tolist() == [too_few]
