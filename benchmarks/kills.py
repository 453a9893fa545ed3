"""Kill imports at random moments: nothing is lost, doubled or half stored (`python benchmarks/kills.py N`).

The runs, the strength log and the questions asked of the store are those of tests/journeys/test_kills.py.
Each kill hits an import into the same database; once everything is in, a new database begins.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from analytics.intake.taking_in import take_in  # noqa: E402
from analytics.store import open_store  # noqa: E402


def journey() -> ModuleType:
    """Load the test that this command repeats."""
    spec = importlib.util.spec_from_file_location("kills", PROJECT / "tests" / "journeys" / "test_kills.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Kill as often as asked; 1 if anything was ever lost, doubled or half stored."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("kills", type=int, nargs="?", default=1000)
    words.add_argument("--seed", type=int, default=20261122)
    asked = words.parse_args()
    test, chance = journey(), random.Random(asked.seed)
    started = time.monotonic()
    faults = finished = 0
    with tempfile.TemporaryDirectory(prefix="hipstride-kills-") as place:
        folder = Path(place) / "handed_in"
        folder.mkdir()
        test.hand_in(folder)
        with open_store(Path(place) / "unkilled.duckdb") as store:
            take_in(store, [folder])
            whole = test.content_of(store)
        database = Path(place) / "killed.duckdb"
        before: set[object] = set()
        for kill in range(1, asked.kills + 1):
            after, moment = chance.randint(1, test.RUNS), chance.uniform(0, 0.15)
            child = subprocess.run(
                [sys.executable, "-c", test.CHILD, str(database), str(folder), str(after), f"{moment:.4f}"],
                capture_output=True, text=True, check=False, timeout=120, cwd=PROJECT,
            )  # fmt: skip
            with open_store(database) as store:
                now = test.content_of(store)
                fault = (
                    test.half_stored(store) != []
                    or not before <= now["activities"] <= whole["activities"]
                    or child.returncode != -9
                )
                if now == whole:
                    finished += 1
            faults += fault
            before = now["activities"]
            if now == whole:  # everything is in: begin anew
                for file in Path(place).glob("killed.duckdb*"):
                    file.unlink()
                before = set()
            if kill % 50 == 0 or fault:
                seconds = round(time.monotonic() - started)
                print(f"{kill} kills, {faults} faults, {finished} imports completed, {seconds} s")
        with open_store(database) as store:
            take_in(store, [folder])
            faults += test.content_of(store) != whole
    print(f"{asked.kills} kills, {faults} faults, {time.monotonic() - started:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
