"""From what a file held to the rows the store takes: times filled in, sets credited, runs measured."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analytics.ingest.batch import (
    ActivityRow,
    Batch,
    CheckinRow,
    GearRow,
    GearUse,
    InjuryRow,
    PersonalRecordRow,
    SetRow,
    WeeklyLoadRow,
)
from analytics.intake import covering, crediting, measuring
from analytics.intake.clock import Place, place_in_time
from analytics.intake.measuring import MeasuredRun
from analytics.intake.people import People
from analytics.store.rows import CoverageRow, CreditedSet, StagedActivity, activity_id

Row = TypeVar("Row", InjuryRow, CheckinRow, WeeklyLoadRow)

DISTANCE_STEP_M = 10
DURATION_STEP_S = 10


@dataclass
class Share:
    """What one file holds of one athlete, ready for the store."""

    activities: list[StagedActivity] = field(default_factory=list)
    sets: list[CreditedSet] = field(default_factory=list)
    injuries: list[InjuryRow] = field(default_factory=list)
    checkins: list[CheckinRow] = field(default_factory=list)
    weekly_loads: list[WeeklyLoadRow] = field(default_factory=list)
    coverage: list[CoverageRow] = field(default_factory=list)
    gear: list[GearRow] = field(default_factory=list)
    gear_uses: list[GearUse] = field(default_factory=list)
    personal_records: list[PersonalRecordRow] = field(default_factory=list)


def shares(
    batch: Batch, people: People, runs: Sequence[Sequence[MeasuredRun]] | None = None
) -> dict[int, Share]:
    """Part a file among the athletes it is about, and make each part ready.

    Parameters
    ----------
    batch
        As read. Rows that name an athlete go to that one; the rest to the athlete of the import.
    people
        Who there is; new names become new athletes.
    runs
        What was measured of each activity of the batch; None: it is measured now.
    """
    found: dict[int, Share] = {}

    def of(name: str | None) -> Share:
        number = people.named(name) if name and name.strip() else people.default()
        return found.setdefault(number, Share())

    if batch.activities or batch.sets:
        number = people.default()
        share = found.setdefault(number, Share())
        share.activities = staged(
            batch.activities,
            athlete_id=number,
            athlete_zone=people.zone(number),
            runs=runs,
            said=people.said(number),
        )
        share.sets = crediting.credited(batch.sets, people.said(number))
        share.coverage += covering.of_strength_log(batch)
        if batch.is_complete_list:
            share.coverage += covering.of_list(share.activities)
    if batch.gear or batch.personal_records:
        share = found.setdefault(people.default(), Share())
        share.gear, share.gear_uses = batch.gear, batch.gear_uses
        share.personal_records = batch.personal_records
    for injury in batch.injuries:
        of(injury.athlete).injuries.append(injury)
    for checkin in batch.checkins:
        of(checkin.athlete).checkins.append(checkin)
    for load in batch.weekly_loads:
        of(load.athlete).weekly_loads.append(load)
    for span in batch.speaks_for:
        spoken = CoverageRow(span.what, span.first_date, span.last_date, "list")
        of(span.athlete).coverage.append(spoken)
    for share in found.values():
        if share.injuries and batch.is_complete_list:
            share.coverage += covering.of_injuries(share.injuries)
    return found


def staged(
    rows: Sequence[ActivityRow],
    *,
    athlete_id: int,
    athlete_zone: str | None,
    runs: Sequence[Sequence[MeasuredRun]] | None = None,
    said: crediting.Said = crediting.NOTHING_SAID,
) -> list[StagedActivity]:
    """Make activities ready: place in time, number, measures of runs, credit of sets."""
    ready = []
    # All sets of a file are credited at once; each activity then takes its own back.
    own_sets = iter(crediting.credited([one for row in rows for one in row.sets], said))
    taken: dict[str, int] = {}
    for at, row in enumerate(rows):
        measured = measuring.measured(row) if runs is None else runs[at]
        place = place_in_time(row, athlete_zone=athlete_zone)
        sets = [next(own_sets) for _ in row.sets]
        if not sets:
            sets = _assumed(row, place)
        text = content_text(row)
        part = taken.get(f"{place.start_utc} {text}", 0)
        taken[f"{place.start_utc} {text}"] = part + 1
        number = -1  # no start: staging says so in words
        if place.start_utc is not None:
            number = activity_id(place.start_utc, text, athlete_id=athlete_id, part=part)
        ready.append(
            StagedActivity(
                row=row,
                activity_id=number,
                start_utc=place.start_utc,
                start_local=place.start_local,
                zone=place.zone,
                zone_basis=place.zone_basis,
                run_measures=measuring.run_measures(row, measured),
                sets=sets,
                best_efforts=measuring.best_effort_rows(measured),
            )
        )
    return ready


def _assumed(row: ActivityRow, place: Place) -> list[CreditedSet]:
    """Credit strength sessions of which only the length is known, in a lane of their own."""
    if place.start_local is None:
        return []
    found = []
    for number, session in enumerate(row.sessions):
        like = SetRow(
            crediting.ASSUMED_SOURCE, None, place.start_local.date(), set_no=number, workout=row.name
        )
        one = crediting.assumed_set(session, like)
        if one is not None:
            found.append(one)
    return found


def content_text(row: ActivityRow) -> str:
    """Say what an activity is, in words that every export of it agrees on: sports, rounded length and time.

    Examples
    --------
    >>> from analytics.ingest.batch import SessionRow
    >>> content_text(ActivityRow([SessionRow("running", distance_m=10004.2, moving_s=3001)]))
    'running 10000 m 3000 s'
    """
    sports = "+".join(session.sport for session in row.sessions)
    distance = sum(session.distance_m or 0 for session in row.sessions)
    duration = sum(session.moving_s or session.elapsed_s or 0 for session in row.sessions)
    return f"{sports} {_rounded(distance, DISTANCE_STEP_M)} m {_rounded(duration, DURATION_STEP_S)} s"


def _rounded(value: float, step: int) -> int:
    try:
        return step * round(value / step)
    except (ValueError, OverflowError):  # not a number; staging has a word for it
        return 0


def described(row: ActivityRow, listed: ActivityRow) -> ActivityRow:
    """Give an activity the words that the account's list has for it: name, description, id, race, gear.

    What the file itself says stays, but for the sport where the file does not know it; so does exertion.
    """
    sessions = row.sessions
    if len(sessions) == 1 and len(listed.sessions) == 1:
        one, said = sessions[0], listed.sessions[0]
        sport = said.sport if one.sport in ("unknown", "other") and said.sport != "unknown" else one.sport
        rpe = one.rpe_0_10 if one.rpe_0_10 is not None else said.rpe_0_10
        sessions = [dataclasses.replace(one, sport=sport, rpe_0_10=rpe)]
    return dataclasses.replace(
        row,
        sessions=sessions,
        name=listed.name or row.name,
        description=listed.description or row.description,
        external_id=listed.external_id or row.external_id,
        is_race=row.is_race if row.is_race is not None else listed.is_race,
        gear=listed.gear or row.gear,
    )
