"""Guide: what each page is for and how to read it, for a runner, a coach or a sceptic."""

from __future__ import annotations

from analytics.reports import guide
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()
frame.heading("Guide", guide.LINE)
parts = session.report(guide.gather).parts
who = st.segmented_control(
    "Who reads it",
    list(parts),
    default=next(iter(parts)),
    format_func=guide.READERS.get,
    key="guide_who",
    required=True,
    label_visibility="collapsed",
)
st.markdown(parts[who])
