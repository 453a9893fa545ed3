"""Which table a CSV is, by its header, and the door to the reader of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from analytics.errors import UnreadableError
from analytics.ingest import (
    cells,
    garmin_activities,
    hevy,
    hipstride_tables,
    layouts,
    plain_activities,
    plausible,
    set_logs,
    strava_activities,
    strava_gear,
    strong,
)
from analytics.ingest.batch import Batch
from analytics.ingest.layouts import STARTS, WHERE_ASKED, AskError, Column, Layout
from analytics.ingest.sheets import Sheet, read_sheet
from analytics.knowledge import dialects

_READERS: dict[str, Callable[[Sheet], Batch]] = {
    "hevy": hevy.read_hevy,
    "strong": strong.read_strong,
    "garmin_activities": garmin_activities.read_garmin_activities,
    "strava_old": strava_activities.read_old_strava_activities,
    "strava_activities": strava_activities.read_strava_activities,
}
_BY_LAYOUT: dict[str, Callable[[Sheet, Layout], Batch]] = {
    "sets": set_logs.read_sets,
    "activities": plain_activities.read_activities,
}

_HEADERS_NAMED = 6
_MUCH_BETTER = 3


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
    for kind, dialect in dialects.dialects().items():
        found = set(dialects.columns(kind, header))
        if dialect.needs <= found and set(STARTS) & found:
            return kind
    return None


def _not_understood(sheet: Sheet) -> AskError:
    words = [word or "(empty)" for word in sheet.header]
    named = ", ".join(f"'{word[:40]}'" for word in words[:_HEADERS_NAMED])
    more = f" and {len(words) - _HEADERS_NAMED} more" if len(words) > _HEADERS_NAMED else ""
    almost = _almost(sheet.header)
    if almost is not None:
        return almost
    return AskError(
        f"The columns of this table are not understood: {named}{more}. {WHERE_ASKED}"
        f" Known as they are: the exports of {_titles()}, and the templates of the import page.",
        header=tuple(sheet.header),
    )


def _titles() -> str:
    """Name the programs whose tables are read."""
    titles = dict.fromkeys(
        one.title for one in dialects.dialects().values() if not one.title.startswith("a ")
    )
    return ", ".join(titles)


def _almost(header: list[str]) -> AskError | None:
    """Name what is missing where a header is nearly one of ours."""
    words = {dialects.folded(word) for word in header}
    for kind in dialects.template_kinds():
        needed = {column.column for column in dialects.template(kind) if column.needed}
        known = {column.column for column in dialects.template(kind)}
        if needed <= words and len(known & words) >= 2:
            strange = [word for word in header if dialects.folded(word) not in known]
            named = ", ".join(f"'{word[:40]}'" for word in strange[:_HEADERS_NAMED])
            what = kind.removeprefix("hipstride_")
            return AskError(
                f"This looks like the template for {what}, with columns that are not in it: {named}."
                " Rename or remove them.",
                header=tuple(header),
            )
    for kind, dialect in dialects.dialects().items():
        found = dialects.columns(kind, header)
        missing = sorted(dialect.needs - set(found))
        if len(dialect.needs) > 4 and len(missing) == 1:
            return AskError(
                f"This looks like a table from {dialect.title}, but no column for its {missing[0]} is"
                f" understood among {', '.join(repr(one) for one in header[:8])}. {WHERE_ASKED}",
                header=tuple(header),
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
    if strava_gear.fits(sheet, name):
        return strava_gear.read_gear(sheet, name)
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
    if kind != "strava_activities":
        question = _told_twice(kind, sheet) or _better_known(kind, sheet.header)
        if question is not None:
            raise question
    if not sheet.lines and not sheet.problems:
        return Batch(kind=_public(kind), ignored="A table with a header and no rows.")
    if kind in dialects.template_kinds():
        batch = hipstride_tables.read_template(kind, sheet)
    elif kind in _READERS:
        batch = _READERS[kind](sheet)
    else:
        batch = _BY_LAYOUT[dialects.dialects()[kind].reader](sheet, layouts.of_dialect(kind, sheet.header))
    if kind in dialects.template_kinds():
        return complete(batch, sheet)
    found = dialects.columns(kind, sheet.header) if kind in dialects.dialects() else {}
    return complete(batch, sheet, {name: sheet.header[number] for name, (number, _) in found.items()})


def complete(batch: Batch, sheet: Sheet, words: Mapping[str, str] | None = None) -> Batch:
    """Add the problems of the table's lines; a table of which nothing could be read is none.

    Parameters
    ----------
    words
        The words of the header by field, where somebody can be asked what they mean; None: a table of ours.

    Raises
    ------
    UnreadableError
        If no line could be read; the first reason is named.
    AskError
        The same, or the numbers cannot be what the header says.
    """
    if words is not None:
        sets = [*batch.sets, *(one for row in batch.activities for one in row.sets)]
        doubt = (
            plausible.doubt_of_sets(sets, words)
            if sets
            else plausible.doubt_of_activities(batch.activities, words)
        )
        if doubt is not None:
            raise AskError(f"{doubt} {WHERE_ASKED}", header=tuple(sheet.header))
    batch.problems = [*sheet.problems, *batch.problems]
    batch.problems.sort(key=lambda one: one.line or 0)
    rows = len(batch.activities) + len(batch.sets) + len(batch.injuries) + len(batch.checkins)
    if not rows + len(batch.weekly_loads):
        if not batch.problems:
            return Batch(kind=batch.kind, ignored="A table without a row of training in it.")
        first = batch.problems[0]
        reason = f"No line of the table could be read; the first reason: {first.reason}."
        if words is not None:
            raise AskError(f"{reason} {WHERE_ASKED}", header=tuple(sheet.header))
        raise UnreadableError(reason, line=first.line)
    return batch


def _told_twice(kind: str, sheet: Sheet) -> AskError | None:
    """Ask which column counts where two of one meaning hold different things in a row."""
    groups: list[tuple[str, list[Column]]]
    if kind in dialects.template_kinds():
        words = [dialects.folded(word) for word in sheet.header]
        groups = [
            ("", [Column(at) for at, one in enumerate(words) if one == word]) for word in dict.fromkeys(words)
        ]
    else:
        groups = [
            (name, list(places))
            for name, places in layouts.of_dialect(kind, sheet.header).columns.items()
            if layouts.is_telling(name)
        ]
    for name, places in groups:
        for line in sheet.lines if len(places) > 1 else []:
            filled = [one for one in places if not cells.is_missing(line.cells[one.number])]
            if len(filled) > 1 and not all(layouts.agree(line, name, filled[0], one) for one in filled[1:]):
                named = " and ".join(f"'{sheet.header[one.number][:40]}'" for one in filled[:2])
                return AskError(
                    f"The columns {named} mean the same and hold different things (line {line.number})."
                    f" {WHERE_ASKED}",
                    header=tuple(sheet.header),
                )
    return None


def _better_known(kind: str, header: list[str]) -> AskError | None:
    """Ask where another program's header is known much better than the one whose needs happen to be met."""
    known = {table: len(dialects.columns(table, header)) for table in dialects.dialects()}
    other = max(known, key=lambda table: known[table])
    if kind not in known or known[other] < known[kind] + _MUCH_BETTER:
        return None
    return AskError(
        f"This looks like a table from {dialects.dialects()[other].title}, with columns that are not in it:"
        f" {', '.join(repr(one[:40]) for one in header[:8])}. {WHERE_ASKED}",
        header=tuple(header),
    )


def _public(kind: str) -> str:
    return "strava_activities" if kind == "strava_old" else kind
