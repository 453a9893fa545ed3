"""Garmin Connect's list of activities: translated headers, local times, numbers as a language writes them."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter

from analytics.ingest import cells, plausible
from analytics.ingest.batch import ActivityRow, Batch, Problem, SessionRow
from analytics.ingest.layouts import SLOWEST_M_S, WHERE_ASKED, AskError, date_order
from analytics.ingest.sheets import Line, Sheet
from analytics.knowledge import dialects

_NUMBERS = ("distance", "energy", "hr_mean", "hr_max", "cadence", "ascent", "descent", "stride", "power",
            "steps")  # fmt: skip
_MILE_TO_M = 1609.344
_FOOT_TO_M = 0.3048

# Nobody moves faster than this on foot or in water, so a "kilometre" column that says so holds metres: Garmin
# gives the distance of swims and of track runs in metres.
_FASTEST_M_S = 12.5
_FASTER_THAN_SOUND_M_S = 350.0  # whatever the sport: no kilometres
_METRES_SPORTS = ("running", "walking", "hiking", "swimming")

# distance in km or miles over (stride length in m or ft x steps): what each pair of units gives.
_PAIRS = {
    ("km", "m"): 1.0,
    ("km", "ft"): _FOOT_TO_M,
    ("mi", "m"): 1000 / _MILE_TO_M,
    ("mi", "ft"): 1000 * _FOOT_TO_M / _MILE_TO_M,
}


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        found = dialects.columns("garmin_activities", sheet.header)
        self.at = {field: number for field, (number, _) in found.items()}
        columns = {field: sheet.column(self.at[field]) for field in _NUMBERS if field in self.at}
        whole_file = cells.decimal_mark(columns.values())
        self.marks = {
            field: cells.decimal_mark([texts], fallback=whole_file) for field, texts in columns.items()
        }
        self.unknown: Counter[str] = Counter()
        self.unit: str | None = None
        self.as_metres = self.as_metres_on_foot = 0

    def text(self, line: Line, field: str) -> str:
        return line.cells[self.at[field]] if field in self.at else ""

    def number(self, line: Line, field: str) -> float | None:
        return cells.number(self.text(line, field), self.marks[field]) if field in self.at else None

    def seconds(self, line: Line, field: str) -> float | None:
        return cells.duration_s(self.text(line, field))

    def distance_unit(self, lines: list[Line]) -> str | None:
        """Tell kilometres from miles by steps and stride length; None where they are not given."""
        ratios = []
        for line in lines:
            try:
                distance, stride = self.number(line, "distance"), self.number(line, "stride")
                steps = self.steps(line)
            except ValueError:
                continue
            if distance and stride and steps and distance < 200:
                ratios.append(distance * 1000 / (stride * steps))
        if not ratios:
            return None
        middle = statistics.median(ratios)
        unit, _ = min(_PAIRS, key=lambda pair: abs(middle / _PAIRS[pair] - 1))
        return unit if min(abs(middle / ratio - 1) for ratio in _PAIRS.values()) < 0.12 else None

    def steps(self, line: Line) -> float | None:
        """Give the steps of an activity: counted, else cadence times moving time."""
        counted, cadence = self.number(line, "steps"), self.number(line, "cadence")
        moving = self.seconds(line, "moving") or self.seconds(line, "timer")
        return counted or (cadence * moving / 60 if cadence and moving else None)

    def activity(self, line: Line, start: dt.datetime) -> ActivityRow:
        word = self.text(line, "sport")
        known = dialects.sport(word, source="garmin")
        if known is None:
            self.unknown[word] += 1
        sport, sub_sport = known or ("unknown", None)
        timer = self.seconds(line, "timer")
        in_miles = self.unit == "mi"
        height = _FOOT_TO_M if in_miles else 1.0
        ascent, descent = self.number(line, "ascent"), self.number(line, "descent")
        session = SessionRow(
            sport=sport,
            sub_sport=sub_sport,
            distance_m=self.metres(line, timer, sport),
            moving_s=timer if timer is not None else self.seconds(line, "moving"),
            elapsed_s=self.seconds(line, "elapsed"),
            ascent_m=None if ascent is None else ascent * height,
            descent_m=None if descent is None else descent * height,
            hr_mean_bpm=self.number(line, "hr_mean") or None,
            hr_max_bpm=self.number(line, "hr_max") or None,
            cadence_mean_spm=self.number(line, "cadence") or None,
            power_mean_w=self.number(line, "power") or None,
            energy_kcal=self.number(line, "energy"),
        )
        return ActivityRow(
            sessions=[session],
            start_local=start,
            name=self.text(line, "name") or None,
            line=line.number,
        )

    def metres(self, line: Line, timer: float | None, sport: str) -> float | None:
        distance = self.number(line, "distance")
        if distance is None:
            return None
        metres = distance * (_MILE_TO_M if self.unit == "mi" else 1000.0)
        fastest_m_s = _FASTEST_M_S if sport in _METRES_SPORTS else _FASTER_THAN_SOUND_M_S
        if timer and metres / timer > fastest_m_s:
            self.as_metres += 1
            self.as_metres_on_foot += sport in plausible.ON_FOOT
            return distance if SLOWEST_M_S <= distance / timer <= _FASTEST_M_S else None
        return metres


def read_garmin_activities(sheet: Sheet) -> Batch:
    """Read Garmin Connect's list of activities, in the languages of data/dialects/headers.csv.

    Times are local, without a zone. The header names no unit: kilometres and miles are told apart by stride
    length and cadence; where a list has neither, kilometres are taken and a problem says so.
    """
    reader = _Reader(sheet)
    batch = Batch(kind="garmin_activities")
    reader.unit = reader.distance_unit(sheet.lines)
    texts = sheet.column(reader.at["start"])
    order = date_order(texts, None, sheet.header)
    for line, text in zip(sheet.lines, texts):
        start = cells.date_time(text, order)
        if start is None:
            shown = cells.shape(text)
            batch.problems.append(
                Problem(f"its date is not understood (it is built like '{shown}')", line.number)
            )
            continue
        try:
            batch.activities.append(reader.activity(line, start))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
    # The list holds what was shown when it was saved; filtered to other sports, it says nothing of running.
    batch.is_complete_list = any(row.sessions[0].sport == "running" for row in batch.activities)
    for word, count in reader.unknown.items():
        batch.problems.append(
            Problem(f"the sport of {count} activities: the word '{word[:40]}' is not known")
        )
    on_foot = sum(row.sessions[0].sport in plausible.ON_FOOT for row in batch.activities)
    if reader.as_metres_on_foot >= plausible.FEW and reader.as_metres_on_foot * 2 > on_foot:
        word = sheet.header[reader.at["distance"]]
        raise AskError(
            f"Most distances under '{word[:40]}' are no kilometres: they would be faster than anybody."
            f" {WHERE_ASKED}",
            header=tuple(sheet.header),
        )
    if reader.as_metres:
        batch.problems.append(
            Problem(
                f"the distance of {reader.as_metres} activities is taken for metres in a column of"
                " kilometres: as kilometres they would be faster than anybody"
            )
        )
    if reader.unit is None and any(row.sessions[0].distance_m for row in batch.activities):
        batch.problems.append(
            Problem("the unit of distance: the list does not name it, so kilometres are taken")
        )
    return batch
