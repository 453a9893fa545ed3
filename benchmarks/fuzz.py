"""Feed damaged files to every reader: none may crash, hang or take memory without bound.

    python benchmarks/fuzz.py                                10,000 inputs made of files written here
    python benchmarks/fuzz.py --samples FOLDER --inputs 100000 --seed 7

Each input is a real file with some of it changed, cut, doubled, moved or mixed with another's; the checksum
of every second FIT file is mended, so that what lies behind it is reached. One in a hundred is a large file,
one in eight a ZIP of small damaged ones, some of them packed a second time, most of them damaged as ZIPs
again. It goes through the one door for files (`analytics.ingest.reading.read`), a ZIP member by member, in
child processes with a limit of memory and of seconds for each input. Good outcomes: it was read, it was
ignored with a reason, it was refused in words (UnreadableError). A refusal for want of a reader ("of a shape
not met before") is counted by itself: each is a gap to close. The same seed gives the same inputs; a bad one
is written to --keep and named.
"""

from __future__ import annotations

import argparse
import faulthandler
import gzip
import io
import logging
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import types
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

MEMORY_MB = 1_500
SECONDS = 10
MOST_BYTES = 150_000  # of a common seed file: a thousand small ones are read while ten large ones are
MOST_LARGE_BYTES = 4_000_000
LARGE_SHARE = 0.01
ARCHIVE_SHARE = 0.125
MOST_MEMBERS = 6
MOST_MEMBER_BYTES = 40_000
CHUNK = 250  # inputs a child reads before it reports
_GAP = "of a shape not met before"
_KINDS = (".fit", ".gpx", ".tcx", ".csv", ".gz", ".json", ".tsv", ".xml", ".zip")
_INTERESTING = (0, 1, 0x7F, 0x80, 0xFE, 0xFF, 0x40, 0x20, 0x2C, 0x22, 0x3C, 0x0A)

Seed = tuple[str, bytes]


def seeds(folder: Path | None) -> list[Seed]:
    """Files to begin with: those of a folder, else small ones written here; gzipped ones among them."""
    found: list[Seed] = []
    if folder is not None:
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _KINDS and path.is_file())
        found = [
            (path.name, path.read_bytes()) for path in paths if 0 < path.stat().st_size <= MOST_LARGE_BYTES
        ]
    if not found:
        import fit_writer

        run = fit_writer.run_file(seconds=120, with_positions=True)
        done = [fit_writer.Done(10, 44, reps=12), fit_writer.Done(19, None, seconds=30)]
        found = [
            ("run.fit", run),
            ("ultra.fit", fit_writer.run_file(seconds=9_000, with_positions=True)),
            ("strength.fit", fit_writer.strength_file(done, workout="Hips")),
            ("run.gpx", _GPX),
            ("run.tcx", _TCX),
            ("sets.csv", b"Date,Exercise,Sets,Reps,Weight\n2026-03-02,Clamshell,3,12,5\n"),
            ("activities.csv", b"Activity ID,Activity Date,Activity Type,Distance\n1,2026-03-02,Run,10\n"),
        ]
    found += [("summaries.json", _SUMMARIES), ("gear.json", _GEAR), ("records.json", _RECORDS)]
    found += [
        (f"{name}.gz", gzip.compress(data, mtime=0)) for name, data in found[::7] if len(data) <= MOST_BYTES
    ]
    return sorted(found, key=lambda one: len(one[1]) > MOST_BYTES)  # the common ones first


_GPX = (
    b'<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>'
    + b"".join(
        b'<trkpt lat="45.%04d" lon="7.0"><ele>1</ele><time>2026-03-02T06:00:%02dZ</time></trkpt>' % (k, k)
        for k in range(60)
    )
    + b"</trkseg></trk></gpx>"
)
_TCX = (
    b'<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>2026-03-02T06:00:00Z</Id>'
    b'<Lap StartTime="2026-03-02T06:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><Track>'
    + b"".join(
        b"<Trackpoint><Time>2026-03-02T06:00:%02dZ</Time><DistanceMeters>%d</DistanceMeters></Trackpoint>"
        % (k, 3 * k)
        for k in range(60)
    )
    + b"</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
)


_SUMMARIES = (
    b'[{"summarizedActivitiesExport": ['
    + b", ".join(
        b'{"activityId": %d, "name": "Run", "activityType": "running", "startTimeGmt": %d, '
        b'"duration": 600000.0, "distance": 180000.0, "avgHr": 140.0, "splits": [{"a": [1, 2]}]}'
        % (at, 1_772_431_200_000 + at * 86_400_000)
        for at in range(20)
    )
    + b"]}]"
)
_GEAR = (
    b'[{"gearDTOS": [{"gearPk": 9, "gearTypeName": "Shoes", "displayName": "Red", "maximumMeters": 8e5}], '
    b'"gearActivityDTOs": {"9": [{"activityId": 1}]}}]'
)
_RECORDS = (
    b'[{"personalRecords": [{"personalRecordType": "Best 5km Run", "value": 1200.0, '
    b'"prStartTimeGMT": "Mon Mar 02 06:00:00 GMT 2026", "current": true}]}]'
)


def mutated(number: int, *, seed: int, among: list[Seed]) -> Seed:
    """The input of a number: always the same for the same seed and files."""
    chance = random.Random(f"{seed}/{number}")
    common = sum(len(data) <= MOST_BYTES for _, data in among)
    if chance.random() < ARCHIVE_SHARE:
        return _archive(chance, [one for one in among[:common] if len(one[1]) <= MOST_MEMBER_BYTES])
    if chance.random() < LARGE_SHARE and common < len(among):
        return _damaged(chance, among[chance.randrange(common, len(among))], among)
    return _damaged(chance, among[chance.randrange(common)], among)


def _archive(chance: random.Random, among: list[Seed]) -> Seed:
    """A ZIP of a few damaged files, now and then with another inside, itself damaged more often than not."""
    packed = bytearray(_packed(chance, among, depth=chance.choice((0, 0, 1, 1, 2))))
    if chance.random() < 0.7:
        for _ in range(chance.choice((1, 1, 2, 4))):
            _change(packed, chance, among)
    return "export.zip", bytes(packed)


def _packed(chance: random.Random, among: list[Seed], *, depth: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(chance.randrange(1, MOST_MEMBERS)):
            name, data = _damaged(chance, among[chance.randrange(len(among))], among)
            if depth and chance.random() < 0.5:
                name, data = f"part{number}.zip", _packed(chance, among, depth=depth - 1)
            info = zipfile.ZipInfo(f"{chance.choice(('', 'activities/', 'a/../'))}{number}-{name}")
            method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED))
            archive.writestr(info, data, method)
    return out.getvalue()


def _damaged(chance: random.Random, one: Seed, among: list[Seed]) -> Seed:
    name, data = one
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        _change(changed, chance, among)
    if name.lower().endswith(".fit") and chance.random() < 0.5:
        _mend(changed)
    return name, bytes(changed)


def _change(data: bytearray, chance: random.Random, among: list[Seed]) -> None:
    """One change in place."""
    at = chance.randrange(len(data) + 1)
    # Headers and descriptions lie in front, and decide most.
    if chance.random() < 0.4:
        at = min(at, chance.randrange(400))
    length = min(chance.choice((1, 2, 4, 16, 300)), len(data) - at)
    kind = chance.randrange(8)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        data[at : at + length] = bytes(chance.choice(_INTERESTING) for _ in range(length))
    elif kind == 2:
        data[at : at + length] = chance.randbytes(length)
    elif kind == 3:
        del data[at : at + length]
    elif kind == 4:
        data[at:at] = data[at : at + length] * chance.choice((1, 1, 3, 40))
    elif kind == 5 and chance.random() < 0.5:
        del data[at:]
    elif kind == 6:
        other = among[chance.randrange(len(among))][1]
        there = chance.randrange(len(other))
        data[at : at + length] = other[there : there + chance.choice((8, 64, 512))]
    else:
        data[at:at] = chance.randbytes(chance.choice((1, 3, 9)))


def _mend(data: bytearray) -> None:
    """Make the sizes and checksums of a FIT file true again."""
    from analytics.ingest.fit_crc import crc16

    if len(data) < 16 or data[0] < 12 or data[0] + 2 > len(data):
        return
    data[4:8] = (len(data) - data[0] - 2).to_bytes(4, "little")
    if data[0] >= 14:
        data[12:14] = bytes(2)
    data[-2:] = crc16(bytes(data[:-2])).to_bytes(2, "little")


def fate(name: str, data: bytes) -> str:
    """What became of an input, in one word; anything but UnreadableError passes through."""
    return _fate_of_archive(name, data) if name.endswith(".zip") else _fate_of_file(name, data)


def _fate_of_archive(name: str, data: bytes) -> str:
    """Read an archive member by member; the best that became of one of them, or the first gap, stands."""
    from analytics.errors import UnreadableError
    from analytics.ingest.archives import Archive

    fates = ["ignored"]
    try:
        with Archive(data, name) as archive:
            for member in archive.members():
                try:
                    member.head()
                    content = member.read()
                except UnreadableError:
                    fates.append("refused")
                    continue
                fates.append(_fate_of_file(member.name, content))
            fates += ["refused"] * len(archive.refused)
    except UnreadableError:
        return "refused"
    gaps = [one for one in fates if one.startswith("gap")]
    return gaps[0] if gaps else next(one for one in ("read", "refused", "ignored") if one in fates)


def _fate_of_file(name: str, data: bytes) -> str:
    from analytics.errors import UnreadableError
    from analytics.ingest import reading

    try:
        batch = reading.read(data, name)
    except UnreadableError as error:
        if _GAP in str(error):
            return "gap: " + str(error).split("(")[-1].rstrip(").")
        return "refused"
    return "ignored" if batch.ignored else "read"


def child(
    door: Connection, numbers: range, seed: int, folder: Path | None, make: Callable[..., Seed] = mutated
) -> None:
    """Read some inputs under limits, and say before each which it is."""
    faulthandler.enable(file=sys.__stderr__)
    logging.disable(logging.CRITICAL)
    among = seeds(folder)
    limit = MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _too_long)
    for number in numbers:
        door.send((number, None, 0.0))
        name, data = make(number, seed=seed, among=among)
        # Seconds of work, not of waiting: a busy machine hangs no reader.
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        begun = time.process_time()
        try:
            outcome = fate(name, data)
        except TimeoutError:
            outcome = "HANG"
        except BaseException as error:
            outcome = f"CRASH {type(error).__name__}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        door.send((number, f"{outcome}|{_kind(name)}", time.process_time() - begun))
    door.send((-1, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024), 0.0))


def _kind(name: str) -> str:
    return name.removesuffix(".gz").rsplit(".", 1)[-1].lower() + (" in gzip" if name.endswith(".gz") else "")


def _too_long(_signal: int, _frame: types.FrameType | None) -> None:
    raise TimeoutError


class Run:
    """What came of all inputs so far."""

    def __init__(self) -> None:
        self.fates: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.bad: list[tuple[int, str]] = []
        self.slowest_s, self.slowest = 0.0, -1
        self.largest_mb = 0

    def take(self, number: int, said: str, took_s: float) -> None:
        """Count one input."""
        outcome, kind = said.split("|")
        self.fates[outcome] += 1
        self.kinds[kind] += 1
        if took_s > self.slowest_s:
            self.slowest_s, self.slowest = took_s, number
        if outcome.startswith(("CRASH", "HANG", "DIED", "gap")):
            self.bad.append((number, outcome))


def drive(numbers: range, *, seed: int, folder: Path | None, run: Run) -> None:
    """Read inputs in child processes, one after the other; a child that dies costs one input."""
    context = multiprocessing.get_context("spawn")
    at = numbers.start
    while at < numbers.stop:
        ours, theirs = context.Pipe(duplex=False)
        part = range(at, min(at + CHUNK * 40, numbers.stop))
        process = context.Process(target=child, args=(theirs, part, seed, folder))
        process.start()
        theirs.close()
        for number, said, took_s in _reports(ours, process):
            if number == -1:
                run.largest_mb = max(run.largest_mb, int(said or 0))
            elif said is None:
                at = number
            else:
                run.take(number, said, took_s)
                at = number + 1
        process.join(5)
        if process.exitcode != 0 and at < part.stop:
            # What the alarm could not end, or what took the interpreter with it.
            run.take(at, f"DIED {process.exitcode}|unknown", 0.0)
            at += 1


def _reports(
    door: Connection, process: multiprocessing.process.BaseProcess
) -> Iterator[tuple[int, str | None, float]]:
    while True:
        if not door.poll(SECONDS * 3 + 30):
            process.kill()
            return
        try:
            yield door.recv()
        except EOFError:
            return


def main() -> int:
    """Run, print the counts, and say 1 where an input was neither read, ignored nor refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--samples", type=Path, default=_samples(), help="a folder of real files")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first input, to go on with a run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write bad inputs into this folder")
    args = parser.parse_args()
    run, begun = Run(), time.perf_counter()
    drive(range(args.first, args.first + args.inputs), seed=args.seed, folder=args.samples, run=run)
    among = seeds(args.samples)
    print(
        f"{sum(run.fates.values()):,} inputs of {len(among)} files, seed {args.seed}, "
        f"{time.perf_counter() - begun:.0f} s"
    )
    for outcome, count in run.fates.most_common():
        print(f"  {outcome:<28}{count:>9,}")
    print("  by kind: " + ", ".join(f"{kind} {count:,}" for kind, count in run.kinds.most_common()))
    print(
        f"  slowest {run.slowest_s:.2f} s of work, input {run.slowest} (limit {SECONDS}); "
        f"most memory of a process {run.largest_mb} MB "
        f"(limit {MEMORY_MB})"
    )
    keep = args.keep or Path(tempfile.gettempdir()) / "hipstride-fuzz"
    for number, outcome in run.bad[:20]:
        name, data = mutated(number, seed=args.seed, among=among)
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{args.seed}-{number}-{name}").write_bytes(data)
        print(f"  {outcome}: input {number} ({len(data):,} bytes) is in {keep}")
    return 1 if run.bad else 0


def _samples() -> Path | None:
    named = os.environ.get("HIPSTRIDE_SAMPLES")
    place = Path(named) if named else PROJECT.parent / "shared" / "samples"
    return place if place.is_dir() else None


if __name__ == "__main__":
    raise SystemExit(main())
