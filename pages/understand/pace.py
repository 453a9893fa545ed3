"""Pace: at a fixed heart rate through time, against the hip dose, and what can be said."""

from __future__ import annotations

import streamlit as st

from analytics.charts import pace as chart
from analytics.reports import pace
from pages.shared import frame, pickers, session

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
page = session.report(pace.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)
about = (person.athlete_id, weeks_back)

frame.heading("Pace", page.line)
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    st.stop()
frame.figures(page.figures)
frame.draw(
    session.picture(
        chart.draw_time,
        page.weeks,
        page.injuries,
        about=about,
        title=page.title,
        hr_ref_bpm=page.hr_ref_bpm,
    )
)
if page.within_words:
    frame.draw(
        session.picture(
            chart.draw_within, page.points, about=about, title=page.within_title, subtitle=page.within_words
        )
    )

frame.answer(
    session.answer(pace.answer, athlete_id=person.athlete_id),
    title="What your own weeks say about hip strength and pace",
)
if not frame.everybody().is_alone:
    frame.answer(
        session.answer(pace.answer, athlete_id=None, simulated=person.is_simulated),
        title="What everybody's weeks say",
    )
