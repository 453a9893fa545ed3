"""The column-wise checksum is the checksum."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest.fit_crc import crc16


def test_the_checksum_of_the_standard_test_text_is_the_published_one() -> None:
    # The check value of CRC-16/ARC, e.g. in Greg Cook's catalogue of parametrised CRC algorithms.
    assert crc16(b"123456789") == 0xBB3D


@given(data=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_the_checksum_equals_one_computed_bit_by_bit(data: bytes, fit_writer: ModuleType) -> None:
    assert crc16(data) == fit_writer.slow_crc16(data)


@pytest.mark.parametrize("length", [8191, 8192, 8193, 16384, 20001])
def test_blocks_are_joined_rightly_whatever_the_length(length: int, fit_writer: ModuleType) -> None:
    data = bytes((index * 37 + index // 251) % 256 for index in range(length))
    assert crc16(data) == fit_writer.slow_crc16(data)
