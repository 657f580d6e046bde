"""What the crime of one ward, or of the borough, is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from csp.core import wording
from csp.core.measures import Measure
from csp.shell import theme
from csp.shell.chart import Chart, Words, between, chart_template, clicks, in_order_of, layered, responsive
from csp.topics.wards.charts.months import COLUMN

BAR = 25  # px of height for each crime type


@chart_template("Bar chart: a share for each crime type", lines=COLUMN)
def _mix_template(mode: theme.Mode) -> alt.LayerChart:
    colours = theme.palette(mode)
    base = alt.Chart(alt.NamedData("types")).encode(
        y=alt.Y("label:N", title=None, scale=in_order_of("types", "label")).axis(
            ticks=False, domain=False, labelPadding=6, labelLimit=220, minExtent=212
        ),
        tooltip=[
            alt.Tooltip("label:N", title="title"),
            alt.Tooltip("words:N", title="Share here"),
            alt.Tooltip("borough_words:N", title="Share in the district"),
        ],
    )
    bars = (
        base.mark_bar(color=colours.home, height={"band": 0.7}, cursor="pointer")
        .encode(x=alt.X("share:Q", scale=between(0, "longest", nice=True)).axis(None))
        .add_params(clicks("type", "code"))
    )
    ticks = base.mark_tick(color=colours.worse, thickness=3, height={"band": 0.9}, aria=False).encode(
        x="borough:Q"
    )
    figures = base.mark_text(align="left", dx=8, color=colours.text).encode(x="end:Q", text="words:N")
    return responsive(layered(bars, figures, ticks, settings=("longest",)), BAR, "types")


def mix(
    own: Mapping[str, float],
    borough: Mapping[str, float],
    measures: Sequence[Measure],
    words: Words,
    mode: theme.Mode,
) -> Chart:
    """The share of each crime type, largest first, with the borough's share as a mark.

    own and borough: csp.topics.wards.rules.mix(); borough empty where own is the borough's. A click on a
    bar sets the selection "type" (field code).
    """
    labels = {m.code: m.label for m in measures}
    rows = [
        {
            "code": code,
            "label": labels[code],
            "share": share,
            "borough": borough.get(code),
            "end": max(share, borough.get(code, 0.0)),
            "words": wording.pct(share),
            "borough_words": wording.pct(borough.get(code, share)),
        }
        for code, share in sorted(own.items(), key=lambda item: -item[1])
    ]
    # Room on the right for the figure beyond the longest bar.
    longest = 1.75 * max((*own.values(), *borough.values()), default=1.0)
    return _mix_template.fill(mode, words, {"types": rows}, settings={"longest": longest})
