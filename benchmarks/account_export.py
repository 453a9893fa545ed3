"""A made-up account export against the work that cannot be left out: unpacking and decoding, in one process.

    python benchmarks/account_export.py                       2,000 activities made of the real FIT samples
    python benchmarks/account_export.py --files 20000         more of them: the time is to grow in line
    python benchmarks/account_export.py --samples FOLDER      copies of your own FIT files
    python benchmarks/account_export.py --profile             with the functions that cost most

The copies have shifted times, are gzipped and lie in a ZIP. It prints ratios of one run: the whole import by
unpacking and decoding alone (by the clock, and in time of the processor, which a busy computer changes less),
the second import by the first, and the most memory over all processes (what each has to itself, and its share
of what they have in common). Nothing is kept.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import os
import pstats
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

import numpy as np  # noqa: E402

from analytics.errors import UnreadableError  # noqa: E402
from analytics.ingest.fit_crc import crc16  # noqa: E402
from analytics.ingest.reading import read  # noqa: E402
from analytics.intake import workers  # noqa: E402
from analytics.intake.taking_in import take_in  # noqa: E402
from analytics.store import open_store  # noqa: E402

DAY_S = 86_400
MOST_BYTES = 3_000_000
FIRST_TIME, NO_TIME = 0x10000000, 0xFFFFFFFF


Places = dict[str, np.ndarray]
"""Where a FIT file's timestamps lie, by byte order."""


def places_of(data: bytes) -> Places:
    """Find every timestamp of a FIT file: field 253 of all messages, the starts of sessions and laps."""
    found: dict[str, list[int]] = {"<": [], ">": []}
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
                    times.append((length, order))
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
        for offset, order in times:
            if at + 1 + offset + 4 > end:
                raise struct.error("a message is cut off")
            found[order].append(at + 1 + offset)
        at += 1 + length
    return {order: np.array(places, np.int64) for order, places in found.items()}


def moved(data: bytes, seconds: int, places: Places) -> bytes:
    """Shift every timestamp of a FIT file."""
    out = np.frombuffer(data, np.uint8).copy()
    for order, at in places.items():
        cells = at[:, None] + np.arange(4)
        values = out[cells].view(f"{order}u4").ravel().astype(np.int64)
        is_time = (values >= FIRST_TIME) & (values < NO_TIME)
        values[is_time] += seconds
        out[cells] = values.astype(f"{order}u4").view(np.uint8).reshape(-1, 4)
    end = data[0] + struct.unpack_from("<I", data, 4)[0]
    whole = bytearray(out.tobytes())
    struct.pack_into("<H", whole, end, crc16(bytes(whole[:end])))
    return bytes(whole)


def sound(folder: Path) -> Iterator[tuple[bytes, Places]]:
    """Give the FIT files of a folder that are whole activities with records, and where their times lie."""
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
            places = places_of(data)
            shifted = read(moved(data, DAY_S, places), path.name).activities[0].start_utc
            if shifted is not None and (shifted - start).total_seconds() == DAY_S:
                yield data, places
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
            original, places = originals[which]
            data = moved(original, -(turn + 1) * (DAY_S + 5003), places)
            size += len(data)
            archive.writestr(f"activities/{number}.fit.gz", gzip.compress(data, 6, mtime=0))
    return len(originals), size


def alone(path: Path) -> tuple[float, float, int]:
    """Unpack and decode every member, one after another, and keep nothing.

    Gives seconds by the clock, seconds of the processor, and records.
    """
    began, used, records = time.perf_counter(), time.process_time(), 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            batch = read(archive.read(info), info.filename)
            records += sum(len(each.records["time_fit_s"]) for each in batch.activities if each.records)
    return time.perf_counter() - began, time.process_time() - used, records


class Memory:
    """Has another process look five times a second how much memory this one and its children have (Linux).

    It counts apart: neither its memory nor its processor time is the import's.
    """

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("sampling.py")), str(os.getpid())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self) -> tuple[float, float, float]:
        """End it; gives the most over all processes and of this one, in MB, and its own processor time."""
        told, _ = self._process.communicate()
        most_kb, own_kb, seconds = map(float, told.split() or [0, 0, 0])
        return most_kb / 1024, own_kb / 1024, seconds


def in_all_s() -> float:
    """Give the processor time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


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
        seconds, alone_s, records = alone(path)
        print(
            f"unpacking and decoding alone: {seconds:.2f} s (processor time {alone_s:.2f} s), "
            f"{records:,} records",
            flush=True,
        )
        with open_store(Path(folder) / "speed.duckdb") as store:
            first_s = seconds
            for turn in ("first import", "second import"):
                memory, profile = Memory(), cProfile.Profile()
                began, used, in_all = time.perf_counter(), time.process_time(), in_all_s()
                if asked.profile:
                    profile.enable()
                receipt = take_in(store, [path], athlete="Made up")
                profile.disable()
                took, used = time.perf_counter() - began, time.process_time() - used
                most_mb, own_mb, watching_s = memory.stop()
                workers.end_kept()
                in_all = in_all_s() - in_all - watching_s
                to_what = "unpacking and decoding" if turn.startswith("first") else "the first"
                print(
                    f"{turn}: {took:.2f} s, {took / first_s:.2f} times {to_what}\n"
                    f"  processor time {in_all:.2f} s, {in_all / alone_s:.2f} times unpacking and decoding: "
                    f"{used:.2f} s this process, {in_all - used:.2f} s the workers\n"
                    f"  most memory {most_mb:.0f} MB over all processes ({own_mb:.0f} this one)\n"
                    f"  {len(receipt.files) / took:.0f} files/s, {receipt.counts}",
                    flush=True,
                )
                first_s = took
                if asked.profile:
                    pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        size = (Path(folder) / "speed.duckdb").stat().st_size
        print(f"database {size / 2**20:.0f} MB, export {path.stat().st_size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
