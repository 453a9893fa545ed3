"""Amounts in free text: sets by repetitions, holds, minutes, ladders, rounds, loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from analytics.knowledge.text_tokens import Phrases, Token, phrases, table

# More than this is no amount of strength work but a year, a house number or a joke.
MOST_REPS, MOST_SETS, MOST_MINUTES = 999, 50, 240
KG_PER_LB = 0.45359237
_LADDER_SIGNS = ("/", "-")
_ONLY_GLUED = frozenset({"w", "c", "th", "st", "nd", "h"})  # "250w" is power, "3x20 w/ a plate" is not

Unit = Literal[
    "sets", "rounds", "reps", "seconds", "minutes", "hours", "distance", "kg", "lb", "times", "ignored"
]


@dataclass(frozen=True)
class Amount:
    """One amount as written, from token `start` up to `end`; a field that is None was not said.

    `bare` is a number without a word to it, `times` one that an x stands beside ("x 20", "10 x"), `ladder`
    several numbers in a row ("12/10/8"), `each_side` one number a side ("3x8/8").
    """

    start: int
    end: int
    sets: int | None = None
    reps: int | None = None
    seconds: int | None = None
    minutes: float | None = None
    load_kg: float | None = None
    bare: int | None = None
    times: int | None = None
    rounds: int | None = None
    ladder: tuple[int, ...] = ()
    ladder_sign: str = ""
    distance: bool = False
    ignored: bool = False
    each_side: bool = False

    @property
    def counts(self) -> bool:
        """Say whether it tells how much was done, be it only the sets."""
        told = (self.sets, self.reps, self.seconds, self.minutes, self.bare, self.times)
        return not self.ignored and (bool(self.ladder) or any(each is not None for each in told))


@cache
def _units() -> Phrases[Unit]:
    book: Phrases[Unit] = Phrases()
    kinds: dict[str, Unit] = {
        "sets_unit": "sets", "rounds_unit": "rounds", "reps_unit": "reps", "seconds_unit": "seconds",
        "minutes_unit": "minutes", "hours_unit": "hours", "distance_unit": "distance", "kg_unit": "kg",
        "lb_unit": "lb", "ignored_unit": "ignored",
    }  # fmt: skip
    for kind, unit in kinds.items():
        for words, _ in table()[kind]:
            book.add(words, unit)
    book.add(("time",), "times")
    return book


@cache
def _numbers() -> dict[str, int]:
    return {words[0]: int(about) for words, about in table()["number"]}


@cache
def _labels() -> Phrases[tuple[str, str]]:
    return phrases("label_before_number")


@dataclass(frozen=True)
class _Number:
    value: float
    end: int
    low: float
    is_word: bool = False


class _Reading:
    """Reads the amount that begins at one token."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens

    def token(self, at: int) -> Token | None:
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def is_sign(self, at: int, *signs: str) -> bool:
        token = self.token(at)
        return token is not None and token.kind == "sign" and token.lemma in signs

    def number(self, at: int, *, words: bool = True) -> _Number | None:
        """Read a number or the lower end of a range ("8-10")."""
        token = self.token(at)
        if token is None:
            return None
        if token.kind == "word" and words and token.lemma in _numbers():
            value = float(_numbers()[token.lemma])
            return _Number(value, at + 1, value, is_word=True)
        if token.kind != "number" or token.value is None:
            return None
        return _Number(token.value, at + 1, token.value)

    def range(self, at: int) -> _Number | None:
        first = self.number(at)
        if first is None or not self.is_sign(first.end, "-"):
            return first
        second = self.number(first.end + 1, words=False)
        if second is None or second.value <= first.value or self.is_sign(second.end, "-"):
            return first
        return _Number(second.value, second.end, first.value)

    def unit(self, at: int) -> tuple[Unit, int] | None:
        """Read the unit behind a number; signs of minutes and seconds count as units."""
        token = self.token(at)
        if token is None:
            return None
        if token.kind == "sign" and not token.spaced and token.lemma in ("'", '"', "%", "#", "°"):
            if token.lemma == "'" and self.is_sign(at + 1, "'"):
                return "seconds", at + 2
            units: dict[str, Unit] = {"'": "minutes", '"': "seconds"}
            return units.get(token.lemma, "ignored"), at + 1
        if token.kind != "word":
            if self.is_sign(at, "-") and not token.spaced and (beyond := self.unit_word(at + 1)):
                return beyond  # "30-second plank"
            return None
        return self.unit_word(at)

    def unit_word(self, at: int) -> tuple[Unit, int] | None:
        token = self.token(at)
        if token is None or token.kind != "word":
            return None
        if token.raw == "m":
            return "distance", at + 1
        if token.raw in _ONLY_GLUED and token.spaced:
            return None
        match = _units().longest(self.tokens, at)
        if match is None:
            return None
        end, unit = match
        if unit in ("sets", "rounds") and token.raw in ("set", "sets", "tour", "lot") and end != at + 1:
            end = at + 1
        return unit, end

    def clock(self, at: int) -> tuple[int, int] | None:
        """Read "1:30" as seconds; a time of day, a pace and a score are none."""
        one, other = self.token(at), self.token(at + 2)
        if one is None or other is None or not self.is_sign(at + 1, ":") or one.value is None:
            return None
        joined = not self.tokens[at + 1].spaced and not other.spaced
        if not joined or other.kind != "number" or other.value is None or len(other.raw) != 2:
            return None
        return int(one.value * 60 + other.value), at + 3


def _whole(value: float, most: int) -> int | None:
    return int(value) if value == int(value) and 0 < value <= most else None


def read(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read the amount that begins at a token, or None where none does.

    Examples
    --------
    >>> from analytics.knowledge.text_tokens import tokenise
    >>> said = read(tokenise("3 x 45s"), 0)
    >>> said.sets, said.seconds
    (3, 45)
    """
    reading = _Reading(tokens)
    if reading.is_sign(at, "x"):
        return _after_times(reading, at)
    token = tokens[at]
    if token.kind == "word" and token.lemma not in _numbers():
        return None
    if token.kind not in ("number", "word"):
        return None
    if token.kind == "number" and _is_label(tokens, at):
        return Amount(at, at + 1, ignored=True)
    clock = reading.clock(at)
    if clock is not None:
        return _clock(reading, at, *clock)
    ladder = _ladder(reading, at)
    if ladder is not None:
        return ladder
    number = reading.range(at)
    return None if number is None else _counted(reading, at, number)


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    if before.kind == "sign":
        return before.lemma in ("#", "~$", "$", "£", "€")
    return before.kind == "word" and _labels().get((before.lemma,)) is not None


def _clock(reading: _Reading, at: int, seconds: int, end: int) -> Amount:
    token, before = reading.token(end), reading.token(at - 1)
    is_pace = reading.is_sign(end, "/", ":", "-")
    is_pace = is_pace and not _is_side_slash(reading, end)
    of_day = token is not None and token.raw in (
        "am",
        "pm",
        "pace",
        "min",
        "mi",
        "km",
        "k",
        "h",
        "uhr",
        "p",
        "a",
    )
    at_time = before is not None and before.raw in ("at", "@", "um", "till", "until")
    if is_pace or of_day or at_time:
        return Amount(at, end, ignored=True)
    return Amount(at, end, seconds=seconds)


def _is_side_slash(reading: _Reading, at: int) -> bool:
    token = reading.token(at + 1)
    return (
        reading.is_sign(at, "/")
        and token is not None
        and token.lemma in ("side", "leg", "hip", "way", "direction")
    )


def _ladder(reading: _Reading, at: int) -> Amount | None:
    """Read "12/10/8" or "10-10-10"; two equal numbers with a slash are one for each side."""
    first = reading.number(at, words=False)
    if first is None:
        return None
    values, end, sign = [first.value], first.end, ""
    while any(reading.is_sign(end, each) for each in _LADDER_SIGNS):
        here = reading.tokens[end].lemma
        following = reading.number(end + 1, words=False)
        if following is None or (sign and here != sign):
            break
        sign, end = here, following.end
        values.append(following.value)
    if len(values) < 2 or (sign == "-" and len(values) == 2 and values[1] > values[0]):
        return None
    unit = reading.unit(end)
    if unit is not None and unit[0] in ("distance", "kg", "lb", "ignored", "hours", "rounds"):
        return Amount(at, unit[1], ignored=True, distance=unit[0] == "distance")
    if reading.is_sign(end, "x", ":"):
        return None if sign == "-" and len(values) == 2 else Amount(at, end, ignored=True)
    whole = [_whole(value, MOST_REPS) for value in values]
    if any(value is None for value in whole):
        return Amount(at, end, ignored=True)
    ladder = tuple(value for value in whole if value is not None)
    if sign == "/" and len(ladder) == 2 and ladder[1] > 2 * ladder[0]:
        return Amount(at, end, ignored=True)  # "7/11", "day 3/30"
    if unit is not None and unit[0] in ("reps", "seconds", "minutes"):
        end = unit[1]
        middle = sorted(ladder)[len(ladder) // 2 - (len(ladder) % 2 == 0)]
        if unit[0] != "reps":
            held = middle * (60 if unit[0] == "minutes" else 1)
            return Amount(at, end, sets=len(ladder), seconds=held)
    return Amount(at, end, ladder=ladder, ladder_sign=sign)


def _counted(reading: _Reading, at: int, number: _Number) -> Amount | None:
    """Read a number with its unit, or the product it begins."""
    unit = reading.unit(number.end)
    if unit is not None:
        return _with_unit(reading, at, number, *unit)
    end = number.end
    if reading.is_sign(end, "x") or _is_by(reading, end):
        product = _product(reading, at, number, end + 1)
        if product is not None:
            return product
        times = _whole(number.low, MOST_REPS)
        return Amount(at, end + 1, times=times) if times is not None and not number.is_word else None
    token = reading.token(end)
    if number.is_word and (token is None or token.kind != "word"):
        return None
    if token is not None and token.kind == "word" and not token.spaced and not number.is_word:
        return Amount(at, end, ignored=True)  # "5k", "21st", "10th": glued to a word that is no unit of ours
    bare = _whole(number.low, MOST_REPS)
    return Amount(at, end, bare=bare) if bare is not None else Amount(at, end, ignored=True)


def _is_by(reading: _Reading, at: int) -> bool:
    token = reading.token(at)
    return token is not None and token.raw == "by" and reading.number(at + 1, words=False) is not None


def _with_unit(reading: _Reading, at: int, number: _Number, unit: Unit, end: int) -> Amount:
    count = _whole(number.low, MOST_REPS)
    if unit == "sets":
        sets = _whole(number.low, MOST_SETS)
        return Amount(at, end, ignored=True) if sets is None else _amount_of_sets(reading, at, sets, end)
    if unit == "rounds":
        rounds = _whole(number.low, MOST_SETS)
        return Amount(at, end, rounds=rounds, ignored=rounds is None)
    if unit == "times":
        return Amount(at, end, times=count, ignored=count is None)
    if unit == "reps" and count is not None:
        return Amount(at, end, reps=count)
    if unit == "seconds" and count is not None:
        return Amount(at, end, seconds=count)
    if unit == "minutes" and 0 < number.low <= MOST_MINUTES:
        further = reading.number(end, words=False)
        beyond = reading.unit(further.end) if further is not None and further.value < 60 else None
        if further is not None and beyond is not None and beyond[0] == "seconds":  # 1'30"
            return Amount(at, beyond[1], seconds=int(number.low * 60 + further.value))
        if reading.is_sign(end, "/") and not _is_side_slash(reading, end):
            return Amount(at, end, ignored=True)  # min/km
        return Amount(at, end, minutes=number.low)
    if unit == "distance":
        return Amount(
            at, end, bare=None, distance=True, times=None, minutes=_metres_as_minutes(reading, number, end)
        )
    if unit in ("kg", "lb") and number.low > 0:
        kg = number.low * (KG_PER_LB if unit == "lb" else 1)
        return Amount(at, end, load_kg=round(kg, 1))
    return Amount(at, end, ignored=True)


def _metres_as_minutes(reading: _Reading, number: _Number, end: int) -> float | None:
    """Keep what "5m" would be in minutes: which of the two is meant shows only beside the exercise."""
    return number.low if reading.tokens[end - 1].raw == "m" and number.low <= 60 else None


def _amount_of_sets(reading: _Reading, at: int, sets: int, end: int) -> Amount:
    """Read what stands behind "3 sets": "of 12", "x 12", "12 reps", "of 30 s"."""
    here = end
    token = reading.token(here)
    joined = reading.is_sign(here, "x") or (
        token is not None
        and token.kind == "word"
        and token.raw in ("of", "a", "à", "de", "von", "mit", "at", "with")
    )
    if joined:
        here += 1
    number = reading.range(here)
    if number is None or (number.is_word and not joined):
        return Amount(at, end, sets=sets)
    unit = reading.unit(number.end)
    follows_x = reading.is_sign(number.end, "x")
    if follows_x or (unit is None and not joined):
        return Amount(at, end, sets=sets)
    return _product_of(at, sets, number, unit, fixed=True) or Amount(at, end, sets=sets)


def _product(reading: _Reading, at: int, first: _Number, second_at: int) -> Amount | None:
    """Read what stands behind "3 x"."""
    clock = reading.clock(second_at)
    sets = _whole(first.low, MOST_REPS)
    if clock is not None and sets is not None:
        return Amount(at, clock[1], sets=sets, seconds=clock[0])
    ladder = _ladder(reading, second_at)
    if ladder is not None and sets is not None and len(ladder.ladder) == 2:
        alike = ladder.ladder_sign == "/" and len(set(ladder.ladder)) == 1
        return Amount(at, ladder.end, sets=sets, reps=min(ladder.ladder), each_side=alike)
    number = reading.range(second_at)
    if number is None or sets is None:
        return None
    product = _product_of(at, sets, number, reading.unit(number.end))
    if product is None or not reading.is_sign(product.end, "x"):
        return product
    third = reading.number(product.end + 1, words=False)  # 3x10x20kg
    if third is None:
        return product
    unit = reading.unit(third.end)
    load = (
        third.value * (KG_PER_LB if unit and unit[0] == "lb" else 1)
        if unit and unit[0] in ("kg", "lb")
        else None
    )
    end = unit[1] if unit else third.end
    return Amount(at, end, sets=product.sets, reps=product.reps, seconds=product.seconds,
                  load_kg=None if load is None else round(load, 1))  # fmt: skip


def _product_of(
    at: int, first: int, number: _Number, unit: tuple[Unit, int] | None, *, fixed: bool = False
) -> Amount | None:
    """Say what "first x number" is; fixed where the first has been called sets."""
    second, kind, end = number.low, unit[0] if unit else None, unit[1] if unit else number.end
    count = _whole(second, MOST_REPS)
    if kind == "seconds" and count is not None:
        return Amount(at, end, sets=first, seconds=count)
    if kind == "minutes" and 0 < second <= MOST_MINUTES:
        return Amount(at, end, sets=first, seconds=int(second * 60))
    if kind == "distance":
        return (
            Amount(at, end, sets=first, distance=True)
            if first <= MOST_SETS
            else Amount(at, end, ignored=True)
        )
    if kind in ("kg", "lb"):
        kg = second * (KG_PER_LB if kind == "lb" else 1)
        return Amount(at, end, load_kg=round(kg, 1))
    if kind in ("hours", "ignored", "rounds", "times"):
        return Amount(at, end, ignored=True) if kind != "times" else None
    if count is None:
        return Amount(at, end, ignored=True)
    if kind == "sets" and not fixed:  # "12 x 3 sets"
        return Amount(at, end, sets=count, reps=first)
    swapped = not fixed and kind is None and first >= 8 and count <= 6
    sets, reps = (count, first) if swapped else (first, count)
    if sets > MOST_SETS:
        return Amount(at, end, ignored=True)
    return Amount(at, end, sets=sets, reps=reps)


def _after_times(reading: _Reading, at: int) -> Amount | None:
    """Read "x 20", "x3 rounds", "x 30 s"."""
    number = reading.range(at + 1)
    if number is None:
        return None
    unit = reading.unit(number.end)
    if unit is not None and unit[0] in ("sets", "rounds", "reps", "seconds", "minutes", "kg", "lb"):
        return _with_unit(reading, at, number, *unit)
    if unit is not None:
        return Amount(at, unit[1], ignored=True, distance=unit[0] == "distance")
    times = _whole(number.low, MOST_REPS)
    return Amount(at, number.end, times=times) if times is not None else None
