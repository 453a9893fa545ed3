"""Room for the labels of the axes, set before a figure is drawn.

Plotly can find the room by itself, but only by drawing: where a label does not fit, it draws the whole figure
again, once or twice, which takes as long as the first time. What is found here from the labels' length is
mostly enough; where it is not, Plotly still makes more room.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Any

import numpy as np

TICK_PX, TITLE_PX, SPARE_PX = 9.0, 12.0, 3.0
"""What Plotly leaves between an axis and its labels, takes for an axis title, and what is given beside."""
LINE_PX, FONT_PX = 16.0, 12.0
BELOW_PX = 4.0
"""A little more below, which Plotly takes for some pictures and not for others."""
OVERHANG_PX = 12.0
"""The margins left and right where the first and the last number of an axis may stand half outside."""
NARROW, WIDE = set("iljtfrI.,:;'|()[] "), set("mwMW%—")
_AXIS = re.compile(r"[xy]axis\d*")
_STRFTIME = re.compile(r"%-?[a-zA-Z]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MARKUP = re.compile(r"<(?!br)[^>]*>")
_LABELS_PX = 40.0
"""Plotly writes a number about every so many px of an axis."""
Part = dict[str, Any]


def fit(sent: Part) -> None:
    """Widen the margins of a figure, as `to_dict` gives it, to what its labels need.

    Parameters
    ----------
    sent
        `data` and `layout`; the layout's `margin` (px) grows where it is too small, and never shrinks.
    """
    layout = sent["layout"]
    margin = layout.setdefault("margin", {})
    traces = sent.get("data", [])
    layout.setdefault("xaxis", {})
    layout.setdefault("yaxis", {})
    for name in [name for name in layout if _AXIS.fullmatch(name)]:
        if not _stands_outside(name, layout):
            continue
        axis = layout[name]
        if not (axis.get("visible", True) and axis.get("showticklabels", True)):
            continue
        letter = name[0]
        side = axis.get("side") or {"x": "bottom", "y": "left"}[letter]
        need = TICK_PX + (TITLE_PX if _text(axis.get("title")) else 0.0)
        if letter == "x":
            need += BELOW_PX + _depth(axis, traces, name)
        else:
            need += _width(axis, traces, name, layout)
        margin[side[0]] = max(margin.get(side[0], 0.0), math.ceil(need))
        if letter == "x" and not _is_of_time(axis, traces, name):
            for end in "lr":
                margin[end] = max(margin.get(end, 0.0), OVERHANG_PX)


def text_px(text: str, font_px: float = FONT_PX) -> float:
    """Estimate how wide a text is, a little on the wide side; the widest of its lines.

    Examples
    --------
    >>> text_px("100"), text_px("Knee<br>or shin")
    (18.5, 34.8)
    """
    lines = _MARKUP.sub("", text).split("<br>")
    return round(max(sum(map(_em, line)) for line in lines) * font_px, 1)


def _em(one: str) -> float:
    return 0.28 if one in NARROW else 0.78 if one in WIDE else 0.6 if one.isupper() else 0.515


def _depth(axis: Part, traces: list[Part], name: str) -> float:
    """Give how deep the labels below a picture are, in px."""
    labels = _written(axis, traces, name)
    if labels is not None:
        lines = max((label.count("<br>") for label in labels), default=0) + 1
    elif _is_of_time(axis, traces, name):
        shape = axis.get("tickformat")
        lines = 2 if shape is None else shape.count("\n") + 1
    else:
        lines = 1
    return LINE_PX * lines


def _width(axis: Part, traces: list[Part], name: str, layout: Part) -> float:
    """Give how wide the labels beside a picture are, in px."""
    labels = _written(axis, traces, name)
    if labels is None:
        labels = _numbers(axis, traces, name, layout)
    size = (axis.get("tickfont") or {}).get("size", FONT_PX)
    ends = f"{axis.get('tickprefix') or ''}{axis.get('ticksuffix') or ''}"
    widest = max((text_px(label + ends, size) for label in labels), default=0.0)
    return widest + float(axis.get("ticklabelstandoff", 0.0)) + SPARE_PX


def _written(axis: Part, traces: list[Part], name: str) -> list[str] | None:
    """Give the labels that are words: those that are set, or the names that points stand at."""
    if axis.get("ticktext") is not None:
        return [str(one) for one in axis["ticktext"]]
    words = [one for one in _values(traces, name) if isinstance(one, str)]
    if words and not _is_of_time(axis, traces, name):
        return words
    return None


def _numbers(axis: Part, traces: list[Part], name: str, layout: Part) -> list[str]:
    """Give the numbers that Plotly will write: at round steps, about one every 40 px."""
    if axis.get("tickvals") is not None:
        marks = [float(one) for one in _numeric(axis["tickvals"])]
        step = min((abs(b - a) for a, b in pairwise(marks)), default=1.0) or 1.0
    else:
        low, high = _span(axis, traces, name, layout)
        step = axis.get("dtick") or _round_step(max(high - low, 1e-9) / _marks(axis, layout))
        if not isinstance(step, (int, float)) or axis.get("type") == "log":
            return ["0000"]
        marks = [low, high, math.floor(high / step) * step, math.ceil(low / step) * step]
    return [_said(mark, step, axis.get("tickformat") or "") for mark in marks]


def _marks(axis: Part, layout: Part) -> float:
    if axis.get("nticks"):
        return float(axis["nticks"])
    low, high = axis.get("domain") or (0.0, 1.0)
    length_px = float(layout.get("height", 450.0)) * (high - low)
    return min(max(length_px / _LABELS_PX, 4.0), 9.0) + 1.0


def _round_step(rough: float) -> float:
    base = 10.0 ** math.floor(math.log10(rough))
    return next(base * step for step in (1.0, 2.0, 5.0, 10.0) if base * step >= rough * 0.999)


def _said(value: float, step: float, shape: str) -> str:
    if shape:
        try:
            return format(round(value) if shape.endswith("d") else value, shape.replace("~", ""))
        except ValueError:
            return "0000"
    if abs(value) >= 1e4:
        return f"{value / 10 ** (3 * (len(str(int(abs(value)))) - 1) // 3):.1f}k"
    return f"{value:.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"


def _span(axis: Part, traces: list[Part], name: str, layout: Part) -> tuple[float, float]:
    """Give the numbers an axis reaches from and to: those that are set, or those of its traces."""
    if (found := axis.get("range")) is not None and None not in found and not isinstance(found[0], str):
        return min(found), max(found)
    letter, low, high = name[0], math.inf, -math.inf
    stacked = 0.0
    for trace in _of(traces, name):
        values = _numeric(trace.get(letter))
        if not len(values):
            continue
        more = _numeric((trace.get(f"error_{letter}") or {}).get("array"))
        spread = more if len(more) == len(values) else np.zeros(len(values))
        low, high = min(low, (values - spread).min()), max(high, (values + spread).max())
        if trace.get("type") == "bar":
            low, high = min(low, 0.0), max(high, 0.0)
            stacked += max(values.max(), 0.0)
    if layout.get("barmode") in {"stack", "relative"}:
        high = max(high, stacked)
    if axis.get("rangemode") == "tozero":
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if low <= high else (0.0, 1.0)


def _is_of_time(axis: Part, traces: list[Part], name: str) -> bool:
    if axis.get("type"):
        return bool(axis["type"] == "date")
    if _STRFTIME.search(axis.get("tickformat") or ""):
        return True
    first = next((one for one in _values(traces, name) if one is not None), None)
    return hasattr(first, "year") or (isinstance(first, str) and _DAY.match(first) is not None)


def _of(traces: list[Part], name: str) -> Iterator[Part]:
    letter, number = name[0], name[5:]
    return (one for one in traces if (one.get(f"{letter}axis") or letter) == f"{letter}{number}")


def _values(traces: list[Part], name: str) -> Iterable[Any]:
    parts = (one.get(name[0]) for one in _of(traces, name))
    return chain.from_iterable(part for part in parts if isinstance(part, (list, tuple, np.ndarray)))


def _numeric(values: Any) -> Any:
    """Give an array's known numbers; Plotly packs arrays of numbers for the way to the browser."""
    if isinstance(values, dict) and "bdata" in values:
        values = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    elif values is None or isinstance(values, dict):
        return np.empty(0)
    try:
        numbers = np.asarray(values, dtype=float).ravel()
    except (TypeError, ValueError):
        return np.empty(0)
    return numbers[np.isfinite(numbers)]


def _stands_outside(name: str, layout: Part) -> bool:
    """Say whether an axis stands at the picture's own edge, and not between its panels."""
    other = "y" if name[0] == "x" else "x"
    anchor = layout[name].get("anchor") or other
    if anchor == "free":
        return False
    beside = layout.get(f"{other}axis{anchor[1:]}") or {}
    low, high = beside.get("domain") or (0.0, 1.0)
    return bool(high > 0.95) if layout[name].get("side") in {"right", "top"} else bool(low < 0.05)


def _text(title: Any) -> str:
    return str((title.get("text") if isinstance(title, dict) else title) or "")
