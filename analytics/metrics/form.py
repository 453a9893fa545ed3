"""How somebody runs, by the records of a run: cadence, step, ground contact, bounce, what is left late."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.metrics.streams import Streams

Floats = npt.NDArray[np.float64]

RUNNING_FROM_SPM = 130.0
"""Fewer steps a minute are walking: people walk with some 120 at most. A choice of this project."""
LEAST_S = 300.0
"""A measure is told where it is known for so long while running."""
PLAUSIBLE = {
    "stance_time_ms": (100.0, 500.0),
    "stance_balance_pct": (30.0, 70.0),
    "vertical_oscillation_mm": (20.0, 200.0),
    "vertical_ratio_pct": (2.0, 20.0),
}
"""What lies outside is a pod that has come loose, or no reading at all."""

WARM_UP_S = 600.0
LEAST_LATE_S = 1800.0
LEAST_SHARE_S = 300.0
MAX_UNEVEN_CV = 0.12
MAX_EASIER = 0.03
MINUTE_S = 60.0


@dataclass(frozen=True)
class Form:
    """Means over the running of one run, each stretch of time by its length; None: not known for 5 minutes.

    `step_length_m` is the way of one step, from speed and cadence, so that it is the same with every watch.
    `vertical_ratio_pct` is bounce over step length, as recorded or worked out of both.
    """

    running_cadence_spm: float | None = None
    step_length_m: float | None = None
    stance_time_ms: float | None = None
    stance_balance_pct: float | None = None
    vertical_oscillation_mm: float | None = None
    vertical_ratio_pct: float | None = None


@dataclass(frozen=True)
class Late:
    """The last third of a run against its first, after ten minutes of warm-up, in percent.

    `fade_pct` is speed as on the level that was lost: above 0 is slower late. The others are changes: above 0
    is more late. Form changes with speed, so that they are to be read beside the fade.
    """

    fade_pct: float | None = None
    cadence_change_pct: float | None = None
    step_length_change_pct: float | None = None
    stance_time_change_pct: float | None = None
    vertical_ratio_change_pct: float | None = None


def form(
    run: Streams,
    *,
    cadence_spm: Floats | None,
    heart_rate_bpm: Floats | None,
    pods: Mapping[str, Floats | None],
) -> tuple[Form, Late]:
    """Measure the form of a run.

    Parameters
    ----------
    run
        The run's stretches.
    cadence_spm
        Steps a minute, one a record; NaN or 0 is unknown, None was not recorded.
    heart_rate_bpm
        What `streams.reading` gives; None was not recorded.
    pods
        What straps and pods tell, by the names of PLAUSIBLE; None was not recorded.

    Returns
    -------
    tuple
        The means over running, and the last third against the first.

    Notes
    -----
    Running is moving with 130 steps a minute or more; without cadence, all moving. The last third is told
    only where 30 minutes or more follow the first ten of moving, and where graded speed varies by no more
    than 12 % from minute to minute within the first third and within the last: intervals and a walk home
    would say nothing of tiring. Nor does a heart rate that is lower late by more than 3 %: that runner chose
    to go slower.
    """
    known = {name: _plausible(name, values) for name, values in pods.items()}
    running = run.moving
    if cadence_spm is not None and bool((cadence_spm > 0).any()):
        with np.errstate(invalid="ignore"):
            running = running & (cadence_spm >= RUNNING_FROM_SPM)
        known["running_cadence_spm"] = cadence_spm
        if run.speed_m_s is not None:
            with np.errstate(invalid="ignore", divide="ignore"):
                known["step_length_m"] = 60.0 * run.speed_m_s / cadence_spm
    at = np.flatnonzero(running)
    seconds = run.seconds[at]
    there = {name: values[at] for name, values in known.items() if values is not None}
    _with_ratio(there)
    means = Form(**{name: _mean(values, seconds, LEAST_S) for name, values in there.items()})
    if heart_rate_bpm is not None:
        there["heart_rate_bpm"] = heart_rate_bpm[at]
    return means, _late(run, at, there)


def _plausible(name: str, values: Floats | None) -> Floats | None:
    if values is None:
        return None
    low, high = PLAUSIBLE[name]
    with np.errstate(invalid="ignore"):
        sound = (values >= low) & (values <= high)
    return np.where(sound, values, np.nan) if sound.any() else None


def _with_ratio(there: dict[str, Floats]) -> None:
    """Work the vertical ratio out where the watch does not."""
    if "vertical_ratio_pct" not in there and {"vertical_oscillation_mm", "step_length_m"} <= set(there):
        there["vertical_ratio_pct"] = there["vertical_oscillation_mm"] / there["step_length_m"] / 10.0


def _mean(values: Floats, seconds: Floats, least_s: float) -> float | None:
    known = np.isfinite(values)
    if not known.all():
        values, seconds = values[known], seconds[known]
    total = float(seconds.sum())
    return float(values @ seconds) / total if total >= least_s else None


def _late(run: Streams, at: npt.NDArray[np.intp], there: Mapping[str, Floats]) -> Late:
    if run.graded_m_s is None or not len(at):
        return Late()
    clock = np.cumsum(np.where(run.moving, run.seconds, 0.0))
    left_s = float(clock[-1]) - WARM_UP_S
    if left_s < LEAST_LATE_S:
        return Late()
    third_s = left_s / 3
    ends = np.searchsorted(clock, (WARM_UP_S, WARM_UP_S + third_s, float(clock[-1]) - third_s), side="right")
    begin, first, last = (int(end) for end in ends)
    speeds = []
    for part in (slice(begin, first), slice(last, None)):
        moving = run.moving[part]
        mean, spread = _by_minute(
            clock[part][moving], run.graded_m_s[part][moving], run.seconds[part][moving]
        )
        if mean <= 0 or spread > MAX_UNEVEN_CV:
            return Late()
        speeds.append(mean)
    early = slice(int(np.searchsorted(at, begin)), int(np.searchsorted(at, first)))
    late = slice(int(np.searchsorted(at, last)), None)
    seconds = run.seconds[at]

    def change_pct(name: str) -> float | None:
        if name not in there:
            return None
        before = _mean(there[name][early], seconds[early], LEAST_SHARE_S)
        after = _mean(there[name][late], seconds[late], LEAST_SHARE_S)
        return 100.0 * (after / before - 1.0) if before and after is not None else None

    easier_pct = change_pct("heart_rate_bpm")
    if easier_pct is not None and easier_pct < -100.0 * MAX_EASIER:
        return Late()
    return Late(
        fade_pct=100.0 * (speeds[0] - speeds[1]) / speeds[0],
        cadence_change_pct=change_pct("running_cadence_spm"),
        step_length_change_pct=change_pct("step_length_m"),
        stance_time_change_pct=change_pct("stance_time_ms"),
        vertical_ratio_change_pct=change_pct("vertical_ratio_pct"),
    )


def _by_minute(clock: Floats, speed: Floats, seconds: Floats) -> tuple[float, float]:
    """Give the mean speed, and how much it varies from minute to minute as a share of it."""
    total = float(seconds.sum())
    mean = float(speed @ seconds) / total if total > 0 else 0.0
    if mean <= 0:
        return 0.0, math.inf
    minute = ((clock - clock[0]) // MINUTE_S).astype(np.int64)
    length = np.bincount(minute, weights=seconds)
    full = length >= MINUTE_S / 2
    by_minute = np.bincount(minute, weights=speed * seconds)[full] / length[full]
    spread = (
        math.sqrt(float(np.average((by_minute - mean) ** 2, weights=length[full])))
        if full.any()
        else math.inf
    )
    return mean, spread / mean
