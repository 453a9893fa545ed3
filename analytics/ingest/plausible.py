"""Whether the numbers of a whole table can be what its header says; where they cannot, somebody is asked."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

from analytics.ingest import cells
from analytics.ingest.batch import ActivityRow, SessionRow, SetRow

ON_FOOT = ("running", "walking", "hiking")

# Between which the middle of a column lies, wide enough for every log of training: what lies outside stands
# under the wrong header or in another unit. Speeds in m/s, by sport.
SPEEDS: dict[str, tuple[float, float]] = {
    "running": (0.8, 8.0),
    "walking": (0.2, 4.0),
    "hiking": (0.1, 4.0),
    "swimming": (0.15, 2.6),
    "cycling": (1.0, 22.0),
}
ANY_SPEED = (0.05, 60.0)
FEW = 3
_MIDDLES: tuple[tuple[str, str, float, float], ...] = (
    ("hr_mean", "hr_mean_bpm", 40, 215),
    ("hr_max", "hr_max_bpm", 50, 230),
    ("power", "power_mean_w", 15, 800),
    ("moving", "moving_s", 20, 172_800),
    ("elapsed", "elapsed_s", 20, 1_209_600),
    ("rpe", "rpe_0_10", 0, 10),
)
# Of runs more is known: steps and energy a minute, watts.
_RUNS: tuple[tuple[str, str, float, float, str], ...] = (
    ("cadence", "cadence_mean_spm", 110, 230, "steps a minute"),
    ("power", "power_mean_w", 100, 700, "watts"),
    ("hr_mean", "hr_mean_bpm", 80, 215, "heart beats a minute"),
)
_MOST_ODD_HEARTS = 0.15
_KCAL_PER_H = {"running": (150.0, 3_000.0)}
_ANY_KCAL_PER_H = (15.0, 3_000.0)
_STEEPEST = 0.6
_NO_NAMES = frozenset({
    "true", "false", "yes", "no", "left", "right", "both", "each", "kgs", "lbs", "miles", "normal",
    "normal set", "warmup", "warmup set", "dropset", "failure", "rest timer",
})  # fmt: skip
_MOST_PAUSES = 2.5
# Of eight runs or more, long ones take longer; a pace or a heart rate under the head of a distance does not
# grow with the time.
_ENOUGH_FOR_TREND = 8
_SPREAD_OF_TIMES = 0.25
_LEAST_TREND = 0.4


def doubt_of_activities(rows: Sequence[ActivityRow], words: Mapping[str, str]) -> str | None:
    """Say what cannot be right about a table of activities; None where nothing speaks against it.

    Parameters
    ----------
    rows
        As read, in SI units.
    words
        The words of the header by field, to name them.
    """
    sessions = [row.sessions[0] for row in rows if row.sessions]
    return (
        _doubt_of_speed(sessions, words)
        or _doubt_of_trend(sessions, words)
        or _doubt_of_middles(sessions, words)
        or _doubt_of_pairs(sessions, words)
    )


def doubt_of_sets(rows: Sequence[SetRow], words: Mapping[str, str]) -> str | None:
    """Say what cannot be right about a table of strength sets; None where nothing speaks against it."""
    names = [one.source_name for one in rows if one.source_name]
    if _most(not _is_a_name(one) for one in names):
        return _named("exercise", words, "are no names of exercises").replace("The numbers", "The words")
    reps = [one.reps for one in rows if one.reps]
    if reps and (
        sum(value != int(value) for value in reps) > 0.3 * len(reps) or statistics.median(reps) > 300
    ):
        return _named("reps", words, "are not repetitions of a set")
    for field, values, most in (
        ("load", [one.load_kg for one in rows if one.load_kg], 500),
        ("seconds", [one.duration_s for one in rows if one.duration_s], 1_800),
    ):
        if values and statistics.median(values) > most:
            return _named(field, words, "are more than a set can have: is the unit right?")
    return None


def _is_a_name(text: str) -> bool:
    """Say whether a text can name an exercise: it has letters, and is no unit, date or mark of a set."""
    letters = sum(one.isalpha() for one in text)
    return (
        letters >= (2 if any(ord(one) > 0x2E80 for one in text) else 3)
        and text.casefold().replace("_", " ") not in _NO_NAMES
        and cells.date_time_and_offset(text, "dmy")[0] is None
    )


def _named(field: str, words: Mapping[str, str], what: str) -> str:
    word = words.get(field)
    where = f"under '{word[:40]}'" if word else f"of {field}"
    return f"The numbers {where} {what}."


def _is_outside(values: Sequence[float], least: float, most: float) -> bool:
    """Say whether the middle of a column lies outside; of one or two rows, whether far outside."""
    if not values:
        return False
    slack = 2.0 if len(values) < FEW else 1.0
    return not least / slack <= statistics.median(values) <= most * slack


def _groups(sessions: Sequence[SessionRow]) -> dict[str, list[SessionRow]]:
    """Give the activities by sport, without the one or two of a sport that a longer table may have odd."""
    found: dict[str, list[SessionRow]] = {}
    for one in sessions:
        found.setdefault(one.sport, []).append(one)
    return {
        sport: group for sport, group in found.items() if len(group) >= FEW or len(group) * 2 > len(sessions)
    }


def _speed(one: SessionRow) -> float | None:
    seconds = one.moving_s or one.elapsed_s
    return one.distance_m / seconds if one.distance_m and seconds else None


def _doubt_of_speed(sessions: Sequence[SessionRow], words: Mapping[str, str]) -> str | None:
    for sport, group in _groups(sessions).items():
        speeds = [speed for one in group if (speed := _speed(one))]
        if _is_outside(speeds, *SPEEDS.get(sport, ANY_SPEED)):
            km_h = statistics.median(speeds) * 3.6
            shown = f"{km_h:,.0f}" if km_h >= 10 else f"{km_h:.2f}"
            return _named(
                "distance",
                words,
                f"and the times make a middle speed of {shown} km/h ({sport}): one of the two is something"
                " else, or in another unit",
            )
    return None


def _doubt_of_trend(sessions: Sequence[SessionRow], words: Mapping[str, str]) -> str | None:
    pairs = [
        (math.log(distance), math.log(seconds))
        for one in sessions
        if one.sport == "running"
        and (distance := one.distance_m or 0.0) > 0
        and (seconds := one.moving_s or one.elapsed_s or 0.0) > 0
    ]
    if len(pairs) < _ENOUGH_FOR_TREND:
        return None
    distances, times = zip(*pairs)
    if statistics.pstdev(times) < _SPREAD_OF_TIMES:
        return None
    if statistics.linear_regression(times, distances).slope >= _LEAST_TREND:
        return None
    return _named("distance", words, "do not grow with the time of the runs: they are no distances")


def _doubt_of_middles(sessions: Sequence[SessionRow], words: Mapping[str, str]) -> str | None:
    for field, column, least, most in _MIDDLES:
        values = [value for one in sessions if (value := getattr(one, column)) is not None]
        if _is_outside(values, least, most):
            return _named(field, words, f"lie around {statistics.median(values):g}, which cannot be")
    runs = _groups(sessions).get("running", [])
    for field, column, least, most, what in _RUNS:
        values = [value for one in runs if (value := getattr(one, column))]
        is_a_slip = len(values) < FEW and len(values) * 2 < len(runs)  # a ride that was saved as a run
        if not is_a_slip and _is_outside(values, least, most):
            middle = statistics.median(values)
            return _named(field, words, f"lie around {middle:g} in runs, which cannot be {what}")
    hearts = [one.hr_mean_bpm for one in runs if one.hr_mean_bpm]
    odd = sum(not 80 <= one <= 215 for one in hearts)
    if len(hearts) >= FEW and odd > _MOST_ODD_HEARTS * len(hearts):
        return _named("hr_mean", words, "are in too many runs no heart beats a minute")
    return None


def _doubt_of_pairs(sessions: Sequence[SessionRow], words: Mapping[str, str]) -> str | None:
    both = [one for one in sessions if one.hr_mean_bpm and one.hr_max_bpm]
    if _most(one.hr_mean_bpm > one.hr_max_bpm for one in both if one.hr_mean_bpm and one.hr_max_bpm):
        return _named("hr_mean", words, "are above the highest heart rate: the two stand the other way round")
    times = [(one.moving_s, one.elapsed_s) for one in sessions if one.moving_s and one.elapsed_s]
    if _most(moving > elapsed * 1.01 + 60 for moving, elapsed in times):
        return _named("moving", words, "are above the elapsed time: the two stand the other way round")
    if len(times) >= FEW and statistics.median(elapsed / moving for moving, elapsed in times) > _MOST_PAUSES:
        return _named("elapsed", words, "are far above the moving time: one of the two is something else")
    slopes = [one.ascent_m / one.distance_m for one in sessions if one.ascent_m and one.distance_m]
    if _is_outside(slopes, 0, _STEEPEST):
        return _named("ascent", words, "are steeper than any path: they are no metres climbed")
    for sport, group in _groups(sessions).items():
        rates = [
            one.energy_kcal / seconds * 3600
            for one in group
            if one.energy_kcal and (seconds := one.moving_s or one.elapsed_s)
        ]
        if _is_outside(rates, *_KCAL_PER_H.get(sport, _ANY_KCAL_PER_H)):
            middle = f"{statistics.median(rates):,.0f}"
            return _named("energy", words, f"make {middle} kcal an hour ({sport}), which cannot be")
    return None


def _most(holds: Iterable[bool]) -> bool:
    found = list(holds)
    return bool(found) and sum(found) * 2 > len(found)
