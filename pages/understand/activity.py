"""Activities: the list of them, and one with everything its sources tell."""

from __future__ import annotations

import streamlit as st

from analytics.reports import activity_list
from pages.shared import activities, frame, session

frame.guard()
person = frame.whose()
asked = activities.asked(person)
page = session.report(activity_list.gather, athlete_id=person.athlete_id)
frame.heading("Activities", page.line)
if asked:
    st.info(activities.NOT_FOUND)
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    st.stop()
activities.choose(page)
