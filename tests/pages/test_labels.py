"""The page of exercise names: empty, with the demo squad, and a name placed, counted and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics.intake.taking_in import take_in
from analytics.store import default_path, open_store

Open = Callable[[str], AppTest]
LOG = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    + "".join(
        f'"Legs","10 Nov 2026, 08:00","10 Nov 2026, 08:30","","{name}",,"",{at},"normal",,12,,,\n'
        for at, name in enumerate(
            ["Clams wih towel", "Clams wih towel", "Zebra", "Clamshell", "Hip Thrust (Barbell)"]
        )
    )
)


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("record/labels").title[0].value.startswith("Welcome")


def test_the_demo_squad_has_names_to_place(open_demo: Open) -> None:
    app = open_demo("record/labels")
    assert app.title[0].value == "Exercise names"


def test_a_name_is_placed_with_one_click_counted_and_taken_back(open_empty: Open, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG, encoding="utf-8")
    store = open_store(default_path())
    take_in(store, [file], athlete="Ada")
    store.close()
    app = open_empty("record/labels")
    first = next(button for button in app.button if (button.key or "").startswith("guess_hevy_"))
    name = first.label
    app = first.click().run()
    assert [one.value for one in app.exception] == []
    assert f"{name} now" in app.success[0].value and "the week of 9 Nov 2026 gains" in app.success[0].value
    back = next(button for button in app.button if (button.key or "").startswith("back_"))
    app = back.click().run()
    assert "loses" in app.success[0].value
