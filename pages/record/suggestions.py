"""From your notes: strength work and complaints found in the words of activities, to confirm or dismiss."""

from __future__ import annotations

from analytics.errors import AnalyticsError
from analytics.intake import noticing
from analytics.reports import suggestions
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()


def done(work, words: str) -> None:
    """Do as the person says and show the page anew."""
    try:
        work()
    except AnalyticsError as error:
        st.session_state["notes_refused"] = str(error)
    else:
        st.session_state["notes_said"] = words
    st.rerun()


def ticked(edited) -> list:
    """Give the rows that are ticked, as they are now written."""
    return [(page.work[at], row) for at, row in enumerate(edited) if row["tick"] and at < len(page.work)]


def as_written(work, row) -> noticing.Confirmed:
    """Give a row as a person left it."""
    return noticing.Confirmed(
        finding_id=work.finding_id,
        day=work.day,
        exercise_id=ids[row["exercise"]],
        sets=row["sets"],
        reps=row["reps"],
        seconds=row["seconds"],
        side=sides.get(row["side"]),
        minutes=row["minutes"],
        load_kg=work.load_kg,
    )


person = frame.whose()
page = session.report(suggestions.gather, athlete_id=person.athlete_id)
ids = {name: exercise_id for exercise_id, name in page.names.items()}
sides = {words: side for side, words in suggestions.SIDES.items()}
frame.heading("From your notes", page.line)
if refused := st.session_state.pop("notes_refused", None):
    st.error(frame.plain(refused), icon=":material/block:")
if said := st.session_state.pop("notes_said", None):
    st.success(frame.plain(said), icon=":material/check:")
if page.work or page.complaints:
    st.text(suggestions.WHY)
else:
    st.text(suggestions.NOTHING)
if page.work:
    st.header("Strength work")
    st.caption("Change what is not right, tick what is, and confirm. A block counts by its minutes.")
    edited = st.data_editor(
        [
            {
                "tick": False,
                "day": work.day,
                "words": work.words,
                "exercise": work.name,
                "sets": work.sets,
                "reps": work.reps,
                "seconds": work.seconds,
                "minutes": work.minutes,
                "side": suggestions.SIDES.get(work.side or ""),
            }
            for work in page.work
        ],
        column_order=["tick", "exercise", "sets", "reps", "seconds", "minutes", "side", "day", "words"],
        column_config={
            "tick": st.column_config.CheckboxColumn("", width=40),
            "exercise": st.column_config.SelectboxColumn("Exercise", options=list(ids), required=True),
            "sets": st.column_config.NumberColumn("Sets", min_value=1, max_value=50, step=1, width=60),
            "reps": st.column_config.NumberColumn("Reps", min_value=1, max_value=999, step=1, width=60),
            "seconds": st.column_config.NumberColumn(
                "Seconds", min_value=1, max_value=3600, step=1, width=80, help="Of each set"
            ),
            "minutes": st.column_config.NumberColumn(
                "Minutes", min_value=1, max_value=240, width=80, help="Of the whole block"
            ),
            "side": st.column_config.SelectboxColumn("Side", options=list(sides), width=90),
            "day": st.column_config.DateColumn("Day", disabled=True, width=100),
            "words": st.column_config.TextColumn("Your words", disabled=True, width="large"),
        },
        placeholder="",
        hide_index=True,
        key=f"notes_{len(page.work)}_{page.work[0].finding_id}",
    )
    chosen = ticked(edited)
    with st.container(horizontal=True):
        if st.button("Confirm what is ticked", type="primary", disabled=not chosen, key="notes_confirm"):
            done(
                lambda: noticing.confirm(
                    session.store(), person.athlete_id, [as_written(work, row) for work, row in chosen]
                ),
                f"Confirmed: {len(chosen)}. It counts as described work, beside what you logged.",
            )
        if st.button("Dismiss what is ticked", disabled=not chosen, key="notes_dismiss"):
            done(
                lambda: noticing.dismiss(
                    session.store(),
                    person.athlete_id,
                    [work.finding_id for work, _ in chosen],
                    kind="strength",
                ),
                f"Dismissed: {len(chosen)}. It does not come back.",
            )
        if st.button(f"Confirm all {len(page.work)}", type="tertiary", key="notes_confirm_all"):
            done(
                lambda: noticing.confirm(
                    session.store(),
                    person.athlete_id,
                    [as_written(work, row) for work, row in zip(page.work, edited)],
                ),
                f"Confirmed: {len(page.work)}. It counts as described work, beside what you logged.",
            )
if page.complaints:
    st.header("Complaints")
    for one in page.complaints:
        with st.container(border=True):
            st.markdown(f"**{frame.plain(one.title)}**")
            st.caption(frame.plain(f"{one.day}: {one.words}"))
            with st.container(horizontal=True):
                if st.button("Log it as an injury", key=f"open_{one.finding_id}", type="primary"):
                    noticing.taken_up(session.store(), person.athlete_id, one.finding_id)
                    st.session_state["injury_offered"] = (one.site, one.side, one.day, one.diagnosis_id)
                    frame.go("record/log_injury.py")
                if st.button("It is none", key=f"none_{one.finding_id}"):
                    done(
                        lambda number=one.finding_id: noticing.dismiss(
                            session.store(), person.athlete_id, [number], kind="injury"
                        ),
                        "Dismissed. It does not come back.",
                    )
if page.decided:
    with st.expander(f"What you have decided ({len(page.decided)})", icon=":material/history:"):
        for one in page.decided:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(one.title, width="stretch")
                if st.button("Take back", key=f"undo_{one.finding_id}", icon=":material/undo:"):
                    done(
                        lambda number=one.finding_id: noticing.take_back(
                            session.store(), person.athlete_id, number
                        ),
                        "Taken back: it waits for your word again.",
                    )
