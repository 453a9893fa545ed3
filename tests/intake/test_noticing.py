"""What notes tell counts only once confirmed, in its own lane; a dismissal outlives a second import."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analytics.intake import noticing
from analytics.intake.noticing import Confirmed
from analytics.intake.taking_in import take_in
from analytics.reports import suggestions
from analytics.store import Store

DAY = dt.date(2026, 11, 18)
GPX = (
    '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>{name}</name><type>running</type><trkseg>'
    '<trkpt lat="52.5" lon="13.4"><time>2026-11-18T06:00:00Z</time></trkpt>'
    '<trkpt lat="52.51" lon="13.4"><time>2026-11-18T06:06:00Z</time></trkpt></trkseg></trk></gpx>'
)


def bring(store: Store, tmp_path: Path, name: str) -> int:
    file = tmp_path / "run.gpx"
    file.write_text(GPX.format(name=name), encoding="utf-8")
    take_in(store, [file], athlete="Ada")
    with store.reader() as reader:
        return int(reader.frame("roster_athletes")["athlete_id"].iloc[0])


def page(store: Store, athlete_id: int) -> suggestions.Suggestions:
    with store.reader() as reader:
        return suggestions.gather(reader, athlete_id=athlete_id)


def lanes(store: Store) -> tuple[float, float, int]:
    """Hip sets logged and described, and how many injuries there are."""
    with store.reader() as reader:
        sums = reader.sql(
            "SELECT coalesce(sum(hip_sets) FILTER (WHERE lane = 'logged'), 0) AS logged, "
            "coalesce(sum(hip_sets) FILTER (WHERE lane = 'described'), 0) AS described FROM strength_set",
            {},
        ).iloc[0]
        injuries = int(reader.sql("SELECT count(*) AS n FROM injury", {}).iloc[0]["n"])
    return float(sums["logged"]), float(sums["described"]), injuries


def confirmed(work: suggestions.Work, **changes: object) -> Confirmed:
    told = {name: getattr(work, name) for name in ("sets", "reps", "seconds", "side", "minutes", "load_kg")}
    return Confirmed(work.finding_id, work.day, work.exercise_id, **{**told, **changes})  # type: ignore[arg-type]


def test_nothing_counts_until_it_is_confirmed(store: Store, tmp_path: Path) -> None:
    ada = bring(store, tmp_path, "Run, hip dips 3x20, left knee niggle")
    found = page(store, ada)
    assert [(one.exercise_id, one.sets, one.reps) for one in found.work] == [("hip-dip-front-hands", 3, 20)]
    assert [(one.site, one.side, one.case_level) for one in found.complaints] == [
        ("knee", "left", "complaint")
    ]
    assert lanes(store) == (0, 0, 0)
    assert noticing.confirm(store, ada, [confirmed(found.work[0])]) == 3.0
    assert lanes(store) == (0, 3.0, 0)
    assert page(store, ada).work == ()


def test_a_person_changes_what_was_found(store: Store, tmp_path: Path) -> None:
    ada = bring(store, tmp_path, "hip dips 3x20")
    work = page(store, ada).work[0]
    noticing.confirm(store, ada, [confirmed(work, sets=2.0, reps=float("nan"))])
    assert lanes(store) == (0, 2.0, 0)
    noticing.take_back(store, ada, work.finding_id)
    assert lanes(store) == (0, 0, 0)
    assert len(page(store, ada).work) == 1


@pytest.mark.parametrize(
    ("name", "hip_sets"),
    [("5 min hip dips", 5.5), ("30 min hip dips", 12.0), ("myrtl", 6.0), ("10 min hip strength", 7.5)],
)
def test_work_known_by_its_minutes_is_worth_what_the_table_says(
    store: Store, tmp_path: Path, name: str, hip_sets: float
) -> None:
    ada = bring(store, tmp_path, name)
    assert noticing.confirm(store, ada, [confirmed(page(store, ada).work[0])]) == hip_sets


def test_what_was_dismissed_stays_away_after_the_same_file_again(store: Store, tmp_path: Path) -> None:
    ada = bring(store, tmp_path, "hip dips 3x20, left knee sore")
    found = page(store, ada)
    noticing.dismiss(store, ada, [found.work[0].finding_id], kind="strength")
    noticing.dismiss(store, ada, [found.complaints[0].finding_id], kind="injury")
    bring(store, tmp_path, "Hip dips  3x20, left knee sore")
    later = page(store, ada)
    assert (later.work, later.complaints) == ((), ())
    assert len(later.decided) == 2
    assert lanes(store) == (0, 0, 0)
    noticing.take_back(store, ada, found.complaints[0].finding_id)
    assert len(page(store, ada).complaints) == 1
