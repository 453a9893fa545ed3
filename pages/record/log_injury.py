"""Log injury: three touches (where, since when, how far), more if one likes; every change can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from analytics.errors import AnalyticsError
from analytics.intake import entering, injuries
from analytics.reports import injury_log
from analytics.reports.injury_log import Recorded
from pages.shared import body_map, frame, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
page = session.report(injury_log.gather, athlete_id=person.athlete_id)
today = dt.date.today()
SINCE = {"today": "Today", "yesterday": "Yesterday", "other": "Another day"}
UNSAID = "Not said"
RECURRENCE_BY_RULE = "As the rule says"
UNASKED: dict[str, Any] = {"running_related": True}
"""What holds of a new injury as long as nobody says more about it."""
ISO = "YYYY-MM-DD"
new = f"injury{st.session_state.get('injury_logged', '')}"
"""The form of a new injury: after each it is another one, so that nothing of the last stands in it."""


def stored(do: Callable[[], Any], said: str, *, undo: int = 0) -> None:
    """Store something, and say so after the page has run anew; an error is said in words."""
    try:
        do()
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
    else:
        tell(said, undo)


def tell(said: str, undo: int | None) -> None:
    """Run the page anew, and say there what was done."""
    st.session_state["injury_said"] = (said, undo)
    st.rerun()


def say() -> None:
    """What was just done, and the way back from it."""
    said, number = st.session_state.get("injury_said", (None, None))
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="injury_said_line"):
        st.success(frame.plain(said), icon=":material/check:", width="stretch")
        if number and st.button("Undo", icon=":material/undo:", key="injury_undo"):
            st.session_state.pop("injury_said", None)
            stored(lambda: injuries.undo(session.store(), person.athlete_id, number), "Undone.")
    if not number:
        st.session_state.pop("injury_said", None)


def choice(name: str, key: str, now: Any, *, unsaid: str = UNSAID) -> Any:
    """One detail with a fixed set of answers; None is not said."""
    label, words = injury_log.CHOICES[name]
    options = list(words)
    return st.selectbox(
        label,
        options,
        format_func=lambda value: words.get(value, str(value)),
        index=options.index(now) if now in options else None,
        placeholder=unsaid,
        key=key,
    )


def day_of(name: str, key: str, now: dt.date | None, least: dt.date) -> dt.date | None:
    return st.date_input(injury_log.DATES[name], now, min_value=least, max_value=today, key=key, format=ISO)


def ask_details(key: str, now: Mapping[str, Any], *, site: str | None, onset: dt.date) -> dict[str, Any]:
    """Everything else that is recorded of an injury; what is left empty is unknown."""
    told: dict[str, Any] = {}
    asked = st.text_input(
        "Find a diagnosis: a name, a code, or your own words",
        placeholder="shin splints, QT1, runner's knee",
        key=f"{key}_asked",
    )
    kinds = injury_log.kinds(site, asked)
    kind_now = now.get("diagnosis_id")
    if kind_now and kind_now not in kinds:
        kinds = {kind_now: injury_log.kinds(None)[kind_now], **kinds}
    told["diagnosis_id"] = st.selectbox(
        "What was it called, if somebody named it",
        list(kinds),
        format_func=lambda kind: kinds.get(kind, kind),
        index=list(kinds).index(kind_now) if kind_now in kinds else None,
        placeholder="Not named",
        key=f"{key}_kind_{site}",
    )
    if warning := injury_log.warning(told["diagnosis_id"]):
        st.error(frame.plain(warning), icon=":material/front_hand:")
    first, second = st.columns(2)
    codes = injury_log.codes(told["diagnosis_id"])
    with first:
        if codes:
            told["osiics"] = st.selectbox(
                "OSIICS code",
                codes,
                index=codes.index(now["osiics"]) if now.get("osiics") in codes else None,
                placeholder=UNSAID,
                key=f"{key}_osiics_{told['diagnosis_id']}",
            )
        told["mode"] = choice("mode", f"{key}_mode", now.get("mode"))
        told["mechanism"] = choice("mechanism", f"{key}_mechanism", now.get("mechanism"))
        told["running_related"] = choice("running_related", f"{key}_related", now.get("running_related"))
        told["recurrence"] = choice(
            "recurrence", f"{key}_recurrence", now.get("recurrence"), unsaid=RECURRENCE_BY_RULE
        )
    with second:
        told["diagnosis_text"] = (
            st.text_input(
                "In words", now.get("diagnosis_text") or "", max_chars=200, key=f"{key}_text"
            ).strip()
            or None
        )
        told["onset_relation"] = choice("onset_relation", f"{key}_relation", now.get("onset_relation"))
        told["tissue"] = choice("tissue", f"{key}_tissue", now.get("tissue"))
        told["treated_by"] = choice("treated_by", f"{key}_treated", now.get("treated_by"))
        earlier = {one.injury_id: one.title for one in page.entries if one.injury_id != now.get("injury_id")}
        if told["recurrence"] not in (None, "new") and earlier:
            told["recurrence_of"] = st.selectbox(
                "Of which",
                list(earlier),
                format_func=lambda number: earlier.get(number, "?"),
                index=list(earlier).index(now["recurrence_of"])
                if now.get("recurrence_of") in earlier
                else None,
                placeholder=RECURRENCE_BY_RULE,
                key=f"{key}_of",
            )
    runs = session.report(injury_log.runs_near, athlete_id=person.athlete_id, onset=onset)
    if runs:
        told["onset_activity_id"] = st.selectbox(
            "The run it began in",
            list(runs),
            format_func=lambda number: runs.get(number, "?"),
            index=list(runs).index(now["onset_activity_id"])
            if now.get("onset_activity_id") in runs
            else None,
            placeholder="None of these",
            key=f"{key}_run",
        )
    st.caption("The way back. What has not come yet stays empty: an open injury is never taken for over.")
    with frame.pairs(f"{key}_dates"):
        for name in injury_log.DATES:
            told[name] = day_of(name, f"{key}_{name}", now.get(name), onset)
    pain = st.pills(
        "Pain at its worst, 0 to 10", list(range(11)), default=now.get("pain_0_10"), key=f"{key}_pain"
    )
    told["pain_0_10"] = None if pain is None else float(pain)
    note = st.text_area("Note, for yourself", now.get("note") or "", key=f"{key}_note", max_chars=1000)
    told["note"] = note.strip() or None
    return told


def fill(site: str, side: str | None, onset: dt.date, kind: str | None) -> None:
    """Fill the form with what was read out of a note; a side that the list does not know is left out."""
    place = injury_log.place_key(site, side)
    st.session_state[f"{new}_place_list"] = (
        place if place in injury_log.places() else injury_log.place_key(site, None)
    )
    st.session_state[f"{new}_since_when"] = "other"
    st.session_state[f"{new}_onset"] = onset
    if kind is not None:  # what is going to be kept is to be seen
        st.session_state[f"{new}_kind_{site}"] = kind
        st.session_state[f"{new}_more"] = True


def log(row: entering.InjuryRow) -> None:
    """Store an injury and say what became of it; after a new one the form is a new one."""
    try:
        entered = entering.enter_injury(session.store(), person.athlete_id, row)
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
        return
    if entered.is_new:
        st.session_state["injury_logged"] = entered.number
    is_stored = entered.number is not None
    tell(
        injury_log.logged_words(row.site, row.side, is_new=entered.is_new, is_stored=is_stored),
        entered.number,
    )


def ask_new() -> None:
    """Where, since when, how far: the third touch stores it."""
    if offered := st.session_state.pop("injury_offered", None):
        fill(*offered)
    pointing, saying = st.columns(2, gap="large")
    with pointing:
        st.header("1. Where is it?", anchor=False)
        place = body_map.choose(f"{new}_place")
    with saying:
        ask_when_and_how_far(place)


def ask_when_and_how_far(place: tuple[str, str | None] | None) -> None:
    """The second and the third touch."""
    st.header("2. Since when?", anchor=False)
    since = st.pills(
        "Since when", list(SINCE), format_func=SINCE.get, default="today", key=f"{new}_since_when",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    onset = today if since == "today" else injury_log.day_before(today)
    if since == "other":
        onset = st.date_input("First day", "today", max_value=today, key=f"{new}_onset", format=ISO)
    told = frame.fold(
        "More about it, if you like",
        lambda: ask_details(new, UNASKED, site=place[0] if place else None, onset=onset),
        key=f"{new}_more",
        icon="tune",
    )
    details = UNASKED if told is None else told
    st.header("3. How far did it go?", anchor=False)
    with st.container(key="checkin_big_levels"):
        for level, words in injury_log.LEVELS.items():
            if st.button(words, key=f"injury_level_{level}", width="stretch", disabled=place is None):
                assert place is not None
                log(
                    entering.InjuryRow(
                        onset_date=onset, site=place[0], side=place[1], case_level=level, **details
                    )
                )
    st.caption("Touching one of these stores it." if place else "Say where it is first.")


def show_open(one: Recorded) -> None:
    """An open injury: closing it is one date and one touch."""
    with st.container(border=True, key=f"open_{one.injury_id}"):
        st.markdown(f"**{frame.plain(one.title)}**")
        st.caption(frame.plain(f"{one.status}. {one.standing}"))
        over = st.date_input(
            "First day without it", today, min_value=one.onset, max_value=today,
            key=f"over_{one.injury_id}", format=ISO,
        )  # fmt: skip
        if st.button("It is over", key=f"close_{one.injury_id}", icon=":material/done_all:"):
            stored(
                lambda: injuries.close(session.store(), person.athlete_id, one.injury_id, over),
                "Closed. Take the first weeks as a way back.",
                undo=one.injury_id,
            )


def show_entry(one: Recorded) -> None:
    """One injury: what is recorded, changing it, its history."""
    key = f"entry_{one.injury_id}"
    with st.container(border=True, key=key):
        st.markdown(f"**{frame.plain(one.title)}**")
        st.caption(frame.plain(f"{one.status}. {one.standing}"))
        st.markdown("\n".join(f"- {frame.plain(asked)}: {frame.plain(told)}" for asked, told in one.facts))
        with st.container(horizontal=True):
            if not one.is_open and st.button("Open again", key=f"{key}_reopen", icon=":material/lock_open:"):
                stored(
                    lambda: injuries.reopen(session.store(), person.athlete_id, one.injury_id),
                    "Open again.",
                    undo=one.injury_id,
                )
            if one.can_undo and st.button("Undo the last change", key=f"{key}_undo", icon=":material/undo:"):
                stored(
                    lambda: injuries.undo(session.store(), person.athlete_id, one.injury_id),
                    "Undone.",
                )
            if st.button("Take it out", key=f"{key}_remove", icon=":material/delete:"):
                stored(
                    lambda: injuries.remove(session.store(), person.athlete_id, one.injury_id),
                    f"Taken out: {one.title}.",
                    undo=one.injury_id,
                )
        with st.expander("Change it", icon=":material/edit:", key=f"{key}_change"):
            ask_changes(one, key)
        with st.expander("History", icon=":material/history:", key=f"{key}_history"):
            st.markdown(
                "\n".join(f"- {frame.plain(line)}" for line in one.history) or "Nothing changed by hand."
            )


def ask_changes(one: Recorded, key: str) -> None:
    """The whole record as a form; saving keeps what it was before."""
    places = injury_log.places()
    now = injury_log.place_key(one.values["site"], one.values["side"])
    version = f"{key}_{len(one.history)}"  # after a change or an undo the fields show what is kept
    place = st.selectbox(
        "Where", list(places), format_func=places.get, key=f"{version}_place",
        index=list(places).index(now) if now in places else None,
    )  # fmt: skip
    site, side = injury_log.place_of(place or now)
    onset = st.date_input("First day", one.onset, max_value=today, key=f"{version}_onset", format=ISO)
    level = st.radio(
        "How far it went",
        list(injury_log.LEVELS),
        index=list(injury_log.LEVELS).index(one.values["case_level"]),
        format_func=injury_log.LEVELS.get,
        key=f"{version}_level",
    )
    told = ask_details(version, one.values, site=site, onset=onset)
    precision = one.values["onset_precision"] if onset == one.onset else "day"
    news = {
        **told,
        "site": site,
        "side": side,
        "onset_date": onset,
        "case_level": level,
        "onset_precision": precision,
    }
    if st.button("Save the change", type="primary", icon=":material/check:", key=f"{version}_save"):
        stored(
            lambda: changed(one.injury_id, news),
            "Changed. What it was before is in its history.",
            undo=one.injury_id,
        )


def changed(injury_id: int, news: Mapping[str, Any]) -> None:
    """Store a change; to change nothing is said, and is nothing to undo."""
    if not injuries.edit(session.store(), person.athlete_id, injury_id, **news):
        raise AnalyticsError("Nothing is different from what is kept.")


frame.heading("Log injury", page.line)
say()
with st.expander("When to get care first", icon=":material/emergency:"):
    st.warning(frame.plain(injury_log.RED_FLAG_NOTE))
ask_new()

if page.open_ones:
    st.header("Still open", anchor=False)
    for each in page.open_ones:
        show_open(each)

st.header("Recorded", anchor=False)
if page.entries:
    shown = {one.injury_id: one.words for one in page.entries}
    opened = st.selectbox(
        "Look at one, change it, or take it out",
        list(shown),
        format_func=lambda number: shown.get(number, "?"),
        index=None,
        placeholder="Choose an injury",
        key="injury_shown",
    )
    if chosen := page.entry(opened):
        show_entry(chosen)
    frame.table(
        list(page.rows),
        {
            "onset": st.column_config.DateColumn("First day", format=ISO),
            "site": "Where",
            "kind": "What",
            "side": "Side",
            "level": "How far",
            "again": "First or again",
            "end": st.column_config.DateColumn("Over", format=ISO),
            "state": "Lasted",
        },
        about="Injuries as recorded, the newest first",
    )
    st.caption(frame.plain(injury_log.EPISODE_HELP))
else:
    st.text("Nothing recorded.")
for number, words in page.removed:
    with st.container(horizontal=True, vertical_alignment="center", key=f"removed_{number}"):
        st.caption(frame.plain(f"Taken out: {words}"), width="stretch")
        if st.button("Bring it back", key=f"back_{number}", icon=":material/undo:"):
            stored(
                lambda number=number: injuries.undo(session.store(), person.athlete_id, number),
                "It is back.",
            )

with st.expander("Since when is this log complete?", icon=":material/event_available:"):
    st.caption(frame.plain(injury_log.COVERAGE_HELP))
    for span in page.coverage:
        st.text(f"Known: {span}")
    since = st.date_input("Complete since", None, max_value=today, key="injury_since", format=ISO)
    if st.button("My injury log is complete since then", disabled=since is None):
        stored(
            lambda: entering.declare_coverage(session.store(), person.athlete_id, "injury", since, today),
            "Noted: silent weeks since then count as weeks without injury.",
        )
