"""Columns come out of FIT messages whatever their layout: byte order, width, clock, developer fields."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from analytics.ingest.fit_columns import Table
from analytics.ingest.fit_records import read_records
from analytics.ingest.fit_scan import is_fit, scan

T0 = 1_141_000_000  # FIT seconds, in 2026
RECORD, DESCRIPTION = 20, 206


def table(data: bytes, message: int = RECORD) -> Table:
    return Table(data, scan(data)[0], message)


def records(data: bytes) -> dict[str, list[int]]:
    found = read_records(data, scan(data)[0], [])
    assert found is not None
    return {name: values.tolist() for name, values in found.items()}


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_byte_orders_give_the_same_values(order: str, fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter(order=order)
    for second in range(3):
        w.add(
            RECORD,
            [(253, fit_writer.U4, T0 + second), (0, fit_writer.I4, -5 - second), (7, fit_writer.U2, 300)],
        )
    read = table(w.to_bytes())
    assert read.times().tolist() == [T0, T0 + 1, T0 + 2]
    assert read.integers(0, "i4").tolist() == [-5, -6, -7]
    assert read.integers(7, "u2").tolist() == [300, 300, 300]


@pytest.mark.parametrize("header_size", [12, 14, 16, 40])
def test_every_header_size_is_read(header_size: int, fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter(header_size=header_size)
    data = w.add(RECORD, [(253, fit_writer.U4, T0)]).to_bytes()
    assert is_fit(data)
    segment = scan(data)[0]
    assert segment.quality == "good"
    assert table(data).times().tolist() == [T0]


def test_rows_keep_the_order_of_the_file_across_layouts(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    w.add(RECORD, [(253, fit_writer.U4, T0), (3, fit_writer.U1, 100)], local=0)
    w.add(RECORD, [(3, fit_writer.U1, 101), (253, fit_writer.U4, T0 + 1)], local=1)
    w.add(RECORD, [(253, fit_writer.U4, T0 + 2), (3, fit_writer.U1, 102)], local=0)
    w.add(RECORD, [(253, fit_writer.U4, T0 + 3)], local=0)  # the local number means another layout from here
    w.add(RECORD, [(253, fit_writer.U4, T0 + 4), (3, fit_writer.U1, 104)], local=0)
    read = table(w.to_bytes())
    assert read.integers(3, "u1").tolist() == [100, 101, 102, 255, 104]
    assert read.times().tolist() == [T0, T0 + 1, T0 + 2, T0 + 3, T0 + 4]


def test_a_message_of_another_kind_under_the_same_local_number_is_no_record(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    w.add(RECORD, [(253, fit_writer.U4, T0)]).add(999, [(1, fit_writer.U1, 7)])
    w.add(RECORD, [(253, fit_writer.U4, T0 + 1)])
    assert table(w.to_bytes()).times().tolist() == [T0, T0 + 1]


def test_invalid_stays_invalid_when_a_narrow_field_fills_a_wide_column(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for speed in (2500, None):
        w.add(RECORD, [(253, fit_writer.U4, T0), (6, fit_writer.U2, speed)])
    assert records(w.to_bytes())["speed_mm_s"] == [2500, 2**32 - 1]


def test_a_value_that_does_not_fit_our_column_is_unknown_not_wrapped(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for rate in (60, 300, -1):
        w.add(RECORD, [(253, fit_writer.U4, T0), (3, fit_writer.I2, rate)])
    assert table(w.to_bytes()).integers(3, "u1").tolist() == [60, 255, 255]


def test_the_plain_field_speaks_where_the_enhanced_one_is_silent(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for plain, enhanced in ((1000, 2000), (1000, None), (None, None)):
        fields = [(253, fit_writer.U4, T0), (6, fit_writer.U2, plain), (73, fit_writer.U4, enhanced)]
        w.add(RECORD, fields)
    assert records(w.to_bytes())["speed_mm_s"] == [2000, 1000, 2**32 - 1]


def test_of_a_field_with_several_values_the_first_counts(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    w.add(RECORD, [(253, fit_writer.U4, T0), (3, fit_writer.U1, [120, 99])])
    assert table(w.to_bytes()).integers(3, "u1").tolist() == [120]


def test_compressed_timestamps_go_on_from_the_last_full_one_and_wrap_at_32_s(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    start = T0 - T0 % 32 + 30  # five low bits: 30
    w.add(999, [(253, fit_writer.U4, start)], local=5)  # any message with a full time sets the clock
    for low_bits in (31, 1, 3, 3):  # +1, +2 over the wrap, +2, +0
        w.add(RECORD, [(3, fit_writer.U1, 100)], local=1, compressed_s=low_bits)
    w.add(998, [(1, fit_writer.U1, 1)], local=2, compressed_s=30)  # +27: unwanted, but it moves the clock
    w.add(RECORD, [(3, fit_writer.U1, 100)], local=1, compressed_s=10)  # +12
    assert (table(w.to_bytes()).times() - start).tolist() == [1, 3, 5, 5, 44]


def test_a_compressed_timestamp_without_a_clock_before_it_is_invalid(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    w.add(RECORD, [(3, fit_writer.U1, 100)], compressed_s=4)
    assert table(w.to_bytes()).times().tolist() == [2**32 - 1]


def _describe(w: object, fit_writer: ModuleType, *, index: int, number: int, name: str, unit: str) -> None:
    fields = [(0, fit_writer.U1, index), (1, fit_writer.U1, number), (2, fit_writer.U1, fit_writer.U2)]
    w.add(DESCRIPTION, [*fields, (3, fit_writer.TEXT, name), (8, fit_writer.TEXT, unit)], local=3)  # type: ignore[attr-defined]


def test_a_footpods_power_fills_in_only_where_the_watch_has_none(fit_writer: ModuleType) -> None:
    for native, expected in ((None, [250, 251]), (200, [200, 200])):
        w = fit_writer.FitWriter()
        _describe(w, fit_writer, index=0, number=0, name="Power", unit="Watts")
        for watts in (250, 251):
            fields = [(253, fit_writer.U4, T0), (7, fit_writer.U2, native)]
            w.add(RECORD, fields, developer=[(0, 0, fit_writer.U2, watts)])
        assert records(w.to_bytes())["power_w"] == expected


def test_two_developers_with_the_same_field_number_are_not_mixed(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    _describe(w, fit_writer, index=1, number=7, name="Stride", unit="cm")
    _describe(w, fit_writer, index=2, number=7, name="Power", unit="W")
    both = [(7, 1, fit_writer.U2, 999), (7, 2, fit_writer.U2, 260)]
    w.add(RECORD, [(253, fit_writer.U4, T0)], developer=both)
    data = w.to_bytes()
    assert records(data)["power_w"] == [260]
    stride = table(data).developer_numbers((1, 7), base=fit_writer.U2, scale=1, offset=0)
    assert stride.tolist() == [999.0]


def test_a_developer_field_named_like_a_native_one_never_replaces_it(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    _describe(w, fit_writer, index=0, number=3, name="heart_rate", unit="bpm")
    w.add(RECORD, [(253, fit_writer.U4, T0), (3, fit_writer.U1, 141)], developer=[(3, 0, fit_writer.U2, 60)])
    w.add(RECORD, [(253, fit_writer.U4, T0), (3, fit_writer.U1, None)], developer=[(3, 0, fit_writer.U2, 60)])
    assert records(w.to_bytes())["heart_rate_bpm"] == [141, 255]


def test_records_come_sorted_by_time_and_those_without_one_are_told(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for time, rate in ((T0 + 2, 102), (None, 99), (T0, 100), (T0 + 2, 103), (12, 98), (T0 + 90 * 86_400, 97)):
        w.add(RECORD, [(253, fit_writer.U4, time), (3, fit_writer.U1, rate)])
    data = w.to_bytes()
    problems: list = []
    found = read_records(data, scan(data)[0], problems)
    assert found is not None
    # Out: no time, a time before any date, a time three months from the others. Equal times keep their order.
    assert found["heart_rate_bpm"].tolist() == [100, 102, 103]
    assert [each.reason for each in problems] == ["3 of 6 records have no possible time"]


def test_of_two_records_years_apart_one_stays(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for time in (T0 - 10 * 31_557_600, T0):
        w.add(RECORD, [(253, fit_writer.U4, time)])
    assert records(w.to_bytes())["time_fit_s"] == [T0]


def test_no_contact_and_no_fix_are_unknown_not_zero(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for rate, latitude, longitude in ((0, 0, 0), (120, 5, 0), (120, 5, None), (120, 2**30 + 1, 5)):
        fields = [(253, fit_writer.U4, T0), (3, fit_writer.U1, rate)]
        w.add(RECORD, [*fields, (0, fit_writer.I4, latitude), (1, fit_writer.I4, longitude)])
    read = records(w.to_bytes())
    nothing = 2**31 - 1
    assert read["heart_rate_bpm"] == [255, 120, 120, 120]
    assert read["latitude_sc"] == [nothing, 5, nothing, nothing]
    assert read["longitude_sc"] == [nothing, 0, nothing, nothing]


def test_packed_speed_and_distance_unfold_and_the_distance_wraps_at_256_m(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for speed, sixteenths in ((354, 4000), (360, 4090), (0xFFF, 50)):  # 250 m, 255.625 m, 256 + 3.125 m
        packed = [speed & 0xFF, speed >> 8 | (sixteenths & 0x0F) << 4, sixteenths >> 4]
        w.add(RECORD, [(253, fit_writer.U4, T0), (8, 0x0D, packed)])
    w.add(RECORD, [(253, fit_writer.U4, T0), (8, 0x0D, [255, 255, 255])])
    read = records(w.to_bytes())
    assert read["speed_mm_s"] == [3540, 3600, 2**32 - 1, 2**32 - 1]
    assert read["distance_cm"] == [25_000, 25_562, 25_912, 2**32 - 1]  # 25562.5 and 25912.5, to the even


def test_columns_have_the_names_and_types_of_the_contract(fit_writer: ModuleType) -> None:
    from analytics.ingest.batch import RECORD_COLUMNS

    data = fit_writer.run_file(seconds=5)
    found = read_records(data, scan(data)[0], [])
    assert found is not None
    assert {name: values.dtype for name, values in found.items()} == {
        name: np.dtype(kind) for name, (kind, _) in RECORD_COLUMNS.items()
    }
    assert {len(values) for values in found.values()} == {6}
