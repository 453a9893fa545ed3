"""Weekly check-in: one question at a time, kept with every touch; then wellness, past weeks, the squad."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from analytics.charts import checkin as checkin_chart
from analytics.errors import AnalyticsError
from analytics.intake import checking_in, injuries
from analytics.intake.checking_in import Answered, Week
from analytics.reports import checkin, checkin_squad
from analytics.reports import checkin_questions as questions
from analytics.reports.checkin import Last, Problem
from pages.shared import body_map, frame, pickers, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
today = dt.date.today()
PAIN = tuple(range(11))
FIVE = tuple(range(1, 6))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def named(key: str) -> str:
    return f"checkin_{key}_{person.athlete_id}"


page = session.report(
    checkin.gather, athlete_id=person.athlete_id, today=today, week=st.session_state.get(named("week"))
)


def this_week(key: str) -> str:
    """The key of something that belongs to the week that is asked for."""
    return named(f"{key}_{page.monday}")


def answered(one: Problem) -> Answered:
    return Answered(**one.answers)


def keep(
    problems: tuple[Answered, ...] | None = None,
    *,
    is_without: bool | None = None,
    wellness: dict[str, int | None] | None = None,
) -> None:
    """Keep the week with what was just touched, and show what comes next."""
    week = Week(
        page.is_without_problem if is_without is None else is_without,
        tuple(answered(one) for one in page.problems) if problems is None else problems,
        page.wellness if wellness is None else wellness,
    )
    try:
        followed = checking_in.save(session.store(), person.athlete_id, page.monday, week)
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
        return
    if followed.opened:
        st.session_state[this_week("opened")] = True
    st.rerun()


def change(one: Problem, **news: object) -> None:
    """Keep one problem of the week with new answers."""
    keep(tuple(replace(answered(each), **news) if each is one else answered(each) for each in page.problems))


def big_buttons(key: str, options: dict[object, str]) -> object:
    """One large button an answer; gives the one that was touched."""
    chosen = None
    with st.container(key=named(f"big_{key}")):
        for value, words in options.items():
            if st.button(words, width="stretch", key=this_week(f"{key}_{value}")):
                chosen = value
    return chosen


def ask_first(*, is_another: bool = False) -> None:
    """The first question is the gatekeeper: no problem ends it."""
    st.header(questions.ANOTHER if is_another else questions.QUESTIONS["q1"], anchor=False)
    options = {value: words for value, words in questions.OPTIONS["q1"].items() if value or not is_another}
    value = big_buttons("q1", options)
    if is_another and st.button("That was all", key=this_week("all")):
        st.session_state.pop(this_week("another"), None)
        st.rerun()
    if value == 0:
        keep((), is_without=True)
    elif value is not None:
        st.session_state.pop(this_week("another"), None)
        keep((*(answered(one) for one in page.problems), Answered(int(value))), is_without=False)


def ask_whether_still(one: Problem, lasts: tuple[Last, ...]) -> None:
    """What was there at the last answer is offered first: then nobody points at it twice."""
    st.header("Is it the same as last time?", anchor=False)
    options = {number: f"Still: {last.words.lower()}" for number, last in enumerate(lasts)}
    value = big_buttons("still", {**options, "other": "Something else"})
    if value is None:
        return
    st.session_state[this_week(f"still_{one.number}")] = True
    if value == "other":
        st.rerun()
    last = lasts[int(value)]
    change(one, problem_kind=last.kind, site=last.site, side=last.side)


def ask_next(one: Problem) -> None:
    """The question that is open for a problem."""
    taken = {(each.answers["site"], each.answers["side"]) for each in page.problems}
    lasts = tuple(last for last in page.lasts if (last.site, last.side) not in taken)
    question = one.open_question
    if (
        one.answers["problem_kind"] is None
        and lasts
        and not st.session_state.get(this_week(f"still_{one.number}"))
    ):
        ask_whether_still(one, lasts)
    elif question in questions.QUESTIONS:
        st.header(questions.QUESTIONS[question], anchor=False)
        value = big_buttons(question, questions.OPTIONS[question])
        if value is not None:
            change(one, **{question: value})
    elif question == "kind":
        st.header("What is it?", anchor=False)
        value = big_buttons("kind", questions.KINDS)
        if value is not None:
            change(one, problem_kind=value)
    elif question == "place":
        st.header("Where is it?", anchor=False)
        place = body_map.choose(this_week(f"place_{one.number}"))
        if place is not None:
            change(one, site=place[0], side=place[1])
    elif question == "pain":
        st.header(f"{one.place}: pain at its worst, 0 to 10?", anchor=False)
        with st.container(key=this_week("pain_row")):
            pain = st.pills(
                "Pain at its worst", PAIN, label_visibility="collapsed", key=this_week(f"pain_{one.number}")
            )
        if pain is not None:
            change(one, pain_0_10=float(pain))
        if st.button("Not said", key=this_week(f"no_pain_{one.number}")):
            st.session_state[this_week(f"pain_skipped_{one.number}")] = True
            st.rerun()


def show_answers() -> None:
    """What is kept of the week, and what can be done with it."""
    if page.is_without_problem:
        st.success("Kept: no health problem. That is all.", icon=":material/check:")
    for one in page.problems:
        st.success(frame.plain(f"Kept. {one.words}"), icon=":material/check:")
    if st.session_state.get(this_week("opened")):
        st.caption(
            "It was not in your injury log yet, so it was opened there, with this week as its beginning. "
            "Undo takes it out again."
        )
        frame.link("record/log_injury.py", "Say more about it in the injury log", icon="personal_injury")
    with st.container(horizontal=True):
        if page.problems and st.button("Another problem this week", icon=":material/add:"):
            st.session_state[this_week("another")] = True
            st.rerun()
        if st.button("Answer again", icon=":material/edit:"):
            keep((), is_without=False)
    for one in page.open_injuries:
        if st.session_state.get(this_week(f"there_{one.injury_id}")):
            continue
        with st.container(border=True, key=this_week(f"over_{one.injury_id}")):
            st.markdown(f"**{frame.plain(one.words)}.** Is it over?")
            with st.container(horizontal=True):
                if st.button("It is over", key=this_week(f"close_{one.injury_id}")):
                    injuries.close(session.store(), person.athlete_id, one.injury_id, page.monday)
                    st.rerun()
                if st.button("Still there", key=this_week(f"still_there_{one.injury_id}")):
                    st.session_state[this_week(f"there_{one.injury_id}")] = True
                    st.rerun()


def ask_wellness() -> None:
    """Five short ones, each kept at once; none has to be answered."""
    st.header("How was the week? If you like", anchor=False)
    st.caption("1 to 5, and 5 is best. For your own eyes: no rule of this program reads it.")
    for name, (label, low, high) in questions.WELLNESS.items():
        now = page.wellness[name]
        with st.container(key=this_week(f"row_{name}")):
            chosen = st.pills(f"{label}: 1 {low}, 5 {high}", FIVE, default=now, key=this_week(name))
        if chosen != now:
            keep(wellness={**page.wellness, name: chosen})


def show_reminder() -> None:
    """A weekly entry for one's own calendar."""
    with st.expander("Remind me every week", icon=":material/notifications:"):
        first, second = st.columns(2)
        weekday = first.selectbox(
            "Day", list(range(7)), index=6, format_func=DAYS.__getitem__, key=named("day")
        )
        at = second.time_input("Time", dt.time(19), key=named("time"))
        title = st.text_input(
            "What your calendar shows", "Weekly note", max_chars=60, key=named("title"),
            help="Others may see your calendar: it says nothing about your health unless you write it here.",
        )  # fmt: skip
        st.caption(f"Time zone: {page.zone or 'that of your calendar'}.")
        st.download_button(
            "Reminder for your calendar",
            session.later(
                checkin.reminder, athlete_id=person.athlete_id, weekday=weekday, at=at, title=title,
                today=today, now_utc=dt.datetime.now(dt.UTC).replace(tzinfo=None),
            ),
            file_name="weekly-note.ics", mime="text/calendar", icon=":material/event_repeat:",
            on_click="ignore", key=named("reminder"),
        )  # fmt: skip


def show_squad() -> None:
    """The squad's weeks, for a coach."""
    everybody = frame.everybody()
    if everybody.is_alone:
        return
    st.header("The squad's answers", anchor=False)
    members = everybody.members(pickers.squad(everybody))
    squad = session.report(
        checkin_squad.gather, athlete_ids=tuple(one.athlete_id for one in members), today=page.day
    )
    st.caption(frame.plain(squad.line))
    drawing = session.picture(
        checkin_chart.draw, squad.cells, about=("squad", len(members), page.day.isoformat()),
        title="Who answered, and who had a problem?",
    )  # fmt: skip
    frame.draw(drawing, key="checkin_squad", level=4)
    frame.table(
        list(squad.rows),
        {
            "name": "Athlete",
            "answered": "Weeks answered",
            "share_pct": st.column_config.NumberColumn("Share", format="%.0f %%"),
            "latest": "The week due",
        },
        about="Answers of the squad, the fewest first",
    )


def forget_touches() -> None:
    """Drop what the widgets of the week remember, so that they show what is kept."""
    for key in [each for each in st.session_state if str(each).startswith("checkin_")]:
        if key != named("week"):
            st.session_state.pop(key, None)


frame.heading("Check-in", page.line)
left, right = st.columns([3, 1], vertical_alignment="center")
left.markdown(f"**{frame.plain(page.week_words)}**")
if page.can_undo and right.button("Undo", icon=":material/undo:", key=this_week("undo")):
    checking_in.undo(session.store(), person.athlete_id, page.monday)
    forget_touches()
    st.rerun()

open_problem = page.unfinished
if open_problem and st.session_state.get(this_week(f"pain_skipped_{open_problem.number}")):
    open_problem = next((one for one in page.problems if one.open_question not in (None, "pain")), None)
if st.session_state.get(this_week("another")):
    ask_first(is_another=True)
elif open_problem:
    ask_next(open_problem)
elif not page.is_answered:
    ask_first()
else:
    show_answers()
    ask_wellness()

st.header("Your weeks", anchor=False)
st.caption(frame.plain(page.response.words))
if page.response.asked:
    frame.draw(
        session.picture(
            checkin_chart.draw, page.strip, about=("own", person.athlete_id, page.day.isoformat()),
            title="Which weeks were answered, and what was the answer?",
        ),
        key="checkin_own", level=4,
    )  # fmt: skip
weeks = {one.monday.isoformat(): one.label for one in page.weeks}
st.selectbox(
    "Answer or change another week",
    list(weeks),
    index=list(weeks).index(page.monday.isoformat()) if page.monday.isoformat() in weeks else 0,
    format_func=lambda monday: weeks.get(monday, "?"),
    key=named("week"),
)
missing = [one.label for one in page.weeks if not one.is_answered and one.is_asked]
if missing:
    st.caption(frame.plain(f"Not answered: {', '.join(missing)}. A late answer counts, too."))
show_reminder()
show_squad()
st.caption(frame.plain(questions.SOURCE))
