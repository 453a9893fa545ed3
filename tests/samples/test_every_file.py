"""The whole folder of real sample files, imported at once, held against what the files say of themselves.

Totals come from decoders that are not ours (totals.py). Whatever does not agree is named here with its reason.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

WITHIN = 0.005
ENDINGS = (".fit", ".tcx", ".gpx")
START_S = 120
"""Two recordings that begin this near each other and share four fifths of their time are held for twins."""

NOTHING_OF_IT = {
    "antfs-dump.63.fit": "the clock was never set: no date",
    "compressed-speed-distance.fit": "the clock was never set: no date",
}
"""Files with sessions, of which nothing can be placed in time."""
MADE_OF_RECORDS = {
    "nick.fit": "cut off before its session: totals are made of its records",
    "valid_only_contain_fileid.fit": "no session: its one lap is taken",
    "chained_Activity_activity_poolswim.fit": "the first of two sessions tells no distance: the records do, 3,600 m",
}
"""Files whose own totals are missing where ours are made of something else in the file."""
IMPOSSIBLE = {"3x250m.fit": "an elapsed time shorter than the time moved: dropped, and said so"}
ROUTES_TOO = {
    "korita-zbevnica.gpx": "two of its tracks carry no times: routes",
    "cerknicko-without-times.gpx": "seven of its tracks carry no times: routes",
}
"""Files of which some tracks are no activities."""
OUT_OF_ORDER = {"first_and_last_elevation.gpx": "its last point lies in the middle by time"}
"""Tracks whose points are not in the order of their times: ours are."""


@cache
def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ask(imported: Any, sql: str) -> list[dict[str, Any]]:
    with imported.store.reader() as reader:
        rows: list[dict[str, Any]] = reader.sql(sql, {}).to_dict("records")
    return rows


def paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def catalogue(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "catalogue.csv").read_text(encoding="utf-8").splitlines()))


def is_activity_file(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(ENDINGS)


@pytest.fixture(scope="module")
def said(imported: Any, totals: Any) -> dict[Path, list[Any]]:
    """What each activity file says of itself."""
    return {path: totals.of_file(path) for path in paths(imported.folder) if is_activity_file(path)}


SOURCES = """
    WITH source AS (
        SELECT source_sha256 AS sha256, activity_id, activity_id AS at, false AS aside FROM activity
        WHERE activity_id NOT IN (SELECT activity_id FROM activity_source)
        UNION ALL
        SELECT source_sha256, activity_id, source_id, true FROM activity_source
    ),
    told AS (
        SELECT activity_id AS at, false AS aside, * EXCLUDE (activity_id) FROM session
        UNION ALL
        SELECT activity_id, true, * EXCLUDE (activity_id) FROM aside_session
    )
    SELECT s.sha256, s.activity_id, min(t.start_utc) AS start_utc, sum(t.distance_m) AS distance_m,
        sum(t.moving_s) AS moving_s, sum(t.elapsed_s) AS elapsed_s, string_agg(DISTINCT t.sport, ',') AS sport
    FROM source AS s
    JOIN told AS t ON t.at = s.at AND t.aside = s.aside
    GROUP BY s.sha256, s.activity_id, s.at
    ORDER BY s.sha256, start_utc
"""


@pytest.fixture(scope="module")
def stored(imported: Any) -> dict[str, list[dict[str, Any]]]:
    """What the store keeps of each file, merged or not, one row an activity."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in ask(imported, SOURCES):
        found[row["sha256"]].append(row)
    return found


def summed(rows: Iterable[Any], name: str) -> float:
    values = (row[name] if isinstance(row, dict) else getattr(row, name) for row in rows)
    return sum(float(value) for value in values if value is not None and not math.isnan(value))


def test_every_file_has_its_line_on_the_receipt_and_in_the_store(imported: Any) -> None:
    receipt, folder = imported.receipt, imported.folder
    assert sum(line.files for line in receipt.files) == len(paths(folder))
    catalogued = {row["file"] for row in catalogue(folder)}
    there = {str(path.relative_to(folder)) for path in paths(folder)}
    assert catalogued <= there
    assert all(
        line.reason or line.problems for line in receipt.files if line.status in ("refused", "ignored")
    )
    assert {row["sha256"] for row in ask(imported, "SELECT sha256 FROM source_file")} == {
        sha256(path) for path in paths(folder)
    }


def test_every_activity_the_catalogue_knows_is_in(
    imported: Any, stored: dict[str, list[dict[str, Any]]]
) -> None:
    missing = []
    for row in catalogue(imported.folder):
        path = imported.folder / row["file"]
        is_one = row["kind"] in ("FIT activity", "TrainingCenterDatabase", "Activities") or (
            row["kind"] == "gpx" and row["date"] and float(row["records"] or 0) > 1
        )
        if is_one and not stored.get(sha256(path)):
            missing.append(path.name)
    assert sorted(missing) == sorted({**NO_ACTIVITY_AFTER_ALL, **NOTHING_OF_IT})


NO_ACTIVITY_AFTER_ALL = {
    "DeveloperData.fit": "made by hand: its records carry no times",
    "Mojstrovka.gpx": "its points carry the year 1901, before any receiver: a route",
    "track-with-extremes.gpx": "one time for the whole file, none for its points: a route",
}


def test_totals_of_each_file_are_its_own_within_half_a_percent(
    said: dict[Path, list[Any]], stored: dict[str, list[dict[str, Any]]]
) -> None:
    wrong = []
    excused = {**NOTHING_OF_IT, **MADE_OF_RECORDS, **ROUTES_TOO, **OUT_OF_ORDER, **IMPOSSIBLE}
    for path, activities in said.items():
        rows = stored.get(sha256(path), [])
        if path.name in excused or not rows:
            continue
        for name in ("distance_m", "moving_s", "elapsed_s"):
            theirs, ours = summed(activities, name), summed(rows, name)
            if not theirs:  # the file tells none
                continue
            allowed = [theirs]
            if name == "distance_m" and any(row["sport"] in ON_FOOT for row in rows):
                allowed.append(summed(activities, "without_leaps_m") or theirs)
            if not any(abs(ours - one) <= WITHIN * one for one in allowed):
                wrong.append(f"{path.name}: {name} {ours:.1f}, and the file itself {theirs:.1f}")
    assert wrong == []


ON_FOOT = ("running", "walking", "hiking")


def test_what_is_excused_is_as_it_is_said(
    said: dict[Path, list[Any]], stored: dict[str, list[dict[str, Any]]]
) -> None:
    at = {path.name: path for path in said}
    for name in NOTHING_OF_IT:
        assert stored.get(sha256(at[name])) is None, name
        assert said[at[name]][0].first is None, name
    for name in ("nick.fit", "valid_only_contain_fileid.fit"):
        assert said[at[name]] == [], name
        assert stored[sha256(at[name])], name
    both = stored[sha256(at["chained_Activity_activity_poolswim.fit"])]
    assert (summed(both, "distance_m"), summed(both, "elapsed_s")) == (3600 + 457.2, 3601 + 840)
    [rowed] = stored[sha256(at["3x250m.fit"])]
    assert (rowed["distance_m"], rowed["moving_s"]) == (751.65, 488.0)
    assert math.isnan(rowed["elapsed_s"])
    for name, count in {"korita-zbevnica.gpx": 2, "cerknicko-without-times.gpx": 1}.items():
        timed = [one for one in said[at[name]] if one.first is not None and one.first != one.last]
        assert (len(stored[sha256(at[name])]), len(timed)) == (count, count), name


def test_files_with_activities_that_are_not_in_say_why(
    imported: Any, said: dict[Path, list[Any]], stored: dict[str, list[dict[str, Any]]]
) -> None:
    lines = {line.name.removeprefix(f"{imported.folder.name}/"): line for line in imported.receipt.files}
    for path, activities in said.items():
        if stored.get(sha256(path)) or not activities:
            continue
        line = lines[str(path.relative_to(imported.folder))]
        is_copy = any(sha256(path) == sha256(other) for other in said if other != path)
        assert is_copy or (line.status in ("ignored", "refused") and line.full_reason), path.name


def test_the_sum_over_all_files_is_the_sum_of_their_own_totals(
    said: dict[Path, list[Any]], stored: dict[str, list[dict[str, Any]]]
) -> None:
    for name in ("distance_m", "moving_s", "elapsed_s"):
        theirs = ours = 0.0
        for path, activities in {sha256(path): (path, one) for path, one in said.items()}.values():
            if all(one.says_so for one in activities) and path.name not in NOTHING_OF_IT | MADE_OF_RECORDS:
                theirs += summed(activities, name)
                # What a file does not tell is not compared: a TCX file knows no elapsed time.
                ours += summed(stored.get(sha256(path), []), name) if summed(activities, name) else 0.0
        assert ours == pytest.approx(theirs, rel=WITHIN), name


# Never twice


def twins(said: dict[Path, list[Any]]) -> set[frozenset[str]]:
    """Pairs of files that begin together and share most of their time, by their own clocks."""
    whole = [
        (sha256(path), one.first, one.last)
        for path, activities in said.items()
        if len(activities) == 1
        for one in activities
        if one.first is not None and one.last is not None and one.first < one.last
    ]
    found = set()
    for at, (file, first, last) in enumerate(whole):
        for other, other_first, other_last in whole[at + 1 :]:
            shared = min(last, other_last) - max(first, other_first)
            shorter = min(last - first, other_last - other_first)
            near = abs(first - other_first) <= dt.timedelta(seconds=START_S)
            if file != other and near and shared >= 0.8 * shorter:
                found.add(frozenset((file, other)))
    return found


def test_no_activity_is_counted_twice_across_twins_and_nothing_else_is_merged(
    said: dict[Path, list[Any]], stored: dict[str, list[dict[str, Any]]]
) -> None:
    name = {sha256(path): path.name for path in said}
    shown: dict[int, set[str]] = defaultdict(set)
    for file, rows in stored.items():
        for row in rows:
            if file in name:
                shown[row["activity_id"]].add(file)
    merged = {
        frozenset((one, other))
        for files in shown.values()
        for one in files
        for other in files
        if one != other
        and all(len({row["activity_id"] for row in stored[file]}) == 1 for file in (one, other))
    }
    expected = {pair for pair in twins(said) if all(stored.get(file) for file in pair)}
    assert len(expected) >= 12

    def named(pairs: Iterable[frozenset[str]]) -> list[list[str]]:
        return sorted(sorted(name[file] for file in pair) for pair in pairs)

    assert named(expected - merged) == TWO_AFTER_ALL
    assert named(merged - expected) == ONE_AFTER_ALL


TWO_AFTER_ALL: list[list[str]] = []
"""Twins by their clocks alone that are two."""
ONE_AFTER_ALL: list[list[str]] = []
"""Pairs that are one although their clocks alone do not say so."""


def test_what_is_shown_is_the_sum_of_distinct_activities(
    imported: Any, stored: dict[str, list[dict[str, Any]]]
) -> None:
    """The distance everybody reads is that of one source an activity, never of two."""
    by_activity: dict[int, list[float]] = defaultdict(list)
    for rows in stored.values():
        for row in rows:
            if not math.isnan(row["distance_m"]):
                by_activity[row["activity_id"]].append(row["distance_m"])
    shown = {
        row["activity_id"]: row["distance_m"]
        for row in ask(
            imported, "SELECT activity_id, sum(distance_m) AS distance_m FROM session GROUP BY ALL"
        )
        if not math.isnan(row["distance_m"])
    }
    assert set(by_activity) == set(shown)
    assert all(
        min(told) * (1 - 1e-9) <= shown[number] <= max(told) * (1 + 1e-9)
        for number, told in by_activity.items()
    )


# Receipts true


def test_the_receipt_counts_what_the_store_holds(imported: Any) -> None:
    [held] = ask(
        imported,
        "SELECT (SELECT count(*) FROM activity) AS activities, (SELECT count(*) FROM strength_set) AS strength_sets, "
        "(SELECT count(*) FROM injury) AS injuries",
    )
    told = imported.receipt.totals
    assert {name: told[name] for name in held} == held
    by_file = ask(
        imported,
        """
        SELECT f.name, f.activities, f.records, f.strength_sets, count(DISTINCT a.activity_id) AS n,
            (SELECT count(*) FROM record AS r JOIN activity AS b ON b.activity_id = r.activity_id
             WHERE b.source_sha256 = f.sha256) AS held_records,
            (SELECT count(*) FROM strength_set AS s WHERE s.source_sha256 = f.sha256) AS held_sets
        FROM source_file AS f
        JOIN activity AS a ON a.source_sha256 = f.sha256
        WHERE f.sha256 NOT IN (SELECT source_sha256 FROM activity_source)
        GROUP BY ALL
        """,
    )
    assert len(by_file) > 100
    assert [
        row
        for row in by_file
        if (row["activities"], row["records"], row["strength_sets"])
        != (row["n"], row["held_records"], row["held_sets"])
    ] == []


def test_the_receipt_counts_the_rows_that_the_catalogue_counts(imported: Any) -> None:
    lines = {line.name.removeprefix(f"{imported.folder.name}/"): line for line in imported.receipt.files}
    wrong = []
    for row in catalogue(imported.folder):
        line, count = lines.get(row["file"]), float(row["records"] or 0)
        if line is None or not count:
            continue
        if line.kind in ("strong", "hevy") and line.sets + NO_SETS.get(row["file"].split("/")[1], 0) != count:
            wrong.append((row["file"], line.sets, count))
        is_whole = line.activities and line.name.rsplit("/", 1)[-1] not in {**ROUTES_TOO, **NO_RECORDS}
        if line.kind in ("fit", "tcx", "gpx") and is_whole and line.records != count:
            wrong.append((row["file"], line.records, count))
    assert wrong == []


NO_RECORDS = {"TestEncode.fit": "made by hand: its one record carries no time"}
NO_SETS = {"wojtekolesinski+gravitus-to-strong": 7}
"""Rows of strength logs that are no sets."""


def test_nothing_hangs_in_the_air(imported: Any, whole_store: Any) -> None:
    assert whole_store.torn(imported.store) == []
