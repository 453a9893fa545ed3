"""Charts whose points can be opened: a click, a tap, or the list below goes to the activity or week behind.

>>> # clicks.draw(session.picture(chart.draw, page.runs, about=about, title=page.title), key="runs")

The chart says with `analytics.charts.points.behind` what lies behind the points of a trace.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from analytics.charts import points
from analytics.charts.drawing import Drawing
from analytics.charts.points import Behind
from pages.shared import frame
from pages.shared.shown import st

PAGES = {points.ACTIVITY: "understand/activity.py", points.WEEK: "understand/calendar.py"}
"""The page that shows what lies behind a point; its address names it under the kind of the point."""
MOST_LISTED = 400
"""So many points are offered below a chart, the newest; all of them can be clicked."""


def draw(drawing: Drawing, *, key: str, level: Literal[2, 4] = 2, marks: bool = False) -> None:
    """Show a chart as `frame.draw` does; its points open what lies behind them.

    Parameters
    ----------
    key
        A name of the chart within the visit.
    marks
        Dragging marks a part of the chart, which `marked` gives; not under a finger, which scrolls.
    """
    frame.follow()
    frame.draw(drawing, key=key, level=level, show=partial(_plot, marks=marks and not frame.is_phone()))


def strip(drawing: Drawing, *, key: str) -> None:
    """Show a small chart in which a part can be marked by dragging; `marked` gives it."""
    st.caption(frame.plain(drawing.title))
    _markable(drawing, key)


def _markable(drawing: Drawing, key: str) -> None:
    st.plotly_chart(
        points.brushable(drawing.figure),
        theme=None,
        alt=drawing.alt_text,
        key=_name(key),
        config={"displayModeBar": False},
        on_select="rerun",
        selection_mode="box",
    )


def marked(key: str) -> Mapping[str, Any] | None:
    """Give the box that was drawn in a chart, as the browser sent it; None where there is none."""
    state: Any = st.session_state.get(_name(key))
    boxes = state["selection"].get("box") if state else None
    return boxes[0] if boxes else None


def unmark(*keys: str) -> None:
    """Take the marks out of charts: they come back without them."""
    for key in keys:
        _, one = st.session_state.get(f"opened {key}", ("", None))
        st.session_state[f"opened {key}"] = (uuid.uuid4().hex, one)


def open_one(one: Behind) -> None:
    """Open what lies behind a point, once the next run begins; nothing where no page shows it."""
    page = PAGES[one.kind]
    if frame.has_page(page):
        whose = {"athlete": one.athlete} if one.athlete else {}
        frame.go_next(page, **{one.kind: one.key}, **whose)


def link(kind: str, key: str, label: str) -> None:
    """Link to an activity or a week; plain words where no page shows it."""
    if frame.has_page(PAGES[kind]):
        frame.link(PAGES[kind], label, **{kind: key})
    else:
        st.write(frame.plain(label))


def _plot(drawing: Drawing, key: str | None, *, marks: bool = False) -> None:
    shown_kinds = {kind for kind, page in PAGES.items() if frame.has_page(page)}
    found = [one for one in points.listed(drawing.figure) if one.kind in shown_kinds]
    if not found:
        if marks and key:
            _markable(drawing, key)
        else:
            frame.plot(drawing, key)
        return
    # A chart keeps its selection; with a name of its own after every opening it comes back without one.
    name = _name(key)
    st.plotly_chart(
        (points.markable if marks else points.tappable)(drawing.figure),
        theme=None,
        alt=drawing.alt_text,
        key=name,
        config={"displayModeBar": False},
        on_select=partial(_clicked, key, name),
        selection_mode=("points", "box") if marks else "points",
    )
    shown = {f"{one.kind}={one.key}.{one.athlete}".rstrip("."): one for one in found[:MOST_LISTED]}
    st.selectbox(
        "Open",
        list(shown),
        index=None,
        format_func=lambda one: shown[one].label if one in shown else "?",
        placeholder="Click a point, or choose it here",
        key=f"open {name}",
        on_change=partial(_chosen, key, f"open {name}", shown),
        label_visibility="collapsed",
        width=420,
    )


def _name(key: str | None) -> str:
    times, _ = st.session_state.get(f"opened {key}", ("", None))
    return f"{key} {times}"


def _clicked(key: str | None, name: str) -> None:
    state: Any = st.session_state.get(name)
    if state and state["selection"].get("box"):
        return  # a part was marked: nobody asked to leave
    clicked = state["selection"]["points"] if state else []
    found = [one for point in clicked if (one := points.read(point.get("customdata")))]
    if found:
        _leave(key, found[0])
    elif name != _name(key) and st.session_state[f"opened {key}"][1] is not None:
        # A finger counts as two clicks, and the second takes the selection back when the page has been left
        # already: it is not to lead back again.
        open_one(st.session_state[f"opened {key}"][1])


def _chosen(key: str | None, name: str, shown: dict[str, Behind]) -> None:
    if one := shown.get(st.session_state.get(name) or ""):
        _leave(key, one)


def _leave(key: str | None, one: Behind) -> None:
    st.session_state[f"opened {key}"] = (uuid.uuid4().hex, one)
    open_one(one)
