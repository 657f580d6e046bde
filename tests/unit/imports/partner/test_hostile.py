"""Files made to do harm end in one clear sentence, or are read right; reading changes nothing."""

from __future__ import annotations

import pytest

from csp.core.errors import UserError
from tests.unit.imports.partner.hostile import HOSTILE, read_hostile

pytestmark = pytest.mark.slow

LONGEST_SENTENCE = 260
WORDS_OF_PROGRAMS = ("Traceback", "Error", "Exception", "None", "errno", "/")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_sentence_or_is_read_right(tmp_path, name):
    hostile = HOSTILE[name]
    if isinstance(hostile.ends, str):
        with pytest.raises(UserError) as refused:
            read_hostile(hostile, tmp_path)
        sentence = str(refused.value)
        assert hostile.ends in sentence
        assert is_one_sentence(sentence)
    else:
        rows, notes = read_hostile(hostile, tmp_path)
        assert rows == hostile.ends
        assert hostile.note in " ".join(notes)
        assert all(is_one_sentence(note) for note in notes)
    assert [path.name for path in tmp_path.iterdir()] == [hostile.file]


def is_one_sentence(text):
    return (
        text.endswith(".")
        and ". " not in text
        and len(text) < LONGEST_SENTENCE
        and not any(word in text for word in WORDS_OF_PROGRAMS)
    )


def test_there_are_forty():
    assert len(HOSTILE) >= 40
