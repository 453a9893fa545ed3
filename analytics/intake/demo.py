"""The demo squad: simulated runners to look around with, put in and taken out apart from real data."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.ingest.batch import ActivityRow
from analytics.ingest.zones import utc_time
from analytics.intake import crediting, loading, preparing
from analytics.intake.demo_records import Carries, records_of
from analytics.intake.demo_world import DAY, WEEK, ZONE, Diary, Ways, diary_of
from analytics.models.simulation import SquadWorld, simulate_squad
from analytics.period import week_start
from analytics.store import Store, Writer
from analytics.store.rows import RunMeasure, SourceFile, StagedActivity

SEED = 2011
"""Chosen among 45 so that enough injuries fall into weeks that count for an estimate to be shown."""
ATHLETES = 24
WEEKS = 104
RR_PER_10_SETS = 0.66
PACE_PCT_PER_10_SETS = 1.0
SQUAD_NAME = "Demo squad (simulated)"
KIND = "simulated"
NEWCOMER_WEEKS = 5
WEEKS_RECORDED = {0: 12, 1: 4, 2: 4, 3: 4}
"""How many of their last weeks some runners have second by second: enough to look at, quick to load."""
NO_STEADY_PART = "shorter than 20 minutes"
OF_THE_SIMULATOR = (
    "steady_s", "steady_graded_speed_m_s", "steady_hr_mean_bpm", "slope_log_speed_per_bpm",
    "efficiency_m_per_beat", "excluded_because", "basis",
)  # fmt: skip


@dataclass(frozen=True)
class DemoFacts:
    """What is true in the demo squad because it was made so: the page says it beside what is estimated."""

    athletes: int
    weeks: int
    seed: int
    rr_per_10_sets: float
    pace_pct_per_10_sets: float
    rate_per_1000_h: float
    sentences: tuple[str, ...]


def facts() -> DemoFacts:
    """Give the truth that the demo squad was made with, in numbers and in words.

    Examples
    --------
    >>> facts().rr_per_10_sets
    0.66
    """
    rate = _world().rate_per_1000_h
    return DemoFacts(
        athletes=ATHLETES,
        weeks=WEEKS,
        seed=SEED,
        rr_per_10_sets=RR_PER_10_SETS,
        pace_pct_per_10_sets=PACE_PCT_PER_10_SETS,
        rate_per_1000_h=rate,
        sentences=(
            f"{ATHLETES} runners over {WEEKS} weeks, made by a computer; none of them is a real person.",
            f"Built in: with 10 more hip sets a week (decayed dose), the injury rate is {RR_PER_10_SETS:g} "
            f"times as high, and speed at a fixed heart rate {PACE_PCT_PER_10_SETS:g} % higher.",
            "Built in as well, to make it as hard as life: some runners are both more careful and more "
            "diligent, the injured do more strength work afterwards, and a run far beyond the longest of the "
            "last weeks raises the risk.",
            "The random numbers were picked so that the squad has enough injuries for an estimate.",
            "The last weeks of a few runners have records, second by second, on a made-up round track in the "
            "open sea; they carry no effect.",
            "A few log only the length of their strength work, some have gaps, one has just begun.",
        ),
    )


def _world() -> SquadWorld:
    return simulate_squad(
        athletes=ATHLETES,
        weeks=WEEKS,
        rr_per_10_sets=RR_PER_10_SETS,
        pace_pct_per_10_sets=PACE_PCT_PER_10_SETS,
        seed=SEED,
    )


def ways_of(world: SquadWorld) -> list[Ways]:
    """Give each runner their way of keeping logs: apps in turn, and here and there a gap or a lazy habit."""
    sources = ("hevy", "garmin_fit", "strong", "hipstride_csv")
    found: list[Ways] = []
    active = 0
    for row in range(len(world)):
        never = bool(world.never_strengthens[row])
        found.append(
            Ways(
                source=None if never else sources[active % len(sources)],
                durations_only=not never and active in (5, 11),
                heart_rate=row not in (10, 19),
                checks_in=row % 6 != 4,
                tells_injuries=row != 16,
                first_week=WEEKS - NEWCOMER_WEEKS if row == ATHLETES - 1 else 0,
                running_gap=(40, 51) if row == 6 else None,
                strength_gap=(60, 72) if not never and active == 8 else None,
            )
        )
        active += not never
    return found


def load_demo(store: Store, *, today: dt.date | None = None) -> int:
    """Put the demo squad in: two years that end on the last Sunday before today.

    Parameters
    ----------
    store
        Where it goes, beside whatever real data are there.
    today
        By default the computer's date; the same day gives the same squad.

    Returns
    -------
    int
        How many athletes were added: 0 where the squad is in already.
    """
    today = today or dt.date.today()
    first_monday = week_start(today) - WEEKS * WEEK
    with store.reader() as reader:
        if reader.frame("roster_athletes")["simulated"].any():
            return 0
    loading.attach(store)
    world = _world()
    diaries = [
        diary_of(world, row, ways, first_monday=first_monday, hr_max_bpm=_hr_max_bpm(world, row))
        for row, ways in enumerate(ways_of(world))
    ]
    with store.writer() as writer:
        ids = [
            _put_in(writer, world, row, diary, last_day=first_monday + WEEKS * WEEK - DAY)
            for row, diary in enumerate(diaries)
        ]
        writer.add_squad(SQUAD_NAME, ids, simulated=True)
    store.checkpoint()
    return len(ids)


def remove_demo(store: Store) -> int:
    """Take the simulated athletes out, with everything of theirs and nothing else; gives how many."""
    with store.writer() as writer:
        removed = writer.remove_athletes(simulated=True)
    store.checkpoint()
    return removed


def _hr_max_bpm(world: SquadWorld, row: int) -> float:
    """Give a plausible highest heart rate: the decade of age decides, and a fixed step for each runner."""
    return float(192 - round(0.6 * (world.age_years[row] - 30)) + (row % 5 - 2) * 3)


def _put_in(writer: Writer, world: SquadWorld, row: int, diary: Diary, *, last_day: dt.date) -> int:
    name = f"Runner {row + 1:02d}"
    number = writer.add_athlete(
        name,
        simulated=True,
        sex="female" if world.female[row] else "male",
        birth_year=last_day.year - round(float(world.age_years[row])),
        hr_max_bpm=_hr_max_bpm(world, row),
        hr_rest_bpm=float(48 + row % 7 * 2),
        zone=ZONE,
        level=1 + row % 3,
    )
    sha256 = hashlib.sha256(f"hipstride demo {SEED} {last_day} {name}".encode()).hexdigest()
    activities = _staged(
        diary, athlete_id=number, weeks_recorded=WEEKS_RECORDED.get(row, 0), last_day=last_day
    )
    added = writer.add_activities(number, sha256, KIND, activities)
    sets = writer.add_sets(number, sha256, crediting.credited(diary.sets))
    injuries = writer.add_injuries(number, sha256, diary.injuries)
    checkins = writer.add_checkins(number, sha256, diary.checkins)
    writer.add_coverage(number, sha256, diary.coverage)
    writer.add_source_file(
        SourceFile(
            sha256=sha256,
            name=f"{name} (simulated)",
            kind=KIND,
            status="added",
            athlete_id=number,
            activities=added.added,
            strength_sets=added.strength_sets + sets.added,
            injuries=injuries.added,
            other_rows=checkins.added,
        )
    )
    return number


def _staged(diary: Diary, *, athlete_id: int, weeks_recorded: int, last_day: dt.date) -> list[StagedActivity]:
    """Make the diary's activities ready the way an import does; the steady parts come from the simulator."""
    rows = [run.activity for run in diary.runs] + diary.workouts
    since = dt.datetime.combine(last_day + DAY - weeks_recorded * WEEK, dt.time.min)
    recorded = [row for row in rows if row.start_local and row.start_local >= since]
    _record([row for row in recorded if row.sessions[0].sport == "running"], athlete_id)
    told = [run.measure for run in diary.runs] + [None for _ in diary.workouts]
    ready = preparing.staged(rows, athlete_id=athlete_id, athlete_zone=ZONE)
    return [
        dataclasses.replace(one, run_measures=_measures(one.run_measures, simulated))
        for one, simulated in zip(ready, told, strict=True)
    ]


def _record(rows: Sequence[ActivityRow], athlete_id: int) -> None:
    """Give runs their made-up records."""
    draw = np.random.default_rng([SEED, athlete_id])
    carries = Carries(pod=athlete_id % 2 == 1, power=athlete_id % 3 == 1)
    for turn, row in enumerate(rows):
        start_utc = utc_time(row.start_local, ZONE) if row.start_local else None
        if start_utc is not None:
            row.records = records_of(row.sessions[0], start_utc, turn=turn, carries=carries, draw=draw)


def _measures(recorded: Sequence[RunMeasure], simulated: RunMeasure | None) -> list[RunMeasure]:
    """Keep what the simulator says of a steady part, whatever the records made for it would give."""
    steady = simulated or RunMeasure(session_no=0, excluded_because=NO_STEADY_PART, basis=KIND)
    if not recorded:
        return [simulated] if simulated else []
    kept = {name: getattr(steady, name) for name in OF_THE_SIMULATOR}
    return [dataclasses.replace(recorded[0], **kept)]
