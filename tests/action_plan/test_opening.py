"""Addresses of databases that cannot be opened."""

from __future__ import annotations

import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.store.store import open_board


@pytest.mark.parametrize("url_", ["mysql://x/y", "nonsense", "://"])
def test_a_database_of_another_kind_is_refused(url_: str) -> None:
    with pytest.raises(UserError):
        open_board(url_)


def test_a_server_that_is_away_is_said_without_the_password() -> None:
    with pytest.raises(UserError) as caught:
        open_board("postgresql://user:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)
