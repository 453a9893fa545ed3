"""The way of an activity without a map: a plain line on paper, with a scale and north, and no names."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import units, written

Floats = npt.NDArray[np.float64]

CLASSES = 5
# Steps from dark to bright after the palette plasma, whose order holds for people who see few colours,
# cut so that each keeps 3 to 1 against the paper of its mode. The legend says in words what each stands for.
RAMP = {
    "light": ("#0D0887", "#6A00A8", "#A3238E", "#C9455F", "#C8641C"),
    "dark": ("#8C86F5", "#BE7BE0", "#E27FA8", "#F5A06B", "#F3E55B"),
}
WORDS = {
    "pace_s_per_km": ("pace", "from fast to slow"),
    "heart_rate_bpm": ("heart rate", "from low to high"),
    "altitude_m": ("altitude", "from low to high"),
}
NICE = (1, 2, 5)


def draw(
    east_m: Floats, north_m: Floats, values: Floats | None, *, colour_by: str | None, mode: str = "light"
) -> Drawing:
    """Draw a way.

    Parameters
    ----------
    east_m, north_m
        Metres from the middle, north up; NaN parts the line.
    values
        What colours the line, of the same length; None draws it in one colour.
    colour_by
        The name of that measure: pace_s_per_km, heart_rate_bpm or altitude_m.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    edges = _edges(values)
    if values is None or colour_by is None or edges is None:
        figure.add_scatter(
            x=_short(east_m),
            y=_short(north_m),
            mode="lines",
            line={"color": t.ink, "width": 2.6},
            hoverinfo="skip",
        )
    else:
        figure.add_scatter(
            x=_short(east_m),
            y=_short(north_m),
            mode="lines",
            line={"color": t.hatch, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
        for at, colour in enumerate(RAMP["dark" if mode == "dark" else "light"][: len(edges) - 1]):
            _class(
                figure,
                east_m,
                north_m,
                values,
                (edges[at], edges[at + 1], at == len(edges) - 2),
                colour,
                colour_by,
            )
    theme.dressed(figure, mode=mode, height=460, right=8)
    _ends(figure, east_m, north_m, mode=mode)
    length = _scale(figure, east_m, north_m, mode=mode)
    figure.update_layout(
        showlegend=edges is not None,
        legend={
            "orientation": "h",
            "y": -0.02,
            "yanchor": "top",
            "x": 0,
            "font": {"size": 12, "color": t.ink},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        dragmode=False,
    )
    hidden = {"visible": False, "showgrid": False, "constrain": "domain"}
    figure.update_xaxes(**hidden)
    figure.update_yaxes(**hidden, scaleanchor="x", scaleratio=1)
    word, order = WORDS.get(colour_by or "", ("", ""))
    return Drawing(
        figure=figure,
        title=f"The way, coloured by {word}" if edges is not None else "The way",
        subtitle="Drawn to scale without a map; north is up. Circle: start; square: finish."
        + (f" Colours go {order}, a fifth of the way each." if edges is not None else ""),
        alt_text=_in_words(east_m, north_m, values if edges is not None else None, word, colour_by, length),
    )


def _short(values: Floats) -> npt.NDArray[np.float32]:
    return np.round(values, 1).astype(np.float32)


def _edges(values: Floats | None) -> list[float] | None:
    if values is None or np.isnan(values).all():
        return None
    edges = np.unique(np.nanquantile(values, np.linspace(0, 1, CLASSES + 1)))
    return [float(edge) for edge in edges] if len(edges) > 2 else None


def _class(
    figure: go.Figure,
    east: Floats,
    north: Floats,
    values: Floats,
    span: tuple[float, float, bool],
    colour: str,
    name: str,
) -> None:
    """Draw the pieces of the way whose value lies in a class, each on to its next place."""
    low, high, is_last = span
    inside = (values >= low) & ((values <= high) if is_last else (values < high))
    drawn = inside.copy()
    drawn[1:] |= inside[:-1]
    figure.add_scatter(
        x=_short(np.where(drawn, east, np.nan)),
        y=_short(np.where(drawn, north, np.nan)),
        mode="lines",
        connectgaps=False,
        line={"color": colour, "width": 4},
        name=f"{_said(low, name, unit=False)} to {_said(high, name)}",
        customdata=[_said(value, name) if here else "" for value, here in zip(values, drawn, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _said(value: float, name: str, *, unit: bool = True) -> str:
    if name == "pace_s_per_km":
        return written.pace(value, unit=unit)
    if name == "altitude_m":
        text = written.height(value)
        return text if unit else text.rsplit(" ", 1)[0]
    return written.number(value) + (" bpm" if unit and name == "heart_rate_bpm" else "")


def _ends(figure: go.Figure, east: Floats, north: Floats, *, mode: str) -> None:
    t = theme.tokens(mode)
    known = np.flatnonzero(~np.isnan(east))
    first, last = int(known[0]), int(known[-1])
    size = max(float(np.nanmax(east) - np.nanmin(east)), float(np.nanmax(north) - np.nanmin(north)))
    is_round = float(np.hypot(east[first] - east[last], north[first] - north[last])) < size * 0.06
    for at, symbol, word in (
        (first, "circle", "Start, finish" if is_round else "Start"),
        (last, "square", "" if is_round else "Finish"),
    ):
        figure.add_scatter(
            x=[float(east[at])],
            y=[float(north[at])],
            mode="markers+text",
            text=[word],
            textposition="top left"
            if east[at] > (float(np.nanmin(east)) + float(np.nanmax(east))) / 2
            else "top right",
            textfont={"color": t.ink, "size": 13},
            cliponaxis=False,
            showlegend=False,
            hoverinfo="skip",
            marker={"symbol": symbol, "size": 11, "color": t.paper, "line": {"color": t.ink, "width": 2.4}},
        )


def _scale(figure: go.Figure, east: Floats, north: Floats, *, mode: str) -> float:
    """Draw a bar of a round length and an arrow to the north; gives the length in metres."""
    t = theme.tokens(mode)
    left, right = float(np.nanmin(east)), float(np.nanmax(east))
    low, high = float(np.nanmin(north)), float(np.nanmax(north))
    size = max(right - left, high - low)
    length = _nice(size / 4)
    y = low - size * 0.09
    figure.add_scatter(
        x=[left, left, left, left + length, left + length, left + length],
        y=[y - size * 0.012, y + size * 0.012, y, y, y + size * 0.012, y - size * 0.012],
        mode="lines",
        line={"color": t.ink, "width": 1.6},
        showlegend=False,
        hoverinfo="skip",
    )
    words = _scale_words(length)
    figure.add_annotation(
        x=left + length / 2, y=y, text=words, yshift=10, showarrow=False, font={"size": 12, "color": t.ink}
    )
    for text, size, yshift in (("N", 13, -20), ("▲", 16, 0)):
        figure.add_annotation(
            x=1,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="top",
            text=text,
            showarrow=False,
            yshift=yshift,
            font={"size": size, "color": t.ink},
        )
    return length


def _nice(about_m: float) -> float:
    """Give a length in metres that is round in the unit a person reads: miles, or feet where it is short."""
    if not units.way().is_imperial:
        return nice_length_m(about_m)
    mile = 1000 * units.KM_PER_MILE
    if about_m >= mile:
        return nice_length_m(about_m / mile) * mile
    return nice_length_m(about_m / units.M_PER_FOOT) * units.M_PER_FOOT


def _scale_words(length: float) -> str:
    far = units.shown(length, "distance_m")
    if length >= 1000 and far > 0.999:
        return f"{written.trimmed(far, 1)} {units.unit('distance_m')}"
    return f"{written.trimmed(units.shown(length, 'height_m'), 1)} {units.unit('height_m')}"


def nice_length_m(about_m: float) -> float:
    """Give the largest round length (1, 2 or 5 of a power of ten) up to a length.

    Examples
    --------
    >>> nice_length_m(730.0), nice_length_m(2400.0), nice_length_m(99.0)
    (500.0, 2000.0, 50.0)
    """
    power = 10.0 ** np.floor(np.log10(max(about_m, 1.0)))
    return float(max(step * power for step in NICE if step * power <= max(about_m, 1.0)))


def _in_words(
    east: Floats, north: Floats, values: Floats | None, word: str, name: str | None, scale_m: float
) -> str:
    wide, high = float(np.nanmax(east) - np.nanmin(east)), float(np.nanmax(north) - np.nanmin(north))
    known = np.flatnonzero(~np.isnan(east))
    apart = float(np.hypot(east[known[0]] - east[known[-1]], north[known[0]] - north[known[-1]]))
    text = (
        f"The shape of the way, {_length(wide)} from west to east and {_length(high)} from south to north; "
        f"start and finish are {_length(apart)} apart. The scale bar is {_scale_words(scale_m)} long."
    )
    if values is None or name is None:
        return text
    low, top = float(np.nanmin(values)), float(np.nanmax(values))
    return f"{text} The line is coloured by {word}, from {_said(low, name)} to {_said(top, name)}."


def _length(metres: float) -> str:
    return written.length(metres)
