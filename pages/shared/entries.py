"""Strength work from a page: what it depends on, one call to store it, and a line that can take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from analytics.errors import AnalyticsError
from analytics.intake import entering
from analytics.reports import today
from pages.shared import frame, session
from pages.shared.shown import st


def on_condition(words: str) -> None:
    """Say on what a session depends, with the warning signs it speaks of, for pages that ask for none."""
    st.caption(frame.plain(words))
    with st.expander("The warning signs", icon=":material/emergency:"):
        for heading, group in today.red_flags().items():
            st.caption(heading)
            st.markdown("\n".join(f"- {frame.plain(sign.words)}" for sign in group))


def log(
    athlete_id: int, sets: Iterable[Mapping[str, Any]], *, day: dt.date, title: str | None, said: str
) -> None:
    """Store sets as done on a day and run the page again; `said` is what the line afterwards says."""
    rows = [
        entering.SetRow(
            source="form",
            source_name=one["name"],
            performed_on=day,
            set_no=number,
            workout=title,
            exercise_id=one["exercise_id"],
            side=one["side"],
            sets=one.get("sets", 1),
            reps=one["reps"],
            duration_s=one["duration_s"],
            load_kg=one.get("load_kg"),
            rir=one.get("rir"),
            pain_0_10=one.get("pain_0_10"),
            lane=one.get("lane", "logged"),
        )
        for number, one in enumerate(sets)
    ]
    try:
        numbers = entering.log_sets(session.store(), athlete_id, rows)
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
        return
    st.session_state["entry"] = (athlete_id, said, tuple(numbers))
    st.rerun()


def say(athlete_id: int) -> None:
    """Say what was logged last in this visit, with the button that takes it back."""
    whose, said, numbers = st.session_state.get("entry", (None, "", ()))
    if whose != athlete_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="entry_said"):
        st.success(frame.plain(said), icon=":material/check:", width="stretch")
        if numbers and st.button("Undo", icon=":material/undo:", key="entry_undo"):
            entering.remove_sets(session.store(), athlete_id, numbers)
            st.session_state["entry"] = (athlete_id, "Taken out of the log again.", ())
            st.rerun()
    if not numbers:
        del st.session_state["entry"]
