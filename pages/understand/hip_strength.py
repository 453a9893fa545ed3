"""Hip strength: weekly sets, the dose they add up to, what they are made of, what could not be read."""

from __future__ import annotations

import streamlit as st

from analytics.charts import hip_strength as chart
from analytics.reports import hip_strength
from pages.shared import frame, pickers, session

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
page = session.report(hip_strength.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)

frame.heading("Hip strength", page.line)
if page.missing:
    frame.missing(page.missing, button="Log strength work", page="record/log_strength.py")
    st.stop()
frame.figures(page.figures)
about = (person.athlete_id, weeks_back)
frame.draw(
    session.picture(chart.draw, page.weeks, page.injuries, about=about, title=page.title, target=page.target)
)
st.write(page.target_words)

made_of, not_read = st.columns(2, gap="large")
with made_of:
    if page.groups.empty:
        st.subheader("No hip sets in the last eight known weeks", anchor=False)
    else:
        frame.draw(
            session.picture(
                chart.draw_shares,
                page.groups,
                about=about,
                title="What the last eight weeks were made of",
                subtitle="Hip sets a week, by the muscle group an exercise works first.",
            )
        )
        with st.expander("By exercise"):
            frame.table(
                page.exercises,
                {
                    "exercise": "Exercise",
                    "hip_sets": st.column_config.NumberColumn("Hip sets a week", format="%.1f"),
                },
                about="Exercises of the last eight weeks and their hip sets a week",
            )
with not_read:
    st.subheader("What could not be read", anchor=False)
    st.write(page.unmapped_words)
    if page.unmapped:
        frame.table(
            [{"name": one.name, "source": one.source, "sets": one.sets} for one in page.unmapped],
            {"name": "As logged", "source": "Source", "sets": "Sets"},
            about="Names of exercises that could not be matched, with their sets",
        )
