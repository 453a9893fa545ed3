"""Saving views and own measures: named, changed, deleted, brought back, taken in from a file; no data by it."""

from __future__ import annotations

import pytest

from analytics.errors import StoreError
from analytics.intake import exploring
from analytics.store import Store, open_store


@pytest.fixture
def store() -> Store:
    with open_store() as opened:
        yield opened


def listed(store: Store, query: str = "explore_views") -> list[tuple[str, bool]]:
    with store.reader() as reader:
        return [(row["name"], row["deleted_at_utc"] == row["deleted_at_utc"] and row["deleted_at_utc"] is not None)
                for row in reader.frame(query).to_dict("records")]  # fmt: skip


def test_a_view_is_saved_changed_deleted_and_brought_back(store: Store) -> None:
    number = exploring.save_view(store, name=" My  hips ", view="{}")
    exploring.change_view(store, number, name="Hips", pinned=True)
    assert listed(store) == [("Hips", False)]
    assert exploring.delete_view(store, number) == "Hips"
    assert listed(store) == [("Hips", True)]
    assert exploring.bring_view_back(store, number) == "Hips"
    assert listed(store) == [("Hips", False)]
    with store.reader() as reader:
        assert bool(reader.frame("explore_views")["pinned"].iloc[0])


def test_two_views_of_one_name_are_refused_but_not_where_one_was_deleted(store: Store) -> None:
    first = exploring.save_view(store, name="Hips", view="{}")
    with pytest.raises(StoreError, match="named hips already"):
        exploring.save_view(store, name="hips", view="{}")
    exploring.delete_view(store, first)
    exploring.save_view(store, name="Hips", view="{}")
    with pytest.raises(StoreError, match="already"):
        exploring.bring_view_back(store, first)


def test_numbers_are_never_given_twice(store: Store) -> None:
    first = exploring.save_view(store, name="a", view="{}")
    exploring.delete_view(store, first)
    assert exploring.save_view(store, name="b", view="{}") == first + 1


def test_saving_a_view_is_no_news_for_what_was_measured(store: Store) -> None:
    before = store.revision()
    number = exploring.save_view(store, name="Hips", view="{}")
    exploring.save_formula(store, name="a", formula="hip_sets", unit=None)
    exploring.delete_view(store, number)
    assert store.revision() == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_view_needs_a_name_that_fits(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="between 1 and 80"):
        exploring.save_view(store, name=name, view="{}")
    assert listed(store) == []


def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    for do in (exploring.delete_view, exploring.bring_view_back, exploring.delete_formula):
        with pytest.raises(StoreError, match="is not here"):
            do(store, 7)


def test_a_file_brings_its_measures_under_numbers_of_their_own(store: Store) -> None:
    exploring.save_formula(store, name="Mine", formula="runs", unit=None)
    formulas = [("own_1", "Sets a run", "hip_sets / runs", "sets"), ("own_12", "Twice", "2 * own_1", None)]
    number = exploring.take_in(store, name="Given", view='{"y": "own_12", "x": "own_1"}', formulas=formulas)
    with store.reader() as reader:
        view = reader.frame("explore_views").set_index("view_id").loc[number, "view"]
        mine = reader.frame("explore_formulas").set_index("name")
    first, twice = int(mine.loc["Sets a run", "formula_id"]), int(mine.loc["Twice", "formula_id"])
    assert view == f'{{"y": "own_{twice}", "x": "own_{first}"}}'
    assert mine.loc["Twice", "formula"] == f"2 * own_{first}"
    # Taken in once more: the measures are used as they are, and the view gets a name of its own.
    exploring.take_in(store, name="Given", view='{"y": "own_12", "x": "own_1"}', formulas=formulas)
    assert listed(store) == [("Given", False), ("Given (2)", False)]
    assert len(listed(store, "explore_formulas")) == 3


def test_a_file_that_breaks_a_rule_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(StoreError):
        exploring.take_in(store, name="x" * 90, view="{}", formulas=[("own_1", "A", "runs", None)])
    assert listed(store) == [] and listed(store, "explore_formulas") == []
