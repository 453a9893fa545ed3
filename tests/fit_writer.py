"""A tiny FIT encoder, so that tests have FIT files of their own: sound ones, odd ones and damaged ones.

Reach it through the fixture `fit_writer`:

    data = fit_writer.run_file(seconds=600, speed_m_s=3.0)
    data = fit_writer.strength_file([fit_writer.Done(category=10, subtype=44, reps=12)])
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

EPOCH = dt.datetime(1989, 12, 31)
ENUM, U1, I1, I2, U2, I4, U4, TEXT, F4, F8, U1Z = (
    0x00,
    0x02,
    0x01,
    0x83,
    0x84,
    0x85,
    0x86,
    0x07,
    0x88,
    0x89,
    0x0A,
)
_FORMAT = {
    ENUM: "B",
    U1: "B",
    I1: "b",
    I2: "h",
    U2: "H",
    I4: "i",
    U4: "I",
    F4: "f",
    F8: "d",
    U1Z: "B",
    0x8B: "H",
    0x8C: "I",
    0x0D: "B",
}
_INVALID = {ENUM: 0xFF, U1: 0xFF, I1: 0x7F, I2: 0x7FFF, U2: 0xFFFF, I4: 0x7FFFFFFF, U4: 0xFFFFFFFF, U1Z: 0}

FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE, WORKOUT, STEP, ACTIVITY = (
    0,
    12,
    18,
    19,
    20,
    21,
    23,
    26,
    27,
    34,
)
FIELD_DESCRIPTION, SET, TITLE = 206, 225, 264

Fields = Sequence[tuple[int, int, Any]]
"""Field number, base type, value: a number, None for invalid, a text, or several numbers."""


def slow_crc16(data: bytes) -> int:
    """CRC-16/ARC, bit by bit: too obvious to be wrong."""
    state = 0
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ 0xA001 if state & 1 else state >> 1
    return state


def fit_s(when: dt.datetime) -> int:
    """Naive UTC as FIT seconds."""
    return int((when - EPOCH).total_seconds())


@dataclass
class FitWriter:
    """Collects messages; `to_bytes` closes the file with its header and checksums."""

    order: str = "<"  # of the definitions; the container is always little
    header_size: int = 14
    body: bytearray = field(default_factory=bytearray)
    _described: dict[int, bytes] = field(default_factory=dict)

    def add(
        self,
        message: int,
        fields: Fields,
        *,
        local: int = 0,
        developer: Sequence[tuple[int, int, int, Any]] = (),
        compressed_s: int | None = None,
        order: str | None = None,
    ) -> FitWriter:
        """Write one message, and its definition before it where the local number meant something else.

        `developer` rows are field number, developer index, base type, value. `compressed_s` (0 to 31) writes
        a compressed timestamp header.
        """
        order = order or self.order
        definition, content = bytearray(), bytearray()
        for number, base, value in fields:
            packed = pack(base, value, order)
            definition += bytes([number, len(packed), base])
            content += packed
        described = bytearray([0, order == ">"]) + struct.pack(order + "H", message) + bytes([len(fields)])
        described += definition
        if developer:
            described += bytes([len(developer)])
            for number, index, base, value in developer:
                packed = pack(base, value, order)
                described += bytes([number, len(packed), index])
                content += packed
        header = 0x40 | (0x20 if developer else 0) | local
        if self._described.get(local) != bytes([header]) + described:
            self._described[local] = bytes([header]) + bytes(described)
            self.body += self._described[local]
        self.body.append(local if compressed_s is None else 0x80 | local << 5 | compressed_s)
        self.body += content
        return self

    def raw(self, content: bytes) -> FitWriter:
        """Write bytes as they are: definitions no sane device writes, or garbage."""
        self.body += content
        return self

    def to_bytes(
        self,
        *,
        data_size: int | None = None,
        header_crc: int | None = None,
        file_crc: int | None = None,
    ) -> bytes:
        """The whole file; the arguments put something false in the place of what is true."""
        size = len(self.body) if data_size is None else data_size
        head = struct.pack("<BBHI4s", self.header_size, 32, 2195, size, b".FIT")
        if self.header_size >= 14:
            head += struct.pack("<H", slow_crc16(head) if header_crc is None else header_crc)
        head = head.ljust(self.header_size, b"\0")
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", slow_crc16(whole) if file_crc is None else file_crc)


def pack(base: int, value: Any, order: str = "<") -> bytes:
    """One field's bytes."""
    if base == TEXT:
        return str(value).encode() + b"\0"
    values: Iterable[Any] = value if isinstance(value, (list, tuple)) else [value]
    return b"".join(
        struct.pack(order + _FORMAT[base], _INVALID[base] if each is None else each) for each in values
    )


def file_id(writer: FitWriter, *, kind: int = 4, created: dt.datetime) -> FitWriter:
    """The message every FIT file begins with."""
    fields = [(0, ENUM, kind), (1, U2, 255), (2, U2, 1), (4, U4, fit_s(created))]
    return writer.add(FILE_ID, fields)


def run_file(
    *,
    start: dt.datetime = dt.datetime(2026, 3, 2, 6, 0, 0),
    seconds: int = 60,
    speed_m_s: float = 3.0,
    hr_bpm: int = 140,
    strides: int = 85,
    utc_offset_h: float | None = 1.0,
    sport: int = 1,
    sub_sport: int = 0,
    with_session: bool = True,
    with_positions: bool = False,
    writer: FitWriter | None = None,
) -> bytes:
    """A whole activity at one even speed: `seconds` + 1 records, one lap, one session, the timer's events."""
    w = writer or FitWriter()
    file_id(w, created=start)
    first, last = fit_s(start), fit_s(start) + seconds
    w.add(EVENT, [(253, U4, first), (0, ENUM, 0), (1, ENUM, 0)], local=1)
    for second in range(seconds + 1):
        fields = [
            (253, U4, first + second),
            (5, U4, round(second * speed_m_s * 100)),
            (6, U2, round(speed_m_s * 1000)),
            (2, U2, (50 + 500) * 5),
            (3, U1, hr_bpm),
            (4, U1, strides),
        ]
        if with_positions:
            # 45.0 N 7.0 E, northwards: no place anybody lives by choice of ours
            fields += [(0, I4, round((45 + second * speed_m_s / 111_195) * 2**31 / 180))]
            fields += [(1, I4, round(7 * 2**31 / 180))]
        w.add(RECORD, fields, local=2)
    w.add(EVENT, [(253, U4, last), (0, ENUM, 0), (1, ENUM, 4)], local=1)
    distance = round(seconds * speed_m_s * 100)
    times = [(253, U4, last), (2, U4, first), (7, U4, seconds * 1000), (8, U4, seconds * 1000)]
    w.add(LAP, [*times, (9, U4, distance), (15, U1, hr_bpm), (16, U1, hr_bpm)], local=3)
    if with_session:
        totals = [(9, U4, distance), (16, U1, hr_bpm), (17, U1, hr_bpm), (18, U1, strides)]
        w.add(SESSION, [*times, (5, ENUM, sport), (6, ENUM, sub_sport), *totals], local=4)
        if utc_offset_h is not None:
            local_s = last + round(utc_offset_h * 3600)
            w.add(ACTIVITY, [(253, U4, last), (5, U4, local_s), (1, U2, 1)], local=5)
    return w.to_bytes()


@dataclass
class Done:
    """One set of `strength_file`."""

    category: int | None = None
    subtype: int | None = None
    reps: int | None = None
    seconds: float = 30.0
    weight_kg: float | None = None
    active: bool = True
    step: int | None = None


def strength_file(
    sets: Sequence[Done],
    *,
    start: dt.datetime = dt.datetime(2026, 3, 3, 17, 0, 0),
    utc_offset_h: float = 1.0,
    workout: str | None = None,
    steps: Sequence[tuple[str, int | None, int | None]] = (),
    titles: Sequence[tuple[int, int, str]] = (),
) -> bytes:
    """A strength workout: steps are (name, category, subtype), titles (category, subtype, title)."""
    w = FitWriter()
    file_id(w, created=start)
    if workout is not None:
        w.add(WORKOUT, [(8, TEXT, workout)], local=1)
    for index, (name, category, subtype) in enumerate(steps):
        w.add(STEP, [(254, U2, index), (0, TEXT, name), (10, U2, category), (11, U2, subtype)], local=2)
    for category, subtype, title in titles:
        w.add(TITLE, [(0, U2, category), (1, U2, subtype), (2, TEXT, title)], local=3)
    at = fit_s(start)
    last = at + round(sum(each.seconds for each in sets))
    for each in sets:
        fields = [
            (254, U4, last),
            (0, U4, round(each.seconds * 1000)),
            (3, U2, each.reps),
            (4, U2, None if each.weight_kg is None else round(each.weight_kg * 16)),
            (5, U1, int(each.active)),
            (6, U4, at),
            (7, U2, [each.category, None, None]),
            (8, U2, [each.subtype, None, None]),
            (11, U2, each.step),
        ]
        w.add(SET, fields, local=4)
        at += round(each.seconds)
    times = [(253, U4, last), (2, U4, fit_s(start)), (7, U4, (last - fit_s(start)) * 1000)]
    w.add(SESSION, [*times, (8, U4, (last - fit_s(start)) * 1000), (5, ENUM, 10), (6, ENUM, 20)], local=5)
    w.add(ACTIVITY, [(253, U4, last), (5, U4, last + round(utc_offset_h * 3600)), (1, U2, 1)], local=6)
    return w.to_bytes()
