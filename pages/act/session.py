"""The guided session: a routine one exercise at a time, which logs itself at its end."""

from __future__ import annotations

import datetime as dt

from analytics.errors import AnalyticsError
from analytics.intake import entering, guiding
from analytics.intake.people import FIRST_NAME
from analytics.reports import guided as report
from analytics.reports import today
from analytics.reports.guided import Draft
from pages.shared import entries, frame, guided, session
from pages.shared.shown import st

frame.guard()


def here() -> Draft | None:
    """The session of the address, if it is this athlete's; else the one they left under way."""
    for token in (
        st.query_params.get("session"),
        report.under_way(session.reader(), athlete_id=athlete_id, today=dt.date.today()),
    ):
        found = report.draft(session.reader(), session_token=token) if token else None
        if found and found.status in ("under_way", "finished") and found.athlete_id in (athlete_id, None):
            st.query_params["session"] = found.token
            return found
    return None


def begin(plan: str) -> None:
    """Begin a session, and give it an address that survives a reload."""
    st.session_state.pop("session_plan", None)
    st.query_params["session"] = guiding.begin(session.store(), athlete_id, plan, day=day)
    st.rerun()


def heard(draft: Draft) -> None:
    """Keep what the browser has told since; at the end of a session this logs it."""
    told = guided.told(draft.token)
    if isinstance(told, dict) and draft.status == "under_way" and told.get("seq") != draft.seq:
        guiding.go_on(session.store(), draft.token, told)


def leave() -> None:
    st.query_params.pop("session", None)
    st.rerun()


def show_finished(draft: Draft) -> None:
    """What the session became, and what comes after."""
    frame.heading("Finished", draft.line)
    st.success(f"Logged: {frame.plain(draft.logged or '')}.", icon=":material/check:")
    if draft.afterwards:
        st.text(draft.afterwards)
    with st.container(horizontal=True):
        if st.button("Back to Today", type="primary", icon=":material/today:"):
            frame.go("act/today.py")
        if st.button("See your hip strength", icon=":material/accessibility_new:"):
            frame.go("understand/hip_strength.py")
        if st.button("Undo", icon=":material/undo:", help="Takes these sets out of the log again"):
            guiding.undo(session.store(), draft.token)
            st.session_state["session_said"] = "Taken out of the log again."
            leave()


def show_question(draft: Draft) -> None:
    """A session done before anybody said who it is."""
    frame.heading("Done", draft.line)
    st.text(
        "Well done. Whose log shall it go into? A first name or a nickname will do; it stays on this "
        "computer."
    )
    with st.form("who", border=False):
        if person:
            name = person.name
            st.text(name)
        else:
            name = st.text_input("Your name", FIRST_NAME, max_chars=60)
        if st.form_submit_button("Log it", type="primary", icon=":material/check:"):
            try:
                somebody = athlete_id or entering.add_athlete(session.store(), name)
                guiding.log_for(session.store(), draft.token, somebody)
            except AnalyticsError as error:
                st.error(frame.plain(str(error)), icon=":material/block:")
            else:
                st.rerun()


def show_choice(draft: Draft, plan: str) -> None:
    """Two sessions: the one left under way, and the one just asked for."""
    frame.heading("You have a session under way", draft.line)
    with st.container(horizontal=True):
        if st.button("Go on with it", type="primary", icon=":material/play_arrow:"):
            st.session_state.pop("session_plan", None)
            st.rerun()
        if st.button("Begin the new one", icon=":material/restart_alt:"):
            begin(plan)
    st.caption("What was done of the first one is then not logged.")


def show_beginning() -> None:
    """Nothing is under way: what can be begun."""
    frame.heading("Guided session", "One exercise at a time, with the clock; it logs itself at the end.")
    if person is None:
        if st.button("Five minutes of hip dips", type="primary", icon=":material/play_arrow:"):
            begin(report.first_plan())
        entries.on_condition(today.UNASKED)
        return
    advice = session.report(today.gather, athlete_id=athlete_id, today=dt.date.today())
    for one in advice.stops:
        st.error(
            f"**{frame.plain(one.headline)}**  \n{frame.plain(one.action)}", icon=":material/front_hand:"
        )
    with st.container(horizontal=True):
        if advice.five_plan and st.button(
            "Five minutes of hip dips", type="primary", icon=":material/play_arrow:"
        ):
            begin(advice.five_plan)
        if st.button("What to do today", icon=":material/today:"):
            frame.go("act/today.py")
    if advice.condition:
        entries.on_condition(advice.condition)


person = st.session_state.get("person")
athlete_id = person.athlete_id if person else None
day = today.day_of(session.reader(), athlete_id=athlete_id, today=dt.date.today())
if said := st.session_state.pop("session_said", None):
    st.info(frame.plain(said), icon=":material/undo:")
asked = st.session_state.get("session_plan")
draft = here()
if draft:
    try:
        heard(draft)
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
    draft = report.draft(session.reader(), session_token=draft.token)

if asked and draft and draft.status == "under_way" and draft.steps_done and not draft.is_over:
    show_choice(draft, asked)
elif asked:
    begin(asked)
elif draft is None or draft.status not in ("under_way", "finished"):
    if draft:
        st.info("Nothing was done, so nothing was logged.", icon=":material/info:")
    show_beginning()
elif draft.status == "finished":
    show_finished(draft)
elif draft.is_over and draft.athlete_id is None:
    show_question(draft)
else:
    frame.say_whose(f"{draft.title} · {draft.line}")
    guided.show(draft)
    with st.expander("Leave this session"):
        st.caption("Close the page and come back when you like: it waits here until tomorrow.")
        if st.button("Throw it away", icon=":material/delete:"):
            guiding.drop(session.store(), draft.token)
            leave()
