"""Districts ranked by rate, and on the map. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from csp.core import wording
from csp.core.geography import Outlines
from csp.shell import maps, theme
from csp.shell.area_map import AreaMapLook, draw_area_map
from csp.shell.chart import (
    Chart,
    Rows,
    Words,
    between,
    chart_template,
    clicks,
    in_order_of,
    layered,
    responsive,
)

# What is sent to the browser: the count as words, because a hidden one must not travel.
_SHOWN = ["district_code", "district", "role", "rate", "low", "high", "label", "limits", "recorded", "place"]
BAR = 22  # px of height for each bar of a ranking


@chart_template("Bar chart: a rate for each district")
def _rates_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    roles = {"home": colours.home, "neighbour": colours.neighbour, "peer": colours.peer}
    base = alt.Chart(alt.NamedData("districts")).encode(
        y=alt.Y("district:N", title=None, scale=in_order_of("districts", "district")).axis(
            ticks=False,
            domain=False,
            labelPadding=8,
            labelLimit=200,
            # Streamlit sizes the chart before the font is there to measure.
            minExtent=165,
            # Home is the row people look for.
            labelFontWeight=alt.expr("datum.value === home ? 700 : 400"),
        ),
        tooltip=[
            # Vega's tooltip shows a field called "title" as the heading of the others.
            alt.Tooltip("district:N", title="title"),
            alt.Tooltip("label:N", title="Rate per 1,000"),
            alt.Tooltip("limits:N", title="95% limits"),
            alt.Tooltip("recorded:N", title="Recorded"),
            alt.Tooltip("place:N", title="Rank"),
        ],
    )
    bars = (
        base.mark_bar(height={"band": 0.72}, cursor="pointer")
        .encode(
            x=alt.X("rate:Q", title=None, scale=between(0, "longest", nice=True)).axis(
                grid=True, tickCount=5
            ),
            color=alt.Color(
                "role:N", scale=alt.Scale(domain=list(roles), range=list(roles.values())), legend=None
            ),
            stroke=alt.condition("datum.chosen", alt.value(colours.worse), alt.value("transparent")),
            strokeWidth=alt.value(3),
        )
        .add_params(clicks("district", "district_code"))
    )
    limits = base.mark_rule(strokeWidth=2, color=colours.text, opacity=0.75).encode(x="low:Q", x2="high:Q")
    figures = base.mark_text(align="left", dx=8, color=colours.text).encode(x="high:Q", text="label:N")
    # The ground of the figures, so that the line of the county strikes none through.
    ground = base.mark_text(
        align="left", dx=8, stroke=colours.background, strokeWidth=11, strokeJoin="round", aria=False
    ).encode(x="high:Q", text="label:N")
    county = alt.Chart(alt.NamedData("county"))
    line = county.mark_rule(strokeDash=[5, 4], strokeWidth=2, color=colours.worse_text).encode(x="rate:Q")
    name = county.mark_text(baseline="bottom", dy=-4, color=colours.worse_text).encode(
        x="rate:Q", y=alt.value(0), text="label:N"
    )
    layers = (bars, limits, line, ground, figures, name)
    return responsive(layered(*layers, settings=("longest", "home")), BAR, "districts")


def district_rates(
    frame: pd.DataFrame, county_rate: float, county: str, words: Words, mode: theme.Mode, compared: str = ""
) -> Chart:
    """Districts ranked by rate, with 95% limits, and the county's rate as a line.

    frame: build_district_frame() of the tables. compared: the code of a district to outline. A bar can be
    clicked: the selection is named "district" and gives district_code.
    """
    rows = frame[_SHOWN].assign(chosen=frame["district_code"] == compared)
    data: dict[str, Rows] = {
        "districts": [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")],
        "county": [{"rate": county_rate, "label": f"{county} {county_rate:.1f}"}],
    }
    settings = {
        # Room on the right for the figure beyond the longest limit.
        "longest": 1.15 * float(frame["high"].max()),
        "home": frame.loc[frame["role"] == "home", "district"].iloc[0],
    }
    return _rates_template.fill(mode, words, data, settings=settings)


def district_map(
    outlines: Outlines,
    frame: pd.DataFrame,
    unit: str,
    words: Words,
    mode: theme.Mode,
    selected: Sequence[str] = (),
) -> tuple[Chart, list[tuple[str, str]]]:
    """Districts shaded by rate, and the legend: (label, colour) of each class, lowest first.

    frame: csp.topics.county.tables.build_district_frame(). A district can be clicked: the selection is named
    "area" and gives area_code.
    """
    colours = theme.palette(mode)
    breaks = maps.cut_classes(frame["rate"].tolist())
    shades = maps.mix_ramp(colours.amounts, len(breaks) - 1)
    fills = [
        colours.grid if (c := maps.find_class(rate, breaks)) is None else shades[c] for rate in frame["rate"]
    ]
    tips = [
        f"{row['district']}\nRate: {row['label']} {unit}\n95% limits: {row['limits']}\n"
        f"Recorded: {row['recorded']}\nRank: {row['place']}"
        for row in frame.to_dict("records")
    ]
    values = pd.DataFrame({"area_code": frame["district_code"], "fill": fills, "tooltip": tips})
    look = AreaMapLook("Map of the districts", outlines, theme.ink(mode), colours.grid)
    return draw_area_map(look, values, selected, words, mode), maps.build_legend(breaks, shades)


# px beside the lines of places: the rank before on the left, the name and the rank now on the right. On the
# screen of a meeting they are larger; on a phone there is less, and long names are cut (0: they are not).
_RANK_ROOM, _NAME_ROOM = "(width < 480 ? 90 : 116)", "(width < 480 ? width / 2 : width > 700 ? 340 : 280)"
_NAME_LIMIT = "(width < 480 ? width / 2 - 10 : 0)"


@chart_template("Slope chart: the place of each district by rate before and now")
def _places_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    roles = {"home": colours.home, "neighbour": colours.neighbour, "peer": colours.peer}
    inks = {"home": colours.home, "neighbour": colours.neighbour_text, "peer": colours.quiet}
    side = alt.Scale(domain=[0, 1], range=[alt.expr(_RANK_ROOM), alt.expr(f"width - {_NAME_ROOM}")])
    weight = alt.expr("datum.role == 'home' || datum.chosen ? 700 : 400")

    def draw(dataset: str) -> alt.Chart:
        chart: alt.Chart = alt.Chart(alt.NamedData(dataset)).encode(
            x=alt.X("side:Q", scale=side, axis=None),
            y=alt.Y("position:O", scale=in_order_of("now", "position"), axis=None),
            tooltip=[
                alt.Tooltip("district:N", title="title"),
                alt.Tooltip("before:N", title="Before"),
                alt.Tooltip("place:N", title="Now"),
            ],
        )
        return chart

    def paint(shades: dict[str, str]) -> alt.Color:
        scale = alt.Scale(domain=list(shades), range=list(shades.values()))
        return alt.Color("role:N", scale=scale, legend=None)

    lines = (
        draw("moves")
        .mark_line()
        .encode(
            detail="district_code:N",
            color=paint(roles),
            strokeWidth=alt.condition("datum.role == 'home' || datum.chosen", alt.value(4), alt.value(2)),
            strokeDash=alt.condition("datum.chosen", alt.value([6, 3]), alt.value([1, 0])),
        )
    )
    points = draw("moves").mark_circle(size=70, opacity=1).encode(color=paint(roles))
    names = (
        draw("now")
        .mark_text(align="left", dx=10, fontWeight=weight, limit=alt.expr(_NAME_LIMIT))
        .encode(text="label:N", color=paint(inks))
    )
    ranks = (
        draw("before")
        .mark_text(align="right", dx=-10, fontWeight=weight)
        .encode(text="label:N", color=paint(inks))
    )
    ends = alt.Chart(alt.NamedData("ends"))
    headings = [
        ends.transform_filter(f"datum.side == {at}")
        .mark_text(
            baseline="bottom",
            dy=-6,
            color=colours.text,
            align="left" if at else "center",
            limit=alt.expr(_NAME_ROOM),
        )
        .encode(x=alt.X("side:Q", scale=side, axis=None), y=alt.value(0), text="label:N")
        for at in (0, 1)
    ]
    # Apart from each other: the words of a role are darker than its lines.
    layers = (lines, points, names, ranks, *headings)
    return responsive(layered(*layers).resolve_scale(color="independent"), BAR, "now")


def district_places(
    frame: pd.DataFrame, periods: tuple[str, str], words: Words, mode: theme.Mode, compared: str = ""
) -> Chart:
    """The place of each district by rate before and now, lowest first, joined by a line.

    frame: build_district_frame() of the tables, in whose order the districts stand now, so that they are
    level with the bars of district_rates(). periods: words for now and before. compared: the code of
    a district whose line is dashed and whose name is bold. A district without a place has no line.
    """
    of = int((frame["population"] > 0).sum())
    ranked = frame[frame["rank"] > 0].reset_index(drop=True)
    earlier = ranked[ranked["rank_before"] > 0].sort_values(["rate_before", "district"])
    positions = {code: at for at, code in enumerate(earlier["district_code"], 1)}
    now, before = [], []
    for at, row in enumerate(ranked.to_dict("records"), 1):
        code = row["district_code"]
        place_before = wording.rank(row["rank_before"], of, row["tied_before"])
        common = {
            "district_code": code,
            "district": row["district"],
            "role": row["role"],
            "place": row["place"],
            "before": place_before,
            "chosen": code == compared,
        }
        label = f"{row['district']}, {wording.standing(row['rank'], of, row['tied'])}"
        now.append({**common, "side": 1, "position": at, "label": label})
        if code in positions:
            label = wording.standing(row["rank_before"], of, row["tied_before"])
            before.append({**common, "side": 0, "position": positions[code], "label": label})
    ends = [{"side": 1, "label": periods[0]}, {"side": 0, "label": periods[1]}]
    data: dict[str, Rows] = {"moves": [*before, *now], "now": now, "before": before, "ends": ends}
    return _places_template.fill(mode, words, data)
