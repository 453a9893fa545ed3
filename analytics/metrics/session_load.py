"""The load of one session, from effort or heart rate, and the one basis a series of them may stand on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Sex = Literal["male", "female"]
Basis = Literal["session_rpe", "trimp", "running_minutes"]

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
class SessionFacts:
    """What is known of one running session; None is unknown."""

    minutes: float | None
    rpe_0_10: float | None = None
    hr_mean_bpm: float | None = None


def load_on(
    basis: Basis,
    facts: SessionFacts,
    *,
    hr_rest_bpm: float | None = None,
    hr_max_bpm: float | None = None,
    sex: Sex | None = None,
) -> float | None:
    """Give a session's load on one basis; None where that basis is not known.

    Parameters
    ----------
    basis
        session_rpe and trimp are in arbitrary units, running_minutes in minutes. From a mean heart rate
        alone the training impulse comes out too low; it serves to compare sessions of one athlete.
    """
    if facts.minutes is None:
        return None
    if basis == "running_minutes":
        return facts.minutes
    if basis == "session_rpe":
        return None if facts.rpe_0_10 is None else session_rpe(facts.rpe_0_10, facts.minutes)
    if facts.hr_mean_bpm is None or hr_rest_bpm is None or hr_max_bpm is None or sex is None:
        return None
    share = heart_rate_reserve(facts.hr_mean_bpm, hr_rest_bpm=hr_rest_bpm, hr_max_bpm=hr_max_bpm)
    return trimp(minutes=facts.minutes, reserve_share=share, sex=sex)


def common_basis(
    sessions: Iterable[SessionFacts],
    *,
    hr_rest_bpm: float | None = None,
    hr_max_bpm: float | None = None,
    sex: Sex | None = None,
) -> Basis:
    """Choose the one basis for a series: the best that every session of it has.

    Bases have different units, so a series is never mixed of them, and a session without a load would be a
    hole. Effort comes first, then heart rate; minutes of running are the fallback and are named as such.

    Examples
    --------
    >>> common_basis([SessionFacts(40, rpe_0_10=4), SessionFacts(60)])
    'running_minutes'
    """
    facts = list(sessions)

    def every(basis: Basis) -> bool:
        return bool(facts) and all(
            load_on(basis, one, hr_rest_bpm=hr_rest_bpm, hr_max_bpm=hr_max_bpm, sex=sex) is not None
            for one in facts
        )

    if every("session_rpe"):
        return "session_rpe"
    if every("trimp"):
        return "trimp"
    return "running_minutes"
