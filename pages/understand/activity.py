"""Activities: the list of them, and one with everything its sources tell."""

from __future__ import annotations

from analytics.reports import activity, activity_list
from pages.shared import activities, activity_shown, frame, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
asked = activities.asked(person)
opened = session.report(activity.gather, activity_id=asked) if asked else None
if opened is not None:
    activities.turn_to(opened, person)
    activity_shown.show(opened)
    frame.end()

page = session.report(activity_list.gather, athlete_id=person.athlete_id)
frame.heading("Activities", page.line)
if asked is not None:
    st.info(activities.NOT_FOUND, icon=":material/info:")
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    frame.end()
activities.choose(page)
