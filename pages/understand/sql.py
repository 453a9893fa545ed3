"""SQL over one's own rows: the tables with their words beside it, the answer as table, chart or file."""

from __future__ import annotations

import streamlit as st

from pages.shared import asking, frame

frame.guard()
person = frame.whose()
frame.heading("SQL", asking.LINE)
whose = asking.whose(frame.everybody(), person)
asking.start_from()
query = asking.editor()
if query is not None:
    asking.run(query, whose)
asking.answered(whose)
left, right = st.tabs(["Tables and columns", "Asked before"])
with left:
    asking.tables(whose)
with right:
    asking.history()
