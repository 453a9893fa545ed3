"""The small FIT messages (sessions, laps, sets) as lists: a field by its name, scaled as the profile says."""

from __future__ import annotations

import datetime as dt

from analytics.ingest.fit_columns import Table
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_scan import Segment

EPOCH = dt.datetime(1989, 12, 31)
EARLIEST_FIT_S = 0x10000000
"""FIT: smaller times count from when the device was switched on, and name no date."""

MAX_ROWS = 10_000
"""A day of ten-second laps; what is more is damage."""


class Rows:
    """All messages of one kind, for messages of which a file holds few."""

    def __init__(self, data: bytes, segment: Segment, message: str) -> None:
        self._message = profile().messages[message]
        # Several readers look at the same few messages.
        table = segment.tables.get(self._message)
        if table is None:
            table = segment.tables[self._message] = Table(data, segment, self._message, most=MAX_ROWS)
        self._table: Table = table
        self.length = self._table.length

    def numbers(self, name: str) -> list[float | None]:
        """A field in its unit; None where absent or invalid."""
        field = profile().fields[self._message, name]
        return self._table.few_numbers(field.number, scale=field.scale, offset=field.offset)

    def codes(self, name: str) -> list[int | None]:
        """The bare numbers of an enum or index; of several the first."""
        return self._table.firsts(profile().fields[self._message, name].number)

    def ranks(self, name: str) -> list[list[int | None]]:
        """All numbers of a field that holds several; None where invalid."""
        return self._table.ranks(profile().fields[self._message, name].number)

    def texts(self, name: str) -> list[str | None]:
        """A text field; None where absent or empty."""
        return self._table.texts(profile().fields[self._message, name].number)

    def moments(self, name: str) -> list[dt.datetime | None]:
        """A time as naive UTC; None where absent or not a date."""
        return [moment(value) for value in self.codes(name)]


def moment(fit_s: int | None) -> dt.datetime | None:
    """FIT seconds as naive UTC; None where they name no date.

    Examples
    --------
    >>> moment(1_000_000_000)
    datetime.datetime(2021, 9, 8, 1, 46, 40)
    >>> moment(12) is None
    True
    """
    if fit_s is None or not EARLIEST_FIT_S <= fit_s < 0xFFFFFFFF:
        return None
    return EPOCH + dt.timedelta(seconds=fit_s)


def fit_seconds(when: dt.datetime) -> float:
    """The reverse of `moment`."""
    return (when - EPOCH).total_seconds()
