"""The weeks ahead: hip work around the running, every decision with its rule, and what comes next."""

from __future__ import annotations

import datetime as dt

from analytics.errors import AnalyticsError
from analytics.intake import planning
from analytics.reports import plan
from analytics.reports.plan import NextCard, SessionCard, WeekCard, Why
from pages.shared import frame, quantities, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
page = session.report(plan.gather, athlete_id=person.athlete_id, today=dt.date.today())
now_utc = dt.datetime.now(dt.UTC).replace(tzinfo=None)
asked = {"athlete_id": person.athlete_id, "today": dt.date.today()}


def named(key: str) -> str:
    return f"plan_{key}_{person.athlete_id}"


def show_why(some: tuple[Why, ...], *, key: str) -> None:
    """Every decision, its rule and what stands behind it, folded."""
    with st.expander("Why so", key=named(f"why_{key}")):
        for one in some:
            st.markdown(f"**{frame.plain(one.words)}**")
            st.caption(frame.plain(f"Rule {one.rule_id}. {' '.join(one.evidence)}"))


def show_session(one: SessionCard) -> None:
    """One session: the day, what, why there; to start, or to put on the watch."""
    with st.container(border=True, key=named(one.day.isoformat())):
        st.markdown(f"**{frame.plain(one.day_words)}** · {frame.plain(one.title)}")
        st.caption(frame.plain(f"{one.line}. {one.reason}"))
        if one.is_past:
            st.caption("This day is over. What you did on it is in the log, not here.")
            return
        with st.container(horizontal=True):
            if st.button(
                "Start",
                type="primary" if one.is_next else "secondary",
                icon=":material/play_arrow:",
                key=named(f"start_{one.day}"),
            ):
                frame.begin_session(one.plan)
            st.download_button(
                "For the watch",
                session.later(plan.watch_file, day=one.day, now_utc=now_utc, **asked),
                file_name=f"hip-strength-{one.day}.fit",
                mime="application/octet-stream",
                icon=":material/watch:",
                on_click="ignore",
                key=named(f"watch_{one.day}"),
                help="A FIT workout. Its steps carry the names of the exercises, and bring them back.",
            )
        with st.expander("Exercises", key=named(f"exercises_{one.day}")):
            st.markdown("\n".join(f"- {frame.plain(each)}" for each in one.exercises))


def show_week(number: int, week: WeekCard) -> None:
    """One week: how much, its sessions, why."""
    st.header(frame.plain(week.title), anchor=False)
    st.caption(frame.plain(week.line))
    for one in week.sessions:
        show_session(one)
    if week.sessions:
        st.download_button(
            "Print this week",
            session.later(plan.sheets, week=number, **asked),
            file_name=f"hip-strength-week-{number}.pdf",
            mime="application/pdf",
            icon=":material/print:",
            on_click="ignore",
            key=named(f"print_{number}"),
        )
    show_why(week.why, key=str(number))


def show_next(one: NextCard) -> None:
    """What comes next for one exercise."""
    st.markdown(
        f"**{frame.plain(one.exercise)}**: {frame.plain(one.move.lower())}  \n"
        f"Last: {frame.plain(one.last)}. Next: {frame.plain(one.then)}."
    )
    st.caption(frame.plain(f"{one.why.words} Rule {one.why.rule_id}."))


def ask_weeks() -> None:
    """What one's weeks are like, as three short questions."""
    setting = page.setting
    names = list(plan.DAY_NAMES)
    run = [name for name, kind in zip(names, setting.days, strict=True) if kind != "rest"]
    hard = [name for name, kind in zip(names, setting.days, strict=True) if kind == "hard"]
    long = next((name for name, kind in zip(names, setting.days, strict=True) if kind == "long"), None)
    with st.form(named("weeks"), border=True):
        chosen = st.pills("Days you run", names, selection_mode="multi", default=run)
        chosen_hard = st.pills(
            "Hard days: intervals, tempo, hills", names, selection_mode="multi", default=hard
        )
        chosen_long = st.pills("Day of the long run", names, default=long)
        goals = list(plan.GOALS)
        goal = st.selectbox(
            "What the hip work is for", goals, index=goals.index(setting.goal), format_func=plan.GOALS.get
        )
        race_on = st.date_input("Next race", setting.race_on, min_value=page.today)
        race_km = quantities.ask(
            "Its distance", "distance_km", low=0.1, high=500.0, value=setting.race_km, step=1.0,
            key=named("race_far"),
        )  # fmt: skip
        if st.form_submit_button("Plan my weeks", type="primary", icon=":material/calendar_month:"):
            try:
                planning.set_weeks(
                    session.store(),
                    person.athlete_id,
                    days=plan.days_of(chosen, hard=chosen_hard, long=chosen_long),
                    goal=goal,
                    race_on=race_on,
                    race_km=race_km,
                )
            except AnalyticsError as error:
                st.error(frame.plain(str(error)), icon=":material/block:")
            else:
                st.rerun()


frame.heading("Week plan", page.line)
if page.stopped:
    st.error(frame.plain(page.stopped), icon=":material/front_hand:")
    frame.end()
if page.setting.is_guessed:
    st.info(
        "These days are read from your running log, which cannot tell a hard run from an easy one. "
        "Say what your weeks are like, and the plan fits better.",
        icon=":material/edit_calendar:",
    )
with st.expander("What your weeks are like", icon=":material/tune:", expanded=page.setting.is_guessed):
    ask_weeks()

for number, week in enumerate(page.weeks, 1):
    show_week(number, week)
st.download_button(
    "All of it into your calendar",
    session.later(plan.calendar, now_utc=now_utc, **asked),
    file_name="hip-strength.ics",
    mime="text/calendar",
    icon=":material/event:",
    on_click="ignore",
    key=named("calendar"),
    help="A calendar file with an entry for each session. A new file of it replaces the old entries.",
)
if page.next_steps:
    st.header("What comes next, exercise by exercise", anchor=False)
    st.caption(
        "One thing changes at a time, by what you logged. Conventions: no trial stands behind the numbers."
    )
    for one in page.next_steps:
        show_next(one)
