"""The evidence on hip strength and pace: how much, when, other measures, reasons to doubt it in numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.knowledge import written
from analytics.metrics import performance
from analytics.models import (
    finding,
    pace,
    pace_curve,
    pace_doubts,
    pace_lags,
    pace_outcomes,
    pace_pictures,
)
from analytics.models.card import Card
from analytics.models.pace_doubts import Variant
from analytics.reports import answers, pace_refusals, roster
from analytics.reports.answers import Answer, PaceRows
from analytics.reports.refusals import Step
from analytics.store import Reader

WEIGHT_STEP = 0.2
OTHER_WAYS = {
    "every exercise counts alike": "sets_unweighted",
    "exercise weights 0.2 higher": "sets_weighted_up",
    "exercise weights 0.2 lower": "sets_weighted_down",
    "without rehabilitation sets": "sets_without_rehab",
}
WANTED_PCT = (0.5, 1.0, 2.0)
CURVE_NOTE = "Against the same runner without hip work, 95 % band; nothing forces the curve to rise."
BINS_NOTE = (
    "Each dot is a tenth of the weeks, with its 95 % interval. Usual is each runner's own level and trend, "
    "with load, heat and season taken out of both."
)
LAGS_NOTE = (
    "Change of speed per +10 hip sets in that one week, each by itself, 95 % interval; neighbouring weeks "
    "are much alike, so this says when, not how much in all."
)
TOGETHER_NOTE = "All twelve weeks at once, their weights on a parabola, 95 % interval; together they add up."
PEOPLE_NOTE = (
    "Each dot is a runner: across, the runner's own change of speed per +10 hip sets; up, the share of the "
    "whole estimate that comes from the runner's weeks."
)
OUTCOMES_NOTE = "The same model on each measure; change in % per +10 hip sets a week, 95 % interval."
VARIANTS_NOTE = "The same estimate with one thing done differently; % per +10 hip sets a week, 95 % interval."
CONTROLS_NOTE = (
    "Strength work that comes later, and sets that do not train the hips, stand in for hip sets: an effect "
    "here would speak against the answer."
)
UNCHECKED = (
    "Altitude is not adjusted for: runs high in the mountains are slower for the same heart rate.",
    "Sleep, illness, shoes, another strap or watch move speed at a heart rate too, and are not in the log.",
)
PEOPLE = {
    "athlete": "Athlete",
    "weeks": "Weeks that count",
    "spread_sets": "Hip sets, SD",
    "share_pct": "Share, %",
    "change_pct": "Own change, %",
    "pct_without": "Estimate without, %",
}


@dataclass(frozen=True)
class Shape:
    """How speed goes with the dose.

    Attributes
    ----------
    curve
        dose, change_pct, low, high; empty where `missing` says what is short.
    bins
        sets, change_pct, low, high, weeks: a tenth of the weeks each.
    people
        Columns of `PEOPLE`, those that move the estimate most first.
    """

    curve: pd.DataFrame
    missing: str | None
    bins: pd.DataFrame
    people: pd.DataFrame


@dataclass(frozen=True)
class When:
    """How long before the sets count: lag_weeks, value, low, high; what the joint curve lacks; in words."""

    by_itself: pd.DataFrame
    together: pd.DataFrame
    missing: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Measures:
    """The estimate with each measure of pace, and what those that are not there lack, in words."""

    estimates: pd.DataFrame
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Doubts:
    """Reasons to doubt the answer, in numbers; `variants` and `controls` as `charts.estimates` takes them."""

    variants: pd.DataFrame
    controls: pd.DataFrame
    banner: str | None
    not_made: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """Everything the page of the evidence on pace shows.

    `steps` say what stands between the log and a better answer, `rests_on` how many runs, weeks and athletes
    are behind it; `doubts` is None without an estimate.
    """

    answer: Answer
    steps: tuple[Step, ...]
    rests_on: str
    shape: Shape
    when: When
    measures: Measures
    doubts: Doubts | None
    needed: tuple[str, ...]


def gather(reader: Reader, *, simulated: bool | None = None) -> Evidence:
    """Gather the evidence on pace, everybody of one kind together.

    Parameters
    ----------
    simulated
        Simulated people or real ones, as in `answers.pace`.
    """
    rows = answers.pace_rows(reader, simulated=simulated)
    lags, pictures = pace_lags.profile(rows.weeks, rows.frame), pace_pictures.gather(rows.frame)
    answer = answers.pace_of(rows)
    return Evidence(
        answer,
        pace_refusals.steps(rows.weeks, rows.frame, answer.finding),
        f"Behind it: {_rests_on(rows.runs, pace.used_rows(rows.frame))}.",
        _shape(reader, rows, pictures),
        _when(lags),
        _measures(reader, rows),
        _doubt(reader, rows, late=lags.late_alone, people=pictures.people),
        _needed(rows),
    )


def _shape(reader: Reader, rows: PaceRows, pictures: pace_pictures.Pictures) -> Shape:
    """Gather the curve of speed by dose, weeks by their dose, and who contributes."""
    made = pace_curve.dose_response(rows.frame)
    names = {person.athlete_id: person.name for person in roster.gather(reader).people}
    people = pd.DataFrame(
        [
            (
                names.get(one.athlete_id, ""),
                *(one.weeks, one.spread_sets, one.share_pct, one.change_pct, one.pct_without),
            )
            for one in pictures.people
        ],
        columns=list(PEOPLE),
    )
    short = made.missing
    return Shape(
        curve=pd.DataFrame(
            {"dose": made.dose, "change_pct": made.change_pct, "low": made.low, "high": made.high}
        ),
        missing=None
        if short is None
        else f"A curve needs {written.trimmed(short.needed, 1)} {short.what}; "
        f"there are {written.trimmed(short.have, 1)}.",
        bins=pd.DataFrame([vars(one) for one in pictures.bins]),
        people=people,
    )


def _when(made: pace_lags.Lags) -> When:
    """Gather how long before the sets count."""
    short = made.missing
    return When(
        by_itself=pd.DataFrame([vars(one) for one in made.by_itself]),
        together=pd.DataFrame([vars(one) for one in made.together]),
        missing=None
        if short is None
        else f"{'All weeks at once need' if made.by_itself else 'This needs'} "
        f"{written.trimmed(short.needed, 1)} {short.what}; "
        f"there are {written.trimmed(short.have, 1)}.",
        lines=tuple(_said_when(made)),
    )


def _measures(reader: Reader, rows: PaceRows) -> Measures:
    """Make the estimate with each measure of pace."""
    low, high = performance.FIT_RANGE_S
    efforts = reader.frame("efforts_by_week", athlete_id=None, least_s=low, most_s=high)
    efforts = efforts[efforts["athlete_id"].isin(rows.weeks["athlete_id"])]
    made = pace_outcomes.compare(rows.weeks, rows.runs, efforts[_is_human(efforts)], frame=rows.frame)
    return Measures(
        estimates=_frame([(one.name, one.estimate, number == 0) for number, one in enumerate(made)]),
        missing=tuple(
            f"{one.name}: "
            + "; ".join(
                f"{written.trimmed(lack.have, 1)} of {written.trimmed(lack.needed, 1)} {lack.what}"
                for lack in one.missing
            )
            + f" ({written.count(one.weeks, 'week')} with {one.weeks_with} in all)."
            for one in made
            if one.missing
        ),
    )


def _doubt(
    reader: Reader, rows: PaceRows, *, late: finding.Estimate | None, people: tuple[pace_pictures.Own, ...]
) -> Doubts | None:
    """Gather the reasons to doubt; None without an estimate."""
    used = pace.used_rows(rows.frame)
    if used["athlete_id"].nunique() < pace.LEAST_ATHLETES:
        return None
    other = _other_sets(reader, rows.weeks)
    ways = {name: other[column] for name, column in OTHER_WAYS.items()}
    made = list(pace_doubts.sensitivity(rows.weeks, rows.runs, rows.frame, other_sets=ways))
    if late is not None:
        name = "only the sets of 8 to 12 weeks before"
        made.insert(3, Variant(name, late, late.n, late.athletes))
    controls = pace_doubts.controls(rows.weeks, rows.frame, elsewhere=other["sets_elsewhere"])
    not_made = [one for one in (*made, *controls) if one.estimate is None]
    return Doubts(
        variants=_frame([(one.name, one.estimate, number == 0) for number, one in enumerate(made)]),
        controls=_frame([(one.name, one.estimate, False) for one in controls]),
        banner=_banner([one.name for one in controls if pace_doubts.is_suspect(one)]),
        not_made=tuple(
            f"{one.name[:1].upper()}{one.name[1:]}: cannot be made, {one.athletes} of {pace.LEAST_ATHLETES} "
            "runners whose sets go up and down enough."
            for one in not_made
        ),
        lines=(*_said_doubts(made, people), *UNCHECKED),
    )


def _needed(rows: PaceRows) -> tuple[str, ...]:
    """Say what would be needed to know more, in athletes who log as those who count do."""
    used = pace.used_rows(rows.frame)
    athletes = int(used["athlete_id"].nunique())
    se_pct = None
    like = "who log a year of steady runs and of strength work (as simulated squads show)"
    if athletes >= pace.LEAST_ATHLETES:
        se_pct = 100 * pace.within(used).estimate.se
        like = f"like the {athletes} who count here"
    needed = {
        effect: pace_doubts.athletes_needed(effect, se_pct=se_pct, athletes=athletes) for effect in WANTED_PCT
    }
    return tuple(
        f"To see {written.signed(effect, 1)} % per 10 more hip sets in four of five such squads: about "
        f"{written.number(runners)} runners {like}."
        for effect, runners in needed.items()
    )


CARD = {"what": "What", "value": "Value"}


def card_rows(made: Card) -> pd.DataFrame:
    """Lay out a model's card: recipe, data, terms with their slopes, settings, versions."""
    slopes = next(iter(made.coefficients.values()), {})
    rows = [
        ("Recipe", f"{made.recipe}, version {made.version}"),
        ("Weeks", written.number(made.n)),
        ("Athletes", written.number(made.athletes)),
        *((f"Slope of {name} (log speed)", f"{value:+.4f}") for name, value in slopes.items()),
        *((name.replace("_", " ").capitalize(), str(value)) for name, value in made.settings.items()),
        *((name, version) for name, version in made.library_versions.items()),
        ("Data seen", made.fingerprint),
    ]
    return pd.DataFrame(rows, columns=list(CARD))


def _rests_on(runs: pd.DataFrame, used: pd.DataFrame) -> str:
    keys = pd.MultiIndex.from_frame(used[["athlete_id", "week_start"]])
    weeks = pd.to_datetime(runs["week_start"])
    counted = pd.MultiIndex.from_arrays([runs["athlete_id"], weeks]).isin(keys).sum()
    return (
        f"{written.count(int(counted), 'steady run')} in {written.count(len(used), 'week')} of "
        f"{written.count(int(used['athlete_id'].nunique()), 'athlete')}"
    )


def _said_when(made: pace_lags.Lags) -> Iterator[str]:
    late, total = made.late_alone, made.total
    if late is not None:
        yield (
            "Trials see running economy move after some ten weeks. Of the sets 8 to 12 weeks before alone, "
            f"ten more a week went with {written.signed(late.value, 1)} % ({written.signed(late.low, 1)} to "
            f"{written.signed(late.high, 1)} %)."
        )
    if total is not None:
        yield (
            f"Ten more sets in each of the twelve weeks went with {written.signed(total.value, 1)} % "
            f"({written.signed(total.low, 1)} to {written.signed(total.high, 1)} %) in all."
        )


def _said_doubts(made: list[Variant], people: tuple[pace_pictures.Own, ...]) -> Iterator[str]:
    chosen = made[0].estimate
    if chosen is None:
        return
    others = [(one.name, one.estimate) for one in made[1:] if one.estimate is not None]
    if others:
        name, far = max(others, key=lambda one: abs(one[1].log_value - chosen.log_value))
        yield (
            f"The choice that moves it most ({name}) makes it {written.signed(far.value, 1)} % instead of "
            f"{written.signed(chosen.value, 1)} %."
        )
    if people:
        yield (
            "Without the one runner who moves it most it is "
            f"{written.signed(people[0].pct_without, 1)} % instead of {written.signed(chosen.value, 1)} %."
        )
    faster = len([one for one in people if one.change_pct > 0])
    everybody = written.count(len(people), "runner")
    yield f"By their own weeks {faster} of {everybody} were faster after more hip work."


def _banner(suspects: list[str]) -> str | None:
    if not suspects:
        return None
    return (
        "Result likely confounded: "
        + " and ".join(one[:1].lower() + one[1:] for one in suspects)
        + " cannot make these runs faster, yet here they go with speed."
    )


def _other_sets(reader: Reader, weeks: pd.DataFrame) -> pd.DataFrame:
    """Weekly sets counted in other ways, in the order of `weeks`; unknown where hip sets are unknown."""
    other = reader.frame("weeks_other_sets", athlete_id=None, step=WEIGHT_STEP)
    other["week_start"] = pd.to_datetime(other["week_start"])
    keys = pd.MultiIndex.from_arrays([weeks["athlete_id"], pd.to_datetime(weeks["week_start"])])
    laid = other.set_index(["athlete_id", "week_start"]).reindex(keys).set_index(weeks.index)
    known = pd.to_numeric(weeks["hip_sets"]).astype("Float64")
    for name in (*OTHER_WAYS.values(), "sets_elsewhere"):
        usual = known * 0 if name == "sets_elsewhere" else known
        laid[name] = pd.to_numeric(laid[name]).astype("Float64").fillna(usual).where(known.notna())
    return laid


def _is_human(efforts: pd.DataFrame) -> pd.Series:
    """Tell efforts that somebody has run from faults of a receiver."""
    metres = efforts["distance_m"].to_numpy(dtype=float)
    least = {one: performance.least_time_s(one) for one in np.unique(np.round(metres, -1)) if one > 0}
    limits = [least.get(one, math.inf) for one in np.round(metres, -1)]
    return pd.Series(efforts["duration_s"].to_numpy(dtype=float) >= np.array(limits), index=efforts.index)


def _frame(rows: list[tuple[str, finding.Estimate | None, bool]]) -> pd.DataFrame:
    made = [
        (name, one.value, one.low, one.high, one.n, one.athletes, is_main, True)
        for name, one, is_main in rows
        if one is not None
    ]
    columns = ["name", "value", "low", "high", "weeks", "athletes", "is_main", "is_own"]
    return pd.DataFrame(made, columns=columns)
