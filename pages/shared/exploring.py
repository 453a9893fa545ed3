"""Explore's controls: what is shown stands in the address, and saved or ready views fill them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from analytics.charts import explore as chart
from analytics.charts.drawing import Drawing
from analytics.charts.explore_marks import Axis, Look
from analytics.reports import explore, explore_drawn, explore_measures, explore_saved, explore_view
from analytics.reports.explore_measures import Shown
from analytics.reports.explore_page import Explore
from analytics.reports.explore_saved import Ready, Saved
from analytics.reports.explore_view import ME, View
from analytics.reports.roster import Person, Roster
from pages.shared import clicks, frame, session
from pages.shared.shown import st

READY, SAVED = "g", "v"
"""What a ready and a saved view is called in an address."""
Key = tuple[tuple[str, str], ...]


# What is open


def base() -> Ready | Saved | None:
    """Give the ready or saved view that the one shown began as."""
    kind, number = st.session_state.get("explore_base") or ("", "")
    if kind == READY:
        return next((one for one in explore_saved.gallery() if one.id == number), None)
    return next((one for one in everything_saved() if str(one.view_id) == number and kind == SAVED), None)


def everything_saved() -> tuple[Saved, ...]:
    """Give the saved views that can be shown."""
    found = explore_saved.saved(session.reader())
    return tuple(one for one in found if not one.is_deleted and one.view is not None)


def opened() -> View:
    """Give the view to show: what the address asks for, else what was shown before."""
    asked = _asked()
    if asked != st.session_state.get("explore_written", ()):
        kind = next((one for one in (SAVED, READY) if one in dict(asked)), None)
        st.session_state["explore_base"] = (kind, dict(asked)[kind]) if kind else None
        start = base()
        hold(explore_view.from_address(dict(asked), start.view if start else None))
    return st.session_state.setdefault("explore_view", View())


def hold(view: View) -> None:
    """Show another view: the controls begin anew with it."""
    st.session_state["explore_view"] = view
    st.session_state["explore_no"] = f"{st.session_state.get('explore_no', '')}."
    clicks.unmark(*explore_drawn.CHARTS)


def open_one(kind: str, number: str) -> None:
    """Open a ready or a saved view."""
    st.session_state["explore_base"] = (kind, number)
    start = base()
    if start is not None and start.view is not None:
        hold(start.view)


def write_address(view: View) -> None:
    """Let the address say what is shown: names of measures and numbers, nobody's name and no values."""
    st.session_state["explore_view"] = view
    start = base()
    parts = explore_view.address(view, start.view if start else None)
    if start is not None:
        kind, number = st.session_state["explore_base"]
        parts = {kind: number} | parts
    for key in _keys():
        if key in st.query_params and key not in parts:
            del st.query_params[key]
    for key, text in parts.items():
        if st.query_params.get(key) != text:
            st.query_params[key] = text
    st.session_state["explore_written"] = tuple(sorted(parts.items()))


def _keys() -> tuple[str, ...]:
    return (READY, SAVED, *explore_view.KEYS.values())


def _asked() -> Key:
    return tuple(sorted((key, st.query_params[key]) for key in _keys() if key in st.query_params))


# The controls


def known() -> dict[str, Shown]:
    """Give the measures to choose from; deleted ones only to show what was made of them."""
    return explore_measures.choices(explore_measures.own(session.reader()), units=View().units)


def start_from() -> None:
    """Offer the ready and the saved views."""
    views = {f"{SAVED}{one.view_id}": one.name for one in everything_saved()}
    views |= {f"{READY}{one.id}": one.name for one in explore_saved.gallery()}
    kind, number = st.session_state.get("explore_base") or ("", "")
    now = f"{kind}{number}"
    name = key("start")
    st.selectbox(
        "Start from",
        list(views),
        index=list(views).index(now) if now in views else None,
        format_func=lambda one: views.get(one, "?"),
        placeholder="A ready question, or a view you saved",
        key=name,
        on_change=lambda: _start(st.session_state.get(name)),
    )


def _start(chosen: str | None) -> None:
    if chosen is None:
        st.session_state["explore_base"] = None
        hold(View())
    else:
        open_one(chosen[:1], chosen[1:])


def controls(view: View, everybody: Roster, person: Person) -> View:
    """Let a person choose what is shown: few things first, the rest folded."""
    measures = known()
    choice = st.segmented_control(
        "Chart",
        list(explore_view.CHARTS),
        default=view.chart,
        format_func=explore_view.CHARTS.__getitem__,
        key=key("chart"),
        label_visibility="collapsed",
    )
    view = replace(view, chart=choice or view.chart)
    with st.container(horizontal=True, vertical_alignment="bottom", key="explore_row"):
        view = _measure(view, "y", "Show", measures)
        if view.chart == "groups":
            view = _choose(view, "by", "By", explore.groups_for(view.dots))
        if explore.needs_x(view):
            view = _measure(view, "x", "Against", measures)
        if view.chart == "around":
            view = _choose(view, "event", "Before and after", explore_view.EVENTS, str.capitalize)
        view = _whose(view, everybody, person)
        view = _choose(view, "period", "Period", session.report(explore.periods))
    return _folded(view)


def _folded(view: View) -> View:
    """Let a person choose what is asked more seldom; as long as nobody opens it, all of that is as it was."""
    chosen = frame.fold(
        "Filters, averages and units", lambda: _filtered(view), key="explore_more", icon="tune"
    )
    return chosen or view


def _filtered(view: View) -> View:
    row = st.container(horizontal=True, vertical_alignment="bottom", key="explore_fold")
    with row:
        if view.chart not in explore.WEEKLY_CHARTS:
            view = _choose(view, "dots", "Each dot is one of the", explore_view.DOTS)
        averages = dict(zip(explore_view.AVERAGES, explore_drawn.averages(), strict=True))
        view = _choose(view, "average", "Averaged over", averages)
        if explore.needs_x(view) and view.chart != "lags":
            lags = dict(zip(explore_view.LAGS, explore_drawn.lags(), strict=True))
            view = _choose(view, "lag", "Taken from", lags)
        if view.chart == "time":
            lines = dict(zip(explore_view.LINES, explore_drawn.lines(), strict=True))
            view = _choose(view, "line", "Line", lines)
        view = _choose(view, "units", "Units", explore_view.UNITS)
        kinds = session.report(explore.kinds)
        if len(kinds) > 1:
            chosen = st.multiselect(
                "Kinds of run",
                list(kinds),
                [one for one in view.kinds if one in kinds],
                format_func=lambda one: kinds.get(one, "?"),
                placeholder="All",
                key=key("kinds"),
                width=260,
            )
            view = replace(view, kinds=tuple(chosen))
    return view


def _measure(view: View, field: str, label: str, measures: Mapping[str, Shown]) -> View:
    now = getattr(view, field)
    names = [name for name, one in measures.items() if not one.is_deleted or name == now]
    names.sort(key=lambda name: measures[name].topic != explore_measures.OWN_TOPIC)
    chosen = st.selectbox(
        label,
        names,
        index=names.index(now) if now in names else 0,
        format_func=lambda one: measures[one].head if one in measures else "?",
        key=key(field),
        help=measures[now].description if now in measures else None,
        width=230,
    )
    return replace(view, **{field: chosen})


def _choose(
    view: View, field: str, label: str, options: Mapping[Any, str], said: Callable[[str], str] = str
) -> View:
    now = getattr(view, field)
    names = list(options)
    chosen = st.selectbox(
        label,
        names,
        index=names.index(now) if now in options else 0,
        format_func=lambda one: said(options.get(one, "?")),
        key=key(field),
        width=150,
    )
    return replace(view, **{field: chosen})


def _whose(view: View, everybody: Roster, person: Person) -> View:
    if everybody.is_alone:
        return replace(view, who=(ME,))
    names = {ME: person.name}
    names |= {f"s{one.squad_id}": one.name for one in everybody.squads}
    names |= {f"a{one.athlete_id}": one.name for one in everybody.people}
    chosen = st.multiselect(
        "Whose",
        list(names),
        [one for one in view.who if one in names],
        format_func=lambda one: names.get(one, "?"),
        placeholder="Everybody",
        key=key("who"),
        width=190,
    )
    return replace(view, who=tuple(chosen) or (explore_view.EVERYBODY,))


def key(field: str) -> str:
    """Name a control: anew for each view that is opened."""
    return f"explore_{field}{st.session_state.get('explore_no', '')}"


# The chart


def asked_with(view: View, person: Person) -> dict[str, Any]:
    """Give what a report of a view is asked with."""
    own = explore_measures.own_formulas(explore_measures.own(session.reader()))
    needed = set(explore_saved.needs(view, known()))
    return {
        "view": explore_view.written(view),
        "me": person.athlete_id,
        "own": tuple(one for one in own if one[0] in needed),
    }


def look(page: Explore) -> Look:
    """Give what a drawing of a page needs beside its frames."""
    return Look(
        page.title, page.subtitle, axis(page.y), axis(page.x) if page.needs_x else None, page.view.dots
    )


def axis(one: Shown) -> Axis:
    """Give a measure as an axis."""
    return Axis(one.head, one.unit, one.is_pace, one.meaning)


def picture(page: Explore, about: tuple[Any, ...]) -> Drawing:
    """Draw a view."""
    plan = explore_drawn.plan(page, across=2 if frame.is_phone() else 4)
    draw = getattr(chart, plan.chart)
    told = (*about, page.title, page.subtitle)
    return session.picture(draw, *plan.frames, about=told, look=look(page), **plan.words)


def pinned(person: Person) -> None:
    """Show the views that stand on the overview."""
    for one in explore_saved.pinned(session.reader()):
        if one.view is None:
            continue
        asked = asked_with(one.view, person)
        page = session.report(explore.gather, **asked, name=one.name)
        if page.missing:
            st.header(frame.plain(one.name), anchor=False)
            st.caption(frame.plain(page.missing))
        else:
            clicks.draw(picture(page, tuple(asked.items())), key=f"pinned {one.view_id}")
            st.caption(frame.plain(page.says[0]))
        frame.link("understand/explore.py", "Open in Explore", **{SAVED: str(one.view_id)})
