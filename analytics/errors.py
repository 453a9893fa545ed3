"""The few kinds of error a person can meet, each with what they need to act on it."""

from __future__ import annotations


class AnalyticsError(Exception):
    """Something a person gave us, or asked of us, cannot be used; the message says what to do."""


class WhichAthleteError(AnalyticsError):
    """It is not said whose data these are, and there are several people they could belong to."""


class UnreadableError(AnalyticsError):
    """A file, or a part of one, cannot be read.

    Parameters
    ----------
    reason
        One plain sentence: what is wrong and, where there is one, the way out.
    offset
        Byte offset in the file, where known.
    line
        Line number in the file, counted from 1, where known.
    """

    def __init__(self, reason: str, *, offset: int | None = None, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset
        self.line = line

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.reason} (line {self.line})"
        if self.offset is not None:
            return f"{self.reason} (byte {self.offset})"
        return self.reason


class StoreError(AnalyticsError):
    """The database cannot be opened, is held by another process, or refuses a statement."""


class StoreInUseError(StoreError):
    """Another process holds the database."""


class NotEnoughDataError(AnalyticsError):
    """An estimate was asked for that the data cannot carry.

    Parameters
    ----------
    what
        What is missing, in words.
    needed, have
        How much is needed and how much there is, in the same unit.
    """

    def __init__(self, what: str, *, needed: float, have: float) -> None:
        super().__init__(f"{what}: {have:g} there, {needed:g} needed")
        self.what = what
        self.needed = needed
        self.have = have
