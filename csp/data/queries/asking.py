"""The way to the data: a statement of queries/ by its name, and its answer, kept until the data change."""

from __future__ import annotations

import threading
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from csp.core import settings
from csp.data import database
from csp.data.caching import keep_while_data_stands

_connect = keep_while_data_stands(maxsize=2)(database.connect)
_connecting = threading.Lock()


def _connection() -> duckdb.DuckDBPyConnection:
    """The connection to the data as they are now. While one thread builds it, the others wait."""
    with _connecting:
        return _connect()


class _FilesChangedError(Exception):
    """The files that a statement reads have changed since they were examined."""


def _run(name: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    if not database.is_current(name):
        raise _FilesChangedError(name)
    return database.run(_connection(), _find_twin(name), values)


def _find_twin(name: str) -> str:
    """The statement that answers in place of one in public mode: that of its name in queries/public, if any.

    One without a twin reads the published store as it is, in which nothing has a ward.
    """
    twin = f"public/{name}"
    is_twin = settings.area().is_public and (settings.QUERIES / f"{twin}.sql").is_file()
    return twin if is_twin else name


@keep_while_data_stands(maxsize=512)
def _answer(name: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    """The answer of a statement.

    Where files have gone, changed or broken since the stamp was taken, the page is drawn again
    from its start: its earlier answers may have counted a month that can no longer be read.
    """
    stamp = database.recent_stamp()
    try:
        return _run(name, parameters)
    except (duckdb.Error, _FilesChangedError):
        # Usually an import has replaced a month and removed its old file since the stamp was taken.
        database.forget_stamp()
        if database.recent_stamp() == stamp:
            database.look_again()
    if database.recent_stamp() != stamp:
        st.rerun()
    return _run(name, parameters)


def ask(name: str, **parameters: Any) -> pd.DataFrame:
    """The answer of a statement of queries/, by its folder and name; kept until the data change.

    A statement that several topics share has a function below; one that a single topic asks may be
    asked from that topic's fetch.py. The answer is a lazy copy, so that no caller changes the one
    that is kept. Raises ValueError for a parameter too few or too many.
    """
    return _answer(name, tuple(parameters.items())).copy(deep=False)
