"""Every real sample file that fitdecode can read, column by column against fitdecode."""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fitdecode
import numpy as np
import pytest

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow
from analytics.ingest.fit import read_fit
from analytics.ingest.fit_columns import Table, invalid
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_scan import scan

_SMALL = 150_000  # bytes; fitdecode takes about a second for each 100 kB, so the larger ones are marked slow
_STRAP_MERGED = {"event_timestamp.fit", "sample_mulitple_header.fit"}
_RAW = {"latitude_sc", "longitude_sc", "time_fit_s"}
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
}


def fit_files(samples: Path) -> list[Path]:
    return sorted(path for path in samples.rglob("*") if path.suffix.lower() == ".fit" and path.is_file())


def messages(data: bytes) -> dict[int, dict[str, list[Any]]]:
    """fitdecode's messages by file in the chain and name, as far as it gets."""
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = fitdecode.FitReader(
            data,
            check_crc=fitdecode.CrcCheck.DISABLED,
            error_handling=fitdecode.ErrorHandling.IGNORE,
            keep_raw_chunks=False,
        )
        try:
            for message in reader:
                if isinstance(message, fitdecode.FitDataMessage):
                    found[reader.fit_file_index][message.name].append(message)
        except fitdecode.FitError:
            pass  # a damaged file: what came before the damage is compared
        finally:
            reader.close()
    return found


def native(message: Any, name: str, *, raw: bool = False) -> Any:
    """The value of a field that is no developer's; None where absent or invalid; of several the first."""
    for each in message.fields:
        if each.name == name and not (each.field_def is not None and each.field_def.is_dev):
            value = each.raw_value if raw else each.value
            return value[0] if isinstance(value, tuple) else value
    return None


def as_raw(message: Any, column: str, number_names: list[str]) -> int | None:
    """What fitdecode says of a column, as the raw integer of ours."""
    for name in number_names:
        if column in _RAW:
            value = native(message, name, raw=True)
            if value is not None:
                return int(value)
            continue
        value = native(message, name)
        if value is not None:
            known = profile().fields[profile().messages["record"], name]
            return round((value + known.offset) * known.scale)
    return None


def names_by_column() -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for each in profile().fields_of(profile().messages["record"]):
        if each.ours:
            names[each.ours].append(each.name)
    return names


@dataclass
class Agreement:
    """What a comparison of several files found."""

    files: int = 0
    values: int = 0
    totals: int = 0
    different: list[str] = field(default_factory=list)


def compare(paths: list[Path]) -> Agreement:
    agreement, names = Agreement(), names_by_column()
    for path in paths:
        data = path.read_bytes()
        decoded = [each for _, each in sorted(messages(data).items())]
        for activity, found in zip(read_fit(data).activities, decoded):
            agreement.files += 1
            if activity.records is not None:
                _compare_records(activity, found["record"], names, path.name, agreement)
            _compare_totals(activity, found["session"], path.name, agreement)
    return agreement


def test_records_and_totals_of_every_smaller_file_are_equal(samples: Path) -> None:
    agreement = compare([path for path in fit_files(samples) if path.stat().st_size < _SMALL])
    assert agreement.different == []
    assert (agreement.files, agreement.values > 500_000, agreement.totals > 250) == (50, True, True)


@pytest.mark.slow
def test_records_and_totals_of_every_larger_file_are_equal(samples: Path) -> None:
    agreement = compare([path for path in fit_files(samples) if path.stat().st_size >= _SMALL])
    assert agreement.different == []
    assert (agreement.files, agreement.values > 2_500_000, agreement.totals > 60) == (8, True, True)


def _compare_records(
    activity: ActivityRow, found: list[Any], names: dict[str, list[str]], file: str, agreement: Agreement
) -> None:
    assert activity.records is not None
    times = [native(each, "timestamp", raw=True) for each in found]
    timed = sorted((time, index) for index, time in enumerate(times) if time is not None)
    ours = {name: values.tolist() for name, values in activity.records.items()}
    if activity.quality == "cut_off" and len(timed) > len(ours["time_fit_s"]):
        # fitdecode takes the bytes behind the damage for one more record; its time is years away.
        timed = [each for each in timed if each[0] in set(ours["time_fit_s"])]
    if len(timed) != len(ours["time_fit_s"]):
        agreement.different.append(f"{file}: {len(timed)} records, ours {len(ours['time_fit_s'])}")
        return
    for column, (kind, _) in RECORD_COLUMNS.items():
        theirs = [as_raw(found[index], column, names[column]) for _, index in timed]
        if column == "power_w" and all(value is None for value in theirs):
            continue  # a footpod's power filled in: a rule of ours, tested by itself
        if column == "heart_rate_bpm" and file in _STRAP_MERGED:
            continue  # a strap's heart rates put into the records: tested by itself
        mine = [None if value == invalid(kind) else value for value in ours[column]]
        for position, (a, b) in enumerate(zip(mine, theirs)):
            # On purpose ours has no heart rate of 0 and no position 0/0.
            if a != b and not (a is None and b == 0):
                agreement.different.append(f"{file} {column} row {position}: ours {a}, theirs {b}")
                break
    agreement.values += len(timed) * len(RECORD_COLUMNS)


def _compare_totals(activity: ActivityRow, found: list[Any], file: str, agreement: Agreement) -> None:
    theirs = sorted(found, key=lambda each: native(each, "start_time", raw=True) or math.inf)
    if not theirs:
        return  # a session made of records
    assert len(theirs) == len(activity.sessions)
    for mine, other in zip(activity.sessions, theirs):
        for column, name in _SESSION.items():
            expected, got = native(other, name), getattr(mine, column)
            # What the device left out, or wrote as 0 beats, may come from the records.
            if expected is None or (expected == 0 and "hr" in column):
                continue
            agreement.totals += 1
            if got is None or abs(got - expected) > 1e-9:
                agreement.different.append(f"{file} {column}: ours {got}, theirs {expected}")


@pytest.mark.parametrize("name", ["antfs-dump.63.fit", "compressed-speed-distance.fit"])
def test_real_compressed_timestamps_are_equal(name: str, samples: Path) -> None:
    # Both devices had no date: their times count from when they were switched on.
    (path,) = samples.rglob(name)
    data = path.read_bytes()
    ours = Table(data, scan(data)[0], 20).times()
    assert bool((np.frombuffer(data, np.uint8) >= 0x80).any())
    theirs = [native(each, "timestamp", raw=True) for each in messages(data)[0]["record"]]
    assert ours.tolist() == theirs


@pytest.mark.parametrize(
    ("name", "records", "quality"),
    [("nick.fit", 14_391, "wrong_checksum"), ("strava-android-app-201.10-b1218918.fit", 472, "cut_off")],
)
def test_real_damaged_files_give_what_is_there(name: str, records: int, quality: str, samples: Path) -> None:
    (path,) = samples.rglob(name)
    batch = read_fit(path.read_bytes())
    (activity,) = batch.activities
    assert activity.records is not None
    assert (len(activity.records["time_fit_s"]), activity.quality) == (records, quality)
    assert all(each.offset is not None for each in batch.problems)


def test_every_sample_is_read_or_named(samples: Path) -> None:
    for path in fit_files(samples):
        batch = read_fit(path.read_bytes())
        assert bool(batch.activities) != (batch.ignored is not None), path.name
