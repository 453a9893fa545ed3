"""Strength work in the words of a note: which exercises, how much of each, and what that rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from analytics.knowledge import exercises, text_clauses, text_guards, text_items
from analytics.knowledge.text_amounts import Amount
from analytics.knowledge.text_clauses import Clause
from analytics.knowledge.text_items import Item
from analytics.knowledge.text_names import find, ready, with_band
from analytics.knowledge.text_tokens import lemma, plain, single, table

# A number without a unit is seconds in an exercise that is held, from here on.
HOLD_FROM = 10
# "10 x hip dips" is ten repetitions, "3 x clams" three sets.
MOST_SETS_BEFORE_NAME = 5
# Repetitions from here on beside sets up to there are written the other way round ("15x3").
SWAPPED_REPS, SWAPPED_SETS = 8, 6
# A block that only heads the exercises it holds is not counted beside them.
GENERIC = frozenset({"routine-strength-generic", "routine-legs", "routine-physio"})
HEADINGS = frozenset(
    {"routine-hip-strength", "routine-hip-core", "routine-core", "routine-sam", "routine-drills"}
)
DRILLS = "routine-drills"
DIP, FOUR_WAY, DIRECTIONS = "hip-dip-front-hands", "hip-dip-fourway", 4
LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Found:
    """Strength work that a text tells of; None is what it does not say.

    `side` is each, left or right. `basis` says what the amounts rest on: sets, amount, ladder, rounds,
    minutes, activity (its length), default (nothing was said: one set).
    """

    id: str
    sets: int | None = None
    reps: int | None = None
    seconds: int | None = None
    side: str | None = None
    basis: str = "default"
    minutes: float | None = None
    load_kg: float | None = None
    directions: int | None = None

    @property
    def is_routine(self) -> bool:
        """Say whether it is a block of exercises rather than one exercise."""
        return self.id.startswith("routine-")

    def to_dict(self) -> dict[str, Any]:
        """Give it as the command line prints it."""
        said = {name: getattr(self, name) for name in ("id", "sets", "reps", "seconds", "side", "basis")}
        further = {name: getattr(self, name) for name in ("minutes", "load_kg", "directions")}
        if self.minutes is not None and self.minutes == int(self.minutes):
            further["minutes"] = int(self.minutes)
        return said | {name: value for name, value in further.items() if value is not None}


def parse(text: str, *, activity_type: str | None = None, minutes: float | None = None) -> list[Found]:
    """Find the strength work that a name, description or note tells of.

    Parameters
    ----------
    text
        What a person wrote. It is read the same in any case and with any blanks.
    activity_type
        What kind of activity it belongs to, as its source calls it; None where not known.
    minutes
        Length of that activity; used only for a block without a length of its own in a strength activity.

    Returns
    -------
    list of Found
        In the order of the text. Suggestions: nothing here counts until a person confirms it.

    Examples
    --------
    >>> [(one.id, one.sets, one.reps) for one in parse("hip dips 3x30, clams 2 x 15 e/s")]
    [('hip-dip-front-hands', 3, 30), ('clamshell', 2, 15)]
    >>> parse("No hip dips today, too tired")
    []
    """
    fallback = _fallback(activity_type)
    tokens, mended = ready(text[:LONGEST_TEXT])
    clauses = text_clauses.cut(tokens, find(tokens, mended))
    refused = text_guards.refused(tokens, clauses)
    items = [
        item
        for item in text_items.gather(tokens, clauses)
        if item.hit.name.id is not None
        and (item.hit.start not in refused or item.done_after_all)
        and not _is_complaint(item)
        and (_is_counted(item) or not text_guards.is_elsewhere(tokens, item.hit))
    ]
    found = [_resolved(item, fallback) for item in _spoken_for(items, in_strength=fallback is not None)]
    found = _without_repeats(_without_headings(found))
    if fallback is None or _is_running(clauses):
        return found
    return _with_length(found or [Found(fallback)], minutes)


@cache
def _fallbacks() -> dict[str, str]:
    return {"".join(words): about for words, about in table()["strength_type"]}


def _fallback(activity_type: str | None) -> str | None:
    """Give what a strength activity is where its text says no more; None where it is no strength."""
    if not activity_type:
        return None
    return _fallbacks().get(lemma(re.sub(r"[^a-z]", "", plain(activity_type))))


def _is_running(clauses: Sequence[Clause]) -> bool:
    """Say whether the text is about repeats on foot: "6x400m"."""
    return any(amount.distance and amount.sets for clause in clauses for amount in clause.amounts)


def _is_counted(item: Item) -> bool:
    """Say whether sets and what is in them are both said: then no place is meant."""
    sets = any(amount.sets is not None for amount in item.amounts)
    return sets and item.is_whole


def _is_complaint(item: Item) -> bool:
    """Say whether the clause is about pain rather than about work."""
    return not item.has_amount and item.clause.says(*single("symptom"))


def _spoken_for(items: Sequence[Item], *, in_strength: bool) -> list[Item]:
    """Leave out everyday words that nothing speaks for: no number, no strength activity, no second name."""

    def has_number(item: Item) -> bool:
        if item.rounds is not None:
            return True
        for amount in item.amounts:
            if amount.counts and (amount.bare is None or amount.end <= item.hit.start):
                return True
        return False

    kept = []
    several = len({item.hit.name.id for item in items} - {DRILLS}) > 1
    for item in items:
        name = item.hit.name
        if item.hit.misspelt and not (item.has_amount or len(item.hit.words) > 1):
            continue
        if name.weak and not (in_strength or has_number(item) or several):
            continue
        kept.append(item)
    return kept


# What the amounts come to


def _resolved(item: Item, fallback: str | None) -> Found:
    exercise_id = str(item.hit.name.id)
    if item.hit.name.timed:
        is_block = any(amount.minutes for amount in item.amounts) or (
            fallback is not None and not item.has_amount
        )
        exercise_id = exercise_id if is_block else DIP
    elif item.band:
        exercise_id = with_band(item.hit) or exercise_id
    told = _Told()
    is_held = _is_held(exercise_id)
    for amount in item.amounts:
        told.take(amount, is_before=amount.end <= item.hit.start, is_held=is_held)
    if item.rounds is not None:
        told.sets = (told.sets or 1) * item.rounds
        told.basis = "rounds" if told.basis in ("", "amount") else told.basis
    side = item.side.side if item.side is not None else None
    if told.each_side:
        side = "each"
    found = told.found(exercise_id, side, is_held=is_held)
    return _four_way(found, told.ladder, is_said=item.side is not None and item.side.is_four_way)


def _four_way(found: Found, ladder: tuple[int, ...], *, is_said: bool) -> Found:
    """Count the four directions of hip dips as four sets."""
    if found.id == DIP and len(ladder) == DIRECTIONS:
        return replace(found, id=FOUR_WAY, directions=DIRECTIONS)
    if found.minutes is not None or found.basis == "default":
        return replace(found, id=FOUR_WAY) if found.id == DIP and is_said else found
    if (found.id == DIP and is_said) or found.id == FOUR_WAY:
        sets = (found.sets or 1) * DIRECTIONS
        return replace(found, id=FOUR_WAY, sets=sets, side=None, directions=DIRECTIONS)
    return found


@cache
def _held() -> frozenset[str]:
    return frozenset(
        one.id for one in exercises.load().values() if one.default_seconds and not one.default_reps
    )


def _is_held(exercise_id: str) -> bool:
    return exercise_id in _held()


@cache
def _travels(exercise_id: str) -> bool:
    """Say whether an exercise covers ground, so that "20m" is a way and no time."""
    return any(word in exercise_id for word in ("walk", "lunge", "crawl", "skip", "bound", "hop"))


class _Told:
    """Adds up what several amounts say of one exercise."""

    def __init__(self) -> None:
        self.sets: int | None = None
        self.reps: int | None = None
        self.seconds: int | None = None
        self.minutes: float | None = None
        self.load_kg: float | None = None
        self.ladder: tuple[int, ...] = ()
        self.basis = ""
        self.each_side = False
        self._metres: float | None = None

    def take(self, amount: Amount, *, is_before: bool, is_held: bool) -> None:
        """Add one amount; what was said before stays."""
        if amount.load_kg is not None and self.load_kg is None:
            self.load_kg = amount.load_kg
        if amount.distance:
            self.sets = amount.sets if self.sets is None else self.sets
            self._metres = amount.minutes
            self.basis = self.basis or ("sets" if amount.sets else "")
        elif amount.ladder:
            self._take_ladder(amount)
        elif amount.sets is not None:
            self.each_side = self.each_side or amount.each_side
            self._take_sets(amount, is_held=is_held)
        elif amount.times is not None:
            self._take_times(amount.times, is_before=is_before)
        elif amount.bare is not None or amount.reps is not None:
            self._take_number(amount, is_held=is_held)
        elif amount.seconds is not None and self.seconds is None:
            self.seconds, self.basis = amount.seconds, self.basis or "amount"
        elif amount.minutes is not None and self.minutes is None:
            self.minutes, self.basis = amount.minutes, self.basis or "minutes"

    def _take_ladder(self, amount: Amount) -> None:
        if self.reps is not None or self.seconds is not None:
            return
        ladder = amount.ladder
        self.reps = sorted(ladder)[(len(ladder) - 1) // 2]
        self.basis = "ladder"
        if len(ladder) == 2 and amount.ladder_sign == "/" and ladder[0] == ladder[1]:
            self.each_side, self.basis = True, "amount"
            return
        self.ladder = ladder
        self.sets = len(ladder) if self.sets is None else self.sets

    def _take_sets(self, amount: Amount, *, is_held: bool) -> None:
        if self.sets is None:
            self.sets, self.basis = amount.sets, "sets"
        if amount.seconds is not None:
            self.seconds = amount.seconds if self.seconds is None else self.seconds
        elif amount.reps is not None and self.reps is None and self.seconds is None:
            if is_held and amount.reps >= HOLD_FROM:
                self.seconds = amount.reps
            else:
                self.reps = amount.reps

    def _take_times(self, number: int, *, is_before: bool) -> None:
        said = self.reps if self.reps is not None else self.seconds
        if said is None and self.minutes is None:
            if is_before and number <= MOST_SETS_BEFORE_NAME:
                self.sets, self.basis = number, "sets"
            elif self.sets is None or self.reps is None:
                self.reps, self.basis = number, self.basis or "amount"
        elif (
            self.reps is not None
            and self.sets is None
            and number >= SWAPPED_REPS
            and self.reps <= SWAPPED_SETS
        ):
            self.sets, self.reps, self.basis = self.reps, number, "sets"
        elif self.sets is None:
            self.sets, self.basis = number, "sets"

    def _take_number(self, amount: Amount, *, is_held: bool) -> None:
        number = amount.reps if amount.reps is not None else amount.bare
        if self.reps is not None or self.seconds is not None or number is None:
            return
        if is_held and amount.reps is None and number >= HOLD_FROM:
            self.seconds = number
        else:
            self.reps = number
        self.basis = self.basis or "amount"

    def found(self, exercise_id: str, side: str | None, *, is_held: bool) -> Found:
        """Give the sum: a time of a held exercise is a hold, of another the length of the block."""
        minutes, seconds, sets = self.minutes, self.seconds, self.sets
        if minutes is None and self._metres is not None and sets is None and not _travels(exercise_id):
            minutes, self.basis = self._metres, "minutes"
        if minutes is not None and seconds is None:
            seconds = int(minutes * 60)
            if is_held or sets is not None:
                minutes = None
        if exercise_id.startswith("routine-"):
            minutes = seconds / 60 if minutes is None and seconds is not None else minutes
            if self.basis == "amount" and self.reps is not None and self.reps <= MOST_SETS_BEFORE_NAME:
                return Found(exercise_id, self.reps, None, seconds, side, "sets", minutes)  # "myrtl x2"
        elif sets is None and minutes is None:
            sets = 1
        return Found(
            exercise_id, sets, self.reps, seconds, side, self.basis or "default", minutes, self.load_kg
        )


# The text as a whole


def _without_headings(found: Sequence[Found]) -> list[Found]:
    """Leave out a block that only heads what is named in it."""
    if all(one.is_routine for one in found):
        specific = any(one.id not in GENERIC for one in found)
        return [one for one in found if not (specific and one.id in GENERIC and one.minutes is None)]
    return [
        one for one in found if one.id not in GENERIC and not (one.id in HEADINGS and one.minutes is None)
    ]


def _without_repeats(found: Sequence[Found]) -> list[Found]:
    """Leave out a second mention of something that says nothing more."""
    told = {one.id for one in found if one.basis != "default"}
    kept: list[Found] = []
    for one in found:
        if one.basis != "default" or one.id not in told:
            kept.append(one)
            told.add(one.id)
    return kept


def _with_length(found: list[Found], minutes: float | None) -> list[Found]:
    """Give the length of a strength activity to the one block that it holds."""
    if minutes is None or minutes <= 0 or len(found) != 1 or not found[0].is_routine:
        return found
    if found[0].basis != "default":
        return found
    return [replace(found[0], minutes=minutes, seconds=int(minutes * 60), basis="activity")]
