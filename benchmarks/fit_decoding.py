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
_BEST_OF_S = 1.2  # seconds of tries for each row


def best_ms(work: Callable[[], object], *, seconds: float = _BEST_OF_S) -> float:
    """The fastest of some runs: what the machine can do when nothing else asks for it."""
    work()
    took: list[float] = []
    until = time.perf_counter() + seconds
    while len(took) < 3 or time.perf_counter() < until:
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return min(took) * 1000


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
    ours = best_ms(lambda: read_fit(data))
    rows = [
        ("ours: bytes -> Batch", ours),
        ("  of it: messages found, checksum included", best_ms(lambda: scan(data), seconds=0.5)),
        ("  of it: the checksum", best_ms(lambda: crc16(data), seconds=0.3)),
        ("  of it: the records' columns", best_ms(lambda: read_records(data, segment, []), seconds=0.5)),
    ]
    try:
        fitfast.count(data)
    except fitfast.FitDecodeError as error:
        print(f"\n{name}: fitfast refuses it ({error})")
    else:
        rows += [
            ("fitfast: records only", best_ms(lambda: fitfast.records(data))),
            ("fitfast: four kinds", best_ms(lambda: [fitfast.records(data, kind) for kind in FOUR_KINDS])),
            (
                f"fitfast: the same kinds ({len(kinds)})",
                best_ms(lambda: [fitfast.records(data, kind) for kind in kinds]),
            ),
        ]
    if slow:
        rows.append(("fitdecode: messages only", best_ms(lambda: with_fitdecode(data), seconds=0)))
        if importlib.util.find_spec("garmin_fit_sdk"):
            rows.append(("Garmin's kit", best_ms(lambda: with_garmin(data), seconds=0)))
    activity = read_fit(data).activities[0]
    hours = (activity.sessions[0].elapsed_s or 0) / 3600
    records = 0 if activity.records is None else len(activity.records["time_fit_s"])
    print(f"\n{name}: {len(data) / 1000:.0f} kB, {records:,} records, {hours:.1f} h")
    for what, took in rows:
        print(f"  {what:<46}{took:10.2f} ms {len(data) / took / 1000:8.1f} MB/s {took / ours:8.2f} x ours")


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
