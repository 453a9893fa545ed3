"""Loads are worked out when runs come in and when a threshold changes: measured, estimated or unknown, never 0."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analytics.errors import AnalyticsError
from analytics.ingest.batch import ActivityRow, SessionRow, SetRow
from analytics.intake import crediting, loading, thresholds
from analytics.metrics import session_load
from analytics.store import Store, loads, open_store
from analytics.store.rows import CoverageRow, RunMeasure, StagedActivity, activity_id

FIRST = dt.date(2026, 1, 5)  # a Monday
DAY = dt.timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        loading.attach(opened)
        yield opened


@pytest.fixture
def athlete(store: Store) -> int:
    with store.writer() as writer:
        return writer.add_athlete("Ada", sex="male", hr_max_bpm=190, hr_rest_bpm=50, zone="Europe/Berlin")


def run(
    day: int, *, minutes: float = 60, km: float = 10, measure: dict[str, Any] | None = None, **session: Any
) -> StagedActivity:
    start = dt.datetime.combine(FIRST + day * DAY, dt.time(7))
    row = ActivityRow(
        sessions=[
            SessionRow(
                sport="running", start_utc=start, distance_m=1000 * km, moving_s=60 * minutes, **session
            )
        ],
        start_utc=start,
    )
    return StagedActivity(
        row=row,
        activity_id=activity_id(start, f"{day}", athlete_id=1),
        start_utc=start,
        start_local=start,
        zone="Europe/Berlin",
        zone_basis="file",
        run_measures=[RunMeasure(0, **measure)] if measure else (),
    )


def with_beats(**seconds: int) -> dict[str, Any]:
    bins = [0] * 220
    for name, value in seconds.items():
        bins[int(name.removeprefix("at")) - 30] = value
    return {
        "hr_seconds_by_bpm": bins, "hr_known_s": float(sum(bins)), "moving_records_s": float(sum(bins)),
    }  # fmt: skip


def take_in(store: Store, athlete: int, *runs: StagedActivity) -> None:
    with store.writer(today=FIRST + 900 * DAY) as writer:
        writer.add_activities(athlete, None, "fit", list(runs))


def kept(store: Store, what: str = "*", where: str = "true") -> pd.DataFrame:
    with store.reader() as reader:
        return reader.sql(f"SELECT {what} FROM session_load WHERE {where} ORDER BY local_date, load_kind")


def days_of(store: Store, athlete: int) -> pd.DataFrame:
    with store.reader() as reader:
        return reader.sql(
            f"SELECT * FROM athlete_day WHERE athlete_id = {athlete} ORDER BY local_date"
        ).set_index("local_date")


def test_a_run_with_records_has_the_impulse_of_its_samples(store: Store, athlete: int) -> None:
    take_in(store, athlete, run(0, measure=with_beats(at148=3600), hr_mean_bpm=120))
    [row] = kept(store).to_dict("records")
    assert row["trimp_au"] == pytest.approx(103.067, abs=5e-4)
    assert (row["hr_from"], row["edwards_au"]) == ("records", 180)  # 148 is 78 % of 190: zone 3


def test_a_run_with_sums_only_is_told_apart(store: Store, athlete: int) -> None:
    take_in(store, athlete, run(0, hr_mean_bpm=148))
    [row] = kept(store).to_dict("records")
    assert row["trimp_au"] == pytest.approx(103.067, abs=5e-4)
    assert row["hr_from"] == "mean"


def test_a_run_without_a_heart_rate_is_unknown_until_own_runs_speak_for_it(
    store: Store, athlete: int
) -> None:
    take_in(
        store, athlete, run(0), *(run(day, hr_mean_bpm=148) for day in range(1, 6)), run(6, minutes=30, km=5)
    )
    found = kept(store, "trimp_au, hr_from")
    assert math.isnan(found.trimp_au[0]) and found.hr_from.isna()[0]
    assert found.trimp_au[6] == pytest.approx(103.067 / 2, abs=5e-4)
    assert found.hr_from[6] == "own_runs"


def test_a_load_that_is_unknown_makes_its_day_unknown_and_rest_stays_nought(
    store: Store, athlete: int
) -> None:
    take_in(store, athlete, run(0), run(2, rpe_0_10=5))
    thresholds.count_load(store, athlete, load_basis="session_rpe")
    days = days_of(store, athlete)
    assert days.load_au.isna().tolist() == [True, False, False]
    assert days.load_au.iloc[1:].tolist() == [0, 300]
    assert days.loads_unknown.tolist() == [1, 0, 0]
    with store.reader() as reader:
        [week] = reader.sql("SELECT load_au, loads_unknown FROM athlete_week").to_dict("records")
    assert math.isnan(week["load_au"]) and week["loads_unknown"] == 1


def test_zones_and_what_is_not_known_add_up_to_the_moving_time(store: Store, athlete: int) -> None:
    partly = with_beats(at110=600, at130=600, at185=300) | {"moving_records_s": 1800.0}
    take_in(store, athlete, run(0, measure=partly), run(1, hr_mean_bpm=148))
    found = kept(store)
    names = [*(f"hr_zone_{zone}_s" for zone in range(1, 6)), "hr_zone_unknown_s"]
    # Of the reserve of 140 beats: zone 2 from 134, zone 5 from 176.
    assert found.loc[0, names].tolist() == [1200, 0, 0, 0, 300, 300]
    # Without records nobody knows how the heart rate was spread.
    assert found.loc[1, "hr_zone_unknown_s"] == 3600 and found.loc[1, names[:5]].fillna(0).sum() == 0


def test_a_threshold_changes_loads_from_its_day_on_and_undoing_brings_them_back(
    store: Store, athlete: int
) -> None:
    take_in(store, athlete, run(0, hr_mean_bpm=148), run(10, hr_mean_bpm=148))
    before = kept(store, "trimp_au").trimp_au.tolist()
    number = thresholds.say(store, athlete, {"hr_max_bpm": 200}, from_date=FIRST + 5 * DAY)
    after = kept(store, "trimp_au").trimp_au.tolist()
    assert after[0] == before[0] and after[1] < before[1]
    thresholds.take_back(store, athlete, number)
    assert kept(store, "trimp_au").trimp_au.tolist() == before
    with pytest.raises(AnalyticsError, match="taken back already"):
        thresholds.take_back(store, athlete, number)


def test_thresholds_that_do_not_fit_each_other_are_refused(store: Store, athlete: int) -> None:
    for values in (
        {"hr_max_bpm": 60.0, "hr_rest_bpm": 70.0},
        {"hr_max_bpm": 170.0, "threshold_hr_bpm": 180.0},
        {},
    ):
        with pytest.raises(AnalyticsError):
            thresholds.say(store, athlete, values, from_date=FIRST)
    with pytest.raises(AnalyticsError, match="above the one before"):
        thresholds.say_zones(store, athlete, "heart_rate", [120, 140, 140, 170], from_date=FIRST)


def test_bounds_set_by_hand_hold_from_their_day_on(store: Store, athlete: int) -> None:
    runs = [run(day, measure=with_beats(at148=3600)) for day in (0, 10)]
    take_in(store, athlete, *runs)
    assert kept(store).hr_zone_3_s.tolist() == [3600, 3600]
    thresholds.say_zones(store, athlete, "heart_rate", [120, 130, 140, 149], from_date=FIRST + 5 * DAY)
    found = kept(store)
    assert (found.hr_zone_3_s[0], found.hr_zone_4_s[1]) == (3600, 3600)


def test_strength_counts_where_its_effort_was_logged_and_by_choice(store: Store, athlete: int) -> None:
    day = FIRST + DAY
    sets = [
        SetRow(source="hevy", source_name="Hip Thrust", performed_on=day, set_no=n, reps=10, rir=3)
        for n in range(4)
    ] + [SetRow(source="hevy", source_name="Hip Thrust", performed_on=day + DAY, set_no=0, reps=10)]
    take_in(store, athlete, run(0, rpe_0_10=5), run(6, rpe_0_10=5))
    with store.writer(today=FIRST + 900 * DAY) as writer:
        writer.add_sets(athlete, None, crediting.credited(sets), entered=True)
    assert kept(store, "load_basis").load_basis.unique().tolist() == ["session_rpe"]
    # Effort 10 - 3; the length is not known: two and a half minutes a set.
    assert days_of(store, athlete).load_au.tolist() == [300, 7 * 2.5 * 4, 0, 0, 0, 0, 300]
    thresholds.count_load(store, athlete, strength_in_load="all")
    assert days_of(store, athlete).load_au.tolist()[1:3] == [70, 5 * 2.5]
    thresholds.count_load(store, athlete, strength_in_load="none")
    assert days_of(store, athlete).load_au.tolist()[1:3] == [0, 0]
    thresholds.take_counting_back(store, athlete)
    assert days_of(store, athlete).load_au.tolist()[1:3] == [70, 5 * 2.5]


def test_what_the_runs_show_never_takes_the_place_of_what_was_said(store: Store, athlete: int) -> None:
    take_in(store, athlete, *(run(day, hr_mean_bpm=150, hr_max_bpm=200 + day) for day in range(12)))
    with store.reader() as reader:
        made = reader.sql("SELECT * FROM athlete_threshold WHERE threshold = 'hr_max_bpm'").to_dict("records")
    assert [(one["basis"], one["threshold_value"]) for one in made] == [
        ("estimated", 210)
    ]  # the second highest
    # The load stands on the 190 that were entered.
    assert kept(store).trimp_au[0] == pytest.approx(
        session_load.trimp(minutes=60, reserve_share=100 / 140, sex="male")
    )


def test_one_more_run_writes_one_more_row(store: Store, athlete: int) -> None:
    take_in(store, athlete, *(run(day, hr_mean_bpm=148) for day in range(30)))
    with store.writer(today=FIRST + 900 * DAY) as writer:
        writer.add_activities(athlete, None, "fit", [run(40, hr_mean_bpm=140)])
        writer.flush()
        from analytics.store import kept as kept_views

        kept_views.refresh(writer._cursor, [athlete])
        assert loading._work_out_one(writer, athlete, None) == 1
        assert loading._work_out_one(writer, athlete, None) == 0


def test_an_older_database_gets_its_loads_when_it_is_opened(tmp_path: Path) -> None:
    with open_store(tmp_path / "b.duckdb") as store:
        with store.writer(today=FIRST + 900 * DAY) as writer:
            athlete = writer.add_athlete("Ada", hr_max_bpm=190, hr_rest_bpm=50)
            writer.add_activities(athlete, None, "fit", [run(0, hr_mean_bpm=148)])
        assert len(kept(store)) == 0  # nobody here can work them out
        assert days_of(store, athlete).load_au.isna().all()
        loading.attach(store)
        assert len(kept(store)) == 1
        assert days_of(store, athlete).load_au.tolist() == pytest.approx([103.067], abs=5e-4)


def test_what_is_out_of_the_log_has_no_load(store: Store, athlete: int) -> None:
    take_in(store, athlete, run(0, rpe_0_10=5), run(60, rpe_0_10=5))
    days = days_of(store, athlete).load_au
    assert days.iloc[0] == 300 and days.iloc[1:60].isna().all()
    with store.writer() as writer:
        writer.add_coverage(athlete, None, [CoverageRow("running", FIRST, FIRST + 60 * DAY, "declared")])
    assert days_of(store, athlete).load_au.iloc[1:60].tolist() == [0] * 59


def test_histograms_come_as_matrices_whatever_their_length() -> None:
    column = pa.chunked_array([[[1, 2, 3, 4], None, []]], pa.list_(pa.uint32()))
    found = loading.histogram(column, 3)
    assert found[0].tolist() == [1, 2, 3] and np.isnan(found[1]).all() and found[2].tolist() == [0, 0, 0]


def ride(day: int, **told: Any) -> StagedActivity:
    """An hour on a bicycle."""
    one = run(day, km=30, **told)
    sessions = [dataclasses.replace(session, sport="cycling") for session in one.row.sessions]
    return dataclasses.replace(one, row=dataclasses.replace(one.row, sessions=sessions))


def test_a_ride_counts_with_its_heart_rate_or_effort_and_no_running_measure_knows_it(
    store: Store, athlete: int
) -> None:
    take_in(
        store, athlete, run(0, hr_mean_bpm=148), ride(1, hr_mean_bpm=148), ride(2), run(3, hr_mean_bpm=148)
    )
    found = kept(store, "load_kind, load_basis, load_au, load_from, load_counts")
    assert found.load_kind.tolist() == ["running", "other", "other", "running"]
    assert found.load_basis.unique().tolist() == ["trimp"]
    assert found.load_au[1] == pytest.approx(103.067, abs=5e-4)  # the same hour at the same beats as a run
    assert found.load_counts.tolist() == [True, True, False, True]
    days = days_of(store, athlete)
    assert days.load_au.round(3).tolist() == [
        103.067,
        103.067,
        0,
        103.067,
    ]  # without a heart rate it is no hole
    assert days.runs.tolist() == [1, 0, 0, 1] and days.distance_m.iloc[1] == 0


def test_a_ride_counts_on_effort_where_it_was_said_and_never_on_minutes_of_running(
    store: Store, athlete: int
) -> None:
    take_in(
        store, athlete, run(0, rpe_0_10=5), ride(1, rpe_0_10=4), ride(2, hr_mean_bpm=150), run(3, rpe_0_10=5)
    )
    assert days_of(store, athlete).load_au.tolist() == [300, 240, 0, 300]
    thresholds.count_load(store, athlete, load_basis="running_minutes")
    assert days_of(store, athlete).load_au.tolist() == [60, 0, 0, 60]


def scattered(rng: np.random.Generator) -> list[StagedActivity]:
    """Runs over two and a half years: with records, with sums alone, with effort, with nothing."""
    runs = []
    for day in sorted(rng.choice(880, 64, replace=False).tolist()):
        told: dict[str, Any] = {"minutes": float(rng.integers(25, 90)), "km": float(rng.integers(5, 16))}
        kind = rng.integers(0, 4)
        if kind == 0:
            told["measure"] = with_beats(**{f"at{rng.integers(120, 185)}": 1900, "at150": 600})
        if kind in (0, 1):
            told["hr_mean_bpm"] = float(rng.integers(130, 170))
        if kind == 2:
            told["rpe_0_10"] = float(rng.integers(2, 9))
        runs.append(run(int(day), **told))
    return runs


def worked_out(store: Store) -> tuple[pd.DataFrame, ...]:
    with store.reader() as reader:
        return tuple(
            reader.sql(f"SELECT * FROM {table} ORDER BY ALL")
            for table in ("session_load", "athlete_threshold", "athlete_day", "athlete_week")
        )


@pytest.mark.parametrize("seed", [0])
def test_loads_from_the_changed_quarter_on_are_those_of_counting_everything(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[dt.date | None, int | None]] = []
    whole = loading._work_out_one

    def noted(writer: Any, athlete_id: int, since: dt.date | None) -> int | None:
        asked.append((since, whole(writer, athlete_id, since)))
        return asked[-1][1]

    monkeypatch.setattr(loading, "_work_out_one", noted)
    rng = np.random.default_rng(seed)
    with store.writer() as writer:
        athlete = writer.add_athlete("Ada", sex="male", zone="Europe/Berlin", hr_rest_bpm=50)
    left = scattered(rng)
    rng.shuffle(left)  # type: ignore[arg-type]
    while left:
        size = 40 if len(left) > 40 else 6  # half at once, the others a few at a time, in any order
        take_in(store, athlete, *left[:size])
        left = left[size:]
        if len(left) == 12:
            with store.writer(today=FIRST + 900 * DAY) as writer:
                loads.set_counting(writer, athlete, load_basis="trimp")
    assert any(since is not None and count is not None for since, count in asked)
    found = worked_out(store)
    with store.writer(today=FIRST + 900 * DAY) as writer:
        writer.touch(athlete)
    assert asked[-1][0] is None
    for one, other in zip(found, worked_out(store), strict=True):
        pd.testing.assert_frame_equal(one, other)
