"""What Explore's buttons do: save a view, share it, make measures of one's own, and take a deletion back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from analytics.errors import AnalyticsError
from analytics.intake import exploring as storing
from analytics.reports import explore_drawn, explore_measures, explore_saved, explore_view
from analytics.reports.explore_measures import Shown
from analytics.reports.explore_saved import Saved
from analytics.reports.explore_view import View
from pages.shared import exploring, frame, session
from pages.shared.shown import st

STEM = "hipstride-view"


def stored(do: Callable[[], object], said: str) -> None:
    """Store something and run anew; an error is said in words."""
    try:
        do()
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
    else:
        st.session_state["explore_said"] = said
        st.rerun()


def tell() -> None:
    """Say what was just done, with the way back where there is one."""
    said = st.session_state.pop("explore_said", None)
    if said:
        st.toast(frame.plain(said), icon=":material/check:")
    undo = st.session_state.get("explore_undo")
    if undo:
        what, number, name = undo
        with st.container(horizontal=True, vertical_alignment="center", key="explore_undo_row"):
            st.caption(f"Deleted: {frame.plain(name)}.", width="content")
            if st.button("Undo", icon=":material/undo:", type="tertiary", key="explore_undo_do"):
                back = storing.bring_view_back if what == "view" else storing.bring_formula_back
                del st.session_state["explore_undo"]
                stored(lambda: back(session.store(), number), f"{name} is back.")


def save(view: View, suggested: str) -> None:
    """Save what is shown under a name; a saved view can be changed, renamed, pinned and deleted."""
    store, start = session.store(), exploring.base()
    mine = start if isinstance(start, Saved) else None

    def fill() -> None:
        name = st.text_input(
            "Name", mine.name if mine else suggested, key=exploring.key("name"), max_chars=80
        )
        pin = st.checkbox("Show it on the overview", mine.pinned if mine else False, key=exploring.key("pin"))
        if mine is None:
            if st.button("Save view", type="primary", key=exploring.key("save")):
                stored(lambda: _saved(view, name, pin), "Saved.")
            return
        with st.container(horizontal=True):
            if st.button("Save changes", type="primary", key=exploring.key("save")):
                stored(lambda: _changed(mine, view, name, pin), "Saved.")
            if st.button("Save a copy", key=exploring.key("copy")):
                stored(lambda: _saved(view, explore_drawn.copy_of(name, mine.name), pin), "Saved a copy.")
            if st.button("Delete", icon=":material/delete:", key=exploring.key("delete")):
                stored(lambda: _deleted(store, mine), "Deleted.")

    frame.popover("Save", fill, key="explore save", icon="bookmark")


def _saved(view: View, name: str, pin: bool) -> None:
    number = storing.save_view(session.store(), name=name, view=explore_view.written(view), pinned=pin)
    exploring.open_one(exploring.SAVED, str(number))


def _changed(mine: Saved, view: View, name: str, pin: bool) -> None:
    storing.change_view(session.store(), mine.view_id, name=name, view=explore_view.written(view), pinned=pin)
    exploring.open_one(exploring.SAVED, str(mine.view_id))


def _deleted(store: Any, mine: Saved) -> None:
    st.session_state["explore_undo"] = ("view", mine.view_id, storing.delete_view(store, mine.view_id))
    st.session_state["explore_base"] = None


def share(view: View, name: str) -> None:
    """Give the address and the file of what is shown, and take a file in."""

    def fill() -> None:
        st.caption("This address opens the same view. It names measures and numbers, nobody and no values.")
        st.code(
            f"{st.context.url or ''}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True
        )
        st.download_button(
            "Download as a file",
            session.later(explore_saved.passed_on, view=view, name=name),
            file_name=f"{STEM}.json",
            mime="application/json",
            icon=":material/download:",
            key=exploring.key("file"),
        )
        given = st.file_uploader("Open a view from a file", type="json", key=exploring.key("upload"))
        if given is not None and st.button("Save this view", key=exploring.key("take")):
            stored(lambda: _taken_in(given.getvalue()), "Saved from the file.")

    frame.popover("Share", fill, key="explore share", icon="share")


def _taken_in(data: bytes) -> None:
    passed = explore_saved.checked(data)
    number = storing.take_in(
        session.store(),
        name=passed.name,
        view=explore_view.written(passed.view),
        formulas=passed.formulas,
    )
    exploring.open_one(exploring.SAVED, str(number))


def formulas(view: View) -> None:
    """Let a person make measures of their own, change and delete them."""
    measures = exploring.known()
    mine = {name: one for name, one in measures.items() if one.topic == explore_measures.OWN_TOPIC}

    def fill() -> None:
        here = [name for name, one in mine.items() if not one.is_deleted]
        chosen = None
        if here:
            chosen = st.selectbox(
                "Change",
                here,
                index=None,
                format_func=lambda one: mine[one].label if one in mine else "?",
                placeholder="A new measure, or one of yours",
                key=exploring.key("formula_of"),
            )
        _formula_form(view, measures, chosen)

    frame.popover("Own measure", fill, key="explore formulas", icon="function")


def _formula_form(view: View, measures: Mapping[str, Shown], chosen: str | None) -> None:
    one = measures.get(chosen or "")
    key = f"{exploring.key('formula')} {chosen}"
    text = st.text_area(
        "Formula",
        (one.formula or "") if one else "",
        placeholder="hip_sets / (distance_m / 10000)",
        key=key,
        height=80,
        max_chars=400,
    )
    st.caption(frame.plain(explore_drawn.LANGUAGE))
    names = {name: f"{some.label}: {name}" for name, some in measures.items() if not some.is_deleted}
    st.selectbox(
        "Look up a name",
        list(names),
        index=None,
        format_func=lambda name: names.get(name, "?"),
        placeholder="Search measures",
        key=f"{key} names",
    )
    left, right = st.columns([2, 1])
    name = left.text_input("Name", one.label if one else "", key=f"{key} name", max_chars=60)
    unit = right.text_input("Unit", (one.unit or "") if one else "", key=f"{key} unit", max_chars=20)
    fault = explore_drawn.fault_of(text, measures, but=chosen)
    if fault:
        st.code(fault, language=None)
    with st.container(horizontal=True):
        if st.button(
            "Save and show", type="primary", disabled=bool(fault) or not text.strip(), key=f"{key} save"
        ):
            stored(lambda: _formula_saved(view, chosen, name, text, unit, measures), "Saved.")
        if one is not None and st.button("Delete", icon=":material/delete:", key=f"{key} delete"):
            stored(lambda: _formula_deleted(one.name), "Deleted. What is made of it still shows it.")


def _formula_saved(
    view: View, chosen: str | None, name: str, text: str, unit: str, measures: Mapping[str, Shown]
) -> None:
    tidy = explore_saved.readable(text, measures, but=chosen)
    if chosen is None:
        number = storing.save_formula(session.store(), name=name, formula=tidy, unit=unit)
    else:
        number = explore_measures.number_of(chosen)
        storing.change_formula(session.store(), number, name=name, formula=tidy, unit=unit)
    exploring.hold(replace(view, y=f"{explore_measures.OWN}{number}"))


def _formula_deleted(name: str) -> None:
    number = explore_measures.number_of(name)
    st.session_state["explore_undo"] = ("measure", number, storing.delete_formula(session.store(), number))
