"""Calendar: weeks as rows, with runs, strength, injuries, check-ins and races; or a squad's week."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from analytics.charts import calendar_table
from analytics.reports import calendar
from pages.shared import frame, pickers, session
from pages.shared.shown import st

frame.guard()
ONE, SQUAD = "One athlete", "The squad's week"


def turn(week: str | None) -> None:
    """Show other weeks: the address says which."""
    if week is None:
        st.query_params.pop("week", None)
    else:
        st.query_params["week"] = week


def turn_year() -> None:
    """Show the last weeks of the year that was chosen."""
    turn(calendar.last_week_of(st.session_state["calendar_year"]))


person = frame.whose()
everybody = frame.everybody()
asked = st.query_params.get("week")
today = dt.date.today()
frame.heading("Calendar")
view = ONE
if not everybody.is_alone:
    view = st.segmented_control(
        "Whose weeks", [ONE, SQUAD], default=ONE, key="calendar_view", label_visibility="collapsed"
    )
if view == SQUAD:
    page = session.report(calendar.gather_squad, squad_id=pickers.squad(everybody), today=today, week=asked)
else:
    page = session.report(calendar.gather, athlete_id=person.athlete_id, today=today, week=asked)
frame.say_whose(page.line)
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    frame.end()
with st.container(horizontal=True, vertical_alignment="bottom", key="calendar_turn"):
    for label, icon, week in (("Earlier", "back", page.earlier), ("Later", "forward", page.later)):
        arrow = f":material/arrow_{icon}:"
        st.button(label, icon=arrow, disabled=week is None, on_click=turn, args=(week,))
    st.button("Newest", disabled=page.latest is None, on_click=turn, args=(None,))
    st.session_state["calendar_year"] = page.year
    st.selectbox("Year", page.years, key="calendar_year", on_change=turn_year, width=120)
st.header(frame.plain(page.title), anchor=False)
st.html(Path(__file__).parents[1].joinpath("shared", "calendar.css"))
first = "Athlete" if view == SQUAD else "Week"
st.html(calendar_table.legend(session.mode()))
st.html(calendar_table.draw(page.rows, caption=page.title, first=first, mode=session.mode()))
st.caption(
    "A tap on a run opens it. Hip sets, distance and load are the week's; an en dash is unknown. "
    f"Injury days are those away from running. {page.notes}"
)
