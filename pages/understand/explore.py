"""Explore: any weekly measure against any other or over time; the choice lives in the address."""

from __future__ import annotations

import streamlit as st

from analytics.charts import explore as chart
from analytics.reports import explore
from pages.shared import frame, pickers, session

frame.guard()
person = frame.whose()
frame.heading("Explore")
measures = explore.measures()
labels = {name: one.head for name, one in measures.items()}

left, middle, right = st.columns(3)
with left:
    y = pickers.choose("y", "Show", labels, first="hip_sets")
with middle:
    x = pickers.choose("x", "Against", {explore.TIME: "Time"} | labels, first=explore.TIME)
with right:
    who = pickers.whom(frame.everybody(), person)
weeks_back = pickers.span()
view = session.report(explore.gather, y=y, x=x, who=who, weeks_back=weeks_back)

if view.missing:
    frame.missing(view.missing, button="Import files", page="record/import_files.py")
    st.stop()
frame.draw(
    session.picture(
        chart.draw,
        view.points,
        about=(x, y, who, weeks_back),
        title=view.title,
        subtitle=view.subtitle,
        x_label=view.x.head if view.x else None,
        y_label=view.y.head,
        x_is_pace=bool(view.x and view.x.is_pace),
        y_is_pace=view.y.is_pace,
        meaning=view.y.meaning,
    )
)
for sentence in view.says:
    st.write(sentence)
st.subheader("The same as a table", anchor=False)
frame.table(
    view.table,
    {head: head for head in view.table.columns},
    about=f"{view.title}: one row an athlete and week",
)
st.download_button(
    "Download as CSV",
    explore.safe_csv(view.table),
    file_name="hipstride-weeks.csv",
    mime="text/csv",
    icon=":material/download:",
)
