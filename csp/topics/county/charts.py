"""Districts ranked by rate, and on the map. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

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
BAR = 30  # px of height for each bar of a ranking


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
    county = alt.Chart(alt.NamedData("county"))
    line = county.mark_rule(strokeDash=[5, 4], strokeWidth=2, color=colours.worse_text).encode(x="rate:Q")
    name = county.mark_text(baseline="bottom", dy=-4, color=colours.worse_text).encode(
        x="rate:Q", y=alt.value(0), text="label:N"
    )
    layers = (bars, limits, figures, line, name)
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
