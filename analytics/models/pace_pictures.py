"""What the pace estimate is made of, in pictures: weeks by their dose, and each runner alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import finding, pace
from analytics.models.poisson import jackknife_se

Floats = npt.NDArray[np.float64]

BINS = 10


@dataclass(frozen=True)
class Bin:
    """A tenth of the weeks, by how much more strength work than usual lay before them.

    `sets` is the mean difference of the dose, `change_pct` that of speed with its 95 % interval (jackknife
    over athletes); usual is what the athlete's own line, load, heat and season tell.
    """

    sets: float
    change_pct: float
    low: float
    high: float
    weeks: int


@dataclass(frozen=True)
class Own:
    """One runner alone: change of speed per +10 sets, and the share of the whole estimate that is theirs."""

    athlete_id: int
    weeks: int
    spread_sets: float
    change_pct: float
    share_pct: float
    pct_without: float


@dataclass(frozen=True)
class Pictures:
    """Both; empty without an estimate."""

    bins: tuple[Bin, ...]
    people: tuple[Own, ...]


def gather(pace_weeks: pd.DataFrame) -> Pictures:
    """Take apart what the estimate is made of.

    Parameters
    ----------
    pace_weeks
        What `person_weeks.build_pace` gives.

    Notes
    -----
    With everything else taken out of dose and speed, the estimate is the mean of the runners' own slopes,
    weighted by their shares of the squared differences of dose.
    """
    rows = pace.used_rows(pace_weeks)
    if rows["athlete_id"].nunique() < pace.LEAST_ATHLETES:
        return Pictures((), ())
    fit = pace.within(rows)
    side = fit.x[:, 1:]
    both = np.column_stack([fit.x[:, 0], fit.y])
    dose, speed = (both - side @ np.linalg.lstsq(side, both, rcond=None)[0]).T
    return Pictures(tuple(_bins(dose, speed, fit)), tuple(_people(dose, speed, fit, rows)))


def _bins(dose: Floats, speed: Floats, fit: pace.Within) -> list[Bin]:
    root, group = fit.lines.root, fit.lines.group
    out = []
    for at in np.array_split(np.argsort(dose / root, kind="stable"), BINS):
        weight, value = root[at] ** 2, speed[at] * root[at]
        total, sums = (np.bincount(group[at], one, fit.lines.athletes) for one in (weight, value))
        left_weight = total.sum() - total
        left = (sums.sum() - sums)[left_weight > 0] / left_weight[left_weight > 0]
        mean = float(sums.sum() / total.sum())
        half = finding.half_width(jackknife_se(left), len(left) - 1) if len(left) > 1 else float("nan")
        low, middle, high = (pace.in_pct(mean + step) for step in (-half, 0.0, half))
        sets = pace.SETS * float((dose[at] * root[at]).sum() / total.sum())
        out.append(Bin(sets, middle, low, high, len(at)))
    return out


def _people(dose: Floats, speed: Floats, fit: pace.Within, rows: pd.DataFrame) -> list[Own]:
    starts = fit.lines.starts
    size = np.add.reduceat(dose**2, starts)
    slope = np.add.reduceat(dose * speed, starts) / size
    by = rows.groupby("athlete_id", sort=True)["dose"].agg(["size", "std"])
    made = [
        Own(
            int(who),
            int(by["size"].iloc[at]),
            float(by["std"].iloc[at]),
            pace.in_pct(float(slope[at])),
            float(100 * size[at] / size.sum()),
            pace.in_pct(float(fit.left_out[at, 0])),
        )
        for at, who in enumerate(by.index)
    ]
    return sorted(made, key=lambda one: -abs(one.pct_without - fit.estimate.value))
