"""A file inside an archive, read at any place without unpacking it: an archive in an archive is one.

A member that is only stored is a stretch of the outer file. A deflated one is inflated as it is read; the
state of the inflating is noted every so often, so that going back costs no more than a short way forward.
Neither is ever whole in memory, and nothing is written to a disk.
"""

from __future__ import annotations

import bisect
import io
import zipfile
import zlib
from typing import IO, Any

NOTES = 256
"""How many states are noted at most; each holds some 40 KB."""
LEAST_BETWEEN_NOTES = 2**20
RECENT_BYTES = 2**18
"""What was inflated last is kept, because who reads an archive looks at a member's head first."""

_PACKED_CHUNK = 2**16
_PLAIN_CHUNK = 2**18
_LOCAL_HEADER = 30


class Inside(io.RawIOBase):
    """A stretch of another file as a file of its own, to read and to seek in; the other is left open."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read at any place."""
        return True

    def tell(self) -> int:
        """Give the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted from the beginning, from here or from the end."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; 0 at the end."""
        view = memoryview(buffer).cast("B")
        data = self._some(min(len(view), max(self._size - self._at, 0)))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def read(self, length: int | None = -1) -> bytes:
        """Read as many bytes as are asked for and there."""
        left = max(self._size - self._at, 0)
        wanted = left if length is None or length < 0 else min(length, left)
        parts = []
        while wanted and (data := self._some(wanted)):
            parts.append(data)
            self._at += len(data)
            wanted -= len(data)
        return b"".join(parts)

    def _some(self, length: int) -> bytes:
        raise NotImplementedError


class Stored(Inside):
    """A member that is not packed."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        super().__init__(size)
        self._file, self._start = file, start

    def _some(self, length: int) -> bytes:
        self._file.seek(self._start + self._at)
        return self._file.read(length)


class Deflated(Inside):
    """A member that is deflated.

    Parameters
    ----------
    file
        The outer file.
    start, packed_size
        Where in it the member lies.
    size
        What the archive says it unpacks to; no byte more is ever inflated.
    """

    def __init__(self, file: IO[bytes], start: int, packed_size: int, size: int) -> None:
        super().__init__(size)
        self._file, self._start, self._packed_size = file, start, packed_size
        self._between = max(LEAST_BETWEEN_NOTES, size // NOTES)
        self._recent = b""
        self._recent_at = 0  # where what was inflated last begins
        self._packed_at = 0
        self._machine = zlib.decompressobj(-zlib.MAX_WBITS)
        self._noted = [0]
        self._notes = [(0, self._machine.copy())]  # packed place and state, by the plain places of _noted

    def _some(self, length: int) -> bytes:
        if length == 0:
            return b""
        self._go_near(self._at)
        while self._at >= self._recent_at + len(self._recent):
            if not self._inflate():
                return b""
        begin = self._at - self._recent_at
        return self._recent[begin : begin + length]

    def _go_near(self, place: int) -> None:
        """Take up a noted state where that is nearer than going on, or where the place lies behind."""
        number = bisect.bisect_right(self._noted, place) - 1
        behind = place < self._recent_at
        if behind or self._noted[number] > self._recent_at + len(self._recent):
            self._recent, self._recent_at = b"", self._noted[number]
            self._packed_at, state = self._notes[number]
            self._machine = state.copy()

    def _inflate(self) -> bool:
        """Inflate the next piece; False where there is nothing more."""
        machine, end = self._machine, self._recent_at + len(self._recent)
        packed = machine.unconsumed_tail
        if not packed and not machine.eof:
            self._file.seek(self._start + self._packed_at)
            packed = self._file.read(min(_PACKED_CHUNK, self._packed_size - self._packed_at))
            self._packed_at += len(packed)
        most = min(_PLAIN_CHUNK, self._size - end)
        if machine.eof or most <= 0:
            return False
        try:
            plain = machine.decompress(packed, most)
        except zlib.error as error:
            raise zipfile.BadZipFile(f"damaged: {error}") from None
        if not plain and not packed:
            return False
        kept = self._recent[-RECENT_BYTES:]
        self._recent_at, self._recent = end - len(kept), kept + plain
        if end + len(plain) - self._noted[-1] >= self._between:
            self._noted.append(end + len(plain))
            self._notes.append((self._packed_at, machine.copy()))
        return True


def inside(file: IO[bytes], info: zipfile.ZipInfo) -> Inside:
    """Give a member of an archive as a file to read at any place.

    Parameters
    ----------
    file
        The archive, open.
    info
        The member; stored or deflated.

    Raises
    ------
    zipfile.BadZipFile
        If its own header is not where the archive says.
    NotImplementedError
        If it is packed by another method.
    """
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("the member's header is not where it should be")
    named, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    start = info.header_offset + _LOCAL_HEADER + named + extra
    if info.compress_type == zipfile.ZIP_STORED:
        return Stored(file, start, info.compress_size)
    if info.compress_type == zipfile.ZIP_DEFLATED:
        return Deflated(file, start, info.compress_size, info.file_size)
    raise NotImplementedError("packed by a method that cannot be read at any place")
