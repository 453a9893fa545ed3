"""Every real sample file against fitfast: records, sessions, laps, sets, the wearer; differences explained."""

from __future__ import annotations

import itertools
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fitdecode
import fitfast
import numpy as np
import pytest

from analytics.errors import UnreadableError
from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow, Batch
from analytics.ingest.fit import read_fit
from analytics.ingest.fit_columns import invalid
from analytics.ingest.fit_crc import crc16
from analytics.ingest.fit_profile import Field, profile
from analytics.ingest.fit_rows import EPOCH
from analytics.ingest.fit_scan import scan

_UNIX_TO_FIT_S = 631_065_600
_RECORD = 20
# Cut in the middle of a message, or without the bytes of its last file: fitfast then gives nothing at all.
_LOST_BY_FITFAST = {
    "activity-settings-nodata.fit",
    "activity-unexpected-eof.fit",
    "nick.fit",
    "strava-android-app-201.10-b1218918.fit",
}
# A strap's own heart rates follow as a second FIT file; we put them into the records, fitfast does not.
_STRAP_MERGED = {"event_timestamp.fit", "sample_mulitple_header.fit"}
# A footpod's developer field; we take it for power where the watch has none, fitfast names it "Power".
_FOOTPOD_POWER = {"20170518-191602-1740899583.fit", "running-with-developer-data.fit", "sample.fit"}
# Speed and distance packed into three bytes; fitfast does not unpack them.
_PACKED = {"compressed-speed-distance.fit"}


def fit_files(samples: Path) -> list[Path]:
    return sorted(path for path in samples.rglob("*") if path.suffix.lower() == ".fit" and path.is_file())


def mended(data: bytes) -> bytes:
    """The same messages under right checksums: fitfast takes a header's 0 ("none") for a wrong one."""
    whole = b""
    for segment in scan(data):
        head = bytearray(data[segment.start : segment.start + data[segment.start]])
        body = data[segment.start + len(head) : segment.end]
        head[4:8] = len(body).to_bytes(4, "little")
        if len(head) >= 14:
            head[12:14] = crc16(bytes(head[:12])).to_bytes(2, "little")
        whole += bytes(head) + body + crc16(bytes(head) + body).to_bytes(2, "little")
    return whole


def with_fitfast(data: bytes, kind: str) -> dict[str, np.ndarray] | None:
    try:
        found: dict[str, np.ndarray] = fitfast.records(mended(data), kind, degrees=False)
    except fitfast.FitDecodeError:
        return None
    return found


def activities(path: Path) -> list[ActivityRow]:
    return read_fit(path.read_bytes()).activities


def test_records_are_equal_but_for_what_is_explained(samples: Path) -> None:
    explained: Counter[str] = Counter()
    wrong: list[str] = []
    files, values, lost = 0, 0, set()
    for path in fit_files(samples):
        ours = [each for each in activities(path) if each.records is not None]
        if not ours:
            continue
        theirs = with_fitfast(path.read_bytes(), "record")
        if theirs is None:
            lost.add(path.name)
            continue
        files += 1
        values += _compare_records(path.name, ours, theirs, explained, wrong)
    assert wrong == []
    assert lost == _LOST_BY_FITFAST
    # Of 2 million values: 1,402 speeds that fitfast cuts off to the millimetre below (we: as the file has it),
    # 4,787 heart rates of straps, 1,916 heart rates of 0 beats, 7,598 powers of footpods, packed distances.
    assert (files, values > 2_000_000) == (50, True)
    assert explained == {
        "speed cut by 1 mm/s": 1_402,
        "heart rate of the strap": 4_787,
        "a heart rate of 0 is none": 1_916,
        "a position of 0/0 is none": 2,
        "power of a footpod": 7_598,
        "packed speed and distance": 1_508,
    }


def _compare_records(
    name: str,
    ours: list[ActivityRow],
    theirs: dict[str, np.ndarray],
    explained: Counter[str],
    wrong: list[str],
) -> int:
    times = theirs["timestamp"] - _UNIX_TO_FIT_S
    rows = np.flatnonzero(~np.isnan(times))
    lengths = [len(each.records["time_fit_s"]) for each in ours if each.records is not None]
    if len(rows) != sum(lengths):
        wrong.append(f"{name}: {sum(lengths)} records, theirs {len(rows)}")
        return 0
    # Chained files hold one activity after the other; each is sorted by itself.
    ends = list(itertools.accumulate(lengths))
    order = np.concatenate(
        [part[np.argsort(times[part], kind="stable")] for part in np.split(rows, ends[:-1])]
    )
    for column, (kind, _) in RECORD_COLUMNS.items():
        mine = np.concatenate([each.records[column] for each in ours if each.records is not None])
        mine = np.where(mine == invalid(kind), np.nan, mine.astype(float))
        fields = [each for each in profile().fields_of(_RECORD) if each.ours == column]
        choices = [_raw(each, theirs[each.name][order]) for each in fields if each.name in theirs]
        expected = np.full(len(mine), np.nan)
        for choice in choices:
            expected = np.where(np.isnan(expected), choice, expected)
        different = (mine != expected) & ~(np.isnan(mine) & np.isnan(expected))
        if not different.any():
            continue
        reason = _reason(name, column, mine[different], expected[different], [c[different] for c in choices])
        if reason is None:
            first = int(np.flatnonzero(different)[0])
            wrong.append(f"{name} {column} row {first}: ours {mine[first]}, theirs {expected[first]}")
        else:
            explained[reason] += int(different.sum())
    return len(rows) * len(RECORD_COLUMNS)


def _raw(field: Field, values: np.ndarray) -> np.ndarray:
    if field.name == "timestamp":
        return values - _UNIX_TO_FIT_S
    if field.unit == "semicircles":
        return values
    return np.round((values + field.offset) * field.scale)


def _reason(
    name: str, column: str, mine: np.ndarray, theirs: np.ndarray, choices: list[np.ndarray]
) -> str | None:
    """Why these values, all different, may be so; None where they may not."""
    if column == "speed_mm_s" and len(choices) == 2 and (mine == choices[1]).all():
        return "speed cut by 1 mm/s" if (mine - theirs == 1).all() else None
    if column == "heart_rate_bpm" and name in _STRAP_MERGED:
        return "heart rate of the strap"
    if column == "heart_rate_bpm" and np.isnan(mine).all() and (theirs == 0).all():
        return "a heart rate of 0 is none"
    if column in ("latitude_sc", "longitude_sc") and np.isnan(mine).all() and (theirs == 0).all():
        return "a position of 0/0 is none"
    if column == "power_w" and name in _FOOTPOD_POWER and not choices:
        return "power of a footpod"
    if column in ("speed_mm_s", "distance_cm") and name in _PACKED and not choices:
        return "packed speed and distance"
    return None


_SESSION = {
    "distance_m": "total_distance",
    "moving_s": "total_timer_time",
    "elapsed_s": "total_elapsed_time",
    "ascent_m": "total_ascent",
    "descent_m": "total_descent",
    "hr_mean_bpm": "avg_heart_rate",
    "hr_max_bpm": "max_heart_rate",
    "power_mean_w": "avg_power",
    "energy_kcal": "total_calories",
    "temperature_mean_c": "avg_temperature",
    "rpe_0_10": "workout_rpe",
    "start_utc": "start_time",
}
_LAP = {
    name: _SESSION[name]
    for name in ("distance_m", "moving_s", "elapsed_s", "hr_mean_bpm", "hr_max_bpm", "start_utc")
}
_SET = {
    "reps": "repetitions",
    "duration_s": "duration",
    "load_kg": "weight",
    "start_utc": "start_time",
    "fit_category": "category",
}


@pytest.mark.parametrize(
    ("kind", "rows_of", "columns", "at_least"),
    [
        ("session", lambda each: each.sessions, _SESSION, 450),
        ("lap", lambda each: each.laps, _LAP, 800),
        ("set", lambda each: each.sets, _SET, 100),
    ],
)
def test_totals_of_sessions_laps_and_sets_are_equal(
    kind: str,
    rows_of: Callable[[ActivityRow], list[Any]],
    columns: dict[str, str],
    at_least: int,
    samples: Path,
) -> None:
    compared, wrong = 0, []
    for path in fit_files(samples):
        theirs = with_fitfast(path.read_bytes(), kind)
        ours = activities(path)
        if not theirs or not ours:
            continue
        rows = [row for each in ours for row in rows_of(each)]
        order = np.arange(len(next(iter(theirs.values()))))
        if "set_type" in theirs:
            order = order[theirs["set_type"] == 1]  # rests are not kept
        if len(ours) == 1 and "start_time" in theirs:
            order = order[np.argsort(_started(theirs["start_time"][order]), kind="stable")]
        if len(rows) != len(order):
            wrong.append(f"{path.name}: {len(rows)} rows, theirs {len(order)}")
            continue
        for column, name in columns.items():
            for row, value in zip(rows, theirs[name][order].tolist() if name in theirs else []):
                got = getattr(row, column)
                if column == "start_utc":
                    # A clock that was not set names no date of ours.
                    got = None if got is None else (got - EPOCH).total_seconds() + _UNIX_TO_FIT_S
                    if value < 0x10000000 + _UNIX_TO_FIT_S:
                        value = float("nan")
                if column == "rpe_0_10":
                    value /= 10  # the profile gives no scale; the field holds ten times the effort of 0 to 10
                # What a device left out (or wrote as 0 where that is none) may come from the records.
                if np.isnan(value) or (value == 0 and column not in ("distance_m", "ascent_m", "descent_m")):
                    continue
                compared += 1
                if got is None or abs(got - value) > 1e-6:
                    wrong.append(f"{path.name} {column}: ours {got}, theirs {value}")
    assert wrong == []
    assert compared >= at_least


def _started(times: np.ndarray) -> np.ndarray:
    """Sorting as ours does: what has no date stays in front, in the order of the file."""
    return np.where(times >= 0x10000000 + _UNIX_TO_FIT_S, times, -np.inf)


def test_the_wearers_weight_and_heart_rates_are_equal(samples: Path) -> None:
    compared = 0
    for path in fit_files(samples):
        ours = activities(path)
        theirs = with_fitfast(path.read_bytes(), "user_profile")
        if len(ours) != 1 or not theirs or len(scan(path.read_bytes())) > 1:
            continue  # a wearer in a settings file behind the activity's is not the activity's
        for column, name in (("weight_kg", "weight"), ("hr_rest_bpm", "resting_heart_rate")):
            value = theirs.get(name, np.array([np.nan]))[-1]
            if value > 0:
                assert ours[0].wearer is not None
                assert getattr(ours[0].wearer, column) == pytest.approx(value), path.name
                compared += 1
    assert compared >= 20


def _outcome(read: Callable[[], object]) -> bool:
    try:
        return bool(read())
    except Exception:
        return False


def _fitdecode_messages(data: bytes) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.DISABLED) as reader:
            return sum(
                1 for each in itertools.islice(reader, 200) if isinstance(each, fitdecode.FitDataMessage)
            )


def test_every_file_that_another_decoder_reads_is_read_or_ignored_by_its_kind(samples: Path) -> None:
    fates: dict[str, list[str]] = defaultdict(list)
    for path in fit_files(samples):
        data = path.read_bytes()
        read_by_others = _outcome(lambda data=data: fitfast.count(data)) or _outcome(
            lambda data=data: _fitdecode_messages(data)
        )
        try:
            batch: Batch | None = read_fit(data)
        except UnreadableError:
            batch = None
        if batch is not None and batch.activities:
            fate = "read"
        else:
            fate = "refused" if batch is None else str(batch.ignored)
        fates[fate].append(path.name)
        assert not (read_by_others and batch is None), path.name
    counts = {fate: len(names) for fate, names in fates.items()}
    assert counts.pop("read") == 56
    assert counts == {
        "a FIT file of the kind workout, not an activity": 6,
        "a FIT file of the kind settings, not an activity": 3,
        "a FIT file of the kind weight, not an activity": 2,
        "a FIT file of the kind course, not an activity": 2,
        "a FIT file of the kind monitoring_b, not an activity": 1,
        # Three records of an encoder's example, without a time: nothing to place in a training log.
        "a FIT file that holds only records without a time": 1,
    }


@pytest.mark.parametrize(
    ("name", "records", "distance_m"),
    [("antfs-dump.63.fit", 686, None), ("compressed-speed-distance.fit", 755, 10_248.67)],
)
def test_a_run_of_a_watch_whose_clock_was_not_set_keeps_its_records_and_has_no_date(
    name: str, records: int, distance_m: float | None, samples: Path
) -> None:
    (path,) = samples.rglob(name)
    batch = read_fit(path.read_bytes())
    (run,) = batch.activities
    assert run.records is not None
    assert len(run.records["time_fit_s"]) == records
    assert (run.start_utc, run.sessions[0].start_utc, run.sessions[0].distance_m) == (None, None, distance_m)
    assert "the device's clock was not set: the activity has no date" in {
        each.reason for each in batch.problems
    }
