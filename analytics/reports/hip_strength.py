"""Hip strength: weekly sets by lane, the dose, trunk work apart, the target, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import dose, written
from analytics.reports import case_level, injuries, make_up, recent_figures, roster, weeks
from analytics.reports.activity_list import source_words
from analytics.reports.figure import Figure
from analytics.reports.rows import each
from analytics.store import Reader

LOOK_BACK_WEEKS = 8
MOST_NAMES = 12


@dataclass(frozen=True)
class Unmapped:
    """A name in the log that no exercise could be found for."""

    name: str
    source: str
    sets: int


@dataclass(frozen=True)
class HipStrength:
    """Everything the hip strength page shows."""

    line: str
    figures: tuple[Figure, ...]
    weeks: pd.DataFrame
    injuries: pd.DataFrame
    title: str
    target: tuple[float, float]
    target_words: str
    made_of: make_up.MakeUp
    unmapped: tuple[Unmapped, ...]
    unmapped_words: str
    missing: str | None


def gather(reader: Reader, *, athlete_id: int, weeks_back: int | None = 78) -> HipStrength:
    """Gather the hip strength of one athlete.

    Parameters
    ----------
    weeks_back
        How many of the last weeks to show; None shows all.
    """
    person = roster.gather(reader).person(athlete_id)
    everything = weeks.gather(reader, athlete_id=athlete_id)
    shown = weeks.last(everything, weeks_back)
    unmapped = tuple(
        Unmapped(name=str(row.source_name), source=source_words(str(row.source)), sets=int(row.sets))
        for row in each(reader.frame("unmapped_names", athlete_id=athlete_id, most=MOST_NAMES))
    )
    target, target_words = _target(everything)
    return HipStrength(
        line=weeks.span_line(
            person.name if person else "", shown, is_simulated=bool(person and person.is_simulated)
        )
        + case_level.said(case_level.chosen(reader)),
        figures=(
            recent_figures.hip_sets(everything),
            recent_figures.dose(everything),
            _days(everything),
            _unmapped_share(everything),
        ),
        weeks=shown,
        injuries=injuries.within(
            case_level.reached(injuries.gather(reader, athlete_id=athlete_id), case_level.chosen(reader)),
            shown,
        ),
        title=_headline(shown, target),
        target=target,
        target_words=target_words,
        made_of=make_up.gather(reader, athlete_id=athlete_id, shown=shown),
        unmapped=unmapped,
        unmapped_words=_unmapped_words(everything, unmapped),
        missing=_missing(everything),
    )


def _missing(log: pd.DataFrame) -> str | None:
    if log["hip_sets"].notna().any():
        return None
    return (
        "This log says nothing about strength work yet, which is not the same as none. Import "
        "the files of a strength "
        "app or a watch, or log your sets."
    )


def _target(log: pd.DataFrame) -> tuple[tuple[float, float], str]:
    """Building below eight sets of dose a week, maintaining above: a convention of the project."""
    rule = dose.rule()
    now = weeks.latest(log, "hip_dose")
    if now is None:
        now = weeks.recent(log, "hip_sets", covered="days_covered_strength").now or 0.0
    build = (rule.build_min, rule.build_max)
    maintain = (rule.maintain_min, rule.maintain_max)
    if now < build[0]:
        words = (
            f"Building: {written.sets(build[0])} to {written.sets(build[1])} hip sets a week in "
            "two or three sessions. "
            "This is a convention, no trial stands behind the number."
        )
        return build, words
    words = (
        f"You are at {written.sets(now)} hip sets a week. To maintain, {written.sets(maintain[0])} to "
        f"{written.sets(maintain[1])} in one session are enough; to build, {written.sets(build[0])} to "
        f"{written.sets(build[1])} in two or three. These are conventions."
    )
    return build, words


def _headline(shown: pd.DataFrame, target: tuple[float, float]) -> str:
    known = shown["hip_sets"].dropna()
    if known.empty:
        return "No strength log in these weeks"
    inside = int((known >= target[0]).sum())
    none = int((known == 0).sum())
    text = f"{written.sets(target[0])} or more hip sets in {inside} of {len(known)} weeks"
    return f"{text}, none in {none}" if none else text


def _days(log: pd.DataFrame) -> Figure:
    recent = weeks.recent(log, "strength_days", covered="days_covered_strength")
    trunk = weeks.recent(log, "trunk_sets", covered="days_covered_strength")
    return Figure(
        label="Days with strength work a week",
        value=written.sets(recent.now),
        change=f"{written.sets(trunk.now)} trunk sets a week, counted apart"
        if trunk.now is not None
        else None,
        meaning="volume",
        spark=weeks.spark(log, "strength_days"),
        note="Mean of the last 4 whole weeks of the strength log.",
    )


def _unmapped_share(log: pd.DataFrame) -> Figure:
    lately = log.iloc[-LOOK_BACK_WEEKS:]
    sets, lost = lately["strength_sets"].sum(min_count=1), lately["unmapped_sets"].sum(min_count=1)
    share = 100 * lost / sets if sets and sets > 0 else None
    return Figure(
        label="Sets we could not read, last 8 weeks",
        value=written.percent(share),
        change=f"{written.number(lost)} of {written.number(sets)} sets" if share is not None else None,
        meaning="caution" if share and share > 0 else "volume",
        note="Logged sets whose exercise is unknown or too uncertain; they earn no hip sets.",
    )


def _unmapped_words(log: pd.DataFrame, unmapped: tuple[Unmapped, ...]) -> str:
    total, lost = log["strength_sets"].sum(), log["unmapped_sets"].sum()
    if not lost:
        return "Every logged set could be matched to an exercise." if total else "No sets logged yet."
    share = written.percent(100 * lost / total, 1)
    return (
        f"{written.number(lost)} of {written.number(total)} logged sets ({share}) could not be "
        "matched to an exercise and "
        "earn no hip sets, so the dose may be too low. "
        + ("The most frequent names are below." if unmapped else "")
    )
