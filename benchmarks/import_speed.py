"""How fast an import is: files and records a second, and where the time goes.

    python benchmarks/import_speed.py                  2,000 runs made here (GPX in a ZIP, 300 points each)
    python benchmarks/import_speed.py FOLDER           files of your own
    python benchmarks/import_speed.py --profile        with the functions that cost most

Nothing is kept: the database is a temporary one.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import gzip
import pstats
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analytics.intake.taking_in import take_in
from analytics.store import open_store


def made_up_run(number: int, points: int) -> bytes:
    """Write a run on a day of its own, a point every 5 s."""
    start = dt.datetime(2015, 1, 1, 7) + dt.timedelta(days=number)
    rows = "".join(
        f'<trkpt lat="{52 + 0.00015 * k:.6f}" lon="13.4"><ele>{40 + k % 7}</ele>'
        f"<time>{(start + dt.timedelta(seconds=5 * k)).isoformat()}Z</time></trkpt>"
        for k in range(points)
    )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="made up" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><type>running</type><trkseg>{rows}</trkseg></trk></gpx>"
    ).encode()


def made_up_export(place: Path, *, files: int, points: int) -> Path:
    """Write an archive of such runs, each gzipped."""
    path = place / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(files):
            archive.writestr(
                f"activities/{number}.gpx.gz", gzip.compress(made_up_run(number, points), 1, mtime=0)
            )
    return path


def main() -> None:
    """Import twice and say how long each took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--points", type=int, default=300)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        paths = asked.paths or [made_up_export(place, files=asked.files, points=asked.points)]
        with open_store(place / "speed.duckdb") as store:
            for turn in ("first import", "the same again"):
                profile = cProfile.Profile()
                began, used = time.perf_counter(), time.process_time()
                if asked.profile:
                    profile.enable()
                receipt = take_in(store, paths)
                profile.disable()
                seconds = time.perf_counter() - began
                records = receipt.totals["records"]
                print(
                    f"{turn}: {len(receipt.files)} files, {records:,} records in {seconds:.1f} s "
                    f"({time.process_time() - used:.1f} s of processor): "
                    f"{len(receipt.files) / seconds:.0f} files/s, {records / seconds:,.0f} records/s; "
                    f"{receipt.counts}"
                )
                if asked.profile:
                    pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
