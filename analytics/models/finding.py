"""What a model says: estimates with intervals, or what is missing, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.metrics import quantiles
from analytics.models.card import Card

Status = Literal["not_enough_data", "very_imprecise", "estimate"]
Verdict = Literal[
    "not_enough_data",
    "too_imprecise",
    "compatible_with_no_effect",
    "suggests_fewer",
    "suggests_more",
    "suggests_faster",
    "suggests_slower",
]
LEVEL = 0.95


@dataclass(frozen=True)
class Missing:
    """One thing that is short: how much there is, how much is needed, in which unit."""

    what: str
    have: float
    needed: float
    unit: str


@dataclass(frozen=True)
class Estimate:
    """One estimate of what goes with +10 hip sets a week.

    Attributes
    ----------
    name
        'within' (each runner against their own average), 'pooled' (between people too), 'conditional'
        (within, the check), 'single' (one runner's own weeks).
    value, low, high
        Rate ratio of injuries, or change of speed in %; 95 % interval.
    log_value, se
        The same on the log scale, with its standard error there.
    degrees
        Degrees of freedom of the interval.
    n, events, athletes
        Weeks, injuries (None for pace) and athletes used.
    """

    name: str
    value: float
    low: float
    high: float
    log_value: float
    se: float
    degrees: int
    n: int
    events: int | None
    athletes: int

    @property
    def excludes_none(self) -> bool:
        """Tell whether the interval leaves out 'no effect'."""
        return abs(self.log_value) > half_width(self.se, self.degrees)


@dataclass(frozen=True)
class Posterior:
    """Published studies and own data together: a belief with its 95 % range, not a test."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Variant:
    """The main estimate again, with one thing done differently; `estimate` None where it cannot be made."""

    name: str
    estimate: Estimate | None
    injuries: int


@dataclass(frozen=True)
class Finding:
    """What a model found about hip strength and one outcome.

    Attributes
    ----------
    outcome
        'injury' (values are rate ratios) or 'pace' (values are % of speed).
    scope
        'squad' or 'single'.
    status
        'not_enough_data' (no estimate), 'very_imprecise' (numbers, no verdict), 'estimate'.
    estimates, primary
        All estimates, and the name of the one to read (None without one).
    own_data_weight_pct
        Share of the posterior that comes from the own data, 0 to 100; the rest is published studies.
    prior, posterior
        What published studies say, and that together with the own data.
    permutation_p
        Share of shuffled strength series (shifted in time within each athlete) that look as strong; None
        without.
    e_value, e_value_limit
        How strongly an unseen cause would have to go with both strength and injury to explain the estimate,
        and its limit nearest to no effect; None for pace or without an estimate.
    overdispersion
        How many times as much athletes differ in their injuries as chance alone would have it, beyond what
        the model knows of them (Pearson chi-square of the athletes over its degrees of freedom; 1 is chance);
        None for pace or without an estimate.
    detectable
        The smallest effect that this many injuries would show in four of five studies (rate ratio); None for
        pace.
    missing
        What is short and how much is needed, also for what is not there yet when an estimate is.
    cautions
        Sentences that must stand beside the numbers.
    controls
        The same estimate where nothing can be; only those of which the logs know.
    shifted
        Median and middle 95 % of the estimates of strength series shifted in time; None without.
    """

    outcome: Literal["injury", "pace"]
    scope: Literal["squad", "single"]
    status: Status
    estimates: tuple[Estimate, ...]
    primary: str | None
    own_data_weight_pct: float
    prior: Posterior
    posterior: Posterior
    verdict: Verdict
    permutation_p: float | None
    e_value: float | None
    e_value_limit: float | None
    overdispersion: float | None
    detectable: float | None
    missing: tuple[Missing, ...]
    cautions: tuple[str, ...]
    card: Card
    controls: tuple[Variant, ...] = ()
    shifted: Posterior | None = None

    @property
    def main(self) -> Estimate | None:
        """Give the estimate to read."""
        return self.estimate(self.primary) if self.primary else None

    def estimate(self, name: str) -> Estimate | None:
        """Give the estimate of a name, None if it could not be made."""
        return next((one for one in self.estimates if one.name == name), None)


def half_width(se: float, degrees: float) -> float:
    """Half the width of the 95 % interval on the log scale.

    Examples
    --------
    >>> round(half_width(1.0, 10), 4)
    2.2281
    """
    return quantiles.student(0.5 + LEVEL / 2, degrees) * se


def shrink(*, mean: float, sd: float, estimate: float | None, se: float | None) -> tuple[float, float, float]:
    """Weigh an estimate against a normal prior by their precisions.

    Returns
    -------
    tuple
        Posterior mean, posterior SD and the weight of the estimate (0 to 1; 0 without one).

    Examples
    --------
    >>> shrink(mean=0.0, sd=1.0, estimate=2.0, se=1.0)
    (1.0, 0.7071067811865476, 0.5)
    """
    if estimate is None or se is None or not se > 0:
        return mean, sd, 0.0
    own, prior = se**-2, sd**-2
    weight = own / (own + prior)
    return (1 - weight) * mean + weight * estimate, float((own + prior) ** -0.5), weight
