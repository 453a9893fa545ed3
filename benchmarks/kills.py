"""Kill imports and undoings at random moments: nothing is lost, doubled or half stored.

`python benchmarks/kills.py N` lets processes import, import more, undo and import again, kills each with no
warning (SIGKILL) somewhere on the way, opens the database anew after each kill, and looks: whatever is there
must hang together, every file must be in wholly or not at all, what was in must still be in, and once the
steps are done the store must hold exactly what it holds where nobody was killed.

What is handed in is small and varied: FIT, GPX, TCX, an archive with an archive in it, logs, lists, tables,
the same runs from several sources, a broken file. Everything is loaded once; each process is forked from
that, so a kill costs about a second. One in twelve reads with real worker processes.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no threads before the forks

import argparse
import copy
import datetime as dt
import gzip
import io
import json
import logging
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import fit_writer  # noqa: E402
import whole_store  # noqa: E402

from analytics.intake import entering, storing, taking_in, undoing, worker, workers  # noqa: E402
from analytics.store import Store, connection, open_store  # noqa: E402

STEPS = ("first", "second", "undo first", "first", "undo second", "second")
"""What happens to a store, one after the other; an undoing takes out all that the step brought."""
FILES_PER_TRANSACTION = 7
MONDAY = dt.datetime(2026, 1, 5, 6)
AS_IT_IS = 0.08
"""How many processes read with real workers and a database of several threads."""
DONE = b"!"
DATABASE, MADE = "killed.duckdb", "made.json"


# What is handed in


def hand_in(place: Path) -> None:
    """Write two folders that overlap: the same files, the same runs from other files, the same rows."""
    for name in ("first", "second"):
        (place / name).mkdir(parents=True)
    first, second = place / "first", place / "second"
    for number in range(12):
        start = MONDAY + dt.timedelta(days=number)
        (first / f"run{number:02d}.fit").write_bytes(
            fit_writer.run_file(start=start, seconds=90 + number, with_positions=True)
        )
        if number % 2:  # the same run by another receiver, in the same import or in the other
            twin = track(start + dt.timedelta(seconds=3), points=10)
            ((first if number % 4 == 1 else second) / f"again{number:02d}.gpx").write_bytes(twin)
    sets = [fit_writer.Done(category=10, subtype=44, reps=12) for _ in range(3)]
    (first / "strength.fit").write_bytes(fit_writer.strength_file(sets, start=MONDAY.replace(hour=17)))
    (first / "strength.csv").write_text(hevy(range(6, 12)))
    (second / "strength.csv").write_text(hevy(range(9, 16)))
    (first / "injuries.csv").write_text(INJURIES + "2026-01-06,knee,pfp,left,time_loss,yes,,4,\n")
    (second / "injuries.csv").write_text(INJURIES + "2026-01-06,knee,pfp,left,time_loss,yes,2026-01-20,,\n")
    (second / "weeks.csv").write_text(
        "week,runs,distance_km,time_min,longest_km,hip_sets\n2025-12-01,3,30,180,12,6\n"
    )
    (second / "days.csv").write_text(
        "date,distance_m,moving_s,sport\n2026-01-05,270,90,run\n2026-03-20,5000,1500,run\n"
    )
    (first / "broken.fit").write_bytes(fit_writer.run_file(seconds=30)[:40])
    (second / "run03.fit").write_bytes((first / "run03.fit").read_bytes())
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for number in range(30, 36):
            archive.writestr(f"run{number}.gpx", track(MONDAY + dt.timedelta(days=number)))
    with zipfile.ZipFile(second / "more.zip", "w") as archive:
        for number in range(20, 28):
            data = fit_writer.run_file(start=MONDAY + dt.timedelta(days=number), seconds=60)
            archive.writestr(f"run{number}.fit.gz", gzip.compress(data, mtime=0))
        archive.writestr("inner.zip", inner.getvalue())


INJURIES = "onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"


def track(start: dt.datetime, *, points: int = 30) -> bytes:
    """A track northwards at 3 m/s, a point every 10 s, where the runs of `fit_writer` are."""
    rows = "".join(
        f'<trkpt lat="{45 + 30 * k / 111_195:.7f}" lon="7"><time>'
        f"{(start + dt.timedelta(seconds=10 * k)).isoformat()}Z</time></trkpt>"
        for k in range(points)
    )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<type>running</type><trkseg>{rows}</trkseg></trk></gpx>"
    ).encode()


def hevy(days: range) -> str:
    """A strength log: three sets a day, one of them of the very time of the watch's session."""
    header = (
        '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
        '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
    )
    rows = [
        f'"Hips","{day} Jan 2026, 18:00","{day} Jan 2026, 18:30","","Clamshell",,"",{number},"normal",,12,,,'
        for day in days
        for number in range(3)
    ]
    return "\n".join([header, *rows, ""])


# One process: it does one step and is killed somewhere on the way


class _Here:
    """Stands in for the worker processes, whose start would cost more than all the rest.

    What was read is remembered: the first import, before the forks, reads everything.
    """

    remembered: ClassVar[dict[bytes, worker.Result]] = {}

    def submit(self, job: worker.Job) -> workers.Ticket:
        ticket = workers.Ticket(job)
        if job.data not in self.remembered:
            self.remembered[job.data] = worker.work(job)
        ticket.settle(copy.deepcopy(self.remembered[job.data]))
        return ticket

    def get_ready(self) -> None:
        """Nothing is to be started."""

    def close(self) -> None:
        """Nothing is to be closed."""


def do_step(tell: Callable[[bytes], object], place: Path, step: str, *, as_it_is: bool = False) -> None:
    """Do one step on the database in `place`: as it is, or with the reading done before and one thread."""
    storing.MAX_FILES_PER_TRANSACTION = FILES_PER_TRANSACTION
    if not as_it_is:
        _one_thread()
        workers.borrow = _Here  # type: ignore[assignment]
        workers.give_back = lambda _: None  # type: ignore[assignment]
    with open_store(place / DATABASE) as store:
        if not whole_store.ask(store, "SELECT 1 FROM athlete"):
            entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        if step.startswith("undo "):
            for batch_id in standing(place, store, step.removeprefix("undo ")):
                undoing.undo(store, batch_id)
                tell(b".")
        else:
            source = place.parent / "handed_in" / step
            taking_in.take_in(store, [source], athlete="Ada", on_progress=lambda _: tell(b"."))


def _one_thread() -> None:
    """Have the database use one thread: for so few rows a second one only costs."""
    config = connection._config
    connection._config = lambda: config() | {"threads": 1}


def standing(place: Path, store: Store, step: str) -> list[str]:
    """List the imports that a step has made, killed ones too, which have not been undone."""
    made = json.loads((place / MADE).read_text()) if (place / MADE).exists() else {}
    found = whole_store.ask(store, "SELECT batch_id FROM import_batch WHERE undone_at_utc IS NULL")
    return sorted(row["batch_id"] for row in found if made.get(row["batch_id"]) == step)


def look(_: Callable[[bytes], object], place: Path, step: str, *, weigh: bool) -> dict[str, Any]:
    """Open the database as the next start of the app would, and say what is in it."""
    _one_thread()
    with open_store(place / DATABASE) as store:
        made = json.loads((place / MADE).read_text()) if (place / MADE).exists() else {}
        for row in whole_store.ask(store, "SELECT batch_id FROM import_batch"):
            made.setdefault(row["batch_id"], step)
        (place / MADE).write_text(json.dumps(made))
        return {
            "torn": whole_store.torn(store),
            "files": {f"{sha} {who}": list(n) for (sha, who), n in whole_store.told_by_file(store).items()},
            "whole": {
                table: list(told) for table, told in (whole_store.weighed(store) if weigh else {}).items()
            },
        }


def apart(work: Callable[[Callable[[bytes], object]], object], moment: Moment | None = None) -> Ended:
    """Do some work in a process of its own, which is killed at a moment, or not at all."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        code = 0
        try:
            result = work(lambda word: os.write(writing, word))
            os.write(writing, DONE + json.dumps(result).encode())
        except BaseException:
            traceback.print_exc()
            code = 1
        os._exit(code)
    os.close(writing)
    told = _listen(reading, number, moment)
    os.close(reading)
    _, status = os.waitpid(number, 0)
    dots, done, result = told.partition(DONE)
    if status and not os.WIFSIGNALED(status):
        raise RuntimeError("a process failed by itself: see above")
    answer = json.loads(result) if done and not moment else None
    return Ended(dots.count(b"."), bool(done), answer, os.WIFSIGNALED(status))


@dataclass(frozen=True)
class Moment:
    """When a process is killed: so long after it has told of so many files (0: after its start)."""

    after: int
    seconds: float


@dataclass(frozen=True)
class Ended:
    """How a process ended, and of how many files it had told."""

    told: int
    is_done: bool
    result: Any
    was_killed: bool


def _listen(reading: int, number: int, moment: Moment | None) -> bytes:
    told = b""
    kill_at = time.monotonic() + moment.seconds if moment and not moment.after else None
    while True:
        left = None if kill_at is None else max(0.0, kill_at - time.monotonic())
        if select.select([reading], [], [], left)[0]:
            piece = os.read(reading, 65536)
            if not piece:
                return told
            told += piece
            if moment and kill_at is None and told.count(b".") >= moment.after:
                kill_at = time.monotonic() + moment.seconds
        else:
            os.kill(number, signal.SIGKILL)
            kill_at = None


# Many of them


@dataclass
class Told:
    """What came of the kills."""

    kills: int = 0
    steps: int = 0
    in_the_middle: int = 0
    faults: list[str] = field(default_factory=list)
    by_step: Counter[str] = field(default_factory=Counter)


def run(kills: int, place: Path, *, seed: int, say: Callable[[str], object] = print) -> Told:
    """Kill as often as asked; every fault is told, and its database kept beside."""
    chance, told, started = random.Random(seed), Told(), time.monotonic()
    hand_in(place / "handed_in")
    files = sum(1 for path in (place / "handed_in").rglob("*") if path.is_file())
    expected: list[dict[str, Any]] = []
    seconds: list[float] = []
    files_told: list[int] = []
    (place / "unkilled").mkdir()
    for step in STEPS:
        begun = time.monotonic()
        ended = apart(partial(do_step, place=place / "unkilled", step=step))
        files_told.append(ended.told)
        seconds.append(time.monotonic() - begun)
        expected.append(apart(partial(look, place=place / "unkilled", step=step, weigh=True)).result)
        if expected[-1]["torn"]:
            told.faults.append(f"{step}, without any kill: {expected[-1]['torn']}")
    times = ", ".join(f"{step} {took:.2f} s" for step, took in zip(STEPS, seconds, strict=True))
    say(f"{files} files; the steps take {times}")

    life = 0
    while told.kills < kills:
        life += 1
        here = place / f"life{life}"
        here.mkdir()
        files_before: dict[str, list[int]] = {}
        for at, step in enumerate(STEPS):
            is_done = False
            while not is_done:
                as_it_is = chance.random() < AS_IT_IS
                # What is left of the last life is done in peace.
                moment = (
                    _moment(chance, seconds[at], files_told[at], as_it_is) if told.kills < kills else None
                )
                ended = apart(partial(do_step, place=here, step=step, as_it_is=as_it_is), moment)
                is_done = ended.is_done
                told.kills += ended.was_killed
                told.in_the_middle += ended.was_killed and not is_done
                told.by_step[step] += ended.was_killed
                now = apart(partial(look, place=here, step=step, weigh=is_done)).result
                faults = _faults(step, now, files_before, expected[at], expected[at - 1] if at else None,
                                 is_done=is_done)  # fmt: skip
                for fault in faults:
                    told.faults.append(f"kill {told.kills}, life {life}, {step}, {moment}: {fault}")
                    say(told.faults[-1])
                files_before = now["files"]
                if ended.was_killed and told.kills % 50 == 0:
                    took = time.monotonic() - started
                    say(f"{told.kills} kills, {len(told.faults)} faults, {took:.0f} s")
            told.steps += 1
        if not told.faults:
            shutil.rmtree(here)
    return told


def _moment(chance: random.Random, seconds: float, files: int, as_it_is: bool) -> Moment:
    """Choose a moment: any of the whole step's, or one after so many files."""
    if chance.random() < 0.5:
        return Moment(0, chance.uniform(0, seconds + 1.5 * as_it_is))
    return Moment(chance.randint(1, files), chance.uniform(0, seconds / 4))


def _faults(
    step: str,
    now: dict[str, Any],
    files_before: dict[str, list[int]],
    whole: dict[str, Any],
    whole_before: dict[str, Any] | None,
    *,
    is_done: bool,
) -> list[str]:
    """Say what is wrong with what is there."""
    faults = [f"torn: {one}" for one in now["torn"]]
    if is_done:
        faults += [
            f"at the end, {table}: {now['whole'][table][0]} rows, without kills {told[0]}"
            for table, told in whole["whole"].items()
            if now["whole"][table] != told
        ]
        return faults
    is_undo = step.startswith("undo ")
    if not is_undo:
        faults += [f"lost: file {name[:12]}" for name in files_before if name not in now["files"]]
    allowed = whole["files"] | (whole_before["files"] if whole_before and is_undo else {})
    for name, counts in now["files"].items():
        if name not in allowed:
            faults.append(f"file {name[:12]} is there, and should not be")
        elif counts != allowed[name]:
            faults.append(f"file {name[:12]} has {counts}, and wholly {allowed[name]}")
    return faults


def main() -> int:
    """Kill as often as asked; 1 if anything was ever lost, doubled or half stored."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("kills", type=int, nargs="?", default=1000)
    words.add_argument("--seed", type=int, default=20261122)
    words.add_argument("--keep", type=Path, help="a folder for the databases, kept where there was a fault")
    asked = words.parse_args()
    logging.disable(logging.WARNING)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hipstride-kills-") as own:
        told = run(asked.kills, asked.keep or Path(own), seed=asked.seed, say=partial(print, flush=True))
    took = time.monotonic() - started
    print(
        f"{told.kills} kills ({told.in_the_middle} before the step had ended), {told.steps} steps completed, "
        f"{len(told.faults)} faults; {took:.0f} s, {took / max(told.kills, 1):.2f} s a kill"
    )
    print(", ".join(f"{step}: {count}" for step, count in told.by_step.items()))
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
