"""The evidence on hip strength and injuries: its shape, the reasons to doubt it in numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.knowledge import written
from analytics.models import curve, doubts, poisson, variants
from analytics.models.doubts import Influence
from analytics.models.finding import Finding, Missing, Variant
from analytics.models.injury_fits import LEAST_INJURIES, used_rows
from analytics.models.injury_shifts import DRAWS
from analytics.reports import answers, case_level, injury_weeks, refusals, roster
from analytics.reports.injury_weeks import OTHER_WAYS
from analytics.reports.refusals import Step
from analytics.store import Reader

WANTED = (0.8, 0.66)
VARIANTS_NOTE = (
    "The same estimate with one thing done differently; injury rate per +10 hip sets a week, 95 % interval."
)
CONTROLS_NOTE = (
    "Other sets stand in for hip sets, illnesses for injuries: an interval away from no effect would speak "
    "against the answer. Strength logs moved to other weeks show what chance gives. 95 % intervals."
)
SITES_NOTE = (
    "The same estimate for injuries of one site alone, 95 % interval; sites with fewer than 50 have none."
)
INCLUDED = "its interval includes no effect as it is."
SHIFTED = "Strength logs shifted in time (what chance gives)"
LAGS_NOTE = (
    "Injury rate per +10 hip sets in that one week, each by itself, 95 % interval; neighbouring weeks are "
    "much alike, so this says when, not how much in all."
)


@dataclass(frozen=True)
class Doubts:
    """Reasons to doubt the answer, in numbers.

    Attributes
    ----------
    variants
        name, value, low, high, injuries, is_main, is_own: the estimate under other choices, as chosen first;
        NaN where it cannot be made.
    controls
        The same for outcomes and exposures with which hip strength cannot go; `banner` warns where one shows
        an effect all the same.
    lags
        lag_weeks, value, low, high: per +10 hip sets in the one week so long before.
    people
        athlete, weeks, injuries, value_without: the estimate without each athlete, those that move it most
        first.
    sites
        Like `variants`, a row a site with enough injuries; `sites_short` says what the others lack, None
        where no injury has a site.
    controls_missing
        Which controls the logs do not allow, and what they would need.
    lines
        What it comes to, in words: how strong an unseen cause would have to be, which choice and which runner
        move the estimate most.
    """

    variants: pd.DataFrame
    controls: pd.DataFrame
    banner: str | None
    lags: pd.DataFrame
    people: pd.DataFrame
    lines: tuple[str, ...]
    sites: pd.DataFrame
    sites_short: str | None
    controls_missing: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """The injury rate by hip dose.

    `curve` has dose, rate_ratio, low, high (empty where `missing` says what is short); `own` has, a row an
    athlete, the rate per 1,000 h in weeks below and above the athlete's own mean dose; `needed` says what it
    would take to know more.
    """

    curve: pd.DataFrame
    rests_on: str
    missing: str | None
    own: pd.DataFrame
    own_words: str
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """All that the page says of hip strength and injuries; `doubts` None without an estimate."""

    answer: answers.Answer
    shape: Shape
    doubts: Doubts | None
    steps: tuple[Step, ...]


def gather(reader: Reader, *, athlete_id: int | None = None, simulated: bool | None = None) -> Evidence:
    """Gather the answer, its shape and the reasons to doubt it. Arguments as `answers.injury`."""
    with poisson.one_thread():
        return _gather(reader, athlete_id=athlete_id, simulated=simulated)


def _gather(reader: Reader, *, athlete_id: int | None, simulated: bool | None) -> Evidence:
    level = case_level.chosen(reader)
    weeks, people, frame = answers.injury_rows(
        reader, athlete_id=athlete_id, case_level=level, simulated=simulated
    )
    given = answers.injury_of(people, frame)
    main = given.finding.main
    return Evidence(
        answer=given,
        shape=_shape(frame),
        doubts=None if main is None else _doubts(reader, weeks, people, frame, given.finding, level),
        steps=refusals.steps(weeks, frame, given.finding),
    )


def _doubts(
    reader: Reader,
    weeks: pd.DataFrame,
    people: pd.DataFrame,
    frame: pd.DataFrame,
    found: Finding,
    level: case_level.CaseLevel,
) -> Doubts:
    primary = str(found.primary)
    ways = {name: weeks[column] for name, column in OTHER_WAYS.items()}
    made = doubts.sensitivity(
        weeks, people, primary=primary, other_sets=ways, case_level=level, chosen=frame, found=found
    )
    suspects = [one.name for one in found.controls if variants.is_suspect(one)]
    people_moved = doubts.influences(frame, primary=primary)
    lags = doubts.lag_profile(weeks, frame, primary=primary, found=found)
    names = {person.athlete_id: person.name for person in roster.gather(reader).people}
    at_site, short = doubts.by_site(frame, injury_weeks.by_site(reader, level), primary=primary)
    controls = _lines([one for one in found.controls if one.estimate is not None])
    if (chance := found.shifted) is not None:
        row = (SHIFTED, chance.value, chance.low, chance.high, made[0].injuries, False, False)
        controls = pd.DataFrame([*controls.itertuples(index=False, name=None), row], columns=controls.columns)
    return Doubts(
        variants=_lines(made),
        controls=controls,
        banner=_banner(suspects),
        lags=_lines([variant for _, variant in lags]).assign(lag_weeks=[lag for lag, _ in lags]),
        people=pd.DataFrame(
            [
                (names.get(one.athlete_id, ""), one.weeks, one.injuries, one.rate_ratio_without)
                for one in people_moved
            ],
            columns=["athlete", "weeks", "injuries", "value_without"],
        ),
        lines=tuple(_said(found, made, people_moved)),
        sites=_lines(at_site),
        sites_short=_too_few(short),
        controls_missing=tuple(_controls_missing(found)),
    )


def _controls_missing(found: Finding) -> Iterator[str]:
    there = {one.name for one in found.controls}
    if variants.ILLNESS not in there:
        yield "No check-in tells of an illness, so illness cannot serve as a control."
    if variants.ELSEWHERE not in there:
        yield "No sets without hip work are logged, so they cannot serve as a control."
    for one in found.controls:
        if one.estimate is None:
            yield f"{one.name}: too few, or too much alike from week to week, to serve as a control."


def _too_few(short: tuple[Missing, ...]) -> str | None:
    if not short:
        return None
    listed = ", ".join(f"{one.what} {written.trimmed(one.have, 1)}" for one in short)
    needed = written.trimmed(short[0].needed, 1)
    return f"Too few injuries for an estimate of their own ({needed} are needed): {listed}."


def _shape(frame: pd.DataFrame) -> Shape:
    """Give the curve of the injury rate by dose, and each athlete against themselves."""
    made, rows = curve.dose_response(frame), used_rows(frame)
    drawn = pd.DataFrame(
        {"dose": made.dose, "rate_ratio": made.rate_ratio, "low": made.low, "high": made.high}
    )
    short = made.missing
    return Shape(
        curve=drawn,
        rests_on=f"{written.count(made.injuries, 'injury', 'injuries')}, "
        f"{written.count(made.athletes, 'athlete')}",
        missing=None
        if short is None
        else f"A curve needs {written.trimmed(short.needed, 1)} {short.what}; "
        f"there are {written.trimmed(short.have, 1)}.",
        own=(own := _own(rows)),
        own_words=_own_words(own),
        needed=needed(injuries_a_year=_injuries_a_year(rows)),
    )


def needed(*, injuries_a_year: float | None) -> tuple[str, ...]:
    """Say what would be needed to know more: injuries, and the years they take at the log's own rate."""
    out = []
    for ratio in WANTED:
        within = doubts.injuries_needed(ratio, within=True)
        line = (
            f"To see a rate ratio of {ratio:g} in four of five such squads: {written.number(within)} "
            "injuries that count"
        )
        if injuries_a_year:
            line += f", {written.number(within / injuries_a_year)} years of a squad like yours"
        out.append(f"{line}.")
    return tuple(out)


def _injuries_a_year(rows: pd.DataFrame) -> float | None:
    weeks = rows["week_start"].nunique()
    return None if weeks == 0 or rows["y"].sum() == 0 else float(rows["y"].sum() / weeks * 52)


def _lines(variants: tuple[Variant, ...] | list[Variant]) -> pd.DataFrame:
    rows = []
    for number, one in enumerate(variants):
        e = one.estimate
        figures = (math.nan,) * 3 if e is None else (e.value, e.low, e.high)
        rows.append((one.name, *figures, one.injuries, number == 0, True))
    return pd.DataFrame(rows, columns=["name", "value", "low", "high", "injuries", "is_main", "is_own"])


def _banner(suspects: list[str]) -> str | None:
    if not suspects:
        return None
    return (
        "Result likely confounded: "
        + ", ".join(one[:1].lower() + one[1:] for one in suspects)
        + " cannot go with running injuries through the hips, yet here they do."
    )


def _said(found: Finding, made: tuple[Variant, ...], people: tuple[Influence, ...]) -> Iterator[str]:
    e_value, limit, phi = found.e_value, found.e_value_limit, found.overdispersion
    if found.permutation_p is not None:
        yield (
            f"Of {DRAWS} strength logs shifted in time, {found.permutation_p * (DRAWS + 1) - 1:.0f} look at "
            f"least as telling as the real one; a claim needs fewer than {0.05 * (DRAWS + 1):.0f}."
        )
    if phi is not None:
        yield (
            f"Beyond what the model knows of them, runners differ in their injuries {phi:.1f} times as much "
            "as chance would have it (1 is chance). The interval allows for that."
        )
    if e_value is not None and limit is not None:
        yield (
            f"An unseen cause tied to both strength work and injuries by a risk ratio of {e_value:.2f} each "
            f"would be enough to make this estimate; "
            + (f"{limit:.2f} would move its interval to no effect." if limit > 1 else INCLUDED)
        )
    chosen = made[0].estimate
    others = [one for one in made[1:] if one.estimate is not None]
    if chosen is not None and others:
        far = max(others, key=lambda one: abs(_log(one) - chosen.log_value))
        yield (
            f"The choice that moves it most ({far.name}) makes it {math.exp(_log(far)):.2f} instead of "
            f"{chosen.value:.2f}, with {written.count(far.injuries, 'injury', 'injuries')}."
        )
    if chosen is not None and people:
        yield (
            f"Without the one runner who moves it most it is {people[0].rate_ratio_without:.2f} instead of "
            f"{chosen.value:.2f}."
        )


def _log(variant: Variant) -> float:
    return math.nan if variant.estimate is None else variant.estimate.log_value


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    """Each athlete's injuries per 1,000 h in weeks below and above the athlete's own mean dose.

    Empty where there are too few injuries for a number: a picture of hardly any would look like one.
    """
    mean = rows.groupby("athlete_id")["dose"].transform("mean")
    summed = (
        rows.assign(side=np.where(rows["dose"] > mean, "above", "below"))
        .pivot_table(index="athlete_id", columns="side", values=["y", "hours"], aggfunc="sum")
        .dropna()
    )
    if summed.shape[1] < 4 or summed["y"].to_numpy().sum() < LEAST_INJURIES:
        return pd.DataFrame(columns=["athlete_id", "below", "above", "injuries"])
    return pd.DataFrame(
        {
            "athlete_id": summed.index.to_numpy(),
            "below": (1000 * summed["y", "below"] / summed["hours", "below"]).to_numpy(),
            "above": (1000 * summed["y", "above"] / summed["hours", "above"]).to_numpy(),
            "injuries": (summed["y", "below"] + summed["y", "above"]).to_numpy(),
        }
    )


def _own_words(own: pd.DataFrame) -> str:
    hurt = own[own["injuries"] > 0]
    less, more = int((hurt["above"] < hurt["below"]).sum()), int((hurt["above"] > hurt["below"]).sum())
    return (
        f"Of {written.count(len(hurt), 'injured runner')} {less} were hurt less often in weeks with more hip "
        f"work than their own average, {more} more often. A dot a runner, on the line is no difference; few "
        "injuries stand behind each dot, and nothing is adjusted here."
    )
