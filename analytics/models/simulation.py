"""Squads of runners in a world whose truth is known: for the tests and the demonstration squad.

Week by week, hours are planned and some weeks jump, strength comes and goes in blocks, injuries strike at a
rate that depends on the decayed strength of the eight weeks before, and people who were hurt rest, come back
gently and (often) do more strength work. Whoever reads the estimates later knows the true effect.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from analytics.metrics import dose, spike

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

BURN_IN_WEEKS = 60
"""Weeks simulated and thrown away, so that the first week shown has a past."""
LAGS = 8
"""The dose looks back over lags 1 to 8 weeks (never week 0)."""
DEFAULT_RATE_PER_1000_H = 7.7
"""Recreational runners: 7.7 (6.9 to 8.7) per 1,000 h, Videbaek 2015, doi 10.1007/s40279-015-0333-8."""

# Running: assumptions of the simulation
USUAL_HOURS_MEDIAN, USUAL_HOURS_SD = 4.0, 0.35
HOURS_AR, HOURS_AR_SD, HOURS_SEASON = 0.5, 0.20, 0.18
DOWN_WEEK_SHARE, DOWN_WEEK_FACTOR = 0.05, 0.4
BIG_WEEK_SHARE, BIG_WEEK_FACTOR = 0.03, 1.5
LONGEST_SHARE_LOW, LONGEST_SHARE_HIGH = 0.30, 0.45
LEAST_LONGEST_H = 0.05
BASELINE_WEEKS = 4
CTL_WEEKS = 6
LEAST_CTL_H = 0.3

# Injury: assumptions, but for the spike rate ratios (Garmin-RUNSAFE 2025, doi 10.1136/bjsports-2024-109380)
SPIKE_STATES: tuple[spike.StateId, ...] = ("reference", "small", "moderate", "large")
SPIKE_BOUNDS = [spike.STATES[state].above or 0.0 for state in SPIKE_STATES[1:]]
SPIKE_RATE_RATIOS = [spike.STATES[state].hazard_ratio or 1.0 for state in SPIKE_STATES]
FRAILTY_SD, TRAIT_ON_LOG_RATE = 0.5, -0.20
PREVIOUS_INJURY_RATE_RATIO, PREVIOUS_INJURY_WEEKS, PREVIOUS_INJURY_AT_START = 1.6, 52, 0.45
AGE_LOG_RATE_PER_10_Y = 0.10
LAYOFF_MEDIAN_WEEKS, LAYOFF_SD = 2.5, 0.8
LEAST_HOURS_AT_RISK = 0.1
RETURN_START, RETURN_STEP = 0.5, 0.15

# Strength: assumptions of the simulation
TRAIT_ON_UPTAKE = 0.4
NEVER_THRESHOLD = -0.5
SETS_SHAPE, SETS_SCALE, TRAIT_ON_SETS = 3.0, 10 / 3, 0.3
STAY_ON, STAY_ON_HEAVY_WEEK, HEAVY_WEEK = 0.93, 0.04, 0.2
START_ON, START_ON_WINTER = 0.10, 0.05
REHAB_SHARE, REHAB_WEEKS, REHAB_SETS = 0.6, 8, 8

# Early pain, the latent niggle: assumptions of the simulation
NIGGLE_PER_WEEK, NIGGLE_RATE_RATIO, NIGGLE_ON_SETS, NIGGLE_ON_HOURS = 0.04, 3.0, 0.3, 0.75

# Good stretches, known to nobody: weeks of sleep and calm in which people do more strength and get hurt less
GOOD_BEGINS, GOOD_ENDS = 0.06, 0.08
GOOD_ON_STAY, GOOD_ON_START, GOOD_ON_LOG_RATE = 0.05, 0.15, -0.5

# Pace: assumptions of the simulation
USUAL_SPEED_KMH, USUAL_SPEED_SD = 10.5, 0.10
TREND_PER_YEAR, TREND_SD = 0.01, 0.02
CTL_ELASTICITY, HEAT_PER_C, HEAT_FROM_C = 0.06, -0.003, 12.0
STATE_AR, STATE_SD, RUN_NOISE_SD, RUNS_A_WEEK = 0.7, 0.010, 0.035, 3


@dataclass(frozen=True)
class SquadWorld:
    """One simulated world; arrays are rows (replicates x athletes, replicate by replicate) by weeks.

    Attributes
    ----------
    rr_per_10_sets, pace_pct_per_10_sets, rate_per_1000_h
        The truth: injury rate ratio and speed change (%) per +10 hip sets a week of decayed dose; base rate.
    squad
        Replicate of each row.
    earlier_sets
        Hip sets of the eight weeks before the first, oldest first.
    sets, dose
        Hip sets done in the week; decayed dose of the eight weeks before it.
    hours, longest_share, longest_h, spike_ratio, spike
        Running hours, share and hours of the longest run, its ratio to the longest of the four weeks before
        (NaN: no earlier run), and its state (0 reference, 1 small, 2 moderate, 3 large).
    injured, at_risk, out, layoff_weeks, prev_injury, niggle
        New time-loss injury; ran and was not laid off; laid off at the start of the week; weeks the new
        injury will cost (0: none); an injury in the 52 weeks before; early pain (always False unless asked
        for).
    temperature_c, ctl_h, log_speed
        Mean temperature; six-week mean of hours up to the week before; log of speed (m/s) at a fixed heart
        rate, the mean of three steady runs (also given for weeks without a run: see `ran`).
    """

    seed: int
    replicates: int
    athletes: int
    weeks: int
    rr_per_10_sets: float
    pace_pct_per_10_sets: float
    rate_per_1000_h: float
    squad: Counts
    age_years: Floats
    female: Flags
    usual_hours: Floats
    usual_speed_m_s: Floats
    never_strengthens: Flags
    earlier_sets: Floats
    sets: Floats
    dose: Floats
    hours: Floats
    longest_share: Floats
    longest_h: Floats
    spike_ratio: Floats
    spike: Counts
    injured: Flags
    at_risk: Flags
    out: Flags
    layoff_weeks: Counts
    prev_injury: Flags
    niggle: Flags
    temperature_c: Floats
    ctl_h: Floats
    log_speed: Floats

    @property
    def ran(self) -> Flags:
        """Tell the weeks with enough running to measure a pace."""
        return self.hours > 0.5

    @property
    def rate_realised_per_1000_h(self) -> float:
        """Give the injuries that happened per 1,000 hours, all multipliers included."""
        return float(1000 * self.injured.sum() / self.hours.sum())

    def one(self, replicate: int) -> SquadWorld:
        """Take one replicate squad out of many."""
        keep = self.squad == replicate
        if not keep.any():
            raise ValueError(f"there are {self.replicates} replicates, counted from 0")
        taken: dict[str, Any] = {
            field.name: value[keep]
            for field in dataclasses.fields(self)
            if isinstance(value := getattr(self, field.name), np.ndarray)
        }
        return dataclasses.replace(
            self, **{**taken, "replicates": 1, "squad": np.zeros(self.athletes, np.int64)}
        )

    def __len__(self) -> int:
        return len(self.squad)


def simulate_squad(
    *,
    athletes: int,
    weeks: int,
    rr_per_10_sets: float,
    pace_pct_per_10_sets: float,
    rate_per_1000_h: float = DEFAULT_RATE_PER_1000_H,
    rehab: bool = True,
    trait: bool = True,
    niggle: bool = False,
    good_stretches: bool = False,
    seed: int,
    replicates: int = 1,
    half_life_weeks: float = 4.0,
) -> SquadWorld:
    """Simulate squads of runners with a known effect of hip strength on injuries and pace.

    Parameters
    ----------
    athletes, weeks, replicates
        Size of a squad, weeks shown, and how many squads at once.
    rr_per_10_sets
        True injury rate ratio per +10 hip sets a week of decayed dose (1: none).
    pace_pct_per_10_sets
        True change of speed at a fixed heart rate, %, per +10 hip sets a week.
    rehab, trait, niggle
        Ways in which the world fools a careless analyst: strength work after injury; a health-conscious trait
        behind both more strength and fewer injuries; unseen early pain that cuts strength and raises the
        risk.
    good_stretches
        Another way, about which no log tells and no model knows: stretches of weeks in which somebody does
        more strength work and is hurt less, for a third reason.

    Returns
    -------
    SquadWorld

    References
    ----------
    The constants of running, strength, layoff and pace are assumptions, set so that the world shows about 12
    injuries per 1,000 h and two injuries a runner and year, within the published range of 2.5 to 33 per 1,000
    h (Videbaek 2015, doi 10.1007/s40279-015-0333-8). The spike rate ratios are those of Garmin-RUNSAFE 2025
    (doi 10.1136/bjsports-2024-109380).

    Examples
    --------
    >>> world = simulate_squad(athletes=3, weeks=10, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=1)
    >>> world.sets.shape
    (3, 10)
    """
    if min(athletes, weeks, replicates) < 1:
        raise ValueError("athletes, weeks and replicates are counted from 1")
    draw = np.random.default_rng(seed)
    people = _People.drawn(draw, replicates * athletes, trait=trait)
    weights = dose.decay_weights(half_life_weeks=half_life_weeks, weeks=LAGS)
    diary = _Diary(len(people.age_years), BURN_IN_WEEKS + weeks)
    state = _State.drawn(draw, people)
    log_rate = np.log(rate_per_1000_h / 1000) + people.log_frailty
    for week in range(BURN_IN_WEEKS + weeks):
        if good_stretches:
            _turn_of_fortune(draw, state)
        _plan_running(draw, people, state, diary, week, niggle=niggle)
        _do_strength(draw, people, state, diary, week, rehab=rehab)
        _meet_injury(draw, state, diary, week, log_rate, np.log(rr_per_10_sets) / 10, weights)
    shown = slice(BURN_IN_WEEKS, None)
    log_speed = _pace(draw, people, diary, pace_pct_per_10_sets)
    return SquadWorld(
        seed=seed,
        replicates=replicates,
        athletes=athletes,
        weeks=weeks,
        rr_per_10_sets=rr_per_10_sets,
        pace_pct_per_10_sets=pace_pct_per_10_sets,
        rate_per_1000_h=rate_per_1000_h,
        squad=np.repeat(np.arange(replicates), athletes),
        age_years=people.age_years,
        female=people.female,
        usual_hours=people.usual_hours,
        usual_speed_m_s=np.exp(people.log_speed),
        never_strengthens=people.never,
        earlier_sets=diary.sets[:, BURN_IN_WEEKS - LAGS : BURN_IN_WEEKS],
        sets=diary.sets[:, shown],
        dose=diary.dose[:, shown],
        hours=diary.hours[:, shown],
        longest_share=diary.longest_share[:, shown],
        longest_h=diary.longest_h[:, shown],
        spike_ratio=diary.spike_ratio[:, shown],
        spike=diary.spike[:, shown],
        injured=diary.injured[:, shown],
        at_risk=diary.at_risk[:, shown],
        out=diary.out[:, shown],
        layoff_weeks=diary.layoff_weeks[:, shown],
        prev_injury=diary.prev_injury[:, shown],
        niggle=diary.niggle[:, shown],
        temperature_c=diary.temperature_c[:, shown],
        ctl_h=diary.ctl_h[:, BURN_IN_WEEKS - 1 : -1],
        log_speed=log_speed,
    )


@dataclass(frozen=True)
class _People:
    """What stays the same about each runner."""

    age_years: Floats
    female: Flags
    log_frailty: Floats
    usual_hours: Floats
    log_speed: Floats
    trend_per_year: Floats
    never: Flags
    usual_sets: Floats
    season_phase_weeks: Floats

    @classmethod
    def drawn(cls, draw: np.random.Generator, rows: int, *, trait: bool) -> _People:
        age = np.clip(draw.normal(40, 10, rows), 18, 70)
        female = draw.random(rows) < 0.45
        health_conscious = draw.normal(size=rows)
        uptake = TRAIT_ON_UPTAKE if trait else 0.0
        frailty = FRAILTY_SD * draw.normal(size=rows) + TRAIT_ON_LOG_RATE * health_conscious
        never = draw.random(rows) < ndtr(NEVER_THRESHOLD - uptake * health_conscious)
        sets = draw.gamma(SETS_SHAPE, SETS_SCALE, rows) * np.exp(TRAIT_ON_SETS * uptake * health_conscious)
        return cls(
            age_years=age,
            female=female,
            log_frailty=frailty + AGE_LOG_RATE_PER_10_Y * (age - 40) / 10,
            usual_hours=np.exp(draw.normal(np.log(USUAL_HOURS_MEDIAN), USUAL_HOURS_SD, rows)),
            log_speed=draw.normal(np.log(USUAL_SPEED_KMH / 3.6), USUAL_SPEED_SD, rows),
            trend_per_year=draw.normal(TREND_PER_YEAR, TREND_SD, rows),
            never=never,
            usual_sets=np.where(never, 0.0, sets),
            season_phase_weeks=draw.uniform(0, 52, rows),
        )


@dataclass
class _State:
    """What changes from week to week and is not written in the diary."""

    hours_ar: Floats
    return_share: Floats
    strength_on: Flags
    weeks_out: Counts
    rehab_weeks: Counts
    niggle_weeks: Counts
    last_injury_week: Counts
    good: Flags

    @classmethod
    def drawn(cls, draw: np.random.Generator, people: _People) -> _State:
        rows = len(people.age_years)
        hurt_before = draw.random(rows) < PREVIOUS_INJURY_AT_START
        weeks_ago = draw.integers(0, PREVIOUS_INJURY_WEEKS, rows)
        return cls(
            hours_ar=np.zeros(rows),
            return_share=np.ones(rows),
            strength_on=draw.random(rows) < 0.5,
            weeks_out=np.zeros(rows, np.int64),
            rehab_weeks=np.zeros(rows, np.int64),
            niggle_weeks=np.zeros(rows, np.int64),
            last_injury_week=np.where(hurt_before, -weeks_ago, -999),
            good=np.zeros(rows, bool),
        )


class _Diary:
    """What happened, rows by weeks, filled week after week."""

    def __init__(self, rows: int, weeks: int) -> None:
        shape = (rows, weeks)
        self.sets, self.dose = np.zeros(shape), np.zeros(shape)
        self.hours, self.ctl_h = np.zeros(shape), np.zeros(shape)
        self.longest_h, self.longest_share = np.zeros(shape), np.zeros(shape)
        self.spike_ratio, self.spike = np.full(shape, np.nan), np.zeros(shape, np.int64)
        self.injured, self.at_risk = np.zeros(shape, bool), np.zeros(shape, bool)
        self.out, self.prev_injury = np.zeros(shape, bool), np.zeros(shape, bool)
        self.niggle, self.layoff_weeks = np.zeros(shape, bool), np.zeros(shape, np.int64)
        self.temperature_c = np.zeros(shape)


def _season(people: _People, week: int) -> Floats:
    return np.asarray(np.sin(2 * np.pi * (week - people.season_phase_weeks) / 52), dtype=np.float64)


def _turn_of_fortune(draw: np.random.Generator, state: _State) -> None:
    """Begin and end the stretches that nobody logs."""
    chance = draw.random(len(state.good))
    state.good = np.where(state.good, chance > GOOD_ENDS, chance < GOOD_BEGINS)


def _plan_running(
    draw: np.random.Generator, people: _People, state: _State, diary: _Diary, week: int, *, niggle: bool
) -> None:
    """Write the week's planned hours, longest run and its ratio to the longest of the four weeks before."""
    rows = len(people.usual_hours)
    diary.temperature_c[:, week] = 12 + 8 * np.sin(2 * np.pi * week / 52) + draw.normal(0, 3, rows)
    if niggle:
        begins = (draw.random(rows) < NIGGLE_PER_WEEK) & (state.niggle_weeks == 0)
        lasts = 2 + (draw.random(rows) < 0.5)
        state.niggle_weeks = np.where(begins, lasts, np.maximum(state.niggle_weeks - 1, 0))
        diary.niggle[:, week] = state.niggle_weeks > 0
    state.hours_ar = HOURS_AR * state.hours_ar + draw.normal(0, HOURS_AR_SD, rows)
    chance = draw.random(rows)
    jump = np.where(
        chance < DOWN_WEEK_SHARE,
        DOWN_WEEK_FACTOR,
        np.where(chance > 1 - BIG_WEEK_SHARE, BIG_WEEK_FACTOR, 1.0),
    )
    hours = people.usual_hours * np.exp(HOURS_SEASON * _season(people, week) + state.hours_ar)
    hours = hours * jump * state.return_share
    hours = np.where(diary.niggle[:, week], NIGGLE_ON_HOURS * hours, hours)
    diary.out[:, week] = state.weeks_out > 0
    diary.hours[:, week] = np.where(diary.out[:, week], 0.0, hours)
    share = draw.uniform(LONGEST_SHARE_LOW, LONGEST_SHARE_HIGH, rows)
    longest = diary.hours[:, week] * share
    diary.longest_share[:, week], diary.longest_h[:, week] = share, longest
    if week:
        before = diary.longest_h[:, max(0, week - BASELINE_WEEKS) : week].max(axis=1)
        known = before > LEAST_LONGEST_H
        ratio = np.full(rows, np.nan)
        ratio[known] = longest[known] / before[known]
        diary.spike_ratio[:, week] = ratio
        diary.spike[:, week] = np.digitize(np.nan_to_num(ratio, nan=1.0), SPIKE_BOUNDS, right=True)


def _do_strength(
    draw: np.random.Generator, people: _People, state: _State, diary: _Diary, week: int, *, rehab: bool
) -> None:
    """Write the week's hip sets: in blocks, more in the off-season, rehab after injury, less with pain."""
    rows = len(people.usual_sets)
    season = _season(people, week)
    stay = STAY_ON - STAY_ON_HEAVY_WEEK * (state.hours_ar > HEAVY_WEEK)
    start = np.clip(START_ON - START_ON_WINTER * season, 0.02, 0.2)
    stay, start = stay + GOOD_ON_STAY * state.good, start + GOOD_ON_START * state.good
    state.strength_on = draw.random(rows) < np.where(state.strength_on, stay, start)
    sets = draw.poisson(np.where(state.strength_on, people.usual_sets, 0.0)).astype(float)
    if rehab:
        in_rehab = (state.rehab_weeks > 0) & ~people.never
        sets = np.where(in_rehab, np.maximum(sets, draw.poisson(REHAB_SETS, rows)), sets)
    diary.sets[:, week] = np.where(diary.niggle[:, week], np.floor(NIGGLE_ON_SETS * sets), sets)


def _meet_injury(
    draw: np.random.Generator,
    state: _State,
    diary: _Diary,
    week: int,
    log_rate: Floats,
    log_rr_per_set: float,
    weights: Floats,
) -> None:
    """Draw the week's injuries from the rate that the truth gives, and what they lead to."""
    rows = len(log_rate)
    lags = min(LAGS, week)
    if lags:
        diary.dose[:, week] = diary.sets[:, week - lags : week][:, ::-1] @ weights[:lags]
    diary.prev_injury[:, week] = (week - state.last_injury_week) <= PREVIOUS_INJURY_WEEKS
    rate_per_h = np.exp(
        log_rate
        + log_rr_per_set * diary.dose[:, week]
        + np.log(PREVIOUS_INJURY_RATE_RATIO) * diary.prev_injury[:, week]
        + np.log(np.array(SPIKE_RATE_RATIOS))[diary.spike[:, week]]
        + np.log(NIGGLE_RATE_RATIO) * diary.niggle[:, week]
        + GOOD_ON_LOG_RATE * state.good
    )
    planned = diary.hours[:, week]
    at_risk = (planned > LEAST_HOURS_AT_RISK) & ~diary.out[:, week]
    injured = at_risk & (draw.random(rows) < 1 - np.exp(-rate_per_h * planned))
    hours = np.where(injured, planned * draw.uniform(0.3, 1, rows), planned)
    diary.at_risk[:, week], diary.injured[:, week], diary.hours[:, week] = at_risk, injured, hours
    diary.longest_h[:, week] = np.minimum(diary.longest_h[:, week], hours)
    before = diary.ctl_h[:, week - 1] if week else planned
    diary.ctl_h[:, week] = before + (hours - before) / CTL_WEEKS
    layoff = np.ceil(np.exp(draw.normal(np.log(LAYOFF_MEDIAN_WEEKS), LAYOFF_SD, rows))).astype(np.int64)
    does_rehab = injured & (draw.random(rows) < REHAB_SHARE)
    diary.layoff_weeks[:, week] = np.where(injured, layoff, 0)
    state.last_injury_week = np.where(injured, week, state.last_injury_week)
    state.rehab_weeks = np.where(does_rehab, REHAB_WEEKS, np.maximum(state.rehab_weeks - 1, 0))
    state.weeks_out = np.where(injured, layoff, np.maximum(state.weeks_out - 1, 0))
    state.return_share = np.where(
        state.weeks_out > 0, RETURN_START, np.minimum(1.0, state.return_share + RETURN_STEP)
    )


def _pace(draw: np.random.Generator, people: _People, diary: _Diary, pace_pct_per_10_sets: float) -> Floats:
    """Give the log speed at a fixed heart rate of the weeks shown: the mean of three steady runs."""
    dose_shown = diary.dose[:, BURN_IN_WEEKS:]
    rows, weeks = dose_shown.shape
    state = np.zeros((rows, weeks))
    for week in range(weeks):
        before = state[:, week - 1] if week else np.zeros(rows)
        state[:, week] = STATE_AR * before + draw.normal(0, STATE_SD, rows)
    years = np.arange(weeks) / 52
    ctl_before = diary.ctl_h[:, BURN_IN_WEEKS - 1 : -1]
    fitness = CTL_ELASTICITY * np.log(np.maximum(ctl_before, LEAST_CTL_H) / people.usual_hours[:, None])
    heat = HEAT_PER_C * np.maximum(diary.temperature_c[:, BURN_IN_WEEKS:] - HEAT_FROM_C, 0)
    noise = draw.normal(0, RUN_NOISE_SD / np.sqrt(RUNS_A_WEEK), (rows, weeks))
    strength = np.log1p(pace_pct_per_10_sets / 100) / 10 * dose_shown
    log_speed: Floats = (
        people.log_speed[:, None]
        + people.trend_per_year[:, None] * years
        + strength
        + fitness
        + heat
        + state
        + noise
    )
    return log_speed
