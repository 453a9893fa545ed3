"""One athlete on one sheet of paper, in plain words: for a physiotherapist, a doctor or a parent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from analytics.errors import AnalyticsError
from analytics.handouts import paper
from analytics.handouts.paper import Bars, Facts, Lines, Paper
from analytics.knowledge import units, written
from analytics.metrics import spike
from analytics.models.week_grid import Floats, Grid
from analytics.reports import injuries, squad_reasons, squad_weeks, weeks
from analytics.reports.roster import Person
from analytics.reports.roster import gather as everybody
from analytics.store import Reader

SHOWN_WEEKS = 16
MOST_INJURIES = 5
READING = (
    "A hip set is one set, both legs, of an exercise in which the hips are the prime mover.",
    "A ring instead of a bar is a week of which no log tells: unknown, not rest.",
    "Numbers are what was logged. That one thing went with another does not show that it was the cause.",
)


def gather(reader: Reader, *, athlete_id: int, today: dt.date) -> Paper:
    """Gather one athlete's report: the last weeks, check-ins, injuries, and what stands out.

    Raises
    ------
    AnalyticsError
        If there is no such athlete.
    """
    person = everybody(reader).person(athlete_id)
    if person is None:
        raise AnalyticsError("There is no such athlete.")
    levels = ["complaint", "substantial", "time_loss"]
    beside = reader.frame("squad_people", levels=levels, athlete_ids=[athlete_id]).to_dict("records")[0]
    last = beside["last_date"]
    day = squad_weeks.as_of([person], None if pd.isna(last) else pd.Timestamp(last).date(), today)
    own = squad_weeks.gather(reader, athlete_ids=[athlete_id], day=day, weeks_back=2 * SHOWN_WEEKS)
    reasons = squad_reasons.of_everybody(own.grid, own.holding(), {athlete_id: beside})[athlete_id]
    listed = injuries.gather(reader, athlete_id=athlete_id)
    return Paper(
        title=f"{person.name}: the last {SHOWN_WEEKS} weeks",
        line=_line(person, day),
        parts=(
            Lines("In short", _short(own.grid, listed)),
            *(
                [Lines("What stands out", tuple(f"{_sentence(one.words)}" for one in reasons))]
                if reasons
                else []
            ),
            _distance(own.grid),
            _hips(own.grid),
            _pain(own.grid),
            _injuries(listed),
            Lines("How to read this", READING),
        ),
    )


def sheet(reader: Reader, *, athlete_id: int, today: dt.date) -> bytes:
    """Print one athlete's report as a PDF."""
    return paper.print_paper(gather(reader, athlete_id=athlete_id, today=today), made_on=today)


def _line(person: Person, day: dt.date) -> str:
    simulated = " Simulated: nobody real." if person.is_simulated else ""
    return f"As of {written.date(day)}, from the runner's own logs.{simulated}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _short(grid: Grid, listed: pd.DataFrame) -> tuple[str, ...]:
    said = []
    running = weeks.recent_of(grid["distance_m"][0], grid.whole("running")[0])
    if running.now is None:
        said.append("Of the running of the last four weeks no log tells.")
    else:
        said.append(
            f"Running: {written.distance(running.now)} a week on average over the last four whole "
            f"weeks{_before(running.before, written.distance)}."
        )
    hips = weeks.recent_of(grid["hip_sets"][0], grid.whole("strength")[0])
    if hips.now is None:
        said.append("Of hip strength work in the last four weeks no log tells.")
    else:
        before = _before(hips.before, written.sets)
        said.append(f"Hip strength: {written.sets(hips.now)} hip sets a week{before}.")
    ratios = grid["spike_ratio_max"][0, -4:]
    known = ratios[np.isfinite(ratios)]
    limit = spike.STATES["reference"].up_to
    if len(known) and limit is not None:
        further = 100 * (float(known.max()) - 1)
        said.append(
            f"Longest run of the last four weeks: {written.percent(abs(further))} "
            f"{'longer' if further > 0 else 'shorter'} than the longest of the 30 days before it."
        )
    open_now = int(listed["is_open"].sum()) if len(listed) else 0
    said.append(
        f"Open now: {written.count(open_now, 'injury or complaint', 'injuries or complaints')}."
        if open_now
        else "No injury or complaint is open in the log."
    )
    return tuple(said)


def _before(value: float | None, wrote: Callable[[float], str]) -> str:
    return "" if value is None else f", against {wrote(value)} in the four weeks before"


def _labels(grid: Grid) -> tuple[str, ...]:
    shown = [f"{day.day} {day:%b}" for day in grid.mondays[-SHOWN_WEEKS:]]
    return paper.every_nth(shown, 3)


def _values(values: Floats, *, times: float = 1.0) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(one) else float(one) * times for one in values[-SHOWN_WEEKS:])


def _distance(grid: Grid) -> Bars:
    metres = grid["distance_m"][0]
    known = metres[-SHOWN_WEEKS:][np.isfinite(metres[-SHOWN_WEEKS:])]
    unit = units.unit("distance_m")
    note = (
        f"From {written.distance(float(known.min()))} to {written.distance(float(known.max()))} a week; "
        "the last bar is the week that is not over."
        if len(known)
        else "No running log speaks for these weeks."
    )
    factor = float(units.shown(1.0, "distance_m"))
    return Bars("Running, week by week", note, _labels(grid), _values(metres, times=factor), unit, "volume")


def _hips(grid: Grid) -> Bars:
    sets = grid["hip_sets"][0]
    known = sets[-SHOWN_WEEKS:][np.isfinite(sets[-SHOWN_WEEKS:])]
    note = (
        f"Hip sets a week: {written.sets(float(known.min()))} to {written.sets(float(known.max()))}."
        if len(known)
        else "No strength log speaks for these weeks."
    )
    return Bars("Hip strength work, week by week", note, _labels(grid), _values(sets), "sets", "hip")


def _pain(grid: Grid) -> Bars:
    pain = grid["checkin_pain_0_10"][0]
    answered = int((grid["checkin_answered"][0, -SHOWN_WEEKS:] > 0).sum())
    note = (
        f"The worst pain of each week, 0 to 10, as said in the check-in; {answered} of {SHOWN_WEEKS} weeks "
        "answered."
        if answered
        else "No weekly check-in was answered: how it felt is unknown."
    )
    return Bars("Pain, week by week", note, _labels(grid), _values(pain), "of 10", "injury")


def _injuries(listed: pd.DataFrame) -> Facts:
    rows = []
    for one in listed.head(MOST_INJURIES).to_dict("records"):
        named = one["diagnosis"]
        what = str(one["site"]) + (f", {str(named).lower()}" if isinstance(named, str) and named else "")
        since = written.date(pd.Timestamp(one["onset_date"]).date())
        until = (
            "still open" if one["is_open"] else f"until {written.date(pd.Timestamp(one['end_date']).date())}"
        )
        rows.append((what, f"{since}, {until} ({str(one['level']).lower()})"))
    more = len(listed) - len(rows)
    return Facts(
        "Injuries and complaints, the newest first",
        tuple(rows) or (("None recorded", "None recorded is not the same as none."),),
        f"{more} earlier ones are not listed here." if more > 0 else "",
    )
