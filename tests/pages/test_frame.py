"""What every page has in common: it opens from any link, holds its filters, and takes no nonsense."""

from __future__ import annotations

import pytest

from csp.core import settings
from csp.shell import pages as menu

PAGES = sorted(page.file for page in menu.PAGES)

DEFAULTS = {
    "type": "All crime",
    "ward": [],
    "to": "Dec 2020",
    "months": "12 months",
    "against": "12 months before",
    "source": "Sample",
    "without_covid": False,
}
ASKED = {
    "type": "Shoplifting",
    "ward": ["Culverden", "Park"],
    "to": "Jun 2020",
    "months": "3 months",
    "against": "Same months of 2018",
    "source": "Sample",
    "without_covid": "true",
}
UNDERSTOOD = {**ASKED, "without_covid": True}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_the_menu_and_from_a_link_before_the_app_was_ever_opened(visit, page):
    """A link to a page that comes before app.py has run runs the page's script without its frame."""
    linked, switched = visit(page), visit().go(page)
    assert linked.title == switched.title != ""
    assert linked.filters() == switched.filters() == DEFAULTS


@pytest.mark.parametrize("page", PAGES)
def test_every_filter_in_a_link_is_taken(visit, page):
    screen = visit(page, **ASKED)
    assert screen.filters() == UNDERSTOOD


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_a_link_falls_back_to_the_defaults(visit, page):
    screen = visit(
        page,
        type="Piracy",
        ward="Atlantis",
        to="Jun 2050",
        months="31 months",
        against="the good old days",
        source="Hearsay",
        without_covid="perhaps",
        whole_months="perhaps",
        district="Narnia",
        show="Nothing",
        unknown="x",
    )
    assert screen.filters() == DEFAULTS
    assert screen.title


def test_a_good_ward_beside_a_bad_one_is_kept(visit):
    assert visit("overview", ward=["Atlantis", "Park"]).filters()["ward"] == ["Park"]


def test_markup_in_a_link_is_never_shown(visit):
    screen = visit("overview", type="<script>alert(1)</script>", ward="<img src=x>", to="*bold*")
    assert screen.filters() == DEFAULTS
    shown = "\n".join([*screen.captions, screen.text, screen.title])
    assert "<script>" not in shown
    assert "<img" not in shown


def test_the_filters_go_along_from_page_to_page(visit):
    screen = visit("overview")
    screen.app.sidebar.selectbox(key="type").select("Robbery")
    screen.app.sidebar.selectbox(key="to").select("Jun 2020")
    screen.app.sidebar.multiselect(key="ward").select("Park")
    screen.run()
    for page in [*PAGES, "overview"]:
        screen.go(page)
        assert screen.filters() == {**DEFAULTS, "type": "Robbery", "to": "Jun 2020", "ward": ["Park"]}


def test_one_click_resets_every_filter(visit):
    screen = visit("overview")
    screen.app.sidebar.selectbox(key="type").select("Robbery")
    screen.app.sidebar.selectbox(key="to").select("Jun 2020")
    screen.app.sidebar.selectbox(key="months").select("3 months")
    screen.app.sidebar.selectbox(key="against").select("Same months of 2018")
    screen.app.sidebar.multiselect(key="ward").select("Park")
    screen.app.sidebar.toggle(key="without_covid").set_value(True)
    screen.run()
    assert screen.filters() != DEFAULTS
    (reset,) = [button for button in screen.app.sidebar.button if button.label == "Reset"]
    reset.click()
    assert screen.run().filters() == DEFAULTS


def test_the_copied_link_holds_every_filter_the_defaults_too(visit):
    plain = visit("overview").component("copy_link")["query"]
    assert plain["to"] == ["Dec 2020"]
    assert plain["against"] == ["12 months before"]
    copied = visit("overview", **ASKED).component("copy_link")["query"]
    expected = {key: value if isinstance(value, list) else [value] for key, value in ASKED.items()}
    assert {key: copied[key] for key in expected} == expected


def test_a_copied_link_opens_the_same_view(visit):
    screen = visit("overview", **ASKED)
    again = visit("overview", **screen.component("copy_link")["query"])
    assert again.title == screen.title
    assert again.component("copy_link")["query"] == screen.component("copy_link")["query"]


def test_a_comparison_that_is_not_on_offer_for_a_period_gives_way_to_the_default(visit):
    screen = visit("overview", to="Dec 2020", against="Same months of 2018")
    screen.app.sidebar.selectbox(key="to").select("Dec 2018")
    assert screen.run().filters()["against"] == "12 months before"


def test_the_periods_on_offer_are_the_loaded_months_latest_first(visit):
    options = visit("overview").app.sidebar.selectbox(key="to").options
    assert len(options) == 36
    assert (options[0], options[-1]) == ("Dec 2020", "Jan 2018")


def test_the_crime_types_on_offer_are_those_of_the_source_in_the_published_order(visit):
    options = visit("overview").app.sidebar.selectbox(key="type").options
    assert options[:3] == ["All crime", "Victim-based crime", "Violent crime"]
    assert "Bicycle theft" in options


def test_the_sidebar_names_the_partnership(visit):
    assert [s.value for s in visit("overview").app.sidebar.subheader] == [
        "Tunbridge Wells Community Safety Partnership"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_in_the_dark_as_well(visit, page):
    assert visit(page, mode="dark").title


def test_the_menu_has_the_pages_in_groups_and_the_overview_first():
    assert [(page.section, page.file) for page in menu.PAGES[:2]] == [
        ("Where we stand", "overview"),
        ("Where we stand", "county"),
    ]
    groups = [page.section for page in menu.PAGES]
    assert groups == sorted(groups, key=groups.index), "pages of a group stand together"


def test_the_menu_has_every_script_of_pages_once():
    assert sorted(path.stem for path in (settings.ROOT / "pages").glob("*.py")) == PAGES
