"""Street files that are not of the area of the settings: the import and the status say so, and why."""

from __future__ import annotations

import pytest

from csp.imports.formats.police import import_street
from csp.imports.report import notes, status

pytestmark = pytest.mark.slow

ROW = {"Month": "2024-01", "Longitude": "", "Latitude": "", "Location": "", "LSOA code": ""}
KENT = {**ROW, "Reported by": "Kent Police", "LSOA name": "Tunbridge Wells 001A"}
DEVON = {**ROW, "Reported by": "Devon & Cornwall Police", "LSOA name": "Exeter 001A"}
OWN, OTHER = "2024-01-devon-and-cornwall-street.csv", "2024-01-kent-street.csv"


@pytest.fixture
def exeter(tmp_path, monkeypatch):
    """Exeter's settings, which are its name."""
    path = tmp_path / "exeter.toml"
    path.write_text('home = "Exeter"\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))


@pytest.mark.usefixtures("exeter")
def test_files_of_another_force_alone_are_said_to_count_nowhere_until_the_own_ones_come(extracts, street):
    summary = import_street([street([KENT], name=OTHER)])
    sentence = (
        "Street files of kent are loaded and none of Devon & Cornwall Police (devon-and-cornwall), the force "
        'of Exeter, so they count nowhere. Fetch its files with python -m csp setup "Exeter", or '
        "import them: python -m csp import police PATH."
    )
    assert sentence in notes(summary)
    assert sentence in status(extracts)
    summary = import_street([street([DEVON], name=OWN)])
    assert not summary.not_counted
    assert "count nowhere" not in " ".join([*notes(summary), *status(extracts)])


@pytest.mark.usefixtures("extracts")
def test_files_imported_for_another_district_are_to_be_imported_again(extracts, street, request):
    # The settings are of Tunbridge Wells: the rows of Exeter are outside its area.
    file = street([DEVON], name=OWN)
    import_street([file])
    request.getfixturevalue("exeter")
    (sentence,) = [line for line in status(extracts) if "count nowhere" in line]
    assert "have no row of Exeter" in sentence
    assert "Import the files again" in sentence
    assert not import_street([file]).not_counted
    assert "count nowhere" not in " ".join(status(extracts))


@pytest.mark.usefixtures("exeter")
def test_the_status_says_that_the_sample_is_of_another_area(extracts):
    assert status(extracts)[-1].endswith("with nothing of Exeter")
