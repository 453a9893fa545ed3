"""The next seven days: what is known of them, how forecasts did on what they had not seen, a planned week."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.metrics import spike
from analytics.models import forecast, forecast_ahead, forecast_features
from analytics.models.forecast import Forecast
from analytics.models.forecast_recipes import PRODUCT
from analytics.reports import answers, case_level, roster
from analytics.store import Reader

FEW = 0.095
LONGEST_WEEKS = 4
"""A planned longest run is set against the longest of so many weeks."""
HELD_BACK = {"years": "Later weeks", "athletes": "Other athletes"}
NAMES = {
    "base rate": "The base rate for everybody",
    "rule: load ratio": "Rule: load ratio above 1.5",
    "rule: session spike": "Rule: a long run beyond 1.1 times",
    PRODUCT: "Penalised logistic regression",
    "boosted trees": "Small boosted trees",
}
JUDGED = {
    "model": "Forecast",
    "held_back": "Not seen before",
    "skill": "Brier skill",
    "skill_range": "95 %",
    "slope": "Calibration slope",
    "slope_range": "95 % ",
    "auc": "AUC",
    "auc_range": "95 %  ",
    "average_precision": "Average precision",
    "ap_range": "95 %   ",
    "calibration_error": "Calibration error",
}
ALERTS = {
    "flags_per_week": "Flags a week",
    "precision_pct": "Of the flags right, %",
    "recall_pct": "Of the injuries flagged, %",
    "flags_per_injury": "Flags for one injury met",
    "chance_pct": "Right if drawn by lot, %",
}
FLAGS = {"athlete": "Athlete", "week_start": "Week from", "known": "Known beforehand", "chance": "Forecast"}
SKILL_NOTE = (
    "Share of the squared error of the base rate that each saves, in %, on weeks after those it was fitted "
    "on; 95 % interval (delete-one-athlete jackknife)."
)
RELIABILITY_NOTE = "Weeks not seen before, in ten groups of like forecast; on the dotted line is right."
READING = (
    "Brier skill: 0 is no better than the base rate. Calibration slope: 1 is right, below 1 too sure of "
    "itself. AUC: 0.5 is a coin; in simulated squads even who knows the truth reaches 0.71, so more than "
    "0.75 would be a sign of a leak, not of skill."
)
PLANNED = (
    "A plan for next week speaks in the forecast of the week after it. It says what went with such weeks in "
    "this log; it does not say what the plan would do."
)


@dataclass(frozen=True)
class Known:
    """What is known whatever a forecast says: the base rate in words, and each athlete's flags."""

    base_rate: str
    flags: pd.DataFrame


@dataclass(frozen=True)
class Tested:
    """How the forecasts did.

    Attributes
    ----------
    made
        What was fitted and judged.
    headline, why_not
        Whether the product model passed, in words, and what keeps it back.
    judged
        Columns of `JUDGED`; empty where there was too little to try.
    skills
        For `charts.estimates`: the skill of each on later weeks.
    reliability, alerts
        Of the product model on later weeks; empty without.
    chances
        athlete_id and the chance in words; empty unless released.
    """

    made: Forecast
    headline: str
    why_not: tuple[str, ...]
    judged: pd.DataFrame
    skills: pd.DataFrame
    reliability: pd.DataFrame
    alerts: pd.DataFrame
    chances: pd.DataFrame

    @property
    def is_released(self) -> bool:
        """Tell whether the forecast may be shown."""
        return self.made.is_released


@dataclass(frozen=True)
class Start:
    """Where a planned week starts from: the longest run of four weeks, the mean hip sets; None unknown."""

    longest_km: float | None
    hip_sets: float | None


def known(reader: Reader, *, simulated: bool | None = None) -> Known:
    """Gather the base rate and what is known of each athlete on the Monday after their last whole week."""
    weeks, people = _read(reader, simulated)
    level = case_level.chosen(reader)
    rows = forecast_features.build_forecast(weeks, people, case_level=level)
    told = rows["y"].dropna()
    names = {person.athlete_id: person.name for person in roster.gather(reader).people}
    ahead = forecast_features.build_ahead(weeks, people, case_level=level) if len(weeks) else rows.iloc[:0]
    listed = [
        (
            one.athlete_id,
            names.get(one.athlete_id, ""),
            one.week_start.date(),
            "; ".join(_said(one)) or "nothing of note",
        )
        for one in forecast_ahead.flags(ahead)
    ]
    return Known(
        base_rate=_base_rate(float(told.mean()), len(told)) if len(told) else "How often is not known yet.",
        flags=pd.DataFrame(listed, columns=["athlete_id", "athlete", "week_start", "known"]),
    )


def tested(reader: Reader, *, simulated: bool | None = None) -> Tested:
    """Fit and judge every forecast, everybody of one kind together."""
    weeks, people = _read(reader, simulated)
    level = case_level.chosen(reader)
    rows = forecast_features.build_forecast(weeks, people, case_level=level)
    made = forecast.judge(rows)
    chances = pd.DataFrame(columns=["athlete_id", "chance"])
    if made.is_released:
        ahead = forecast_features.build_ahead(weeks, people, case_level=level)
        told = [_in_hundred(float(one)) for one in forecast_ahead.chances(made, rows, ahead)]
        chances = pd.DataFrame({"athlete_id": ahead["athlete_id"], "chance": told})
    return Tested(
        made=made,
        headline="The forecast passed its test." if made.is_released else "No forecast is shown.",
        why_not=made.why_not,
        judged=_judged(made),
        skills=_skills(made),
        reliability=_reliability(made),
        alerts=_alerts(made),
        chances=chances,
    )


def start(reader: Reader, *, athlete_id: int) -> Start:
    """Gather where a planned week of an athlete starts from."""
    weeks = reader.frame("weeks", athlete_id=athlete_id).tail(LONGEST_WEEKS + 1)
    longest = pd.to_numeric(weeks["longest_run_m"]).astype("Float64").max()
    sets = pd.to_numeric(weeks["hip_sets"]).astype("Float64").mean()
    return Start(
        None if pd.isna(longest) or longest <= 0 else round(float(longest) / 1000, 1),
        None if pd.isna(sets) else round(float(sets)),
    )


def plan(
    reader: Reader, made: Forecast, *, athlete_id: int, longest_km: float, hip_sets: float
) -> tuple[str, ...]:
    """Say what went with a planned week, beside a week as usual; only for a released forecast.

    Parameters
    ----------
    made
        What `tested` judged of the same data.

    Raises
    ------
    analytics.models.forecast_ahead.NotReleasedError
        If the forecast has not passed its gate.
    """
    person = roster.gather(reader).person(athlete_id)
    weeks, people = _read(reader, bool(person and person.is_simulated))
    level = case_level.chosen(reader)
    rows = forecast_features.build_forecast(weeks, people, case_level=level)
    usual = start(reader, athlete_id=athlete_id)
    if usual.longest_km is None or usual.hip_sets is None:
        return ("A plan needs a running log and a strength log of the last four weeks.",)
    ratio = longest_km / usual.longest_km
    chance, as_usual = (
        forecast_ahead.what_if(
            made, rows, weeks, people, athlete_id=athlete_id, spike_ratio=r, hip_sets=s, case_level=level
        )
        for r, s in ((ratio, hip_sets), (1.0, usual.hip_sets))
    )
    return (
        f"In this log {_in_hundred(chance)} weeks after such a week brought a new injury; after one as usual "
        f"({written.distance(1000 * usual.longest_km, 1)}, {written.sets(usual.hip_sets)} hip sets) "
        f"{_in_hundred(as_usual)}.",
        *_published(ratio),
    )


def _published(ratio: float) -> Iterator[str]:
    state = spike.spike_state(ratio)
    if state.hazard_ratio is not None and state.low is not None and state.high is not None:
        yield (
            f"In the very week of it: a run {written.number(ratio, 1)} times the longest of the month before "
            f"was followed by {written.interval(state.hazard_ratio, state.low, state.high)} times the rate "
            f"of overuse injury in {written.number(spike.RUNNERS)} runners (Garmin-RUNSAFE 2025). That is an "
            "association too."
        )


def _read(reader: Reader, simulated: bool | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    weeks, people, _ = answers.injury_rows(
        reader, athlete_id=None, case_level=case_level.chosen(reader), simulated=simulated
    )
    monotony = reader.frame("week_monotony")
    for frame in (weeks, monotony):
        frame["week_start"] = pd.to_datetime(frame["week_start"])
    return weeks.merge(monotony, on=["athlete_id", "week_start"], how="left"), people


def _said(one: forecast_ahead.Flags) -> Iterator[str]:
    state = one.spike_last_week
    if state in ("small", "moderate", "large"):
        yield f"a {state} step in the longest run last week"
    if one.pain_last_week:
        yield "pain in last week's check-in"
    if one.injured_lately:
        yield f"an injury in the last {forecast_ahead.RECENT_INJURY_WEEKS} weeks"
    elif one.injured_last_year:
        yield "an injury in the last year"
    unknown = [
        name
        for name, value in (("check-in", one.pain_last_week), ("a year of injuries", one.injured_last_year))
        if value is None
    ]
    if unknown:
        yield f"not known: {' and '.join(unknown)}"


def _base_rate(rate: float, weeks: int) -> str:
    share = written.number(100 * rate, 1 if rate < FEW else 0)
    return (
        f"In this log about {share} of 100 weeks brought a new injury ({written.count(weeks, 'week')} of "
        "everybody). For anyone of whom nothing more is known, that is the forecast."
    )


def _in_hundred(chance: float) -> str:
    """Round a chance to words; nothing is closer than one in a hundred."""
    return "fewer than 1 in 100" if chance < 0.005 else f"about {round(100 * chance)} in 100"


def _judged(made: Forecast) -> pd.DataFrame:
    def between(low: float, high: float, decimals: int = 2) -> str:
        return "" if math.isnan(low) else f"{low:.{decimals}f} to {high:.{decimals}f}"

    rows = [
        {
            "model": NAMES[one.model],
            "held_back": HELD_BACK[one.held_back],
            "skill": round(one.skill, 3),
            "skill_range": between(one.low, one.high, 3),
            "slope": round(one.slope, 2),
            "slope_range": between(one.slope_low, one.slope_high),
            "auc": round(one.auc, 2),
            "auc_range": between(one.auc_low, one.auc_high),
            "average_precision": round(one.average_precision, 3),
            "ap_range": between(one.ap_low, one.ap_high, 3),
            "calibration_error": round(one.calibration_error, 3),
            "weeks": one.n,
            "injuries": one.injuries,
        }
        for one in made.judged
    ]
    return pd.DataFrame(rows)


def _skills(made: Forecast) -> pd.DataFrame:
    rows = [
        (NAMES[one.model], 100 * one.skill, 100 * one.low, 100 * one.high, one.model == PRODUCT, True)
        for one in made.judged
        if one.held_back == "years" and one.model != "base rate"
    ]
    return pd.DataFrame(rows, columns=["name", "value", "low", "high", "is_main", "is_own"])


def _reliability(made: Forecast) -> pd.DataFrame:
    if made.reliability is None:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "forecast_pct": 100 * made.reliability.forecast,
            "happened_pct": 100 * made.reliability.happened,
            "weeks": made.reliability.n,
        }
    )


def _alerts(made: Forecast) -> pd.DataFrame:
    ahead = next((one for one in made.judged if one.held_back == "years"), None)
    lot = math.nan if ahead is None else 100 * ahead.injuries / ahead.n
    rows = [
        (one.flags_per_week, 100 * one.precision, 100 * one.recall, one.flags_per_injury, lot, one.flags)
        for one in made.alerts
    ]
    return pd.DataFrame(rows, columns=[*ALERTS, "flags"]).round(1)
