"""Best efforts and critical speed of every run of the real files, against a slow search that is plainly right.

Runs of more than 4,000 records are thinned to every second, third, ... record first, for both: the slow search
takes minutes for the longest otherwise.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from analytics.errors import UnreadableError
from analytics.ingest.reading import read
from analytics.intake.measuring import stretch
from analytics.metrics.best_efforts import DISTANCES_M, DURATIONS_S, FASTEST_M_S, best_efforts
from analytics.metrics.performance import critical_speed

MOST_RECORDS = 4000
ENDINGS = (".fit", ".tcx", ".gpx")


def runs(samples: Path) -> Iterator[tuple[str, list[float], list[float]]]:
    """Give the times and distances of every running session that has both."""
    for path in sorted(samples.rglob("*")):
        if not path.name.lower().removesuffix(".gz").endswith(ENDINGS):
            continue
        try:
            batch = read(path.read_bytes(), path.name)
        except UnreadableError:
            continue
        for activity in batch.activities:
            records = activity.records
            if not records or "distance_cm" not in records:
                continue
            for session in activity.sessions:
                kept = stretch(records, activity, session)
                way = records["distance_cm"][kept]
                if session.sport != "running" or not (way != np.iinfo(np.uint32).max).any():
                    continue
                thin = slice(None, None, math.ceil(len(way) / MOST_RECORDS))
                time = records["time_fit_s"][kept][thin].astype(float).tolist()
                metres = [
                    math.nan if cm == np.iinfo(np.uint32).max else cm / 100 for cm in way[thin].tolist()
                ]
                yield path.name, time, metres


def cleaned(time: list[float], way: list[float]) -> tuple[list[float], list[float]]:
    """Leave out what is unknown and all but the last of a second; a step back or a leap is standing."""
    known = [(t, w) for t, w in zip(time, way, strict=True) if not math.isnan(w)]
    last = [
        one
        for one, following in zip(known, [*known[1:], (math.inf, 0.0)], strict=True)
        if following[0] > one[0]
    ]
    at, total = [0.0], [0.0]
    for (t0, w0), (t1, w1) in pairwise(last):
        step = w1 - w0
        at.append(t1 - last[0][0])
        total.append(total[-1] + (0.0 if step < 0 or step > FASTEST_M_S * (t1 - t0) else step))
    return at, total


def fastest(time: list[float], way: list[float], metres: float) -> float | None:
    """From every record on, walk until the distance is reached."""
    best = None
    for begin, (t, w) in enumerate(zip(time, way, strict=True)):
        end = bisect_left(way, w + metres, lo=begin)
        if end == len(way):
            break
        if end == begin:
            continue
        share = (w + metres - way[end - 1]) / (way[end] - way[end - 1])
        took = time[end - 1] + share * (time[end] - time[end - 1]) - t
        best = took if best is None else min(best, took)
    return best


def farthest(time: list[float], way: list[float], seconds: float) -> float | None:
    """From every record on, walk until the time is up."""
    best = None
    for begin, (t, w) in enumerate(zip(time, way, strict=True)):
        end = bisect_left(time, t + seconds, lo=begin)
        if end == len(time):
            break
        share = (t + seconds - time[end - 1]) / (time[end] - time[end - 1])
        went = way[end - 1] + share * (way[end] - way[end - 1]) - w
        best = went if best is None else max(best, went)
    return best


def test_best_efforts_and_critical_speed_of_every_run_are_those_of_a_slow_search(samples: Path) -> None:
    wrong, compared, fitted = [], 0, 0
    for name, time, way in runs(samples):
        found = best_efforts(time_s=time, distance_m=way)
        at, total = cleaned(time, way)
        slow: dict[tuple[str, float], float] = {}
        for metres in DISTANCES_M:
            took = fastest(at, total, metres) if total else None
            if took:
                slow["distance", metres] = took
        for seconds in DURATIONS_S:
            went = farthest(at, total, seconds) if at else None
            if went:
                slow["duration", seconds] = went
        quick = {
            (one.kind, one.distance_m if one.kind == "distance" else one.duration_s): (
                one.duration_s if one.kind == "distance" else one.distance_m
            )
            for one in found
        }
        compared += len(slow)
        if set(slow) != set(quick):
            wrong.append((name, sorted(set(slow) ^ set(quick))))
        wrong += [
            (name, key, quick[key], slow[key])
            for key in set(slow) & set(quick)
            if not math.isclose(quick[key], slow[key], rel_tol=1e-9, abs_tol=1e-6)
        ]
        efforts = [
            (went, seconds)
            for (kind, seconds), went in slow.items()
            if kind == "duration" and 120 <= seconds <= 1200
        ]
        if len(efforts) >= 3:
            fitted += 1
            fit = critical_speed(
                [quick["duration", seconds] for _, seconds in efforts], [s for _, s in efforts]
            )
            assert (fit.speed_m_s, fit.d_prime_m) == pytest.approx(line(efforts), rel=1e-6, abs=1e-6), name
    assert wrong == []
    assert compared > 500 and fitted > 40


def line(efforts: list[tuple[float, float]]) -> tuple[float, float]:
    """Fit distance on time by the sums of a schoolbook."""
    n = len(efforts)
    sum_t, sum_d = sum(t for _, t in efforts), sum(d for d, _ in efforts)
    sum_td, sum_tt = sum(t * d for d, t in efforts), sum(t * t for _, t in efforts)
    slope = (n * sum_td - sum_t * sum_d) / (n * sum_tt - sum_t**2)
    return slope, (sum_d - slope * sum_t) / n
