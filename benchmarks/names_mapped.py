"""How many sets of real strength logs get an exercise surely enough to count, and which names do not.

    python benchmarks/names_mapped.py [FOLDER]

FOLDER holds real logs (default: what HIPSTRIDE_SAMPLES names, or ../shared/samples beside the project). A set
is placed where its name is matched with a confidence of at least 0.5, or is known to hold no hip work. The
names printed are names of exercises, nothing of a person.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from analytics.errors import AnalyticsError  # noqa: E402
from analytics.ingest.reading import read  # noqa: E402
from analytics.intake import crediting  # noqa: E402

MOST_NAMES = 12


def main() -> None:
    """Read every log of the folder and print the shares."""
    default = os.environ.get("HIPSTRIDE_SAMPLES", str(PROJECT.parent / "shared" / "samples"))
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    sets: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    hip: Counter[str] = Counter()
    unplaced: dict[str, Counter[str]] = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() not in (".csv", ".fit") or not file.is_file():
            continue
        try:
            batch = read(file.read_bytes(), file.name)
        except AnalyticsError:
            continue
        rows = [*batch.sets, *(one for activity in batch.activities for one in activity.sets)]
        if not rows:
            continue
        log = f"{batch.kind}: {file.relative_to(folder).parts[1] if batch.kind != 'fit' else 'all watches'}"
        for row in rows:
            label = crediting.label_of(row)
            sets[log] += row.sets
            if label.known:
                placed[log] += row.sets
                hip[log] += row.sets if label.exercise_id is not None else 0
            else:
                name = row.source_name or f"(category {row.fit_category}, name {row.fit_subtype})"
                unplaced.setdefault(log, Counter())[name] += row.sets
    for log, count in sets.most_common():
        share, of_hip = 100 * placed[log] / count, 100 * hip[log] / count
        print(f"{log}: {count:,} sets, {share:.1f}% placed ({of_hip:.1f}% an exercise of the library)")
        for name, number in unplaced.get(log, Counter()).most_common(MOST_NAMES):
            print(f"    {number:>5,}  {name}")


if __name__ == "__main__":
    main()
