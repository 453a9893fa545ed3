"""Building a hip routine: minutes, level, kit and what is sore in; exercises, sets and reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analytics.advice.situation import RoutineState
from analytics.advice.slots import (
    IMPACT_FROM_LEVEL,
    KIT,
    SITES,
    SLOTS,
    Slot,
    nearest_template,
    templates,
    verdict,
)
from analytics.knowledge import dose, routine_rules
from analytics.knowledge.exercises import Exercise
from analytics.metrics import hip_sets

ROUND_CHANGE_S = 15.0
"""Time to change from one dip to the next; five and ten minutes keep moving."""
SIDE_CHANGE_S = 5.0
EXERCISE_CHANGE_S = 30.0
OVERTIME_MIN = 0.5
FIVE_MINUTE_ROUNDS = 2
STAND_IN_REPS = 12
"""A slower exercise in place of a dip is cut to so many repetitions: two rounds then fit."""
SHORTEST_MIN = 3.0
FEWEST_EXERCISES = 3
ROUNDS_UP_TO_MIN = 10
DEFAULT_LEVEL = 1
TOP_LEVEL = 5

Side = Literal["both", "left", "right"]


@dataclass(frozen=True)
class RoutineItem:
    """One exercise of a routine.

    Parameters
    ----------
    sets
        Sets; a set of a one-leg exercise is both legs, one after the other.
    reps, seconds
        Repetitions, or seconds to hold, in one set and for each side; one of the two is None.
    rest_s
        Rest after a set.
    in_rounds
        Done in turn with the others of the round, not set after set.
    hip_sets
        What all sets together earn by the hip-set rule.
    """

    exercise: Exercise
    sets: int
    reps: int | None
    seconds: float | None
    per_side: bool
    rest_s: float
    in_rounds: bool
    needs_caution: bool
    hip_sets: float
    reason: str


@dataclass(frozen=True)
class Step:
    """One thing to do, in order: who counts along needs no more than this."""

    exercise_id: str
    name: str
    side: Side
    set_no: int
    of_sets: int
    reps: int | None
    seconds: float | None
    work_s: float
    rest_s: float


@dataclass(frozen=True)
class Routine:
    """A routine ready to be done.

    Parameters
    ----------
    minutes
        How long the steps take, changes and rests included.
    minutes_asked
        The time it was built for.
    level
        The level it was built at, after the cap of the state.
    notes
        What was changed on the way, in words (a lower level, a direction that had to give way).
    """

    items: tuple[RoutineItem, ...]
    steps: tuple[Step, ...]
    minutes: float
    minutes_asked: float
    level: int
    kit: str
    site: str | None
    state: RoutineState | None
    hip_sets: float
    notes: tuple[str, ...]

    @property
    def rounds(self) -> int | None:
        """Give the number of rounds, where the first exercises are done in turn."""
        return next((item.sets for item in self.items if item.in_rounds), None)


@dataclass(frozen=True)
class _Wish:
    """What was asked for, made sound."""

    minutes: float
    level: int
    kit: str
    site: str | None
    state: RoutineState | None
    wrists_ok: bool
    max_hip_sets: float | None

    @property
    def template(self) -> int:
        return nearest_template(self.minutes)

    @property
    def keeps_moving(self) -> bool:
        return self.template <= ROUNDS_UP_TO_MIN


@dataclass(frozen=True)
class _Pick:
    slot: Slot
    exercise: Exercise
    stands_in: bool
    reps: int | None

    @property
    def seconds(self) -> float | None:
        return self.exercise.default_seconds if self.reps is None else None

    @property
    def work_s(self) -> float:
        """Time under work of one set of one side."""
        if self.reps is None:
            return float(self.exercise.default_seconds or 0)
        return self.reps * (self.exercise.tempo_s_per_rep or 0.0)

    @property
    def credit(self) -> float:
        """Hip sets that one set of both sides earns."""
        return _credit(self)


@dataclass
class _Block:
    """Exercises done in turn (a round), or one alone; `sets` counts the rounds."""

    picks: list[_Pick]
    in_rounds: bool
    most: int
    sets: int = 1


def build(
    *,
    minutes: float,
    level: int | None,
    kit: str | None,
    site: str | None = None,
    state: RoutineState | None = None,
    wrists_ok: bool = True,
    max_hip_sets: float | None = None,
    exercises: Mapping[str, Exercise],
) -> Routine | None:
    """Build the routine that fits the time, the level, the kit and what is sore.

    Parameters
    ----------
    minutes
        Time there is; the nearest of 5, 10, 15, 20 and 30 gives the places to fill. Five minutes are hip dips
        alone: front, left, right, back, in two rounds.
    level
        1 to 5: how hard the exercises are, not how many sets. None is taken as 1.
    kit
        One of `KIT`; None is taken as no kit.
    site, state
        What is sore and how much; None for nothing. A state without a site is read as a site nobody named,
        for which an exercise must suit all sites.
    wrists_ok
        False leaves out what rests on the hands.
    max_hip_sets
        What the week has room for: sets are not added beyond it. None sets no bound.
    exercises
        The exercise table.

    Returns
    -------
    Routine | None
        None for a red flag: then there is nothing to do but to be seen.

    Raises
    ------
    ValueError
        For a kit, site or level that does not exist.
    """
    if state == "red_flag":
        return None
    wish = _wish(minutes, level, kit, site, state, wrists_ok, max_hip_sets)
    picks = _fill(wish, list(exercises.values()))
    blocks = _blocks(picks, wish)
    _drop_to_fit(blocks, wish)
    _add_sets(blocks, wish)
    return _routine(blocks, wish, asked_level=level)


def _wish(
    minutes: float,
    level: int | None,
    kit: str | None,
    site: str | None,
    state: RoutineState | None,
    wrists_ok: bool,
    max_hip_sets: float | None,
) -> _Wish:
    kit = kit or "none"
    level = level or DEFAULT_LEVEL
    if kit not in KIT:
        raise ValueError(f"no such kit: {kit}")
    if not 1 <= level <= TOP_LEVEL:
        raise ValueError(f"level must lie between 1 and {TOP_LEVEL}")
    if site is not None and site not in SITES:
        raise ValueError(f"no such site: {site}")
    if site is not None and state is None:
        state = "subacute"  # sore, and nobody said how much: the careful reading
    if state is not None and site is None:
        site = "unspecified"
    cap = routine_rules.load().injury_states[state].level_cap if state else None
    level = level if cap is None else min(level, cap)
    return _Wish(max(minutes, SHORTEST_MIN), level, kit, site, state, wrists_ok, max_hip_sets)


def _fill(wish: _Wish, exercises: Sequence[Exercise]) -> list[_Pick]:
    picks: list[_Pick] = []
    used: set[str] = set()
    for slot_id in templates()[wish.template]:
        slot = SLOTS[slot_id]
        for source in (slot, *(SLOTS[other] for other in slot.substitutes)):
            candidates = [e for e in exercises if source.fits(e) and e.id not in used and _is_open(e, wish)]
            if candidates:
                best = min(candidates, key=lambda e: _preference(e, wish))
                used.add(best.id)
                stands_in = source is not slot
                reps = best.default_reps
                if reps is not None and stands_in and wish.template == 5:
                    reps = min(reps, STAND_IN_REPS)
                picks.append(_Pick(slot, best, stands_in, reps))
                break
    return picks


def _is_open(exercise: Exercise, wish: _Wish) -> bool:
    """Say whether an exercise is open to this person today."""
    allowed = routine_rules.load().injury_states[wish.state].allow if wish.state else ("allowed",)
    return (
        exercise.level <= wish.level
        and exercise.equipment in KIT[wish.kit]
        and verdict(exercise, wish.site) in allowed
        and (wish.wrists_ok or exercise.upper_body_load != "wrist")
        and not (exercise.impact and (wish.site is not None or wish.level < IMPACT_FROM_LEVEL))
    )


def _preference(exercise: Exercise, wish: _Wish) -> tuple[object, ...]:
    """Order candidates: allowed before caution, running-specific, hardest within the level, essential."""
    return (
        verdict(exercise, wish.site) != "allowed",
        # Five minutes hold two rounds of four directions; a front or back dip on one leg would take three.
        wish.template == 5 and exercise.per_side and "side" not in exercise.id,
        not exercise.running_specific,
        -exercise.level,
        not exercise.essential,
        -exercise.hip_weight,
        exercise.id,
    )


def _blocks(picks: Sequence[_Pick], wish: _Wish) -> list[_Block]:
    dips = [pick for pick in picks if pick.slot.id.startswith("dip_")] if wish.keeps_moving else []
    blocks = []
    if dips:
        most = FIVE_MINUTE_ROUNDS if wish.template == 5 else max(pick.exercise.default_sets for pick in dips)
        blocks.append(_Block(dips, in_rounds=True, most=most))
    rest = [pick for pick in picks if pick not in dips]
    blocks += [_Block([pick], in_rounds=False, most=max(1, pick.exercise.default_sets)) for pick in rest]
    return blocks


def _drop_to_fit(blocks: list[_Block], wish: _Wish) -> None:
    """Take places away from the end until one set of each fits the time, and as far as may be the week."""

    def is_too_much() -> bool:
        exercises = sum(len(block.picks) for block in blocks)
        room = wish.max_hip_sets
        return room is not None and exercises > FEWEST_EXERCISES and _hip_sets(blocks) > room

    while _minutes(blocks) > wish.minutes + OVERTIME_MIN or is_too_much():
        if len(blocks) > 1:
            blocks.pop()
        elif len(blocks[0].picks) > 1:
            blocks[0].picks.pop()
        else:
            break


def _add_sets(blocks: list[_Block], wish: _Wish) -> None:
    """Add sets in turn, up to each exercise's own number, while there is time and room in the week."""
    grew = True
    while grew:
        grew = False
        for block in blocks:
            if block.sets >= block.most:
                continue
            block.sets += 1
            too_long = _minutes(blocks) > wish.minutes + OVERTIME_MIN / 2
            too_much = wish.max_hip_sets is not None and _hip_sets(blocks) > wish.max_hip_sets
            if too_long or too_much:
                block.sets -= 1
            else:
                grew = True


def _routine(blocks: Sequence[_Block], wish: _Wish, *, asked_level: int | None) -> Routine:
    items = tuple(_item(pick, block, wish) for block in blocks for pick in block.picks)
    steps = _steps(blocks)
    return Routine(
        items=items,
        steps=steps,
        minutes=_seconds(steps) / 60,
        minutes_asked=wish.minutes,
        level=wish.level,
        kit=wish.kit,
        site=wish.site,
        state=wish.state,
        hip_sets=sum(item.hip_sets for item in items),
        notes=_notes(wish, items, asked_level),
    )


def _item(pick: _Pick, block: _Block, wish: _Wish) -> RoutineItem:
    exercise = pick.exercise
    careful = verdict(exercise, wish.site) == "caution"
    words = pick.slot.words
    said = [f"Stands in for {words}" if pick.stands_in else words[0].upper() + words[1:]]
    if exercise.equipment != "none":
        said.append(f"uses your {exercise.equipment}")
    if careful:
        said.append("with caution for the sore site: small, slow, and stop above 3 of 10")
    return RoutineItem(
        exercise=exercise,
        sets=block.sets,
        reps=pick.reps,
        seconds=pick.seconds,
        per_side=exercise.per_side,
        rest_s=ROUND_CHANGE_S if block.in_rounds else exercise.rest_s,
        in_rounds=block.in_rounds,
        needs_caution=careful,
        hip_sets=block.sets * pick.credit,
        reason="; ".join(said) + ".",
    )


def _notes(wish: _Wish, items: Sequence[RoutineItem], asked_level: int | None) -> tuple[str, ...]:
    notes = []
    if asked_level is not None and wish.level < asked_level:
        notes.append(f"Level {wish.level} instead of {asked_level} while something is sore.")
    if asked_level is None:
        notes.append("Level 1, because no level is set.")
    if any("Stands in" in item.reason for item in items):
        notes.append("Where nothing that fits was open to you, a neighbour stands in.")
    return tuple(notes)


def _steps(blocks: Sequence[_Block]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for block in blocks:
        for set_no in range(1, block.sets + 1):
            for pick in block.picks:
                steps += _set_steps(pick, set_no, block)
        if steps and not block.in_rounds:
            steps[-1] = replace(steps[-1], rest_s=EXERCISE_CHANGE_S)
    if steps:
        steps[-1] = replace(steps[-1], rest_s=0.0)
    return tuple(steps)


def _set_steps(pick: _Pick, set_no: int, block: _Block) -> list[Step]:
    exercise = pick.exercise
    sides: tuple[Side, ...] = ("left", "right") if exercise.per_side else ("both",)
    rest_s = ROUND_CHANGE_S if block.in_rounds else exercise.rest_s
    between_s = ROUND_CHANGE_S if block.in_rounds else SIDE_CHANGE_S
    return [
        Step(
            exercise_id=exercise.id,
            name=exercise.name,
            side=side,
            set_no=set_no,
            of_sets=block.sets,
            reps=pick.reps,
            seconds=pick.seconds,
            work_s=pick.work_s,
            rest_s=rest_s if side == sides[-1] else between_s,
        )
        for side in sides
    ]


def _seconds(steps: Sequence[Step]) -> float:
    return sum(step.work_s + step.rest_s for step in steps)


def _minutes(blocks: Sequence[_Block]) -> float:
    return _seconds(_steps(blocks)) / 60


def _hip_sets(blocks: Sequence[_Block]) -> float:
    return sum(block.sets * pick.credit for block in blocks for pick in block.picks)


def _credit(pick: _Pick) -> float:
    """Credit one set by the hip-set rule, taking it as done at the effort the routine asks for."""
    rule = dose.rule()
    return hip_sets.credit(
        hip_weight=pick.exercise.hip_weight,
        reps=pick.reps,
        duration_s=pick.seconds,
        rir=rule.effort_full_rir_max,
        sides_done="both",
        set_type="normal",
        rule=rule,
        is_hold=pick.exercise.is_hold,
        is_mobility=pick.exercise.family == "mobility",
    )
