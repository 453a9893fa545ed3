"""Personal bests and how they moved, the pace-duration curve with critical speed, equivalent race times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import units, written
from analytics.metrics import performance
from analytics.metrics.best_efforts import DURATIONS_S
from analytics.reports.rows import each
from analytics.store import Reader

DISTANCES: dict[float, str] = {
    400.0: "400 m", 800.0: "800 m", 1000.0: "1 km", 1609.344: "1 mile", 5000.0: "5 km", 10_000.0: "10 km",
    21_097.5: "Half marathon", 42_195.0: "Marathon",
}  # fmt: skip
RACES = (1609.344, 5000.0, 10_000.0, 21_097.5, 42_195.0)
RECENT_DAYS = 90
YEAR_DAYS = 365
FAR = 4.0
"""An equivalent over so many times the distance it rests on is far from what was run."""


def key_of(effort: str, over_what: float) -> str:
    """Name an effort as the queries do.

    Examples
    --------
    >>> key_of("distance", 1609.344), key_of("duration", 60)
    ('distance 1609.344', 'duration 60.000')
    """
    return f"{effort} {over_what:.3f}"


NAMES: dict[str, str] = {key_of("distance", metres): name for metres, name in DISTANCES.items()} | {
    key_of("duration", seconds): f"{seconds / 60:g} min" for seconds in DURATIONS_S
}
"""The efforts there are, in order: distances, then times."""
LEAST_S_PER_M = {
    **{key_of("distance", metres): performance.least_time_s(metres) / metres for metres in DISTANCES},
    **{
        key_of("duration", seconds): seconds / performance.most_distance_m(seconds) for seconds in DURATIONS_S
    },
}
"""Faster than anybody has run: a fault of the receiver."""
FIRST = key_of("distance", 5000.0)

NOTHING = (
    "No best efforts yet. They come from files with records (FIT, TCX or GPX): a list of activities alone "
    "tells no times within a run."
)


@dataclass(frozen=True)
class Fit:
    """Critical speed from one span of time; where `why_not` says why, there is none to use."""

    fit: performance.CriticalSpeed | None
    why_not: str | None
    efforts: int
    runs: int
    words: str


@dataclass(frozen=True)
class Bests:
    """Everything the parts on bests, curve and race times show."""

    missing: str | None
    line: str
    table: pd.DataFrame
    efforts: dict[str, str]
    curves: dict[str, pd.DataFrame]
    fit: Fit
    equivalents: pd.DataFrame
    vdot_words: str
    left_out: str | None

    @property
    def drawn_fit(self) -> dict[str, object]:
        """Give what the curve draws of the fit; nothing where there is none."""
        if self.fit.fit is None or self.fit.why_not is not None:
            return {}
        return {
            "critical_s_per_km": 1000 / self.fit.fit.speed_m_s,
            "d_prime_m": self.fit.fit.d_prime_m,
            "fit_range_s": performance.FIT_RANGE_S,
        }

    @property
    def has_race(self) -> bool:
        """Say whether a best was run in a race."""
        return bool((self.table["race"] != "").any())

    @property
    def first_effort(self) -> str:
        """Give the effort to show first: 5 km, or the longest there is below it."""
        return FIRST if FIRST in self.efforts else next(iter(self.efforts))


@dataclass(frozen=True)
class Course:
    """How one best moved: every run's effort in order, with the best so far."""

    runs: pd.DataFrame
    title: str


def gather(reader: Reader, *, athlete_id: int) -> Bests:
    """Gather the bests of one athlete; 90 days, a year and the season count back from their last run.

    Parameters
    ----------
    athlete_id
        Whose. Runs indoors are left out: their distance is what the treadmill or the wrist believes.
    """
    found = reader.frame("best_efforts_of_athlete", athlete_id=athlete_id)
    over = np.where(found["is_distance"], found["distance_m"], -found["duration_s"])
    overs, code = np.unique(over, return_inverse=True)
    keys = [
        key_of("distance", value) if value > 0 else key_of("duration", -value) for value in overs.tolist()
    ]
    limits = np.array([LEAST_S_PER_M.get(key, np.inf) for key in keys])
    beyond = (found["duration_s"] / found["distance_m"]).to_numpy() < limits[code]
    indoors = found["is_indoors"].to_numpy(dtype=bool)
    left_out = _left_out(
        *(int(found.loc[why, "activity_id"].nunique()) for why in (indoors, beyond & ~indoors))
    )
    sound = found[~indoors & ~beyond].assign(code=code[~indoors & ~beyond])
    if sound.empty:
        nothing = pd.DataFrame()
        return Bests(NOTHING, "", nothing, {}, {}, Fit(None, None, 0, 0, ""), nothing, "", left_out)
    sound["local_date"] = pd.to_datetime(sound["local_date"])
    first, last = sound["local_date"].iloc[0], sound["local_date"].max()
    spans = _spans(sound, keys, last)
    by_key = {span: {row.key: row for row in each(rows)} for span, rows in spans.items()}
    equivalents, vdot_words = _equivalents(by_key["year"])
    return Bests(
        missing=None,
        line=(
            f"From the records of {written.count(int(sound['activity_id'].nunique()), 'run')}, "
            f"{written.date(first.date())} to {written.date(last.date())}."
        ),
        table=_table(by_key),
        efforts={key: name for key, name in NAMES.items() if key in by_key["all"]},
        curves={
            name: spans[span]
            for name, span in (("All time", "all"), (str(last.year), "season"), ("Last 90 days", "recent"))
        },
        fit=_fit(spans["recent"], f"the 90 days to {written.date(last.date())}"),
        equivalents=equivalents,
        vdot_words=vdot_words,
        left_out=left_out,
    )


def _spans(sound: pd.DataFrame, keys: list[str], last: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """Find the best of each effort in each span of time, by length; `before`: until the day of the best."""
    pace = 1000.0 * sound["duration_s"].to_numpy() / sound["distance_m"].to_numpy()
    order = np.lexsort((pace, sound["code"].to_numpy()))  # the fastest of each effort first
    code, day = sound["code"].to_numpy()[order], sound["local_date"].to_numpy()[order]

    def fastest(among: npt.NDArray[np.bool_]) -> pd.DataFrame:
        at = np.flatnonzero(among)
        kinds, firsts, runs = np.unique(code[at], return_index=True, return_counts=True)
        rows = sound.iloc[order[at[firsts]]]
        return rows.assign(
            key=[keys[kind] for kind in kinds], runs=runs, pace_s_per_km=pace[order[at[firsts]]]
        ).sort_values("duration_s", ignore_index=True)

    whole = fastest(np.ones(len(order), dtype=bool))
    day_of_best = np.full(len(keys), np.datetime64("NaT"), dtype=day.dtype)
    day_of_best[whole["code"].to_numpy()] = whole["local_date"].to_numpy()
    return {
        "all": whole,
        "season": fastest(day >= np.datetime64(f"{last.year}-01-01")),
        "recent": fastest(day > (last - pd.Timedelta(days=RECENT_DAYS)).to_datetime64()),
        "year": fastest(day > (last - pd.Timedelta(days=YEAR_DAYS)).to_datetime64()),
        "before": fastest(day < day_of_best[code]),
    }


def course(reader: Reader, *, athlete_id: int, key: str) -> Course:
    """Gather how one best moved, run by run.

    Parameters
    ----------
    key
        The effort, one of `Bests.efforts`.
    """
    effort, over_what = key.split(" ")
    runs = reader.frame(
        "best_effort_course",
        athlete_id=athlete_id,
        effort=effort,
        over_what=float(over_what),
        least_s_per_m=LEAST_S_PER_M[key],
    )
    runs["local_date"] = pd.to_datetime(runs["local_date"])
    so_far = runs["pace_s_per_km"].cummin()
    before = so_far.shift()
    runs = runs.assign(best_s_per_km=so_far, is_best=before.isna() | (so_far < before))
    steps = list(each(runs[runs["is_best"]]))
    best = steps[-1]
    title = f"{NAMES[key]}: {written_best(best)} on {written.date(best.local_date.date())}"
    if len(steps) < 2:
        return Course(runs, f"{title}, and no run was faster since")
    gained = written.pace_apart(float(steps[0].pace_s_per_km), float(best.pace_s_per_km))
    return Course(runs, f"{title}, {gained} faster than the first")


def clock(seconds: float) -> str:
    """Write a time as on a race's clock.

    Examples
    --------
    >>> clock(92.4), clock(1199.6), clock(3725)
    ('1:32', '20:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def written_best(row: Any) -> str:
    """Write what a best is: the time of a distance, the way of a duration."""
    return clock(row.duration_s) if row.is_distance else _way(row.distance_m)


def _way(metres: float) -> str:
    """Write how far a duration led: to the metre, or to the hundredth of a mile."""
    return written.distance(metres, 2) if units.way().is_imperial else f"{written.number(metres)} m"


def _table(by_key: dict[str, dict[str, Any]]) -> pd.DataFrame:
    best = by_key["all"]

    def told(span: str, key: str) -> str:
        row = by_key.get(span, {}).get(key)
        return written.UNKNOWN if row is None else written_best(row)

    return pd.DataFrame(
        [
            {
                "key": key,
                "what": name,
                "best": told("all", key),
                "pace": written.pace(float(best[key].pace_s_per_km)),
                "on": best[key].local_date.date(),
                "activity_id": int(best[key].activity_id),
                "race": "race" if best[key].is_race else "",
                "before": told("before", key),
                "season": told("season", key),
                "recent": told("recent", key),
                "runs": int(best[key].runs),
            }
            for key, name in NAMES.items()
            if key in best
        ]
    )


def _fit(recent: pd.DataFrame, when: str) -> Fit:
    low, high = performance.FIT_RANGE_S
    used = recent[recent["duration_s"].between(low, high)]
    times = [float(time) for time in used["duration_s"]]
    runs = int(used["activity_id"].nunique())
    why = performance.why_no_fit(times)
    fit = None
    if why is None:
        fit = performance.critical_speed([float(metres) for metres in used["distance_m"]], times)
        why = fit.rejected_because
    if fit is None or why is not None:
        words = f"No critical speed from {when}: {why}."
        return Fit(None, why, len(times), runs, words)
    return Fit(fit, None, len(times), runs, _fit_words(fit, times, runs, when))


def _fit_words(fit: performance.CriticalSpeed, times: list[float], runs: int, when: str) -> str:
    between = ""
    if fit.low_m_s is not None and fit.high_m_s is not None and fit.low_m_s > 0:
        between = (
            f" (95 % interval of the line {written.pace(1000 / fit.high_m_s, unit=False)} to "
            f"{written.pace(1000 / fit.low_m_s)})"
        )
    few = " All of them lie in one run, so they are not independent." if runs == 1 else ""
    return (
        f"Critical speed {written.pace(1000 / fit.speed_m_s)}{between}, with "
        f"{written.height(fit.d_prime_m)} "
        f"that can be run above it (D′): a line through your best {written.count(len(times), 'effort')} of "
        f"{clock(min(times))} to {clock(max(times))}, from {written.count(runs, 'run')} in {when}.{few} "
        "The other form of the fit, speed on one over time, gives "
        f"{written.pace(1000 / fit.speed_by_inverse_time_m_s)}. It takes the efforts for your limit; those "
        f"of "
        "easy training make it too slow. It says nothing beyond about 20 minutes."
    )


def _equivalents(year: dict[str, Any]) -> tuple[pd.DataFrame, str]:
    """Give each race distance its VDOT and the times that the best of them stands for."""
    races = {metres: year[key] for metres in RACES if (key := key_of("distance", metres)) in year}
    if not races:
        return pd.DataFrame(), (
            "No VDOT yet: it needs an effort over a mile or more, from records of the last year."
        )
    vdots = {
        metres: performance.vdot(distance_m=metres, time_s=float(row.duration_s))
        for metres, row in races.items()
    }
    base = max(vdots, key=lambda metres: vdots[metres])
    top, vdot = races[base], vdots[base]
    rows = []
    for metres in RACES:
        own, times = races.get(metres), metres / base
        far = ", far from what was run" if times > FAR or times < 1 / FAR else ""
        rests_on = f"{written.number(times, 1)} times as far{far}"
        rows.append(
            {
                "what": DISTANCES[metres],
                "own": clock(float(own.duration_s)) if own is not None else written.UNKNOWN,
                "own_vdot": vdots.get(metres),
                "equivalent": clock(performance.race_time_s(vdot_value=vdot, distance_m=metres)),
                "rests_on": "this effort" if metres == base else rests_on,
                "on": own.local_date.date() if own is not None else None,
                "activity_id": int(own.activity_id) if own is not None else None,
            }
        )
    kind = "a race" if top.is_race else "an effort within a run"
    return pd.DataFrame(rows), (
        f"VDOT {written.number(vdot, 1)}, from {kind}: {DISTANCES[base]} in {clock(float(top.duration_s))} "
        f"on "
        f"{written.date(top.local_date.date())}, your best of the last year by this measure. The equivalent "
        "times are what the same VDOT stands for: what you could run over the other distances if you were "
        "trained for them as well. The further a distance lies from the effort, the less it says: a fast "
        "mile "
        "stands for no marathon without the long runs."
    )


def _left_out(indoors: int, beyond: int) -> str | None:
    said = []
    if indoors:
        said.append(f"{written.count(indoors, 'run')} indoors, whose distance is a guess")
    if beyond:
        said.append(
            f"efforts of {written.count(beyond, 'run')} faster than any world record: faults of a receiver"
        )
    return f"Left out: {'; '.join(said)}." if said else None
