"""Pace at a fixed heart rate: through time, against the hip dose within one runner, the model's answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import written
from analytics.reports import answers, case_level, injuries, recent_figures, roster, weeks
from analytics.reports.answers import Answer
from analytics.reports.figure import Figure
from analytics.store import Reader

Floats = npt.NDArray[np.float64]
LEAST_WEEKS = 12
"""Weeks with pace and dose before the picture within one runner is drawn; below, a trend is guesswork."""


@dataclass(frozen=True)
class Pace:
    """Everything the pace page shows about one athlete; the models' answers come apart (`answers.pace`)."""

    line: str
    figures: tuple[Figure, ...]
    weeks: pd.DataFrame
    injuries: pd.DataFrame
    hr_ref_bpm: float | None
    title: str
    points: pd.DataFrame
    within_title: str
    within_words: str
    missing: str | None


def gather(reader: Reader, *, athlete_id: int, weeks_back: int | None = 78) -> Pace:
    """Gather the pace of one athlete.

    Parameters
    ----------
    weeks_back
        How many of the last weeks to show; None shows all. The picture within the runner takes all weeks.
    """
    person = roster.gather(reader).person(athlete_id)
    everything = weeks.gather(reader, athlete_id=athlete_id)
    shown = weeks.last(everything, weeks_back)
    heart = everything["hr_ref_bpm"].dropna()
    points = own_course(everything)
    return Pace(
        line=weeks.span_line(
            person.name if person else "", shown, is_simulated=bool(person and person.is_simulated)
        )
        + case_level.said(case_level.chosen(reader)),
        figures=_figures(everything),
        weeks=shown,
        injuries=injuries.within(
            case_level.reached(injuries.gather(reader, athlete_id=athlete_id), case_level.chosen(reader)),
            shown,
        ),
        hr_ref_bpm=float(heart.iloc[0]) if len(heart) else None,
        title=_headline(shown),
        points=points,
        within_title="Was pace better in weeks after more hip work?",
        within_words=_within_words(points),
        missing=_missing(everything),
    )


def own_course(log: pd.DataFrame) -> pd.DataFrame:
    """Take the runner's own mean and straight trend out of dose and speed.

    Parameters
    ----------
    log
        One athlete's weeks: week_start, pace_at_hr_s_per_km, hip_dose.

    Returns
    -------
    pandas.DataFrame
        week_start, dose_difference (sets a week), speed_difference_pct; empty below 12 weeks with both.
    """
    both = log.dropna(subset=["pace_at_hr_s_per_km", "hip_dose"])
    if len(both) < LEAST_WEEKS:
        return pd.DataFrame(
            {"week_start": both["week_start"].iloc[:0], "dose_difference": [], "speed_difference_pct": []}
        )
    time = (both["week_start"] - both["week_start"].iloc[0]).dt.days.to_numpy(dtype=float)
    speed = -np.log(both["pace_at_hr_s_per_km"].to_numpy(dtype=float))
    return pd.DataFrame(
        {
            "week_start": both["week_start"].to_numpy(),
            "dose_difference": _beside_trend(time, both["hip_dose"].to_numpy(dtype=float)),
            "speed_difference_pct": 100 * np.expm1(_beside_trend(time, speed)),
        }
    )


def _beside_trend(time: Floats, values: Floats) -> Floats:
    slope, level = np.polyfit(time, values, 1)
    return np.asarray(values - (level + slope * time))


def _within_words(points: pd.DataFrame) -> str:
    if points.empty:
        return ""
    return (
        f"Each dot is one of {written.number(len(points))} weeks, with the runner's own average "
        "and straight trend taken out "
        "of both. To the right: more hip work than usual in the eight weeks before. Up: faster "
        "than usual at the same "
        "heart rate. The picture adjusts for nothing else; the estimate below does."
    )


def _headline(shown: pd.DataFrame) -> str:
    known = shown["pace_at_hr_s_per_km"].dropna()
    if len(known) < 2 * weeks.RECENT:
        of = written.count(len(shown), "week")
        if known.empty:
            return f"No pace at the same heart rate in the {of} shown"
        return f"Pace at the same heart rate in {written.number(len(known))} of the {of} shown"
    early, late = float(known.iloc[: weeks.RECENT].mean()), float(known.iloc[-weeks.RECENT :].mean())
    if round(abs(late - early)) == 0:
        return "Pace at the same heart rate is where it was at the start of these weeks"
    way = "faster" if late < early else "slower"
    return f"{written.pace_apart(late, early)} {way} at the same heart rate than at the start of these weeks"


def _missing(log: pd.DataFrame) -> str | None:
    if log["pace_at_hr_s_per_km"].notna().any():
        return None
    return (
        "No pace at a fixed heart rate yet. It needs runs of at least 20 minutes at a steady "
        "easy effort whose files hold "
        "heart rate, second by second (FIT, TCX or GPX; a list of activities is not enough)."
    )


def _figures(log: pd.DataFrame) -> tuple[Figure, ...]:
    runs = weeks.recent(log, "pace_runs", covered=None)
    ctl = weeks.latest(log, "ctl_min")
    return (
        recent_figures.pace(log),
        Figure(
            label="Weeks with a pace, in all",
            value=written.number(int(log["pace_at_hr_s_per_km"].notna().sum())),
            change=f"{written.sets(runs.now)} steady runs a week" if runs.now is not None else None,
            meaning="pace",
            note="Weeks of the whole log with at least one steady run with heart rate.",
        ),
        recent_figures.dose(log),
        Figure(
            label="Running a day, six-week mean",
            value=f"{written.number(ctl)} min" if ctl is not None else written.UNKNOWN,
            meaning="volume",
            spark=weeks.spark(log, "ctl_min"),
            note="CTL from minutes of running: an exponential mean with a time constant of 42 days.",
        ),
    )


def answer(reader: Reader, *, athlete_id: int | None = None, simulated: bool | None = None) -> Answer:
    """Answer whether hip strength goes with pace; see `answers.pace`."""
    return answers.pace(reader, athlete_id=athlete_id, simulated=simulated)
