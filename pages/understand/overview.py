"""Overview: where running, hip strength, pace and injuries stand side by side."""

from __future__ import annotations

import datetime as dt

from analytics.charts import overview as chart
from analytics.reports import injury, overview, pace, today
from pages.shared import exploring, frame, pickers, session, words
from pages.shared.shown import st

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
page = session.report(overview.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)

frame.heading("Overview", page.line)
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    frame.end()
frame.figures(page.figures)
frame.draw(
    session.picture(
        chart.draw,
        page.weeks,
        page.injuries,
        about=(person.athlete_id, weeks_back),
        title=page.title,
        hr_ref_bpm=page.hr_ref_bpm,
    )
)

says, act = st.columns([2, 1], gap="large")
with act:
    st.header("Today", anchor=False)
    frame.today_card(session.report(today.gather, athlete_id=person.athlete_id, today=dt.date.today()))
with says:
    st.header("What the log can say", anchor=False)
    frame.said("Pace", session.answer(pace.answer, athlete_id=person.athlete_id), page="understand/pace.py")
    of_all = st.container()

exploring.pinned(person)

with of_all:  # last: the model reads everybody's weeks, and the page stands already
    with st.spinner(words.ASKING_EVERYBODY):
        given = session.answer(
            injury.answer,
            athlete_id=person.athlete_id if frame.everybody().is_alone else None,
            simulated=person.is_simulated,
        )
    frame.said("Injuries", given, page="understand/injury.py")
