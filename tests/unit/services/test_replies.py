"""Replies that are not as documented: each is told as what it is, none is taken for data."""

from __future__ import annotations

import json

import pytest

from csp.services import population as module
from csp.services.addresses import Layer, Manual, OutlineService, PoliceService, PopulationService
from csp.services.errors import NotThereError, ServiceError
from csp.services.outlines import fetch_outlines
from csp.services.population import fetch_districts, fetch_wards
from csp.services.published import read_last_month

NOWHERE = Manual("https://nowhere.example", "a file")
OUTLINES = OutlineService("ONS", "https://x/{layer}", (Layer("new", 25), Layer("old", 24)), 2, NOWHERE)
NOMIS = PopulationService("Nomis", "https://d", "https://w", 2, NOWHERE, NOWHERE, "NISRA", NOWHERE)
HEADER = '"DATE_NAME","GEOGRAPHY_CODE","OBS_VALUE"\n'


class Replies:
    """A client that gives one reply after the other, and the last one from then on."""

    def __init__(self, *replies: object) -> None:
        self.replies = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in replies]
        self.asked: list[dict[str, object]] = []

    def fetch(self, _service, address, parameters=None):
        self.asked.append({"address": address, **(parameters or {})})
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def page(*wards: int, more: bool = False, inside: bool = False):
    mark = {"properties": {"exceededTransferLimit": True}} if inside else {"exceededTransferLimit": more}
    features = [{"type": "Feature", "properties": {"WD25CD": f"E0500000{ward}"}} for ward in wards]
    return {"type": "FeatureCollection", "features": features, **mark}


@pytest.mark.parametrize("inside", [False, True], ids=["beside the features", "in the properties"])
def test_pages_are_followed_wherever_the_mark_stands(inside):
    client = Replies(page(1, 2, more=True, inside=inside), page(3))
    wards = json.loads(fetch_outlines(client, OUTLINES, "E07000041"))
    assert [each["properties"]["WD25CD"][-1] for each in wards["features"]] == ["1", "2", "3"]
    assert "exceededTransferLimit" not in wards  # the importer would take it for one page of several
    assert [each["resultOffset"] for each in client.asked] == [0, 2]
    assert client.asked[0]["where"] == "LAD25CD='E07000041'"


@pytest.mark.parametrize(
    ("replies", "sentence"),
    [
        ([page(1, more=True)], "sends the same wards of E07000041 again and again"),
        ([page(1, 2, more=True), page(more=True)], "breaks off after 2 wards"),
        ([b"<html>Back soon"], "sends a web page instead of GeoJSON"),
        ([b'{"type": "Feat'], "sends something else instead of GeoJSON"),
        ([[1, 2]], "sends something else instead of GeoJSON"),
        ([{"type": "FeatureCollection"}], "sends no list of features"),
        ([{"error": {"code": 498, "message": "Invalid Token."}}], r"cannot answer \(Invalid Token\)"),
        ([{"error": {}}], "no reason given"),
    ],
)
def test_outlines_that_are_none(replies, sentence):
    with pytest.raises(ServiceError, match=sentence):
        fetch_outlines(Replies(*replies), OUTLINES, "E07000041")


def test_a_district_that_the_newest_layer_lacks_is_looked_for_in_the_one_before():
    client = Replies(page(), page(1))
    fetch_outlines(client, OUTLINES, "E07000041")
    assert [each["address"] for each in client.asked] == ["https://x/new", "https://x/old"]
    assert client.asked[1]["where"] == "LAD24CD='E07000041'"
    with pytest.raises(NotThereError, match="has no wards of E07000041"):
        fetch_outlines(Replies(page()), OUTLINES, "E07000041")


def test_many_areas_are_asked_for_in_parts_and_become_one_table(monkeypatch):
    monkeypatch.setattr(module, "AREAS_A_REQUEST", 2)
    client = Replies(f"{HEADER}2024,E1,5\n2024,E2,6\n".encode(), f"{HEADER}2024,E3,7\n".encode())
    table = fetch_wards(client, NOMIS, ["E1", "E2", "E3"]).decode()
    assert table == f"{HEADER}2024,E1,5\n2024,E2,6\n2024,E3,7\n"
    assert [each["geography"] for each in client.asked] == ["E1,E2", "E3"]
    fetch_districts(client, NOMIS, ["E1"])
    assert client.asked[-1]["date"] == "latest,latestMINUS1"


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (b"", "sends an empty reply"),
        (b"<!DOCTYPE html>", "sends a web page instead of a table"),
        (b"\xff\xfe\x00", "sends something else instead of a table"),
        (b"Query could not be completed\n", "sends no table of population .Query could not"),
    ],
)
def test_population_that_is_none(reply, sentence):
    with pytest.raises(ServiceError, match=sentence):
        fetch_districts(Replies(reply), NOMIS, ["E1"])


@pytest.mark.parametrize("reply", [b"", b"[]", b'{"date": 5}', b'{"date": "soon"}', b"<html>"])
def test_a_newest_month_that_is_none(reply):
    police = PoliceService("the police archive", "https://a/{archive}", "https://u", NOWHERE)
    with pytest.raises(ServiceError, match="does not say which month is the newest"):
        read_last_month(Replies(reply), police)
