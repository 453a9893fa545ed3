"""TCX: activities with their laps and track points; courses and workouts are not activities."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from analytics.errors import UnreadableError
from analytics.ingest import markup, tracks
from analytics.ingest.batch import ActivityRow, Batch, LapRow, Problem, SessionRow
from analytics.knowledge import dialects

_POINT_FIELDS = {
    "Time": "time", "LatitudeDegrees": "latitude", "LongitudeDegrees": "longitude",
    "AltitudeMeters": "altitude", "DistanceMeters": "distance", "HeartRateBpm/Value": "heart_rate",
    "Cadence": "cadence",    "RunCadence": "cadence", "Speed": "speed", "Watts": "power",
}  # fmt: skip
_LAP_FIELDS = {"TotalTimeSeconds", "DistanceMeters", "Calories", "AverageHeartRateBpm/Value",
               "MaximumHeartRateBpm/Value", "Cadence", "AvgRunCadence", "AvgWatts"}  # fmt: skip
_NESTED_VALUES = {"HeartRateBpm", "AverageHeartRateBpm", "MaximumHeartRateBpm"}


@dataclass
class _Activity:
    sport: str
    group: int | None
    words: dict[str, str] = field(default_factory=dict)
    laps: list[dict[str, str]] = field(default_factory=list)
    points: tracks.Points = field(default_factory=tracks.Points)


class _Reader:
    """Collects the activities of a file from the events of the parser."""

    def __init__(self) -> None:
        self.found: list[_Activity] = []
        self.courses = 0
        self.workouts = 0
        self.count = 0
        self._activity: _Activity | None = None
        self._point: dict[str, str] | None = None
        self._lap: dict[str, str] | None = None
        self._parents: list[str] = []
        self._group: int | None = None
        self._groups = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._parents.append(name)
        if name == "Trackpoint":
            self._point = {}
        elif name == "Activity":
            self._activity = _Activity(attributes.get("Sport", ""), self._group)
            self.found.append(self._activity)
        elif name == "Lap" and self._activity is not None:
            self._lap = {"StartTime": attributes.get("StartTime", "")}
            self._activity.laps.append(self._lap)
        elif name == "MultiSportSession":
            self._groups += 1
            self._group = self._groups
        elif name == "Course":
            self.courses += 1
        elif name == "Workout":
            self.workouts += 1

    def end(self, name: str, text: str) -> None:
        self._parents.pop()
        parent = self._parents[-1] if self._parents else ""
        if self._point is not None:
            self._end_in_point(name, text, parent)
        elif name == "Lap":
            self._lap = None
        elif name == "Track" and self._activity is not None:
            self._activity.points.end_segment()
        elif name == "Activity":
            self._activity = None
        elif name == "MultiSportSession":
            self._group = None
        elif text:
            self._keep_word(name, text, parent)

    def _end_in_point(self, name: str, text: str, parent: str) -> None:
        assert self._point is not None
        if name == "Trackpoint":
            if self._activity is not None:
                self._activity.points.add(self._point)
                self.count += 1
                if self.count > markup.MAX_POINTS:
                    raise UnreadableError(f"The file holds more than {markup.MAX_POINTS:,} points.")
            self._point = None
            return
        known = _POINT_FIELDS.get(f"{parent}/{name}" if parent in _NESTED_VALUES else name)
        if known is not None and text:
            self._point.setdefault(known, text)

    def _keep_word(self, name: str, text: str, parent: str) -> None:
        full = f"{parent}/{name}" if parent in _NESTED_VALUES else name
        if self._lap is not None and full in _LAP_FIELDS:
            self._lap.setdefault(full, text)
        elif self._activity is not None and self._lap is None:
            if name in ("Id", "Notes") and parent == "Activity":
                self._activity.words.setdefault(name, text)
            elif name == "Name" and parent == "Creator":
                self._activity.words.setdefault("Creator", text)


def _known(text: str | None, *, zero_counts: bool = True) -> float | None:
    value = tracks.number(text)
    return value if value > 0 or (zero_counts and value == 0) else None


def _lap_row(lap: dict[str, str], session_no: int) -> LapRow:
    seconds, _ = tracks.instant(lap["StartTime"])
    return LapRow(
        session_no=session_no,
        start_utc=tracks.utc(seconds) if math.isfinite(seconds) else None,
        distance_m=_known(lap.get("DistanceMeters")),
        moving_s=_known(lap.get("TotalTimeSeconds")),
        hr_mean_bpm=_known(lap.get("AverageHeartRateBpm/Value"), zero_counts=False),
        hr_max_bpm=_known(lap.get("MaximumHeartRateBpm/Value"), zero_counts=False),
    )


def _total(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _weighted(laps: list[LapRow]) -> float | None:
    parts = [(lap.hr_mean_bpm, lap.moving_s) for lap in laps if lap.moving_s]
    sound = [(mean, seconds) for mean, seconds in parts if mean is not None and seconds is not None]
    if not sound or len(sound) < len(parts):
        return None
    return sum(mean * seconds for mean, seconds in sound) / sum(seconds for _, seconds in sound)


def _session(one: _Activity, track: tracks.Track, laps: list[LapRow]) -> SessionRow:
    known = dialects.sport(one.sport, source="tcx") or ("unknown", None)
    if known[0] in ("other", "unknown"):
        # TCX knows only running, biking and other; some exports write the true sport into the notes.
        known = dialects.sport(one.words.get("Notes", "")[:60]) or known
    seconds, _ = tracks.instant(one.laps[0]["StartTime"] if one.laps else one.words.get("Id", ""))
    start = track.start_utc or (tracks.utc(seconds) if math.isfinite(seconds) else None)
    lap_start = laps[0].start_utc if laps else None
    if start is not None and lap_start is not None and lap_start < start:
        start = lap_start
    maxima = [lap.hr_max_bpm for lap in laps if lap.hr_max_bpm is not None]
    distance = _total([lap.distance_m for lap in laps])
    return SessionRow(
        sport=known[0],
        sub_sport=known[1],
        start_utc=start,
        distance_m=distance or None,
        moving_s=_total([lap.moving_s for lap in laps]),
        hr_mean_bpm=_weighted(laps),
        hr_max_bpm=max(maxima) if maxima else None,
        energy_kcal=_total([_known(lap.get("Calories")) for lap in one.laps]) or None,
    )


def _read_one(one: _Activity, session_no: int) -> tuple[SessionRow, list[LapRow], tracks.Track]:
    track = tracks.track(one.points)
    laps = [_lap_row(lap, session_no) for lap in one.laps]
    session = _session(one, track, laps)
    on_foot = session.sport in tracks.ON_FOOT
    tracks.count_strides(track, on_foot=on_foot)
    tracks.measure_distance(track, on_foot=on_foot)
    if len(track):
        tracks.fill_from_track(session, track)
    if session.distance_m is None:
        session.distance_m = _total([lap.distance_m for lap in laps])
    return session, laps, track


def _activity(group: list[_Activity]) -> tuple[ActivityRow | None, list[Problem]]:
    """Join the activities of one multi-sport session, or take a single one as it is."""
    read = [_read_one(one, number) for number, one in enumerate(group)]
    starts = [session.start_utc for session, _, _ in read if session.start_utc is not None]
    if not starts:
        return None, [Problem("an activity without a usable time")]
    words = group[0].words
    timed = [track for _, _, track in read if len(track)]
    row = ActivityRow(
        sessions=[session for session, _, _ in read],
        start_utc=min(starts),
        description=words.get("Notes"),
        device=words.get("Creator"),
        laps=[lap for _, laps, _ in read for lap in laps],
        quality="good",
    )
    if timed:
        row.records = tracks.joined_columns(timed)
    _, offset_s = tracks.instant(words.get("Id", ""))
    tracks.place_in_time(row, timed[0] if timed else None, offset_s=offset_s)
    return row, [problem for _, _, track in read if (problem := tracks.left_out(track)) is not None]


def read_tcx(data: bytes) -> Batch:
    """Read a TCX file: its activities, with the parts of a multi-sport session together.

    Raises
    ------
    UnreadableError
        If it is damaged before its first activity, or declares a document type.
    """
    reader = _Reader()
    damage = markup.walk(data, start=reader.start, end=reader.end)
    if damage is not None and not reader.found:
        raise UnreadableError(
            f"The TCX file cannot be read: {damage.problem.reason}.", line=damage.problem.line
        )
    batch = Batch(kind="tcx")
    groups: list[list[_Activity]] = []
    for one in reader.found:
        if one.group is not None and groups and groups[-1][0].group == one.group:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        row, problems = _activity(group)
        batch.problems += problems
        if row is not None:
            batch.activities.append(row)
    if damage is not None:
        batch.problems.append(damage.problem)
        for row in batch.activities[-1:]:
            row.quality = "cut_off"
    if not batch.activities:
        batch.ignored = _why_nothing(reader)
    return batch


def _why_nothing(reader: _Reader) -> str:
    if reader.found:
        return "The activity in it carries no usable time."
    if reader.courses:
        return "A planned course, not an activity."
    if reader.workouts:
        return "A planned workout, not an activity."
    return "A TCX file without an activity."
