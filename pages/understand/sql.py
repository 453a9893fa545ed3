"""SQL over one's own rows: the tables with their words beside it, the answer as table, chart or file."""

from __future__ import annotations

from pages.shared import asking, frame
from pages.shared.shown import st

frame.guard()
person = frame.whose()
frame.heading("SQL", asking.LINE)
with st.container(horizontal=True, vertical_alignment="bottom", key="sql_top"):
    whose = asking.whose(frame.everybody(), person)
    asking.start_from()
    past = st.container(width="content")
left, right = (st.container(), None) if frame.is_phone() else st.columns([3, 2], gap="medium")
with left:
    query = asking.editor()
if right is not None:
    with right:
        asking.tables(whose)
if query is not None:
    asking.run(query, whose)
asking.answered(whose)
if right is None:
    asking.tables(whose)
asking.remember()
with past:
    asking.history()
