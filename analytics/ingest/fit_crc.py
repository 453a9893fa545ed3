"""The checksum of FIT files, over whole columns of bytes instead of one byte after the other."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

_POLYNOMIAL = 0xA001  # CRC-16/ARC, reflected; initial value 0, no final xor
_SHORT = 64  # bytes
_LEVELS = 12  # a block is 2**12 words of 16 bits: 8 kB


@functools.cache
def _advance() -> list[npt.NDArray[np.uint16]]:
    """Table k: the state after 2**k words of zeros have passed, for each of the 65,536 states."""
    state = np.arange(65536, dtype=np.uint32)
    for _ in range(16):
        state = np.where(state & 1, (state >> 1) ^ _POLYNOMIAL, state >> 1)
    tables = [state.astype(np.uint16)]
    for _ in range(_LEVELS):
        tables.append(tables[-1][tables[-1]])
    return tables


@functools.cache
def _by_byte() -> list[int]:
    """The state after one byte, for each value of it: for the few bytes of a header."""
    states = []
    for state in range(256):
        for _ in range(8):
            state = (state >> 1) ^ _POLYNOMIAL if state & 1 else state >> 1
        states.append(state)
    return states


def crc16(data: bytes | memoryview) -> int:
    """Checksum of some bytes as FIT defines it (CRC-16/ARC).

    The checksum is linear: that of two halves is that of the first, advanced over the length of the second,
    xor that of the second. So neighbours are joined pair by pair, in twelve steps for a block of any content.

    Examples
    --------
    >>> hex(crc16(b"123456789"))
    '0xbb3d'
    """
    if not data:
        return 0
    if len(data) <= _SHORT:
        state = 0
        for byte in data:
            state = (state >> 8) ^ _by_byte()[(state ^ byte) & 0xFF]
        return state
    tables = _advance()
    block_words = 1 << _LEVELS
    words = -(-len(data) // 2)
    blocks = -(-words // block_words)
    # Zeros in front change nothing, because the state starts at 0.
    padded = np.zeros(blocks * block_words * 2, dtype=np.uint8)
    padded[len(padded) - len(data) :] = np.frombuffer(data, dtype=np.uint8)
    joined = padded.view("<u2").reshape(blocks, block_words)
    for level in range(_LEVELS):
        joined = tables[level][joined[:, 0::2]] ^ joined[:, 1::2]
    state = 0
    for block in tables[0][joined[:, 0]].tolist():
        state = int(tables[_LEVELS][state]) ^ block
    return state
