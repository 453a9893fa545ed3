"""Why there is no answer on injuries yet, in plain words, and what to do next about it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.models.finding import Finding
from analytics.models.injury import CHANGING, LEAST_FOR_VERDICT, LEAST_INJURIES
from analytics.models.injury_fits import LEAST_ATHLETES

OFTEN = 0.2
"""More weeks than this share left out for one reason: it is told."""


@dataclass(frozen=True)
class Step:
    """One reason why there is no answer (or a weak one), and the next thing to do.

    `page` is where it is done (section/page), None where it takes only time.
    """

    why: str
    do: str
    page: str | None = None


def steps(weeks: pd.DataFrame, frame: pd.DataFrame, found: Finding) -> tuple[Step, ...]:
    """List what stands between the log and an answer, the most telling first.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week.
    frame
        The person-weeks made of them.
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
    return tuple(_of_logs(weeks, frame)) + tuple(_of_counts(frame, found))


def _of_logs(weeks: pd.DataFrame, frame: pd.DataFrame) -> Iterator[Step]:
    why = frame["left_out_because"].value_counts()
    total = len(frame)

    def often(reason: str) -> int:
        count = int(why.get(reason, 0))
        return count if count > OFTEN * total else 0

    if count := often("running log incomplete"):
        yield Step(
            f"The running log is silent, wholly or in part, for {_share(count, total)} weeks: they do not "
            "count, because a week without a file is not a week without running.",
            "Import the files of those weeks, or say that the log is complete for them.",
            "record/import_files",
        )
    if count := often("injury log incomplete"):
        yield Step(
            f"Nobody said whether {_share(count, total)} weeks brought an injury: no injuries recorded is "
            "not the same as no injuries.",
            "Say for which weeks the injury log is complete, and add the injuries you remember.",
            "record/log_injury",
        )
    yield from of_strength(weeks, frame, total)


def of_strength(weeks: pd.DataFrame, frame: pd.DataFrame, total: int) -> Iterator[Step]:
    """Say what the strength log lacks, where it lacks much."""
    known = int(frame["dose"].notna().sum())
    if known >= (1 - OFTEN) * total:
        return
    logged = _sum(weeks, "hip_sets")
    beside = _sum(weeks, "hip_sets_assumed") + _sum(weeks, "hip_sets_described")
    if logged == 0 and beside > 0:
        yield Step(
            f"The hip sets are only assumed or read from descriptions ({written.number(beside)} of them); no "
            "set was logged. A guess about strength cannot show what strength goes with.",
            "Log your sets: an exercise, a number of sets, a date are enough.",
            "record/log_strength",
        )
    elif known == 0 and logged == 0:
        yield Step(
            "There is no strength log, so nobody knows what was done in any week.",
            "Log your hip work, also that you did none: say for which weeks the log is complete.",
            "record/log_strength",
        )
    else:
        yield Step(
            f"The strength of the eight weeks before is known for {_share(known, total)} weeks.",
            "Log the missing weeks, or say that you did nothing in them.",
            "record/log_strength",
        )


def _of_counts(frame: pd.DataFrame, found: Finding) -> Iterator[Step]:
    rows = frame[frame["left_out_because"].isna()]
    injuries, athletes = int(rows["y"].sum()), int(rows["athlete_id"].nunique())
    if found.scope == "single":
        yield Step(
            f"One runner alone has too few injuries ({injuries}) to tell a pattern from chance, however many "
            "years are logged.",
            f"Ask others to log with you: from {LEAST_ATHLETES} runners on, their weeks are looked at "
            "together. Until then the answer is that of published studies.",
            "record/import_files",
        )
        return
    if athletes < LEAST_ATHLETES:
        yield Step(
            f"{written.count(athletes, 'runner')} with complete weeks; {LEAST_ATHLETES} are needed, because "
            "the spread between people is part of the answer.",
            "Complete the logs above, or add runners.",
        )
    if len(rows) and float(rows["dose"].std()) == 0:
        yield Step(
            "Everybody did the same hip work in every week, so there is nothing to compare.",
            "Nothing to mend: an answer needs weeks with more and with less.",
        )
        return
    changing = next((one for one in found.missing if one.what == CHANGING), None)
    if changing is not None:
        yield Step(
            f"The hip work of {written.count(int(changing.have), 'runner')} goes up and down by a few sets a "
            f"week; {written.trimmed(changing.needed, 1)} are needed to compare runners with themselves.",
            "Nothing to mend: an answer needs weeks with more and with less. Log weeks without hip work too.",
        )
    goal = LEAST_INJURIES if injuries < LEAST_INJURIES else LEAST_FOR_VERDICT
    if injuries < goal:
        yield Step(
            f"{written.count(injuries, 'injury', 'injuries')} in weeks that count; "
            f"{goal} are needed {'for a number' if goal == LEAST_INJURIES else 'for a verdict'}.",
            f"Keep logging: {_time_to(rows, injuries, goal)} Earlier injuries may be added from memory, if "
            "the running and strength of those weeks are there.",
            "record/log_injury",
        )


def _time_to(rows: pd.DataFrame, injuries: int, goal: int) -> str:
    weeks = rows["week_start"].nunique()
    if injuries == 0 or weeks == 0:
        return "how long it takes cannot be told yet."
    years = (goal - injuries) * weeks / injuries / 52
    if years < 1:
        return f"at the rate so far that takes about {written.count(math.ceil(12 * years), 'month')}."
    return f"at the rate so far that takes about {written.count(math.ceil(years), 'year')}."


def _share(count: int, total: int) -> str:
    return f"{written.number(count)} of {written.number(total)}"


def _sum(weeks: pd.DataFrame, column: str) -> float:
    return float(pd.to_numeric(weeks[column]).astype("Float64").sum()) if column in weeks else 0.0
