"""The truth scorecard: the shipped estimators, run on simulated squads whose truth is known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.models import finding, injury, pace, person_weeks, simulated_weeks, simulation, wording
from analytics.models.finding import Finding

Question = Literal["injury", "pace"]
WorldKind = Literal["clean", "realistic", "niggle", "hidden"]

WORLDS: dict[WorldKind, dict[str, bool]] = {
    "clean": {"rehab": False, "trait": False},
    "realistic": {},
    "niggle": {"niggle": True},
    "hidden": {"good_stretches": True},
}
"""What each world does to fool a careless analyst, as arguments of `simulation.simulate_squad`."""
ASKED_IN: dict[Question, tuple[WorldKind, ...]] = {
    "injury": ("clean", "realistic", "niggle", "hidden"),
    "pace": ("clean", "realistic"),
}
"""Early pain and good stretches change injuries; the simulated pace does not feel them."""
SIZES, YEARS = (10, 30, 100), (1, 2)
RATE_RATIOS, PACE_EFFECTS_PCT = (1.0, 0.8, 0.66), (0.0, 0.5, 1.0, 2.0)
WEEKS_A_YEAR = 52
QUICK_SQUADS, FULL_SQUADS = 20, 200
BATCH = 20
"""Squads simulated at once: more take more memory and no less time."""
SEED = 20_26


@dataclass(frozen=True)
class Cell:
    """One kind of squad in one kind of world; `effect` is the true rate ratio, or the true % of speed."""

    question: Question
    world: WorldKind
    athletes: int
    years: int
    effect: float

    @property
    def is_null(self) -> bool:
        """Tell whether there is nothing to find."""
        return self.effect == (1.0 if self.question == "injury" else 0.0)

    @property
    def log_truth(self) -> float:
        """Give the truth on the scale of the estimates."""
        return math.log(self.effect) if self.question == "injury" else math.log1p(self.effect / 100)


@dataclass(frozen=True)
class Outcome:
    """What the app would have said of one squad; None where there is no estimate."""

    error: float | None
    covered: bool | None
    events: int | None
    direction: Literal[-1, 0, 1]


@dataclass(frozen=True)
class Score:
    """How the estimator did in a cell; standard errors are those of the simulation (Monte Carlo).

    Attributes
    ----------
    squads, estimates
        How many squads, and of how many the app showed an estimate (the others were refused).
    events_median
        Median number of injuries in weeks that count; None for pace.
    bias, bias_se, spread
        Mean error of the estimates on the log scale, its Monte Carlo error, and their standard deviation;
        None without two estimates.
    coverage, coverage_se
        Share of 95 % intervals that hold the truth.
    false_claims, false_claims_se
        Share of all squads that got a sentence which is not true: any claim where nothing is there, a claim
        in the wrong direction where something is.
    true_claims
        Share of all squads that got a sentence which is true: the power of the whole path; None where nothing
        is there to be found.
    """

    cell: Cell
    squads: int
    estimates: int
    events_median: float | None
    bias: float | None
    bias_se: float | None
    spread: float | None
    coverage: float | None
    coverage_se: float | None
    false_claims: float
    false_claims_se: float
    true_claims: float | None


def cells(questions: tuple[Question, ...] = ("injury", "pace")) -> Iterator[Cell]:
    """List the cells of the scorecard, the cheap ones first."""
    for question in questions:
        effects = RATE_RATIOS if question == "injury" else PACE_EFFECTS_PCT
        for athletes in SIZES:
            for years in YEARS:
                for world in ASKED_IN[question]:
                    for effect in effects:
                        yield Cell(question, world, athletes, years, effect)


def promise(cell: Cell) -> int:
    """Rank a cell by what it holds us to, lowest first: nothing to find, then clean worlds, then the rest.

    Examples
    --------
    >>> [promise(Cell("injury", "hidden", 10, 1, effect)) for effect in (1.0, 0.66)]
    [0, 4]
    """
    rank = 0 if cell.is_null else 1 if cell.world == "clean" else 2
    return 2 * rank + (cell.question == "pace")


def outcomes(cell: Cell, *, squads: int, seed: int = SEED) -> Iterator[Outcome]:
    """Simulate squads of a cell and give what the app would have said of each, one after another.

    The path is the app's own: weekly rows, `person_weeks`, the estimator with its shifted series and gates,
    and the sentence of `wording`.
    """
    done = 0
    while done < squads:
        many = simulation.simulate_squad(
            athletes=cell.athletes,
            weeks=cell.years * WEEKS_A_YEAR,
            rr_per_10_sets=cell.effect if cell.question == "injury" else 1.0,
            pace_pct_per_10_sets=cell.effect if cell.question == "pace" else 0.0,
            replicates=min(BATCH, squads - done),
            seed=seed + done,
            **WORLDS[cell.world],
        )
        for replicate in range(many.replicates):
            yield _outcome(cell, _asked(cell, many.one(replicate)))
        done += many.replicates


def score(cell: Cell, results: list[Outcome]) -> Score:
    """Sum up what was said of the squads of a cell.

    Examples
    --------
    >>> null = Cell("injury", "clean", 30, 2, 1.0)
    >>> said = [Outcome(-0.1, True, 60, 0), Outcome(-0.7, False, 60, -1), Outcome(None, None, None, 0)]
    >>> made = score(null, said)
    >>> made.estimates, made.coverage, round(made.false_claims, 3), made.true_claims
    (2, 0.5, 0.333, None)
    """
    errors = np.array([one.error for one in results if one.error is not None])
    covered = np.array([one.covered for one in results if one.covered is not None])
    events = [one.events for one in results if one.events is not None]
    truth = 0 if cell.is_null else int(np.sign(cell.log_truth))
    wrong = float(np.mean([one.direction not in (0, truth) for one in results]))
    right = None if cell.is_null else float(np.mean([one.direction == truth for one in results]))
    several = len(errors) > 1
    spread = float(errors.std(ddof=1)) if several else None
    coverage = float(covered.mean()) if several else None
    return Score(
        cell=cell,
        squads=len(results),
        estimates=len(errors),
        events_median=float(np.median(events)) if events else None,
        bias=float(errors.mean()) if several else None,
        bias_se=None if spread is None else spread / math.sqrt(len(errors)),
        spread=spread,
        coverage=coverage,
        coverage_se=None if coverage is None else share_se(coverage, len(errors)),
        false_claims=wrong,
        false_claims_se=share_se(wrong, len(results)),
        true_claims=right,
    )


def share_se(share: float, n: int) -> float:
    """Give the Monte Carlo error of a share of n squads; at 0 or 1 that of one squad more or less.

    Examples
    --------
    >>> round(share_se(0.05, 200), 4), share_se(0.0, 200)
    (0.0154, 0.005)
    """
    return max(math.sqrt(share * (1 - share) / n), 1 / n)


def _asked(cell: Cell, world: simulation.SquadWorld) -> Finding:
    weeks = simulated_weeks.athlete_weeks(world)
    if cell.question == "injury":
        return injury.estimate(person_weeks.build(weeks, simulated_weeks.athlete_table(world)))
    return pace.estimate(person_weeks.build_pace(weeks, simulated_weeks.steady_runs(world)))


def _outcome(cell: Cell, found: Finding) -> Outcome:
    main = found.main
    said = wording.headline(found)
    direction: Literal[-1, 0, 1] = 0
    if said in (wording.VERDICTS["suggests_fewer"], wording.VERDICTS["suggests_slower"]):
        direction = -1
    elif said in (wording.VERDICTS["suggests_more"], wording.VERDICTS["suggests_faster"]):
        direction = 1
    if main is None:
        return Outcome(None, None, None, direction)
    error = main.log_value - cell.log_truth
    return Outcome(error, abs(error) <= finding.half_width(main.se, main.degrees), main.events, direction)
