"""Charts as specifications: what is plotted, in which words, and that one view never shows in the next."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd
import pytest

from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis
from csp.core import geography, settings
from csp.core.population import Populations
from csp.shell import chart as core
from csp.shell import theme
from csp.shell.chart import Words
from csp.topics.county import charts as county
from csp.topics.county.tables import build_district_frame

HOME, SEVENOAKS, SWALE, DOVER = PEERS = ("E07000116", "E07000111", "E07000113", "E07000108")
WORDS = Words("Shoplifting is lowest in Dover", "Rate per 1,000, Jan to Dec 2020", "Sample data")


@pytest.fixture
def area(monkeypatch):
    monkeypatch.delenv("CSP_AREA", raising=False)
    return replace(settings.area(), peers=PEERS)


def ranked(area, counts=(400, 100, 300, 50), people=100_000):
    figures = {(code, 2020): people for code in PEERS} if people else {(HOME, 2020): 1000}
    basis = Basis(
        home=HOME,
        districts=PEERS,
        populations=Populations(figures),
        years=(2020, 2020),
        comparable=True,
        whole_home=True,
        small_base=50,
        significance=0.05,
        vocabulary="recorded",
    )
    rows = pd.DataFrame({"measure": "asb", "district_code": PEERS, "now": counts, "before": counts})
    return build_district_frame(rank_districts(rows, ("asb",), basis), "asb", area)


def rates(area, mode="light", selection="", **options):
    chart = county.district_rates(ranked(area, **options), 1.86, "Kent", WORDS, mode, selection)
    return core.to_vega_lite(chart)


def marks(spec):
    """The marks that draw something."""
    return [layer["mark"]["type"] for layer in spec["layer"] if layer["mark"].get("size") != 0]


def setting(spec, name):
    (row,) = spec["datasets"]["settings"]
    return row[name]


def test_long_words_are_broken_into_lines_and_none_is_lost():
    text = "All crime: Tunbridge Wells among the 12 Kent districts, with the limits that chance allows for"
    lines = core.wrap(text, 30)
    assert " ".join(lines) == text
    assert all(len(line) <= 30 for line in lines)
    assert core.wrap("a" * 40, 30) == ["a" * 40]
    assert core.wrap("") == []


def test_lines_hold_fewer_letters_on_the_screen_of_a_meeting_alone():
    lines = core.Lines(100, 50, 20, in_meeting=0.8)
    assert lines.fit("dark") is lines
    larger = lines.fit("dark meeting")
    assert (larger.title, larger.subtitle, larger.source) == (80, 40, 16)
    assert core.Lines(100, 50).fit("light meeting").source is None


def bars(mode="light", settings=("longest", "other")):
    x = alt.X("n:Q").scale(domainMax=alt.expr("longest"))
    color = alt.value(theme.palette(mode).home)
    bar = alt.Chart(alt.NamedData("rows")).mark_bar().encode(x=x, color=color)
    tick = alt.Chart(alt.NamedData("rows")).mark_tick().encode(x="before:Q")
    return core.layered(bar, tick, settings=settings)


def test_a_filled_chart_leaves_its_template_as_it_was():
    template = core.ChartTemplate("Bars", bars)
    before = copy.deepcopy(template.specification("light"))
    chart = template.fill("light", WORDS, {"rows": [{"n": 1}]}, settings={"longest": 9, "other": 2})
    spec = core.to_vega_lite(chart)
    assert template.specification("light") == before
    assert spec["datasets"] == {
        "rows": [{"n": 1}],
        "settings": [{"longest": 9, "other": 2}],
        "words": [
            {
                "title": WORDS.title,
                "subtitle": f"{WORDS.subtitle}\n{WORDS.source}",
                "description": f"{WORDS.title}. {WORDS.subtitle}. {WORDS.source}",
            }
        ],
    }


def test_other_data_and_words_leave_the_specification_as_it_is():
    template = core.ChartTemplate("Bars", bars)
    first = template.fill("light", WORDS, {"rows": [{"n": 1}]}, settings={"longest": 1, "other": 2})
    other = Words("Another", "Rate", "Another source")
    second = template.fill("light", other, {"rows": [{"n": 7}]}, settings={"longest": 7, "other": 0})
    assert first.specification is second.specification
    assert template.specification("dark") != template.specification("light")


def test_a_template_is_built_once_for_each_mode():
    built = []

    def build(mode):
        built.append(mode)
        return bars(mode)

    template = core.ChartTemplate("Bars", build)
    for mode in ("light", "dark", "light", "dark"):
        template.fill(mode, WORDS, {"rows": []}, settings={"longest": 1, "other": 2})
    assert built == ["light", "dark"]


def test_a_layer_stays_where_its_field_has_no_value():
    template = core.ChartTemplate("Bars", bars)
    with_ticks = template.fill("light", WORDS, {"rows": [{"n": 1, "before": 0}]})
    without = template.fill("light", WORDS, {"rows": [{"n": 1, "before": None}]})
    assert marks(with_ticks.specification) == ["bar", "tick"]
    assert without.specification is with_ticks.specification


def test_the_ends_of_an_axis_are_numbers_and_settings_so_that_no_layer_is_searched_for_them():
    scale = core.between(0, "longest", nice=True).to_dict()
    assert scale == {"domain": [0, {"expr": "longest"}], "nice": True}


def test_the_height_of_rows_follows_their_number_without_another_specification():
    whole, by_rows = core.responsive(bars(), 40).to_dict(), core.responsive(bars(), 40, "rows").to_dict()
    assert whole["height"] == by_rows["height"] == 40
    assert {"name": "height", "expr": "40 * max(length(data('rows')), 1)"} in by_rows["params"]
    assert "height" not in {param["name"] for param in whole["params"]}


def test_words_change_nothing_in_the_specification():
    template = core.ChartTemplate("Always the same", bars, lines=core.Lines(12, 40))
    first, second = (
        core.to_vega_lite(template.fill("light", words, {"rows": []}))
        for words in (WORDS, Words("Another", "Rate", "Another source"))
    )
    (words,) = first["datasets"]["words"]
    assert words["title"] == "Shoplifting\nis lowest in\nDover"
    assert words["subtitle"] == f"{WORDS.subtitle}\n{WORDS.source}"
    del first["datasets"], second["datasets"]
    assert first == second
    assert first["description"] == "Always the same"


def test_a_chart_says_its_finding_what_is_plotted_and_its_source(area):
    spec = rates(area)
    assert spec["title"] == {
        "text": {"expr": "split(data('words')[0].title, '\\n')"},
        "subtitle": {"expr": "split(data('words')[0].subtitle, '\\n')"},
        "aria": False,
    }
    assert spec["datasets"]["words"] == [
        {
            "title": "Shoplifting is lowest in Dover",
            "subtitle": "Rate per 1,000, Jan to Dec 2020\nSample data",
            "description": "Shoplifting is lowest in Dover. Rate per 1,000, Jan to Dec 2020. Sample data",
        }
    ]
    # What screen readers are told follows the data in a mark, and in a title it would not.
    spoken = spec["layer"][-1]
    assert spoken["data"] == {"name": "words"}
    assert spoken["encoding"] == {"description": {"field": "description", "type": "nominal"}}
    assert spoken["mark"].get("aria") is not False
    assert spec["description"] == "Bar chart: a rate for each district"


def test_a_bar_per_district_lowest_first_with_its_limits_and_figure(area):
    spec = rates(area)
    rows = spec["datasets"]["districts"]
    assert [row["district"] for row in rows] == ["Dover", "Sevenoaks", "Swale", "Tunbridge Wells"]
    assert [row["rate"] for row in rows] == pytest.approx([0.5, 1, 3, 4])
    assert all(row["low"] < row["rate"] < row["high"] for row in rows)
    assert [row["label"] for row in rows] == ["0.5", "1.0", "3.0", "4.0"]
    # The figures lie over the county's line, on a ground of their own.
    assert marks(spec) == ["bar", "rule", "rule", "text", "text", "text"]
    expr = next(param["expr"] for param in spec["params"] if param["name"] == "height")
    assert expr == f"{county.BAR} * max(length(data('districts')), 1)"


def test_bars_start_at_0_and_the_axis_has_room_for_the_longest_limit(area):
    spec = rates(area)
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, {"expr": "longest"}]
    assert setting(spec, "longest") > max(row["high"] for row in spec["datasets"]["districts"])


def test_the_county_is_a_line_with_its_own_words(area):
    assert rates(area)["datasets"]["county"] == [{"rate": 1.86, "label": "Kent 1.9"}]


def test_the_districts_stand_in_the_order_of_their_rows_also_when_only_the_data_changes(area):
    """Without a domain of its own, Vega would keep the order in which it first saw them."""
    scale = rates(area)["layer"][0]["encoding"]["y"]["scale"]
    assert scale["domain"] == {"expr": "pluck(data('districts'), 'district')"}


def test_home_is_named_and_the_district_chosen_is_outlined(area):
    spec = rates(area, selection=SWALE)
    assert setting(spec, "home") == "Tunbridge Wells"
    assert [row["district"] for row in spec["datasets"]["districts"] if row["chosen"]] == ["Swale"]
    assert {row["role"] for row in spec["datasets"]["districts"]} == {"home", "neighbour", "peer"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_mode_has_its_own_colours_whichever_was_drawn_first(area, mode):
    rates(area, "dark" if mode == "light" else "light")
    spec = rates(area, mode)
    colours = theme.palette(mode)
    assert spec["config"]["background"] == colours.background
    assert spec["layer"][0]["encoding"]["color"]["scale"]["range"] == [
        colours.home,
        colours.neighbour,
        colours.peer,
    ]


def test_a_second_view_has_nothing_of_the_first(area):
    first = rates(area, selection=SWALE)
    frozen = json.dumps(first)
    second = rates(area, counts=(1, 2, 3, 4))
    assert json.dumps(first) == frozen
    assert not any(row["chosen"] for row in second["datasets"]["districts"])


def test_a_bar_can_be_clicked_and_gives_the_code_of_its_district(area):
    picks = [p for layer in rates(area)["layer"] for p in layer.get("params", [])]
    picks += [p for p in rates(area)["params"] if "select" in p]
    assert ("district", ["district_code"]) in [(p["name"], p["select"]["fields"]) for p in picks]


@pytest.mark.parametrize("people", [100_000, None])
def test_the_specification_is_valid_vega_lite_and_plain_json(area, people):
    spec = rates(area, people=people)
    json.dumps(clean(spec["datasets"]), allow_nan=False)
    # Vega-Lite takes an expression for the lines of a subtitle too, but its schema does not know.
    title = {"text": spec["title"]["text"]}
    alt.LayerChart.from_dict(
        {key: value for key, value in spec.items() if key != "datasets"} | {"title": title}
    )


def clean(datasets):
    """NaN stands for no rate: Streamlit sends datasets as Arrow, which has a null for it."""
    return {
        name: [
            {k: None if isinstance(v, float) and np.isnan(v) else v for k, v in row.items()} for row in rows
        ]
        for name, rows in datasets.items()
    }


# The map.


def the_map(area, selected=(), mode="light", **options):
    outlines = geography.find_districts(PEERS)
    assert outlines is not None
    chart, legend = county.district_map(outlines, ranked(area, **options), "per 1,000", WORDS, mode, selected)
    return core.to_vega_lite(chart), legend


def tooltips(spec):
    """What each area says on hover, as it is read: its name, then a line for each heading."""
    name, *lines = spec["layer"][0]["encoding"]["tooltip"]
    return [
        "\n".join([row[name["field"]], *(f"{line['title']}: {row[line['field']]}" for line in lines)])
        for row in spec["datasets"]["figures"]
    ]


def test_the_map_is_shaded_by_rate_in_the_shades_of_its_legend(area):
    spec, legend = the_map(area)
    text = json.dumps(spec)
    assert len(legend) >= 2
    assert all(colour in text for _, colour in (legend[0], legend[-1]))


def test_the_map_says_what_is_plotted_and_tells_each_district_on_hover(area):
    spec, _ = the_map(area)
    assert spec["datasets"]["words"][0]["title"] == "Shoplifting is lowest in Dover"
    text = json.dumps(tooltips(spec), ensure_ascii=False)
    tip = "Swale\\nRate: 3.0 per 1,000\\n95% limits: 2.7 to 3.4\\nRecorded: 300\\nRank: 2nd highest of 4"
    assert tip in text


def test_the_map_of_one_view_is_not_changed_by_the_next(area):
    spec, _ = the_map(area, [HOME])
    frozen = json.dumps(spec)
    the_map(area, [HOME, SWALE], counts=(1, 2, 3, 4))
    assert json.dumps(spec) == frozen
