"""Pooling published estimates: fixed and random effects."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Published:
    """A ratio with its 95 % interval, as printed."""

    ratio: float
    low: float
    high: float

    @property
    def log_ratio(self) -> float:
        """Give the logarithm of the ratio."""
        return math.log(self.ratio)

    @property
    def standard_error(self) -> float:
        """Give the standard error on the log scale, from the width of the interval."""
        return (math.log(self.high) - math.log(self.low)) / (2 * Z95)


@dataclass(frozen=True)
class Pooled:
    """Pooled ratios; `tau_squared` is the variance between studies on the log scale."""

    fixed: float
    random: float
    random_low: float
    random_high: float
    tau_squared: float


def pool(studies: Sequence[Published]) -> Pooled:
    """Pool ratios by inverse variance, fixed and random (DerSimonian and Laird 1986).

    Parameters
    ----------
    studies
        At least two. An interval that does not fit its own p value is none to pool.

    Examples
    --------
    >>> found = pool([Published(0.66, 0.45, 0.97), Published(0.97, 0.57, 1.63)])
    >>> round(found.fixed, 3), round(found.random, 3)
    (0.755, 0.766)
    """
    if len(studies) < 2:
        raise ValueError("two studies are needed to pool")
    effect = np.array([study.log_ratio for study in studies])
    variance = np.array([study.standard_error**2 for study in studies])
    weight = 1.0 / variance
    fixed = float((weight * effect).sum() / weight.sum())
    spread = float((weight * (effect - fixed) ** 2).sum())
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    tau_squared = max(0.0, (spread - (len(studies) - 1)) / scale)
    random_weight = 1.0 / (variance + tau_squared)
    random = float((random_weight * effect).sum() / random_weight.sum())
    half = Z95 * math.sqrt(1.0 / float(random_weight.sum()))
    return Pooled(
        fixed=math.exp(fixed),
        random=math.exp(random),
        random_low=math.exp(random - half),
        random_high=math.exp(random + half),
        tau_squared=tau_squared,
    )
