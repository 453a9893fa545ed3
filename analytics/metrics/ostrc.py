"""The weekly OSTRC questionnaire: health problems, substantial ones, severity, prevalence and new cases.

Answers are coded 0, 8, 17, 25. The first question is the gatekeeper: 0 there means no problem, and 25 no
training at all; both end the questions. Scored as the authors' own package does (ostRc, Bache-Mathiesen and
Clarsen); version 2 unless said otherwise (doi 10.1136/bjsports-2019-101337).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.metrics import quantiles

ANSWERS = (0, 8, 17, 25)
SUBSTANTIAL_FROM = 17
CANNOT_TAKE_PART = 25
MOST_SEVERE = 100


def health_problem(q1: int | None) -> bool | None:
    """Say whether the first answer tells of a problem; None if not answered.

    Examples
    --------
    >>> [health_problem(answer) for answer in (0, 8, 17, 25, None)]
    [False, True, True, True, None]
    """
    return None if q1 is None else q1 > 0


def substantial(q1: int | None, q2: int | None, q3: int | None) -> bool | None:
    """Say whether a problem is substantial: no training, or clearly less of it or of performance.

    Returns
    -------
    bool or None
        True as soon as one answer says so. None where there is no problem, and where an answer is missing
        that could have said so.

    Examples
    --------
    >>> [substantial(8, 0, 0), substantial(8, 0, 17), substantial(0, 0, 0), substantial(None, None, 8)]
    [False, True, None, None]
    """
    if q1 == 0:
        return None
    says_so = q1 == CANNOT_TAKE_PART or any(
        answer is not None and answer >= SUBSTANTIAL_FROM for answer in (q2, q3)
    )
    if says_so:
        return True
    return None if q1 is None or q2 is None or q3 is None else False


def severity(q1: int | None, q2: int | None, q3: int | None, q4: int | None) -> int | None:
    """Give the severity, 0 to 100: the sum of the four answers; 0 without a problem, None if one is missing.

    Both ends of the first question are gates: who had no problem, and who could not take part at all, is
    asked no more, and the severity is 0 or 100. Where a file has all four answers to a week without taking
    part, their sum counts, as in ostRc.

    Examples
    --------
    >>> [severity(8, 25, 0, 25), severity(0, None, None, None), severity(8, None, 0, 0)]
    [58, 0, None]
    >>> severity(25, None, None, None), severity(25, 0, 0, 0)
    (100, 25)
    """
    if q1 == 0:
        return 0
    if q1 == CANNOT_TAKE_PART and (q2 is None or q3 is None or q4 is None):
        return MOST_SEVERE
    if q1 is None or q2 is None or q3 is None or q4 is None:
        return None
    return q1 + q2 + q3 + q4


def is_time_loss_week(q1: int | None) -> bool | None:
    """Say whether a week was lost: no participation because of the problem; None if not answered."""
    return None if q1 is None else q1 == CANNOT_TAKE_PART


def cases(responses: pd.DataFrame) -> pd.DataFrame:
    """Gather weekly responses into cases.

    Parameters
    ----------
    responses
        One row a response about one case: athlete, case, week (sortable), q1 to q4.

    Returns
    -------
    DataFrame
        One row a case that holds a problem, by athlete and first week: athlete, case, first_week, last_week,
        duration_weeks (responses with a problem), time_loss_weeks, substantial (in any week), severity (the
        highest of a week).
    """
    rows = responses[responses["q1"] > 0].copy()
    answers = [
        [None if pd.isna(answer) else int(answer) for answer in row]
        for row in rows[["q1", "q2", "q3", "q4"]].to_numpy(dtype=object)
    ]
    rows["severity"] = [severity(q1, q2, q3, q4) for q1, q2, q3, q4 in answers]
    rows["substantial"] = [substantial(q1, q2, q3) is True for q1, q2, q3, _ in answers]
    rows["lost"] = rows["q1"] == CANNOT_TAKE_PART
    return (
        rows.groupby(["athlete", "case"], as_index=False)
        .agg(
            first_week=("week", "min"),
            last_week=("week", "max"),
            duration_weeks=("week", "size"),
            time_loss_weeks=("lost", "sum"),
            substantial=("substantial", "any"),
            severity=("severity", "max"),
        )
        .sort_values(["athlete", "first_week"], ignore_index=True)
    )


@dataclass(frozen=True)
class Mean:
    """A mean over weeks with the standard deviation and the t interval, as computed: it can leave 0 to 1."""

    mean: float
    sd: float
    low: float
    high: float

    @property
    def low_shown(self) -> float:
        """Give the lower limit as a share can be shown."""
        return max(0.0, self.low)

    @property
    def high_shown(self) -> float:
        """Give the upper limit as a share can be shown."""
        return min(1.0, self.high)


def prevalence_by_week(responses: pd.DataFrame, column: str) -> pd.DataFrame:
    """Give the share of respondents with a problem, week by week.

    Parameters
    ----------
    responses
        One row a response: athlete, week (sortable) and `column`, 1 or 0, NULL for not known.

    Returns
    -------
    DataFrame
        week, responses (athletes who answered), cases, prevalence.
    """
    weeks = (
        responses.groupby("week", as_index=False)
        .agg(responses=("athlete", "nunique"), cases=(column, "sum"))
        .sort_values("week", ignore_index=True)
    )
    weeks["prevalence"] = weeks["cases"] / weeks["responses"]
    return weeks


def new_cases_by_week(responses: pd.DataFrame, column: str) -> pd.DataFrame:
    """Give the share of respondents with a new problem: one now and none in their response before.

    Returns
    -------
    DataFrame
        week, responses, new_cases, incidence. A first response that tells of a problem may be old or new; a
        week in which every problem is such is unknown (NULL).
    """
    rows = responses.sort_values(["athlete", "week"])
    before = rows.groupby("athlete")[column].shift()
    fresh = ((rows[column] == 1) & (before == 0)).astype(float)
    unsure = (rows[column] == 1) & before.isna()
    rows = rows.assign(fresh=fresh.where(~unsure))
    weeks = (
        rows.groupby("week", as_index=False)
        .agg(
            responses=("athlete", "nunique"),
            new_cases=("fresh", "sum"),
            unsure=("fresh", lambda new: new.isna().any()),
        )
        .sort_values("week", ignore_index=True)
    )
    weeks["new_cases"] = weeks["new_cases"].where(~(weeks["unsure"] & (weeks["new_cases"] == 0)))
    weeks["incidence"] = weeks["new_cases"] / weeks["responses"]
    return weeks.drop(columns="unsure")


def mean_over_weeks(shares: Sequence[float], *, weeks: int | None = None) -> Mean:
    """Give the mean of weekly shares and its t interval.

    Parameters
    ----------
    shares
        One a week; NaN weeks are left out of mean and standard deviation.
    weeks
        Weeks to divide by and take degrees of freedom from; None takes the known ones. ostRc counts the
        unknown first week of an incidence too.

    Examples
    --------
    >>> found = mean_over_weeks([5 / 6, 4 / 6, 3 / 4])
    >>> round(found.mean, 3), round(found.low, 3), round(found.high, 3)
    (0.75, 0.543, 0.957)
    """
    known = np.asarray([share for share in shares if not math.isnan(share)], dtype=np.float64)
    if len(known) < 2:
        value = float(known[0]) if len(known) else math.nan
        return Mean(value, math.nan, math.nan, math.nan)
    count = len(known) if weeks is None else weeks
    mean, sd = float(known.mean()), float(known.std(ddof=1))
    half = quantiles.student(0.975, count - 1) * sd / math.sqrt(count)
    return Mean(mean, sd, mean - half, mean + half)
