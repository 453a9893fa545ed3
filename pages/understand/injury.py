"""Injury: what was recorded, how often, how much was lost, and what can be said about hip strength."""

from __future__ import annotations

import streamlit as st

from analytics.charts import injury as chart
from analytics.reports import injuries, injury
from pages.shared import frame, pickers, session

frame.guard()
person = frame.whose()
everybody = frame.everybody()
frame.heading("Injury")
scope, level = st.columns(2) if everybody.people[1:] else (st.container(), st.container())
with scope:
    own = pickers.own_or_all(everybody, person)
with level:
    case_level = pickers.choose("level", "Which injuries", injuries.LEVELS, first="time_loss")
athlete_id = person.athlete_id if own else None
page = session.report(
    injury.gather, athlete_id=athlete_id, simulated=person.is_simulated, case_level=case_level
)
about = (athlete_id, case_level, person.is_simulated)

frame.say_whose(page.line)
if page.missing:
    frame.missing(page.missing, button="Log an injury, or that there was none", page="record/log_injury.py")
    st.stop()
if page.rates:
    frame.rates(page.rates)
if page.listed.empty:
    st.subheader(page.title, anchor=False)
else:
    frame.draw(session.picture(chart.draw_timeline, page.listed, page.weeks, about=about, title=page.title))
    with st.expander("The list"):
        frame.table(
            page.listed,
            {
                **({} if own else {"athlete": "Athlete"}),
                "site": "Site",
                "diagnosis": "Diagnosis",
                "level": "Level",
                "onset_date": st.column_config.DateColumn("Onset", format="D MMM YYYY"),
                "end_date": st.column_config.DateColumn("Until", format="D MMM YYYY"),
                "is_open": st.column_config.CheckboxColumn("Still open"),
                "days": "Days",
            },
            about="Injuries as recorded, the newest first",
        )
if len(page.months):
    title = "How many were injured, month by month"
    frame.draw(session.picture(chart.draw_monthly, page.months, about=about, title=title))

frame.answer(
    session.answer(
        injury.answer, athlete_id=athlete_id, case_level=case_level, simulated=person.is_simulated
    ),
    title="Did injuries go with less hip work?",
)
