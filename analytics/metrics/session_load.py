"""The load of one session, from effort or heart rate, and the one basis a series of them may stand on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

import numpy as np
import numpy.typing as npt

from analytics.metrics import zones

Floats = npt.NDArray[np.float64]
Sex = Literal["male", "female"]
Basis = Literal["session_rpe", "trimp", "edwards", "lucia", "hrtss", "rtss", "running_minutes"]
BASES: tuple[Basis, ...] = ("session_rpe", "trimp", "edwards", "lucia", "hrtss", "rtss", "running_minutes")
HEART_RATE_BASES: tuple[Basis, ...] = ("trimp", "edwards", "lucia", "hrtss")
PREFERRED: tuple[Basis, ...] = ("session_rpe", "trimp", "edwards", "rtss", "running_minutes")
"""The order in which a basis is chosen where nobody said one: effort, heart rate, pace, minutes."""

# When a basis carries a series: choices of this project.
LEAST_MEASURED_SHARE = 0.8
MOST_UNKNOWN_SHARE = 0.02
# An unknown load is taken from the athlete's own runs: choices of this project.
OWN_RUNS = 40
OWN_RUNS_ALIKE = 10
LEAST_OWN_RUNS = 5
OWN_RUNS_DAYS = 365
# Strength work in load: choices of this project; 10 less the repetitions in reserve is the effort of a set.
STRENGTH_MIN_A_SET = 2.5
STRENGTH_RPE_NOT_SAID = 5.0

# Banister's exponential weighting of the share of heart rate reserve. Male 0.64 and 1.92, female exponent
# 1.67: as GoldenCheetah's TRIMPPoints.cpp has them (read, not copied). The female factor 0.86 is the one in
# common use; it was not read at its source, and GoldenCheetah uses 0.64 for both.
TRIMP_FACTOR: dict[Sex, float] = {"male": 0.64, "female": 0.86}
TRIMP_EXPONENT: dict[Sex, float] = {"male": 1.92, "female": 1.67}


def session_rpe(rpe_0_10: float, minutes: float) -> float:
    """Give the session RPE load: effort on the CR10 scale times minutes (Foster 2001), in arbitrary units.

    Examples
    --------
    >>> session_rpe(5, 60)
    300
    """
    return rpe_0_10 * minutes


def heart_rate_reserve(heart_rate_bpm: float, *, hr_rest_bpm: float, hr_max_bpm: float) -> float:
    """Give the share of heart rate reserve in use; below rest it is 0.

    Examples
    --------
    >>> heart_rate_reserve(148, hr_rest_bpm=50, hr_max_bpm=190)
    0.7
    """
    if hr_max_bpm <= hr_rest_bpm:
        raise ValueError("the highest heart rate must lie above the resting one")
    return max(0.0, (heart_rate_bpm - hr_rest_bpm) / (hr_max_bpm - hr_rest_bpm))


def trimp(*, minutes: float, reserve_share: float, sex: Sex, female_factor: float | None = None) -> float:
    """Give Banister's training impulse of minutes at one heart rate.

    Parameters
    ----------
    reserve_share
        Share of heart rate reserve, 0 to 1.
    female_factor
        Another factor for women (0.64 as GoldenCheetah has it); None takes 0.86.

    Examples
    --------
    >>> round(trimp(minutes=60, reserve_share=0.7, sex="male"), 3)
    103.067
    """
    factor = female_factor if sex == "female" and female_factor is not None else TRIMP_FACTOR[sex]
    return minutes * reserve_share * factor * math.exp(TRIMP_EXPONENT[sex] * reserve_share)


def trimp_of_samples(
    heart_rate_bpm: npt.ArrayLike,
    seconds: npt.ArrayLike,
    *,
    hr_rest_bpm: float,
    hr_max_bpm: float,
    sex: Sex,
) -> float:
    """Give Banister's training impulse sample by sample; it is larger than that of the mean heart rate.

    Parameters
    ----------
    heart_rate_bpm, seconds
        Heart rate and length of each sample, same shape. Samples without a heart rate (NaN) add nothing.
    """
    if hr_max_bpm <= hr_rest_bpm:
        raise ValueError("the highest heart rate must lie above the resting one")
    rates = np.asarray(heart_rate_bpm, dtype=np.float64)
    share = np.clip((rates - hr_rest_bpm) / (hr_max_bpm - hr_rest_bpm), 0.0, None)
    minutes = np.asarray(seconds, dtype=np.float64) / 60.0
    impulse = minutes * share * TRIMP_FACTOR[sex] * np.exp(TRIMP_EXPONENT[sex] * share)
    return float(np.nansum(impulse))


def edwards(minutes_in_zone: Sequence[float]) -> float:
    """Give Edwards' load: minutes in five zones times 1 to 5.

    The zones are 50-60, 60-70, 70-80, 80-90 and 90-100 % of the highest heart rate.

    Examples
    --------
    >>> edwards([10, 10, 10, 10, 10])
    150
    """
    if len(minutes_in_zone) != 5:
        raise ValueError("Edwards has five zones")
    return sum(zone * minutes for zone, minutes in enumerate(minutes_in_zone, start=1))


def lucia(*, below_first_min: float, between_min: float, above_second_min: float) -> float:
    """Give Lucia's load: minutes below, between and above the two ventilatory thresholds times 1, 2, 3.

    Examples
    --------
    >>> lucia(below_first_min=20, between_min=20, above_second_min=20)
    120
    """
    return below_first_min + 2 * between_min + 3 * above_second_min


@dataclass(frozen=True)
class Limits:
    """What is known of an athlete when a session was run; None is unknown."""

    sex: Sex | None = None
    hr_max_bpm: float | None = None
    hr_rest_bpm: float | None = None
    threshold_hr_bpm: float | None = None
    threshold_speed_m_s: float | None = None

    @property
    def has_reserve(self) -> bool:
        """Say whether the heart rate reserve is known."""
        return (
            self.hr_max_bpm is not None
            and self.hr_rest_bpm is not None
            and self.hr_max_bpm > self.hr_rest_bpm
        )


def heart_rate_load_a_minute(basis: Basis, heart_rate_bpm: npt.ArrayLike, limits: Limits) -> Floats | None:
    """Give the load that one minute at each heart rate adds; None where the athlete's limits are not known.

    Parameters
    ----------
    basis
        trimp, edwards, lucia or hrtss.
    heart_rate_bpm
        Any shape; NaN stays NaN.
    limits
        trimp and hrtss need the resting and the highest heart rate, hrtss the threshold as well; edwards the
        highest; lucia the threshold, which stands in for the second ventilatory threshold, and nine tenths
        of it, where zone 3 begins, for the first. Where the sex is not said, the constants for men are taken.

    Examples
    --------
    >>> limits = Limits("male", hr_max_bpm=190, hr_rest_bpm=50, threshold_hr_bpm=170)
    >>> round(60 * float(heart_rate_load_a_minute("trimp", 148, limits)), 3)
    103.067
    >>> round(60 * float(heart_rate_load_a_minute("hrtss", 170, limits)), 9)
    100.0
    """
    rates = np.asarray(heart_rate_bpm, dtype=np.float64)
    if basis == "edwards":
        if limits.hr_max_bpm is None:
            return None
        step = np.floor(np.round(rates / limits.hr_max_bpm, 9) * 10.0) - 4.0
        return np.asarray(np.clip(step, 0.0, 5.0), dtype=np.float64)
    if basis == "lucia":
        if limits.threshold_hr_bpm is None:
            return None
        first = zones.OF_THRESHOLD_HR[1] * limits.threshold_hr_bpm
        phase = 1.0 + (rates >= first) + (rates >= limits.threshold_hr_bpm)
        return np.asarray(np.where(np.isnan(rates), np.nan, phase), dtype=np.float64)
    if not limits.has_reserve:
        return None
    assert limits.hr_max_bpm is not None and limits.hr_rest_bpm is not None
    rest, reserve = limits.hr_rest_bpm, limits.hr_max_bpm - limits.hr_rest_bpm
    sex: Sex = limits.sex or "male"

    def impulse(beats: Floats) -> Floats:
        share = np.clip((beats - rest) / reserve, 0.0, None)
        return np.asarray(share * TRIMP_FACTOR[sex] * np.exp(TRIMP_EXPONENT[sex] * share), dtype=np.float64)

    if basis == "trimp":
        return impulse(rates)
    if basis != "hrtss":
        raise ValueError(f"{basis} is not worked out from heart rate")
    if limits.threshold_hr_bpm is None or limits.threshold_hr_bpm <= limits.hr_rest_bpm:
        return None
    hour = 60.0 * float(impulse(np.asarray(limits.threshold_hr_bpm)))
    return np.asarray(100.0 * impulse(rates) / hour, dtype=np.float64)


def heart_rate_loads(
    basis: Basis,
    limits: Limits,
    *,
    seconds_by_bpm: Floats,
    hr_mean_bpm: Floats,
    minutes: Floats,
    known_s: Floats,
    moving_s: Floats,
) -> tuple[Floats, Floats]:
    """Give the loads of many sessions from heart rate: sample by sample, and from the mean.

    Parameters
    ----------
    seconds_by_bpm
        Sessions by bins of a beat from 30; a session without records has NaN. The histogram loses nothing:
        a load that adds up over samples of a second is the same from it.
    hr_mean_bpm, minutes
        The session's mean heart rate and its length; NaN unknown. The load of a mean is lower than that of
        its samples wherever the load rises faster than the heart rate.
    known_s, moving_s
        Seconds with a heart rate, and moving seconds, of the records. Where at least four fifths are known,
        the rest is taken to be like them; below, the records do not speak for the session.

    Returns
    -------
    tuple
        Loads from records and loads from means; NaN where there is none.
    """
    bins = zones.FIRST_BPM + np.arange(seconds_by_bpm.shape[1], dtype=np.float64)
    a_minute = heart_rate_load_a_minute(basis, bins, limits)
    of_means = heart_rate_load_a_minute(basis, hr_mean_bpm, limits)
    unknown = np.full(len(minutes), np.nan)
    if a_minute is None or of_means is None:
        return unknown, unknown
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip(known_s / moving_s, 0.0, 1.0)
        from_records = (seconds_by_bpm @ a_minute) / 60.0 / share
        from_records = np.where(share >= zones.LEAST_KNOWN_SHARE, from_records, np.nan)
    return np.asarray(from_records, dtype=np.float64), np.asarray(of_means * minutes, dtype=np.float64)


def rtss(hours: npt.ArrayLike, speed_m_s: npt.ArrayLike, *, threshold_speed_m_s: float | None) -> Floats:
    """Give the running stress score: 100 times hours times the square of speed over threshold speed.

    Parameters
    ----------
    speed_m_s
        Normalised graded speed; from a mean speed the score comes out too low on hilly or uneven runs.

    Examples
    --------
    >>> float(rtss(1.0, 4.0, threshold_speed_m_s=4.0)), float(rtss(2.0, 3.0, threshold_speed_m_s=4.0))
    (100.0, 112.5)
    """
    length = np.asarray(hours, dtype=np.float64)
    if threshold_speed_m_s is None:
        return np.full(length.shape, np.nan)
    share = np.asarray(speed_m_s, dtype=np.float64) / threshold_speed_m_s
    return np.asarray(100.0 * length * share**2, dtype=np.float64)


def like_own_runs(
    loads: Floats, *, minutes: Floats, speed_m_s: Floats, days: npt.NDArray[np.int64]
) -> Floats:
    """Estimate loads that are unknown from the athlete's own earlier runs.

    The rule: minutes times the middle load a minute of the ten runs nearest in speed, among the last 40 with
    a measured load within the year before; with fewer than five of them nothing is estimated.

    Parameters
    ----------
    loads
        Sessions in order of time; NaN where not measured.
    minutes, speed_m_s, days
        Length, mean speed (NaN: all 40 count alike) and day number of each.

    Returns
    -------
    numpy.ndarray
        The estimates where `loads` is NaN and the rule gives one; NaN elsewhere.

    Examples
    --------
    >>> loads = np.array([60.0, 60, 60, 60, 60, np.nan])
    >>> same = np.full(6, 30.0)
    >>> found = like_own_runs(loads, minutes=same, speed_m_s=same * np.nan, days=np.arange(6))
    >>> float(found[-1])
    60.0
    """
    found = np.full(len(loads), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        a_minute = loads / minutes
    measured = np.flatnonzero(np.isfinite(a_minute))
    for at in np.flatnonzero(np.isnan(loads) & np.isfinite(minutes)):
        place = int(np.searchsorted(measured, at))
        before = measured[max(0, place - OWN_RUNS) : place]
        before = before[days[before] >= days[at] - OWN_RUNS_DAYS]
        if len(before) < LEAST_OWN_RUNS:
            continue
        if np.isfinite(speed_m_s[at]):
            apart = np.abs(speed_m_s[before] - speed_m_s[at])
            before = before[np.argsort(apart, kind="stable")[:OWN_RUNS_ALIKE]]
        found[at] = minutes[at] * median(a_minute[before].tolist())
    return found


@dataclass(frozen=True)
class StrengthLoad:
    """The session RPE load of a day's strength work; `is_assumed` where effort or length was not logged."""

    load_au: float
    minutes: float
    rpe_0_10: float
    is_assumed: bool


def strength_load(
    *, sets: float, minutes: float | None = None, rir: float | None = None, rpe_0_10: float | None = None
) -> StrengthLoad:
    """Give the load of a day's strength work on the basis of session RPE.

    The rule: effort times minutes. Effort is the session's RPE, else 10 less the mean repetitions in reserve,
    else 5, flagged; minutes are the watch's, else two and a half a set, which is flagged too.

    Examples
    --------
    >>> strength_load(sets=12, minutes=30, rir=3)
    StrengthLoad(load_au=210.0, minutes=30, rpe_0_10=7.0, is_assumed=False)
    >>> strength_load(sets=8).load_au, strength_load(sets=8).is_assumed
    (100.0, True)
    """
    effort = rpe_0_10 if rpe_0_10 is not None else None if rir is None else max(0.0, 10.0 - rir)
    length = minutes if minutes is not None else STRENGTH_MIN_A_SET * sets
    used = STRENGTH_RPE_NOT_SAID if effort is None else effort
    return StrengthLoad(used * length, length, used, effort is None or minutes is None)


@dataclass(frozen=True)
class Known:
    """How many sessions have a load on one basis: measured, estimated, or not at all."""

    measured: int
    estimated: int
    unknown: int

    @property
    def sessions(self) -> int:
        """Count all of them."""
        return self.measured + self.estimated + self.unknown

    @property
    def carries(self) -> bool:
        """Say whether a series may stand on it: four fifths measured, and hardly any hole."""
        return (
            self.sessions > 0
            and self.measured >= LEAST_MEASURED_SHARE * self.sessions
            and self.unknown <= MOST_UNKNOWN_SHARE * self.sessions
        )


def common_basis(known: Mapping[Basis, Known]) -> Basis:
    """Choose the one basis for a series: the best that its sessions have.

    Bases have different units, so a series is never mixed of them, and a session without a load is a hole.
    Effort comes first, then heart rate, then pace; a basis is taken where four fifths of the sessions have it
    measured and hardly any stays unknown. Minutes of running are the fallback and are named as such.

    Parameters
    ----------
    known
        What the sessions of the last year have, by basis; one left out has nothing.

    Examples
    --------
    >>> common_basis({"session_rpe": Known(10, 0, 30), "trimp": Known(36, 4, 0)})
    'trimp'
    >>> common_basis({"session_rpe": Known(10, 0, 30)})
    'running_minutes'
    """
    return next((basis for basis in PREFERRED if basis in known and known[basis].carries), "running_minutes")
