"""How fast FIT files are read, in one run against fitdecode: ratios, never asserted.

Run it on any FIT files: python benchmarks/fit_decoding.py FILE...
Without files it writes a run of two hours with the encoder of the tests.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import fitdecode  # noqa: E402

from analytics.ingest.fit import read_fit  # noqa: E402
from analytics.ingest.fit_crc import crc16  # noqa: E402
from analytics.ingest.fit_profile import profile  # noqa: E402
from analytics.ingest.fit_scan import scan  # noqa: E402


def best_ms(work: Callable[[], object], times: int) -> float:
    """The fastest of some runs: what the machine can do when nothing else asks for it."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return min(took) * 1000


def with_fitdecode(data: bytes) -> int:
    """Decode every message, values not yet in columns."""
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.DISABLED) as reader:
        return sum(1 for message in reader if isinstance(message, fitdecode.FitDataMessage))


def measure(name: str, data: bytes) -> None:
    """Print one file's rows."""
    ours = best_ms(lambda: read_fit(data), 15)
    rows = [
        ("whole file -> Batch", ours),
        ("  of it: finding the messages, checksum included", best_ms(lambda: scan(data), 15)),
        ("  of it: the checksum", best_ms(lambda: crc16(data), 15)),
        ("fitdecode, messages only", best_ms(lambda: with_fitdecode(data), 2)),
    ]
    print(f"\n{name}: {len(data) / 1000:.0f} kB")
    for what, took in rows:
        print(f"  {what:<52}{took:10.2f} ms {len(data) / took / 1000:8.1f} MB/s {took / ours:8.2f}")


def main(paths: list[str]) -> None:
    """Measure the files named, or one of our own."""
    for path in paths:
        measure(Path(path).name, Path(path).read_bytes())
    if not paths:
        import fit_writer

        measure("two hours of running", fit_writer.run_file(seconds=7200, with_positions=True))


if __name__ == "__main__":
    main(sys.argv[1:])
