"""From a simulated squad to the rows its runners would have handed in: runs, sets, injuries, check-ins.

The weeks are those of the simulator; here they become days. What is chosen here (which day, which exercise,
which site) is for looking around only and carries no effect.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr

from analytics.ingest.batch import ActivityRow, CheckinRow, InjuryRow, SessionRow, SetRow
from analytics.intake import demo_words
from analytics.metrics.efficiency import efficiency_m_per_beat
from analytics.models.simulation import SquadWorld
from analytics.store.rows import CoverageRow, RunMeasure

ZONE = "Europe/Amsterdam"
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
LEAST_HOURS = 0.1
LEAST_STEADY_S = 1200.0
WARM_UP_S = 600.0
SLOPE_LOG_SPEED_PER_BPM = 0.006
RUN_NOISE_LOG = 0.02
BEATS_SPREAD = 9.0  # of a run's seconds around its mean heart rate and speed; chosen to look at
SPEED_SPREAD_M_S = 0.22
SHARE_NOT_UNDERSTOOD = 0.05
SHARE_COMPLAINTS = 0.01
CHECKINS_ANSWERED = 0.92
SITES: tuple[tuple[float, str, str, str], ...] = (
    # share, site, diagnosis, mode: chosen for variety, not measured anywhere
    (0.26, "knee", "pfp", "repetitive_gradual"),
    (0.08, "knee", "itbs", "repetitive_gradual"),
    (0.18, "shin", "mtss", "repetitive_gradual"),
    (0.14, "achilles_calf", "achilles", "repetitive_gradual"),
    (0.08, "achilles_calf", "calf-strain", "acute_sudden"),
    (0.10, "hamstring", "hamstring-strain", "acute_sudden"),
    (0.06, "foot", "plantar-fasciopathy", "repetitive_gradual"),
    (0.06, "low_back", "lbp", "repetitive_sudden"),
    (0.04, "ankle", "ankle-sprain", "acute_sudden"),
)
RUN_DAYS = {2: (2, 6), 3: (1, 3, 6), 4: (1, 3, 4, 6), 5: (0, 1, 3, 4, 6), 6: (0, 1, 2, 3, 4, 6)}
STRENGTH_DAYS = {1: (2,), 2: (1, 4), 3: (0, 2, 4)}


@dataclass(frozen=True)
class Ways:
    """How one simulated runner keeps their logs."""

    source: str | None  # the vocabulary of the strength log; None: does no strength work, and says so
    durations_only: bool = False  # logs that there was strength training, and not what
    heart_rate: bool = True
    checks_in: bool = True
    tells_injuries: bool = True
    first_week: int = 0
    running_gap: tuple[int, int] | None = None  # weeks, the last one not included
    strength_gap: tuple[int, int] | None = None


@dataclass
class Run:
    """One run and what its records would have given."""

    activity: ActivityRow
    measure: RunMeasure | None


@dataclass
class Diary:
    """Everything one simulated runner hands in."""

    runs: list[Run] = field(default_factory=list)
    workouts: list[ActivityRow] = field(default_factory=list)
    sets: list[SetRow] = field(default_factory=list)
    injuries: list[InjuryRow] = field(default_factory=list)
    checkins: list[CheckinRow] = field(default_factory=list)
    coverage: list[CoverageRow] = field(default_factory=list)


@dataclass(frozen=True)
class Onset:
    """One time-loss injury of the simulator, put on a day."""

    week: int
    day: dt.date
    recovered: dt.date | None


def diary_of(world: SquadWorld, row: int, ways: Ways, *, first_monday: dt.date, hr_max_bpm: float) -> Diary:
    """Write the diary of one runner of a simulated squad.

    Parameters
    ----------
    world, row
        The squad, and which of its runners.
    ways
        How this runner keeps their logs; what a gap or a habit leaves out is left out here.
    first_monday
        The first day of the world's first week.
    hr_max_bpm
        The runner's highest heart rate.
    """
    draw = np.random.default_rng([world.seed, row])
    diary = Diary()
    onsets = _onsets(world, row, ways, first_monday, draw)
    days_of_onset = {onset.week: onset.day for onset in onsets}
    for week in range(ways.first_week, world.weeks):
        monday = first_monday + week * WEEK
        runs = _week_of_runs(world, row, week, monday, days_of_onset.get(week), hr_max_bpm, ways, draw)
        if not _inside(ways.running_gap, week):
            diary.runs += runs
        if not _inside(ways.strength_gap, week):
            _strength_week(diary, world.sets[row, week], monday, ways, draw)
    if ways.tells_injuries:
        diary.injuries = [_injury(onset, draw) for onset in onsets]
        diary.injuries += _complaints(diary.runs, first_monday + world.weeks * WEEK - DAY, draw)
    if ways.checks_in:
        diary.checkins = _checkins(world, row, ways, onsets, first_monday, draw)
    diary.coverage = _coverage(world, ways, first_monday)
    return diary


def _inside(gap: tuple[int, int] | None, week: int) -> bool:
    return gap is not None and gap[0] <= week < gap[1]


def _onsets(
    world: SquadWorld, row: int, ways: Ways, first_monday: dt.date, draw: np.random.Generator
) -> list[Onset]:
    onsets = []
    for week in np.flatnonzero(world.injured[row]).tolist():
        if week < ways.first_week:
            continue
        day = first_monday + week * WEEK + int(draw.integers(3, 7)) * DAY
        back = week + int(world.layoff_weeks[row, week]) + 1
        recovered = first_monday + back * WEEK if back < world.weeks else None
        onsets.append(Onset(week, day, recovered))
    return onsets


def _week_of_runs(
    world: SquadWorld,
    row: int,
    week: int,
    monday: dt.date,
    onset: dt.date | None,
    hr_max_bpm: float,
    ways: Ways,
    draw: np.random.Generator,
) -> list[Run]:
    """Spread the week's hours over its runs; the longest comes last, an injury ends the running."""
    hours = float(world.hours[row, week])
    if hours < LEAST_HOURS:
        return []
    longest = min(float(world.longest_h[row, week]), hours)
    usual = 3 if world.usual_hours[row] < 3.2 else 4 if world.usual_hours[row] < 5 else 5
    count = int(np.clip(max(usual, math.ceil(hours / longest)), 2, 6)) if longest < hours else 1
    last_day = (onset - monday).days if onset else 6
    count = min(count, last_day + 1)
    days = [min(day, last_day) for day in RUN_DAYS.get(count, (last_day,))]
    if len(set(days)) < count:
        days = list(range(last_day - count + 1, last_day + 1))
    rest = np.array([])
    if count > 1:
        shares = draw.uniform(0.85, 1.15, count - 1)
        rest = (hours - longest) * shares / shares.sum()
    durations_s = 3600 * np.append(rest, longest if count > 1 else hours)
    noise = draw.normal(0, RUN_NOISE_LOG, count)
    noise -= noise.mean()  # the simulated week is the mean of its runs
    beats = draw.normal(0, 4, count).round()
    return [
        _run(
            monday + day * DAY,
            moving_s=float(moving_s),
            log_speed=float(world.log_speed[row, week] + noise[at]),
            beats_off=float(beats[at]),
            temperature_c=float(world.temperature_c[row, week]),
            hr_max_bpm=hr_max_bpm,
            ways=ways,
            draw=draw,
        )
        for at, (day, moving_s) in enumerate(zip(days, durations_s))
    ]


def _run(
    day: dt.date,
    *,
    moving_s: float,
    log_speed: float,
    beats_off: float,
    temperature_c: float,
    hr_max_bpm: float,
    ways: Ways,
    draw: np.random.Generator,
) -> Run:
    hr_bpm = round(0.75 * hr_max_bpm) + beats_off
    speed_m_s = math.exp(log_speed + SLOPE_LOG_SPEED_PER_BPM * beats_off)
    start = dt.datetime.combine(day, dt.time(7)) + dt.timedelta(minutes=int(draw.integers(-30, 690)))
    session = SessionRow(
        sport="running",
        sub_sport="trail" if draw.random() < 0.12 else None,
        distance_m=round(moving_s * speed_m_s, 1),
        moving_s=round(moving_s),
        elapsed_s=round(moving_s * 1.02),
        ascent_m=round(float(draw.gamma(2.0, 5.0)) * moving_s / 1800),
        hr_mean_bpm=hr_bpm if ways.heart_rate else None,
        hr_max_bpm=hr_bpm + float(draw.integers(8, 20)) if ways.heart_rate else None,
        cadence_mean_spm=round(float(150 + 6 * speed_m_s + draw.normal(0, 2)), 1),
        temperature_mean_c=round(temperature_c, 1),
        rpe_0_10=float(draw.integers(2, 6)),
    )
    measure = None
    if ways.heart_rate and moving_s >= LEAST_STEADY_S:
        measure = RunMeasure(
            session_no=0,
            steady_s=round(moving_s - WARM_UP_S),
            steady_graded_speed_m_s=speed_m_s,
            steady_hr_mean_bpm=hr_bpm,
            slope_log_speed_per_bpm=SLOPE_LOG_SPEED_PER_BPM,
            efficiency_m_per_beat=efficiency_m_per_beat(speed_m_s, hr_bpm),
            moving_records_s=float(round(moving_s)),
            hr_known_s=float(round(moving_s)),
            hr_seconds_by_bpm=_spread(hr_bpm, BEATS_SPREAD, round(moving_s), first=30.0, step=1.0, bins=220),
            graded_speed_seconds=_spread(
                speed_m_s, SPEED_SPREAD_M_S, round(moving_s), first=0.0, step=0.1, bins=100
            ),
            basis="simulated",
        )
    activity = ActivityRow(
        [session], start_local=start, zone=ZONE, zone_basis="athlete", name="Run (simulated)"
    )
    return Run(activity, measure)


def _spread(mean: float, sd: float, seconds: int, *, first: float, step: float, bins: int) -> tuple[int, ...]:
    """Spread whole seconds over bins as a bell does; they add up to all of them."""
    edges = first + step * np.arange(1, bins)
    ends = np.round(seconds * np.concatenate([[0.0], ndtr((edges - mean) / sd), [1.0]])).astype(int)
    return tuple(np.diff(ends).tolist())


def _strength_week(
    diary: Diary, hip_sets: float, monday: dt.date, ways: Ways, draw: np.random.Generator
) -> None:
    """Spread the week's hip sets over sessions, in the words of the runner's own log."""
    if hip_sets <= 0 or ways.source is None:
        return
    sessions = 1 if hip_sets <= 5 else 2 if hip_sets <= 14 else 3
    left = float(hip_sets)
    for number, weekday in enumerate(STRENGTH_DAYS[sessions]):
        wanted = left / (sessions - number)
        day = monday + weekday * DAY
        rows, credit = _session_rows(wanted, day, ways.source, draw)
        left -= credit
        if ways.durations_only:
            diary.workouts.append(_workout(day, minutes=3.0 * len(rows), sets=[], draw=draw))
        elif ways.source == "garmin_fit":
            diary.workouts.append(_workout(day, minutes=2.5 * len(rows), sets=rows, draw=draw))
        else:
            diary.sets += rows


def _session_rows(
    wanted: float, day: dt.date, source: str, draw: np.random.Generator
) -> tuple[list[SetRow], float]:
    """Choose sets until they are worth what the simulator wants; give them with their worth in hip sets."""
    words = demo_words.HIP[source]
    order = draw.permutation(len(words))[:4]
    workout = str(draw.choice(demo_words.WORKOUTS[source]))
    chosen: list[demo_words.Word] = []
    credit = 0.0
    if draw.random() < 0.4:
        trunk = demo_words.TRUNK[source][int(draw.integers(len(demo_words.TRUNK[source])))]
        chosen.append(trunk)
        credit += trunk.worth
    if draw.random() < 0.3:
        chosen += [demo_words.ELSEWHERE[source][0]] * 3
    at = 0
    while True:
        word = words[order[at // 3 % len(order)]]
        if credit + word.worth / 2 > wanted:
            break
        chosen.append(word)
        credit += word.worth
        at += 1
    chosen += [
        demo_words.NOT_UNDERSTOOD[source][0]
        for _ in range(int(draw.binomial(max(len(chosen), 1), SHARE_NOT_UNDERSTOOD)))
    ]
    says_effort = source in {"hevy", "hipstride_csv"}
    rows = [
        SetRow(
            source=source,
            source_name=word.name,
            performed_on=day,
            set_no=number,
            workout=workout,
            fit_category=word.fit_category,
            fit_subtype=word.fit_subtype,
            reps=word.reps,
            duration_s=word.seconds,
            rir=float(draw.integers(1, 4)) if says_effort else None,
            purpose="prevention",
        )
        for number, word in enumerate(chosen)
    ]
    return rows, credit


def _workout(day: dt.date, *, minutes: float, sets: list[SetRow], draw: np.random.Generator) -> ActivityRow:
    start = dt.datetime.combine(day, dt.time(18)) + dt.timedelta(minutes=int(draw.integers(0, 120)))
    seconds = round(60 * max(minutes, 10.0))
    session = SessionRow(sport="strength", sub_sport="strength_training", moving_s=seconds, elapsed_s=seconds)
    return ActivityRow(
        [session], start_local=start, zone=ZONE, zone_basis="athlete", name="Strength (simulated)", sets=sets
    )


def _injury(onset: Onset, draw: np.random.Generator) -> InjuryRow:
    share = np.array([one[0] for one in SITES])
    _, site, diagnosis, mode = SITES[int(draw.choice(len(SITES), p=share / share.sum()))]
    return InjuryRow(
        onset_date=onset.day,
        site=site,
        diagnosis_id=diagnosis,
        side="left" if draw.random() < 0.5 else "right",
        mode=mode,
        case_level="time_loss",
        time_loss_start=onset.day + DAY,
        recovered_date=onset.recovered,
        pain_0_10=float(draw.integers(3, 8)),
    )


def _complaints(runs: list[Run], last_day: dt.date, draw: np.random.Generator) -> list[InjuryRow]:
    """Add a few complaints that cost no training, as every diary has them."""
    days = [run.activity.start_local.date() for run in runs if run.activity.start_local]
    hurt = [day for day in days if draw.random() < SHARE_COMPLAINTS]
    return [
        InjuryRow(
            onset_date=day,
            site=SITES[int(draw.integers(len(SITES)))][1],
            case_level="complaint",
            recovered_date=min(day + int(draw.integers(2, 9)) * DAY, last_day),
            pain_0_10=float(draw.integers(1, 4)),
        )
        for day in hurt
    ]


def _checkins(
    world: SquadWorld,
    row: int,
    ways: Ways,
    onsets: list[Onset],
    first_monday: dt.date,
    draw: np.random.Generator,
) -> list[CheckinRow]:
    """Answer the weekly questions; a few weeks are left unanswered, which is not the same as well."""
    hurt = {onset.week for onset in onsets}
    rows = []
    for week in range(ways.first_week, world.weeks):
        if draw.random() > CHECKINS_ANSWERED:
            continue
        if week in hurt or world.out[row, week]:
            answers = (25, 25, 17, int(draw.choice([8, 17])))
            pain = float(draw.integers(4, 8))
        elif draw.random() < 0.08:
            answers = (8, 8, 0, 8)
            pain = float(draw.integers(1, 4))
        else:
            answers, pain = (0, 0, 0, 0), 0.0
        rows.append(CheckinRow(first_monday + week * WEEK, *answers, pain_0_10=pain))
    return rows


def _coverage(world: SquadWorld, ways: Ways, first_monday: dt.date) -> list[CoverageRow]:
    """Say which weeks each log speaks for: everything but the gaps."""

    def spans(gap: tuple[int, int] | None) -> list[tuple[int, int]]:
        if gap is None:
            return [(ways.first_week, world.weeks)]
        return [(ways.first_week, gap[0]), (gap[1], world.weeks)]

    def row(what: str, basis: str, span: tuple[int, int]) -> CoverageRow:
        return CoverageRow(what, first_monday + span[0] * WEEK, first_monday + span[1] * WEEK - DAY, basis)

    rows = [row("running", "list", span) for span in spans(ways.running_gap)]
    if not ways.durations_only:
        basis = "declared" if ways.source is None else "list"
        rows += [row("strength", basis, span) for span in spans(ways.strength_gap)]
    if ways.tells_injuries:
        rows.append(row("injury", "declared", (ways.first_week, world.weeks)))
    return rows
