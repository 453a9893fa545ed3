"""One door for every file: told by its bytes, read by its reader, or refused with a true reason.

A reader is loaded when the first file of its kind comes: a worker that reads an account's FIT files starts in
two thirds of the time.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from analytics.errors import UnreadableError
from analytics.ingest import archives, garmin_account, gzipped, sniffing
from analytics.ingest.batch import ActivityRow, Batch, Problem

log = logging.getLogger(__name__)


def _read_fit(data: bytes) -> Batch:
    from analytics.ingest.fit import read_fit

    return read_fit(data)


def _read_gpx(data: bytes) -> Batch:
    from analytics.ingest.gpx import read_gpx

    return read_gpx(data)


def _read_tcx(data: bytes) -> Batch:
    from analytics.ingest.tcx import read_tcx

    return read_tcx(data)


def _reader(kind: str) -> Callable[[bytes], Batch]:
    readers: dict[str, Callable[[bytes], Batch]] = {
        "fit": _read_fit,
        "gpx": _read_gpx,
        "tcx": _read_tcx,
        **dict.fromkeys(garmin_account.KINDS.values(), garmin_account.read_garmin_account),
    }
    return readers[kind]


def read(data: bytes, name: str, *, in_archive: bool = False) -> Batch:
    """Read one file, whatever it is called.

    Parameters
    ----------
    data
        Its bytes; gzip is unpacked first.
    name
        What the person calls it; used where the content alone does not say what a table is.
    in_archive
        True for a member of an archive or folder that nobody chose one by one: pictures, pages and settings
        lists come back as ignored instead of being refused.

    Raises
    ------
    UnreadableError
        If it cannot be read; nothing else is ever raised.
    """
    try:
        return _read(data, name, in_archive=in_archive)
    except UnreadableError:
        raise
    except MemoryError:
        raise UnreadableError("The file needs more memory than there is.") from None
    except Exception as error:
        log.error("a reader failed on %d bytes: %s at %s", len(data), type(error).__name__, _where(error))
        raise UnreadableError(
            f"The file is damaged or of a shape not met before ({type(error).__name__})."
        ) from None


def _where(error: Exception) -> str:
    """Name the line of code that failed; the message may hold what is written in a person's file."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"


def _read(data: bytes, name: str, *, in_archive: bool) -> Batch:
    quality: str | None = None
    kind = sniffing.sniff(data, name)
    if kind == "gzip":
        data, quality = gzipped.inflate(data)
        kind = sniffing.sniff(data, name)
        if kind == "gzip":
            raise UnreadableError("The file is packed twice (gzip in gzip): unpack it once.")
    if kind == "zip":
        raise UnreadableError(
            "This is an archive inside another file: unpack it and hand in the files inside."
        )
    if kind == "table":
        from analytics.ingest import tables

        try:
            batch = tables.read_table(data, name)
        except tables.NotATableError:
            if not in_archive:
                raise
            return Batch(kind="other", ignored="No training in it: a text.")
    elif kind is not None:
        batch = _reader(kind)(data)
    elif in_archive and data:
        return Batch(kind="other", ignored=f"No training in it: {sniffing.what_it_is(data).split(':')[0]}.")
    else:
        raise sniffing.refusal(data)
    if kind == "fit":
        _leave_out_undated(batch)
    if quality == "cut_off":
        batch.problems.append(Problem("the packed file (gzip) ends too early; what came before is read"))
        for row in batch.activities:
            row.quality = "cut_off"
    return batch


UNDATED = (
    "The watch's clock was not set, so this activity has no date: "
    "hand in a table with its day, distance and time instead."
)


def _leave_out_undated(batch: Batch) -> None:
    """Leave out what cannot be placed in time.

    Raises
    ------
    UnreadableError
        If nothing else is in the file.
    """
    dated = [row for row in batch.activities if row.start_utc or row.start_local]
    if len(dated) == len(batch.activities):
        return
    if not dated:
        raise UnreadableError(UNDATED)
    batch.activities = dated
    batch.problems = [one for one in batch.problems if "clock was not set" not in one.reason] + [
        Problem(UNDATED)
    ]


def join_list(list_batch: Batch, *, list_name: str = "activities.csv") -> dict[str, ActivityRow]:
    """Give the rows of an account's activity list by the archive member each describes.

    Parameters
    ----------
    list_batch
        The list, as read.
    list_name
        The list's own name in the archive or folder: its file names are relative to it.

    Returns
    -------
    dict
        By member name, and by that name without `.gz` for exports that were unpacked. Where several rows name
        one file (a multi-sport session), the first stands. Rows without a file are in `rows_without_file`.
    """
    joined: dict[str, ActivityRow] = {}
    for row in list_batch.activities:
        if row.file_ref:
            name = archives.beside(list_name, row.file_ref)
            joined.setdefault(name, row)
            joined.setdefault(name.removesuffix(".gz"), row)
    return joined


def rows_without_file(list_batch: Batch) -> list[ActivityRow]:
    """Give the rows of an activity list that name no file: activities entered by hand."""
    return [row for row in list_batch.activities if not row.file_ref]
