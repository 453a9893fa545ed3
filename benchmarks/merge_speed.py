"""How much recognising costs where much is in already (`python benchmarks/merge_speed.py`).

Runs are put into stores that hold none, half and all of `--stored` activities: new ones, and ones that
another device recorded as well, whose tracks must be held against each other. What counts is that a newcomer
costs no more in a full store than in an empty one; and how much of the whole the looking takes (recognising
switched off: every newcomer is new). Processor time, so that other work on the computer changes little.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import datetime as dt
import logging
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import fit_writer  # noqa: E402

from analytics.ingest.batch import ActivityRow  # noqa: E402
from analytics.ingest.reading import read  # noqa: E402
from analytics.intake import entering, preparing  # noqa: E402
from analytics.store import Store, open_store  # noqa: E402
from analytics.store.rows import StagedActivity  # noqa: E402
from analytics.store.same_activity import Seen  # noqa: E402

FIRST = dt.datetime(2016, 1, 4, 6)
SECONDS = 900
AT_ONCE = 200


def pattern() -> ActivityRow:
    """One run of a quarter of an hour with a point a second."""
    data = fit_writer.run_file(start=FIRST, seconds=SECONDS, with_positions=True)
    return read(data, "run.fit").activities[0]


def runs(row: ActivityRow, numbers: range, *, later_s: int = 0, cut_s: int = 0) -> list[StagedActivity]:
    """The run at the numbers' half-days; begun later and cut it is a twin that only its track tells."""
    rows = []
    for number in numbers:
        shift = dt.timedelta(hours=12 * number, seconds=later_s)
        columns = {name: values[cut_s:].copy() for name, values in (row.records or {}).items()}
        columns["time_fit_s"] = columns["time_fit_s"] + 43_200 * number
        sessions = [
            dataclasses.replace(
                one,
                start_utc=FIRST + shift,
                distance_m=(one.distance_m or 0) * (1 - cut_s / SECONDS),
                moving_s=SECONDS - cut_s,
                elapsed_s=SECONDS - cut_s,
            )
            for one in row.sessions
        ]
        rows.append(
            dataclasses.replace(
                copy.copy(row), sessions=sessions, laps=[], records=columns,
                start_utc=FIRST + shift, start_local=FIRST + shift,
            )
        )  # fmt: skip
    return preparing.staged(rows, athlete_id=1, athlete_zone="Europe/Berlin", runs=[[] for _ in rows])


def put_in(store: Store, ready: list[StagedActivity], kind: str, prefix: str) -> float:
    """Add them as an import does, each as a file of its own; gives the processor time in ms for one."""
    began = time.process_time()
    for first in range(0, len(ready), AT_ONCE):
        with store.writer(count=False) as writer:
            files = [
                (1, f"{prefix}{first + at}", kind, [one])
                for at, one in enumerate(ready[first : first + AT_ONCE])
            ]
            writer.look_over(files)
            for file in files:
                writer.add_activities(*file)
    return (time.process_time() - began) / len(ready) * 1000


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--stored", type=int, default=5000)
    words.add_argument("--newcomers", type=int, default=400)
    asked = words.parse_args()
    logging.disable(logging.WARNING)
    row = pattern()
    told: dict[int, dict[str, float]] = {}
    for stored in (0, asked.stored // 2, asked.stored):
        with (
            tempfile.TemporaryDirectory(prefix="hipstride-merge-") as place,
            open_store(Path(place) / "own.duckdb") as store,
        ):
            entering.add_athlete(store, "Ada", zone="Europe/Berlin")
            for first in range(0, stored, 1000):
                put_in(store, runs(row, range(first, min(first + 1000, stored))), "fit", f"s{first}_")
            store.checkpoint()
            fresh = runs(row, range(stored, stored + asked.newcomers))
            again = range(stored // 2, stored // 2 + asked.newcomers)
            twins = runs(row, again, later_s=150, cut_s=150)
            after = runs(row, range(stored + 2 * asked.newcomers, stored + 3 * asked.newcomers))
            with mock.patch.object(Seen, "look", lambda *_: (None, [])):
                unseen = put_in(store, after, "fit", "u")
            told[stored] = {"new": put_in(store, fresh, "fit", "n"), "without looking": unseen}
            told[stored]["twins"] = put_in(store, twins, "gpx", "t") if stored else float("nan")
            with store.reader() as reader:
                [merged] = reader.sql("SELECT count(*) AS n FROM activity_source WHERE arrived_no > 0", {})[
                    "n"
                ]
            assert merged == (asked.newcomers if stored else 0), merged
    print("ms of processor time an activity, by what the store holds:")
    for stored, times in told.items():
        print(f"  {stored:>6} activities: " + ", ".join(f"{what} {ms:.2f}" for what, ms in times.items()))
    full, empty, half = told[asked.stored], told[0], told[asked.stored // 2]
    print(f"new ones in the full store against the empty one: {full['new'] / empty['new']:.2f}")
    print(
        f"new ones in the full store, with looking against without: "
        f"{full['new'] / full['without looking']:.2f}"
    )
    print(f"twins in the full store against half of it: {full['twins'] / half['twins']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
