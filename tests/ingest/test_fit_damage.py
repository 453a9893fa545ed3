"""Damaged and hostile FIT files: what is there goes in, the rest is told with its place, nothing explodes."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import struct
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import UnreadableError
from analytics.ingest import fit_scan
from analytics.ingest.batch import Batch
from analytics.ingest.fit import read_fit

SECONDS = 200


def lengths(batch: Batch) -> list[int]:
    return [0 if each.records is None else len(each.records["time_fit_s"]) for each in batch.activities]


def qualities(batch: Batch) -> list[str | None]:
    return [each.quality for each in batch.activities]


@pytest.fixture(scope="module")
def whole(fit_writer: ModuleType) -> bytes:
    data: bytes = fit_writer.run_file(seconds=SECONDS)
    return data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x0e",
        b"<html><body>404</body></html>",
        gzip.compress(b"\x0e" * 100),
        random.Random(1).randbytes(5000),
        bytes(200 * 2**20),
        b"\x05\x20\x93\x08\x00\x00\x00\x00.FIT\x00\x00",  # a header that says it has 5 bytes
    ],
    ids=["empty", "one byte", "html", "gz", "random", "200 MB of zeros", "short header"],
)
def test_what_is_no_fit_file_is_refused_with_a_place(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_fit(data)
    assert refused.value.offset == 0


def test_more_than_any_activity_is_refused_before_it_is_read(whole: bytes) -> None:
    with pytest.raises(UnreadableError, match="larger than 256 MB"):
        read_fit(whole + bytes(256 * 2**20))


def test_a_sound_file_is_good_and_has_no_problem(whole: bytes) -> None:
    batch = read_fit(whole)
    assert (lengths(batch), qualities(batch), batch.problems) == ([SECONDS + 1], ["good"], [])


def test_a_header_checksum_of_zero_is_valid(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    fit_writer.run_file(seconds=5, writer=w)
    batch = read_fit(w.to_bytes(header_crc=0))
    assert (lengths(batch), qualities(batch), batch.problems) == ([6], ["good"], [])


@pytest.mark.parametrize("lie", [{"header_crc": 0x1234}, {"file_crc": 0x1234}])
def test_a_wrong_checksum_is_a_flag_and_costs_no_record(lie: dict[str, int], fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    fit_writer.run_file(seconds=5, writer=w)
    batch = read_fit(w.to_bytes(**lie))
    assert (lengths(batch), qualities(batch)) == ([6], ["wrong_checksum"])
    assert [each.reason for each in batch.problems] == ["the checksum is wrong: some bytes may have changed"]


def test_one_flipped_bit_costs_at_most_what_it_touches(whole: bytes) -> None:
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0x04
    batch = read_fit(bytes(flipped))
    assert qualities(batch) == ["wrong_checksum"]
    assert lengths(batch)[0] >= SECONDS


def test_a_file_cut_at_half_gives_its_half_and_says_where_it_ends(whole: bytes) -> None:
    half = whole[: len(whole) // 2]
    batch = read_fit(half)
    assert qualities(batch) == ["cut_off"]
    assert 0.4 * SECONDS < lengths(batch)[0] < 0.6 * SECONDS
    assert batch.problems[0].offset == len(half)
    assert f"{len(whole) - len(half)} of its bytes are missing" in batch.problems[0].reason


def test_without_its_session_the_records_make_one(whole: bytes) -> None:
    session = read_fit(whole[: len(whole) // 2]).activities[0].sessions[0]
    # 3 m/s and one record a second: the distance is three times the seconds, the timer never stopped.
    assert session.elapsed_s is not None and session.elapsed_s > 80
    assert session.distance_m == 3 * session.elapsed_s
    assert session.moving_s == session.elapsed_s
    assert (session.hr_mean_bpm, session.hr_max_bpm) == (140, 140)
    assert session.start_utc == dt.datetime(2026, 3, 2, 6, 0)


@pytest.mark.parametrize("missing", [1, 2])
def test_a_missing_end_of_the_checksum_costs_no_record(whole: bytes, missing: int) -> None:
    batch = read_fit(whole[:-missing])
    assert (lengths(batch), qualities(batch)) == ([SECONDS + 1], ["cut_off"])


def test_a_file_that_gives_no_size_is_read_to_its_end(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    fit_writer.run_file(seconds=5, writer=w)
    data = w.to_bytes(data_size=0)
    batch = read_fit(data)
    assert (lengths(batch), qualities(batch)) == ([6], ["no_size"])
    assert [each.offset for each in batch.problems] == [4]
    # The same without the checksum, as a device that dies leaves it.
    assert lengths(read_fit(data[:-2])) == [6]


@pytest.mark.parametrize("tail", [bytes(4096), b"garbage", b"\x0e"])
def test_what_stands_after_the_end_is_told_and_harmless(whole: bytes, tail: bytes) -> None:
    batch = read_fit(whole + tail)
    assert (lengths(batch), qualities(batch)) == ([SECONDS + 1], ["trailing"])
    assert batch.problems[0].offset == len(whole)


def test_files_one_after_the_other_are_all_read(whole: bytes, fit_writer: ModuleType) -> None:
    second = fit_writer.run_file(seconds=9, start=dt.datetime(2026, 3, 4, 7, 0))
    batch = read_fit(whole + second)
    assert lengths(batch) == [SECONDS + 1, 10]
    assert qualities(batch) == ["good", "good"]
    # Damage in the first does not cost the second: the header of the first still says where it ends.
    broken = bytearray(whole)
    broken[300:330] = b"\xff" * 30
    batch = read_fit(bytes(broken) + second)
    assert qualities(batch) == ["wrong_checksum", "good"]
    assert lengths(batch)[1] == 10


def test_nothing_left_to_read_is_an_error_with_a_place(whole: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_fit(whole[:14])
    assert refused.value.offset == 14


def test_a_message_of_a_kind_never_described_ends_the_reading_there(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    fit_writer.run_file(seconds=5, writer=w, with_session=False)
    place = 14 + len(w.body)
    batch = read_fit(w.raw(b"\x0f" + bytes(30)).to_bytes())
    assert lengths(batch) == [6]
    assert ("reading stopped: a message of a kind never described", place) in [
        (each.reason, each.offset) for each in batch.problems
    ]


def _started(fit_writer: ModuleType) -> object:
    w = fit_writer.FitWriter()
    fit_writer.run_file(seconds=5, writer=w)
    return w


def _definition(
    message: int, fields: list[tuple[int, int, int]], *, local: int, developer: int = -1
) -> bytes:
    head = bytes([0x40 | local | (0x20 if developer >= 0 else 0), 0, 0]) + struct.pack("<H", message)
    return head + bytes([len(fields)]) + b"".join(map(bytes, fields))


def test_the_largest_possible_description_is_survived(fit_writer: ModuleType) -> None:
    wide = [(number, 255, 0x0D) for number in range(255)]
    w = _started(fit_writer).raw(_definition(20, wide, local=6) + b"\x06" + bytes(255 * 255))  # type: ignore[attr-defined]
    assert lengths(read_fit(w.to_bytes())) == [6]


def test_fields_of_no_size_are_unknown_and_do_not_run_away(fit_writer: ModuleType) -> None:
    empty = [(253, 0, 0x86), (3, 0, 0x02)]
    flood = _definition(20, empty, local=6) + b"\x06" * (fit_scan.MAX_MESSAGES + 1000)
    batch = read_fit(_started(fit_writer).raw(flood).to_bytes(file_crc=0))  # type: ignore[attr-defined]
    assert lengths(batch) == [6]
    assert any(f"more than {fit_scan.MAX_MESSAGES:,} messages" in each.reason for each in batch.problems)


def test_twenty_megabytes_of_two_byte_records_stop_at_the_limit(fit_writer: ModuleType) -> None:
    flood = _definition(20, [(3, 1, 0x02)], local=1) + b"\xa1\x64" * 10_000_000
    batch = read_fit(_started(fit_writer).raw(flood).to_bytes(file_crc=0))  # type: ignore[attr-defined]
    assert lengths(batch)[0] < fit_scan.MAX_MESSAGES
    assert any("reading stopped" in each.reason for each in batch.problems)


def test_a_flood_of_developer_columns_makes_no_columns(fit_writer: ModuleType) -> None:
    w = _started(fit_writer)
    for layout in range(1000):
        definition = _definition(20, [(253, 4, 0x86)], local=6, developer=1)
        named = bytes([255]) + b"".join(
            bytes([(number + layout // 256) % 256, 1, (layout + number) % 256]) for number in range(255)
        )
        w.raw(definition + named + b"\x06" + struct.pack("<I", 1_141_171_300) + bytes(255))  # type: ignore[attr-defined]
    batch = read_fit(w.to_bytes(file_crc=0))  # type: ignore[attr-defined]
    assert lengths(batch)[0] > 6
    assert any("too many descriptions" in each.reason for each in batch.problems)


def test_a_developer_field_of_an_impossible_type_is_left_out(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    fields = [(0, fit_writer.U1, 0), (1, fit_writer.U1, 0), (2, fit_writer.U1, 0x55)]
    w.add(206, [*fields, (3, fit_writer.TEXT, "Power"), (8, fit_writer.TEXT, "W")], local=7)
    w.add(20, [(253, fit_writer.U4, 1_141_000_000)], developer=[(0, 0, fit_writer.U2, 250)], local=8)
    batch = read_fit(w.to_bytes())
    assert lengths(batch) == [1]
    assert batch.activities[0].records is not None
    assert batch.activities[0].records["power_w"].tolist() == [0xFFFF]


def test_records_without_a_single_time_leave_the_session(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    for rate in (100, 101):
        w.add(20, [(253, fit_writer.U4, None), (3, fit_writer.U1, rate)])
    w.add(
        18,
        [(253, fit_writer.U4, 1_141_000_600), (2, fit_writer.U4, 1_141_000_000), (9, fit_writer.U4, 5)],
        local=1,
    )
    batch = read_fit(w.to_bytes())
    assert batch.activities[0].records is None
    assert [each.reason for each in batch.problems] == ["none of the 2 records has a time"]


def test_files_beyond_the_limit_are_told(fit_writer: ModuleType) -> None:
    one = fit_writer.FitWriter().add(20, [(253, fit_writer.U4, 1_141_000_000)]).to_bytes()
    batch = read_fit(one * (fit_scan.MAX_FILES + 5))
    assert len(batch.activities) == fit_scan.MAX_FILES
    told = [each.offset for each in batch.problems if "only the first" in each.reason]
    assert told == [len(one) * fit_scan.MAX_FILES]


@given(seed=st.integers(0, 2**32), changes=st.integers(1, 12), keeps_checksum=st.booleans())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_change_of_bytes_raises_anything_but_unreadable(
    seed: int, changes: int, keeps_checksum: bool, fit_writer: ModuleType
) -> None:
    chance = random.Random(seed)
    short = fit_writer.run_file(seconds=12, with_positions=True)
    strength = fit_writer.strength_file(
        [fit_writer.Done(10, 44, 12), fit_writer.Done(active=False)], workout="A"
    )
    data = bytearray(chance.choice([short, strength, short + strength]))
    for _ in range(changes):
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                data[place] ^= 1 << chance.randrange(8)
            case 2:
                del data[place : place + chance.randrange(1, 9)]
            case _:
                data[place:place] = chance.randbytes(chance.randrange(1, 9))
        if len(data) < 2:
            break
    if keeps_checksum:
        data[-2:] = struct.pack("<H", fit_writer.slow_crc16(bytes(data[:-2])))
    try:
        batch = read_fit(bytes(data))
    except UnreadableError as refused:
        assert refused.offset is not None
        return
    for activity in batch.activities:
        if activity.records is not None:
            assert len({len(values) for values in activity.records.values()}) == 1
