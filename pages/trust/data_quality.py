"""Data quality: what the log speaks for, what is unknown, what is doubtful, what could not be read."""

from __future__ import annotations

import streamlit as st

from analytics.reports import data_quality
from pages.shared import frame, session

frame.guard()
person = frame.whose()
page = session.report(data_quality.gather, athlete_id=person.athlete_id)
frame.heading("Data quality", page.line)

st.subheader("What each log speaks for", anchor=False)
frame.table(
    list(page.logs),
    {"log": "Log", "known": "Weeks known", "partly": "Partly", "unknown": "Unknown", "by": "Known by"},
    about="Weeks that each log covers wholly, partly and not at all",
    height="content",
)
st.caption("A week that no log speaks for is unknown and left out. It is never counted as rest.")
with st.expander("From day to day"):
    frame.table(
        list(page.spans),
        {
            "log": "Log",
            "first": st.column_config.DateColumn("From", format="YYYY-MM-DD"),
            "last": st.column_config.DateColumn("To", format="YYYY-MM-DD"),
        },
        about="Stretches of days that each log covers",
    )
with st.container(horizontal=True):
    if st.button("Strength log: say since when it is complete"):
        frame.go("record/log_strength.py")
    if st.button("Injury log: say since when it is complete"):
        frame.go("record/log_injury.py")

st.subheader("What is there and not certain", anchor=False)
if page.doubts:
    frame.table(
        [{"what": one.what, "how_many": one.how_many, "means": one.means} for one in page.doubts],
        {
            "what": "What",
            "how_many": "How much",
            "means": st.column_config.TextColumn("What it means", width="large"),
        },
        about="Doubtful parts of the log",
        height="content",
    )
else:
    st.text("Nothing doubtful was found.")

st.subheader("Exercise names that could not be told", anchor=False)
if page.unmapped:
    frame.table(
        list(page.unmapped),
        {
            "name": "As logged",
            "source": "Source",
            "sets": "Sets",
            "last": st.column_config.DateColumn("Last", format="YYYY-MM-DD"),
        },
        about="Names without an exercise, by how many sets they stand for",
    )
else:
    st.text("Every logged name was told.")

if page.not_steady:
    with st.expander("Runs that give no pace at a fixed heart rate, and why"):
        frame.table(
            list(page.not_steady),
            {"reason": st.column_config.TextColumn("Why", width="large"), "runs": "Runs"},
            about="Why runs give no pace at a fixed heart rate",
        )
with st.expander("Parts of files that could not be used"):
    if page.problems:
        frame.table(
            list(page.problems),
            {"file": "File", "where": "Where", "reason": st.column_config.TextColumn("Why", width="large")},
            about="Parts of files that could not be used",
        )
    else:
        st.text("None.")
