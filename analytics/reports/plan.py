"""The weeks ahead: sessions around the running, every decision with its rule, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from analytics.advice import progression, week_plan
from analytics.advice.pain_rules import sore_place
from analytics.advice.routine_parts import RoutineItem
from analytics.advice.rules import recommend
from analytics.advice.situation import Situation
from analytics.advice.week_plan import Goal, PlannedSession, PlannedWeek, PlanWish, Running
from analytics.advice.weekly_dose import holds_still
from analytics.errors import AnalyticsError
from analytics.handouts import calendar_file, printed, watch_workout
from analytics.knowledge import evidence, exercises, routine_rules, written
from analytics.metrics import make_up
from analytics.period import week_start
from analytics.reports import guided, situations
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.reports.situations import Answers
from analytics.store import Reader

WEEKS_AHEAD = 4
LOOK_BACK_DAYS = 42
USUAL_SHARE = 0.5
"""A day counts as a running day where at least so many of its weeks had a run."""
PROGRESS_DAYS = 60
SORE_PAIN = 3.0
EASY_SHARE = 0.6
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNKNOWN_WEEK: tuple[Running, ...] = ("rest", "easy", "rest", "easy", "rest", "easy", "long")
GOALS = {None: "Let the dose decide", "build": "Build", "keep": "Keep"}
PHASES = {
    "start": "starting", "build": "building", "keep": "keeping", "hold": "holding still",
    "deload": "an easy week", "taper": "easing before the race", "race": "race week",
}  # fmt: skip
MOVES = {
    "reps": "One repetition more", "seconds": "Hold longer", "sets": "One set more",
    "version": "A harder form", "load": "A little more load",
    "stay": "The same again", "back": "A step back", "wait": "Wait",
}  # fmt: skip


@dataclass(frozen=True)
class Why:
    """One decision in words, with its rule and what stands behind it."""

    rule_id: str
    words: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class SessionCard:
    """One planned session."""

    day: dt.date
    day_words: str
    title: str
    line: str
    when: str
    reason: str
    exercises: tuple[str, ...]
    plan: str
    is_next: bool
    is_past: bool


@dataclass(frozen=True)
class WeekCard:
    """One planned week."""

    title: str
    line: str
    sessions: tuple[SessionCard, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True)
class NextCard:
    """What comes next for one exercise."""

    exercise: str
    last: str
    move: str
    then: str
    why: Why


@dataclass(frozen=True)
class Setting:
    """What the plan was made for, as the page asks it."""

    days: tuple[Running, ...]
    is_guessed: bool
    goal: Goal | None
    race_on: dt.date | None
    race_km: float | None


@dataclass(frozen=True)
class Plan:
    """Everything the plan page shows; `stopped` says why there is no plan, where there is none."""

    line: str
    today: dt.date
    setting: Setting
    stopped: str | None
    weeks: tuple[WeekCard, ...]
    next_steps: tuple[NextCard, ...]
    is_youth: bool


def gather(reader: Reader, *, athlete_id: int, today: dt.date) -> Plan:
    """Gather the plan of an athlete from today on.

    Raises
    ------
    AnalyticsError
        If there is no such athlete.
    """
    made = _made(reader, athlete_id=athlete_id, today=today)
    next_day = next((one.day for week in made.weeks for one in week.sessions if one.day >= made.day), None)
    return Plan(
        line=f"{made.name} · four weeks from {written.date(made.monday)}",
        today=made.day,
        setting=made.setting,
        stopped=made.stopped,
        weeks=tuple(
            _week(week, today=made.day, next_day=next_day, logged=made.situation.hip_sets_this_week)
            for week in made.weeks
        ),
        next_steps=() if made.stopped else _next_steps(reader, athlete_id, made),
        is_youth=made.is_youth,
    )


def calendar(reader: Reader, *, athlete_id: int, today: dt.date, now_utc: dt.datetime) -> bytes:
    """Give the plan as a calendar file."""
    made = _made(reader, athlete_id=athlete_id, today=today)
    return calendar_file.calendar_file(made.weeks, plan_id=f"athlete-{athlete_id}", made_at_utc=now_utc)


def sheets(reader: Reader, *, athlete_id: int, today: dt.date, week: int) -> bytes:
    """Give the sessions of one planned week, counted from 1, as a PDF, a page or two each."""
    made = _made(reader, athlete_id=athlete_id, today=today)
    sessions = made.weeks[week - 1].sessions
    title = _week_title(made.weeks[week - 1])
    return printed.routine_sheets(
        [(f"{_day_words(one.day)}: {_title(one)}", one.routine) for one in sessions],
        title=title,
        made_on=made.day,
    )


def watch_file(
    reader: Reader, *, athlete_id: int, today: dt.date, day: dt.date, now_utc: dt.datetime
) -> bytes:
    """Give the session of one day as a FIT workout for a watch.

    Raises
    ------
    AnalyticsError
        If no session is planned on that day.
    """
    made = _made(reader, athlete_id=athlete_id, today=today)
    for week in made.weeks:
        for one in week.sessions:
            if one.day == day:
                return watch_workout.fit_workout(one.routine, name=_title(one), made_at_utc=now_utc)
    raise AnalyticsError("No session is planned on that day any more.")


@dataclass(frozen=True)
class _Made:
    name: str
    day: dt.date
    monday: dt.date
    setting: Setting
    stopped: str | None
    weeks: tuple[PlannedWeek, ...]
    situation: Situation
    is_youth: bool
    level_cap: int


def _made(reader: Reader, *, athlete_id: int, today: dt.date) -> _Made:
    athlete = reader.row("today_athlete", athlete_id=athlete_id)
    if athlete is None:
        raise AnalyticsError("There is no such athlete.")
    day = situations.as_of(athlete, today)
    situation = situations.gather(reader, athlete=athlete, day=day, answers=Answers())
    library = exercises.load()
    setting = _setting(reader, athlete_id, day)
    stop = next((one for one in recommend(situation, evidence=evidence.load(), exercises=library)
                 if one.kind == "stop"), None)  # fmt: skip
    site, state = sore_place(situation)
    monday = week_start(day)
    is_youth = bool(situation.is_minor)
    wish = PlanWish(
        monday=monday,
        days=setting.days,
        weeks=WEEKS_AHEAD,
        goal=setting.goal,
        level=situation.level,
        kit=situation.kit,
        site=site,
        state=state,
        wrists_ok=situation.wrists_ok is not False,
        youth=is_youth,
        hip_sets_mean=situation.hip_sets_mean,
        hip_dose=situation.hip_dose,
        weeks_since_easy=_weeks_since_easy(reader, athlete_id, monday),
        race=setting.race_on,
        race_km=setting.race_km,
        run_change_pct=situation.run_change_pct,
        sore_sessions=_sore_sessions(reader, athlete_id, day),
    )
    states = routine_rules.load().injury_states
    cap = states[state].level_cap if state else None
    return _Made(
        name=str(athlete["name"]),
        day=day,
        monday=monday,
        setting=setting,
        stopped=None if stop is None else f"{stop.headline} {stop.action}",
        weeks=() if stop is not None else week_plan.plan(wish, exercises=library),
        situation=situation,
        is_youth=is_youth,
        level_cap=cap or max(situation.level or 1, 1) + 1,
    )


# What the weeks are like


def _setting(reader: Reader, athlete_id: int, day: dt.date) -> Setting:
    said = reader.row("week_setting", athlete_id=athlete_id)
    if said is None:
        return Setting(_usual_days(reader, athlete_id, day), True, None, None, None)
    race_on = as_day(said["race_on"])
    return Setting(
        days=cast("tuple[Running, ...]", tuple(str(said["running_days"]).split(","))),
        is_guessed=False,
        goal=cast("Goal | None", said["hip_goal"] if isinstance(said["hip_goal"], str) else None),
        race_on=race_on if race_on is not None and race_on >= day else None,
        race_km=None if pd.isna(said["race_km"]) else float(said["race_km"]),
    )


def _usual_days(reader: Reader, athlete_id: int, day: dt.date) -> tuple[Running, ...]:
    """Read the usual week from the running log: which days are run, and which holds the longest run.

    Which runs are hard, a log of distances cannot say.
    """
    found = reader.frame(
        "running_by_weekday", athlete_id=athlete_id, since=day - dt.timedelta(days=LOOK_BACK_DAYS), until=day
    )
    days: list[Running] = ["rest"] * 7
    longest_m, longest_day = 0.0, -1
    for row in records(found):
        weekday = int(row["weekday"]) - 1
        if row["days_run"] < USUAL_SHARE * row["days_covered"]:
            continue
        days[weekday] = "easy"
        distance_m = 0.0 if pd.isna(row["distance_m"]) else float(row["distance_m"])
        if distance_m > longest_m:
            longest_m, longest_day = distance_m, weekday
    if longest_day < 0:
        return UNKNOWN_WEEK
    days[longest_day] = "long"
    return tuple(days)


def _weeks_since_easy(reader: Reader, athlete_id: int, monday: dt.date) -> int | None:
    """Count whole weeks since one with much less hip work than the three before; None where none is known."""
    weeks = reader.frame("weeks", athlete_id=athlete_id)
    starts = pd.to_datetime(weeks["week_start"])
    sets = pd.to_numeric(weeks["hip_sets"]).astype(float)[(starts < pd.Timestamp(monday)).to_numpy()].tolist()
    for back in range(1, min(len(sets) - 3, 12) + 1):
        before = sets[-back - 3 : -back]
        if any(pd.isna(value) for value in [*before, sets[-back]]):
            return None
        if sum(before) > 0 and sets[-back] < EASY_SHARE * sum(before) / 3:
            return back - 1
    return None


def _sore_sessions(reader: Reader, athlete_id: int, day: dt.date) -> int:
    """Count the newest days of strength work in a row with pain of 3 or more."""
    rows = _exercise_days(reader, athlete_id, day)
    if rows.empty:
        return 0
    worst = pd.to_numeric(rows["pain_0_10"]).groupby(rows["performed_on"]).max().sort_index(ascending=False)
    count = 0
    for pain in worst:
        if pd.isna(pain) or pain < SORE_PAIN:
            break
        count += 1
    return count


# In words


def _week(week: PlannedWeek, *, today: dt.date, next_day: dt.date | None, logged: float | None) -> WeekCard:
    low, high = written.sets(week.low), written.sets(week.high)
    target = high if low == high else f"{low} to {high}"
    is_now = week.monday <= today < week.monday + dt.timedelta(days=7)
    so_far = f"; {written.sets(logged)} logged so far" if is_now and logged is not None else ""
    return WeekCard(
        title=_week_title(week),
        line=f"{written.sets(week.hip_sets)} hip sets planned; target {target}{so_far}",
        sessions=tuple(_session(one, next_day=next_day, today=today) for one in week.sessions),
        why=tuple(_why(one) for one in week.decisions),
    )


def _week_title(week: PlannedWeek) -> str:
    return f"{written.week(week.monday).capitalize()}: {PHASES[week.phase]}"


def _title(one: PlannedSession) -> str:
    minutes = max(1, round(one.routine.minutes))
    return f"{'Hip dips' if one.is_dips else 'Hip strength'}, {minutes} min"


def _day_words(day: dt.date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {written.date(day)}"


def _session(one: PlannedSession, *, next_day: dt.date | None, today: dt.date) -> SessionCard:
    return SessionCard(
        day=one.day,
        day_words=_day_words(one.day),
        title=_title(one),
        line=f"{written.sets(one.routine.hip_sets)} hip sets, level {one.routine.level}, {one.when}",
        when=one.when,
        reason=one.reason,
        exercises=tuple(_item(item) for item in one.routine.items),
        plan=guided.plan(one.routine),
        is_next=one.day == next_day,
        is_past=one.day < today,
    )


def _item(item: RoutineItem) -> str:
    return f"{item.exercise.name}: {written.dose(item.sets, item.reps, item.seconds, per_side=item.per_side)}"


def _why(decision: week_plan.Decision) -> Why:
    rows = evidence.load()
    return Why(decision.rule_id, decision.words, tuple(rows[one].claim for one in decision.evidence_ids))


# What comes next


def _exercise_days(reader: Reader, athlete_id: int, day: dt.date) -> pd.DataFrame:
    return reader.frame(
        "exercise_days", athlete_id=athlete_id, since=day - dt.timedelta(days=PROGRESS_DAYS), until=day
    )


def _next_steps(reader: Reader, athlete_id: int, made: _Made) -> tuple[NextCard, ...]:
    """Say for every exercise of the last weeks what comes next, the latest done first."""
    library = exercises.load()
    done: dict[str, list[progression.Done]] = {}
    for row in records(_exercise_days(reader, athlete_id, made.day)):
        if str(row["exercise_id"]) in library:
            done.setdefault(str(row["exercise_id"]), []).append(_done(row))
    cards = []
    for exercise_id, days in sorted(
        done.items(), key=lambda pair: max(one.day for one in pair[1]), reverse=True
    ):
        step = progression.next_step(
            library[exercise_id],
            days,
            today=made.day,
            exercises=library,
            level_cap=made.level_cap,
            may_grow=not holds_still(made.situation),
            youth=made.is_youth,
        )
        last = max(days, key=lambda one: one.day)
        cards.append(
            NextCard(
                exercise=library[exercise_id].name,
                last=f"{_dose(int(last.sets), last.reps, last.seconds)} on {written.date(last.day)}",
                move=MOVES[step.move],
                then=_then(exercise_id, step),
                why=_why(step.decision),
            )
        )
    return tuple(cards)


def _then(exercise_id: str, step: progression.NextStep) -> str:
    """Say how much comes next; another form by its name."""
    much = _dose(step.sets, step.reps, step.seconds)
    return much if step.exercise.id == exercise_id else f"{step.exercise.name}: {much}"


def _dose(n: int, reps: float | None, seconds: float | None) -> str:
    if reps is None and seconds is None:
        return written.count(n, "set")
    return written.dose(n, None if reps is None else int(reps), seconds, per_side=False)


def _done(row: dict[str, Any]) -> progression.Done:
    left, right = row["left_amount"], row["right_amount"]
    both = pd.notna(left) and pd.notna(right)
    apart = make_up.asymmetry_pct(float(left), float(right)) if both else None
    day = as_day(row["performed_on"])
    assert day is not None
    return progression.Done(
        day=day,
        sets=float(row["sets"]),
        reps=_known(row["reps"]),
        seconds=_known(row["duration_s"]),
        rir=_known(row["rir"]),
        pain_0_10=_known(row["pain_0_10"]),
        sides_apart_pct=apart,
    )


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def days_of(run: Sequence[str], *, hard: Sequence[str], long: str | None) -> tuple[Running, ...]:
    """Put what a person ticked together: the days run, which of them are hard, which is the long one.

    Examples
    --------
    >>> days_of(["Tuesday", "Sunday"], hard=["Tuesday"], long="Sunday")
    ('rest', 'hard', 'rest', 'rest', 'rest', 'rest', 'long')
    """

    def kind(name: str) -> Running:
        if name == long:
            return "long"
        if name in hard:
            return "hard"
        return "easy" if name in run else "rest"

    return tuple(kind(name) for name in DAY_NAMES)
