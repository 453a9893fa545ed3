"""Log injury: where, since when, how far it went; close it when it is over."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from analytics.errors import AnalyticsError
from analytics.intake import entering
from analytics.reports import injury_log
from pages.shared import frame, session

frame.guard()


def stored(do, said: str) -> None:
    """Store something, and say so after the page has run anew; an error is said in words."""
    try:
        do()
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
    else:
        st.session_state["injury_said"] = said
        st.rerun()


person = frame.whose()
page = session.report(injury_log.gather, athlete_id=person.athlete_id)
frame.heading("Log injury", page.line)
if said := st.session_state.pop("injury_said", None):
    st.success(frame.plain(said), icon=":material/check:")
st.warning(frame.plain(injury_log.RED_FLAG_NOTE), icon=":material/emergency:")

today = dt.date.today()
sites = injury_log.sites()
site = st.pills("Where", list(sites), format_func=sites.get, key="injury_site")
kinds = injury_log.kinds(site)
kind = st.selectbox(
    "What was it called, if somebody named it",
    list(kinds),
    format_func=kinds.get,
    index=None,
    placeholder="Not named",
    key=f"injury_kind_{site}",
)
if warning := injury_log.warning(kind):
    st.error(frame.plain(warning), icon=":material/front_hand:")
with st.container(border=True):
    first, second = st.columns(2)
    onset = first.date_input("First day", "today", max_value=today, key="injury_onset", format="YYYY-MM-DD")
    side = second.selectbox(
        "Side",
        list(injury_log.SIDES),
        format_func=injury_log.SIDES.get,
        index=None,
        placeholder="Not said",
        key="injury_side",
    )
    level = st.radio(
        "How far it went", list(injury_log.LEVELS), format_func=injury_log.LEVELS.get, key="injury_level"
    )
    mode = st.selectbox(
        "How it began",
        list(injury_log.MODES),
        format_func=injury_log.MODES.get,
        index=None,
        placeholder="Not said",
        key="injury_mode",
    )
    related = first.toggle("It has to do with running", value=True, key="injury_related")
    is_open = second.toggle("Still open", value=True, key="injury_open")
    recovered = None
    if not is_open:
        recovered = second.date_input(
            "First day without it", today, max_value=today, key="injury_recovered", format="YYYY-MM-DD"
        )
    pain = first.number_input("Pain at its worst, 0 to 10 (empty: not said)", 0, 10, None, key="injury_pain")
    note = st.text_area("Note, for yourself", key="injury_note", max_chars=1000)
    if st.button("Log it", type="primary", icon=":material/check:", disabled=site is None):
        stored(
            lambda: entering.log_injury(
                session.store(),
                person.athlete_id,
                entering.InjuryRow(
                    onset_date=onset,
                    site=site,
                    diagnosis_id=kind,
                    side=side,
                    mode=mode,
                    case_level=level,
                    running_related=related,
                    recovered_date=recovered,
                    pain_0_10=pain,
                    note=note.strip() or None,
                ),
            ),
            f"Logged: {sites.get(site)}.",
        )
    if site is None:
        st.caption("Say where it is first.")

if page.open_ones:
    st.subheader("Still open", anchor=False)
    for one in page.open_ones:
        with st.container(border=True, key=f"open_{one.injury_id}"):
            st.text(one.words)
            over = st.date_input(
                "First day without it",
                today,
                min_value=one.onset,
                max_value=today,
                key=f"over_{one.injury_id}",
                format="YYYY-MM-DD",
            )
            if st.button("It is over", key=f"close_{one.injury_id}", icon=":material/done_all:"):
                stored(
                    lambda one=one, over=over: entering.close_injury(session.store(), one.injury_id, over),
                    "Closed. Take the first weeks as a way back.",
                )

st.subheader("Recorded", anchor=False)
if page.rows:
    frame.table(
        list(page.rows),
        {
            "onset": st.column_config.DateColumn("First day", format="YYYY-MM-DD"),
            "site": "Where",
            "kind": "What",
            "side": "Side",
            "level": "How far",
            "end": st.column_config.DateColumn("Over", format="YYYY-MM-DD"),
            "state": "Lasted",
        },
        about="Injuries as recorded, the newest first",
    )
else:
    st.text("Nothing recorded.")

with st.expander("Since when is this log complete?", icon=":material/event_available:"):
    st.caption(frame.plain(injury_log.COVERAGE_HELP))
    for span in page.coverage:
        st.text(f"Known: {span}")
    since = st.date_input("Complete since", None, max_value=today, key="injury_since", format="YYYY-MM-DD")
    if st.button("My injury log is complete since then", disabled=since is None):
        stored(
            lambda: entering.declare_coverage(session.store(), person.athlete_id, "injury", since, today),
            "Noted: silent weeks since then count as weeks without injury.",
        )
