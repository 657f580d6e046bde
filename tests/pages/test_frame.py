"""What every page has in common: it opens from any link, holds its filters, and takes no nonsense."""

from __future__ import annotations

import re

import pytest

from csp.core import settings
from csp.shell import pages as menu
from tests.pages.markdown import read
from tests.pages.test_words import VIEWS

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
SPECS = {spec.file: spec for spec in menu.PAGES}


def shown(page: str, values: dict) -> dict:
    """Those of the filters that the bar of a page shows."""
    uses = SPECS[page].filters
    return {
        key: value
        for key, value in values.items()
        if key in uses or (key.startswith(menu.WITHOUT) and menu.WITHOUT in uses)
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_the_menu_and_from_a_link_before_the_app_was_ever_opened(visit, page):
    """A link to a page that comes before app.py has run runs the page's script without its frame."""
    linked, switched = visit(page), visit().go(page)
    assert linked.title == switched.title != ""
    assert linked.filters() == switched.filters() == shown(page, DEFAULTS)


@pytest.mark.parametrize("page", PAGES)
def test_every_filter_in_a_link_is_taken(visit, page):
    screen = visit(page, **ASKED)
    assert screen.filters() == shown(page, UNDERSTOOD)


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
    assert screen.filters() == shown(page, DEFAULTS)
    assert screen.title


def test_a_link_with_unknown_values_says_what_it_could_not_find_and_what_is_shown(visit):
    screen = visit(
        "overview", type="Piracy", ward=["Atlantis", "Park"], to="Jun 2050", without_covid="perhaps"
    )
    assert [caption for caption in screen.captions if "could not be found" in caption] == [
        ":material/info: Crime type “Piracy” could not be found here: All crime is shown instead.",
        ":material/info: Ward “Atlantis” could not be found here: Park is shown instead.",
        ":material/info: Period ending “Jun 2050” could not be found here: Dec 2020 is shown instead.",
        ":material/info: Leave out COVID-tagged “perhaps” could not be found here: no is shown instead.",
    ]
    assert screen.run().says("“Piracy” could not be found"), "it stays while the view does"
    screen.app.selectbox(key="type").select("Robbery")
    assert not screen.run().says("could not be found")


def test_a_page_says_nothing_of_values_that_it_does_not_use(visit):
    assert not visit("county", ward="Atlantis").says("could not be found")
    assert not visit("quarter", type="Piracy").says("could not be found")


def test_a_good_ward_beside_a_bad_one_is_kept(visit):
    assert visit("overview", ward=["Atlantis", "Park"]).filters()["ward"] == ["Park"]


def test_markup_in_a_link_is_never_shown_as_markup(visit):
    """What could not be found is quoted as the signs that it is made of."""
    screen = visit("overview", type="<script>alert(1)</script>", ward="<img src=x>", to="*bold*")
    assert screen.filters() == DEFAULTS
    assert screen.says("“<script>alert(1)</script>”")
    sent = "\n".join(element.value for element in (*screen.app.caption, *screen.app.markdown))
    assert not re.search(r"(?<!\\)<(script|img)|“\*bold", sent)


def test_the_filters_go_along_from_page_to_page(visit):
    screen = visit("overview")
    screen.app.selectbox(key="type").select("Robbery")
    screen.app.selectbox(key="to").select("Jun 2020")
    screen.app.multiselect(key="ward").select("Park")
    screen.run()
    for page in [*PAGES, "overview"]:
        screen.go(page)
        assert screen.filters() == shown(
            page, {**DEFAULTS, "type": "Robbery", "to": "Jun 2020", "ward": ["Park"]}
        )


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_does_not_show_is_as_it_was_on_the_next_page(visit, page):
    """Streamlit drops the value of a control that a page does not draw, unless it is bound to the address."""
    screen = visit("overview", **ASKED)
    screen.go(page).go("overview")
    assert screen.filters() == UNDERSTOOD


@pytest.mark.parametrize("page", PAGES)
def test_the_filters_of_a_link_to_a_page_that_does_not_use_them_count_on_the_next(visit, page):
    assert visit(page, **ASKED).go("overview").filters() == UNDERSTOOD


def test_one_click_resets_every_filter(visit):
    screen = visit("overview")
    screen.app.selectbox(key="type").select("Robbery")
    screen.app.selectbox(key="to").select("Jun 2020")
    screen.app.selectbox(key="months").select("3 months")
    screen.app.selectbox(key="against").select("Same months of 2018")
    screen.app.multiselect(key="ward").select("Park")
    screen.app.toggle(key="without_covid").set_value(True)
    screen.run()
    assert screen.filters() != DEFAULTS
    (reset,) = [button for button in screen.app.button if button.label == "Reset"]
    reset.click()
    assert screen.run().filters() == DEFAULTS


def test_the_copied_link_holds_every_filter_the_defaults_too(visit):
    plain = visit("overview").open_share().component("copy_link")["query"]
    assert plain["to"] == ["Dec 2020"]
    assert plain["against"] == ["12 months before"]
    copied = visit("overview", **ASKED).open_share().component("copy_link")["query"]
    expected = {key: value if isinstance(value, list) else [value] for key, value in ASKED.items()}
    assert {key: copied[key] for key in expected} == expected


def test_a_copied_link_opens_the_same_view(visit):
    screen = visit("overview", **ASKED).open_share()
    again = visit("overview", **screen.component("copy_link")["query"]).open_share()
    assert again.title == screen.title
    assert again.component("copy_link")["query"] == screen.component("copy_link")["query"]


def test_a_comparison_that_is_not_on_offer_for_a_period_gives_way_to_the_default(visit):
    screen = visit("overview", to="Dec 2020", against="Same months of 2018")
    screen.app.selectbox(key="to").select("Dec 2018")
    assert screen.run().filters()["against"] == "12 months before"


def test_the_periods_on_offer_are_the_loaded_months_latest_first(visit):
    options = visit("overview").app.selectbox(key="to").options
    assert len(options) == 36
    assert (options[0], options[-1]) == ("Dec 2020", "Jan 2018")


def test_the_crime_types_on_offer_are_those_of_the_source_in_the_published_order(visit):
    options = visit("overview").app.selectbox(key="type").options
    assert options[:3] == ["All crime", "Victim-based crime", "Violent crime"]
    assert "Bicycle theft" in options


def test_the_bar_names_what_is_in_force(visit):
    assert period(visit("overview")) == "Jan to Dec 2020 against Jan to Dec 2019"
    asked = visit("overview", **ASKED)
    assert period(asked) == "Apr to Jun 2020 against Apr to Jun 2018 · without COVID-tagged"
    assert period(visit("what_if", **ASKED)) == "up to Jun 2020"
    assert period(visit("trends")) == "Jan to Dec 2020"


def period(screen) -> str:
    """The label of the part of the bar that holds the period."""
    return read(screen.app.expander[0].label)


def popovers(screen) -> list[str]:
    """The labels of the popovers of a page."""

    def walk(block):
        for child in getattr(block, "children", {}).values():
            if child.type == "popover":
                yield read(child.proto.popover.label)
            yield from walk(child)

    return list(walk(screen.app.main))


def test_the_heading_for_paper_names_the_partnership_and_the_filters(visit):
    assert visit("overview", **ASKED).says(
        "Tunbridge Wells Community Safety Partnership · Shoplifting · Culverden and Park · "
        "Apr to Jun 2020 against Apr to Jun 2018 · without COVID-tagged · Sample data"
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_sidebar(visit, page):
    assert not visit(page).app.sidebar.children


@pytest.mark.parametrize("page", PAGES)
def test_that_the_data_is_the_sample_stands_in_one_chip(visit, page):
    has_figures = bool(SPECS[page].filters) or page == "road_safety"
    assert popovers(visit(page)).count("Sample data") == has_figures


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_in_the_dark_as_well(visit, page):
    assert visit(page, mode="dark").title


def test_the_menu_is_flat_with_one_entry_for_the_pages_of_a_section():
    entries = [page for page in menu.PAGES if page is page.entry]
    assert [page.section or page.title for page in entries] == [
        *("Overview", "County", "Trends", "Wards", "Crime types", "Road safety"),
        *("Action plan", "What if", "Priorities", "Report", "Data", "Help"),
    ]
    plan = next(page for page in entries if page.section == menu.PLAN)
    assert [page.title for page in plan.siblings] == [
        "Quarterly review",
        "Meeting",
        "Status board",
        "Action",
        "Agencies",
        "Plans",
    ]
    groups = [page.section for page in menu.PAGES if page.section]
    assert groups == sorted(groups, key=groups.index), "pages of a section stand together"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_section_links_to_every_other_of_it(visit, page):
    siblings = SPECS[page].siblings
    links = {link.proto.page: link.proto.label for link in visit(page).app.get("page_link")}
    assert {each.file: each.title for each in siblings}.items() <= links.items()


def test_the_menu_has_every_script_of_pages_once():
    assert sorted(path.stem for path in (settings.ROOT / "pages").glob("*.py")) == PAGES


@pytest.mark.parametrize(
    ("page", "query", "sentence"),
    [
        ("wards", {"shade_by": "Piracy"}, "“Piracy” could not be found here: Rate is shown instead."),
        ("trends", {"tab": "Atlantis"}, "“Atlantis” could not be found here: This type is shown instead."),
        ("county", {"district": "Narnia"}, "“Narnia” could not be found here: none is chosen."),
        ("profile", {"tab": "<b>x</b>"}, "“<b>x</b>” could not be found here: Wards is shown instead."),
    ],
)
def test_a_control_of_a_page_says_what_it_could_not_find_and_what_is_shown(page, query, sentence, visit):
    screen = visit(page, **query)
    assert [caption for caption in screen.captions if "could not be found" in caption] == [
        f":material/info: {sentence}"
    ]
    assert screen.run().says("could not be found"), "it stays while the control is as it was"
    assert not screen.go("overview").says("could not be found")


def test_what_a_control_of_a_page_could_not_find_is_said_until_it_has_another_value(visit):
    screen = visit("county", district="Narnia")
    screen.app.selectbox(key="district").select("Swale")
    assert not screen.run().says("could not be found")


@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_a_link_whose_every_value_is_known_says_nothing(page, query, visit):
    assert not visit(page, **query).says("could not be found")
