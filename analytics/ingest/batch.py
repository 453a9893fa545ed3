"""The common shape of everything a file can hold: the store's names, SI units, origin kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Columns = dict[str, npt.NDArray[np.generic]]

RECORD_COLUMNS: dict[str, tuple[str, str]] = {
    # name: (numpy dtype, meaning of the raw integer). Raw FIT integers: a third of the size of doubles, and
    # queries are faster; the view record_si gives SI units. An all-ones value (FIT's own "invalid") is NULL.
    "time_fit_s": ("u4", "seconds since 1989-12-31T00:00:00Z"),
    "latitude_sc": ("i4", "semicircles, 180 / 2**31 degrees"),
    "longitude_sc": ("i4", "semicircles, 180 / 2**31 degrees"),
    "distance_cm": ("u4", "cumulative, 0.01 m"),
    "speed_mm_s": ("u4", "0.001 m/s"),
    "altitude_raw": ("u4", "(altitude_m + 500) * 5"),
    "heart_rate_bpm": ("u1", "beats a minute"),
    "cadence_rpm": ("u1", "strides a minute (half of steps a minute)"),
    "cadence_frac_128": ("u1", "1/128 of a stride a minute"),
    "power_w": ("u2", "watts"),
    "temperature_c": ("i1", "degrees Celsius"),
    "stance_time_raw": ("u2", "0.1 ms"),
    "stance_balance_raw": ("u2", "0.01 percent"),
    "vertical_oscillation_raw": ("u2", "0.1 mm"),
    "vertical_ratio_raw": ("u2", "0.01 percent"),
    "step_length_raw": ("u2", "0.1 mm"),
}
"""Columns of `record` after activity_id: numpy dtype and meaning. Invalid is the dtype's FIT invalid value
(all ones for unsigned, the largest positive for signed)."""

Sport = Literal[
    "running",
    "walking",
    "hiking",
    "cycling",
    "swimming",
    "strength",
    "mobility",
    "rowing",
    "other",
    "unknown",
]
"""`mobility` is yoga, pilates, stretching; `strength` also takes functional and circuit training."""

ZoneBasis = Literal["file", "coordinates", "athlete", "assumed"]


@dataclass
class SessionRow:
    """One stretch of one sport. NULL (None) is unknown, 0 is measured nothing."""

    sport: Sport
    sub_sport: str | None = (
        None  # lower case, the source's word: treadmill, trail, track, strength_training...
    )
    start_utc: dt.datetime | None = None  # naive UTC
    distance_m: float | None = None
    moving_s: float | None = None  # timer time
    elapsed_s: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    hr_mean_bpm: float | None = None
    hr_max_bpm: float | None = None
    cadence_mean_spm: float | None = None  # steps a minute
    power_mean_w: float | None = None
    energy_kcal: float | None = None
    temperature_mean_c: float | None = None
    rpe_0_10: float | None = None


@dataclass
class LapRow:
    """One lap of a session."""

    session_no: int  # 0-based, in the order of the activity's sessions
    start_utc: dt.datetime | None = None
    distance_m: float | None = None
    moving_s: float | None = None
    elapsed_s: float | None = None
    hr_mean_bpm: float | None = None
    hr_max_bpm: float | None = None


@dataclass
class SetRow:
    """One logged row of strength work, as the source wrote it (labels and credit come later)."""

    source: str  # garmin_fit, hevy, strong, hipstride_csv, form, ...: the vocabulary its names belong to
    source_name: str | None  # the exercise as the source names it; None: the source does not say
    performed_on: dt.date  # local date
    set_no: int  # order within its workout, 0-based
    start_utc: dt.datetime | None = None
    workout: str | None = None  # the workout's title
    fit_category: int | None = None  # FIT exercise_category of the first guess
    fit_subtype: int | None = None  # FIT exercise name within the category
    exercise_id: str | None = None  # only where the source itself uses our ids (our template, our form)
    set_type: str = "normal"  # normal, warmup, failure, dropset, rest is not stored
    side: str | None = None  # left, right, both, each (once per side); None: the source does not say
    sets: int = 1
    reps: float | None = None
    duration_s: float | None = None
    load_kg: float | None = None
    rir: float | None = None  # repetitions in reserve, 0-10
    pain_0_10: float | None = None
    purpose: str | None = None  # prevention, performance, rehab, warmup
    lane: str = "logged"  # logged, described (confirmed text), assumed (duration only)
    note: str | None = None
    line: int | None = None


@dataclass
class InjuryRow:
    """One injury as recorded."""

    onset_date: dt.date
    site: str | None = None  # a site of data/injuries.csv: knee, shin, ...
    diagnosis_id: str | None = None  # an id of data/injuries.csv
    side: str | None = None
    mode: str | None = None  # acute_sudden, repetitive_sudden, repetitive_gradual
    case_level: str = "time_loss"  # complaint, substantial, time_loss
    running_related: bool | None = True
    time_loss_start: dt.date | None = None
    recovered_date: dt.date | None = None  # the first day without it; None: still open
    pain_0_10: float | None = None
    note: str | None = None
    athlete: str | None = None  # a name or pseudonym, where the table holds several people
    line: int | None = None
    onset: str | None = None  # sudden, gradual; where it is not said, the mode says it
    onset_precision: str | None = None  # week: the day is not known, onset_date is the week's Monday
    onset_relation: str | None = None  # during_run, after_run, next_day, not_running
    mechanism: str | None = None  # no_contact, fall, twist, blow, overload, other
    onset_activity_id: int | None = None
    recurrence: str | None = None  # new, local_new, reinjury, exacerbation; None: the rule says it
    recurrence_of: int | None = None  # the injury it comes back from
    tissue: str | None = None  # muscle, tendon, bone, joint, ligament, nerve, skin, other
    diagnosis_text: str | None = None
    osiics: str | None = None
    time_loss_end: dt.date | None = None  # the first day of full training again
    return_training_date: dt.date | None = None  # the first run again
    return_competition_date: dt.date | None = None  # the first race again
    treated_by: str | None = None  # nobody, physiotherapist, doctor, other

    def __post_init__(self) -> None:
        if self.onset is None and self.mode is not None:
            self.onset = "gradual" if self.mode == "repetitive_gradual" else "sudden"


@dataclass
class CheckinRow:
    """One weekly OSTRC-H2 check-in; answers 0, 8, 17, 25."""

    week_start: dt.date
    q1: int | None = None
    q2: int | None = None
    q3: int | None = None
    q4: int | None = None
    pain_0_10: float | None = None
    site: str | None = None
    athlete: str | None = None
    line: int | None = None
    problem_kind: str | None = None  # injury, illness
    side: str | None = None
    sleep_1_5: int | None = None  # 5 is best, of each of the five
    fatigue_1_5: int | None = None
    soreness_1_5: int | None = None
    stress_1_5: int | None = None
    mood_1_5: int | None = None


@dataclass
class WeeklyLoadRow:
    """One week as a person keeps it in a table; NULL is unknown, 0 is rest."""

    week_start: dt.date
    runs: int | None = None
    distance_m: float | None = None
    moving_s: float | None = None
    longest_run_m: float | None = None
    hip_sets: float | None = None
    athlete: str | None = None
    line: int | None = None


@dataclass
class PauseRow:
    """A stretch in which the timer stood still."""

    start_utc: dt.datetime  # naive UTC
    duration_s: float


@dataclass
class WearerRow:
    """What a device was told of who wears it; never a name, an age or a serial number."""

    weight_kg: float | None = None
    hr_rest_bpm: float | None = None
    hr_max_bpm: float | None = None
    hr_threshold_bpm: float | None = None
    power_threshold_w: float | None = None
    hr_zone_tops_bpm: tuple[int, ...] = ()  # the upper end of each zone, the lowest first


@dataclass
class ActivityRow:
    """One activity: what a person calls one, with one session or several."""

    sessions: list[SessionRow]
    start_utc: dt.datetime | None = None  # naive UTC; None where only the local time is known
    start_local: dt.datetime | None = None  # naive local; None where only UTC is known (intake fills it)
    zone: str | None = None  # IANA name, or a fixed "+02:00"
    zone_basis: ZoneBasis | None = None
    name: str | None = None
    description: str | None = None
    external_id: str | None = None  # the source's own id (Strava's activity id)
    file_ref: str | None = None  # in an activity list: the archive member this row describes
    device: str | None = None
    is_race: bool | None = None
    date_only: bool = False  # the source names a day and no time of day; the start is then a stand-in
    laps: list[LapRow] = field(default_factory=list)
    records: Columns | None = None  # keys of RECORD_COLUMNS, all of one length, sorted by time
    sets: list[SetRow] = field(default_factory=list)
    # set_no -> a watch's further guesses, best first, by FIT's numbers of category and exercise: "17:3 28"
    set_guesses: dict[int, str] = field(default_factory=dict)
    pauses: list[PauseRow] = field(default_factory=list)
    sensors: list[str] = field(default_factory=list)  # makers and products of straps, pods and the like
    wearer: WearerRow | None = None
    gear: list[str] = field(default_factory=list)  # shoes or a bicycle, as the account names them
    unread: dict[int, int] = field(default_factory=dict)  # FIT messages not read: their number -> how many
    quality: str | None = None  # FIT checksum and similar: good, wrong_checksum, cut_off, no_size, trailing
    line: int | None = None


@dataclass
class GearRow:
    """A pair of shoes, a bicycle or the like, as an account lists it."""

    gear_kind: str  # shoe, bike, other
    name: str
    brand: str | None = None
    model: str | None = None
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    is_retired: bool | None = None
    limit_m: float | None = None  # after which the owner means to replace it


@dataclass
class GearUse:
    """That a piece of gear was used for an activity, as an account says it."""

    name: str
    external_id: str  # the account's number of the activity


@dataclass
class PersonalRecordRow:
    """A record as an account keeps it: the time over a distance, the longest distance, or another value."""

    record_kind: str  # in the account's own words
    record_value: float  # as the account writes it: seconds, metres or a count
    distance_m: float | None = None  # of a record over a distance, or of the farthest
    duration_s: float | None = None
    achieved_on: dt.date | None = None
    external_id: str | None = None  # the account's number of the activity
    is_current: bool | None = None


@dataclass(frozen=True)
class Spoken:
    """The days a table speaks for, rest included: the first and the last."""

    what: str  # running, injury
    first_date: dt.date
    last_date: dt.date
    athlete: str | None = None  # where the table holds several people


@dataclass
class Problem:
    """A part of a file that could not be read; the rest went in."""

    reason: str
    line: int | None = None
    offset: int | None = None


@dataclass
class Batch:
    """Everything one file held.

    `ignored` is set, with the reason, where the file is sound and of no use here (settings, courses,
    workouts, a media list); `kind` names the format in words of data/: fit, gpx, tcx, strava_activities,
    garmin_activities, hevy, strong, hipstride_sets, hipstride_injuries, hipstride_weeks, ...
    """

    kind: str
    activities: list[ActivityRow] = field(default_factory=list)
    sets: list[SetRow] = field(default_factory=list)  # those outside an activity
    injuries: list[InjuryRow] = field(default_factory=list)
    checkins: list[CheckinRow] = field(default_factory=list)
    weekly_loads: list[WeeklyLoadRow] = field(default_factory=list)
    gear: list[GearRow] = field(default_factory=list)
    gear_uses: list[GearUse] = field(default_factory=list)
    personal_records: list[PersonalRecordRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    speaks_for: list[Spoken] = field(default_factory=list)
    ignored: str | None = None
    is_complete_list: bool = False  # an account's own list: days between its first and last row are covered
