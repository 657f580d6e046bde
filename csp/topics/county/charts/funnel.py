"""The districts by population and rate, with the limits of a funnel."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from csp.core import wording
from csp.shell import theme
from csp.shell.chart import Chart, Lines, Rows, Words, between, chart_template, clicks, layered, responsive
from csp.topics.county.rules import INNER, OUTER, Funnel

HEIGHT = 340
_STEPS = 40  # points of each line of the funnel


@chart_template("Funnel: the rate of each district by its population", lines=Lines(110, 110))
def _funnel_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    roles = {"home": colours.home, "neighbour": colours.neighbour, "peer": colours.peer}
    x = alt.X("people:Q", title="Population", scale=between("least", "most")).axis(
        format=",d", tickCount=5, grid=False
    )
    y = alt.Y("rate:Q", title=None, scale=between(0, "top", nice=True)).axis(tickCount=5)
    limits = alt.Chart(alt.NamedData("limits"))
    outer, inner = (
        limits.mark_area(color=colours.peer, opacity=0.16).encode(
            x=x, y=alt.Y(f"{name}_low:Q"), y2=f"{name}_high:Q"
        )
        for name in ("outer", "inner")
    )
    mean = limits.mark_line(strokeDash=[5, 4], strokeWidth=2, color=colours.worse_text).encode(
        x=x, y="mean:Q"
    )
    points = alt.Chart(alt.NamedData("districts")).encode(x=x, y=y)
    dots = (
        points.mark_circle(size=130, opacity=1, cursor="pointer")
        .encode(
            color=alt.Color(
                "role:N", scale=alt.Scale(domain=list(roles), range=list(roles.values())), legend=None
            ),
            stroke=alt.condition("datum.chosen", alt.value(colours.worse), alt.value(colours.background)),
            strokeWidth=alt.condition("datum.chosen", alt.value(3), alt.value(1)),
            tooltip=[
                alt.Tooltip("district:N", title="title"),
                alt.Tooltip("label:N", title="Rate per 1,000"),
                alt.Tooltip("population:N", title="Population"),
                alt.Tooltip("verdict:N", title="Beside the limits"),
            ],
        )
        .add_params(clicks("district", "district_code"))
    )
    # Above its point: beside it the point of a district of like size and rate may lie.
    names = points.mark_text(align="left", dx=-6, dy=-14, color=colours.text).encode(text="name:N")
    return responsive(layered(outer, inner, mean, dots, names, settings=("least", "most", "top")), HEIGHT)


def district_funnel(
    funnel: Funnel, frame: pd.DataFrame, words: Words, mode: theme.Mode, compared: str = ""
) -> Chart:
    """The districts as points. compared: the code of the one compared with home.

    frame: build_district_frame() of the tables. Home, the one compared and those outside the limits are
    named. A click sets the selection "district" (field district_code).
    """
    outside = {*funnel.list_outside(above=True), *funnel.list_outside(above=False)}
    by_code = {str(row["district_code"]): row for row in frame.to_dict("records")}
    rows: Rows = []
    for code, people, rate, z in zip(funnel.districts, funnel.population, funnel.rate, funnel.z, strict=True):
        row = by_code[code]
        side = "above" if z > 0 else "below"
        named = row["role"] == "home" or code == compared or code in outside
        rows.append(
            {
                "district_code": code,
                "district": row["district"],
                "name": row["district"] if named else "",
                "role": row["role"],
                "people": float(people),
                "rate": float(rate),
                "label": row["label"],
                "population": wording.count(float(people)),
                "verdict": f"{side} them" if code in outside else "inside",
                "chosen": code == compared,
            }
        )
    least, most = 0.92 * float(funnel.population.min()), 1.15 * float(funnel.population.max())
    at = np.linspace(least, most, _STEPS)
    lines = {
        f"{name}_{side}": limit
        for name, sigmas in (("inner", INNER), ("outer", OUTER))
        for side, limit in zip(("low", "high"), funnel.limits(at, sigmas), strict=True)
    }
    limits: Rows = [
        {
            "people": float(people),
            "mean": funnel.mean,
            **{name: float(line[i]) for name, line in lines.items()},
        }
        for i, people in enumerate(at)
    ]
    top = 1.05 * max(float(funnel.rate.max()), float(lines["outer_high"].max()))
    data = {"districts": rows, "limits": limits}
    return _funnel_template.fill(mode, words, data, settings={"least": least, "most": most, "top": top})
