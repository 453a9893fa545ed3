"""The look of every chart: colours by meaning for light and dark, few grid lines, no border, no toolbar."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go

from analytics.knowledge import units

FONT = '"Source Sans", "Source Sans Pro", sans-serif'


@dataclass(frozen=True)
class Tokens:
    """Colours by meaning; the same hues as .streamlit/config.toml.

    Text keeps 4.5 to 1 against the paper, marks 3 to 1 (a test measures both); what colour says is said again
    by a label, a shape or a dash. `_soft` tones fill an area whose edge or neighbour carries the contrast.
    """

    paper: str
    ink: str
    quiet: str
    grid: str
    hip: str
    hip_soft: str
    volume: str
    pace: str
    pace_soft: str
    injury: str
    injury_soft: str
    caution: str
    caution_soft: str
    hatch: str


LIGHT = Tokens(
    paper="#FBFAF7",
    ink="#1D2A2E",
    quiet="#5C6466",
    grid="#E4E1D8",
    hip="#0B6E69",
    hip_soft="#4F9892",
    volume="#868C8C",
    pace="#4A5FA8",
    pace_soft="#C9D0EA",
    injury="#AE414A",
    injury_soft="rgba(174,65,74,0.16)",
    caution="#96520F",
    caution_soft="rgba(217,130,43,0.13)",
    hatch="#CFCBBF",
)
DARK = Tokens(
    paper="#12191B",
    ink="#E7E5DE",
    quiet="#AAB2B1",
    grid="#263034",
    hip="#4FB8AE",
    hip_soft="#3A8680",
    volume="#788181",
    pace="#93A5E8",
    pace_soft="#2B3660",
    injury="#E68689",
    injury_soft="rgba(230,134,137,0.20)",
    caution="#E0A059",
    caution_soft="rgba(224,160,89,0.14)",
    hatch="#3A474B",
)


def tokens(mode: str) -> Tokens:
    """Give the colours of a mode: 'dark', else light."""
    return DARK if mode == "dark" else LIGHT


@cache
def _template(mode: str, separators: str) -> go.layout.Template:
    """Make the look once a mode: it is cheaper than dressing every axis of every figure.

    `separators` is how Plotly is told the marks in the numbers of axes: the decimal one, then the thousands'.
    """
    t = tokens(mode)
    axis: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": t.quiet, "size": 12},
        "title": {"font": {"color": t.quiet, "size": 12}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "xaxis": axis,
            "yaxis": axis | {"showgrid": True, "gridcolor": t.grid, "gridwidth": 1},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "color": t.ink, "size": 13},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "separators": separators,
            "bargap": 0.2,
            "hoverlabel": {
                "bgcolor": t.paper,
                "bordercolor": t.grid,
                "font": {"color": t.ink, "size": 13},
            },
        }
    )


def dressed(figure: go.Figure, *, mode: str, height: int, right: int = 8, top: int = 8) -> go.Figure:
    """Dress a figure in the house's look; no title, legend or toolbar of its own."""
    figure.update_layout(
        template=_template("dark" if mode == "dark" else "light", "".join(reversed(units.way().marks))),
        height=height,
        margin={"l": 8, "r": right, "t": top, "b": 8},
    )
    return figure


def said(text: str) -> str:
    """Make a person's own words plain for a label or a hover text: Plotly reads a little HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(text: str, width: int = 60) -> str:
    """Break a hover sentence into lines."""
    return "<br>".join(textwrap.wrap(text, width))
