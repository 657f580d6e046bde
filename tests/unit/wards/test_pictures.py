"""What the ward map draws and says, from made figures."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from csp.comparison.standings import Basis
from csp.core import geography, settings
from csp.core.change import Change
from csp.core.filters import Period
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.shell import maps, theme
from csp.shell.chart import Words, to_vega_lite
from csp.topics.wards import charts, findings, tables
from csp.topics.wards.rules import Figures, MapPoints, count_by_ward

OUTLINES = geography.build_schematic_wards()
NAMES = tuple(zip(OUTLINES.frame["area_code"], OUTLINES.frame["name"], strict=True))
CODES = [code for code, _ in NAMES]
PERIODS = ("Jan to Dec 2020", "Jan to Dec 2019")
ROBBERY = read_catalogue().measures["robbery"]
NAN = float("nan")


def figures(code="A", now=60, before=50, is_real=False, **changed):
    values = {
        "code": code,
        "name": dict(NAMES).get(code, code),
        "change": Change(now, before, p=0.5, is_real=is_real),
        "population": 6000.0,
        "rate": 10.0,
        "low": 7.6,
        "high": 12.9,
        "ratio": 2.0,
        "ratio_low": 1.5,
        "ratio_high": 2.6,
        "rank": 3,
        "rank_best": 2,
        "rank_worst": 5,
    }
    values["smoothed"] = changed.get("rate", values["rate"])
    return Figures(**{**values, **changed})


NO_PEOPLE = {
    "population": NAN,
    "rate": NAN,
    "smoothed": NAN,
    "low": NAN,
    "high": NAN,
    "ratio": NAN,
    "ratio_low": NAN,
    "ratio_high": NAN,
    "rank": 0,
}


def twenty(**first):
    """A row for every ward, rates 1 to 20; the first changed."""
    rows = [figures(code, now=10 * i, rate=float(i), rank=i) for i, code in enumerate(CODES, 1)]
    return (replace(rows[0], **first), *rows[1:])


def shown(mode="light", place=None):
    return charts.MapContext(NAMES, (), place, (540, 400), mode)


def deck(look, rows=None, shade="Rate", selected=(), points=None, mode="light", outlines=OUTLINES):
    wards = charts.shaded(rows or twenty(), shade, "per 1,000", PERIODS, mode)
    frame = (
        pd.DataFrame(columns=["longitude", "latitude", "ward_code", "location", "n"])
        if points is None
        else points
    )
    drawn, legend = charts.ward_map(look, outlines, wards, MapPoints(frame), selected, shown(mode))
    return drawn and json.loads(drawn.to_json()), legend


def layers(drawn):
    return {layer["id"]: layer["data"] for layer in drawn["layers"]}


POINTS = pd.DataFrame(
    {
        "longitude": [0.2630, 0.2631, 0.4000],
        "latitude": [51.1320, 51.1321, 51.1000],
        "ward_code": [CODES[4], CODES[5], CODES[6]],
        "location": ["On or near High Street", "On or near Supermarket", ""],
        "n": [9, 3, 1],
    }
)


# Shades.


@pytest.mark.parametrize("shade", charts.SHADES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_shade_has_a_class_for_each_ward(shade, mode):
    wards = charts.shaded(twenty(), shade, "per 1,000", PERIODS, mode)
    assert set(wards.values["fill"]) <= {colour for _, colour in wards.legend}
    assert len(wards.values) == 20


def test_a_map_of_rates_is_shaded_by_the_smoothed_rate_and_its_tip_has_both():
    wards = charts.shaded(twenty(smoothed=12.25), "Rate", "per 1,000", PERIODS, "light")
    first, like = wards.values.iloc[0], wards.values.iloc[11]
    assert (first["label"], first["fill"]) == ("12.3", like["fill"])
    assert "Rate: 1.0 per 1,000 (smoothed 12.3)\n" in first["tooltip"]
    assert (
        tables.build_ward_table(twenty(smoothed=12.25), ROBBERY, "per 1,000", PERIODS, ())
        .rows[0]
        .cells[6]
        .text.startswith("1.0")
    )


def test_rates_fall_into_round_classes():
    wards = charts.shaded(twenty(), "Rate", "per 1,000", PERIODS, "light")
    assert [label for label, _ in wards.legend] == ["0 to 5", "5 to 10", "10 to 15", "15 to 20"]
    assert not wards.diverging


def test_a_ward_without_a_rate_is_grey_and_the_legend_says_why():
    wards = charts.shaded(twenty(**NO_PEOPLE), "Rate", "per 1,000", PERIODS, "light")
    grey = theme.palette("light").grid
    assert wards.values["fill"][0] == grey
    assert wards.legend[-1] == ("no population", grey)
    assert "Rate: no population on file" in wards.values["tooltip"][0]


def test_signals_are_told_by_shape_as_well_as_by_colour():
    rows = (
        figures(CODES[0], before=51, is_real=True),
        figures(CODES[1], before=69, is_real=True),
        figures(CODES[2]),
    )
    wards = charts.shaded(rows, "Clear change", "per 1,000", PERIODS, "light")
    assert wards.values["label"].tolist() == ["▲ 9", "▼ 9", "○"]
    legend = dict(wards.legend)
    assert wards.values["fill"].tolist() == [
        legend[k] for k in ("▲ clear rise", "▼ clear fall", "○ no clear change")
    ]


def test_the_tooltip_has_every_figure():
    (row,) = charts.shaded((figures(CODES[0]),), "Count", "per 1,000", PERIODS, "light").values["tooltip"]
    assert row.split("\n") == [
        "Benenden and Cranbrook",
        "Jan to Dec 2020: 60",
        "Change: ▲ 10 (+20.0%), no clear change; the smallest we could have seen: ±20 (39.2%)",
        "Rate: 10.0 per 1,000 (smoothed 10.0)",
        "Compared with the district: 2.0 times",
        "Rank: 3rd lowest of 1",
    ]


def test_without_a_comparison_the_change_map_is_grey_and_says_so():
    rows = tuple(replace(row, change=Change(row.change.now)) for row in twenty())
    for shade in ("Change", "Clear change"):
        wards = charts.shaded(rows, shade, "per 1,000", PERIODS, "light")
        assert set(wards.values["fill"]) == {theme.palette("light").grid}
        assert "nothing to compare with" in wards.legend[-1][0]


# The three views.


def ward_tiles(names=NAMES, selected=(), mode="light", rows=None):
    shades = charts.shaded(rows or twenty(), "Rate", "per 1,000", PERIODS, mode)
    arrangement = geography.read_ward_tiles()
    return tables.build_ward_tiles(arrangement, shades.values, dict(names), selected, "By ward", mode)


def test_every_ward_is_drawn_once_and_the_chosen_ones_outlined():
    drawn, _ = deck("Outlines", selected=CODES[3:5])
    assert sorted(shape["area_code"] for shape in layers(drawn)["areas"]) == sorted(CODES)
    assert {shape["area_code"] for shape in layers(drawn)["selected"]} == set(CODES[3:5])
    tiles = ward_tiles(selected=CODES[3:5])["tiles"]
    assert sorted(tile["id"] for tile in tiles) == sorted(CODES)
    assert {tile["id"] for tile in tiles if tile["selected"]} == set(CODES[3:5])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_tile_carries_its_name_its_figure_and_a_shade_it_can_be_read_on(mode):
    drawn = ward_tiles(mode=mode)
    shades = charts.shaded(twenty(), "Rate", "per 1,000", PERIODS, mode)
    by_code = shades.values.set_index("area_code")
    for tile in drawn["tiles"]:
        assert tile["name"] == dict(NAMES)[tile["id"]]
        assert (tile["figure"], tile["fill"]) == tuple(by_code.loc[tile["id"], ["label", "fill"]])
        assert tile["tip"].startswith(by_code.loc[tile["id"], "tooltip"].split(":")[0])
        assert maps.contrast(tile["fill"], tile["ink"]) >= 4.5
    cells = [(tile["row"], tile["column"]) for tile in drawn["tiles"]]
    assert cells == sorted(set(cells))
    assert min(min(cell) for cell in cells) == 1
    assert drawn["columns"] == max(column for _, column in cells)


def test_the_tiles_cover_each_ward_of_the_reference_file_once():
    with (settings.REFERENCE / "wards.csv").open(encoding="utf-8") as file:
        listed = sorted(line.split(",")[0] for line in file.read().splitlines()[1:])
    tiles = geography.read_ward_tiles()
    assert sorted(tiles["ward_code"]) == listed
    assert len(set(zip(tiles["column"], tiles["row"], strict=True))) == len(listed) == 20


def test_a_choice_of_wards_changes_nothing_but_their_border():
    plain, _ = deck("Outlines")
    outlined, _ = deck("Outlines", selected=CODES[:1])
    others = {name: data for name, data in layers(outlined).items() if not name.startswith("selected")}
    assert others == layers(plain)


def test_points_are_summed_into_hexagons_that_name_the_busiest_place_and_its_ward():
    drawn, legend = deck("Points", points=POINTS, selected=CODES[4:5])
    first, second = layers(drawn)["hexagons"]
    assert (first["n"], second["n"]) == (12, 1)
    assert first["area_code"] == CODES[4]
    assert first["tooltip"].startswith("12 recorded here\nBusiest: On or near High Street\n")
    assert second["tooltip"].split("\n")[1] == "Busiest: a point without a name"
    assert [shape["area_code"] for shape in layers(drawn)["selected"]] == [CODES[4]]
    assert legend[0][0] == "0 to 2"


@pytest.mark.parametrize(
    ("look", "outlines", "points"),
    [("Outlines", None, POINTS), ("Points", None, POINTS), ("Points", OUTLINES, None)],
)
def test_a_view_without_its_data_is_not_drawn_and_says_what_is_missing(look, outlines, points):
    assert deck(look, outlines=outlines, points=points) == (None, [])
    sentence = findings.explain_missing_map(look, outlines)
    assert ("import boundaries" in sentence) if outlines is None else ("positions" in sentence)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("most", [16, 20, 24, 28])
def test_a_tile_can_be_read_whatever_its_class(mode, most):
    rows = tuple(replace(row, rate=most * row.rate / 20) for row in twenty())
    assert all(maps.contrast(t["fill"], t["ink"]) >= 4.5 for t in ward_tiles(mode=mode, rows=rows)["tiles"])


def test_tiles_need_an_arrangement_of_all_the_wards():
    assert ward_tiles(names=(*NAMES, ("E05999999", "New ward"))) is None
    assert "ward_tiles.csv" in findings.explain_missing_map("Tiles", OUTLINES)


def test_white_wards_have_a_border_that_is_seen_on_white():
    palette = theme.palette("light")
    assert charts.ink("light", diverging=True).line == palette.peer
    assert charts.ink("light", diverging=False).line == palette.background


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_points_lie_on_wards_with_borders_that_are_seen(mode):
    drawn, _ = deck("Points", points=POINTS, mode=mode)
    ground = next(layer for layer in drawn["layers"] if layer["id"] == "areas")
    background = maps.rgba(theme.palette(mode).background)
    assert all(shape["fill"] == background for shape in ground["data"])
    assert maps.contrast(ground["getLineColor"], background) > 2


def test_a_place_looked_for_is_marked_in_the_middle_of_the_map():
    (place,) = geography.find_place("Langton Green", 1)
    wards = charts.shaded(twenty(), "Rate", "per 1,000", PERIODS, "light")
    drawn, _ = charts.ward_map("Outlines", OUTLINES, wards, MapPoints(POINTS), (), shown(place=place))
    state = json.loads(drawn.to_json())["initialViewState"]
    assert state["longitude"] == pytest.approx(place.longitude, abs=1e-4)
    assert state["latitude"] == pytest.approx(place.latitude, abs=1e-3)
    words = [
        w["text"]
        for name, data in layers(json.loads(drawn.to_json())).items()
        if "labels" in name
        for w in data
    ]
    assert "Langton Green\n●\n " in words
    assert words.count("Langton Green") == 0


# Charts.


def test_the_trend_draws_incomplete_months_hollow_and_leaves_out_a_level_that_is_not_known():
    months = Period(date(2020, 1, 1), 3).each()
    words = Words("Title", "Subtitle", "Source")
    spec = charts.trend(months, [3.0, None, 5.0], [2.0, None, 2.5], [2], words, "light")
    rows = spec.data["months"]
    assert [row["n"] for row in rows] == [3.0, None, 5.0]
    assert [row["whole"] for row in rows] == [True, True, False]
    bare = charts.trend(months, [3.0, None, 5.0], [None] * 3, [], words, "light")
    assert [row["expected"] for row in bare.data["months"]] == [None] * 3
    assert bare.specification is spec.specification
    assert to_vega_lite(bare)["datasets"]["words"][0]["description"].endswith("Source")


def test_the_mix_is_sorted_and_marks_the_boroughs_share_only_beside_a_choice():
    measures = [read_catalogue().measures[code] for code in ("robbery", "burglary")]
    spec = charts.mix(
        {"robbery": 20.0, "burglary": 80.0},
        {"robbery": 50.0, "burglary": 50.0},
        measures,
        Words("T", "S", "C"),
        "dark",
    )
    assert [row["code"] for row in spec.data["types"]] == ["burglary", "robbery"]
    assert [row["borough"] for row in spec.data["types"]] == [50.0, 50.0]
    alone = charts.mix({"robbery": 100.0}, {}, measures, Words("T", "S", "C"), "dark")
    assert [row["borough"] for row in alone.data["types"]] == [None]
    assert alone.specification is spec.specification


# Tables.


def test_the_profile_sets_a_ward_beside_the_borough_and_the_borough_alone():
    own, whole = figures(CODES[0]), figures("HOME", name="Homeborough", now=600, ratio=1.0, rank=0)
    rows = {
        r.id: [c.text for c in r.cells[1:]]
        for r in tables.build_place_table(own, whole, ROBBERY, "per 1,000", PERIODS, 20).rows
    }
    assert rows["Jan to Dec 2020"] == ["60", "600"]
    assert rows["Rank of 20 wards"][0] == "3rd lowest"
    assert rows["Share of district"][0] == "10.0%"
    assert rows["Compared with the district"][0] == "▲ 2.0 times"
    alone = tables.build_place_table(whole, whole, ROBBERY, "per 1,000", PERIODS, 20)
    assert len(alone.columns) == 2
    assert "Compared with the district" not in {row.id for row in alone.rows}


def test_a_rank_of_adjusted_counts_is_a_range_where_it_is_in_doubt():
    rows = twenty(rank_best=1, rank_worst=3)
    adjusted = tables.build_ward_table(rows, ROBBERY, "per 1,000", PERIODS, (), is_adjusted=True)
    assert adjusted.rows[0].cells[-1].text == "lowest to 3rd lowest"
    exact = tables.build_ward_table(rows, ROBBERY, "per 1,000", PERIODS, ())
    assert exact.rows[0].cells[-1].text == "lowest"


def test_a_ward_without_population_says_why_in_the_table():
    table = tables.build_ward_table([figures("A", **NO_PEOPLE)], ROBBERY, "per 1,000", PERIODS, ["A"])
    rate = table.rows[0].cells[6]
    assert (rate.text, rate.tip) == ("–", tables.NO_POPULATION)
    assert table.rows[0].selected


@pytest.mark.parametrize(("polarity", "tone"), [("lower", "worse"), ("neutral", "")])
def test_a_real_rise_is_coloured_only_where_less_is_better(polarity, tone):
    measure = replace(ROBBERY, polarity=polarity)
    cells = tables.build_ward_table([figures(is_real=True)], measure, "per 1,000", PERIODS, []).rows[0].cells
    assert (cells[5].text, cells[5].tone) == ("▲ clear change", tone)


def test_the_ten_busiest_points_are_listed_with_their_share_and_ward():
    many = pd.concat([POINTS] * 5).sort_values("n", ascending=False)
    table = tables.build_location_table(many, dict(NAMES), several=True, total=90)
    assert len(table.rows) == tables.LOCATIONS_SHOWN
    assert [c.text for c in table.rows[0].cells] == ["High Street", dict(NAMES)[CODES[4]], "9", "10.0%"]
    nameless = tables.build_location_table(POINTS, {}, several=False, total=0).rows[2]
    assert [c.text for c in nameless.cells] == ["No name", "1", "–"]


def matrix():
    basis = Basis(
        "HOME",
        ("HOME",),
        Populations({("A", 2020): 1000, ("B", 2020): 1000, ("HOME", 2020): 2000}),
        (2020, 2020),
        True,
        True,
        50,
        0.05,
        "recorded",
    )
    rows = [("robbery", "A", 60, 1), ("robbery", "B", 5, 1), ("burglary", "A", 5, 1), ("burglary", "B", 6, 1)]
    counts = pd.DataFrame(rows, columns=["measure", "ward_code", "now", "before"])
    names = {"A": "Abbey", "B": "Bridge", "D": "Dene"}
    return count_by_ward(counts, ["robbery", "burglary"], names, basis, "Homeborough")


def test_the_matrix_shades_and_marks_what_chance_cannot_explain_and_nothing_else():
    measures = [read_catalogue().measures[code] for code in ("robbery", "burglary")]
    table = tables.build_type_matrix(matrix(), measures, "per 1,000", "light", ["B"], "burglary")
    cells = {row.id: row.cells for row in table.rows}
    assert [c.text for c in cells["A"][1:]] == ["▲ 1.8", "0.9"]
    assert [c.text for c in cells["B"][1:]] == ["▼ 0.2", "1.1"]
    assert [c.text for c in cells["D"][1:]] == ["–", "–"]
    shades = tables.list_ratio_shades("light")
    assert (cells["A"][1].fill, cells["B"][1].fill) == (shades[3], shades[0])
    assert not any(cells[code][2].fill for code in cells)
    assert [row.id for row in table.rows if row.selected] == ["B"]
    assert [column.emphasis for column in table.columns] == [False, False, True]
    assert "2 of 4 figures" in findings.describe_matrix(matrix(), measures)


def test_the_matrix_does_not_lose_its_marks_when_another_ward_is_chosen():
    measures = [read_catalogue().measures["robbery"]]
    wards = matrix()
    one, other = (tables.build_type_matrix(wards, measures, "u", "dark", [code], "robbery") for code in "AB")
    assert [r.cells for r in one.rows] == [r.cells for r in other.rows]
    assert [r.selected for r in one.rows] != [r.selected for r in other.rows]


# Sentences.


def test_the_headline_names_the_highest_rate_and_counts_real_changes():
    rows = [figures("Abbey", rate=8.0), figures("Bridge", rate=12.5, ratio=1.25, before=65, is_real=True)]
    sentence = findings.write_headline(rows, ROBBERY, "per 1,000", comparable=True, borough=125)
    assert sentence == (
        "Robbery: Bridge has the highest rate of the 2 wards, 12.5 per 1,000 (1.3 times the district's); "
        "one of 2 wards changed clearly: Bridge fell."
    )
    assert findings.write_headline(rows, ROBBERY, "per 1,000", comparable=False, borough=125).endswith(
        "the district's)."
    )


def test_the_headline_counts_only_wards_with_a_population():
    rows = [figures("A", rank=1), figures("B", rank=2, rate=20.0), figures("C", **NO_PEOPLE)]
    sentence = findings.write_headline(rows, ROBBERY, "per 1,000", comparable=False, borough=180)
    assert "B has the highest rate of the two wards with a population, 20.0 per 1,000" in sentence
    assert findings.name_ranked(rows) == "wards with a population"
    few = [*rows, figures("D", now=3, rank=0)]
    sentence = findings.write_headline(few, ROBBERY, "per 1,000", comparable=False, borough=180)
    assert "highest rate of the two wards with a population and 5 or more recorded" in sentence


def test_the_headline_without_populations_names_the_highest_count():
    rows = [figures("Abbey", **NO_PEOPLE), figures("Bridge", **{**NO_PEOPLE, "now": 99})]
    assert "Bridge has the most of the 2 wards, 99" in findings.write_headline(
        rows, ROBBERY, "u", comparable=False, borough=159
    )
    none = [replace(row, change=replace(row.change, now=0)) for row in rows]
    assert (
        findings.write_headline(none, ROBBERY, "u", comparable=True, borough=125)
        == "Robbery: none recorded in any ward."
    )


@pytest.mark.parametrize(
    ("rank", "tied", "sentence"),
    [
        (1, False, "lowest"),
        (2, False, "2nd lowest"),
        (18, False, "3rd highest"),
        (20, False, "highest"),
        (18, True, "joint 18th lowest"),
    ],
)
def test_a_place_is_told_from_the_nearer_end(rank, tied, sentence):
    assert findings.describe_rank(figures(rank=rank, tied=tied), 20) == sentence


def test_the_chosen_ward_is_told_with_its_change_rate_and_place():
    sentence = findings.write_place_headline(figures("Abbey"), ROBBERY, 20, "per 1,000", 600)
    assert (
        sentence == "Robbery in Abbey rose by 10 (+20.0%) to 60, no clear change; "
        "10.0 per 1,000, 3rd lowest of 20 wards."
    )
    patch = findings.write_place_headline(figures("Both", rank=0), ROBBERY, 20, "per 1,000", 600)
    assert patch.endswith("10.0 per 1,000, 2.0 times the district's rate.")
    bare = findings.write_place_headline(
        figures("Abbey", **NO_PEOPLE, change=Change(60)), ROBBERY, 20, "per 1,000", 600
    )
    assert (
        bare == "Robbery in Abbey was 60, with no earlier period to compare with; "
        "no rate, for want of a population."
    )


def test_the_trend_compares_whole_years_only_where_they_are_loaded():
    trend = Period(date(2018, 1, 1), 36)
    whole = findings.write_trend_words(ROBBERY, "Abbey", [1.0] * 24 + [2.0] * 12, trend, level=True)
    assert whole[0] == "24 in the last 12 months, 12 in the 12 before"
    assert "dashed" in whole[1]
    gap = findings.write_trend_words(ROBBERY, "Abbey", [None] * 30 + [2.0] * 6, trend, level=False)
    assert gap[0] == "2 a month"
    assert (
        findings.write_trend_words(ROBBERY, "Abbey", [None] * 36, trend, level=False)[0]
        == "No month can be shown"
    )


def test_the_mix_names_the_type_furthest_above_the_borough():
    measures = [read_catalogue().measures[code] for code in ("robbery", "burglary")]
    own, borough = {"robbery": 30.0, "burglary": 70.0}, {"robbery": 10.0, "burglary": 90.0}
    title, subtitle = findings.write_mix_words(own, borough, measures, "Abbey", "2020")
    assert title == "Robbery: 30.0% of crime here, 10.0% in the district"
    assert "mark" in subtitle
    assert (
        findings.write_mix_words(borough, borough, measures, "Home", "2020")[0]
        == "Burglary: 90.0% of all crime"
    )
    assert findings.write_mix_words({}, {}, measures, "Home", "2020")[0] == "No crimes to share out"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Langton Green", "Langton Green (village) lies in Speldhurst and Bidborough."),
        ("Royal Tunbridge Wells", "Royal Tunbridge Wells (town) lies in several wards."),
        ("Sittingbourne", "Sittingbourne lies in Swale, outside this map."),
        ("Xyzzy", "No place called “Xyzzy” is known. Add it to data/reference/places.csv."),
    ],
)
def test_a_place_is_told_with_where_it_lies(name, sentence):
    place = next(iter(geography.find_place(name, 1)), None)
    assert findings.describe_place(name, place, "E07000116", {"E07000113": "Swale"}) == sentence


def test_schematic_outlines_are_called_so_and_real_ones_credited():
    sentence = findings.describe_map("Outlines", "Rate", "per 1,000", "2020", "2020 v 2019", 500, OUTLINES)
    assert sentence.startswith(
        "Rate per 1,000, 2020, smoothed: the fewer recorded, the nearer to that of all wards; the panel and "
        "the tables have it as recorded. Schematic outlines"
    )
    real = SimpleNamespace(schematic=False, vintage=2019)
    assert "Ward outlines of 2019" in findings.describe_map(
        "Points", "Rate", "", "2020", "2020 v 2019", 500, real
    )
    assert "1,000 m" in findings.describe_map("Points", "Rate", "", "2020", "2020 v 2019", 500, real)


def test_caveats_tell_of_counts_in_no_ward_and_of_wards_without_population():
    sentences = findings.list_caveats(matrix(), ROBBERY)
    assert sentences == [
        "No population is on file for Dene: no rate and no rank. "
        "Import ward populations with python -m csp import population."
    ]
    wards = matrix()
    nobody = replace(wards, table=replace(wards.table, population=wards.table.population * float("nan")))
    assert findings.list_caveats(nobody, ROBBERY)[0].startswith(
        "No population is on file for any ward of Homeborough: no rate and no rank."
    )


def test_no_ward_is_named_on_fewer_than_five():
    few = figures("Abbey", now=4, rate=30.0)
    others = [figures("Bridge", rate=8.0), figures("Dene", rate=9.0, ratio=0.9)]
    said = findings.write_headline([few, *others], ROBBERY, "per 1,000", comparable=False, borough=124)
    assert said == (
        "Robbery: Dene has the highest rate of the two wards with 5 or more recorded, 9.0 per 1,000 "
        "(0.9 times the district's)."
    )
    assert findings.write_headline([few, others[0]], ROBBERY, "u", comparable=True, borough=64) == (
        "Robbery: too few to compare (64 in the district)."
    )
    assert not few.apart
    assert findings.write_place_headline(few, ROBBERY, 20, "u", 64) == (
        "Robbery in Abbey: 4 recorded, 50 before; too few to compare (64 in the district)."
    )


@pytest.mark.parametrize("shade", ["Count", "Rate"])
def test_a_ward_with_fewer_than_five_is_not_shaded_and_the_legend_says_why(shade):
    first = {"change": Change(4, 4, p=0.5)}
    wards = charts.shaded(twenty(**first), shade, "per 1,000", PERIODS, "light")
    grey = theme.palette("light").grid
    assert wards.values["fill"].tolist().count(grey) == 1
    assert wards.legend[-1] == ("fewer than 5 recorded", grey)
    assert wards.values["label"][0] == ("4" if shade == "Count" else "too few")
    assert "Rank" not in wards.values["tooltip"][0]


def test_a_map_of_nothing_but_few_is_still_a_map():
    rows = tuple(replace(row, change=Change(1, 2, p=0.5)) for row in twenty())
    for shade in charts.SHADES:
        wards = charts.shaded(rows, shade, "per 1,000", PERIODS, "light")
        assert set(wards.values["fill"]) == {theme.palette("light").grid}


def test_a_point_is_told_by_the_place_nearest_to_it():
    (place,) = geography.find_place("Langton Green", 1)
    other = place._replace(name="Elsewhere", latitude=place.latitude + 1)
    at = place.longitude, place.latitude
    assert findings.describe_point(*at, [other, place]) == "at Langton Green"
    north = at[0], at[1] + 300 / 111_195
    assert findings.describe_point(*north, [other, place]) == "300 m north of Langton Green"
    west = at[0] - 2000 / 111_195 / 0.6276, at[1]
    assert findings.describe_point(*west, [other, place]) == "2.0 km west of Langton Green"
    assert findings.describe_point(*at, []) == ""


# Public mode: a title names no ward that the adjustment of counts leaves in doubt.


def adjusted_headline(*ranges):
    """The title about wards from the lowest rate, each with the ends of the range of its rank."""
    rows = [
        figures(f"Ward {i}", rank=i, rate=10.0 * i, rank_best=best, rank_worst=worst)
        for i, (best, worst) in enumerate(ranges, 1)
    ]
    return findings.write_headline(
        rows, ROBBERY, "per 1,000", comparable=False, borough=600, is_adjusted=True
    )


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ([(1, 1), (2, 3), (2, 3), (4, 4)], "Ward 4 has the highest rate of the 4 wards, 40.0 per 1,000."),
        ([(1, 1), (2, 2), (3, 4), (3, 4)], "Ward 4 or Ward 3 has the highest rate of the 4 wards."),
        ([(1, 2), (1, 4), (2, 4), (2, 4)], "Ward 4, Ward 3 or Ward 2 has the highest rate of the 4 wards."),
        ([(1, 4), (1, 4), (1, 4), (1, 4)], "no ward has clearly the highest rate of the 4 wards."),
    ],
)
def test_with_adjusted_counts_a_title_names_the_wards_that_could_be_the_highest(ranges, words):
    assert adjusted_headline(*ranges) == f"{ROBBERY.label}: {words}"


@pytest.mark.parametrize(
    ("best", "worst", "words"),
    [
        (20, 20, "highest of 20 wards."),
        (17, 20, "between 4th highest and highest of 20 wards."),
        (1, 20, "similar to the other 19 wards."),
    ],
)
def test_with_adjusted_counts_a_rank_in_doubt_is_a_range(best, worst, words):
    row = figures("Abbey", rank=20, rank_best=best, rank_worst=worst)
    title = findings.write_place_headline(row, ROBBERY, 20, "per 1,000", 600, is_adjusted=True)
    assert title.endswith(f"per 1,000, {words}")
