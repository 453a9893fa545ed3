"""Squad: everybody's last weeks in one sortable table, and who needs attention and why."""

from __future__ import annotations

import streamlit as st

from analytics.reports import followed, squad
from pages.shared import frame, pickers, session

frame.guard()
frame.whose()
everybody = frame.everybody()
if everybody.is_alone:
    frame.heading("Squad")
    frame.missing(
        "One runner is in this log, so there is no squad to show. Your own weeks are in the overview."
    )
    st.stop()
frame.heading("Squad")
squad_id = pickers.squad(everybody)
page = session.report(squad.gather, squad_id=squad_id)
frame.say_whose(page.line)
frame.figures(page.figures)
st.subheader(page.title, anchor=False)
number = st.column_config.NumberColumn
frame.table(
    page.table,
    {
        "athlete": st.column_config.TextColumn("Athlete", pinned=True),
        "attention": st.column_config.TextColumn("Look at, and why", width=400),
        "hip_spark": st.column_config.BarChartColumn("Hip sets, last weeks", y_min=0, color="green"),
        "hip_sets": number("Hip sets a week", format="%.1f", help="Mean of the last four whole weeks"),
        "hip_change": number("Change", format="%+.1f", help="On the four weeks before"),
        "hip_dose": number(
            "Dose", format="%.1f", help="Hip sets of the eight weeks before, older weeks counting less"
        ),
        "distance_km": number("Km a week", format="%.0f", help="Mean of the last four whole weeks"),
        "distance_change_km": number("Change, km", format="%+.0f", help="On the four weeks before"),
        "distance_spark": st.column_config.BarChartColumn("Km, last weeks", y_min=0, color="gray"),
        "spike_ratio": number(
            "Longest run, ratio", format="%.2f x", help="To the longest of the 30 days before"
        ),
        "pace_change_s": number(
            "Pace, s", format="%+.0f", help="Change at the same heart rate on 8 weeks ago; minus is faster"
        ),
        "last_run": st.column_config.DateColumn("Last run", format="D MMM YYYY"),
    },
    about="Everybody's last weeks; those who need attention first",
    height="content",
)
done = session.report(followed.squad, squad_id=squad_id)
st.subheader("What was recommended, and what followed", anchor=False)
if done.empty:
    st.text("Nothing was recommended to anybody yet: it is kept when an athlete's Today is opened.")
else:
    frame.table(
        done,
        {
            "athlete": st.column_config.TextColumn("Athlete", pinned=True),
            "given": number(
                "Recommended, days", help="Days with hip work recommended, in the last four weeks"
            ),
            "done": number("Logged", help="Of these: hip work logged that day or the next"),
            "declined": number("Declined"),
            "pain_said": number("Pain said", help="Of the days logged: with a pain said for it"),
            "pain_above": number("Above 5 of 10", help="Of these: pain above the line for stopping"),
            "last": st.column_config.DateColumn("Last", format="D MMM YYYY"),
        },
        about="How often hip work was recommended, logged and declined, and the pain said after it",
        height="content",
    )
    st.caption("What followed is counted, not explained: it need not come from what was recommended.")
with st.expander("The rules behind this list", icon=":material/rule:"):
    for rule in page.rules:
        st.write(rule)
    st.write("The order is a reading order, not a forecast: nobody's risk is estimated here.")
