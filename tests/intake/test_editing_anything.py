"""Whatever is changed of activities, taken back in any order: in the end there is what there was before.

Steps are drawn by Hypothesis, over two runs of one morning, a ride, strength work, and a run that two files
tell of. And: halves add up to the whole, and put together again they are the whole.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from analytics.errors import AnalyticsError
from analytics.intake import editing, entering, rereading
from analytics.intake.taking_in import take_in
from analytics.knowledge.activity_words import KINDS, LEFT_OUT
from analytics.store import Store, open_store

START = dt.datetime(2026, 3, 2, 6)
SUMS = ("distance_m", "moving_s", "elapsed_s", "ascent_m", "descent_m", "energy_kcal")
BUT = ("activity_edit",)
"""What was said stays told, when it is taken back, too."""
EXAMPLES = int(os.environ.get("HIPSTRIDE_EXAMPLES", "6"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Path:
    def fit(minutes: int, seconds: int, *, days: int = 0, **more: Any) -> bytes:
        start = START + dt.timedelta(days=days, minutes=minutes)
        data: bytes = fit_writer.run_file(start=start, seconds=seconds, **more)
        return data

    sets = [fit_writer.Done(category=10, subtype=44, reps=12, seconds=60) for _ in range(4)]
    files = [
        ("one.fit", fit(0, 300, with_positions=True)),
        ("two.fit", fit(8, 240, with_positions=True)),
        ("ride.fit", fit(30, 200, speed_m_s=8.0, sport=2)),
        ("gym.fit", fit_writer.strength_file(sets, start=START + dt.timedelta(hours=3))),
        ("next.fit", fit(0, 330, days=1, with_positions=True)),
        ("twin.fit", fit(0, 329, days=1, with_positions=True, hr_bpm=0)),
        ("list.csv", b"date,distance_m,moving_s,sport\n2026-03-09,5000,1500,run\n"),
    ]
    path = tmp_path_factory.mktemp("editing") / "begun.duckdb"
    with open_store(path) as store:
        entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        take_in(store, files, athlete="Ada")
    return path


def ids(store: Store) -> list[tuple[int, dt.datetime, float]]:
    with store.reader() as reader:
        rows = reader.sql(
            "SELECT a.activity_id, a.start_utc, sum(coalesce(s.elapsed_s, s.moving_s, 0)) AS n FROM activity AS a "
            "JOIN session AS s USING (activity_id) GROUP BY ALL ORDER BY 1",
            {},
        )
    return [
        (int(row["activity_id"]), row["start_utc"].to_pydatetime(), float(row["n"]))
        for row in rows.to_dict("records")
    ]


def sums(store: Store) -> dict[str, float]:
    told = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    with store.reader() as reader:
        [row] = reader.sql(f"SELECT {told} FROM session", {}).to_dict("records")
    return {name: float(row[name]) for name in SUMS if row[name] == row[name]}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["kind", "race", "name", "out", "effort", "distance", "factor", "cut", "split", "join"]
        ),
        st.integers(0, 9),
        st.floats(0.05, 0.95),
    ),
    min_size=1,
    max_size=6,
)


def change_of(
    step: tuple[str, int, float], there: list[tuple[int, dt.datetime, float]]
) -> tuple[int, editing.Change]:
    what, at, share = step
    number, start, length_s = there[at % len(there)]
    other = there[(at + 1) % len(there)][0]
    wanted = {
        "kind": lambda: editing.kind(list(KINDS)[at]),
        "race": lambda: editing.race(at % 2 == 0),
        "name": lambda: editing.name(f"Name {at}"),
        "out": lambda: editing.left_out([*LEFT_OUT, None][at % 5]),
        "effort": lambda: editing.effort(at),
        "distance": lambda: editing.distance(1000 * share),
        "factor": lambda: editing.factor(0.5 + share),
        "cut": lambda: editing.cut(start, from_s=length_s * share / 3, to_s=length_s * share),
        "split": lambda: editing.split(start, at_s=length_s * share),
        "join": lambda: editing.join(other),
    }[what]()
    return number, wanted


def changed(store: Store, step: tuple[str, int, float]) -> int | None:
    number, wanted = change_of(step, ids(store))
    try:
        return editing.change(store, number, wanted).edit_no
    except AnalyticsError as error:
        event(f"refused: {error}")
        return None


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_all_taken_back_in_any_order_gives_what_there_was(
    begun: Path, tmp_path_factory: pytest.TempPathFactory, whole_store: ModuleType, steps: Any, order: Any
) -> None:
    path = tmp_path_factory.mktemp("edited") / "a.duckdb"
    shutil.copy(begun, path)
    with open_store(path) as store:
        before = whole_store.weighed(store, but=BUT)
        said = [number for step in steps if (number := changed(store, step)) is not None]
        assert not whole_store.torn(store)
        held = whole_store.weighed(store, but=BUT)
        assert rereading.reread(store).activities == 0
        assert not whole_store.differences(held, whole_store.weighed(store, but=BUT))
        order.shuffle(said)
        gone: set[int] = set()
        for number in said:
            if number not in gone:
                gone |= set(editing.undo(store, number))
                assert not whole_store.torn(store)
        assert not whole_store.differences(before, whole_store.weighed(store, but=BUT))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.sampled_from([0, 1, 2, 3, 4]), share=st.floats(0.02, 0.98))
def test_halves_add_up_exactly_and_joined_again_are_the_whole(
    begun: Path, tmp_path_factory: pytest.TempPathFactory, which: int, share: float
) -> None:
    path = tmp_path_factory.mktemp("halved") / "a.duckdb"
    shutil.copy(begun, path)
    with open_store(path) as store:
        number, start, length_s = ids(store)[which]
        whole = sums(store)
        done = editing.change(store, number, editing.split(start, at_s=length_s * share))
        assert sums(store) == whole
        with store.reader() as reader:
            second = int(reader.frame("edits_of_athlete", athlete_id=1).other_id.iloc[0])
        editing.change(store, number, editing.join(second))
        assert sums(store) == whole
        assert editing.undo(store, done.edit_no)[0] == done.edit_no
