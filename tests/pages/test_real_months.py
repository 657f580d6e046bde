"""A store like the real one: one winter of five months, two months five years on, an incomplete upload."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core import settings
from csp.data import database
from csp.shell import pages as menu

HOME, SWALE, MAIDSTONE = "E07000116", "E07000113", "E07000110"
OCT, NOV, DEC, JAN, FEB = (
    date(2018, 10, 1),
    date(2018, 11, 1),
    date(2018, 12, 1),
    date(2019, 1, 1),
    date(2019, 2, 1),
)
JAN24, FEB24 = date(2024, 1, 1), date(2024, 2, 1)
ROWS_READ = {OCT: 18_100, NOV: 17_400, DEC: 8_438, JAN: 17_900, FEB: 17_000, JAN24: 16_000, FEB24: 15_500}

# Of home by month: shoplifting, burglary, anti-social behaviour.
COUNTS = {
    OCT: (50, 20, 100),
    NOV: (52, 21, 90),
    DEC: (20, 9, 40),
    JAN: (48, 22, 80),
    FEB: (44, 18, 85),
    JAN24: (80, 12, 60),
    FEB24: (90, 10, 62),
}
OFFENCES = ("shoplifting", "burglary", "anti_social_behaviour")
CULVERDEN = "E05005134"


def counts(months=tuple(COUNTS)):
    for month in months:
        for offence, n in zip(OFFENCES, COUNTS[month], strict=True):
            row = {"source": "police", "month": month, "offence": offence}
            yield {**row, "district_code": HOME, "ward_code": CULVERDEN, "n": n - 5}
            yield {**row, "district_code": HOME, "n": 5}
            yield {**row, "district_code": SWALE, "n": 2 * n}
            yield {**row, "district_code": MAIDSTONE, "n": n // 2}
            yield {**row, "n": 7}  # without a location


@pytest.fixture
def real(tmp_path, monkeypatch, write_store):
    monkeypatch.setattr(database, "_LOOK_AGAIN", -1.0)
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    read = {("police", "kent", month): n for month, n in ROWS_READ.items()}
    return write_store(tmp_path / "extracts", counts(), rows_read=read)


PAGES = sorted(spec.file for spec in menu.PAGES)


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_the_latest_months_against_the_same_months_that_are_loaded(visit, page):
    screen = visit(page)
    uses = next(spec.filters for spec in menu.PAGES if spec.file == page)
    latest = {
        "to": "Feb 2024",
        "months": "2 months",
        "against": "Same months of 2019",
        "source": "data.police.uk",
    }
    shown = {key: value for key, value in screen.filters().items() if key in latest}
    assert shown == {key: value for key, value in latest.items() if key in uses}
    assert not screen.says("Sample data")


@pytest.mark.usefixtures("real")
def test_the_overview_counts_both_winters(visit):
    screen = visit("overview", type="Shoplifting")
    assert screen.says("Tunbridge Wells, Jan to Feb 2024 against Jan to Feb 2019. Source: data.police.uk")
    assert screen.title.startswith(
        "Shoplifting in Tunbridge Wells rose by 78 (+84.8%) to 170, a clear change"
    )
    printed = screen.texts("crime_types")
    assert printed["shoplifting"][1:4] == ["170", "92", "+78"]
    assert printed["all_crime"][1:3] == [str(80 + 12 + 90 + 10), str(48 + 22 + 44 + 18)]
    assert printed["asb"][1:3] == ["122", "165"]
    assert not screen.says("incomplete")


@pytest.mark.usefixtures("real")
def test_only_measures_that_the_source_can_answer_are_shown_and_offered(visit):
    screen = visit("overview")
    labels = [cells[0] for cells in screen.texts("crime_types").values()]
    assert "Vehicle crime" in labels
    assert "Hate crime" not in labels
    assert screen.app.selectbox(key="type").options == labels


@pytest.mark.usefixtures("real")
def test_months_that_are_not_loaded_are_gaps_in_the_line_and_incomplete_ones_are_hollow(visit):
    line = visit("overview", to="Feb 2019", months="5 months").rows("crime_types")["shoplifting"][8]
    assert line["spark"] == [None] * 31 + [50, 52, 20, 48, 44]
    assert line["incomplete"] == [33]


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("page", ["overview", "county"])
def test_months_with_nothing_to_compare_with_say_so_and_compare_nothing(visit, page):
    screen = visit(page, to="Feb 2019", months="5 months")
    assert screen.says(
        "No comparison: 5 months (Oct 2017 to Feb 2018) are not loaded. Import those months or"
    )
    assert screen.says("Dec 2018 is counted as received: data incomplete at source.")
    assert "a clear change" not in screen.title
    assert "no clear change" not in screen.title


@pytest.mark.usefixtures("real")
def test_a_year_with_ten_months_missing_counts_the_two_and_says_so(visit):
    screen = visit("overview", months="12 months", against="Same months of 2019", type="Shoplifting")
    assert screen.says("2 of the 12 months are loaded; 10 months (Mar 2023 to Dec 2023) are missing.")
    assert screen.texts("crime_types")["shoplifting"][1:3] == ["170", "92"]
    assert screen.figures("figures")[0][0] == "Mar 2023 to Feb 2024 (2 of 12 months)"


@pytest.mark.usefixtures("real")
def test_an_incomplete_month_is_left_out_when_asked_for(visit):
    screen = visit("overview", to="Feb 2019", months="5 months", whole_months="true", type="Shoplifting")
    assert screen.says("Dec 2018 is left out, on both sides: data incomplete at source.")
    assert screen.texts("crime_types")["shoplifting"][1] == str(50 + 52 + 48 + 44)
    assert screen.figures("figures")[0][0].endswith("(4 of 5 months)")


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("page", ["overview", "county"])
def test_where_every_month_is_left_out_a_page_says_so_and_claims_no_count_of_nothing(visit, page):
    screen = visit(page, to="Dec 2018", months="1 month", whole_months="true")
    (error,) = screen.app.error
    assert error.value.startswith("No complete month is left of Dec 2018.")
    assert not screen.app.title
    screen.app.toggle(key="whole_months").set_value(False)
    assert screen.run().title


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("page", ["overview", "county"])
def test_a_population_of_the_nearest_year_is_used_and_the_page_says_which(visit, page):
    screen = visit(page)
    assert screen.says("Rates of 2024 use the population of 2020, the nearest on file.")
    assert not screen.says("Rates of 2019")


@pytest.mark.usefixtures("real")
def test_a_rate_is_over_the_nearest_population(visit):
    screen = visit("overview")
    people = 118_939  # mid-2020, the latest on file
    assert screen.figures("figures")[0][2] == f"{192 * 1000 / people:.1f} per 1,000 in 2 months"


@pytest.mark.usefixtures("real")
def test_rows_in_no_known_ward_count_to_the_district_alone(visit):
    whole = visit("overview").texts("crime_types")["shoplifting"][1]
    ward = visit("overview", ward="Culverden").texts("crime_types")["shoplifting"][1]
    assert (whole, ward) == ("170", "160")


def test_an_import_shows_at_the_next_click(real, visit, write_store):
    screen = visit("overview", type="Shoplifting")
    assert screen.texts("crime_types")["shoplifting"][1] == "170"
    more = {"source": "police", "month": FEB24, "offence": "shoplifting", "district_code": HOME, "n": 30}
    write_store(real.root, [*counts(), more])
    screen.run()
    assert screen.texts("crime_types")["shoplifting"][1] == "200"


def test_a_new_month_is_offered_after_an_import_and_the_choice_stays(real, visit, write_store):
    screen = visit("overview")
    march = {
        "source": "police",
        "month": date(2024, 3, 1),
        "offence": "shoplifting",
        "district_code": HOME,
        "n": 30,
    }
    write_store(real.root, [*counts(), march])
    screen.run()
    assert screen.app.selectbox(key="to").options[0] == "Mar 2024"
    assert screen.filters()["to"] == "Feb 2024"


@pytest.fixture
def both(tmp_path, monkeypatch, write_store):
    """The sample, and an import of one month of street data."""
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    row = {"source": "police", "month": date(2020, 12, 1), "offence": "shoplifting", "district_code": HOME}
    write_store(tmp_path / "extracts", [{**row, "n": 3}])


@pytest.mark.usefixtures("both")
def test_a_crime_type_that_another_source_does_not_have_is_said_to_be_missing_there(visit):
    screen = visit("overview", source="Sample", type="Hate crime", to="Jun 2020", ward="Park")
    assert screen.title.startswith("Hate crime in Park")
    screen.app.selectbox(key="source").select("data.police.uk")
    screen.run()
    assert screen.says("Crime type “Hate crime” could not be found here: All crime is shown instead.")
    assert screen.filters()["type"] == "All crime"
    assert screen.filters()["to"] == "Dec 2020"
    assert screen.says("This source has no wards for Tunbridge Wells.")


@pytest.mark.usefixtures("both")
def test_the_sample_and_an_import_are_two_sources_and_never_one(visit):
    screen = visit("overview", type="Shoplifting")
    assert screen.filters()["source"] == "data.police.uk"
    assert screen.texts("crime_types")["shoplifting"][1] == "3"
    screen = visit("overview", type="Shoplifting", source="Sample")
    assert screen.filters()["source"] == "Sample"
    assert screen.texts("crime_types")["shoplifting"][1] == "564"
    assert screen.says("Sample data")


# Of eight districts, each with about 60, 80 and 120 a month of its types; anti-social behaviour of
# Oct 2018 is nearly all missing in Swale.
OTHERS = tuple(code for code in settings.area().peers if code not in (HOME, SWALE, MAIDSTONE))


def counts_with_a_gap():
    for row in counts():
        is_gap = (row.get("district_code"), row["month"], row["offence"]) == (SWALE, OCT, OFFENCES[2])
        yield {**row, "n": 9} if is_gap else row
    for month, each in COUNTS.items():
        for district in OTHERS:
            for offence, n in zip(OFFENCES, each, strict=True):
                row = {"source": "police", "month": month, "offence": offence}
                yield {**row, "district_code": district, "n": n}


@pytest.fixture
def gap(request, tmp_path, write_store):
    request.getfixturevalue("real")
    read = {("police", "kent", month): n for month, n in ROWS_READ.items()}
    return write_store(tmp_path / "extracts", counts_with_a_gap(), rows_read=read)


WINTER = {"to": "Feb 2019", "months": "5 months"}
GAP = "ASB incidents of Oct 2018: data incomplete in Swale (9 where about 170 is usual)."


@pytest.mark.usefixtures("gap")
def test_a_crime_type_that_is_incomplete_in_one_district_is_said_wherever_it_is_counted(visit):
    for page in ("overview", "county", "profile", "priorities"):
        assert visit(page, type="ASB incidents", **WINTER).says(GAP), page
    assert visit("overview", **WINTER).says(GAP)  # its table ranks every type
    for page in ("county", "profile"):
        assert not visit(page, type="Burglary", **WINTER).says(GAP), page
        assert "data incomplete in one district" in visit(page, type="ASB incidents", **WINTER).title
    # The ward map counts home alone.
    assert not visit("wards", type="ASB incidents", **WINTER).says(GAP)


@pytest.mark.usefixtures("gap")
def test_the_ranks_that_rest_on_an_incomplete_crime_type_say_so(visit):
    row = visit("overview", **WINTER).rows("crime_types")
    now = {code: row[code][7] for code in ("asb", "burglary")}
    assert now["asb"]["text"].endswith("*")
    assert now["asb"]["tip"].endswith("Data incomplete in one district.")
    assert not now["burglary"]["text"].endswith("*")
    districts = visit("county", type="ASB incidents", **WINTER).texts("ranks")
    assert [code for code, cells in districts.items() if cells[1].endswith("*")] == [SWALE]


@pytest.mark.usefixtures("gap")
def test_a_month_with_an_incomplete_crime_type_is_left_out_of_that_type_alone(visit):
    asb = visit("county", type="ASB incidents", whole_months="true", **WINTER)
    assert asb.says("Oct 2018 and Dec 2018 are left out, on both sides")
    assert "incomplete" not in asb.title
    assert visit("county", type="Burglary", whole_months="true", **WINTER).says("Dec 2018 is left out")


@pytest.mark.usefixtures("gap")
def test_the_data_page_lists_what_is_incomplete_in_a_district(visit):
    screen = visit("data", show="Incomplete by type")
    assert screen.title.endswith("1 month incomplete and 1 count of a crime type in a district incomplete.")
    (row,) = screen.texts("incomplete_cells").values()
    assert row == ["ASB incidents", "Swale", "Oct 2018", "9", "170", "data.police.uk"]


@pytest.mark.usefixtures("real")
def test_a_title_never_quotes_a_month_that_is_left_out(visit):
    whole = visit("wards", type="Shoplifting", whole_months="true", **WINTER)
    assert titles(whole)["Shoplifting"] == "44 to 52 a month"
    assert 20 not in drawn(whole)
    # An incomplete month that is counted is drawn as one, and no title takes it for a low.
    shown = visit("wards", type="Shoplifting", **WINTER)
    assert titles(shown)["Shoplifting"] == "44 to 52 a month"
    assert 20 in drawn(shown)
    alone = visit("wards", type="Shoplifting", to="Dec 2018", months="1 month")
    assert titles(alone)["Shoplifting"] == "50 to 52 a month"


def drawn(screen):
    """The counts of every chart of the page that has months."""
    every = [screen.datasets(i) for i in range(len(screen.charts()))]
    return {row.get("n") for rows in every for each in rows.values() for row in each if "month" in row}


def titles(screen):
    """The title of each chart by the first word of its subtitle."""
    words = [screen.words(i) for i in range(len(screen.charts()))]
    return {each["subtitle"].split(" ")[0]: each["title"] for each in words}
