"""Choosing an activity: the list to look through, and which one the address asks for."""

from __future__ import annotations

from typing import Any

from analytics.knowledge import written
from analytics.reports import activity_list
from analytics.reports.activity import Activity
from analytics.reports.activity_list import Activities
from analytics.reports.roster import Person
from pages.shared import columns
from pages.shared.shown import st

ASKED = "activity"
"""The activity that is open: its number in the address."""
NOT_FOUND = (
    "There is no activity of that number here: it may have been undone with its import, or merged with "
    "another. Here are all there are."
)


def asked(person: Person) -> int | None:
    """Give the number of the activity that the address asks for; None where it asks for none."""
    text = st.query_params.get(ASKED, "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0


def turn_to(opened: Activity, person: Person) -> None:
    """Turn the log to the athlete of the activity that was opened; whoever then turns away leaves it."""
    key = (opened.activity_id, opened.athlete_id)
    if opened.athlete_id == person.athlete_id:
        st.session_state["activity_of"] = key
    elif st.session_state.get("activity_of") == key:
        close()
        st.rerun()
    else:
        st.session_state["activity_of"] = key
        st.query_params["athlete"] = str(opened.athlete_id)
        st.rerun()


def choose(page: Activities) -> None:
    """Show the list, with what narrows it, and open the one that is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="activities_filter"):
        text = st.text_input(
            "Search", placeholder="Name, month, year, source", key="activities_text", width=280
        )
        sport = st.selectbox(
            "Sport",
            list(page.kinds),
            format_func=lambda one: page.kinds.get(one, "?"),
            key="activities_sport",
            width=220,
        )
    rows = activity_list.filtered(page.rows, text=text, sport=sport)
    st.caption(f"{len(rows)} shown, the newest first. Tap a cell to open its activity, or choose one here.")
    ids = {str(number): label for number, label in zip(rows["activity_id"], rows["label"], strict=True)}
    st.selectbox(
        "Open an activity",
        list(ids)[: activity_list.MOST_OPENED],
        index=None,
        format_func=lambda one: ids.get(one, "?"),
        placeholder="Open one of the newest",
        key="activities_open",
        on_change=_chosen,
        label_visibility="collapsed",
        width=420,
    )
    heads = {
        "local_date": st.column_config.DateColumn("Date", format="D MMM YYYY"),
        "name": st.column_config.TextColumn("Name", width="medium"),
        "sport": "Sport",
        "distance_km": columns.distance("Distance"),
        "time": "Moving time",
        "pace": written.pace_head(),
        "hr_mean_bpm": columns.number("Heart rate, bpm"),
        "source": "From",
    }
    chosen = st.dataframe(
        **columns.shown(rows, heads),
        hide_index=True,
        height=560,
        alt="Activities, the newest first",
        placeholder="–",
        on_select="rerun",
        selection_mode="single-cell",
        key="activities_table",
    )
    open_cell(chosen, rows)


def open_cell(chosen: Any, rows: Any) -> None:
    """Open the activity of a table's cell that was chosen."""
    for row, _ in chosen["selection"]["cells"]:
        if row < len(rows) and str(rows["activity_id"].iloc[row]) != st.query_params.get(ASKED):
            open_one(int(rows["activity_id"].iloc[row]))


def open_one(activity_id: int) -> None:
    """Open an activity on its page, or show it there if the page is open already."""
    st.query_params[ASKED] = str(activity_id)
    st.rerun()


def close() -> None:
    """Go back to the list."""
    st.session_state.pop("activity_of", None)
    st.query_params.pop(ASKED, None)


def _chosen() -> None:
    if one := st.session_state.get("activities_open"):
        st.query_params[ASKED] = one
