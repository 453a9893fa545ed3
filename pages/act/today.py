"""Today: the action first, then the short questions it depends on, then why."""

from __future__ import annotations

import datetime as dt
from functools import partial

from analytics.intake import advising, entering, guiding
from analytics.knowledge import units
from analytics.reports import followed, guided, today
from analytics.reports.routine_card import RoutineCard
from analytics.reports.today import Advice
from pages.shared import entries, frame, quantities, session
from pages.shared.shown import st

frame.guard()

MARK = {"amber": ":orange[:material/warning:] ", "caution": ":orange[:material/error:] "}
PAIN = tuple(range(11))
YES_NO = {True: "Yes", False: "No"}


def ask(key: str, default: object = None) -> object:
    """Give what was answered on the last run: the answers stand below what they decide."""
    return st.session_state.get(f"{key}_{person.athlete_id}", default)


def planned() -> float | None:
    """Give the kilometres that are planned for today; the field for them stands further down."""
    given = st.session_state.get(quantities.named(named("planned_km")))
    return None if given is None else units.stored(float(given), "distance_km")


def named(key: str) -> str:
    return f"{key}_{person.athlete_id}"


def ticked_signs() -> tuple[str, ...] | None:
    """None as long as nobody said anything; an empty tuple says that none applies."""
    ticked = tuple(one.id for group in today.red_flags().values() for one in group if ask(f"sign_{one.id}"))
    return ticked if ticked or ask("any_sign") is False else None


def show_evidence(one: Advice) -> None:
    """The rows of evidence behind a rule, folded."""
    with st.expander(f"Why: rule {one.rule_id}, certainty {one.certainty}"):
        for row in one.evidence:
            studied = f"In whom: {row.population}. Result: {row.result}. Certainty {row.certainty}."
            st.markdown(
                f"{frame.plain(row.claim)}  \n:gray[{frame.plain(studied)}]  \n[Read it]({row.address})"
            )


def show_advice(one: Advice) -> None:
    """One recommendation: what, what to do, why, and the evidence folded."""
    with st.container(border=True):
        st.markdown(f"{MARK.get(one.kind, '')}**{frame.plain(one.headline)}**")
        st.text(one.action)
        st.caption(frame.plain(one.reason))
        show_evidence(one)


def show_steps(card: RoutineCard) -> None:
    """What to do, one after the other."""
    st.markdown("\n".join(f"1. {frame.plain(one.what)}: **{one.amount}**, {one.then}" for one in card.steps))


def show_how(card: RoutineCard) -> None:
    """How each exercise is done, and what often goes wrong."""
    for item in card.items:
        why = f"{item.reason} What often goes wrong: {item.common_fault}"
        st.markdown(
            f"**{frame.plain(item.name)}** · {frame.plain(item.amount)}  \n"
            f"{frame.plain(item.cue)}  \n:gray[{frame.plain(why)}]"
        )


def show_routine(card: RoutineCard, *, key: str) -> None:
    """The routine as steps, and one click to log it."""
    with st.container(border=True, key=named(f"routine_{key}")):
        st.header(card.title, anchor=False)
        st.caption(frame.plain(card.line))
        frame.tabs(
            {"Steps": partial(show_steps, card), "How each is done": partial(show_how, card)},
            key=named(f"tabs_{key}"),
        )
        for note in card.notes:
            st.caption(frame.plain(note))
        if card.source_words:
            st.caption(frame.plain(card.source_words))
        if st.button("Done: log it", type="primary", icon=":material/check:", key=named(f"log_{key}")):
            entries.log(
                person.athlete_id, card.sets, day=page.day, title=card.title, said=f"Logged: {card.line}."
            )


def ask_for_the_morning() -> None:
    """The one question that can only be asked a day later; once answered it is gone."""
    asked = session.report(guided.morning, athlete_id=person.athlete_id, today=dt.date.today())
    if asked is None:
        return
    with st.container(border=True, key=named("morning")):
        st.markdown(f"**{frame.plain(asked.question)}**")
        pain = st.pills("Pain that morning, 0 to 10 (if you like)", PAIN, key=named("morning_pain"))
        with st.container(horizontal=True):
            for words, worse in (("Settled, or as before", False), ("Worse than before", True)):
                if st.button(words, key=named(f"morning_{worse}")):
                    guiding.answer_morning(session.store(), asked.token, worse=worse, pain_0_10=pain)
                    st.rerun()


def offer_to_decline(plan: Advice) -> None:
    """Say no to the plan, and why; a second tap takes it back."""
    whose = {"athlete_id": person.athlete_id, "day": page.day}
    kept = session.report(followed.declined, **whose).get(plan.rule_id)
    with st.expander("Not today?" if kept is None else f"Not today: {followed.REASONS[kept].lower()}"):
        chosen = st.pills(
            "Why",
            list(followed.REASONS),
            format_func=followed.REASONS.get,
            default=kept,
            key=named("declined"),
        )
        if chosen == "sore":
            st.caption("Say below how much it hurts and where: the plan then looks different.")
        if chosen != kept:
            advising.decline(
                session.store(), person.athlete_id, page.day, rule_id=plan.rule_id, because=chosen
            )
            st.rerun()


def ask_signs() -> None:
    """Which of the warning signs apply."""
    for heading, group in today.red_flags().items():
        st.caption(heading)
        for sign in group:
            st.checkbox(sign.words, key=named(f"sign_{sign.id}"))


def tell_more() -> None:
    """What the plan may depend on, and is seldom told."""
    sites = {one.id: one.words for one in today.sites()}
    kits = {one.id: one.words for one in today.kits()}
    st.pills("Pain in the last session, 0 to 10", PAIN, key=named("pain_last"))
    st.pills("Worse the next morning?", list(YES_NO), format_func=YES_NO.get, key=named("next_morning"))
    st.selectbox(
        "Where",
        list(sites),
        format_func=sites.get,
        index=None,
        placeholder="Not said",
        key=named("pain_site"),
    )
    quantities.ask("Run planned today", "distance_km", low=0.0, high=200.0, step=1.0, key=named("planned_km"))
    st.number_input("Days to your next race", 0, 365, None, key=named("race_in_days"))
    st.selectbox("Level", list(today.LEVELS), format_func=today.LEVELS.get, index=None, key=named("level"),
                 placeholder=today.level_words(page.level))  # fmt: skip
    st.selectbox("Kit", list(kits), format_func=kits.get, index=None, key=named("kit"),
                 placeholder=kits.get(page.kit or "", "No kit"))  # fmt: skip
    st.pills("Wrists fine?", list(YES_NO), format_func=YES_NO.get, key=named("wrists_ok"))
    if st.button("Remember level and kit", disabled=not (ask("level") or ask("kit"))):
        entering.update_athlete(
            session.store(), person.athlete_id, level=ask("level") or page.level, kit=ask("kit") or page.kit
        )
        st.rerun()


def show_history() -> None:
    """What was recommended on the days before, and what came of it."""
    history = session.report(followed.gather, athlete_id=person.athlete_id, day=page.day)
    st.text(history.tally.words)
    st.markdown(
        "\n\n".join(
            f"**{frame.plain(one.day_words)}** · {frame.plain(one.outcome)}  \n"
            f":gray[{frame.plain(one.headline)} · rule {frame.plain(one.rule)}]"
            for one in history.past
        )
    )
    st.caption("What followed is counted, not explained: it need not come from what was recommended.")


def show_open_questions() -> None:
    """What no rule could judge, and what it would take."""
    for one in page.open_questions:
        st.markdown(
            f"**{frame.plain(one.headline)}**  \n{frame.plain(one.reason)}  \n"
            f":gray[{frame.plain(one.action)}]"
        )


def show_studies() -> None:
    """What holds whatever the day is like."""
    st.text(page.standing.reason)
    show_evidence(page.standing)


person = frame.whose()
page = session.report(
    today.gather,
    athlete_id=person.athlete_id,
    today=dt.date.today(),
    red_flags=ticked_signs(),
    pain_now_0_10=ask("pain_now"),
    pain_last_session_0_10=ask("pain_last"),
    worse_next_morning=ask("next_morning"),
    pain_site=ask("pain_site"),
    minutes=ask("minutes", 5),
    planned_run_m=today.metres(planned()),
    race_in_days=ask("race_in_days"),
    level=ask("level"),
    kit=ask("kit"),
    wrists_ok=ask("wrists_ok"),
)
advising.remember(session.store(), person.athlete_id, page.day, page.given)
frame.heading("Today", page.line)
entries.say(person.athlete_id)
ask_for_the_morning()
if page.checkin_due:
    frame.link("record/checkin.py", page.checkin_due, icon="checklist")

# 1. The action.
for one in page.stops:
    st.error(f"**{frame.plain(one.headline)}**  \n{frame.plain(one.action)}", icon=":material/front_hand:")
    st.text(one.reason)
    show_evidence(one)
if page.plan:
    with st.container(border=True):
        st.markdown(f"**{frame.plain(page.plan.headline)}**")
        st.caption(frame.plain(page.plan.reason))
        with st.container(horizontal=True):
            if page.five_plan and st.button(
                "Start the five-minute hip-dip routine",
                type="primary" if page.routine else "secondary",
                icon=":material/play_arrow:",
            ):
                frame.begin_session(page.five_plan)
            if page.has_longer_routine and st.button("Start the whole routine", icon=":material/play_arrow:"):
                frame.begin_session(page.routine_plan)
        st.caption(frame.plain(page.plan.action))
        if page.condition:
            st.caption(frame.plain(page.condition))
        if page.remembered:
            st.caption(frame.plain(page.remembered))
        if page.routine:
            offer_to_decline(page.plan)
        show_evidence(page.plan)
if page.five_minutes:
    frame.fold(
        "The five minutes step by step, or log them as done",
        partial(show_routine, page.five_minutes, key="five"),
        key=named("five_steps"),
        icon="list",
    )
if page.routine and page.has_longer_routine:
    frame.fold(
        "The whole routine step by step, or log it as done",
        partial(show_routine, page.routine, key="whole"),
        key=named("whole_steps"),
        icon="list",
    )

# 2. What it depends on.
st.header("How is it today?", anchor=False)
st.pills("Pain now, 0 to 10", PAIN, key=named("pain_now"))
st.pills("Minutes you have", [5, 10, 15, 20, 30], default=5, key=named("minutes"))
st.pills("Does a warning sign apply?", list(YES_NO), format_func=YES_NO.get, key=named("any_sign"))
frame.fold(
    "The warning signs", ask_signs, key=named("signs"), icon="emergency", opened=ask("any_sign") is True
)
frame.fold("More about today", tell_more, key=named("more"), icon="tune")

# 3. Why, and what is missing.
if page.notices:
    st.header("Mind this", anchor=False)
    for one in page.notices:
        show_advice(one)
frame.fold("What was recommended lately, and what followed", show_history, key="history", icon="history")
if page.open_questions:
    frame.fold(
        "What could not be judged, and what is missing", show_open_questions, key="questions", icon="help"
    )
frame.fold("What the studies say", show_studies, key="studies", icon="menu_book")
