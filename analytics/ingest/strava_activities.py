"""Strava's list of activities: read by position, since its header is translated and its width has changed."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections import Counter

from analytics.errors import UnreadableError
from analytics.ingest import cells
from analytics.ingest.batch import ActivityRow, Batch, Problem, SessionRow
from analytics.ingest.sheets import Line, Sheet
from analytics.knowledge import dialects

SIDE_LISTS = frozenset({
    "applications.csv", "bikes.csv", "blocks.csv", "clubs.csv", "comments.csv", "components.csv",
    "connected_apps.csv", "contacts.csv", "email_preferences.csv", "events.csv", "favorites.csv", "flags.csv",
    "followers.csv", "following.csv", "general_preferences.csv", "global_challenges.csv", "goals.csv",
    "group_challenges.csv", "local_legend_segments.csv", "logins.csv", "media.csv", "memberships.csv",
    "messaging.csv", "mobile_device_identifiers.csv", "orders.csv", "partner_opt_outs.csv", "posts.csv",
    "privacy_zones.csv", "profile.csv", "reactions.csv", "routes.csv", "segments.csv", "shoes.csv",
    "social_settings.csv", "starred_routes.csv", "starred_segments.csv", "support_tickets.csv",
    "visibility_settings.csv",
})  # fmt: skip
"""Names of the other tables of a Strava export, which are not translated."""

_FILE = re.compile(r"activities/[^/]+\.(?:fit|tcx|gpx)(?:\.gz)?$", re.IGNORECASE)
_ID = re.compile(r"\d{1,20}$", re.ASCII)
_LOOKED_AT = 500
_KM_TO_M = 1000.0
_MILE_TO_M = 1609.344
_SHORT_LAYOUT_COLUMNS = 12


def _file_column(sheet: Sheet) -> int | None:
    """Find the column of file names: by its values, else its header, else by what stands beside it."""
    counts: Counter[int] = Counter()
    for line in sheet.lines[:_LOOKED_AT]:
        counts.update(number for number, cell in enumerate(line.cells) if _FILE.match(cell))
    if counts:
        return counts.most_common(1)[0][0]
    named = dialects.columns("strava_activities", sheet.header)
    if "file" in named:
        return named["file"][0]
    candidates = [at for at in range(8, min(16, len(sheet.header) - 6)) if _agrees(sheet, at)]
    return candidates[0] if len(candidates) == 1 else None


def _numbers(sheet: Sheet, column: int) -> list[float | None]:
    found: list[float | None] = []
    for line in sheet.lines[:_LOOKED_AT]:
        try:
            found.append(cells.number(line.cells[column]))
        except ValueError:
            found.append(None)
    return found


def _agrees(sheet: Sheet, file_column: int) -> bool:
    """Say whether elapsed time stands again where it should, relative to a supposed file column."""
    if file_column + 5 >= len(sheet.header):
        return False
    pairs = zip(_numbers(sheet, 5), _numbers(sheet, file_column + 3))
    both = [(one, again) for one, again in pairs if one is not None and again is not None]
    return len(both) >= 1 and sum(abs(one - again) <= 1 for one, again in both) >= 0.9 * len(both)


def fits(sheet: Sheet) -> bool:
    """Say whether a table is Strava's list, whatever the language of its header."""
    if len(sheet.header) < 10:
        return False
    if dialects.folded(sheet.header[0]) == "activity id" and not sheet.lines:
        return True
    lines = sheet.lines[:_LOOKED_AT]
    numbered = sum(bool(_ID.match(line.cells[0])) for line in lines)
    return bool(lines) and numbered >= 0.9 * len(lines) and _file_column(sheet) is not None


def _sport(word: str, unknown: Counter[str]) -> tuple[dialects.Sport, str | None]:
    known = dialects.sport(word, source="strava")
    if known is None:
        unknown[word] += 1
        return "unknown", None
    return known


class _Row:
    """The cells of one line by field, read on demand; what is no number where one should be is a fault."""

    def __init__(self, line: Line, at: dict[str, int]) -> None:
        self.line = line
        self.at = at

    def text(self, field: str) -> str:
        column = self.at.get(field)
        return self.line.cells[column] if column is not None and column < len(self.line.cells) else ""

    def number(self, field: str) -> float | None:
        return cells.number(self.text(field))


def _layout(sheet: Sheet) -> dict[str, int]:
    file_column = _file_column(sheet)
    if file_column is None:
        raise UnreadableError(
            "This looks like Strava's list of activities, but its column of files is not found."
        )
    places = {
        one.field: one.offset + (file_column if one.from_file_column else 0)
        for one in dialects.strava_positions()
    }
    at = {field: place for field, place in places.items() if place < len(sheet.header)}
    at["file"] = file_column
    if len(sheet.header) > _SHORT_LAYOUT_COLUMNS and not _agrees(sheet, file_column):
        raise UnreadableError(
            "This looks like Strava's list of activities in a layout not met before: the elapsed time does"
            " not stand where it should, so no number in it can be trusted."
        )
    return at


def _check_metres(sheet: Sheet, at: dict[str, int]) -> None:
    """Make sure that the second distance is the first one in metres: 1,000 or 1,609 times as large."""
    texts = sheet.column(at["distance_check"])[:_LOOKED_AT]
    mark = cells.decimal_mark([texts])
    ratios = []
    for text, metres in zip(texts, _numbers(sheet, at["distance"])):
        try:
            shown = cells.number(text, mark)
        except ValueError:
            continue
        if shown and metres and shown > 0.5:
            ratios.append(metres / shown)
    if not ratios:
        return
    middle = statistics.median(ratios)
    if not any(abs(middle / known - 1) < 0.03 for known in (1.0, _KM_TO_M, _MILE_TO_M)):
        raise UnreadableError(
            "This looks like Strava's list of activities, but its two distances do not agree, so no number in"
            " it can be trusted."
        )


def _mean_cadence(row: _Row) -> float | None:
    """Give the smaller of highest and mean cadence: the Dutch layout has them the other way round."""
    one, other = row.number("cadence"), row.number("cadence_again")
    return None if one is None or other is None else min(one, other)


def _activity(row: _Row, start: dt.datetime, unknown: Counter[str], *, has_metres: bool) -> ActivityRow:
    sport, sub_sport = _sport(row.text("sport"), unknown)
    strides = _mean_cadence(row) if has_metres else None
    on_foot = sport in ("running", "walking", "hiking")
    session = SessionRow(
        sport=sport,
        sub_sport=sub_sport,
        start_utc=start,
        distance_m=row.number("distance") if has_metres else None,
        moving_s=row.number("moving") if has_metres else None,
        elapsed_s=row.number("elapsed") if has_metres else row.number("elapsed_check"),
    )
    if has_metres:
        session.ascent_m = row.number("ascent")
        session.descent_m = row.number("descent")
        session.hr_mean_bpm = row.number("hr_mean")
        session.hr_max_bpm = row.number("hr_max")
        session.cadence_mean_spm = 2 * strides if on_foot and strides else None
        session.power_mean_w = row.number("power")
        session.energy_kcal = row.number("energy")
        session.temperature_mean_c = row.number("temperature")
        effort = row.number("rpe")
        session.rpe_0_10 = effort if effort is not None and 0 <= effort <= 10 else None
    return ActivityRow(
        sessions=[session],
        start_utc=start,
        name=row.text("name") or None,
        description=row.text("description") or None,
        external_id=row.text("id") or None,
        file_ref=row.text("file") or None,
        gear=_gear(row.text("gear")),
        line=row.line.number,
    )


def _gear(text: str) -> list[str]:
    """Give what was worn or ridden; a cell that says yes, no or a number is none."""
    named = any(letter.isalpha() for letter in text) and text.casefold() not in ("true", "false")
    return [text] if named else []


def _read(sheet: Sheet, at: dict[str, int], *, has_metres: bool) -> Batch:
    batch = Batch(kind="strava_activities", is_complete_list=True)
    texts = sheet.column(at["start"])
    unknown: Counter[str] = Counter()
    for line, text, start in zip(sheet.lines, texts, cells.date_times(texts)):
        if start is None:
            shown = cells.shape(text)
            batch.problems.append(
                Problem(f"its date is not understood (it is built like '{shown}')", line.number)
            )
            continue
        try:
            batch.activities.append(_activity(_Row(line, at), start, unknown, has_metres=has_metres))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
    for word, count in unknown.items():
        batch.problems.append(
            Problem(f"the sport of {count} activities: the word '{word[:40]}' is not known")
        )
    return batch


def read_strava_activities(sheet: Sheet) -> Batch:
    """Read Strava's list of activities, in any language whose dates are understood.

    The second distance, elapsed and moving time count: metres and seconds with a dot, whatever the language.
    Times are UTC.

    Raises
    ------
    UnreadableError
        If the layout is not one of those met, since numbers would then be misread.
    """
    at = _layout(sheet)
    has_metres = len(sheet.header) > _SHORT_LAYOUT_COLUMNS
    if has_metres:
        _check_metres(sheet, at)
    batch = _read(sheet, at, has_metres=has_metres)
    if not has_metres and batch.activities:
        batch.problems.append(
            Problem("distances: this layout gives them in kilometres or miles without saying which")
        )
    return batch


def read_old_strava_activities(sheet: Sheet) -> Batch:
    """Read the list as exported before July 2019: ten lower-case columns, metres, ISO dates in UTC.

    References
    ----------
    hugovk/strava-tools, pull request 1: the same activity from both exports, 3681.0 and 3.68.
    """
    named = dialects.columns("strava_old", sheet.header)
    at = {field: number for field, (number, _) in named.items()}
    batch = _read(sheet, at, has_metres=True)
    speeds = [
        session.distance_m / session.elapsed_s
        for row in batch.activities
        for session in row.sessions
        if session.distance_m and session.elapsed_s
    ]
    # Metres a second lie near 3; kilometres or miles a second would lie below 0.02.
    if speeds and statistics.median(speeds) < 0.1:
        for row in batch.activities:
            row.sessions[0].distance_m = None
        batch.problems.append(Problem("distances: they are not in metres, as this layout has them"))
    return batch
