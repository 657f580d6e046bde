"""Files made to do harm end in one clear sentence, or are read right; reading changes nothing."""

from __future__ import annotations

import pytest

from csp.core.errors import UserError
from csp.core.partner.profile import ColumnUse, Profile
from csp.imports.formats.partner import import_partner
from csp.imports.partner.mapping.declaring import declare_source
from csp.imports.partner.mapping.profiles import save_profile
from tests.unit.imports.partner.hostile import CSV, HOSTILE, read_hostile
from tests.unit.imports.partner.made_extracts import HELPLINE, HOME

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


def test_all_that_are_refused_change_nothing_of_what_is_stored(extracts, tmp_path):
    declare_source(HELPLINE)
    uses = (ColumnUse("Month", "month"), ColumnUse("Ward", "offence"), ColumnUse("Count", "count"))
    words = {"offence": {"Park": "calls", "Sherwood": "repeat"}}
    save_profile(Profile("Helpline", "helpline", uses, words=words, fixed={"area": HOME}))
    good = tmp_path / "good.csv"
    good.write_bytes(CSV)
    assert import_partner([good], extracts, profile="Helpline").ok
    stored = read_bytes(extracts.root)
    paths = []
    for number, hostile in enumerate(each for each in HOSTILE.values() if isinstance(each.ends, str)):
        path = tmp_path / str(number) / hostile.file
        path.parent.mkdir()
        content = hostile.make(path)
        if content is not None:
            path.write_bytes(content)
        paths.append(path)
    summary = import_partner(paths, extracts, profile="Helpline")
    assert len(summary.refused) == len(paths)
    assert summary.loaded == []
    assert read_bytes(extracts.root) == stored


def read_bytes(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def is_one_sentence(text):
    return (
        text.endswith(".")
        and ". " not in text
        and len(text) < LONGEST_SENTENCE
        and not any(word in text for word in WORDS_OF_PROGRAMS)
    )


def test_there_are_forty():
    assert len(HOSTILE) >= 40
