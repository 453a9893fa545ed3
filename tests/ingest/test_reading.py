"""Every file comes back read, ignored or refused with its reason, and never otherwise."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from analytics.errors import UnreadableError
from analytics.ingest import reading, tables
from analytics.ingest.archives import folder_members
from analytics.ingest.batch import RECORD_COLUMNS, Batch
from analytics.ingest.reading import read

SEPARATE = (".csv", ".gpx", ".tcx", ".tcx.gz", ".gpx.gz", ".md")


def test_every_real_table_and_track_is_read_ignored_or_refused_for_a_true_reason(samples: Path) -> None:
    outcomes: Counter[str] = Counter()
    refused: dict[str, str] = {}
    for member in folder_members(samples):
        if not member.name.endswith(SEPARATE):
            continue
        try:
            batch = read(member.read(), member.name)
        except UnreadableError as error:
            outcomes["refused"] += 1
            refused[member.name] = error.reason
            continue
        assert bool(batch.ignored) != bool(batch.activities), member.name
        outcomes[f"{batch.kind} {'ignored' if batch.ignored else 'read'}"] += 1
    assert outcomes == {
        "gpx read": 99, "gpx ignored": 20, "tcx read": 26, "strava_activities read": 3, "strava_other ignored": 24,
        "strava_gear ignored": 2,
        "garmin_activities read": 1, "plain_activities read": 1, "strong read": 3, "hevy read": 1, "refused": 21,
    }  # fmt: skip
    for name, reason in refused.items():
        words = _true_words(name)
        assert words in reason, (name, reason)


def _true_words(name: str) -> str:
    """Say what a refusal of one of these files must speak of."""
    if name.endswith("-records.csv"):
        return "recording points"
    if name.startswith("injury/lovdal"):
        return "no calendar dates"
    if name.startswith("injury/"):
        return {"Raw Data sample.csv": "calendar dates", "Prepared Data sample.csv": "calendar dates"}.get(
            Path(name).name, "numbered" if "dorem" in name else "summary"
        )
    if name.startswith("injurytools/injuries"):
        return "injury template"
    if name.startswith("injurytools/exposures"):
        return "matches"
    return "text" if name.endswith(".md") else "not understood"


def test_a_text_that_nobody_chose_is_ignored_and_one_handed_in_is_refused() -> None:
    text = b"# Notes, mostly\n\nSome words.\nMore words.\n"
    assert read(text, "folder/README.md", in_archive=True).ignored == "No training in it: a text."
    with pytest.raises(UnreadableError, match="a text, not a table"):
        read(text, "README.md")


def test_records_keep_the_contract(samples: Path) -> None:
    for member in folder_members(samples / "tcx-gpx/corriporai+runpandas/runpandas/tests"):
        for row in read(member.read(), member.name).activities:
            assert row.records is not None
            assert {name: str(one.dtype.str[1:]) for name, one in row.records.items()} == {
                name: kind for name, (kind, _) in RECORD_COLUMNS.items()
            }
            times = row.records["time_fit_s"].astype(int)
            assert (times[1:] >= times[:-1]).all()


def test_a_fault_of_a_reader_reaches_nobody_and_the_log_names_no_value(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(data: bytes, name: str) -> Batch:
        raise RuntimeError("the secret name of a person")

    monkeypatch.setattr(tables, "read_table", broken)
    with caplog.at_level(logging.ERROR), pytest.raises(UnreadableError, match="RuntimeError"):
        read(b"date,exercise\n1,2\n", "x.csv")
    assert "secret" not in caplog.text
    assert "RuntimeError at test_reading.py" in caplog.text


def test_running_out_of_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(data: bytes, name: str) -> Batch:
        raise MemoryError

    monkeypatch.setattr(tables, "read_table", greedy)
    with pytest.raises(UnreadableError, match="more memory"):
        read(b"date,exercise\n1,2\n", "x.csv")


FUZZED = [
    "tcx-gpx/aaron-schroeder+activereader/tests/testdata.tcx",
    "tcx-gpx/aaron-schroeder+activereader/tests/testdata.gpx",
    "strength-log/wojtekolesinski+gravitus-to-strong/data/strong.csv",
    "strength-log/mouadja02+Hevy-Coach/workout_data.csv",
    "strava/TheNewThinkTank+strava-insights/data/activities.csv",
]


@pytest.mark.parametrize("name", FUZZED)
def test_a_real_file_with_random_damage_is_never_more_than_refused(samples: Path, name: str) -> None:
    whole = (samples / name).read_bytes()
    chance = random.Random(name)
    for _ in range(40):
        data = bytearray(whole[: chance.randrange(len(whole) // 4, len(whole))])
        for _ in range(chance.randrange(1, 20)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        try:
            batch = read(bytes(data), name)
        except UnreadableError as error:
            assert "shape not met before" not in error.reason, error.reason
            continue
        assert isinstance(batch, Batch)


def test_a_run_without_a_date_is_refused_in_one_sentence_that_says_what_to_do(fit_writer: ModuleType) -> None:
    undated = fit_writer.run_file(start=dt.datetime(1989, 12, 31, 0, 5), utc_offset_h=None)
    with pytest.raises(UnreadableError) as refused:
        read(undated, "run.fit")
    assert refused.value.reason == (
        "The watch's clock was not set, so this activity has no date: "
        "hand in a table with its day, distance and time instead."
    )
    # Of two activities in a file the dated one goes in, and the other is told of.
    batch = read(undated + fit_writer.run_file(), "run.fit")
    assert len(batch.activities) == 1
    assert [problem.reason for problem in batch.problems] == [reading.UNDATED]
