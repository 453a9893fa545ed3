"""How fast FIT files are read, against other decoders in one run: ratios, never asserted.

    python benchmarks/fit_decoding.py          runs of 1 h and 12 h written here, and real samples
    python benchmarks/fit_decoding.py FILE...  any FIT files
    python benchmarks/fit_decoding.py --slow   fitdecode too, and Garmin's own kit where it is installed

Ours is the whole way from bytes to a Batch: every kind of message it reads, the checksum, sessions, laps,
sets and the wearer included. fitfast decodes the file anew for each kind of message it is asked for, so the
same kinds are as many calls: "four kinds" (record, session, lap, event) is the least anybody needs, "the same
kinds" all that ours reads and the file holds. The fastest of several runs counts, after a first to warm up.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import fitdecode  # noqa: E402
import fitfast  # noqa: E402

from analytics.ingest.fit import read_fit  # noqa: E402
from analytics.ingest.fit_crc import crc16  # noqa: E402
from analytics.ingest.fit_profile import profile  # noqa: E402
from analytics.ingest.fit_records import read_records  # noqa: E402
from analytics.ingest.fit_scan import scan  # noqa: E402

FOUR_KINDS = ("record", "session", "lap", "event")
SAMPLES = (
    "sample.fit",
    "activity-small-fenix2-run.fit",
    "running-with-developer-data.fit",
    "big_activity.fit",
)
OURS = "ours: bytes -> Batch"
_TRIES_S = 6.0  # for each file


def best_ms(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The fastest try of each: what the machine can do when nothing else asks for it.

    They take turns, so that a moment in which the machine is slow is slow for all of them.
    """
    best = dict.fromkeys(works, float("inf"))
    turns, until = 0, time.perf_counter() + _TRIES_S
    while turns < 3 or time.perf_counter() < until:
        turns += 1
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            if turns > 1:  # the first warms up
                best[name] = min(best[name], time.perf_counter() - begun)
    return {name: seconds * 1000 for name, seconds in best.items()}


def kinds_in(data: bytes) -> list[str]:
    """The kinds of messages that a file holds and ours reads."""
    held = {each.message for segment in scan(data) for each in segment.definitions}
    return [name for name, number in profile().messages.items() if number in held]


def with_fitdecode(data: bytes) -> int:
    """Decode every message, values not yet in columns."""
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.ENABLED) as reader:
        return sum(1 for message in reader if isinstance(message, fitdecode.FitDataMessage))


def with_garmin(data: bytes) -> int:
    """Decode every message with Garmin's kit, if it is there."""
    kit: Any = importlib.import_module("garmin_fit_sdk")
    messages, _ = kit.Decoder(kit.Stream.from_byte_array(bytearray(data))).read()
    return len(messages)


def measure(name: str, data: bytes, *, slow: bool) -> None:
    """Print one file's rows."""
    kinds = kinds_in(data)
    segment = scan(data)[0]
    works: dict[str, Callable[[], object]] = {
        OURS: lambda: read_fit(data),
        "  of it: messages found, checksum included": lambda: scan(data),
        "  of it: the checksum": lambda: crc16(data),
        "  of it: the records' columns": lambda: read_records(data, segment, []),
    }
    refusal = ""
    try:
        fitfast.count(data)
    except fitfast.FitDecodeError as error:
        refusal = f"; fitfast refuses it: {error}"
    else:
        # Each call is tried by itself and the fastest are summed: a long try finds no quiet moment.
        works |= {kind: lambda kind=kind: fitfast.records(data, kind) for kind in {*FOUR_KINDS, *kinds}}
    best = best_ms(works)
    calls = {kind: best.pop(kind) for kind in {*FOUR_KINDS, *kinds} if kind in best}
    if calls:
        best["fitfast: records only"] = calls["record"]
        best["fitfast: four kinds"] = sum(calls[kind] for kind in FOUR_KINDS)
        best[f"fitfast: the same kinds ({len(kinds)})"] = sum(calls[kind] for kind in kinds)
    if slow:
        slower: dict[str, Callable[[], object]] = {"fitdecode: messages only": lambda: with_fitdecode(data)}
        if importlib.util.find_spec("garmin_fit_sdk"):
            slower["Garmin's kit"] = lambda: with_garmin(data)
        best |= {name: best_ms({name: work})[name] for name, work in slower.items()}
    activity = read_fit(data).activities[0]
    hours = (activity.sessions[0].elapsed_s or 0) / 3600
    records = 0 if activity.records is None else len(activity.records["time_fit_s"])
    print(f"\n{name}: {len(data) / 1000:.0f} kB, {records:,} records, {hours:.1f} h{refusal}")
    for what, took in best.items():
        speed = len(data) / took / 1000
        print(f"  {what:<46}{took:10.2f} ms {speed:8.1f} MB/s {took / best[OURS]:8.2f} x ours")


def main() -> None:
    """Measure the files named, or those written here and some samples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--slow", action="store_true")
    args = parser.parse_args()
    if args.files:
        for path in args.files:
            measure(path.name, path.read_bytes(), slow=args.slow)
        return
    import fit_writer

    for hours in (1, 12):
        data = fit_writer.run_file(seconds=hours * 3600, with_positions=True)
        measure(f"a run of {hours} h, written here", data, slow=args.slow)
    samples = Path(os.environ.get("HIPSTRIDE_SAMPLES") or PROJECT.parent / "shared" / "samples")
    for name in SAMPLES:
        for path in samples.rglob(name):
            measure(name, path.read_bytes(), slow=args.slow)


if __name__ == "__main__":
    main()
