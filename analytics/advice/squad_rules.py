"""Who of a squad to look at first: a stated order of rules over weeks, the same today and on past Mondays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.metrics.spike import STATES
from analytics.models.week_grid import Flags, Floats, Grid, back

Places = npt.NDArray[np.int64]

NEEDED = (
    "athlete_id",
    "week_start",
    "days_covered_running",
    "distance_m",
    "spike_ratio_max",
    "hip_dose",
    "injuries_new_substantial",
    "injuries_new_time_loss",
    "time_loss_days",
    "checkin_pain_0_10",
    "checkin_substantial",
    "checkin_answered",
    "stop_signs",
    "heard",
)
"""Columns of the weekly rows that the rules read."""
PAIN_STOP = 5.0
PAIN_AMBER = 3.0
PAIN_RISE = 2.0
PAIN_BEFORE_WEEKS = 4
STEP_UP = 1.30
LEAST_WEEK_M = 5000.0
UNTRAINED_BELOW = 3.0
UNTRAINED_WEEKS = 4
FALLEN_TO = 0.5
FALLEN_WEEKS = 4
SILENT_WEEKS = 2
ANSWERS_OF = 8
NOT_LISTED = 0
MOST_WEEKS = 999


@dataclass(frozen=True)
class SquadRule:
    """One rule of the order: what it asks, in words, and what stands behind it.

    Parameters
    ----------
    title
        What holds where it applies, in few words.
    says
        The whole rule with its numbers.
    holds
        Athletes by weeks. Of an event: that it happened in the week. Of a state: that it holds on the week's
        Monday, read from the weeks before alone.
    is_event
        An event is looked at in its own week and the one after it; a state as long as it holds.
    ends
        Of a state: where the week itself, as far as it is known, has ended it.
    """

    id: str
    title: str
    says: str
    evidence_ids: tuple[str, ...]
    holds: Callable[[Grid], Flags]
    is_event: bool
    ends: Callable[[Grid], Flags] | None = None

    def today(self, grid: Grid) -> Flags:
        """Tell for each week where the rule holds with what is known of that week itself so far."""
        found = self.holds(grid)
        if self.is_event:
            return np.asarray(found | (back(found, 1) == 1))
        return found if self.ends is None else np.asarray(found & ~self.ends(grid))

    def on_mondays(self, grid: Grid) -> Flags:
        """Tell for each week where the rule held on its Monday, with the weeks before alone."""
        found = self.holds(grid)
        return np.asarray(back(found, 1) == 1) if self.is_event else found


def pain_before(grid: Grid) -> Floats:
    """Give for each week the pain of the last check-in of the four weeks before; NaN without one."""
    pain = grid["checkin_pain_0_10"]
    before = np.full(pain.shape, np.nan)
    for weeks in range(1, PAIN_BEFORE_WEEKS + 1):
        before = np.where(np.isnan(before), back(pain, weeks), before)
    return before


def _stop_sign(grid: Grid) -> Flags:
    return grid["stop_signs"] > 0


def _new_time_loss(grid: Grid) -> Flags:
    return grid["injuries_new_time_loss"] > 0


def _strong_pain(grid: Grid) -> Flags:
    return grid["checkin_pain_0_10"] > PAIN_STOP


def _substantial(grid: Grid) -> Flags:
    # The counts are cumulative: those with time loss are among the substantial ones.
    milder = grid["injuries_new_substantial"] > np.nan_to_num(grid["injuries_new_time_loss"])
    return (grid["checkin_substantial"] > 0) | milder


def _spike(grid: Grid) -> Flags:
    limit = STATES["reference"].up_to
    assert limit is not None
    return np.round(grid["spike_ratio_max"], 9) > limit


def _pain_rising(grid: Grid) -> Flags:
    pain = grid["checkin_pain_0_10"]
    return (pain >= PAIN_AMBER) & (pain - pain_before(grid) >= PAIN_RISE)


def _some_pain(grid: Grid) -> Flags:
    pain = grid["checkin_pain_0_10"]
    return (pain >= PAIN_AMBER) & (pain <= PAIN_STOP)


def _away(grid: Grid) -> Flags:
    fresh = grid["injuries_new_time_loss"]
    began = (back(fresh, 1) > 0) | (back(fresh, 2) > 0)
    return (back(grid["time_loss_days"], 1) > 0) & ~began


def _more_running(grid: Grid) -> Flags:
    whole = np.where(grid.whole("running"), grid["distance_m"], np.nan)
    last, before = back(whole, 1), back(whole, 2)
    return (before >= LEAST_WEEK_M) & (last > STEP_UP * before)


def _dose_fallen(grid: Grid) -> Flags:
    # The dose of a week is made of the eight weeks before it: on its Monday it is known.
    dose, before = grid["hip_dose"], back(grid["hip_dose"], FALLEN_WEEKS)
    return (before >= UNTRAINED_BELOW) & (dose < FALLEN_TO * before)


def _little_hip_work(grid: Grid) -> Flags:
    dose = grid["hip_dose"]
    low = dose < UNTRAINED_BELOW
    for weeks in range(1, UNTRAINED_WEEKS):
        low = low & (back(dose, weeks) < UNTRAINED_BELOW)
    return low


def _silent(grid: Grid) -> Flags:
    heard = grid["heard"] > 0
    lately = np.zeros(heard.shape, bool)
    for weeks in range(1, SILENT_WEEKS + 1):
        lately |= back(heard, weeks) == 1
    before = back(np.maximum.accumulate(heard, axis=1), 1) == 1
    return np.asarray(before & ~lately)


def _heard(grid: Grid) -> Flags:
    return grid["heard"] > 0


def _no_checkin(grid: Grid) -> Flags:
    answered = (grid["checkin_answered"] > 0).astype(float)
    lately = (np.nan_to_num(back(answered, 1)) + np.nan_to_num(back(answered, 2))) > 0
    usual = sum(np.nan_to_num(back(answered, weeks)) for weeks in range(3, 3 + ANSWERS_OF))
    return np.asarray(~lately & (usual >= ANSWERS_OF / 2))


def _answered(grid: Grid) -> Flags:
    return grid["checkin_answered"] > 0


RULES: tuple[SquadRule, ...] = (
    SquadRule("G1", "Warning sign",
              "A warning sign was said on Today: of urgent care, or of a bone under stress.",
              ("red-flags-general", "red-flags-back", "bone-stress-signs"), _stop_sign, True),
    SquadRule("T1", "New injury", "An injury with time loss began.",
              ("consensus-ioc-2020", "convention-squad-order"), _new_time_loss, True),
    SquadRule("G3", "Strong pain", "Pain above 5 of 10 in a check-in.",
              ("vincent-2017-pain-rules", "pain-monitoring-strength"), _strong_pain, True),
    SquadRule("O1", "Substantial problem",
              "A check-in says that training or performance was clearly cut, or that there was none; or a "
              "substantial injury without time loss began.",
              ("ostrc-questionnaire", "consensus-ioc-2020"), _substantial, True),
    SquadRule("L1", "Step up in one run",
              "A run more than 10 % longer than the longest of the 30 days before it.",
              ("runsafe-small", "runsafe-moderate", "runsafe-large", "runsafe-reference"), _spike, True),
    SquadRule("P1", "Pain rising",
              "Pain of 3 of 10 or more, and at least 2 more than in the check-in before.",
              ("vincent-2017-pain-rules", "convention-squad-order"), _pain_rising, True),
    SquadRule("G4", "Some pain", "Pain of 3 to 5 of 10 in a check-in.",
              ("convention-reduce-run", "vincent-2017-pain-rules"), _some_pain, True),
    SquadRule("L5", "Away, or coming back",
              "Days of the week before were lost to an injury that began earlier.",
              ("convention-return", "dano-run-recovery"), _away, False),
    SquadRule("L2", "Much more running",
              "The last whole week more than 30 % above the week before it, which had at least 5 km.",
              ("convention-hold-with-spike", "runsafe-week-ratios"), _more_running, False),
    SquadRule("H3", "Hip dose fallen",
              "The hip dose below half of what it was four weeks ago, when it was at least 3 sets a week.",
              ("retention-one-session", "detraining-two-weeks", "convention-squad-order"),
              _dose_fallen, False),
    SquadRule("L4", "Little hip work", "A known hip dose below 3 sets a week for four weeks.",
              ("convention-start-low",), _little_hip_work, False),
    SquadRule("Q1", "Silent log", "Nothing came in for two whole weeks: what happened is unknown, not rest.",
              ("convention-squad-order",), _silent, False, _heard),
    SquadRule("C1", "Check-ins stopped",
              "No check-in for two weeks, after at least four in the eight weeks before.",
              ("ostrc-questionnaire", "convention-squad-order"), _no_checkin, False, _answered),
)  # fmt: skip
"""In the order they are listed. The order is a convention of this project: no trial stands behind it."""
BY_ID = {rule.id: rule for rule in RULES}


def places(holding: Sequence[Flags]) -> Places:
    """Give each athlete's place in the list of each week, from 1; 0 where no rule holds.

    The first rule that holds decides; within a rule who came under it most recently goes first, then the
    order of the rows.

    Parameters
    ----------
    holding
        Athletes by weeks, one for each rule in its order.
    """
    if not holding or not holding[0].size:
        return np.zeros(holding[0].shape if holding else (0, 0), np.int64)
    listed = np.logical_or.reduce(holding)
    first = np.argmax(np.stack(holding), axis=0)
    standing = np.stack([_weeks_in_a_row(flags) for flags in holding])
    since = np.take_along_axis(standing, first[None], axis=0)[0]
    key = np.where(listed, first * (MOST_WEEKS + 1) + np.minimum(since, MOST_WEEKS), np.iinfo(np.int64).max)
    order = np.argsort(key, axis=0, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(1, len(order) + 1)[:, None], axis=0)
    return np.where(listed, place, NOT_LISTED)


def _weeks_in_a_row(flags: Flags) -> Places:
    run = np.zeros(flags.shape, np.int64)
    for week in range(flags.shape[1]):
        run[:, week] = np.where(flags[:, week], 1 + (run[:, week - 1] if week else 0), 0)
    return run


def new_problems(grid: Grid) -> tuple[Flags, Flags]:
    """Tell in which weeks a new substantial problem began, and who had none on each Monday.

    A problem is an injury with time loss or a substantial one that began, a day lost to injury, or a check-in
    that says that training or performance was clearly cut. It is new in an athlete who had none in the two
    weeks before. Athletes of whom no week is known yet, or none any more, are not among the second.
    """
    problem = _new_time_loss(grid) | _substantial(grid) | (grid["time_loss_days"] > 0)
    well = ~(back(problem, 1) == 1) & ~(back(problem, 2) == 1)
    return problem & well, grid.present & well
