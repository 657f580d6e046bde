"""Answers are kept while what they were computed from stays the same, and never beyond."""

from __future__ import annotations

import os

import pytest

from csp.core.caching import keep_while, keep_while_file_stands


class Counted:
    """A function that gives back its arguments with the number of times it was called."""

    def __init__(self):
        self.calls = 0

    def __call__(self, *arguments, **named):
        self.calls += 1
        return (*arguments, *named.values(), self.calls)


@pytest.fixture
def counted():
    return Counted()


# Any stamp.


def test_the_same_arguments_at_the_same_stamp_are_computed_once(counted):
    answer = keep_while(lambda *_: "one", maxsize=4)(counted)
    assert answer("a") == ("a", 1)
    assert answer("a") == ("a", 1)
    assert answer("b") == ("b", 2)


def test_another_stamp_is_computed_anew(counted):
    stamp = ["one"]
    answer = keep_while(lambda *_: stamp[0], maxsize=4)(counted)
    assert answer("a") == ("a", 1)
    stamp[0] = "two"
    assert answer("a") == ("a", 2)
    assert answer("a") == ("a", 2)


def test_the_stamp_is_that_of_the_arguments(counted):
    stamps = {"a": 1, "b": 1}
    answer = keep_while(stamps.get, maxsize=4)(counted)
    assert [answer("a"), answer("b")] == [("a", 1), ("b", 2)]
    stamps["b"] = 2
    assert [answer("a"), answer("b")] == [("a", 1), ("b", 3)]


def test_an_argument_may_be_named_even_stamp(counted):
    answer = keep_while(lambda **_: "one", maxsize=4)(counted)
    assert answer(stamp="a") == answer(stamp="a") == ("a", 1)


def test_errors_are_not_kept():
    answers = iter([ValueError("not yet"), "answer"])

    @keep_while(lambda: "one", maxsize=4)
    def answer():
        result = next(answers)
        if isinstance(result, Exception):
            raise result
        return result

    with pytest.raises(ValueError, match="not yet"):
        answer()
    assert answer() == answer() == "answer"


def test_an_answer_during_which_the_stamp_changes_is_given_and_kept_under_neither_stamp():
    stamp, calls = ["one"], []

    @keep_while(lambda: stamp[0], maxsize=4)
    def answer():
        calls.append(stamp[0])
        if len(calls) == 1:
            stamp[0] = "two"
        return len(calls)

    assert answer() == 1
    assert answer() == 2
    stamp[0] = "one"
    assert answer() == 3


def test_no_more_answers_are_kept_than_the_bound(counted):
    answer = keep_while(lambda *_: "one", maxsize=2)(counted)
    assert [answer("a"), answer("b"), answer("a"), answer("c")] == [("a", 1), ("b", 2), ("a", 1), ("c", 3)]
    assert answer("a") == ("a", 1)
    assert answer("b") == ("b", 4)


def test_answers_can_be_forgotten(counted):
    answer = keep_while(lambda *_: "one", maxsize=2)(counted)
    assert answer("a") == ("a", 1)
    answer.cache_clear()
    assert answer("a") == ("a", 2)


# A file.


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("first", encoding="utf-8")
    return path


@pytest.fixture
def read():
    """Reads a file once, and counts how often it did."""
    reads = []

    @keep_while_file_stands(maxsize=2)
    def read(path, *others):
        reads.append(path)
        return path.read_text(encoding="utf-8"), *others

    read.reads = reads
    return read


def test_a_file_is_read_once(file, read):
    assert read(file) == read(file) == ("first",)
    assert len(read.reads) == 1


def test_other_arguments_read_it_again(file, read):
    assert [read(file, 1), read(file, 2), read(file, 1)] == [("first", 1), ("first", 2), ("first", 1)]
    assert len(read.reads) == 2


def test_a_file_of_another_time_is_read_again(file, read):
    read(file)
    file.write_text("later", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert read(file) == ("later",)


def test_a_file_of_another_size_is_read_again_although_it_has_the_time_of_before(file, read):
    read(file)
    stat = file.stat()
    file.write_text("second", encoding="utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert read(file) == ("second",)


def test_a_missing_file_is_an_error_until_it_is_there(file, read):
    file.unlink()
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            read(file)
    file.write_text("back", encoding="utf-8")
    assert read(file) == ("back",)
