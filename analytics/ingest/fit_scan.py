"""Where the messages of a FIT file lie: one scan that touches each message once and keeps its offset only."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import repeat
from operator import length_hint
from typing import Any

import numpy as np

from analytics.errors import UnreadableError
from analytics.ingest.fit_crc import crc16

MAX_BYTES = 256 * 2**20  # a day at one record a second is some 5 MB
MAX_MESSAGES = 2_000_000  # a race of 100 hours, at a record and two other messages a second, has half of it
MAX_LAYOUT = 100_000  # fields in all descriptions of messages, each description counted as 20 more
MAX_FILES = 1_000  # one after the other in the same bytes; a triathlon has five
TIMESTAMP = 253


@dataclass
class Definition:
    """One layout of one message, and where the messages written in it start."""

    message: int
    order: str  # '<' or '>'
    size: int  # bytes of one message, its header byte included
    fields: dict[int, tuple[int, int, int]]  # number -> (place in the message, bytes, base type)
    developer: dict[tuple[int, int], tuple[int, int]]  # (developer index, number) -> (place, bytes)
    offsets: array[int] = field(default_factory=lambda: array("I"))  # from the start of the segment
    base: int = 0  # where that is


@dataclass
class Segment:
    """One FIT file of those lying one after the other in the bytes; mostly there is one."""

    start: int
    end: int  # where its messages end, or the bytes do
    quality: str = "good"
    problems: list[tuple[str, int]] = field(default_factory=list)  # reason, offset
    definitions: list[Definition] = field(default_factory=list)
    tables: dict[int, Any] = field(default_factory=dict)  # message -> its table, once somebody has read it


def is_fit(data: bytes) -> bool:
    """Tell whether some bytes begin as a FIT file does; the first twelve are enough.

    Examples
    --------
    >>> is_fit(bytes([14, 16, 0, 0, 0, 0, 0, 0]) + b".FIT"), is_fit(bytes(200))
    (True, False)
    """
    return len(data) >= 12 and data[0] >= 12 and data[8:12] == b".FIT"


def scan(data: bytes) -> list[Segment]:
    """Find every message, of whatever kind.

    Parameters
    ----------
    data
        A whole FIT file, or several one after the other, damaged or not.

    Returns
    -------
    list of Segment
        One for each FIT file within; damage is told in its `problems`, never raised.

    Raises
    ------
    UnreadableError
        The bytes do not begin as a FIT file, or are larger than any activity.
    """
    if not is_fit(data):
        raise UnreadableError("This is not a FIT file: its header is missing.", offset=0)
    if len(data) > MAX_BYTES:
        reason = f"The file is larger than {MAX_BYTES >> 20} MB, more than any activity."
        raise UnreadableError(reason, offset=MAX_BYTES)
    segments: list[Segment] = []
    place = 0
    budget = _Budget(MAX_MESSAGES, MAX_LAYOUT)
    while place < len(data):
        if len(segments) == MAX_FILES:
            segments[-1].problems.append((f"only the first {MAX_FILES:,} files in it were read", place))
            break
        if not is_fit(data[place : place + 12]):
            segments[-1].problems.append((f"{len(data) - place} bytes after the end were not read", place))
            if segments[-1].quality == "good":
                segments[-1].quality = "trailing"
            break
        segment, place = _scan_one(data, place, budget)
        segments.append(segment)
    return segments


@dataclass
class _Budget:
    """What all files in the bytes together may still hold."""

    messages: int
    layout: int


def _scan_one(data: bytes, start: int, budget: _Budget) -> tuple[Segment, int]:
    """One FIT file from its header on, and where the next would begin."""
    declared = int.from_bytes(data[start + 4 : start + 8], "little")
    first = start + data[start]
    end = first + declared
    segment = Segment(start, min(end, len(data)))
    if declared == 0 and first + 2 < len(data):
        # A device that crashes leaves the size it wrote at the start: 0. The messages are there all the same.
        segment.quality, segment.end = "no_size", len(data)
        segment.problems.append(("the header gives no size: the device did not finish the file", start + 4))
    elif end + 2 > len(data):
        segment.quality = "cut_off"
        if end > len(data):
            reason = f"the file is cut off: {end + 2 - len(data)} of its bytes are missing"
        else:
            reason = "the file is cut off within its checksum"
        segment.problems.append((reason, len(data)))
    elif not _checksums_hold(data, start, end):
        segment.quality = "wrong_checksum"
        segment.problems.append(("the checksum is wrong: some bytes may have changed", end))
    _Walk(data, segment, budget).run(first)
    segment.definitions = [each for each in segment.definitions if each.offsets]
    return segment, segment.end + 2


def _checksums_hold(data: bytes, start: int, end: int) -> bool:
    """The file's own checksum, and the header's where the header has one (0 says it has not)."""
    if data[start] >= 14:
        of_header = int.from_bytes(data[start + 12 : start + 14], "little")
        if of_header not in (0, crc16(data[start : start + 12])):
            return False
    return crc16(memoryview(data)[start:end]) == int.from_bytes(data[end : end + 2], "little")


class _Walk:
    """Step from message to message.

    A step is one look-up of the size that the header byte stands for, and a note of the place; which kinds of
    message lay at those places is told apart afterwards, for all of them at once.
    """

    def __init__(self, data: bytes, segment: Segment, budget: _Budget) -> None:
        # With nothing behind the last message its end is the bytes' own, and no step needs to look for it.
        self.data = data[segment.start : segment.end]
        self.segment = segment
        self.budget = budget
        self.sizes = [0] * 256
        self.current: list[Definition | None] = [None] * 16
        self.known: dict[tuple[int, bytes], Definition] = {}

    def run(self, place: int) -> None:
        """Go through the messages; what stops the walk early is told in the segment's problems."""
        data, sizes = self.data, self.sizes
        place -= self.segment.start
        steps = repeat(None, self.budget.messages)
        while place < len(data):
            places = array("I")
            note = places.append
            try:
                for _ in steps:
                    size = sizes[data[place]]
                    if not size:
                        break
                    note(place)
                    place += size
                else:
                    self._sort_out(places)
                    self._stop(f"more than {MAX_MESSAGES:,} messages", place)
                    break
            except IndexError:
                pass
            if place > len(data):
                self._sort_out(places[:-1])
                self._stop("the last message is incomplete", places[-1])
                break
            self._sort_out(places)
            if place == len(data):
                break
            header = data[place]
            if header & 0xC0 != 0x40:
                self._stop("a message of a kind never described", place)
                break
            place = self._define(place, header)
            if place < 0:
                break
        self.budget.messages = length_hint(steps)

    def _sort_out(self, places: array[int]) -> None:
        """Give the messages since the last description to the definitions their headers mean."""
        if len(places) < _FEW:
            for place in places:
                definition = self.current[_local(self.data[place])]
                assert definition is not None  # or its header would have had no size
                definition.offsets.append(place)
            return
        offsets = np.frombuffer(places, dtype=np.uintc)
        local = _LOCAL[np.frombuffer(self.data, dtype=np.uint8)[offsets]]
        for number in np.flatnonzero(np.bincount(local, minlength=16)).tolist():
            definition = self.current[number]
            assert definition is not None
            definition.offsets.frombytes(offsets[local == number].tobytes())

    def _stop(self, reason: str, place: int) -> None:
        segment = self.segment
        place += segment.start
        if segment.quality == "no_size" and place >= segment.end - 2:
            return  # the two bytes of a checksum whose place no header told
        segment.problems.append((f"reading stopped: {reason}", place))
        if segment.quality == "good":
            segment.quality = "cut_off"

    def _define(self, place: int, header: int) -> int:
        """Read a definition message; where the next message begins, or -1 to stop."""
        data, end = self.data, len(self.data)
        if place + 6 > end:
            self._stop("the last description is incomplete", place)
            return -1
        after_fields = place + 6 + 3 * data[place + 5]
        after = after_fields
        if header & 0x20:
            after = after_fields + 1 + 3 * data[after_fields] if after_fields < end else end + 1
        if after > end:
            self._stop("the last description is incomplete", place)
            return -1
        key = (header & 0x2F, data[place + 1 : after])
        definition = self.known.get(key)
        if definition is None:
            self.budget.layout -= 20 + (after - place - 6) // 3
            if self.budget.layout < 0:
                self._stop("too many descriptions of messages", place)
                return -1
            definition = self.known[key] = _read_definition(data, place, after_fields, after)
            self.segment.definitions.append(definition)
            definition.base = self.segment.start
        self._use(header & 0x0F, definition)
        return after

    def _use(self, local: int, definition: Definition) -> None:
        """From here on, headers of this local number mean this definition."""
        if self.current[local] is definition:
            return  # some devices describe every message anew
        self.current[local] = definition
        # Bits 4 and 5 of a data message's header have no meaning yet.
        for header in (local, local | 0x10, local | 0x20, local | 0x30):
            self.sizes[header] = definition.size
        if local < 4:
            first = 0x80 | local << 5
            self.sizes[first : first + 32] = [definition.size] * 32


def _local(header: int) -> int:
    """The local number in a data message's header; one with a compressed timestamp has room for four."""
    return (header >> 5) & 3 if header & 0x80 else header & 0x0F


_LOCAL = np.array([_local(header) for header in range(256)], dtype=np.uint8)
_FEW = 40  # so many are sorted out faster one by one


def _read_definition(data: bytes, place: int, after_fields: int, after: int) -> Definition:
    """The layout a definition message describes; of a field described twice the first counts."""
    order = ">" if data[place + 2] else "<"
    message = int.from_bytes(data[place + 3 : place + 5], "big" if order == ">" else "little")
    fields: dict[int, tuple[int, int, int]] = {}
    developer: dict[tuple[int, int], tuple[int, int]] = {}
    at = 1
    for entry in range(place + 6, after_fields, 3):
        number, size, base = data[entry : entry + 3]
        fields.setdefault(number, (at, size, base))
        at += size
    for entry in range(after_fields + 1, after, 3):
        number, size, index = data[entry : entry + 3]
        developer.setdefault((index, number), (at, size))
        at += size
    return Definition(message, order, at, fields, developer)
