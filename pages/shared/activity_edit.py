"""The panel that puts an activity right: what is to be changed, what would come of it, what was changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from analytics.errors import AnalyticsError
from analytics.intake import editing, merging
from analytics.knowledge.activity_words import KINDS, LEFT_OUT
from analytics.reports import activity_edits
from analytics.reports.activity_edits import ActivityEdits, Beside, EditLine
from pages.shared import frame, quantities, session
from pages.shared.shown import st

ASKED = "activity"
"""The activity that is open: its number in the address."""
COUNTS = "It counts"
BY_DISTANCE, BY_FACTOR = "By how far it was", "By a factor"
BY_TIME, BY_WAY = "At a time", "At a distance"

Wanted = tuple[int, editing.Change]
"""The activity that is changed (joined, it may be the one before), and the change."""


def edit_panel(activity_id: int) -> None:
    """Show the panel of one activity: folded away until somebody wants it."""
    about = session.report(activity_edits.gather, activity_id=activity_id)
    if about is None:
        return
    if about.left_out_words:
        st.info(frame.plain(about.left_out_words), icon=":material/visibility_off:")
    _say(activity_id)
    with st.expander(frame.plain(about.title), icon=":material/edit:", key=f"edit {activity_id}"):
        st.caption("What you imported stays as it is; every change lies over it and can be taken back.")
        what = st.selectbox(
            "What is to be changed?",
            [name for name, (_, fits) in CHANGES.items() if fits(about)],
            index=None,
            placeholder="Choose",
            key=f"edit_what {about.version}",
            width=420,
        )
        if what is not None:
            _offer(about, CHANGES[what][0])
        _history(about)


def _offer(about: ActivityEdits, ask: Callable[[ActivityEdits], Wanted | None]) -> None:
    """Ask for the change, say what would come of it, and do it on a click."""
    lines: tuple[str, ...] = ()
    wanted = None
    try:
        wanted = ask(about)
        if wanted is not None:
            lines = _preview(*wanted)
    except AnalyticsError as error:
        st.caption(frame.plain(str(error)))
    for line in lines:
        st.markdown(f"**{frame.plain(line)}**")
    key = f"edit_do {about.version}"
    if st.button("Change it", type="primary", disabled=not lines, icon=":material/check:", key=key):
        _do(about, wanted)


def _preview(activity_id: int, change: editing.Change) -> tuple[str, ...]:
    """Say what would come of a change; remembered, since a page runs again at every touch."""
    asked = (session.store().revision(), activity_id, change.kind, repr(change.now))
    known = st.session_state.get("edit_seen")
    if known is None or known[0] != asked:
        lines = editing.preview(session.store(), activity_id, change).lines
        known = st.session_state["edit_seen"] = (asked, lines)
    lines: tuple[str, ...] = known[1]
    return lines


def _do(about: ActivityEdits, wanted: Wanted | None) -> None:
    if wanted is None:
        return
    try:
        done = editing.change(session.store(), *wanted)
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
        return
    said = "; ".join(done.lines)
    st.session_state["edit_said"] = (done.activity_id, said, done.edit_no)
    st.toast(frame.plain(said), icon=":material/check:")
    _open(done.activity_id)


def _say(activity_id: int) -> None:
    """Say what was changed last in this visit, with the button that takes it back."""
    whose, said, number = st.session_state.get("edit_said", (None, "", None))
    if whose != activity_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="edit_said_line"):
        st.success(frame.plain(said), icon=":material/check:", width="stretch")
        if number is not None and st.button("Undo", icon=":material/undo:", key="edit_undo"):
            _take_back(activity_id, number)
    if number is None:
        del st.session_state["edit_said"]


def _take_back(activity_id: int, edit_no: int) -> None:
    try:
        said = editing.said_of(editing.undo(session.store(), edit_no))
    except AnalyticsError as error:
        said = str(error)
    st.session_state["edit_said"] = (activity_id, said, None)
    st.toast(frame.plain(said), icon=":material/undo:")
    st.rerun()


def _open(activity_id: int) -> None:
    st.query_params[ASKED] = str(activity_id)
    st.rerun()


def _history(about: ActivityEdits) -> None:
    """List every change, the newest first, each with the way back."""
    if not about.history:
        return
    st.markdown("**Changes**")
    for line in about.history:
        with st.container(horizontal=True, vertical_alignment="center", key=f"edit_line {line.edit_no}"):
            st.markdown(_told(line), width="stretch")
            if line.holds and st.button(
                "Take back", key=f"edit_back {line.edit_no}", icon=":material/undo:", help=_along(line)
            ):
                _take_back(about.activity_id, line.edit_no)
        if line.takes_along:
            st.caption(frame.plain(_along(line) or ""))


def _told(line: EditLine) -> str:
    words = frame.plain(line.words)
    return f"{words if line.holds else f'~~{words}~~'}  \n:gray[{frame.plain(line.when)}]"


def _along(line: EditLine) -> str | None:
    return f"Taking this back takes along: {'; '.join(line.takes_along)}." if line.takes_along else None


# What can be changed, and how each is asked for


def _kind(about: ActivityEdits) -> Wanted | None:
    names = list(KINDS)
    at = names.index(about.kind) if about.kind in names else None
    name = st.selectbox("What was it?", names, index=at, key=f"edit_kind {about.version}", width=420)
    return None if name is None or name == about.kind else (about.activity_id, editing.kind(name))


def _race(about: ActivityEdits) -> Wanted | None:
    is_race = st.toggle("It was a race", value=about.is_race, key=f"edit_race {about.version}")
    st.caption("A race is marked in the calendar and left out of easy steady running.")
    return None if is_race == about.is_race else (about.activity_id, editing.race(is_race))


def _name(about: ActivityEdits) -> Wanted | None:
    text = st.text_input("Name", value=about.name, key=f"edit_name {about.version}", width=420)
    return None if text.strip() == about.name else (about.activity_id, editing.name(text))


def _note(about: ActivityEdits) -> Wanted | None:
    text = st.text_area("Note", value=about.note, key=f"edit_note {about.version}")
    return None if text.strip() == about.note else (about.activity_id, editing.note(text))


def _left_out(about: ActivityEdits) -> Wanted | None:
    options = [None, *LEFT_OUT]
    because = st.radio(
        "Does it count in the figures?",
        options,
        index=options.index(about.left_out_because),
        format_func=lambda one: COUNTS if one is None else f"Leave it out: {LEFT_OUT[one].lower()}",
        key=f"edit_out {about.version}",
    )
    return None if because == about.left_out_because else (about.activity_id, editing.left_out(because))


def _number(
    about: ActivityEdits,
    asked: str,
    *,
    name: str,
    value: float | None,
    limits: tuple[float, float],
    step: float,
    shown: str,
) -> float | None:
    return st.number_input(
        asked,
        min_value=limits[0],
        max_value=limits[1],
        value=value,
        step=step,
        format=shown,
        key=f"edit_{name} {about.version}",
        width=420,
    )


def _effort(about: ActivityEdits) -> Wanted | None:
    asked = "How hard was it, from 0 (rest) to 10 (as hard as can be)?"
    value = _number(
        about, asked, name="effort", value=about.rpe_0_10, limits=(0.0, 10.0), step=0.5, shown="%g"
    )
    return None if value is None or value == about.rpe_0_10 else (about.activity_id, editing.effort(value))


def _distance(about: ActivityEdits) -> Wanted | None:
    how = st.radio("Put it right", [BY_DISTANCE, BY_FACTOR], horizontal=True, key=f"edit_how {about.version}")
    if how == BY_FACTOR:
        asked = "Multiply what was recorded by"
        times = _number(about, asked, name="factor", value=1.0, limits=(0.1, 10.0), step=0.01, shown="%.3f")
        return None if times is None or times == 1 else (about.activity_id, editing.factor(times))
    km = quantities.ask(
        "Distance",
        "distance_km",
        low=0.01,
        high=1000.0,
        value=about.shown_km,
        step=0.1,
        key=f"edit_km {about.version}",
        about=", as the treadmill or the course says",
        format="%.2f",
        width=420,
    )
    return None if km is None or km == about.shown_km else (about.activity_id, editing.distance_km(km))


def _cut(about: ActivityEdits) -> Wanted | None:
    ends = _ends(about)
    first, last = st.slider(
        "Keep",
        *ends,
        ends,
        step=dt.timedelta(seconds=5),
        format="HH:mm:ss",
        key=f"edit_cut {about.version}",
    )
    if (first, last) == ends:
        st.caption("Pull an end to where the run began or stopped; the rest is cut off.")
        return None
    wanted = editing.cut_to(about.start_utc, begin=ends[0], first=first, last=last, end=ends[1])
    return about.activity_id, wanted


def _split(about: ActivityEdits) -> Wanted | None:
    how = BY_TIME
    if about.has_records and about.distance_m:
        how = st.radio("Part it", [BY_TIME, BY_WAY], horizontal=True, key=f"edit_part {about.version}")
    if how == BY_WAY:
        km = quantities.ask(
            "Part it after",
            "distance_km",
            low=0.1,
            high=1000.0,
            step=0.1,
            key=f"edit_part_km {about.version}",
            width=420,
        )
        if km is None:
            return None
        return about.activity_id, editing.split_at_km(session.store(), about.activity_id, at_km=km)
    first, last = _ends(about)
    at = st.slider(
        "Part it at",
        first,
        last,
        first,
        step=dt.timedelta(seconds=5),
        format="HH:mm:ss",
        key=f"edit_at {about.version}",
    )
    return None if at == first else (about.activity_id, editing.split_at(about.start_utc, begin=first, at=at))


def _join(about: ActivityEdits) -> Wanted | None:
    other = _beside("Which recording belongs to it?", about.following, f"edit_join {about.version}")
    if other is None:
        return None
    if other.is_earlier:
        return other.activity_id, editing.join(about.activity_id)
    return about.activity_id, editing.join(other.activity_id)


def _twice(about: ActivityEdits) -> Wanted | None:
    other = _beside("Which one is the same?", about.twins, f"edit_twin {about.version}")
    if other is not None and st.button("They are one activity", key=f"edit_one {about.version}"):
        try:
            merging.are_one(session.store(), about.activity_id, other.activity_id)
        except AnalyticsError as error:
            st.error(frame.plain(str(error)), icon=":material/block:")
            return None
        said = "One activity now, with the best of each file. The page Review takes it back."
        kept = session.report(activity_edits.gather, activity_id=about.activity_id)
        shown = about.activity_id if kept is not None else other.activity_id
        st.session_state["edit_said"] = (shown, said, None)
        _open(shown)
    return None


def _beside(label: str, some: tuple[Beside, ...], key: str) -> Beside | None:
    labels = {one.activity_id: one.label for one in some}
    number = st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=lambda one: labels.get(one, "?"),
        placeholder="Choose",
        key=key,
        width=420,
    )
    return next((one for one in some if one.activity_id == number), None)


def _ends(about: ActivityEdits) -> tuple[dt.datetime, dt.datetime]:
    """Give start and end on the athlete's own clock, to whole seconds."""
    return about.first_second, about.last_second


CHANGES: dict[str, tuple[Callable[[ActivityEdits], Wanted | None], Callable[[ActivityEdits], bool]]] = {
    "Distance (a treadmill, a bad GPS)": (_distance, lambda about: True),
    "What it was (run, trail, walk, ride …)": (_kind, lambda about: True),
    "Race or not": (_race, lambda about: True),
    "Name": (_name, lambda about: True),
    "Note": (_note, lambda about: True),
    "Effort": (_effort, lambda about: True),
    "Leave out of the figures, or count again": (_left_out, lambda about: True),
    "Cut off the start or the end": (_cut, lambda about: about.can_be_parted),
    "Split in two": (_split, lambda about: about.can_be_parted),
    "Join with the recording before or after": (_join, lambda about: bool(about.following)),
    "The same as another activity": (_twice, lambda about: bool(about.twins)),
}
"""What can be changed: how it is asked for, and for which activities it is offered."""
