"""Gzip data, unpacked within a limit; what comes before a damage is kept."""

from __future__ import annotations

import zlib

from analytics.errors import UnreadableError

MAX_GZIP_BYTES = 128 * 2**20


def inflate(data: bytes, *, most: int = MAX_GZIP_BYTES) -> tuple[bytes, str | None]:
    """Unpack gzip data, several members after one another included.

    Returns
    -------
    tuple
        The content; and `cut_off` where the data ends too early, `trailing` where something else follows it,
        else None.

    Raises
    ------
    UnreadableError
        If it unpacks to more than `most` bytes, or to nothing because it is damaged.

    Examples
    --------
    >>> import gzip
    >>> inflate(gzip.compress(b"one") + gzip.compress(b" two"))
    (b'one two', None)
    """
    parts: list[bytes] = []
    length = 0
    rest = data
    quality: str | None = None
    while rest:
        if not rest.startswith(b"\x1f\x8b"):
            quality = "trailing" if rest.strip(b"\0") else quality
            break
        machine = zlib.decompressobj(31)
        try:
            part = machine.decompress(rest, most - length + 1)
        except zlib.error:
            if not parts:
                part = _salvaged(rest, most - length + 1)
                parts.append(part)
            quality = "cut_off"
            break
        parts.append(part)
        length += len(part)
        if length > most:
            raise UnreadableError(
                f"The packed file unpacks to more than {most // 2**20} MB, which no activity file is."
            )
        if not machine.eof:
            quality = "cut_off"
            break
        rest = machine.unused_data
    content = b"".join(parts)
    if not content:
        raise UnreadableError("The packed file (gzip) is damaged or empty: copy or download it again.")
    return content, quality


def _salvaged(data: bytes, most: int) -> bytes:
    """Take what comes out before the damage, in small bites."""
    machine = zlib.decompressobj(31)
    found: list[bytes] = []
    length = 0
    for at in range(0, len(data), 4096):
        try:
            part = machine.decompress(data[at : at + 4096], max(most - length, 1))
        except zlib.error:
            break
        found.append(part)
        length += len(part)
        if length >= most:
            break
    return b"".join(found)
