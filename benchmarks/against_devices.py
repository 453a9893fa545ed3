"""What we work out of a run's records, against what the device itself wrote into the session: differences.

    python benchmarks/against_devices.py FOLDER [--all]

Of FIT files the device's totals are read by other people's decoders (fitfast, and fitdecode where that
refuses a file), of TCX files they are those of its laps, by plain XML. Ours come from the records by
`analytics.intake.measuring`, which never looks at them. GPX files carry no totals. Prints, for each measure,
the median difference, the 5th and 95th percentile, the worst and their files; with --all every run.

Where the two mean different things: a device's timer runs while somebody stands, our moving time does not;
its cadence is that of all steps, ours that of running (130 a minute or more), so both are held against it;
its ascent comes from its own barometer and its own threshold. A file that is damaged on the way keeps the
totals its device wrote first, but only some of its records; some seconds of standing have no moving time.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import fitdecode
import fitfast
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analytics.errors import UnreadableError
from analytics.ingest.batch import ActivityRow
from analytics.ingest.reading import read
from analytics.intake.measuring import measured, run_measures, stretch
from analytics.store.rows import RunMeasure

TOTALS = {
    "distance, %": "total_distance",
    "timer time, %": "total_timer_time",
    "moving time, %": "total_moving_time",
    "mean heart rate, bpm": "avg_heart_rate",
    "highest heart rate, bpm": "max_heart_rate",
    "ascent, m": "total_ascent",
    "cadence, steps/min": "avg_cadence",
    "cadence of all, steps/min": "avg_cadence",
    "power, W": "avg_power",
}
CADENCES = ("cadence, steps/min", "cadence of all, steps/min")
RUNNING = 1


def of_histogram(seconds: tuple[int, ...] | None, *, first: float, step: float) -> float | None:
    """Give the mean of what was counted, each bin by its middle."""
    if seconds is None:
        return None
    at = first + step * np.arange(len(seconds))
    return float(at @ seconds) / sum(seconds)


def all_steps(activity: ActivityRow, number: int) -> float | None:
    """Give the mean cadence of all records of a session in which steps were counted."""
    records = activity.records
    if not records or "cadence_rpm" not in records:
        return None
    kept = stretch(records, activity, activity.sessions[number])
    strides = records["cadence_rpm"][kept].astype(float)
    counted = (strides > 0) & (strides < 255)
    return float(2 * strides[counted].mean()) if counted.any() else None


def ours(measure: RunMeasure, activity: ActivityRow) -> dict[str, float | None]:
    """Give our figures under the names of TOTALS."""
    beats = measure.hr_seconds_by_bpm
    moving = measure.moving_records_s
    return {
        "distance, %": measure.distance_records_m,
        "timer time, %": moving,
        "moving time, %": moving,
        "mean heart rate, bpm": of_histogram(beats, first=30, step=1),
        "highest heart rate, bpm": None if beats is None else 30 + max(np.flatnonzero(beats)),
        "ascent, m": measure.ascent_records_m,
        "cadence, steps/min": measure.running_cadence_spm,
        "cadence of all, steps/min": all_steps(activity, measure.session_no),
        "power, W": of_histogram(measure.power_seconds_by_10_w, first=5, step=10),
    }


def theirs(data: bytes) -> list[dict[str, Any]]:
    """Give a FIT file's own figures, one mapping a session."""
    rows = []
    for told in sessions_of(data):
        row = {name: told.get(field) or None for name, field in TOTALS.items()}
        for name in CADENCES:
            strides = row[name]
            if strides is not None:
                row[name] = 2 * (strides + (told.get("avg_fractional_cadence") or 0.0))
        row["is_running"] = told.get("sport") == RUNNING
        rows.append(row)
    return rows


def sessions_of(data: bytes) -> list[dict[str, float]]:
    """Read the session messages of a FIT file, as numbers."""
    names = [*TOTALS.values(), "avg_fractional_cadence", "sport"]
    try:
        found = fitfast.records(data, "session", degrees=False)
    except fitfast.FitDecodeError:
        return decoded_slowly(data, names)
    count = len(next(iter(found.values()))) if found else 0
    return [
        {name: float(found[name][at]) for name in names if name in found and math.isfinite(found[name][at])}
        for at in range(count)
    ]


def decoded_slowly(data: bytes, names: list[str]) -> list[dict[str, float]]:
    """Read them by fitdecode, which goes on where a checksum is wrong."""
    rows = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = fitdecode.FitReader(
                data, check_crc=fitdecode.CrcCheck.DISABLED, error_handling=fitdecode.ErrorHandling.IGNORE
            )
            for message in reader:
                if not isinstance(message, fitdecode.FitDataMessage) or message.name != "session":
                    continue
                row: dict[str, float] = {}
                for name in names:
                    # A running session's cadence has a name of its own there.
                    for field in (name, name.replace("avg_cadence", "avg_running_cadence")):
                        value = (
                            message.get_raw_value(field)
                            if field == "sport" and message.has_field(field)
                            else (message.get_value(field, fallback=None))
                        )
                        if isinstance(value, (int, float)):
                            row[name] = float(value)
                rows.append(row)
        except fitdecode.FitError:
            pass  # damaged: what came before it counts
    return rows


def of_tcx(data: bytes) -> list[dict[str, Any]]:
    """Give a TCX file's own figures, one mapping an activity: sums and means of its laps."""

    def name(element: ET.Element) -> str:
        return element.tag.rsplit("}", 1)[-1]

    def value(lap: ET.Element, *path: str) -> float:
        element: ET.Element | None = lap
        for step in path:
            element = None if element is None else next((c for c in element if name(c) == step), None)
        return float(element.text or "nan") if element is not None else math.nan

    try:
        root = ET.fromstring(data.lstrip())
    except ET.ParseError:
        return []
    rows = []
    for activity in (element for element in root.iter() if name(element) == "Activity"):
        laps = [element for element in activity if name(element) == "Lap"]
        seconds = np.array([value(lap, "TotalTimeSeconds") for lap in laps])
        beats = np.array([value(lap, "AverageHeartRateBpm", "Value") for lap in laps])
        most = [value(lap, "MaximumHeartRateBpm", "Value") for lap in laps]
        known = np.isfinite(beats) & (beats > 0)
        rows.append(
            dict.fromkeys(TOTALS)
            | {
                "distance, %": float(np.nansum([value(lap, "DistanceMeters") for lap in laps])) or None,
                "timer time, %": float(np.nansum(seconds)) or None,
                "mean heart rate, bpm": float(np.average(beats[known], weights=seconds[known]))
                if known.all() and len(known)
                else None,
                "highest heart rate, bpm": max(most) if most and all(m > 0 for m in most) else None,
                "is_running": activity.get("Sport") == "Running",
            }
        )
    return rows


def main() -> None:
    """Compare a folder of files and print how far the two are apart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="print every run too")
    asked = parser.parse_args()
    apart: dict[str, list[tuple[float, str, float, float]]] = {name: [] for name in TOTALS}
    runs = 0
    for path in sorted(asked.folder.rglob("*")):
        name = path.name.lower().removesuffix(".gz")
        if not name.endswith((".fit", ".tcx")):
            continue
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        told = theirs(data) if name.endswith(".fit") else of_tcx(data)
        try:
            activities = read(data, path.name.removesuffix(".gz")).activities
        except UnreadableError:
            continue
        # A FIT file is one activity of several sessions, a TCX file several activities of one each.
        for number, activity in enumerate(activities):
            for measure in run_measures(activity, measured(activity)):
                at = measure.session_no if name.endswith(".fit") else number
                if at >= len(told) or not told[at]["is_running"]:
                    continue
                runs += 1
                compare(apart, ours(measure, activity), told[at], path.name, shows=asked.all)
    print(f"{runs} running sessions whose device wrote totals")
    for name, found in apart.items():
        if found:
            print(told_of(name, found))


def compare(
    apart: dict[str, list[tuple[float, str, float, float]]],
    mine: dict[str, float | None],
    device: dict[str, Any],
    name: str,
    *,
    shows: bool,
) -> None:
    """Add one run's differences."""
    for what in TOTALS:
        one, other = mine[what], device[what]
        if one is None or other is None:
            continue
        difference = 100 * (one / other - 1) if what.endswith("%") else one - other
        apart[what].append((difference, name, one, other))
        if shows:
            print(f"{name[:44]:44} {what:24} ours {one:10.1f} device {other:10.1f} {difference:+8.2f}")


def told_of(name: str, found: list[tuple[float, str, float, float]]) -> str:
    """Say how far two figures are apart over all runs."""
    values = np.array([one[0] for one in found])
    low, middle, high = np.percentile(values, (5, 50, 95))
    worst = sorted(found, key=lambda one: -abs(one[0]))[:4]
    lines = [f"{name:24} n {len(found):3}  median {middle:+7.2f}  5-95 % {low:+8.2f} to {high:+8.2f}  worst:"]
    lines += [f"    {one[0]:+9.2f}  ours {one[2]:.1f}, device {one[3]:.1f}  {one[1]}" for one in worst]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
