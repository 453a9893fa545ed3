"""GPX: each track with times is an activity; routes and waypoints are not."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.errors import UnreadableError
from analytics.ingest import markup, tracks
from analytics.ingest.batch import ActivityRow, Batch, Problem, SessionRow
from analytics.knowledge import dialects

# Names of a point's children, wherever they stand: makers nest them in extensions of their own.
_POINT_FIELDS = {
    "time": "time", "ele": "altitude", "hr": "heart_rate", "heartrate": "heart_rate", "cad": "cadence",
    "cadence": "cadence", "power": "power", "powerinwatts": "power", "watts": "power", "atemp": "temperature",
    "temp": "temperature", "speed": "speed",
}  # fmt: skip
_TRACK_STATS = {"distance": "distance", "timertime": "timer", "movingtime": "moving", "ascent": "ascent",
                "descent": "descent"}  # fmt: skip


@dataclass
class _Found:
    points: tracks.Points = field(default_factory=tracks.Points)
    words: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Collects the tracks of a file from the events of the parser."""

    def __init__(self) -> None:
        self.found: list[_Found] = []
        self.creator = ""
        self.routes = 0
        self.waypoints = 0
        self.count = 0
        self._track: _Found | None = None
        self._point: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "trkpt":
            self._point = {}
            if "lat" in attributes and "lon" in attributes:
                self._point = {"latitude": attributes["lat"], "longitude": attributes["lon"]}
        elif name == "trk":
            self._track = _Found()
            self.found.append(self._track)
        elif name == "rte":
            self.routes += 1
        elif name == "wpt":
            self.waypoints += 1
        elif name == "gpx":
            self.creator = attributes.get("creator", "")

    def end(self, name: str, text: str) -> None:
        if self._point is not None:
            if name == "trkpt":
                if self._track is not None:
                    self._track.points.add(self._point)
                    self.count += 1
                    if self.count > markup.MAX_POINTS:
                        raise UnreadableError(f"The file holds more than {markup.MAX_POINTS:,} points.")
                self._point = None
            else:
                known = _POINT_FIELDS.get(name.lower())
                if known is not None and text:
                    self._point.setdefault(known, text)
        elif self._track is not None:
            if name == "trk":
                self._track = None
            elif name == "trkseg":
                self._track.points.end_segment()
            elif name in ("name", "desc", "type") and text:
                self._track.words.setdefault(name, text)
            elif name.lower() in _TRACK_STATS and text:
                self._track.words.setdefault(_TRACK_STATS[name.lower()], text)


def _session(found: _Found) -> SessionRow:
    words = found.words
    known = dialects.sport(words["type"], source="gpx") if "type" in words else None
    known = known or dialects.sport_in_name(words.get("name"))
    sport, sub_sport = known or ("unknown", None)

    def stat(name: str) -> float | None:
        value = tracks.number(words.get(name))
        return value if value > 0 else None

    return SessionRow(
        sport=sport,
        sub_sport=sub_sport,
        distance_m=stat("distance"),
        moving_s=stat("timer") or stat("moving"),
        ascent_m=stat("ascent"),
        descent_m=stat("descent"),
    )


def _activity(found: _Found, reader: _Reader) -> tuple[ActivityRow | None, Problem | None]:
    one = tracks.track(found.points)
    if len(one) < 2:
        if len(found.points) == 0:
            return None, None
        if len(one) == 1 and len(found.points) == 1:
            return None, Problem("a track of a single point is no activity")
        return None, Problem("a track whose points carry no usable times is a route, not an activity")
    session = _session(found)
    on_foot = session.sport in tracks.ON_FOOT
    tracks.count_strides(one, on_foot=on_foot)
    tracks.measure_distance(one, on_foot=on_foot)
    session.start_utc = one.start_utc
    tracks.fill_from_track(session, one)
    row = ActivityRow(
        sessions=[session],
        start_utc=one.start_utc,
        name=found.words.get("name"),
        description=found.words.get("desc"),
        device=reader.creator or None,
        records=tracks.record_columns(one),
        quality="good",
    )
    tracks.place_in_time(row, one)
    return row, tracks.left_out(one)


def read_gpx(data: bytes) -> Batch:
    """Read a GPX file: one activity a track.

    Raises
    ------
    UnreadableError
        If it is damaged before its first track point, or declares a document type.
    """
    reader = _Reader()
    damage = markup.walk(data, start=reader.start, end=reader.end)
    if damage is not None and not reader.count:
        raise UnreadableError(
            f"The GPX file cannot be read: {damage.problem.reason}.", line=damage.problem.line
        )
    batch = Batch(kind="gpx")
    reasons: list[Problem] = []
    for found in reader.found:
        row, problem = _activity(found, reader)
        if row is not None:
            batch.activities.append(row)
        if problem is not None:
            reasons.append(problem)
    if damage is not None:
        reasons.append(damage.problem)
        for row in batch.activities[-1:]:
            row.quality = "cut_off"
    if batch.activities:
        batch.problems = reasons
        return batch
    batch.ignored = _why_nothing(reader, reasons)
    return batch


def _why_nothing(reader: _Reader, reasons: list[Problem]) -> str:
    if reasons:
        return f"No activity: {reasons[0].reason}."
    if reader.routes:
        return "A planned route without times, not an activity."
    if reader.waypoints:
        return "Waypoints without a track, not an activity."
    if reader.found:
        return "A track without points, not an activity."
    return "A GPX file without a track, not an activity."
