"""Overview: where running, hip strength, pace and injuries stand side by side."""

from __future__ import annotations

import streamlit as st

from analytics.charts import overview as chart
from analytics.reports import overview
from pages.shared import frame, pickers, session

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
page = session.report(overview.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)

frame.heading("Overview", page.line)
if page.missing:
    frame.missing(page.missing, button="Import files", page="pages/record/import_files.py")
    st.stop()
frame.figures(page.figures)
frame.draw(
    chart.draw(page.weeks, page.injuries, title=page.title, hr_ref_bpm=page.hr_ref_bpm, mode=session.mode())
)
