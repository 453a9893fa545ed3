"""The three Poisson regressions behind the injury estimate: within athletes, pooled, and conditional."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import design, finding, poisson
from analytics.models.finding import Estimate
from analytics.models.week_grid import is_in_order

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

SETS = 10.0
"""Effects are per +10 hip sets a week of decayed dose."""
LEAST_ATHLETES, LEAST_INJURIES = 6, 10
SPIKES = ("small", "moderate", "large", "no_baseline")

READ = (
    "athlete_id",
    "week_start",
    "y",
    "hours",
    "dose",
    "prev_injury_52w",
    "log_ctl",
    "spike",
    "pain_last_week",
    "age_years",
    "female",
    "years_running",
    "early_week",
)
"""What of person-weeks the estimates read; the season follows from the week."""
FITTED = (*READ, "season_sin", "season_cos", "left_out_because", "washout")
"""The same with what says which weeks count."""


def used_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the person-weeks that count, by athlete and week."""
    rows = in_order(frame)
    return rows[rows["left_out_because"].isna()]


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Give person-weeks by athlete and week; those that are in order stay as they are."""
    if is_in_order(frame):
        return frame
    return frame.sort_values(["athlete_id", "week_start"], ignore_index=True)


@dataclass(frozen=True)
class Rows:
    """Person-weeks as arrays: what is fitted many times is read from a table once.

    `athlete` holds athlete ids, `hours` the hours at risk, `events` new injuries, `dose` decayed hip sets
    (NaN unknown), `side` the terms of `side_terms`.
    """

    athlete: Codes
    hours: Floats
    events: Floats
    dose: Floats
    side: dict[str, Floats]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Rows:
        """Read person-weeks."""
        hours, events, dose = (frame[name].to_numpy(dtype=float) for name in ("hours", "y", "dose"))
        return cls(frame["athlete_id"].to_numpy(), hours, events, dose, side_terms(frame))

    def __len__(self) -> int:
        return len(self.athlete)

    def kept(self, which: npt.NDArray[np.bool_], *, dose: Floats | None = None) -> Rows:
        """Keep some of the rows, with another dose where one is given."""
        side = {name: values[which] for name, values in self.side.items()}
        doses = self.dose if dose is None else dose
        return Rows(self.athlete[which], self.hours[which], self.events[which], doses[which], side)

    def beside(self, terms: dict[str, Floats]) -> Rows:
        """Add side terms, one value a row."""
        return dataclasses.replace(self, side={**self.side, **terms})

    @property
    def group(self) -> Codes:
        """The athlete's number of each row: 0, 1, ... without gaps."""
        return np.unique(self.athlete, return_inverse=True)[1]


Made = tuple[Estimate, design.Design, poisson.Fit]


def estimates(
    table: pd.DataFrame | Rows, *, only: str | None = None, start: dict[str, float] | None = None
) -> list[Made]:
    """Make those of the three estimates that can be made, each with its design and fit.

    Parameters
    ----------
    table
        Person-weeks that count, by athlete and week.
    only
        The one that is asked for ('within', 'pooled' or 'conditional'); None makes all.
    start
        Coefficients by term of a fit to much the same rows: where the search begins.
    """
    rows = table if isinstance(table, Rows) else Rows.of(table)
    group, hours, events, side = rows.group, rows.hours, rows.events, rows.side
    dose = rows.dose / SETS
    mean = mean_of(dose, group)
    made: list[Made] = []
    for name, asked in (("within", {"dose": dose - mean, "dose_mean": mean}), ("pooled", {"dose": dose})):
        if only not in (None, name):
            continue
        columns = design.columns(rows, {**asked, **side})
        if "dose" not in columns.names:
            continue
        free = sum(term in columns.names for term in asked)
        begin = None if start is None else np.array([start.get(term, 0.0) for term in ("", *columns.names)])
        fit = poisson.fit_rates(columns.matrix, events, hours, group, free=free, start=begin)
        at = 1 + columns.names.index("dose")
        made.append((_estimate_of(name, fit, at, events, athletes=len(fit.left_out)), columns, fit))
    if only not in (None, "conditional"):
        return made
    centred = {name: _within(values, group) for name, values in {"dose": dose, **side}.items()}
    columns = design.columns(rows, centred)
    hurt = int((np.bincount(group, events) > 0).sum())
    if "dose" in columns.names and hurt >= LEAST_ATHLETES:
        fit = poisson.fit_conditional(columns.matrix, events, hours, group, free=1)
        made.append((_estimate_of("conditional", fit, 0, events, athletes=hurt), columns, fit))
    return made


def terms_of(columns: design.Design, fit: poisson.Fit) -> dict[str, float]:
    """Give a fit's coefficients by term, the intercept under the empty name: a start for another."""
    return dict(zip(("", *columns.names), map(float, fit.coefficients), strict=True))


def _estimate_of(name: str, fit: poisson.Fit, at: int, events: Floats, *, athletes: int) -> Estimate:
    value, se, degrees = float(fit.coefficients[at]), fit.jackknife_se(at), athletes - 1
    half = finding.half_width(se, degrees)
    return Estimate(
        name=name,
        value=float(np.exp(value)),
        low=float(np.exp(value - half)),
        high=float(np.exp(value + half)),
        log_value=value,
        se=se,
        degrees=degrees,
        n=len(fit.expected),
        events=int(events.sum()),
        athletes=athletes,
    )


def total(values: Floats, group: Codes) -> Floats:
    """Sum up by athlete."""
    summed: Floats = np.bincount(group, values).astype(np.float64)
    return summed


def mean_of(values: Floats, group: Codes) -> Floats:
    """Give each row the mean of its athlete."""
    mean: Floats = (np.bincount(group, values) / np.bincount(group))[group]
    return mean


def _within(values: Floats, group: Codes) -> Floats:
    """Centre known values on the athlete's mean; unknown ones stay unknown."""
    known = ~np.isnan(values)
    count = np.bincount(group, known)
    mean = np.bincount(group, np.where(known, values, 0.0)) / np.maximum(count, 1)
    return np.where(known, values - mean[group], np.nan)


def side_terms(rows: pd.DataFrame) -> dict[str, Floats]:
    """Give what else moves the injury rate: earlier injury, fitness, spikes, pain, age, sex, season,
    years of running; unknown values are NaN.
    """

    def number(name: str) -> Floats:
        return rows[name].to_numpy(dtype=float) if name in rows else np.full(len(rows), np.nan)

    spike = rows["spike"].to_numpy(dtype=object)
    return {
        "prev_injury_52w": number("prev_injury_52w"),
        "log_ctl": number("log_ctl") - np.log(4.0),
        **{f"spike_{state}": (spike == state).astype(float) for state in SPIKES},
        "pain_last_week": number("pain_last_week"),
        "age_10y": (number("age_years") - 40) / 10,
        "female": number("female"),
        "years_running_10y": (number("years_running") - 10) / 10,
        "season_sin": number("season_sin"),
        "season_cos": number("season_cos"),
        "early_week": number("early_week"),
    }
