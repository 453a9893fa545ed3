"""What lies behind the points of a figure: the activity or the week that a click, or a list, opens."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from analytics.charts.sent import Sent

ACTIVITY, WEEK = "activity", "week"
_SHAPES = {ACTIVITY: re.compile(r"\d{1,16}"), WEEK: re.compile(r"\d{4}-W\d{2}")}
_ATHLETE = re.compile(r"\d{1,9}")
_MARKUP = re.compile(r"<[^>]*>")


class Behind(NamedTuple):
    """What lies behind a point: its kind and key, how a list names it, and whose it is if people differ."""

    kind: str
    key: str
    label: str
    athlete: str = ""


def tappable(figure: go.Figure) -> Sent:
    """Let a figure answer a finger and let it scroll the page.

    Plotly swallows a touch unless its drag mode is off, and Streamlit turns a drag mode that is off into
    panning as soon as points can be chosen. A mode that Plotly does not know passes Streamlit, and Plotly
    then takes the one of the template: off.
    """
    return Sent(figure, touch=_answer)


def brushable(figure: go.Figure) -> Sent:
    """Let dragging mark a part of a figure; nothing else answers."""
    return Sent(figure, touch=_brush)


def markable(figure: go.Figure) -> Sent:
    """Let dragging mark a part of a figure, while a click still chooses a point.

    Streamlit takes clicks away from a figure whose drag mode is to select; one that it does not know passes
    it, and Plotly then takes the one of the template.
    """
    return Sent(figure, touch=_mark)


def _answer(sent: dict[str, Any], *, instead: str | bool = False) -> None:
    """Name a drag mode that nobody knows, and the one that Plotly takes instead."""
    sent["layout"].update(dragmode="off", template={"layout": {"dragmode": instead}})
    # As Streamlit would set them, once the chart is drawn.
    sent["layout"].update(clickmode="event+select", hovermode="closest")


def _brush(sent: dict[str, Any]) -> None:
    sent["layout"].update(dragmode="select", clickmode="event", hovermode="closest")


def _mark(sent: dict[str, Any]) -> None:
    _answer(sent, instead="select")


def behind(
    kind: str, keys: Iterable[object], labels: Sequence[str], athletes: Sequence[object] | None = None
) -> list[list[str]]:
    """Give the `customdata` of a trace whose points can be opened.

    Parameters
    ----------
    kind
        ACTIVITY or WEEK.
    keys
        One a point: activity_id, or iso_week as 2026-W07; None where nothing lies behind a point.
    labels
        One a point, for the list below the chart: "12 Oct 2026, 10.2 km".
    athletes
        One athlete_id a point, where a chart shows several people's weeks.

    Examples
    --------
    >>> behind(WEEK, ["2026-W07", None], ["week 7, 2026", ""])
    [['week', '2026-W07', 'week 7, 2026'], ['', '', '']]
    """
    rows = [
        [kind, str(key), label] if key is not None else ["", "", ""]
        for key, label in zip(keys, labels, strict=True)
    ]
    if athletes is None:
        return rows
    return [[*row, str(athlete)] for row, athlete in zip(rows, athletes, strict=True)]


def read(customdata: object) -> Behind | None:
    """Read one point's `customdata`; None where nothing lies behind it. A browser sends it, so it is checked.

    Examples
    --------
    >>> read(["activity", 7, "9 Mar 2026, 10 km"])
    Behind(kind='activity', key='7', label='9 Mar 2026, 10 km', athlete='')
    >>> read(["activity", "7; DROP"]), read("activity"), read(None)
    (None, None, None)
    """
    if isinstance(customdata, (str, bytes)) or not isinstance(customdata, Iterable):
        return None
    parts = [str(part) for part in customdata]
    if len(parts) < 2 or parts[0] not in _SHAPES or not _SHAPES[parts[0]].fullmatch(parts[1]):
        return None
    athlete = parts[3] if len(parts) > 3 and _ATHLETE.fullmatch(parts[3]) else ""
    return Behind(parts[0], parts[1], parts[2] if len(parts) > 2 else "", athlete)


def listed(figure: go.Figure) -> list[Behind]:
    """Give what lies behind a figure's points, each once, the newest first; the keys sort by time.

    A point without a label of its own is named by the first sentence of its hover text, or by its key.
    """
    found: dict[tuple[str, str, str], Behind] = {}
    for trace in figure.data:
        data = getattr(trace, "customdata", None)
        if data is None:
            continue
        texts = trace.hovertext if getattr(trace, "hovertext", None) is not None else []
        texts = [texts] * len(data) if isinstance(texts, str) else list(texts)
        for at, row in enumerate(data):
            one = read(row)
            if one is None or (one.kind, one.key, one.athlete) in found:
                continue
            label = one.label or (_plain(str(texts[at])) if at < len(texts) else "") or one.key
            found[one.kind, one.key, one.athlete] = one._replace(label=label)
    return sorted(found.values(), key=_age, reverse=True)


def _age(one: Behind) -> tuple[str, str]:
    return one.kind, one.key.rjust(16, "0")


def _plain(hover: str) -> str:
    words = html.unescape(_MARKUP.sub(" ", hover))
    return " ".join(words.split()).removesuffix(".")
