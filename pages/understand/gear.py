"""Shoes and records: how far each piece has come, and what the accounts claim as records beside ours."""

from __future__ import annotations

from analytics.charts import gear as chart
from analytics.reports import gear
from pages.shared import columns, frame, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
page = session.report(gear.gather, athlete_id=person.athlete_id)
frame.heading("Shoes and records", page.line)
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    frame.end()
if len(page.pieces):
    if page.pieces["distance_km"].notna().any():
        frame.draw(session.picture(chart.draw, page.pieces, about=(person.athlete_id,), title=page.title))
    else:
        st.info(frame.plain(page.title), icon=":material/info:")
    frame.table(
        page.pieces,
        {
            "name": "Name",
            "distance_km": columns.distance("Distance", 0),
            "state": "State",
            "limit_km": columns.distance("Meant to last", 0),
            "activities": "Activities",
            "kind": "Kind",
            **({"what": "Make"} if page.has_makes else {}),
            "first_used": st.column_config.DateColumn("First", format="D MMM YYYY"),
            "last_used": st.column_config.DateColumn("Last", format="D MMM YYYY"),
            "source": "Listed by",
        },
        about="Shoes and bicycles with the distance each has come",
        height="content",
    )
    st.caption(frame.plain(" ".join(part for part in (gear.HOW_FAR, page.unmeasured) if part)))
if len(page.bests):
    st.header("What your accounts claim, and what your files say", anchor=False)
    frame.table(
        page.bests,
        {
            "what": "Record",
            "theirs": "Account",
            "ours": "Here",
            "compared": "Compared",
            "on": st.column_config.DateColumn("Account: on", format="D MMM YYYY"),
            "ours_on": st.column_config.DateColumn("Here: on", format="D MMM YYYY"),
        },
        about="Records of the accounts beside ours",
        height="content",
    )
    st.caption(frame.plain(gear.HOW_RECORDS))
    frame.link("understand/pace.py", "Your bests, and how each moved", icon="speed")
