"""The course of one activity: small panels over one axis of distance or time, with one shared hover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import units, written

Floats = npt.NDArray[np.float64]


class Panel(NamedTuple):
    """One panel: what it is called, its unit, its height, and the measures in it."""

    title: str
    unit: str
    height: int
    lines: tuple[str, ...]
    is_pace: bool = False
    decimals: int = 0
    kind: str | None = None

    @property
    def read_unit(self) -> str:
        """Give the unit a person reads."""
        return units.unit(self.kind) if self.kind else self.unit

    @property
    def head(self) -> str:
        """Give what stands above the panel."""
        if self.is_pace:
            faster = "" if units.way().is_speed else "up is faster; "
            return f"{written.pace_head()} ({faster}thin: graded, as on the level)"
        return f"{self.title}, {self.read_unit}" if self.kind else self.title

    def read(self, values: Floats) -> Floats:
        """Bring values to the unit a person reads; a pace stays seconds a km."""
        return units.shown(values, self.kind) if self.kind else values


PANELS = (
    Panel("Pace", "", 150, ("pace_s_per_km", "graded_pace_s_per_km"), is_pace=True),
    Panel("Speed", "", 130, ("speed_km_h",), decimals=1, kind="speed_km_h"),
    Panel("Heart rate, beats a minute", "bpm", 110, ("heart_rate_bpm",)),
    Panel("Altitude", "", 80, ("altitude_m",), kind="height_m"),
    Panel("Cadence, steps a minute", "spm", 80, ("cadence_spm",)),
    Panel("Power, W", "W", 80, ("power_w",)),
    Panel("Ground contact, ms", "ms", 80, ("stance_time_ms",)),
    Panel("Ground contact balance, % left", "%", 80, ("stance_balance_pct",), decimals=1),
    Panel("Bounce, mm", "mm", 80, ("vertical_oscillation_mm",), decimals=1),
    Panel("Vertical ratio, %", "%", 80, ("vertical_ratio_pct",), decimals=1),
    Panel("Step length, mm", "mm", 80, ("step_length_mm",)),
    Panel("Temperature at the watch", "", 70, ("temperature_c",), kind="temperature_c"),
)
MOST_PAUSES = 40
SLOWEST_SHOWN = 1.6
"""Of the middle pace; what is slower runs out of its panel at the bottom."""
TICKS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
GAP_PX, TOP_PX, BOTTOM_PX = 36, 30, 46


def draw(
    x: Floats,
    values: Mapping[str, Floats],
    means: Mapping[str, tuple[float, float, float]],
    pauses: Sequence[tuple[float, float]],
    *,
    over: str,
    window_s: int,
    sensor_window_s: int,
    mode: str = "light",
) -> Drawing:
    """Draw what was measured along an activity.

    Parameters
    ----------
    x
        Kilometres or minutes; of one length with every array of `values`.
    values
        By measure; NaN is unknown and parts the line.
    means
        Mean, lowest and highest of each measure, for the words.
    pauses
        First and last place of each stop.
    over
        'distance' or 'time'.
    window_s, sensor_window_s
        Over how many seconds the step measures, and the sensors', were averaged.
    """
    shown = [panel for panel in PANELS if any(name in values for name in panel.lines)]
    if over == "distance":
        x = units.shown(x, "distance_km")
        pauses = [(units.shown(a, "distance_km"), units.shown(b, "distance_km")) for a, b in pauses]
    figure = go.Figure()
    total = sum(panel.height for panel in shown) + GAP_PX * (len(shown) - 1)
    theme.dressed(figure, mode=mode, height=total + TOP_PX + BOTTOM_PX, top=TOP_PX)
    used = 0
    for at, panel in enumerate(shown, 1):
        top = 1 - used / total
        used += panel.height + GAP_PX
        _panel(figure, panel, at, x, values, domain=(max(0.0, top - panel.height / total), top), mode=mode)
    _pauses(figure, pauses, mode=mode)
    figure.update_layout(
        hovermode="x unified",
        hoversubplots="axis",
        xaxis=_x_axis(x, over, f"y{len(shown)}" if len(shown) > 1 else "y"),
    )
    return Drawing(
        figure=figure,
        title=f"How it went, over {over}",
        subtitle=_subtitle(values, pauses, window_s=window_s, sensor_window_s=sensor_window_s, over=over),
        alt_text=_in_words(shown, values, means, pauses, over=over),
    )


def _panel(
    figure: go.Figure,
    panel: Panel,
    at: int,
    x: Floats,
    values: Mapping[str, Floats],
    *,
    domain: tuple[float, float],
    mode: str,
) -> None:
    t = theme.tokens(mode)
    axis = "y" if at == 1 else f"y{at}"
    known = [panel.read(values[name]) for name in panel.lines if name in values]
    for place, name in enumerate(name for name in panel.lines if name in values):
        y = known[place]
        is_second = place == 1
        fill = {"fill": "tozeroy", "fillcolor": t.grid} if name == "altitude_m" else {}
        named = _named(panel, name)
        figure.add_scatter(
            x=x.astype(np.float32),
            y=np.round(y, 2).astype(np.float32),
            xaxis="x",
            yaxis=axis,
            mode="lines",
            connectgaps=False,
            line={
                "color": _colour(panel, t),
                "width": 1.0 if is_second else 1.7,
                "dash": "dot" if is_second else "solid",
            },
            name=named,
            customdata=[written.pace(one, unit=False) for one in y] if panel.is_pace else None,
            hovertemplate=f"{named} %{{customdata}} {written.pace_suffix()}<extra></extra>"
            if panel.is_pace
            else f"{named} %{{y:.{panel.decimals}f}} {panel.read_unit}<extra></extra>",
            **fill,
        )
    layout: dict[str, Any] = {"domain": domain, "anchor": "x", "nticks": 4} | _range(panel, known)
    figure.update_layout({"yaxis" if at == 1 else f"yaxis{at}": layout})
    title = written.pace_axis() if panel.is_pace and len(known) == 1 else panel.head
    figure.add_annotation(
        text=f"<b>{title}</b>",
        xref="paper",
        yref="paper",
        x=0,
        y=domain[1],
        yshift=13,
        xanchor="left",
        yanchor="middle",
        showarrow=False,
        font={"size": 13, "color": t.ink},
    )


def _named(panel: Panel, name: str) -> str:
    if panel.is_pace:
        fast = "speed" if units.way().is_speed else "pace"
        return f"graded {fast}" if name.startswith("graded") else fast
    return panel.title.split(",")[0].lower()


def _colour(panel: Panel, t: theme.Tokens) -> str:
    if panel.is_pace or "speed_km_h" in panel.lines:
        return t.pace
    return t.ink if "heart_rate_bpm" in panel.lines else t.quiet


def _range(panel: Panel, known: Sequence[Floats]) -> dict[str, Any]:
    """Show where nearly all values lie; a second at the start or a stop does not squeeze the rest."""
    everything = np.concatenate(known)
    everything = everything[~np.isnan(everything)]
    if not len(everything):
        return {}
    low, high = (float(one) for one in np.percentile(everything, [1, 99]))
    if panel.is_pace:
        low, high = (float(one) for one in np.percentile(everything, [1, 97]))
        high = min(high, SLOWEST_SHOWN * float(np.median(everything)))  # a walk home does not squeeze the run
        low, high = min(low, (low + high) / 2 - 8), max(high, (low + high) / 2 + 8)
        ticks = panels.pace_marks(low, high, many=4.5, inside=True)
        pad = max((high - low) * 0.08, 3.0)
        return {
            "range": [high + pad, low - pad],
            "tickvals": ticks,
            "ticktext": [written.pace(tick, unit=False) for tick in ticks],
        }
    pad = max((high - low) * 0.1, 4.0 - (high - low), 0.5)
    return {"range": [low - pad, high + pad]}


def _x_axis(x: Floats, over: str, bottom: str) -> dict[str, Any]:
    first, last = float(np.nanmin(x)), float(np.nanmax(x))
    axis: dict[str, Any] = {"anchor": bottom, "range": [first, max(last, first + 0.01)], "showspikes": False}
    if over == "distance":
        return axis | {
            "title": {"text": f"Distance, {units.unit('distance_km')}"},
            "ticksuffix": "",
            "hoverformat": ".2f",
            "nticks": 10,
        }
    step = next(s for s in TICKS_MIN if (last - first) / s <= 8 or s == TICKS_MIN[-1])
    ticks = np.arange(0, last + 1e-9, step)
    return axis | {
        "title": {"text": "Time since the start, h:mm"},
        "tickvals": ticks,
        "ticktext": [f"{int(tick) // 60}:{int(tick) % 60:02d}" for tick in ticks],
        "hoverformat": ".1f",
    }


def _pauses(figure: go.Figure, pauses: Sequence[tuple[float, float]], *, mode: str) -> None:
    t = theme.tokens(mode)
    longest = sorted(pauses, key=lambda one: one[1] - one[0], reverse=True)[:MOST_PAUSES]
    shapes = [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": first,
            "x1": last,
            "y0": 0,
            "y1": 1,
            "fillcolor": t.caution_soft,
            "line": {"width": 0.8, "color": t.caution, "dash": "dot"},
            "layer": "below",
        }
        for first, last in longest
    ]
    figure.update_layout(shapes=shapes)


def _subtitle(
    values: Mapping[str, Floats],
    pauses: Sequence[tuple[float, float]],
    *,
    window_s: int,
    sensor_window_s: int,
    over: str,
) -> str:
    parts = [f"Means over {window_s} s (heart rate, altitude and temperature over {sensor_window_s} s)"]
    if pauses:
        mark = "amber bands" if over == "time" else "amber lines"
        extra = f", the longest {MOST_PAUSES}" if len(pauses) > MOST_PAUSES else ""
        parts.append(f"{mark} are stops of 10 s or more{extra}")
    if "graded_pace_s_per_km" in values:
        parts.append("graded pace is what the effort would give on the level (Minetti 2002)")
    return "; ".join(parts) + ". From the records."


def _in_words(
    shown: Sequence[Panel],
    values: Mapping[str, Floats],
    means: Mapping[str, tuple[float, float, float]],
    pauses: Sequence[tuple[float, float]],
    *,
    over: str,
) -> str:
    lines = [f"The course of the activity over {over}."]
    for panel in shown:
        for name in panel.lines:
            if name not in values or name not in means:
                continue
            mean, low, high = (float(one) for one in panel.read(np.array(means[name])))
            called = _named(panel, name).capitalize()
            if panel.is_pace:
                lines.append(f"{called}: from {written.pace(low)} to {written.pace(high)}.")
            else:
                low_words, high_words = (
                    written.number(low, panel.decimals),
                    written.number(high, panel.decimals),
                )
                lines.append(
                    f"{called}: {written.number(mean, panel.decimals)} {panel.read_unit} on average, "
                    f"from {low_words} to {high_words}."
                )
    lines.append(f"{written.count(len(pauses), 'stop')} of 10 s or more.")
    return " ".join(lines)
