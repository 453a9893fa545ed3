"""Whatever is imported, merged, parted and undone, in any order: in the end there is what there was before.

The files are small and overlap in every way: the same file, the same run from other devices, some begun late,
some in doubt, rows of logs told twice. Steps are drawn by Hypothesis.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from analytics.errors import StoreError
from analytics.ingest.batch import SetRow
from analytics.intake import entering, loading, merging, undoing
from analytics.intake.taking_in import take_in
from analytics.store import Store, open_store

Gpx = Callable[..., bytes]
Files = list[tuple[str, bytes]]
START = dt.datetime(2026, 3, 2, 6)
INJURIES = "onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"
WEEKS = "week,runs,distance_km,time_min,longest_km,hip_sets\n"
KEPT = ("activity_pair",)
"""What a person has said of two activities stays said; doubts of ours are looked at on their own."""


class Pool(list[tuple[str, bytes]]):
    """Files that a failure does not print in full."""

    def __repr__(self) -> str:
        return "pool"


@pytest.fixture(scope="module")
def pool(gpx: Gpx, hevy: Callable[..., bytes], fit_writer: ModuleType) -> Files:
    """The files that are drawn from."""

    def fit(seconds: int, *, later_s: int = 0, days: int = 0, **more: Any) -> bytes:
        start = START + dt.timedelta(days=days, seconds=later_s)
        data: bytes = fit_writer.run_file(start=start, seconds=seconds, with_positions=True, **more)
        return data

    def track(*, points: int, later_s: int = 0, days: int = 0) -> bytes:
        start = START + dt.timedelta(days=days, seconds=later_s)
        return gpx(start, points=points, latitude=45.0, longitude=7.0, name="Twin")

    def strength(minute: int) -> bytes:
        sets = [fit_writer.Done(category=10, subtype=44, reps=12, seconds=300) for _ in range(4)]
        data: bytes = fit_writer.strength_file(sets, start=START.replace(hour=17, minute=minute))
        return data

    return Pool([
        ("watch.fit", fit(300)),
        ("phone.gpx", track(points=31, later_s=4)),
        ("computer.fit", fit(296, later_s=2, hr_bpm=150, strides=0)),
        ("late.fit", fit(250, later_s=50)),  # begun late
        ("half.fit", fit(300, later_s=140, utc_offset_h=2.0)),  # half of the time in common: a doubt
        ("next.fit", fit(300, later_s=400)),  # a second run close by
        ("tuesday.gpx", track(points=40, days=1)),
        ("tuesday.fit", fit(390, days=1, hr_bpm=130)),
        ("days.csv", b"date,distance_m,moving_s,sport\n2026-03-02,900,300,run\n2026-03-03,1170,390,run\n"),
        ("days2.csv", b"date,distance_m,moving_s,sport\n2026-03-03,1171,390,run\n2026-03-09,5000,1500,run\n"),
        ("gym.fit", strength(2)),
        ("log.csv", hevy([("2 Mar 2026", "Clamshell", 15), ("2 Mar 2026", "Hip Thrust", 8), ("4 Mar 2026", "Plank", 1)])),
        ("log2.csv", hevy([("2 Mar 2026", "Clamshell", 15), ("9 Mar 2026", "Clamshell", 12)])),
        ("injuries.csv", f"{INJURIES}2026-03-02,knee,pfp,left,time_loss,yes,,4,\n".encode()),
        ("injuries2.csv", f"{INJURIES}2026-03-02,knee,pfp,left,time_loss,yes,2026-03-09,,\n".encode()),
        ("weeks.csv", f"{WEEKS}2026-02-02,3,30,180,12,6\n2026-02-09,3,31,181,12,6\n".encode()),
        ("weeks2.csv", f"{WEEKS}2026-02-09,4,33,181,13,7\n".encode()),
        ("broken.fit", fit(60)[:60]),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that somebody has begun: with a zone of her own, and a set entered by hand."""
    path = tmp_path_factory.mktemp("template") / "begun.duckdb"
    with open_store(path) as store:
        who = entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        loading.attach(store)
        entering.log_sets(store, who, [SetRow("form", "Clamshell", dt.date(2026, 3, 2), 0, reps=10)])
    return path


class Life:
    """A store under steps."""

    def __init__(self, store: Store, pool: Files) -> None:
        self.store, self.pool = store, pool
        self.batches: list[tuple[str, Files]] = []  # standing, in order

    def bring(self, chosen: list[int]) -> None:
        files = [self.pool[at % len(self.pool)] for at in chosen]
        self.batches.append((take_in(self.store, files, athlete="Ada").batch_id, files))

    def undo(self, at: int) -> None:
        if self.batches:
            batch_id, files = self.batches.pop(at % len(self.batches))
            if undoing.past(self.store) and any(one.batch_id == batch_id for one in undoing.past(self.store)):
                undoing.undo(self.store, batch_id)
            else:  # nothing of it was kept
                assert all(name == "broken.fit" for name, _ in files)

    def say(self, at: int, word: Callable[[Store, int, int], None]) -> None:
        ids = self.asked("SELECT activity_id FROM activity ORDER BY ALL")
        if len(ids) > 1:
            one, other = ids[at % len(ids)], ids[(at // 7 + at + 1) % len(ids)]
            if one != other:
                self.word(word, one, other)

    def part(self, at: int) -> None:
        ids = self.asked("SELECT activity_id FROM activity_source WHERE arrived_no > 0 ORDER BY ALL")
        if ids:
            number = ids[at % len(ids)]
            own = self.asked(
                f"SELECT own_id FROM activity_source WHERE activity_id = {number} ORDER BY arrived_no"
            )
            self.word(merging.are_two, own[0], own[-1])

    def word(self, word: Callable[[Store, int, int], None], one: int, other: int) -> None:
        try:
            word(self.store, one, other)
        except StoreError as error:
            event(str(error))

    def asked(self, sql: str) -> list[int]:
        with self.store.reader() as reader:
            return [int(row) for row in reader.sql(sql, {}).iloc[:, 0]]


IMPORTS = st.tuples(st.just("bring"), st.lists(st.integers(0, 17), min_size=1, max_size=4, unique=True))
UNDOINGS = st.tuples(st.just("undo"), st.integers(0, 5))
WORDS = st.tuples(st.sampled_from(["join", "apart", "part"]), st.integers(0, 40))
A_FEW = settings(
    max_examples=int(os.environ.get("HIPSTRIDE_EXAMPLES", "5")),
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def lived(path: Path, template: Path, pool: Files, steps: list[tuple[str, Any]]) -> Life:
    """Take the steps on a copy of the template."""
    shutil.copyfile(template, path)
    life = Life(open_store(path), pool)
    for kind, what in steps:
        if kind == "bring":
            life.bring(what)
        elif kind == "undo":
            life.undo(what)
        elif kind == "part":
            life.part(what)
        else:
            life.say(what, merging.are_one if kind == "join" else merging.are_two)
    return life


@A_FEW
@given(steps=st.lists(st.one_of(IMPORTS, UNDOINGS, WORDS), min_size=2, max_size=7), order=st.randoms())
def test_after_undoing_everything_there_is_what_there_was(
    tmp_path_factory: pytest.TempPathFactory,
    template: Path,
    pool: Files,
    whole_store: ModuleType,
    steps: list[tuple[str, Any]],
    order: Any,
) -> None:
    path = tmp_path_factory.mktemp("life") / "own.duckdb"
    with open_store(template) as store:
        before = whole_store.weighed(store, but=KEPT)
    life = lived(path, template, pool, steps)
    with life.store:
        assert whole_store.torn(life.store) == []
        while life.batches:
            life.undo(order.randrange(len(life.batches)))
            assert whole_store.torn(life.store) == []
        assert whole_store.differences(whole_store.weighed(life.store, but=KEPT), before) == []
        assert life.asked("SELECT 1 FROM activity_pair WHERE verdict = 'doubt'") == []


@A_FEW
@given(steps=st.lists(st.one_of(IMPORTS, UNDOINGS), min_size=2, max_size=6))
def test_undoing_gives_what_importing_only_the_others_gives(
    tmp_path_factory: pytest.TempPathFactory,
    template: Path,
    pool: Files,
    whole_store: ModuleType,
    steps: list[tuple[str, Any]],
) -> None:
    folder = tmp_path_factory.mktemp("lives")
    life = lived(folder / "one.duckdb", template, pool, steps)
    with life.store:
        left = [("bring", [pool.index(file) for file in files]) for _, files in life.batches]
        with lived(folder / "other.duckdb", template, pool, left).store as other:
            said = [whole_store.weighed(store) for store in (life.store, other)]
            assert whole_store.differences(*said) == []
