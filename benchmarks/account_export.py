"""A made-up account export against the work that cannot be left out: unpacking and decoding, in one process.

    python benchmarks/account_export.py                       2,000 activities made of the real FIT samples
    python benchmarks/account_export.py --files 20000         more of them: the time is to grow in line
    python benchmarks/account_export.py --samples FOLDER      copies of your own FIT files
    python benchmarks/account_export.py --profile             with the functions that cost most

The copies have shifted times, are gzipped and lie in a ZIP. It prints ratios of one run: the whole import by
unpacking and decoding alone, the second import by the first, and the most memory over all processes (what
each has to itself, and its share of what they have in common). Nothing is kept.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import os
import pstats
import struct
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from analytics.errors import UnreadableError  # noqa: E402
from analytics.ingest.fit_crc import crc16  # noqa: E402
from analytics.ingest.reading import read  # noqa: E402
from analytics.intake import workers  # noqa: E402
from analytics.intake.taking_in import take_in  # noqa: E402
from analytics.store import open_store  # noqa: E402

DAY_S = 86_400
MOST_BYTES = 3_000_000
NO_TIME = 0xFFFFFFFF


def moved(data: bytes, seconds: int) -> bytes:
    """Shift every timestamp of a FIT file: field 253 of all messages, the starts of sessions and laps."""
    out = bytearray(data)
    head = data[0]
    at, end = head, head + struct.unpack_from("<I", data, 4)[0]
    layouts: dict[int, tuple[int, list[tuple[int, str]]]] = {}
    while at < end:
        kind = data[at]
        if kind & 0x40 and not kind & 0x80:
            order = ">" if data[at + 2] else "<"
            number = struct.unpack_from(order + "H", data, at + 3)[0]
            fields = data[at + 5]
            times, length, here = [], 0, at + 6
            for _ in range(fields):
                field, size = data[here], data[here + 1]
                is_start = field == 2 and number in (18, 19)
                if size == 4 and (field == 253 or is_start or (field == 4 and number == 0)
                                  or (field == 5 and number == 34)):  # fmt: skip
                    times.append((length, order + "I"))
                length += size
                here += 3
            if kind & 0x20:
                for k in range(data[here]):
                    length += data[here + 1 + 3 * k + 1]
                here += 1 + 3 * data[here]
            layouts[kind & 0x0F] = (length, times)
            at = here
            continue
        length, times = layouts[(kind >> 5) & 0x03 if kind & 0x80 else kind & 0x0F]
        for offset, form in times:
            value = struct.unpack_from(form, data, at + 1 + offset)[0]
            if 0x10000000 <= value < NO_TIME:
                struct.pack_into(form, out, at + 1 + offset, value + seconds)
        at += 1 + length
    struct.pack_into("<H", out, end, crc16(bytes(out[:end])))
    return bytes(out)


def sound(folder: Path) -> Iterator[bytes]:
    """Give the FIT files of a folder that are whole activities with records."""
    for path in sorted(folder.rglob("*.fit")):
        data = path.read_bytes()
        if not 20_000 < len(data) < MOST_BYTES:
            continue
        try:
            batch = read(data, path.name)
            start = batch.activities[0].start_utc if len(batch.activities) == 1 else None
            if start is None or batch.activities[0].quality != "good" or start.year < 1995:
                continue
            if batch.activities[0].records is None:
                continue
            shifted = read(moved(data, DAY_S), path.name).activities[0].start_utc
            if shifted is not None and (shifted - start).total_seconds() == DAY_S:
                yield data
        except (UnreadableError, LookupError, struct.error):
            continue


def make(samples: Path, path: Path, files: int) -> tuple[int, int]:
    """Write the export; gives how many different files it is made of, and its bytes unpacked."""
    originals = list(sound(samples))
    if not originals:
        sys.exit(f"There are no FIT activities under {samples}: name a folder with --samples.")
    size = 0
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(files):
            turn, which = divmod(number, len(originals))
            # Into the past, a little off the day each time, so that no two copies are one activity.
            data = moved(originals[which], -(turn + 1) * (DAY_S + 5003))
            size += len(data)
            archive.writestr(f"activities/{number}.fit.gz", gzip.compress(data, 6, mtime=0))
    return len(originals), size


def alone(path: Path) -> tuple[float, int]:
    """Unpack and decode every member, one after another, and keep nothing; gives seconds and records."""
    began, used, records = time.perf_counter(), time.process_time(), 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            batch = read(archive.read(info), info.filename)
            records += sum(len(each.records["time_fit_s"]) for each in batch.activities if each.records)
    print(f"its processor time {time.process_time() - used:.2f} s")
    return time.perf_counter() - began, records


class Memory(threading.Thread):
    """Looks every tenth of a second how much memory this process and its children have (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most_kb = self.most_own_kb = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(0.1):
            sizes = [proportional_kb(pid) for pid in family(os.getpid())]
            self.most_kb = max(self.most_kb, sum(sizes))
            self.most_own_kb = max(self.most_own_kb, sizes[0])

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self.join()


def in_all_s() -> float:
    """Give the processor time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def family(pid: int) -> list[int]:
    """Give a process and all that descend from it."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def proportional_kb(pid: int) -> int:
    """Give a process's memory in kB, what it shares counted by its share; 0 where that cannot be told."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def main() -> None:
    """Make the export, and print how long it takes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--samples", type=Path, default=PROJECT.parent / "shared" / "samples" / "fit")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--keep", type=Path, help="where the export is kept, to be used again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "export.zip"
        if not path.exists():
            kinds, size = make(asked.samples, path, asked.files)
            print(f"made of {kinds} files, {size / 2**20:.0f} MB unpacked", flush=True)
        seconds, records = alone(path)
        print(f"unpacking and decoding alone: {seconds:.2f} s, {records:,} records", flush=True)
        with open_store(Path(folder) / "speed.duckdb") as store:
            first_s = seconds
            for turn in ("first import", "second import"):
                memory, profile = Memory(), cProfile.Profile()
                memory.start()
                began, used = time.perf_counter(), time.process_time()
                whole_before = in_all_s()
                if asked.profile:
                    profile.enable()
                receipt = take_in(store, [path], athlete="Made up")
                profile.disable()
                took, used = time.perf_counter() - began, time.process_time() - used
                memory.stop()
                workers.end_kept()
                whole_s = in_all_s() - whole_before
                print(
                    f"{turn}: {took:.2f} s (processor time {whole_s:.2f} s in all, "
                    f"{used:.2f} s this process's own), "
                    f"{len(receipt.files) / took:.0f} files/s, {receipt.counts}; {took / first_s:.2f} times "
                    f"{'unpacking and decoding' if turn.startswith('first') else 'the first'}; most "
                    f"memory {memory.most_kb / 1024:.0f} MB over all processes "
                    f"({memory.most_own_kb / 1024:.0f} own)",
                    flush=True,
                )
                first_s = took
                if asked.profile:
                    pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        size = (Path(folder) / "speed.duckdb").stat().st_size
        print(f"database {size / 2**20:.0f} MB, export {path.stat().st_size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
