"""Routines are saved under a name, renamed, rewritten and deleted, each athlete's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import StoreError
from analytics.intake import entering, routines
from analytics.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "hipstride.duckdb")


def listed(store: Store, athlete_id: int) -> list[tuple[str, str]]:
    with store.reader() as reader:
        frame = reader.frame("saved_routines", athlete_id=athlete_id)
    return list(zip(frame["name"], frame["routine"], strict=True))


def test_a_routine_is_saved_renamed_rewritten_and_deleted(store: Store) -> None:
    somebody = entering.add_athlete(store, "Ada")
    number = routines.save(store, somebody, name="  Knee   days ", routine='{"a": 1}')
    assert listed(store, somebody) == [("Knee days", '{"a": 1}')]
    routines.rename(store, somebody, number, name="Knee")
    routines.rewrite(store, somebody, number, routine='{"a": 2}')
    assert listed(store, somebody) == [("Knee", '{"a": 2}')]
    gone = routines.delete(store, somebody, number)
    assert (gone.name, gone.routine) == ("Knee", '{"a": 2}')
    assert listed(store, somebody) == []


def test_two_routines_of_one_athlete_have_two_names(store: Store) -> None:
    ada, bo = entering.add_athlete(store, "Ada"), entering.add_athlete(store, "Bo")
    routines.save(store, ada, name="Short", routine="{}")
    with pytest.raises(StoreError, match="There is a routine named short already"):
        routines.save(store, ada, name="short", routine="{}")
    routines.save(store, bo, name="Short", routine="{}")
    other = routines.save(store, ada, name="Long", routine="{}")
    with pytest.raises(StoreError, match="already"):
        routines.rename(store, ada, other, name="SHORT")
    routines.rename(store, ada, other, name="LONG")


def test_nobody_changes_another_s_routine(store: Store) -> None:
    ada, bo = entering.add_athlete(store, "Ada"), entering.add_athlete(store, "Bo")
    number = routines.save(store, ada, name="Short", routine="{}")
    for touch in (
        lambda: routines.delete(store, bo, number),
        lambda: routines.rename(store, bo, number, name="Mine"),
        lambda: routines.rewrite(store, bo, number, routine="[]"),
    ):
        with pytest.raises(StoreError, match="not here"):
            touch()
    assert listed(store, ada) == [("Short", "{}")]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_asked_for(store: Store, name: str) -> None:
    somebody = entering.add_athlete(store, "Ada")
    with pytest.raises(StoreError, match="between 1 and 60 characters"):
        routines.save(store, somebody, name=name, routine="{}")
    assert listed(store, somebody) == []
