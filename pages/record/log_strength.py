"""Log strength: what was done, in a few touches; what it earns; since when the log is complete."""

from __future__ import annotations

import datetime as dt

from analytics.errors import AnalyticsError
from analytics.intake import entering
from analytics.reports import quick_log, strength_log, today
from pages.shared import columns, entries, frame, quantities, session
from pages.shared.shown import st

frame.guard()

person = frame.whose()
athlete_id = person.athlete_id
page = session.report(strength_log.gather, athlete_id=athlete_id)
frame.heading("Log strength", page.line)
entries.say(athlete_id)
if said := st.session_state.pop("strength_said", None):
    st.success(frame.plain(said), icon=":material/check:")

st.header("Quickly", anchor=False)
usual = today.day_of(session.reader(), athlete_id=athlete_id, today=dt.date.today())
day = st.date_input(
    "Day", usual, max_value=dt.date.today(), key=f"quick_day_{athlete_id}", format="YYYY-MM-DD"
)
presets = session.report(quick_log.gather, athlete_id=athlete_id, today=dt.date.today())
for one in presets:
    if st.button(
        one.label, key=f"quick_{one.key}", icon=":material/bolt:", help=frame.plain(one.line), width="stretch"
    ):
        entries.log(athlete_id, one.sets, day=day, title=one.title, said=f"Logged: {one.line}.")
if st.session_state.pop("quick_is_logged", False):
    st.session_state["quick_words"] = ""
words = st.text_input(
    "Or in a few words", placeholder="clams 2x15 each, side plank 2x30s", max_chars=500, key="quick_words"
)
if words:
    read = quick_log.understand(words)
    for line in read.lines:
        st.text(line)
    for line in read.unread:
        st.caption(frame.plain(line))
    if not read.sets:
        st.info("No exercise could be read out of this. Pick one below.", icon=":material/info:")
    elif st.button(f"Log it: {read.said}", type="primary", icon=":material/check:", key="quick_log_words"):
        st.session_state["quick_is_logged"] = True
        entries.log(athlete_id, read.sets, day=day, title=None, said=f"Logged: {read.said}.")

st.header("One exercise, with all there is to say", anchor=False)
chosen = st.selectbox(
    "Exercise",
    list(page.exercises),
    format_func=page.exercises.get,
    key="strength_exercise",
    filter_mode="fuzzy",
)
asked = strength_log.form(chosen)
st.caption(frame.plain(asked.cue))
sides = strength_log.sides(asked)
with st.form("strength", border=True):
    first, second = st.columns(2)
    sets = first.number_input("Sets", 1, 20, asked.sets, key=f"sets_{chosen}")
    if asked.is_hold:
        reps, seconds = (
            None,
            second.number_input("Seconds held", 1, 3600, asked.seconds, 5, key=f"seconds_{chosen}"),
        )
    else:
        reps, seconds = second.number_input("Repetitions", 1, 500, asked.reps, key=f"reps_{chosen}"), None
    first, second = st.columns(2)  # a row each: on a phone they stand below one another in this order
    side = first.selectbox("Side", list(sides), format_func=sides.get, key=f"side_{chosen}")
    rir = second.selectbox(
        "How many more could you have done?",
        list(strength_log.RIR),
        format_func=strength_log.RIR.get,
        key="rir",
    )
    first, second = st.columns(2)
    load_kg = quantities.ask(
        "Weight", "weight_kg", low=0.0, high=500.0, step=1.0, key=f"load_{chosen}", about=" (empty: none)",
        place=first,
    )  # fmt: skip
    pain = second.number_input("Pain, 0 to 10 (empty: not said)", 0, 10, None, key="strength_pain")
    day = first.date_input(
        "Day", usual, max_value=dt.date.today(), key=f"strength_day_{athlete_id}", format="YYYY-MM-DD"
    )
    if st.form_submit_button("Log it", type="primary", icon=":material/check:"):
        done = {
            "name": strength_log.name(chosen),
            "exercise_id": chosen,
            "side": side,
            "sets": sets,
            "reps": reps,
            "duration_s": seconds,
            "load_kg": load_kg,
            "rir": rir,
            "pain_0_10": pain,
        }
        earned = strength_log.earned(chosen, sets=sets, reps=reps, seconds=seconds, rir=rir, side=side)
        entries.log(athlete_id, [done], day=day, title=None, said=earned)

st.header("Logged last", anchor=False)
if page.recent:
    frame.table(
        list(page.recent),
        {
            "day": st.column_config.DateColumn("Day", format="YYYY-MM-DD"),
            "exercise": "Exercise",
            "done": "Done",
            "side": "Side",
            "hip_sets": columns.number("Hip sets", 1),
            "load_kg": columns.weight("Weight"),
            "rir": columns.number("In reserve"),
            "pain": columns.number("Pain"),
            "source": "From",
        },
        about="The sets logged last, with the hip sets they earned",
    )
    st.caption("A dash under Hip sets: the exercise could not be told, so nothing is counted.")
else:
    st.text("Nothing yet.")

with st.expander("Since when is this log complete?", icon=":material/event_available:"):
    st.caption(frame.plain(strength_log.COVERAGE_HELP))
    for span in page.coverage:
        st.text(f"Known: {span}")
    since = st.date_input(
        "Complete since", None, max_value=dt.date.today(), key="strength_since", format="YYYY-MM-DD"
    )
    if st.button("My strength log is complete since then", disabled=since is None):
        try:
            entering.declare_coverage(session.store(), person.athlete_id, "strength", since, dt.date.today())
        except AnalyticsError as error:
            st.error(frame.plain(str(error)), icon=":material/block:")
        else:
            st.session_state["strength_said"] = "Noted: silent weeks since then count as rest."
            st.rerun()
