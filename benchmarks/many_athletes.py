"""How pages and small imports fare when the store holds years of many athletes; reported, never asserted.

    python benchmarks/many_athletes.py --keep FOLDER                  10 and 200 athletes of 10 years
    python benchmarks/many_athletes.py --athletes 10,200,1000 --keep FOLDER

Made-up athletes (runs with what their records gave, strength sessions with sets, injuries, check-ins, best
efforts; no records) go through the staging tables in bulk into a database of each size, which `--keep` leaves
for the next time. Then every page's report is gathered, warm, for several athletes and as often as --rounds
says; the table gives the median and the 95th percentile, and how the largest size compares with the
smallest. At the end one more run is stored in each database and in an empty one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from analytics.ingest.batch import ActivityRow, SessionRow  # noqa: E402
from analytics.intake import loading, preparing  # noqa: E402
from analytics.reports import explore_saved, explore_view  # noqa: E402
from analytics.store import Reader, Store, Writer, editing, open_store  # noqa: E402
from analytics.store.sieve import ARROW_TYPES  # noqa: E402

LAST = dt.date(2026, 11, 15)
CHUNK = 25  # athletes that go in together
SQUAD = 20
SETS = 8  # of a strength session
EXERCISES = ("side-lying-hip-abduction", "clamshell", "copenhagen-plank", "single-leg-bridge", "side-plank")
SITES = ("knee", "shin", "hamstring", "low_back")
EFFORTS_M = (400, 1000, 1609.344, 3000, 5000, 10_000)
LIMIT_MS = 300
Columns = dict[str, Any]
Timing = tuple[float, float, float]
"""Median and 95th percentile of the time that passed, and the median of processor time; all in ms."""


# Making


def fill(store: Store, athletes: int, years: int) -> None:
    """Make so many athletes with a squad for every twenty."""
    began = time.perf_counter()
    with store.writer(count=False) as writer:
        ids = [
            writer.add_athlete(
                f"Runner {number:04d}",
                sex="female" if number % 2 else "male",
                birth_year=1970 + number % 35,
                zone="Europe/Berlin",
                level=1 + number % 5,
            )
            for number in range(athletes)
        ]
        for first in range(0, athletes, SQUAD):
            writer.add_squad(f"Squad {first // SQUAD + 1}", ids[first : first + SQUAD])
        names = known_names(writer)
    rows = 0
    for first in range(0, athletes, CHUNK):
        with store.writer(count=False) as writer:
            rows += put_in(writer, ids[first : first + CHUNK], years, names)
    made = time.perf_counter()
    loading.attach(store)  # from now on writers work out loads
    for first in range(0, athletes, CHUNK):
        with store.writer() as writer:
            for number in ids[first : first + CHUNK]:
                writer.touch(number)
    store.checkpoint()
    counted = time.perf_counter()
    print(
        f"{athletes} athletes, {years} years: {rows:,} rows made in {made - began:.0f} s, loads, days and "
        f"weeks worked out in {counted - made:.0f} s ({(counted - made) / athletes * 1000:.0f} ms an athlete)"
    )


def known_names(writer: Writer) -> dict[str, list[str]]:
    """Give exercises and sites of the reference tables, ours first."""
    there = {row[0] for row in writer.ask("SELECT exercise_id FROM exercise")}
    sites = {row[0] for row in writer.ask("SELECT site FROM injury_site")}
    return {
        "exercise": [one for one in EXERCISES if one in there] or sorted(there)[:5],
        "site": [one for one in SITES if one in sites] or sorted(sites)[:4],
    }


def put_in(writer: Writer, ids: list[int], years: int, names: dict[str, list[str]]) -> int:
    """Make and store some athletes' logs; gives how many rows."""
    rng = np.random.default_rng(ids[0])
    days = np.arange(np.datetime64(LAST) - 365 * years, np.datetime64(LAST) + 1)
    shape = (len(ids), len(days))
    runs_on, lifts_on = rng.random(shape) < 0.68, rng.random(shape) < 0.27
    who = np.array(ids)
    at, day = np.nonzero(runs_on)
    lift_at, lift_day = np.nonzero(lifts_on)
    run = runs(rng, who[at], days[day])
    lift = lifts(rng, who[lift_at], days[lift_day])
    stored = 0
    for table, columns in (
        ("activity", joined(run["activity"], lift["activity"])),
        ("session", joined(run["session"], lift["session"])),
        ("run_measure", run["run_measure"]),
        ("best_effort", best_efforts(rng, run["session"])),
        ("strength_set", sets(rng, lift, names["exercise"])),
        ("injury", injuries(rng, who, days, years, names["site"])),
        ("checkin", checkins(rng, who, days)),
        ("coverage", coverage(who, days)),
    ):
        stored += store_bulk(writer, table, columns)
    return stored


def runs(rng: np.random.Generator, who: Any, day: Any) -> dict[str, Columns]:
    """Runs with what their records gave."""
    n = len(who)
    start = day.astype("datetime64[us]") + (rng.integers(5 * 3600, 19 * 3600, n) * 1_000_000)
    seconds = start.astype("datetime64[s]").astype(np.int64)
    number = seconds * 2**22 + who
    km = np.clip(rng.gamma(6.0, 1.6, n), 2, 42).round(2)
    speed = np.clip(rng.normal(2.9, 0.25, n) + (who % 7) * 0.05, 1.8, 5)
    hr = np.clip(rng.normal(146, 9, n), 100, 190).round()
    moving = (km * 1000 / speed).round()
    return {
        "activity": activity(number, who, start, "Run", has_records=True),
        "session": {
            "activity_id": number,
            "session_no": np.zeros(n, int),
            "sport": same("running", n),
            "start_utc": start,
            "distance_m": km * 1000,
            "moving_s": moving,
            "elapsed_s": moving + 60,
            "hr_mean_bpm": hr,
            "hr_max_bpm": hr + 18,
            "ascent_m": rng.integers(0, 200, n).astype(float),
            "cadence_mean_spm": rng.normal(170, 4, n).round(),
            "rpe_0_10": np.where(rng.random(n) < 0.3, rng.integers(2, 9, n), np.nan),
        },
        "run_measure": {
            "activity_id": number,
            "session_no": np.zeros(n, int),
            "steady_s": moving * 0.7,
            "steady_graded_speed_m_s": speed,
            "steady_hr_mean_bpm": hr,
            "slope_log_speed_per_bpm": np.full(n, 0.008),
            "basis": same("records", n),
            "moving_records_s": moving,
            "distance_records_m": km * 1000,
            "hr_known_s": moving,
            "graded_speed_m_s": speed,
            "normalised_graded_speed_m_s": speed * 1.02,
            "efficiency_m_per_beat": speed / hr * 60,
            "decoupling_pct": rng.normal(4, 3, n),
            "running_cadence_spm": rng.normal(170, 4, n),
            "step_length_m": speed / 170 * 60,
            "stance_time_ms": rng.normal(245, 12, n),
            "late_fade_pct": rng.normal(-2, 2, n),
            "hr_seconds_by_bpm": histograms(hr.astype(int) - 30, moving, 220, 8),
            "graded_speed_seconds": histograms((speed * 10).astype(int), moving, 100, 3),
        },
    }


def lifts(rng: np.random.Generator, who: Any, day: Any) -> dict[str, Columns]:
    """Strength sessions."""
    n = len(who)
    start = day.astype("datetime64[us]") + (rng.integers(19 * 3600, 20 * 3600, n) * 1_000_000)
    number = start.astype("datetime64[s]").astype(np.int64) * 2**22 + who
    moving = rng.integers(900, 2700, n).astype(float)
    return {
        "activity": activity(number, who, start, "Gym", has_records=False),
        "session": {
            "activity_id": number,
            "session_no": np.zeros(n, int),
            "sport": same("strength", n),
            "start_utc": start,
            "moving_s": moving,
            "elapsed_s": moving,
        },
        "of": {"athlete_id": who, "day": day},
    }


def activity(number: Any, who: Any, start: Any, name: str, *, has_records: bool) -> Columns:
    """The rows of activities."""
    n = len(number)
    return {
        "activity_id": number,
        "athlete_id": who,
        "source_kind": same("fit", n),
        "name": same(name, n),
        "start_utc": start,
        "start_local": start + np.timedelta64(3600, "s"),
        "zone": same("Europe/Berlin", n),
        "zone_basis": same("file", n),
        "has_records": np.full(n, has_records),
    }


def best_efforts(rng: np.random.Generator, session: Columns) -> Columns:
    """The best of each run over the distances it reaches."""
    speed = session["distance_m"] / session["moving_s"]
    parts = []
    for metres in EFFORTS_M:
        long = session["distance_m"] >= metres
        n = int(long.sum())
        faster = 1 + np.abs(rng.normal(0.1, 0.05, n)) * (10_000 / metres) ** 0.1
        parts.append(
            {
                "activity_id": session["activity_id"][long],
                "session_no": np.zeros(n, int),
                "effort": same("distance", n),
                "distance_m": np.full(n, float(metres)),
                "duration_s": (metres / speed[long] / faster).round(1),
                "start_offset_s": np.full(n, 300.0),
            }
        )
    return joined(*parts)


def sets(rng: np.random.Generator, lift: dict[str, Columns], exercises: list[str]) -> Columns:
    """Eight named sets a strength session."""
    number = np.repeat(lift["activity"]["activity_id"], SETS)
    n = len(number)
    set_no = np.tile(np.arange(SETS), len(number) // SETS)
    chosen = rng.integers(0, len(exercises), n)
    known = np.array(exercises, dtype=object)[chosen]
    return {
        "set_id": number + set_no * 2**10,
        "athlete_id": np.repeat(lift["of"]["athlete_id"], SETS),
        "activity_id": number,
        "source": same("hevy", n),
        "source_name": known,
        "workout": same("Hips", n),
        "performed_on": np.repeat(lift["of"]["day"], SETS),
        "set_no": set_no,
        "exercise_id": known,
        "label_confidence": np.ones(n),
        "label_basis": same("exact name", n),
        "set_type": same("working", n),
        "side": same("each", n),
        "sets": np.ones(n, int),
        "reps": rng.integers(8, 16, n).astype(float),
        "load_kg": rng.integers(0, 30, n).astype(float),
        "lane": same("logged", n),
        "hip_sets": rng.choice([0.3, 0.6, 1.0], n),
        "trunk_sets": np.zeros(n),
        "effort_imputed": np.full(n, True),
    }


def injuries(rng: np.random.Generator, who: Any, days: Any, years: int, sites: list[str]) -> Columns:
    """One injury a year each."""
    n = len(who) * years
    onset = np.sort(rng.choice(days[:-60], n))
    loses = rng.random(n) < 0.4
    away = rng.integers(3, 40, n)
    return {
        "injury_id": rng.permutation(n) + int(who[0]) * 100_000,
        "athlete_id": np.repeat(who, years),
        "onset_date": onset,
        "site": np.array(sites, dtype=object)[rng.integers(0, len(sites), n)],
        "case_level": np.where(loses, "time_loss", "complaint").astype(object),
        "time_loss_start": np.where(loses, onset, np.datetime64("NaT")),
        "time_loss_end": np.where(loses, onset + away, np.datetime64("NaT")),
        "recovered_date": onset + away,
        "running_related": np.full(n, True),
        "onset": same("gradual", n),
        "mode": same("repetitive_gradual", n),
    }


def checkins(rng: np.random.Generator, who: Any, days: Any) -> Columns:
    """An answer a week."""
    mondays = days[(days.astype("datetime64[D]").astype(int) + 3) % 7 == 0]
    n = len(who) * len(mondays)
    worst = rng.choice([0, 0, 0, 8, 17], n)
    return {
        "athlete_id": np.repeat(who, len(mondays)),
        "week_start": np.tile(mondays, len(who)),
        "q1": worst,
        "q2": worst,
        "q3": np.zeros(n, int),
        "q4": worst,
        "pain_0_10": rng.integers(0, 4, n).astype(float),
    }


def coverage(who: Any, days: Any) -> Columns:
    """Every log speaks for the whole time."""
    n = len(who) * 3
    return {
        "athlete_id": np.repeat(who, 3),
        "what": np.array(["running", "strength", "injury"] * len(who), dtype=object),
        "first_date": np.full(n, days[0]),
        "last_date": np.full(n, days[-1]),
        "basis": same("declared", n),
    }


def same(word: str, n: int) -> pa.Array:
    """One word in every row."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([word]))


def histograms(centre: Any, seconds: Any, bins: int, width: int) -> pa.Array:
    """Seconds spread about a centre, one list a run; runs of a like centre and length share their shape."""
    place = np.arange(bins)
    centres, whose = np.unique(np.clip(centre, 0, bins - 1), return_inverse=True)
    length = np.clip((seconds // 900).astype(int), 1, 12)
    key, which = np.unique(whose * 16 + length, return_inverse=True)
    bell = np.exp(-0.5 * ((place - centres[key // 16][:, None]) / width) ** 2)
    bell *= (key % 16 * 900 / bell.sum(axis=1))[:, None]
    kinds = pa.array(
        [row[: int(np.flatnonzero(row)[-1]) + 1] for row in bell.round().astype(np.uint32)],
        pa.list_(pa.uint32()),
    )
    return kinds.take(pa.array(which))


def joined(*parts: Columns) -> Columns:
    """Put rows of one table one after the other; a column that a part has not is unknown there."""
    names = list(dict.fromkeys(name for part in parts for name in part))
    lengths = [len(next(iter(part.values()))) for part in parts]
    return {
        name: pa.concat_arrays(
            [
                arrow(part[name]) if name in part else pa.nulls(n, arrow(some).type)
                for part, n in zip(parts, lengths, strict=True)
            ]
        )
        for name in names
        for some in [next(part[name] for part in parts if name in part)]
    }


def arrow(column: Any) -> pa.Array:
    """A column as Arrow holds it."""
    found = column if isinstance(column, pa.Array) else pa.array(column, from_pandas=True)
    return found.dictionary_decode() if isinstance(found, pa.DictionaryArray) else found


def store_bulk(writer: Writer, table: str, columns: Columns) -> int:
    """Pass columns through a table's rules in one piece, and store what is sound."""
    given = {name: arrow(column) for name, column in columns.items()}
    n = len(next(iter(given.values())))
    if not n:
        return 0
    whole = {"row_no": pa.array(np.arange(n)), "latest_day": pa.array([LAST + dt.timedelta(days=1)] * n)}
    for name, kind in writer.sieve.columns[table].items():
        column = given.get(name, whole.get(name))
        whole[name] = pa.nulls(n, ARROW_TYPES[kind]) if column is None else column.cast(ARROW_TYPES[kind])
    strange = given.keys() - whole.keys()
    if strange:
        raise SystemExit(f"{table} has no column {sorted(strange)}")
    incoming = pa.table({name: whole[name] for name in writer.sieve.columns[table]})
    select, sentences = writer.sieve.sift_bulk(table, incoming)
    for sentence in sentences:
        print(f"  {table}: {sentence}")
    stored = ", ".join(writer.sieve.stored_columns(table))
    order = " ORDER BY athlete_id" if "athlete_id" in given else ""
    return writer.change_from(
        f"INSERT INTO {table} ({stored}) SELECT {stored} FROM ({select}){order}", incoming
    )


# Measuring


def pages(reader: Reader, athlete_id: int, activity_id: int, today: dt.date) -> dict[str, Callable[[], Any]]:
    """Every page's report for one athlete, as far as it is there."""
    import importlib

    def of(module: str, function: str = "gather", **asked: Any) -> Callable[[], Any]:
        return lambda: getattr(importlib.import_module(f"analytics.reports.{module}"), function)(
            reader, **asked
        )

    me, day = {"athlete_id": athlete_id}, {"athlete_id": athlete_id, "today": today}
    return {
        "overview": of("overview", **me),
        "overview, all years": of("overview", **me, weeks_back=None),
        "hip strength": of("hip_strength", **me),
        "pace": of("pace", **me),
        "pace: best efforts": of("pace_bests", **me),
        "pace: runs": of("pace_runs", **me),
        "training load": of("load", **day),
        "training load, all years": of("load", **day, weeks_back=None),
        "calendar": of("calendar", **day),
        "activities": of("activity_list", **me),
        "activity": of("activity", activity_id=activity_id),
        "injury, one athlete": of("injury", **me),
        "injury, a squad": of("injury", squad_id=1),
        "injury log": of("injury_log", **me),
        "check-in": of("checkin", **day),
        "thresholds": of("thresholds", **day),
        "squad": of("squad", squad_id=1, today=today),
        "compare athletes": of("compare", measure="distance", today=today),
        "compare squads": of("compare", measure="hips", by="squad", today=today),
        "group plans": of("group_plans", today=today),
        "report to print, athlete": of("print_athlete", **day),
        "report to print, squad": of("print_squad", squad_id=1, today=today),
        "calendar of a squad": of("calendar", "gather_squad", squad_id=1, today=today),
        "pace of a squad": of("pace_runs", "gather_squad", squad_id=1),
        "injury, everybody": of("injury"),
        "squad, everybody": of("squad", squad_id=None, today=today),
        "pace of everybody": of("pace_runs", "gather_squad", squad_id=None),
        "report to print, all": of("print_squad", squad_id=None, today=today),
        "calendar of everybody": of("calendar", "gather_squad", squad_id=None, today=today),
        "today": of("today", **day),
        "review": of("review", **me),
        "exercise names": of("labels", **me),
        "strength log": of("strength_log", **me),
        "data quality": of("data_quality", **me),
        "plan": of("plan", **day),
        "shoes and records": of("gear", **me),
        **{
            f"explore: {one.id}": of("explore", view=explore_view.written(one.view), me=athlete_id)
            for one in explore_saved.gallery()
        },
    }


def measured(athletes: int, most: int) -> list[int]:
    """Give the athletes whose pages are measured, spread over all."""
    return sorted({int(one) for one in np.linspace(1, athletes, min(athletes, most))})


def measure(store: Store, ids: list[int], rounds: int, only: str | None) -> dict[str, Timing]:
    """Gather each page for several athletes; gives the timing by page."""
    taken: dict[str, list[tuple[float, float]]] = {}
    with store.reader() as reader:
        for athlete_id in ids:
            newest = reader.sql(
                "SELECT max(activity_id) AS n FROM activity WHERE name = 'Run' "
                f"AND athlete_id = {athlete_id}",
                {},
            )
            for name, gather in pages(reader, athlete_id, int(newest["n"][0]), LAST).items():
                if only and only not in name:
                    continue
                try:
                    gather()  # warm
                except ModuleNotFoundError:
                    continue
                except Exception as error:
                    print(f"  {name}: {type(error).__name__}: {str(error)[:100]}")
                    continue
                for _ in range(rounds):
                    began, worked = time.perf_counter(), time.process_time()
                    gather()
                    spent = (time.process_time() - worked) * 1000
                    taken.setdefault(name, []).append(((time.perf_counter() - began) * 1000, spent))
                ms, spent = taken[name][-1]
                print(
                    f"  {name}: {ms:,.0f} ms, {spent:,.0f} ms of processor time", file=sys.stderr, flush=True
                )
    return {
        name: (
            statistics.median(ms for ms, _ in both),
            float(np.percentile([ms for ms, _ in both], 95)),
            statistics.median(cpu for _, cpu in both),
        )
        for name, both in taken.items()
    }


class Change(NamedTuple):
    """What one more run or one edit took: time that passed, time of processor, rows of days and weeks."""

    ms: float
    cpu_ms: float
    rows: int


def timed(store: Store, do: Callable[[Writer], object]) -> Change:
    """Do something in one transaction, to the end of its counting."""
    began, worked = time.perf_counter(), time.process_time()
    with store.writer() as writer:
        do(writer)
    ms, cpu_ms = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
    return Change(ms, cpu_ms, sum(writer.rows_counted.values()))


def one_edit(store: Store, athlete_id: int) -> Change:
    """Give the newest run another distance, and take that back; gives what the first took."""
    with store.reader() as reader:
        newest = reader.sql(
            "SELECT max(activity_id) AS n FROM running_session WHERE athlete_id = " + str(athlete_id), {}
        )
    run = int(newest["n"][0])
    numbers: list[int] = []
    took = timed(
        store,
        lambda writer: numbers.append(editing.say(writer, run, "distance", {"distance_m": 9_000.0})),
    )
    with store.writer() as writer:
        editing.take_back(writer, numbers[0])
    return took


def one_more(store: Store, athlete_id: int) -> Change:
    """Store one more run of an athlete as an import does, and take it out again; gives what it took."""
    rows = preparing.staged(
        [
            ActivityRow(
                [
                    SessionRow(
                        "running",
                        start_utc=dt.datetime(2026, 11, 16, 6),
                        distance_m=10_000.0,
                        moving_s=3_400.0,
                    )
                ],
                start_utc=dt.datetime(2026, 11, 16, 6),
            )
        ],
        athlete_id=athlete_id,
        athlete_zone="Europe/Berlin",
    )
    took = timed(store, lambda writer: writer.add_activities(athlete_id, "one more", "fit", rows))
    with store.writer() as writer:
        for table in ("activity", "session"):
            writer.change(f"DELETE FROM {table} WHERE activity_id = {rows[0].activity_id}")
        writer.forget_what_was_seen()
        writer.touch(athlete_id)
    return took


def main() -> None:
    """Make what is not there, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--athletes", default="10,200", help="sizes, parted by commas")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=5, help="of how many athletes the pages are gathered")
    parser.add_argument("--keep", type=Path, help="leave the databases in this folder, and take those there")
    parser.add_argument("--only", help="only pages whose name holds this")
    parser.add_argument("--no-import", action="store_true", help="leave out storing one more run")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [int(size) for size in asked.athletes.split(",")]
    found: dict[int, dict[str, Timing]] = {}
    more: dict[int, list[Change]] = {}
    edits: dict[int, list[Change]] = {}
    with open_store(folder / "empty.duckdb") as store:
        loading.attach(store)
        with store.writer() as writer:
            nobody = writer.add_athlete("Nobody yet")
        more[0] = [one_more(store, nobody) for _ in range(4)][1:]
    (folder / "empty.duckdb").unlink()
    for size in sizes:
        path = folder / f"athletes_{size}_{asked.years}.duckdb"
        is_new = not path.exists()
        with open_store(path) as store:
            if is_new:
                fill(store, size, asked.years)
            ids = measured(size, asked.sample)
            loading.attach(store)
            found[size] = measure(store, ids, asked.rounds, asked.only)
            if not asked.no_import:
                more[size] = [one_more(store, 1 + at) for at in range(4)][1:]
                edits[size] = [one_edit(store, 1 + at) for at in range(4)][1:]
    heads = "".join(f"{f'{size} athletes':>26}" for size in sizes)
    print(f"\n{'page':<28}{heads}   growth  share of 300 ms")
    heads = "".join(f"{'median   p95   cpu, ms':>26}" for _ in sizes)
    print(f"{'':<28}{heads}   of cpu    time     cpu")
    for name in found[sizes[-1]]:
        timings = [found[size].get(name, (np.nan,) * 3) for size in sizes]
        line = "".join(f"{ms:>14,.0f}{p95:>6,.0f}{cpu:>6,.0f}" for ms, p95, cpu in timings)
        last = timings[-1]
        print(
            f"{name:<28}{line}{last[2] / timings[0][2]:>8.1f}x{last[0] / LIMIT_MS:>8.2f}"
            f"{last[2] / LIMIT_MS:>8.2f}"
        )
    for what, by_size in (("one more run", more), ("one edit", edits)):
        print(f"\n{what}, to the end of its counting:")
        for size, changes in by_size.items():
            ms, cpu_ms, rows = (statistics.median(column) for column in zip(*changes, strict=True))
            print(
                f"  {size:>5} athletes {ms:>7,.0f} ms, {cpu_ms:>6,.0f} ms of processor time, "
                f"{rows:,.0f} rows of runs, days and weeks written"
            )
    if asked.keep is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
