"""A name labelled once counts for past and future, can be taken back, and survives a second import."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analytics.errors import StoreError
from analytics.intake import labelling, rereading
from analytics.intake.labelling import NameKey
from analytics.intake.taking_in import take_in
from analytics.intake.undoing import undo
from analytics.store import Store

HEADER = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
ZEBRA = NameKey("hevy", "zebra thing")


def log(tmp_path: Path, *, day: int, names: list[str], reps: int = 12) -> Path:
    rows = "".join(
        f'"Legs","{day} Nov 2026, 08:00","{day} Nov 2026, 08:30","","{name}",,"",{at},"normal",,{reps},,,\n'
        for at, name in enumerate(names)
    )
    file = tmp_path / f"log{day}-{len(names)}-{reps}.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    return file


@pytest.fixture
def ada(store: Store, tmp_path: Path) -> int:
    take_in(store, [log(tmp_path, day=10, names=["Zebra Thing"] * 3 + ["Clamshell"])], athlete="Ada")
    with store.reader() as reader:
        return int(reader.frame("roster_athletes")["athlete_id"].iloc[0])


def hip_sets(store: Store, athlete_id: int) -> float:
    with store.reader() as reader:
        return float(reader.frame("weeks", athlete_id=athlete_id)["hip_sets"].sum())


def say(store: Store, athlete_id: int, exercise_id: str | None = "hip-hike") -> labelling.Gain:
    return labelling.label(store, athlete_id, ZEBRA, source_name="Zebra Thing", exercise_id=exercise_id)


def test_an_unknown_name_earns_nothing_until_it_is_labelled(store: Store, ada: int) -> None:
    assert hip_sets(store, ada) == 1.0
    with store.reader() as reader:
        assert labelling.would_gain(reader, ada, ZEBRA, "hip-hike").hip_sets == 3.0
    assert hip_sets(store, ada) == 1.0
    gain = say(store, ada)
    assert (gain.sets, gain.hip_sets, gain.week_start, gain.week_hip_sets) == (
        3,
        3.0,
        dt.date(2026, 11, 9),
        3.0,
    )
    assert hip_sets(store, ada) == 4.0


def test_a_label_counts_for_later_imports_and_survives_a_second_one(
    store: Store, ada: int, tmp_path: Path
) -> None:
    say(store, ada)
    take_in(store, [log(tmp_path, day=17, names=["zebra  THING", "Bench Press (Barbell)"])], athlete="Ada")
    assert hip_sets(store, ada) == 5.0
    undo(store)
    undo(store)
    assert hip_sets(store, ada) == 0.0
    take_in(store, [log(tmp_path, day=10, names=["Zebra Thing"] * 3 + ["Clamshell"])], athlete="Ada")
    assert hip_sets(store, ada) == 4.0
    rereading.reread(store)
    assert hip_sets(store, ada) == 4.0


def test_a_label_can_be_changed_and_taken_back_word_by_word(store: Store, ada: int) -> None:
    say(store, ada)
    assert say(store, ada, None).hip_sets == -3.0  # no hip work in it after all: known, and worth nothing
    with store.reader() as reader:
        assert reader.frame("unmapped_names", athlete_id=ada, most=9).empty
    assert labelling.take_back(store, ada, ZEBRA).hip_sets == 3.0
    assert labelling.take_back(store, ada, ZEBRA).hip_sets == -3.0
    assert hip_sets(store, ada) == 1.0
    with pytest.raises(StoreError, match="Nothing was said"):
        labelling.take_back(store, ada, ZEBRA)


def test_what_is_said_holds_for_its_athlete_alone(store: Store, ada: int, tmp_path: Path) -> None:
    say(store, ada)
    take_in(store, [log(tmp_path, day=11, names=["Zebra Thing"])], athlete="Ben")
    with store.reader() as reader:
        people = reader.frame("roster_athletes").set_index("name")["athlete_id"]
    assert hip_sets(store, int(people["Ben"])) == 0.0


def test_the_sides_of_a_source_are_said_once(store: Store, ada: int, tmp_path: Path) -> None:
    """Ten clamshells a row: a side each 1.0; both legs together five a side, 5/8; one leg half a set."""
    take_in(store, [log(tmp_path, day=12, names=["Clamshell"], reps=10)], athlete="Ada")
    assert hip_sets(store, ada) == 2.0
    labelling.set_sides(store, ada, "hevy", "total")
    assert hip_sets(store, ada) == pytest.approx(6 / 8 + 5 / 8)
    labelling.set_sides(store, ada, "hevy", "one")
    assert hip_sets(store, ada) == 1.0
    take_in(store, [log(tmp_path, day=13, names=["Clamshell"], reps=10)], athlete="Ada")
    assert hip_sets(store, ada) == 1.5
    labelling.set_sides(store, ada, "hevy", None)
    assert hip_sets(store, ada) == 3.0


def test_a_label_that_names_no_exercise_is_refused(store: Store, ada: int) -> None:
    with pytest.raises(StoreError, match="not in our list"):
        say(store, ada, "zebra")
    assert hip_sets(store, ada) == 1.0
