"""What a budget of flags would have met: the share of new problems with an early flag, budget by budget."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written


def draw_budget(rows: pd.DataFrame, *, title: str, chosen: int, mode: str = "light") -> Drawing:
    """Draw the share of new problems that had an early flag, with its interval, and the same by lot.

    Parameters
    ----------
    rows
        budget (a number as text, or "all"), share_pct, low_pct, high_pct, chance_pct, flagged, missed.
    chosen
        The budget that was set: its point is filled.
    """
    t = theme.tokens(mode)
    said = [_told(row) for row in rows.to_dict("records")]
    places = list(range(len(rows)))
    mine = [str(budget) == str(chosen) for budget in rows["budget"]]
    figure = go.Figure()
    figure.add_scatter(
        x=places,
        y=rows["chance_pct"],
        mode="lines",
        line={"color": t.quiet, "dash": "dot", "width": 2},
        hoverinfo="skip",
        name="by lot",
    )
    figure.add_scatter(
        x=places,
        y=rows["share_pct"],
        mode="lines+markers",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": rows["high_pct"] - rows["share_pct"],
            "arrayminus": rows["share_pct"] - rows["low_pct"],
            "color": t.injury,
            "thickness": 1.5,
            "width": 0,
        },
        line={"color": t.injury, "width": 2},
        marker={
            "size": 11,
            "color": [t.injury if one else t.paper for one in mine],
            "line": {"width": 2, "color": t.injury},
        },
        hovertext=[theme.wrapped(one) for one in said],
        hoverinfo="text",
        name="this list",
    )
    theme.dressed(figure, mode=mode, height=302, right=70, top=10)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(
        tickvals=places, ticktext=list(rows["budget"]), title="Flags a week", range=[-0.4, len(rows) - 0.6]
    )
    figure.update_yaxes(range=[-3, 103], ticksuffix=" %")
    for column, words, colour in (("share_pct", "this list", t.injury), ("chance_pct", "by lot", t.quiet)):
        figure.add_annotation(
            x=places[-1],
            y=rows[column].iloc[-1],
            text=words,
            xanchor="left",
            xshift=10,
            yshift=-9
            if column == "share_pct" and rows["chance_pct"].iloc[-1] > rows["share_pct"].iloc[-1]
            else 9,
            showarrow=False,
            font={"color": colour},
        )
    return Drawing(
        figure,
        title=title,
        subtitle="New substantial problems with an early flag in the two weeks to their start, %, with exact "
        "95 % intervals; dotted: as many early flags by lot. Replayed on the squad's own past Mondays.",
        alt_text=f"{title}. " + " ".join(said),
    )


def _told(row: dict[object, object]) -> str:
    budget = "Every flag" if row["budget"] == "all" else f"{row['budget']} a week"
    share = written.percent(float(str(row["share_pct"])))
    limits = f"{written.number(float(str(row['low_pct'])))} to {written.percent(float(str(row['high_pct'])))}"
    return (
        f"{budget}: {row['flagged']} with an early flag, {row['missed']} without: {share} ({limits}); "
        f"by lot {written.percent(float(str(row['chance_pct'])))}."
    )
