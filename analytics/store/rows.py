"""What intake hands the store: batch rows with their place in time, labels and credit already worked out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analytics.ingest.batch import ActivityRow, Problem, SetRow, ZoneBasis
from analytics.store.track_marks import marks_of

ID_HASH_BITS = 22
"""activity_id = start in Unix seconds * 2**22 + 22 bits of hash: below 2**53 until 2038, sorted by time."""

EPOCH = dt.datetime(1970, 1, 1)


def activity_id(start_utc: dt.datetime, digest: str | bytes, *, athlete_id: int, part: int = 0) -> int:
    """Give an activity the number that the same content of the same athlete always gets.

    Parameters
    ----------
    start_utc
        Naive UTC.
    digest
        Anything that stands for the content: the file's SHA-256, or the line's text.
    part
        Which activity of the file, from 0.

    Examples
    --------
    >>> a = activity_id(dt.datetime(2026, 11, 22, 7, 0), "ab12", athlete_id=1)
    >>> a == activity_id(dt.datetime(2026, 11, 22, 7, 0), "ab12", athlete_id=1)
    True
    >>> a < 2**53 and a >> 22 == 1795330800
    True
    """
    text = digest if isinstance(digest, str) else digest.hex()
    hashed = hashlib.sha256(f"{athlete_id}:{part}:{text}".encode()).digest()
    seconds = int((start_utc - EPOCH).total_seconds())
    return (seconds << ID_HASH_BITS) | (int.from_bytes(hashed[:4], "big") >> (32 - ID_HASH_BITS))


@dataclass(frozen=True)
class CreditedSet:
    """A logged set with the exercise it stands for and the hip sets it earns.

    `hip_sets` is None where the label is unknown or too unsure: the set then counts as unmapped. A set that
    is known and earns nothing (a warm-up, a bench press) has 0.
    """

    row: SetRow
    exercise_id: str | None = None
    label_confidence: float | None = None
    label_basis: str | None = None
    hip_sets: float | None = None
    trunk_sets: float | None = None
    effort_imputed: bool = False  # the source did not log the repetitions in reserve


@dataclass(frozen=True)
class RunMeasure:
    """What the records of one running session gave; schema/011_run_measures.sql says what the lists count."""

    session_no: int
    steady_s: float | None = None
    steady_graded_speed_m_s: float | None = None
    steady_hr_mean_bpm: float | None = None
    slope_log_speed_per_bpm: float | None = None
    excluded_because: str | None = None
    basis: str | None = None
    moving_records_s: float | None = None
    paused_records_s: float | None = None
    pauses_records: int | None = None
    distance_records_m: float | None = None
    ascent_records_m: float | None = None
    descent_records_m: float | None = None
    hr_known_s: float | None = None
    power_known_s: float | None = None
    graded_speed_m_s: float | None = None
    normalised_graded_speed_m_s: float | None = None
    efficiency_m_per_beat: float | None = None
    decoupling_pct: float | None = None
    running_cadence_spm: float | None = None
    step_length_m: float | None = None
    stance_time_ms: float | None = None
    stance_balance_pct: float | None = None
    vertical_oscillation_mm: float | None = None
    vertical_ratio_pct: float | None = None
    late_fade_pct: float | None = None
    late_cadence_change_pct: float | None = None
    late_step_length_change_pct: float | None = None
    late_stance_time_change_pct: float | None = None
    late_vertical_ratio_change_pct: float | None = None
    hr_seconds_by_bpm: tuple[int, ...] | None = None
    graded_speed_seconds: tuple[int, ...] | None = None
    power_seconds_by_10_w: tuple[int, ...] | None = None


@dataclass(frozen=True)
class BestEffortRow:
    """The best of one running session over a distance or in a time; found in its records."""

    session_no: int
    effort: str  # distance: distance_m is given and duration_s measured; duration: the reverse
    distance_m: float
    duration_s: float
    start_offset_s: float  # from the session's first record


@dataclass(frozen=True)
class StagedActivity:
    """An activity with its place in time filled in; sets are those of `row`, labelled and credited."""

    row: ActivityRow
    activity_id: int
    start_utc: dt.datetime | None  # naive UTC
    start_local: dt.datetime | None  # naive local
    zone: str | None
    zone_basis: ZoneBasis | None
    run_measures: Sequence[RunMeasure] = ()
    sets: Sequence[CreditedSet] = ()
    best_efforts: Sequence[BestEffortRow] = ()

    @cached_property
    def track_marks(self) -> bytes | None:
        """Where it was every so many minutes; empty: its records hold no place, None: it has none."""
        return marks_of(self.row.records)


@dataclass(frozen=True)
class SourceFile:
    """One file on the receipt; `content` is the original, which the store keeps compressed."""

    sha256: str
    name: str
    kind: str | None
    status: str  # added, known, refused, ignored
    athlete_id: int | None = None
    parent_sha256: str | None = None  # the archive it came in
    batch_id: str | None = None
    reason: str | None = None
    size_bytes: int | None = None
    activities: int = 0
    records: int = 0
    strength_sets: int = 0
    injuries: int = 0
    other_rows: int = 0
    quality: str | None = None
    content: bytes | None = None


@dataclass(frozen=True)
class KnownFile:
    """What the store remembers of a file it has met."""

    sha256: str
    name: str
    kind: str | None
    status: str
    reason: str | None
    activities: int
    records: int
    strength_sets: int
    injuries: int


@dataclass(frozen=True)
class CoverageRow:
    """Which days a log speaks for, both ends included."""

    what: str  # running, strength, injury
    first_date: dt.date
    last_date: dt.date
    basis: str  # list, file, declared, weekly_table


@dataclass(frozen=True)
class Outcome:
    """What became of the rows given: added, already known, or rejected with a reason each.

    `cleared` are rows that went in with an impossible cell made unknown; `notes` says in words what was
    changed or recognised; `added_ids` are the ids of the added rows, where the table has ids, in their order,
    `changed_ids` those of injuries that an entry by hand told more of.
    """

    added: int = 0
    known: int = 0
    changed: int = 0
    merged: int = 0  # of the known: those that now stand beside what was there, as one more source
    doubtful: int = 0
    records: int = 0
    strength_sets: int = 0
    rejected: list[Problem] = field(default_factory=list)
    cleared: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    added_ids: list[int] = field(default_factory=list)
    changed_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class LabelledSet:
    """A set already stored, with a new label and credit."""

    set_id: int
    exercise_id: str | None
    label_confidence: float | None
    label_basis: str | None
    hip_sets: float | None
    trunk_sets: float | None
    effort_imputed: bool = False


@dataclass(frozen=True)
class GuidedSession:
    """A guided session as it is kept; its fields are the columns of `guided_session`.

    `plan` and `progress` are JSON the page and the browser agree on; `progress_seq` rises with each step,
    so that an older state never takes the place of a newer one.
    """

    session_token: str
    athlete_id: int | None
    workout: str
    plan: str
    performed_on: dt.date
    started_at_utc: dt.datetime
    session_status: str = "under_way"  # under_way, finished, dropped, undone
    progress: str | None = None
    progress_seq: int = 0
    changed_at_utc: dt.datetime | None = None
    finished_at_utc: dt.datetime | None = None
    pain_during_0_10: float | None = None
    pain_end_0_10: float | None = None
    pain_next_morning_0_10: float | None = None
    worse_next_morning: bool | None = None
    set_ids: str | None = None  # the rows of strength_set it became, as a JSON list


@dataclass(frozen=True)
class GivenAdvice:
    """One recommendation as it was given: its rule, its words, the evidence it named (ids with commas)."""

    rule_id: str
    advice_kind: str
    headline: str
    evidence_ids: str
    hip_sets_advised: float | None = None
