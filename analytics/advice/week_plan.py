"""Weeks ahead: how much hip work, on which days around the running, when to ease, each with its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analytics.advice import routine, words
from analytics.advice.routine_parts import DEFAULT_LEVEL, Routine, blocks, compose
from analytics.advice.situation import RoutineState
from analytics.advice.weekly_dose import RUN_JUMP_PCT, START_BELOW, START_HIGH, START_LOW
from analytics.knowledge import dose, routine_rules
from analytics.knowledge.exercises import Exercise

Running = Literal["rest", "easy", "hard", "long"]
Goal = Literal["build", "keep"]
Phase = Literal["start", "build", "keep", "hold", "deload", "taper", "race"]

DAYS = 7
MOST_WEEKS = 12
KEY: tuple[Running, ...] = ("hard", "long")
HARDER_FROM_LEVEL = 3
"""From this level on the work is held back before a race for longer than easy hip dips are."""
DIPS_MINUTES = 5
HOURS_APART = "some hours after the run"
MINUTES_BY_RUNS: Mapping[int, tuple[int, int]] = {3: (20, 15), 5: (30, 15), DAYS: (20, 15)}
"""The longer and the shorter session, by how many days a week are run at most."""
MOST_DIPS = {3: 1, 5: 3, DAYS: 3}
LEAST_APART_DAYS = 2
LEAST_MINUTES = 2.0
"""A second session shorter than this is not worth changing for."""
EVEN_BELOW = 12.0
"""Below so many hip sets a week, two sessions share them evenly."""
RACE_KM = ((15.0, "5k_10k"), (30.0, "half"), (float("inf"), "marathon_plus"))


@dataclass(frozen=True)
class Decision:
    """What was decided, in words, with the rule and the rows of evidence behind it."""

    rule_id: str
    words: str
    evidence_ids: tuple[str, ...]


@dataclass(frozen=True)
class PlanWish:
    """What a plan is made for.

    Parameters
    ----------
    monday
        First day of the first week.
    days
        What is run on each day of a week, Monday first.
    goal
        Build or keep; None lets the dose decide: building below the lower end of the target.
    hip_sets_mean
        Mean of the last four known weeks; None where no week is known.
    hip_dose
        The decayed dose of now, hip sets a week; None where it is unknown.
    weeks_since_easy
        Whole weeks since the last eased one; None where nobody knows.
    race, race_km
        Day and distance of the next race.
    run_change_pct
        This week's running against the mean of the four before.
    sore_sessions
        Strength sessions in a row, the newest first, with pain of 3 or more.
    """

    monday: dt.date
    days: tuple[Running, ...]
    weeks: int = 4
    goal: Goal | None = None
    level: int | None = None
    kit: str | None = None
    site: str | None = None
    state: RoutineState | None = None
    wrists_ok: bool = True
    youth: bool = False
    hip_sets_mean: float | None = None
    hip_dose: float | None = None
    weeks_since_easy: int | None = None
    race: dt.date | None = None
    race_km: float | None = None
    run_change_pct: float | None = None
    sore_sessions: int = 0
    is_ill: bool = False


@dataclass(frozen=True)
class PlannedSession:
    """One session of hip work: its day, its routine, and why it stands there."""

    day: dt.date
    routine: Routine
    is_dips: bool
    when: str
    reason: str


@dataclass(frozen=True)
class PlannedWeek:
    """One week: its phase, its hip sets, its sessions, and every decision that made it so."""

    monday: dt.date
    phase: Phase
    low: float
    high: float
    sessions: tuple[PlannedSession, ...]
    decisions: tuple[Decision, ...]

    @property
    def hip_sets(self) -> float:
        """Give the hip sets of all sessions."""
        return sum(one.routine.hip_sets for one in self.sessions)


@dataclass(frozen=True)
class _Target:
    phase: Phase
    low: float
    high: float
    decisions: tuple[Decision, ...]
    share: float = 1.0  # of the sets; an eased week keeps its exercises and loses sets


def plan(wish: PlanWish, *, exercises: Mapping[str, Exercise]) -> tuple[PlannedWeek, ...]:
    """Plan weeks of hip work around the running.

    A red flag gives no weeks at all: there is nothing to plan before somebody has looked at it.

    Raises
    ------
    ValueError
        Where the days are not seven, or the weeks not between 1 and `MOST_WEEKS`.
    """
    if len(wish.days) != DAYS or not 1 <= wish.weeks <= MOST_WEEKS:
        raise ValueError(f"a plan needs seven days and 1 to {MOST_WEEKS} weeks")
    if wish.state == "red_flag":
        return ()
    made: list[PlannedWeek] = []
    base = wish.hip_sets_mean
    for number in range(wish.weeks):
        monday = wish.monday + dt.timedelta(weeks=number)
        target = _target(wish, number, base)
        before = made[-1].sessions if made else ()
        sessions, said = _sessions(wish, monday, target, before, exercises)
        week = PlannedWeek(
            monday, target.phase, target.low, target.high, sessions, (*target.decisions, *said)
        )
        made.append(week)
        if target.share == 1.0:  # after an eased week the plan goes on from where it was
            base = week.hip_sets if base is None else max(base, week.hip_sets)
    return tuple(made)


# How much


def _target(wish: PlanWish, number: int, base: float | None) -> _Target:
    monday = wish.monday + dt.timedelta(weeks=number)
    usual = _usual(wish, number, base)
    eased = _taper(wish, monday) or _deload(wish, number, is_start=usual.phase == "start")
    if eased is None:
        return usual
    phase, share, decision = eased
    return _Target(phase, usual.low * share, usual.high * share, (*usual.decisions, decision), share)


def _usual(wish: PlanWish, number: int, base: float | None) -> _Target:
    """Say how many hip sets a week takes before anything eases it."""
    rule = dose.rule()
    dose_now = wish.hip_dose if wish.hip_dose is not None else wish.hip_sets_mean
    if base is None or (dose_now is not None and dose_now < START_BELOW and number < 2):
        return _Target(
            "start", START_LOW, START_HIGH,
            (Decision("D1", f"Starting: {words.span(START_LOW, START_HIGH)} hip sets a week at first.",
                      ("convention-dose-target", "convention-start-low")),),
        )  # fmt: skip
    if number == 0 and (wish.run_change_pct or 0.0) > RUN_JUMP_PCT:
        return _Target(
            "hold", min(rule.maintain_min, base), base,
            (Decision("L2", f"Running is up {wish.run_change_pct:.0f} % on the four weeks before: hip sets "
                      f"stay where they are, {words.sets(base)}.", ("convention-hold-with-spike",)),),
        )  # fmt: skip
    goal = wish.goal or ("build" if (dose_now or 0.0) < rule.build_min else "keep")
    if goal == "keep":
        return _Target(
            "keep", rule.maintain_min, rule.maintain_max,
            (Decision("D1", f"Keeping: {words.span(rule.maintain_min, rule.maintain_max)} hip sets at once.",
                      ("convention-dose-target", "retention-one-session")),),
        )  # fmt: skip
    step = max(base * (1 + rule.weekly_step_pct / 100), base + rule.weekly_step_sets)
    high = min(rule.build_max, step, rule.weekly_cap)
    said = (
        f"Building towards {words.span(rule.build_min, rule.build_max)} hip sets a week, by at most "
        f"{rule.weekly_step_pct:.0f} % or {rule.weekly_step_sets:.0f} sets from the week before."
    )
    decision = Decision("D1", said, ("convention-dose-target", "convention-weekly-step"))
    return _Target("build", min(rule.build_min, high), high, (decision,))


def _deload(wish: PlanWish, number: int, *, is_start: bool) -> tuple[Phase, float, Decision] | None:
    rules = routine_rules.load()
    share = 1 - rules.deload_set_cut
    cut = f"{100 * rules.deload_set_cut:.0f} % fewer sets, the same exercises"
    ids = ("bell-2023-deload",)
    if number == 0 and wish.is_ill:
        return "deload", share, Decision("W3", f"An easy week after being ill: {cut}.", ids)
    if number == 0 and wish.sore_sessions >= 2:
        return "deload", share, Decision("W3", f"An easy week after two sore sessions: {cut}.", ids)
    every = rules.deload_every_weeks
    first = max(0, every - 1 - (wish.weeks_since_easy or 0))
    if not is_start and number >= first and (number - first) % every == 0:
        return (
            "deload", share,
            Decision("W3", f"An easy week, every {every}th: {cut}. A habit of coaches, no "
                     "trial behind it.", ids),
        )  # fmt: skip
    return None


def _taper(wish: PlanWish, monday: dt.date) -> tuple[Phase, float, Decision] | None:
    if wish.race is None:
        return None
    rules = race_rules(wish.race_km)
    weeks_to_race = (wish.race - dt.timedelta(days=wish.race.weekday()) - monday).days // DAYS
    ids = ("convention-taper-strength", "bosquet-2007-taper")
    if weeks_to_race == 0:
        share = rules["race_week_volume"]
        text = (
            f"Race week: {100 * share:.0f} % of the usual sets, nothing new; the last hip work "
            f"{rules['last_any_days_before']:.0f} days before the race"
        )
        if (wish.level or 1) >= HARDER_FROM_LEVEL:
            text += f", anything harder than level 2 {rules['last_level3plus_days_before']:.0f} days before"
        return "race", share, Decision("L3", f"{text}.", ids)
    if weeks_to_race == 1 and "week_minus_2" in rules:
        share = rules["week_minus_2"]
        return (
            "taper",
            share,
            Decision("L3", f"The week before race week: {100 * share:.0f} % of the usual sets.", ids),
        )
    return None


def race_rules(race_km: float | None) -> Mapping[str, float]:
    """Give the taper of a race by its distance; an unknown distance is read as a short race.

    Examples
    --------
    >>> race_rules(21.1)["week_minus_2"], "week_minus_2" in race_rules(None)
    (0.7, False)
    """
    name = next(name for longest, name in RACE_KM if (race_km or 0.0) <= longest)
    return routine_rules.load().taper[name]


# Which days


def _sessions(
    wish: PlanWish,
    monday: dt.date,
    target: _Target,
    before: Sequence[PlannedSession],
    exercises: Mapping[str, Exercise],
) -> tuple[tuple[PlannedSession, ...], tuple[Decision, ...]]:
    runs = sum(day != "rest" for day in wish.days)
    bracket = next(most for most in MINUTES_BY_RUNS if runs <= most)
    minutes: Sequence[int] = MINUTES_BY_RUNS[bracket]
    usual_high = target.high / target.share  # an eased week has as many sessions as a usual one
    if usual_high < dose.rule().build_min:
        minutes = minutes[:1]
    elif usual_high < EVEN_BELOW:  # two halves, rather than one session and a remainder of two minutes
        minutes = (max(minutes),) * len(minutes)
    if target.phase == "race":  # easy forms stay open until days before the race, harder ones do not
        wish = replace(wish, level=min(wish.level or DEFAULT_LEVEL, HARDER_FROM_LEVEL - 1))
    taken = [one.day for one in before if not one.is_dips]
    placed: list[PlannedSession] = []
    for each in minutes:
        room = target.high * each / sum(minutes)
        built = _built(wish, each, room, target.share, exercises)
        day = (
            None if built is None else _best_day(wish, monday, [*taken, *(one.day for one in placed)], built)
        )
        if built is None or day is None or (placed and built.minutes < LEAST_MINUTES):
            continue
        placed.append(PlannedSession(day, built, False, _when(wish, day), _why(wish, day)))
    dips = _built(wish, DIPS_MINUTES, None, target.share, exercises)
    if dips is not None and target.phase in ("build", "hold"):
        for _ in range(MOST_DIPS[bracket]):
            left = target.high - sum(one.routine.hip_sets for one in placed)
            day = _dips_day(wish, monday, [one.day for one in placed]) if dips.hip_sets <= left else None
            if day is None:
                break
            placed.append(
                PlannedSession(day, dips, True, "any time", "Five minutes of hip dips fit an easier day.")
            )
    placed.sort(key=lambda one: one.day)
    ids = ("convention-placement",)
    said = [
        Decision("W2", "Longer sessions stand on hard days after the run or on easy days, two days apart, "
                 "away from the day before a hard or long run where the week allows it.", ids),
    ]  # fmt: skip
    if not placed:
        said = [Decision("W2", "No day of this week has room for hip work.", ids)]
    return tuple(placed), tuple(said)


def _built(
    wish: PlanWish, minutes: int, room: float | None, share: float, exercises: Mapping[str, Exercise]
) -> Routine | None:
    """Build the session of a normal week, then take sets away in an eased one: the exercises stay."""
    built = routine.build(
        minutes=minutes, level=wish.level, kit=wish.kit, site=wish.site, state=wish.state,
        wrists_ok=wish.wrists_ok, youth=wish.youth, exercises=exercises,
        max_hip_sets=None if room is None else room / share,
    )  # fmt: skip
    return built if built is None or share == 1.0 else eased(built, share)


def eased(built: Routine, share: float) -> Routine:
    """Take sets away until no more than `share` of the hip sets is left.

    The exercises stay as long as one can: a set goes from whatever has most of them, those of a round
    together, and only where one of each is still too much do exercises go, from the end.
    """
    most = built.hip_sets * share
    parts = [list(block) for block in blocks(built.lines)]
    while sum(line.sets * line.credit for part in parts for line in part) > most:
        sets, at = max((part[0].sets, at) for at, part in enumerate(parts))
        if sets > 1:
            parts[at] = [replace(line, sets=sets - 1) for line in parts[at]]
        elif sum(len(part) for part in parts) > 1:
            parts[-1].pop()
            parts = [part for part in parts if part]
        else:
            break
    return compose([line for part in parts for line in part], built.wish)


def _best_day(wish: PlanWish, monday: dt.date, taken: Sequence[dt.date], built: Routine) -> dt.date | None:
    """Choose the day of a longer session: the first of the best by what is run then and on the day after."""
    best: tuple[tuple[int, int], dt.date] | None = None
    for weekday in range(DAYS):
        day = monday + dt.timedelta(days=weekday)
        if any(abs((day - other).days) < LEAST_APART_DAYS for other in taken):
            continue
        if not _is_open(wish, day, is_hard=built.level >= HARDER_FROM_LEVEL):
            continue
        # The rule is about loaded and springing work; the rest is only better placed elsewhere.
        if _run_on(wish, day + dt.timedelta(days=1)) in KEY and _is_heavy(built):
            continue
        rank = _rank(wish, day)
        if best is None or rank < best[0]:
            best = (rank, day)
    return None if best is None else best[1]


def _rank(wish: PlanWish, day: dt.date) -> tuple[int, int]:
    run = _run_on(wish, day)
    before_key = _run_on(wish, day + dt.timedelta(days=1)) in KEY
    order = {"hard": 0, "easy": 1, "rest": 2, "long": 3}
    return (int(before_key), order[run])


def _dips_day(wish: PlanWish, monday: dt.date, taken: Sequence[dt.date]) -> dt.date | None:
    order = {"rest": 0, "easy": 1, "long": 2, "hard": 3}
    free = [
        day
        for weekday in range(DAYS)
        if (day := monday + dt.timedelta(days=weekday)) not in taken and _is_open(wish, day, is_hard=False)
    ]
    return min(free, key=lambda day: (order[_run_on(wish, day)], day), default=None)


def _is_open(wish: PlanWish, day: dt.date, *, is_hard: bool) -> bool:
    """Say whether the coming race leaves a day open for hip work."""
    if wish.race is None or day > wish.race:
        return True
    rules = race_rules(wish.race_km)
    closed = rules["last_level3plus_days_before"] if is_hard else rules["last_any_days_before"]
    return (wish.race - day).days >= closed


def _run_on(wish: PlanWish, day: dt.date) -> Running:
    if wish.race is not None and day == wish.race:
        return "hard"
    return wish.days[day.weekday()]


def _is_heavy(built: Routine) -> bool:
    """Say whether a session loads or springs: work to keep out of the day before a key run."""
    return any(
        item.exercise.impact or item.exercise.equipment in ("dumbbell", "barbell", "machine")
        for item in built.items
    )


def _when(wish: PlanWish, day: dt.date) -> str:
    run = _run_on(wish, day)
    if run == "rest":
        return "any time"
    return HOURS_APART if run in KEY else "after the run"


def _why(wish: PlanWish, day: dt.date) -> str:
    run = _run_on(wish, day)
    said = {
        "hard": "On a hard day, so that easy days stay easy.",
        "easy": "The run is an easy one.",
        "rest": "On a day without a run.",
        "long": "After the long run, because the other days leave no room.",
    }[run]
    if _run_on(wish, day + dt.timedelta(days=1)) in KEY:
        said += " A key run follows tomorrow: keep it light."
    return said
