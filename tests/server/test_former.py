"""A link to an address that a page had before leads to the page of today, with all that it said."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from csp.server.former import find_address
from csp.shell.pages import PAGES, Former


@pytest.fixture
def web(dashboard):
    with httpx.Client(base_url=dashboard.address, timeout=30, trust_env=False) as client:
        yield client


LINKS = [
    ("/overview", "/", {}),
    (
        "/overview?type=Robbery&ward=Park&ward=St+James%27",
        "/",
        {"type": ["Robbery"], "ward": ["Park", "St James'"]},
    ),
    ("/thresholds", "/what_if", {}),
    (
        "/thresholds?watch=Each+ward&limit=50&leave_out=COVID-tagged&watched=",
        "/what_if",
        {"watch": ["Each ward"], "limit": ["50"], "leave_out": ["COVID-tagged"], "watched": [""]},
    ),
    ("/figures", "/what_if", {"tab": ["If figures changed"]}),
    (
        "/figures?fell_by=20&months=3+months&to=Jun+2020",
        "/what_if",
        {"tab": ["If figures changed"], "fell_by": ["20"], "over": ["3 months"], "to": ["Jun 2020"]},
    ),
    ("/figures?tab=Matrix", "/what_if", {"tab": ["Matrix"]}),
]


@pytest.mark.parametrize(("link", "path", "query"), LINKS)
def test_a_former_address_leads_to_the_page_with_its_query(web, link, path, query):
    answer = web.get(link)
    assert answer.status_code == 307
    there = urlsplit(urljoin(f"http://host{link}", answer.headers["location"]))
    assert (there.netloc, there.path) == ("host", path)
    assert parse_qs(there.query, keep_blank_values=True) == query
    assert web.get(link, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(("link", "path", "query"), LINKS)
def test_a_proxy_may_serve_the_dashboard_under_a_path(web, link, path, query):
    location = web.get(link).headers["location"]
    there = urlsplit(urljoin(f"https://council.example/safety{link}", location))
    assert (there.netloc, there.path) == ("council.example", f"/safety{path}")
    assert parse_qs(there.query, keep_blank_values=True) == query


@pytest.mark.parametrize(
    "query", ["//evil.example", "x=%0d%0aSet-Cookie:%20a=b", "next=https://evil.example", "%ff=%fe", "&&=;"]
)
def test_no_query_leads_elsewhere_or_writes_a_header(web, query):
    for page in PAGES:
        for former in page.former:
            answer = web.get(f"/{former.address}?{query}")
            assert answer.status_code == 307
            location = urlsplit(answer.headers["location"])
            assert (location.scheme, location.netloc) == ("", "")
            assert location.path in ("./", page.file)
            assert "set-cookie" not in answer.headers


def test_who_may_not_read_is_not_led_anywhere(closed):
    answer = httpx.get(f"{closed.address}/thresholds?limit=50", trust_env=False)
    assert answer.status_code == 401
    assert "location" not in answer.headers


def test_no_former_address_is_that_of_a_page():
    files = {page.file for page in PAGES[1:]}
    former = [each.address for page in PAGES for each in page.former]
    assert not files & set(former)
    assert len(former) == len(set(former))


def test_what_is_added_does_not_replace_what_a_link_says():
    former = Former("old", (("tab", "Map"),), (("was", "is"),))
    assert find_address(former, False, "new", "") == "new?tab=Map"
    assert find_address(former, False, "new", "tab=Table&was=a+b") == "new?tab=Table&is=a+b"
    assert find_address(Former("old"), True, "home", "") == "./"
