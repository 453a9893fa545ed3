"""Why there is no answer on pace, or a weak one, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analytics.knowledge import written
from analytics.models import pace
from analytics.models.finding import Finding
from analytics.reports.refusals import OFTEN, Step, of_strength


def steps(weeks: pd.DataFrame, frame: pd.DataFrame, found: Finding) -> tuple[Step, ...]:
    """List what stands between the log and an answer, the most telling first.

    Parameters
    ----------
    weeks, frame
        Rows of the view athlete_week, and what `person_weeks.build_pace` makes of them.
    found
        What the model said.
    """
    if frame.empty:
        return (
            Step(
                "There is not one week of running in the log.",
                "Import what your watch or your app kept.",
                "record/import_files",
            ),
        )
    return (*_of_runs(frame), *of_strength(weeks, frame, len(frame)), *_of_people(frame, found))


def _of_runs(frame: pd.DataFrame) -> Iterator[Step]:
    total, steady = len(frame), int(frame["log_speed"].notna().sum())
    if steady < (1 - OFTEN) * total:
        yield Step(
            f"{written.number(steady)} of {written.count(total, 'week')} hold a run with speed at a "
            "steady, easy heart rate; the others say nothing of pace.",
            "Import the files with records (FIT, TCX, GPX) and heart rate; a list of activities is not "
            "enough. Easy runs of 20 minutes and more count, in most weeks.",
            "record/import_files",
        )
    short = int((frame["left_out_because"] == "running log too short before").sum())
    if short > OFTEN * total:
        yield Step(
            f"For {written.count(short, 'week')} the running of the weeks before is not known.",
            "Import the files of those weeks, or say that the log is complete for them.",
            "record/import_files",
        )


def _of_people(frame: pd.DataFrame, found: Finding) -> Iterator[Step]:
    usable = frame[frame["left_out_because"].isna()].groupby("athlete_id")["dose"].agg(["size", "std"])
    long = usable[usable["size"] >= pace.LEAST_WEEKS]
    entered = int((long["std"] >= pace.LEAST_SPREAD_SETS).sum())
    if found.scope == "single":
        yield Step(
            "One runner alone is answered mostly with published studies: after a year of steady runs and "
            "strength work the own weeks carry about a tenth of the weight.",
            "Keep logging, and vary your strength work in blocks of weeks; or log with others.",
        )
        return
    if entered >= pace.LEAST_ATHLETES:
        return
    if len(long) < pace.LEAST_ATHLETES:
        yield Step(
            f"{written.count(len(long), 'runner')} with {pace.LEAST_WEEKS} weeks that count; "
            f"{pace.LEAST_ATHLETES} are needed.",
            "Complete the logs above, or add runners.",
        )
    if len(long) > entered:
        yield Step(
            f"{written.count(len(long) - entered, 'runner')} did nearly the same hip work in every week, so "
            "there is nothing to compare.",
            "Nothing to mend: an answer needs weeks with more and with less.",
        )
