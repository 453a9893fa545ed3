"""A short run of the fuzz command: every reader, damaged real files, limits of memory and time."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

COMMAND = Path(__file__).resolve().parents[2] / "benchmarks" / "fuzz.py"


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for place in (COMMAND.parents[1], COMMAND.parents[1] / "tests"):  # as the command itself has them
        monkeypatch.syspath_prepend(str(place))
    spec = importlib.util.spec_from_file_location("fuzz_command", COMMAND)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_damaged_files_are_read_ignored_or_refused_in_words_and_nothing_else(samples: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(COMMAND), "--inputs", "400", "--seed", "11", "--samples", str(samples)],
        capture_output=True,
        text=True,
        timeout=250,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("400 inputs of ")
    assert {line.split()[0] for line in done.stdout.splitlines()[1:4]} == {"read", "ignored", "refused"}


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others(fuzz: ModuleType) -> None:
    among = fuzz.seeds(None)
    first = [fuzz.mutated(number, seed=5, among=among) for number in range(30)]
    assert first == [fuzz.mutated(number, seed=5, among=among) for number in range(30)]
    assert first != [fuzz.mutated(number, seed=6, among=among) for number in range(30)]


@pytest.mark.parametrize("outcome", ["CRASH ValueError", "HANG", "DIED -9", "gap: KeyError"])
def test_what_is_not_an_answer_counts_as_bad(fuzz: ModuleType, outcome: str) -> None:
    run = fuzz.Run()
    run.take(7, f"{outcome}|fit", 0.1)
    run.take(8, "refused|fit", 0.1)
    assert run.bad == [(7, outcome)]


def test_an_error_no_reader_foresaw_is_a_gap(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    from analytics.ingest import reading

    monkeypatch.setattr(reading, "_read", lambda *_, **__: {}["nothing"])
    assert fuzz.fate("run.fit", b"") == "gap: KeyError"


def test_archives_nested_ones_and_large_files_are_among_the_inputs(fuzz: ModuleType) -> None:
    among = fuzz.seeds(None)
    assert max(len(data) for _, data in among) > fuzz.MOST_BYTES
    made = [fuzz.mutated(number, seed=3, among=among) for number in range(400)]
    archives = [data for name, data in made if name.endswith(".zip")]
    assert 30 <= len(archives) <= 75
    assert any(data.count(b".zip") for data in archives)
    assert any(name == "ultra.fit" and len(data) > fuzz.MOST_BYTES for name, data in made)
    assert {fuzz.fate("export.zip", data) for data in archives} >= {"read", "refused"}
