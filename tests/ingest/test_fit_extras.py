"""What a FIT file holds beside its records: a strap's heart rates, pauses, sensors, the wearer, guesses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from analytics.ingest.batch import ActivityRow, PauseRow, WearerRow
from analytics.ingest.fit import read_fit
from analytics.ingest.fit_heart import Beats, merge_heart_rates, read_beats
from analytics.ingest.fit_scan import scan

START = dt.datetime(2026, 3, 2, 6)
HR = 132


def twelve_bits(*values: int) -> list[int]:
    """Pairs of 12-bit numbers in three bytes each, the low bits first."""
    packed = []
    for low, high in zip(values[::2], values[1::2]):
        packed += [low & 0xFF, low >> 8 & 0xF | (high & 0xF) << 4, high >> 4 & 0xFF]
    return packed


def one(data: bytes) -> ActivityRow:
    (activity,) = read_fit(data).activities
    return activity


def test_a_straps_heart_rates_get_their_times_from_its_own_clock(fit_writer: ModuleType) -> None:
    w, u1, u2, u4 = fit_writer.FitWriter(), fit_writer.U1, fit_writer.U2, fit_writer.U4
    first = fit_writer.fit_s(START)
    # The strap's clock stands at 10,000 (1/1024 s) half a second after six o'clock.
    w.add(HR, [(253, u4, first), (0, u2, 16384), (9, u4, 10_000), (6, u1, 100)])
    ticks = [10_000 + 1024 * step for step in (1, 2, 4, 7)]  # 12 bits hold 4 s: they run over twice
    w.add(HR, [(6, u1, [101, 102, 0, 104]), (10, 0x0D, twelve_bits(*(each & 0xFFF for each in ticks)))])
    data = w.to_bytes()
    beats = read_beats(data, scan(data))
    assert beats is not None
    assert (beats.at_s - first).tolist() == [0.5, 1.5, 2.5, 7.5]
    assert beats.bpm.tolist() == [100, 101, 102, 104]  # 0 beats is a strap that felt nothing


def test_a_record_gets_the_mean_over_the_time_since_the_record_before() -> None:
    # 120 from 9.0 on, 150 from 10.5 on: half a second of each since 10; then nothing new for five seconds.
    beats = Beats(np.array([9.0, 10.5]), np.array([120.0, 150.0]))
    columns = {
        "time_fit_s": np.array([8, 10, 11, 11, 15, 30], dtype=np.uint32),
        "heart_rate_bpm": np.array([90, 91, 92, 255, 94, 95], dtype=np.uint8),
    }
    merge_heart_rates(beats, columns)
    assert columns["heart_rate_bpm"].tolist() == [90, 120, 135, 135, 150, 150]
    # 30 is later than 15.5, when the last heart rate ran out, but half a second of it lay behind 15.


def test_heart_rates_of_a_second_file_go_into_the_activity_before_it(fit_writer: ModuleType) -> None:
    watch = fit_writer.run_file(start=START, seconds=60, hr_bpm=255)
    w, first = fit_writer.FitWriter(), fit_writer.fit_s(START)
    for second in range(20, 30):
        w.add(
            HR,
            [
                (253, fit_writer.U4, first + second),
                (9, fit_writer.U4, second * 1024),
                (6, fit_writer.U1, 150),
            ],
        )
    run = one(watch + w.to_bytes())
    assert run.records is not None
    rates = run.records["heart_rate_bpm"].tolist()
    # From second 20 to 29, and each holds five seconds: records 21 to 34.
    assert [at for at, rate in enumerate(rates) if rate != 255] == list(range(21, 35))
    assert set(rates[21:35]) == {150}


def test_real_strap_files_are_filled_without_a_leap(samples: Path) -> None:
    for name, beats, least in (
        ("event_timestamp.fit", 11_292, 4_376),
        ("sample_mulitple_header.fit", 9_267, 1_700),
    ):
        (path,) = samples.rglob(name)
        data = path.read_bytes()
        read = read_beats(data, scan(data))
        assert read is not None
        assert (len(read.at_s), bool((np.diff(read.at_s) >= 0).all())) == (beats, True)
        records = one(data).records
        assert records is not None
        rates = records["heart_rate_bpm"].astype(int)
        known = rates[rates != 255]
        assert len(known) >= least
        assert (known.min() > 40, known.max() < 200, np.abs(np.diff(known)).max() < 40) == (True, True, True)


def test_pauses_are_the_time_between_a_stop_and_the_next_start(fit_writer: ModuleType) -> None:
    w, first = fit_writer.FitWriter(), fit_writer.fit_s(START)
    u4, enum = fit_writer.U4, fit_writer.ENUM
    for second, kind in ((0, 0), (100, 4), (160, 0), (200, 1), (230, 0), (300, 4)):
        w.add(fit_writer.EVENT, [(253, u4, first + second), (0, enum, 0), (1, enum, kind)])
    for second in range(0, 301, 10):
        w.add(fit_writer.RECORD, [(253, u4, first + second), (5, u4, second * 300)], local=1)
    w.add(
        fit_writer.SESSION, [(253, u4, first + 300), (2, u4, first), (7, u4, 300_000), (5, enum, 1)], local=2
    )
    batch = read_fit(w.to_bytes())
    (run,) = batch.activities
    at = dt.timedelta(seconds=1)
    assert run.pauses == [PauseRow(START + 100 * at, 60.0), PauseRow(START + 200 * at, 30.0)]
    # The session has no timer time: 100 + 40 + 70 seconds by the events.
    assert (run.sessions[0].moving_s, run.sessions[0].elapsed_s) == (210.0, 300.0)
    assert "moving time" in batch.problems[0].reason


def test_sensors_come_by_maker_and_product_and_never_by_serial_number(fit_writer: ModuleType) -> None:
    w, u1, u2 = fit_writer.FitWriter(), fit_writer.U1, fit_writer.U2
    for index, maker, product in ((0, 1, 1967), (1, 1, 1752), (2, 95, 7), (3, 1, 1752), (4, 64_000, None)):
        serial = (3, 0x8C, 123_456_789)
        w.add(fit_writer.DEVICE, [(0, u1, index), (2, u2, maker), serial, (4, u2, product)], local=6)
    run = one(fit_writer.run_file(writer=w))
    assert run.sensors == ["garmin hrm_run", "stryd 7", "manufacturer_64000"]
    assert "123456789" not in repr(run)


def test_the_wearers_weight_and_zones_come_without_name_sex_or_age(fit_writer: ModuleType) -> None:
    w, u1, u2 = fit_writer.FitWriter(), fit_writer.U1, fit_writer.U2
    person = [
        (0, fit_writer.TEXT, "Somebody"),
        (1, 0, 1),
        (2, u1, 44),
        (4, u2, 655),
        (8, u1, 52),
        (11, u1, 188),
    ]
    w.add(3, person, local=6)
    w.add(7, [(1, u1, 190), (2, u1, 171)], local=7)
    w.add(216, [(0, u2, 18), (6, u1, [98, 117, 137, 156, 176, None])], local=8)
    run = one(fit_writer.run_file(writer=w))
    assert run.wearer == WearerRow(
        weight_kg=65.5,
        hr_rest_bpm=52,
        hr_max_bpm=190,
        hr_threshold_bpm=171,
        hr_zone_tops_bpm=(98, 117, 137, 156, 176),
    )
    assert "Somebody" not in repr(run)
    assert one(fit_writer.run_file()).wearer is None


def test_a_watchs_further_guesses_stay_in_their_order(fit_writer: ModuleType) -> None:
    w, u2, u4 = fit_writer.FitWriter(), fit_writer.U2, fit_writer.U4
    first = fit_writer.fit_s(START)
    for categories, subtypes in (
        ([10, 17, 28], [44, 3, None]),
        ([10, 10, 10], [44, 44, 44]),
        ([65534, 19, None], [None] * 3),
    ):
        w.add(
            fit_writer.SET,
            [(6, u4, first), (3, u2, 10), (5, fit_writer.U1, 1), (7, u2, categories), (8, u2, subtypes)],
        )
    work = one(w.to_bytes())
    assert [each.fit_category for each in work.sets] == [10, 10, None]
    assert work.set_guesses == {0: "17:3 28", 2: "19"}


def test_messages_nobody_reads_are_counted_by_number(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for _ in range(3):
        w.add(65_280, [(0, fit_writer.U1, 7)], local=9)
    w.add(141, [(0, fit_writer.U1, 1)], local=9)
    assert one(fit_writer.run_file(writer=w)).unread == {141: 1, 65_280: 3}


@pytest.mark.parametrize("header_size", [12, 14, 20])
@pytest.mark.parametrize("version", [0x00, 0x10, 0x20, 0x2F, 0xFF])
def test_every_header_and_protocol_version_is_read(
    fit_writer: ModuleType, header_size: int, version: int
) -> None:
    data = bytearray(fit_writer.run_file(seconds=30, writer=fit_writer.FitWriter(header_size=header_size)))
    data[1] = version
    if header_size >= 14:
        data[12:14] = bytes(2)
    data[-2:] = fit_writer.slow_crc16(bytes(data[:-2])).to_bytes(2, "little")
    run = one(bytes(data))
    assert run.records is not None
    assert (len(run.records["time_fit_s"]), run.quality) == (31, "good")
