"""Which table a CSV is, by its header, and the door to the reader of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from analytics.errors import UnreadableError
from analytics.ingest import (
    garmin_activities,
    hevy,
    hipstride_tables,
    plain_activities,
    strava_activities,
    strong,
)
from analytics.ingest.batch import Batch
from analytics.ingest.sheets import Sheet, read_sheet
from analytics.knowledge import dialects

# Fields a header must name before a table counts as one of a kind; more telling kinds come first.
_TELLING: dict[str, tuple[str, ...]] = {
    "hevy": ("exercise", "start", "set_no", "set_type"),
    "strong": ("start", "exercise", "set_no", "reps"),
    "garmin_activities": ("sport", "start", "name", "distance", "timer"),
    "strava_old": ("id", "start", "name", "sport", "elapsed", "distance", "file"),
}
_READERS: dict[str, Callable[[Sheet], Batch]] = {
    "hevy": hevy.read_hevy,
    "strong": strong.read_strong,
    "garmin_activities": garmin_activities.read_garmin_activities,
    "strava_old": strava_activities.read_old_strava_activities,
    "strava_activities": strava_activities.read_strava_activities,
    "plain_activities": plain_activities.read_plain_activities,
}

_HEADERS_NAMED = 6


class NotATableError(UnreadableError):
    """What looked like a table by its first line is a text."""


def kind_of(header: list[str]) -> str | None:
    """Say which table a header belongs to; None where it is none that can be read.

    Examples
    --------
    >>> kind_of(["Date", "Workout Name", "Exercise Name", "Set Order", "Weight", "Reps"])
    'strong'
    """
    for kind in dialects.template_kinds():
        if hipstride_tables.fits(kind, header):
            return kind
    for kind, needed in _TELLING.items():
        if set(needed) <= set(dialects.columns(kind, header)):
            return kind
    if plain_activities.fits(header):
        return "plain_activities"
    return None


def _not_understood(sheet: Sheet) -> UnreadableError:
    words = [word or "(empty)" for word in sheet.header]
    named = ", ".join(f"'{word[:40]}'" for word in words[:_HEADERS_NAMED])
    more = f" and {len(words) - _HEADERS_NAMED} more" if len(words) > _HEADERS_NAMED else ""
    almost = _almost(sheet.header)
    if almost is not None:
        return almost
    return UnreadableError(
        f"The columns of this table are not understood: {named}{more}. Known are the CSV exports of Strava,"
        " Garmin Connect, Hevy and Strong, and the templates of the import page."
    )


def _almost(header: list[str]) -> UnreadableError | None:
    """Name what is missing where a header is nearly one of ours."""
    words = {dialects.folded(word) for word in header}
    for kind in dialects.template_kinds():
        needed = {column.column for column in dialects.template(kind) if column.needed}
        known = {column.column for column in dialects.template(kind)}
        if needed <= words and len(known & words) >= 2:
            strange = [word for word in header if dialects.folded(word) not in known]
            named = ", ".join(f"'{word[:40]}'" for word in strange[:_HEADERS_NAMED])
            what = kind.removeprefix("hipstride_")
            return UnreadableError(
                f"This looks like the template for {what}, with columns that are not in it: {named}."
                " Rename or remove them."
            )
    for kind, telling in _TELLING.items():
        found = dialects.columns(kind, header)
        missing = [field for field in telling if field not in found]
        if len(telling) > 4 and len(missing) == 1:
            return UnreadableError(
                f"This looks like a list of activities from {kind.split('_')[0].title()}, but no column for"
                f" its {missing[0]} is understood among {', '.join(repr(one) for one in header[:8])}."
            )
    return None


def read_table(data: bytes, name: str = "") -> Batch:
    """Read a CSV table of any kind known here.

    Raises
    ------
    UnreadableError
        If the table is not known, or nothing of it can be read.
    """
    sheet = read_sheet(data)
    other = dialects.other_table(sheet.header)
    if other is not None:
        if other.is_sound:
            return Batch(kind=other.kind, ignored=other.reason)
        raise UnreadableError(other.reason)
    kind = kind_of(sheet.header)
    if kind is None and strava_activities.fits(sheet):
        kind = "strava_activities"
    if kind is None:
        if PurePosixPath(name).name.lower() in strava_activities.SIDE_LISTS:
            return Batch(
                kind="strava_other", ignored="A side list of a Strava export; there is no training in it."
            )
        if len(sheet.problems) > len(sheet.lines):
            raise NotATableError("This is a text, not a table: its lines do not have the cells of a header.")
        raise _not_understood(sheet)
    if not sheet.lines and not sheet.problems:
        return Batch(kind=_public(kind), ignored="A table with a header and no rows.")
    if kind in dialects.template_kinds():
        batch = hipstride_tables.read_template(kind, sheet)
    else:
        batch = _READERS[kind](sheet)
    batch.problems = [*sheet.problems, *batch.problems]
    batch.problems.sort(key=lambda one: one.line or 0)
    rows = len(batch.activities) + len(batch.sets) + len(batch.injuries) + len(batch.checkins)
    if not rows + len(batch.weekly_loads):
        if not batch.problems:
            return Batch(kind=batch.kind, ignored="A table without a row of training in it.")
        first = batch.problems[0]
        raise UnreadableError(
            f"No line of the table could be read; the first reason: {first.reason}.", line=first.line
        )
    return batch


def _public(kind: str) -> str:
    return "strava_activities" if kind == "strava_old" else kind
