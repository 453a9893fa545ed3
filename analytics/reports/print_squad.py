"""A squad on one sheet of paper: injuries, places, years, training; no names, and no count below six."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd

from analytics.handouts import paper
from analytics.handouts.paper import Bars, Facts, Interval, Intervals, Lines, Paper, Part
from analytics.knowledge import injuries as injury_words
from analytics.knowledge import units, written
from analytics.metrics import incidence
from analytics.models.week_grid import Floats
from analytics.reports import (
    case_level,
    injury_counts,
    injury_rates,
    injury_times,
    roster,
    small_numbers,
    squad_weeks,
)
from analytics.reports.injury_counts import UNITS, Counts
from analytics.reports.small_numbers import HIDDEN, LEAST
from analytics.store import Reader

__all__ = ["Bars", "Facts", "Interval", "Intervals", "Lines", "Paper", "gather", "sheet"]
SHOWN_WEEKS = 16
MOST_ROWS = 7
RULE = (
    "Nobody is named. Counts of injuries or athletes below six are not shown, nor what would follow from "
    "the others: small groups stand together."
)
READING = (
    "Rates have 95 % intervals, exact Poisson or wider where athletes differ more than chance would have it. "
    "Days away injured, and days of which a log is silent, are no exposure.",
    "An injury here is logged by the athlete or the coach, not diagnosed by this program.",
    RULE,
)


def gather(reader: Reader, *, squad_id: int | None = None, simulated: bool = False, today: dt.date) -> Paper:
    """Gather a squad's report; None takes everybody, simulated people or real ones."""
    everybody = roster.gather(reader)
    people = injury_counts.whom(reader, athlete_id=None, squad_id=squad_id, simulated=simulated)
    name = next((one.name for one in everybody.squads if one.squad_id == squad_id), "Everybody")
    level = case_level.chosen(reader)
    ids = [person.athlete_id for person in people]
    day = squad_weeks.looked_at_on(reader, people, today)
    line = (
        f"As of {written.date(day)} · {written.count(len(people), 'athlete')}"
        f"{' · simulated' if simulated else ''} · counted: {case_level.COUNTED[level]} "
        f"({case_level.MEANING[level]}), related to running"
    )
    if len(people) < LEAST:
        few = f"A squad of fewer than {LEAST} is not printed: its numbers would point at single people."
        return Paper(name, line, (Lines("Too few to print", (few, "Each athlete's own sheet can be.")),))
    counts = injury_counts.gather(reader, people, level)
    return Paper(
        title=f"{name}: injuries and training",
        line=line,
        parts=(
            Facts("How often, and what it costs", _rates(reader, counts), counts_note(counts)),
            *_groups(counts),
            *_training(reader, ids, day),
            Lines("How to read this", READING),
        ),
    )


def sheet(reader: Reader, *, squad_id: int | None, simulated: bool, today: dt.date) -> bytes:
    """Print a squad's report as a PDF."""
    made = gather(reader, squad_id=squad_id, simulated=simulated, today=today)
    return paper.print_paper(made, made_on=today)


def counts_note(counts: Counts) -> str:
    """Say how much of the logged time the rates rest on."""
    return (
        f"Running and injury log together cover {written.percent(counts.coverage_pct)} of the logged days."
        if counts.coverage_pct is not None
        else "There is no rate without days for which both the running log and the injury log speak."
    )


def _rates(reader: Reader, counts: Counts) -> tuple[tuple[str, str], ...]:
    n, followed = len(counts.counted), len(counts.ids)
    rows = [("Athletes followed", small_numbers.count(followed))]
    hurt = counts.counted["athlete_id"].nunique()
    if n < LEAST or followed < LEAST or hurt < 2:
        return (*rows, ("New injuries", HIDDEN))
    rows.append(("New injuries", small_numbers.count(n)))
    hours = counts.per_athlete(counts.exposure, "hours")
    rate = incidence.squad_incidence(counts.per_athlete(counts.counted), hours, per=1000.0)
    if not math.isnan(rate.estimate):
        rows.append((f"Per {UNITS['h'].words}", written.interval(rate.estimate, rate.low, rate.high, 1)))
    burden = injury_rates.burden_of(counts)
    if not math.isnan(burden.estimate):
        lost = written.interval(burden.estimate, burden.low, burden.high, 0)
        rows.append((f"Days lost per {UNITS['h'].words}", lost))
    known, away = counts.total("days_injury_known"), counts.total("days_away")
    if known:
        rows.append(("Days available", written.percent(100 * (1 - away / known))))
    monthly = injury_times.prevalence(injury_times.log_spans(reader, counts), counts, "month")
    if monthly is not None and len(monthly.rows):
        mean = float(monthly.rows["prevalence_pct"].mean())
        rows.append(("Injured in a month, on average", f"{written.percent(mean)} of those followed"))
    return tuple(rows)


def _groups(counts: Counts) -> tuple[Part, ...]:
    cases = counts.counted
    if len(cases) < LEAST or len(counts.ids) < LEAST:
        return ()
    sites = {site.id: site.label for site in injury_words.sites()}
    place = cases["site"].map(lambda one: sites.get(one, "Site not said"))
    year = cases["season"].astype(int).astype(str)
    return (
        Intervals(
            "Where",
            f"New injuries per {UNITS['h'].words}, by place, with 95 % intervals.",
            _shown(counts, place, None, "places"),
        ),
        Intervals(
            "When",
            f"New injuries per {UNITS['h'].words}, by calendar year; first and last are rarely whole.",
            _shown(counts, year, counts.exposure["season"].astype(int).astype(str), "years"),
        ),
    )


def _shown(counts: Counts, labels: pd.Series, exposed: pd.Series | None, noun: str) -> tuple[Interval, ...]:
    """Give a row a group that may be shown, one for those that stand together, one for those hidden."""
    numbers = labels.value_counts().to_dict()
    found = small_numbers.part({str(name): int(n) for name, n in numbers.items()})
    alone, together = list(found.alone), list(found.together)
    while len(alone) > MOST_ROWS:
        together.insert(0, alone.pop())
    if exposed is not None:
        alone.sort()
    rows = [_rate(counts, [name], labels, exposed, name) for name in alone]
    if together:
        named = " and ".join(sorted(together)) if len(together) == 2 else f"{len(together)} other {noun}"
        words = f"{named} together" if alone else f"All {noun} together"
        rows.append(_rate(counts, together, labels, exposed, words))
    if found.hidden:
        rows.append(Interval(f"Other {noun}", HIDDEN))
    return tuple(rows)


def _rate(
    counts: Counts, names: list[str], labels: pd.Series, exposed: pd.Series | None, words: str
) -> Interval:
    n = counts.per_athlete(counts.counted[labels.isin(names).to_numpy()])
    exposure = counts.exposure if exposed is None else counts.exposure[exposed.isin(names).to_numpy()]
    hours = counts.per_athlete(exposure, "hours")
    followed = int((hours > 0).sum())
    rate = incidence.squad_incidence(n, hours, per=1000.0)
    if followed < LEAST or math.isnan(rate.estimate):
        return Interval(words, HIDDEN)
    said = f"{written.interval(rate.estimate, rate.low, rate.high, 1)}; {int(rate.n)} injuries"
    return Interval(words, said, rate.estimate, rate.low, rate.high)


def _training(reader: Reader, ids: list[int], day: dt.date) -> tuple[Part, ...]:
    """Give the middle athlete's weeks, where at least six are known."""
    grid = squad_weeks.gather(reader, athlete_ids=ids, day=day, weeks_back=SHOWN_WEEKS + 1).grid
    factor = float(units.shown(1.0, "distance_m"))
    whole = slice(-SHOWN_WEEKS - 1, -1)
    labels = paper.every_nth([f"{one.day} {one:%b}" for one in grid.mondays[whole]], 3)
    km = _middle(np.where(grid.whole("running"), grid["distance_m"], np.nan)[:, whole] * factor)
    sets = _middle(np.where(grid.whole("strength"), grid["hip_sets"], np.nan)[:, whole])
    answered = (grid["checkin_answered"][:, whole] > 0).sum(axis=0)
    share = 100 * float(answered.sum()) / (answered.size * len(ids))
    known = "Weeks of which fewer than six athletes tell are rings."
    return (
        Bars("Running, middle athlete", known, labels, km, units.unit("distance_m"), "volume"),
        Bars("Hip sets, middle athlete", known, labels, sets, "sets", "hip"),
        Facts(
            "Weekly check-ins",
            ((f"Answered, last {SHOWN_WEEKS} weeks", f"{written.percent(share)} of athletes' weeks"),),
            "A week without an answer is unknown, not a week without pain.",
        ),
    )


def _middle(values: Floats) -> tuple[float | None, ...]:
    found = []
    for week in values.T:
        known = week[np.isfinite(week)]
        found.append(float(np.median(known)) if len(known) >= LEAST else None)
    return tuple(found)
