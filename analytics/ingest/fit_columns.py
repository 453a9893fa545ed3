"""The values in FIT messages: all messages of one layout are read at once through a structured view.

Nothing is interpreted here beyond types, byte order, "invalid" values and the clock of compressed timestamps.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.ingest.fit_scan import TIMESTAMP, Definition, Segment

Raw = npt.NDArray[np.generic]
Floats = npt.NDArray[np.float64]

_NUMBER_TYPES: dict[int, tuple[str, int | None]] = {
    # FIT base type: numpy type, and the value that means "invalid"
    0x00: ("u1", 0xFF),
    0x01: ("i1", 0x7F),
    0x02: ("u1", 0xFF),
    0x83: ("i2", 0x7FFF),
    0x84: ("u2", 0xFFFF),
    0x85: ("i4", 0x7FFFFFFF),
    0x86: ("u4", 0xFFFFFFFF),
    0x88: ("f4", None),
    0x89: ("f8", None),
    0x0A: ("u1", 0),
    0x8B: ("u2", 0),
    0x8C: ("u4", 0),
    0x0D: ("u1", 0xFF),
    0x8E: ("i8", 0x7FFFFFFFFFFFFFFF),
    0x8F: ("u8", 0xFFFFFFFFFFFFFFFF),
    0x90: ("u8", 0),
}
# Some writers leave out the bit that says "has a byte order".
_NUMBER_TYPES.update({base & 0x1F: kind for base, kind in list(_NUMBER_TYPES.items()) if base & 0x80})
_STRING = 0x07


@functools.cache
def invalid(kind: str) -> int:
    """FIT's "invalid" of a numpy integer type: all ones unsigned, the largest positive signed.

    Examples
    --------
    >>> invalid("u1"), invalid("i4") == 2**31 - 1
    (255, True)
    """
    return int(np.iinfo(kind).max)


@functools.cache
def _smallest(kind: str) -> int:
    return int(np.iinfo(kind).min)


@dataclass
class _Part:
    """The messages of one layout: their rows in the table, and their bytes as a table of bytes."""

    definition: Definition
    rows: npt.NDArray[np.intp] | slice
    content: npt.NDArray[np.uint8]


class Table:
    """All messages of one kind in a segment, in the order of the file.

    Parameters
    ----------
    data
        The bytes that were scanned.
    segment
        What the scan found there.
    message
        Global message number.
    most
        Only the first so many messages; None takes all.
    """

    def __init__(self, data: bytes, segment: Segment, message: int, *, most: int | None = None) -> None:
        self._data = data
        self._segment = segment
        definitions = [each for each in segment.definitions if each.message == message]
        offsets = [_offsets(each) for each in definitions]
        if most is not None and sum(map(len, offsets)) > most:
            end = np.sort(np.concatenate(offsets))[most]
            offsets = [each[each < end] for each in offsets]
        self.length = sum(len(each) for each in offsets)
        self._parts: list[_Part] = []
        if not definitions:
            return
        if len(definitions) == 1:
            content = _gather(data, offsets[0], definitions[0].size)
            self._parts.append(_Part(definitions[0], slice(None), content))
            return
        rank = np.empty(self.length, dtype=np.intp)
        rank[np.argsort(np.concatenate(offsets), kind="stable")] = np.arange(self.length)
        at = 0
        for definition, places in zip(definitions, offsets):
            content = _gather(data, places, definition.size)
            self._parts.append(_Part(definition, rank[at : at + len(places)], content))
            at += len(places)

    def _values(self, number: int) -> Iterator[tuple[_Part, Raw, int | None]]:
        """Part, values (one row a message, one column an element) and invalid value of a numeric field."""
        for part in self._parts:
            spot = part.definition.fields.get(number)
            if spot is None or spot[2] not in _NUMBER_TYPES:
                continue
            place, size, base = spot
            kind, nothing = _NUMBER_TYPES[base]
            values = _view(part, place, size, kind)
            if values is not None:
                yield part, values, nothing

    def has(self, number: int) -> bool:
        """Whether any layout of this message holds a field."""
        return any(number in part.definition.fields for part in self._parts)

    def integers(self, number: int, kind: str) -> Raw:
        """One integer column as the file holds it, of our type; where absent or out of range, invalid.

        Parameters
        ----------
        number
            Field number; of a field with several elements the first counts.
        kind
            numpy integer type of the result, such as "u2".
        """
        nothing_ours = invalid(kind)
        column: npt.NDArray[np.integer[Any]] = np.full(self.length, nothing_ours, dtype=kind)
        for part, values, nothing in self._values(number):
            first = values[:, 0]
            if first.dtype.kind == "f":
                continue  # raw integers are wanted, and a float carries the scaled value
            if first.dtype.newbyteorder("=") == column.dtype and nothing == nothing_ours:
                column[part.rows] = first
                continue
            wide = first.astype(np.int64)
            good = (first != nothing) & (wide >= _smallest(kind)) & (wide < nothing_ours)
            column[part.rows] = np.where(good, wide, nothing_ours).astype(kind)
        return column

    def numbers(self, number: int, *, scale: float = 1.0, offset: float = 0.0) -> Floats:
        """One column as value = raw / scale - offset; NaN where absent or invalid."""
        column = np.full(self.length, np.nan)
        for part, values, nothing in self._values(number):
            first = values[:, 0]
            real = first.astype(np.float64)
            if first.dtype.kind != "f":
                real = real / scale - offset
            if nothing is not None:
                real[first == nothing] = np.nan
            column[part.rows] = real
        return column

    def few_numbers(self, number: int, *, scale: float = 1.0, offset: float = 0.0) -> list[float | None]:
        """As `numbers`, of a small table: without the arrays between, which cost more than a few rows do."""
        column: list[float | None] = [None] * self.length
        for part, values, nothing in self._values(number):
            is_scaled = values.dtype.kind == "f"
            for row, value in zip(self._rows(part), values[:, 0].tolist()):
                if value == nothing or not math.isfinite(value):
                    column[row] = None
                else:
                    column[row] = float(value) if is_scaled else value / scale - offset
        return column

    def firsts(self, number: int) -> list[int | None]:
        """The first element of a small table's field; None where absent or invalid."""
        column: list[int | None] = [None] * self.length
        for part, values, nothing in self._values(number):
            if values.dtype.kind == "f":
                continue
            for row, value in zip(self._rows(part), values[:, 0].tolist()):
                column[row] = None if value == nothing else int(value)
        return column

    def texts(self, number: int) -> list[str | None]:
        """A text field of a small table; None where absent or empty."""
        column: list[str | None] = [None] * self.length
        for part in self._parts:
            spot = part.definition.fields.get(number)
            if spot is None or spot[2] != _STRING:
                continue
            place, size, _ = spot
            for row, content in zip(self._rows(part), part.content[:, place : place + size]):
                text = content.tobytes().split(b"\0")[0].decode("utf-8", "replace").strip()
                column[row] = text or None
        return column

    def ranks(self, number: int) -> list[list[int | None]]:
        """All elements of a small table's field, as they stand; None where invalid, none where absent."""
        column: list[list[int | None]] = [[] for _ in range(self.length)]
        for part, values, nothing in self._values(number):
            if values.dtype.kind == "f":
                continue
            for row, found in zip(self._rows(part), values.tolist()):
                column[row] = [None if each == nothing else each for each in found]
        return column

    def elements(self, number: int, kind: str) -> Raw:
        """All elements of a field of our own type, one row a message; invalid where a row has fewer."""
        parts = [(part, values) for part, values, _ in self._values(number)]
        parts = [(part, values) for part, values in parts if values.dtype.newbyteorder("=") == np.dtype(kind)]
        width = max((values.shape[1] for _, values in parts), default=0)
        column = np.full((self.length, width), invalid(kind), dtype=kind)
        for part, values in parts:
            column[part.rows, : values.shape[1]] = values
        return column

    def bytes_of(self, number: int, size: int) -> npt.NDArray[np.uint8]:
        """The bare bytes of a field of a fixed size, one row a message; all ones where absent."""
        column = np.full((self.length, size), 0xFF, dtype=np.uint8)
        for part in self._parts:
            spot = part.definition.fields.get(number)
            if spot is not None and spot[1] == size:
                column[part.rows] = part.content[:, spot[0] : spot[0] + size]
        return column

    def developer_numbers(self, key: tuple[int, int], *, base: int, scale: float, offset: float) -> Floats:
        """One developer field's column; NaN where absent or invalid.

        Parameters
        ----------
        key
            Developer index and field number: another developer's field of the same number is another column.
        base, scale, offset
            FIT base type and scaling, as the file's own field description gives them.
        """
        column = np.full(self.length, np.nan)
        if base not in _NUMBER_TYPES:
            return column
        kind, nothing = _NUMBER_TYPES[base]
        for part in self._parts:
            spot = part.definition.developer.get(key)
            values = _view(part, *spot, kind) if spot is not None else None
            if values is None:
                continue
            real = values[:, 0].astype(np.float64)
            if nothing is not None:
                real[values[:, 0] == nothing] = np.nan
            column[part.rows] = real / scale - offset
        return column

    def times(self) -> npt.NDArray[np.uint32]:
        """FIT timestamps of the messages, those with a compressed header included; invalid where none."""
        column = self.integers(TIMESTAMP, "u4").astype(np.uint32, copy=False)
        rows, offsets = [], []
        for part in self._parts:
            compressed = part.content[:, 0] >= 0x80
            if compressed.any():
                rows.append(self._rows_array(part)[compressed])
                offsets.append(_offsets(part.definition)[: len(compressed)][compressed])
        if rows:
            times = _compressed_times(self._data, self._segment, np.concatenate(offsets))
            column[np.concatenate(rows)] = times
        return column

    def _rows_array(self, part: _Part) -> npt.NDArray[np.intp]:
        return np.arange(self.length) if isinstance(part.rows, slice) else part.rows

    def _rows(self, part: _Part) -> Sequence[int]:
        if isinstance(part.rows, slice):
            return range(self.length)
        rows: list[int] = part.rows.tolist()
        return rows


def _offsets(definition: Definition) -> npt.NDArray[np.int64]:
    return np.frombuffer(definition.offsets, dtype=np.uintc).astype(np.int64) + definition.base


def _gather(data: bytes, offsets: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.uint8]:
    """The messages at some offsets, one a row: a view that overlaps itself, read at those rows."""
    everywhere = np.ndarray((len(data) - size + 1,), dtype=f"V{size}", buffer=data, strides=(1,))
    return everywhere[offsets].view(np.uint8).reshape(len(offsets), size)


def _view(part: _Part, place: int, size: int, kind: str) -> Raw | None:
    """A field of every message as numbers, one column an element; None where size and type differ."""
    width = int(kind[1:])
    if size == 0 or size % width:
        return None
    return np.ndarray(
        (len(part.content), size // width),
        dtype=part.definition.order + kind,
        buffer=part.content,
        offset=place,
        strides=(part.content.shape[1], width),
    )


def _compressed_times(data: bytes, segment: Segment, wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """Times of messages whose header holds five bits of the clock, for their offsets.

    The clock is the last full timestamp of any message before; the five bits say how far it went since,
    modulo 32 seconds. Where no full timestamp came before, the time is invalid.
    """
    offsets, clock, is_full = [], [], []
    for definition in segment.definitions:
        places = _offsets(definition)
        headers = np.frombuffer(data, dtype=np.uint8)[places]
        compressed = headers >= 0x80
        offsets.append(places[compressed])
        clock.append((headers[compressed] & 31).astype(np.int64))
        is_full.append(np.zeros(int(compressed.sum()), dtype=bool))
        spot = definition.fields.get(TIMESTAMP)
        if spot is None or spot[1] != 4:
            continue
        part = _Part(definition, slice(None), _gather(data, places, definition.size))
        stamps = _view(part, spot[0], 4, "u4")
        if stamps is not None:
            full = stamps[:, 0].astype(np.int64)
            good = ~compressed & (full != 0xFFFFFFFF)
            offsets.append(places[good])
            clock.append(full[good])
            is_full.append(np.ones(int(good.sum()), dtype=bool))
    at, value, full_there = np.concatenate(offsets), np.concatenate(clock), np.concatenate(is_full)
    order = np.argsort(at, kind="stable")
    at, value, full_there = at[order], value[order], full_there[order]
    low = value & 31
    forward = np.where(full_there, 0, np.diff(low, prepend=low[:1]) & 31)
    gone = np.cumsum(forward)
    last_full = np.maximum.accumulate(np.where(full_there, np.arange(len(value)), -1))
    time = value[last_full] + gone - gone[last_full]
    time[last_full < 0] = 0xFFFFFFFF
    result: npt.NDArray[np.uint32] = time[np.searchsorted(at, wanted)].astype(np.uint32)
    return result
