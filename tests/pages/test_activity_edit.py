"""The panel that puts an activity right, on a page of its own: preview, change, undo, history; kind when refused."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.intake.taking_in import take_in
from analytics.store import open_store

START = dt.datetime(2026, 3, 2, 6)


def page(activity_id: int) -> None:
    from pages.shared import activity_edit, session

    with session.script_run():
        activity_edit.edit_panel(activity_id)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Path:
    """Two recordings of one morning."""
    path = tmp_path_factory.mktemp("morning") / "own.duckdb"
    later = START + dt.timedelta(minutes=30)
    files = [
        ("one.fit", fit_writer.run_file(start=START, seconds=1500)),
        ("two.fit", fit_writer.run_file(start=later, seconds=600)),
    ]
    with open_store(path) as store:
        entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        take_in(store, files, athlete="Ada")
    return path


@pytest.fixture
def opened(morning: Path) -> AppTest:
    shutil.copy(morning, os.environ["HIPSTRIDE_DB"])
    app = AppTest.from_function(page, args=(first_id(),), default_timeout=30).run()
    assert not app.exception
    return app


def asked(sql: str) -> list[float]:
    with open_store() as store, store.reader() as reader:
        return list(reader.sql(sql, {}).iloc[:, 0])


def first_id() -> int:
    return int(asked("SELECT activity_id FROM activity ORDER BY start_utc")[0])


def distance() -> float:
    return float(asked(f"SELECT distance_m FROM session WHERE activity_id = {first_id()}")[0])


def choose(app: AppTest, what: str) -> AppTest:
    box = next(one for one in app.selectbox if one.label == "What is to be changed?")
    box.set_value(next(option for option in box.options if option.startswith(what))).run()
    assert not app.exception
    return app


def button(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    some = (*app.markdown, *app.caption, *app.success, *app.error, *app.info)
    return "\n".join(one.value for one in some).replace("\\", "")


def test_a_treadmill_run_is_put_right_and_taken_back(opened: AppTest) -> None:
    app = choose(opened, "Distance")
    assert next(one for one in app.button if one.label == "Change it").disabled
    app.number_input[0].set_value(5.0).run()
    assert "Distance 4.50 km → 5.00 km" in words(app) and "Pace 5:33 /km → 5:00 /km" in words(app)
    assert distance() == 4500
    button(app, "Change it")
    assert distance() == 5000
    assert "Distance: 4.50 km → 5.00 km" in words(app)
    button(app, "Undo")
    assert distance() == 4500
    assert "Taken back." in words(app) and "taken back" in words(app)


def test_what_cannot_be_is_said_kindly(opened: AppTest) -> None:
    app = choose(opened, "Split")
    app.radio[0].set_value("At a distance").run()
    app.number_input[0].set_value(40.0).run()
    assert "The records do not tell when it had come that far" in words(app)
    assert next(one for one in app.button if one.label == "Change it").disabled


def test_a_run_left_out_says_so(opened: AppTest) -> None:
    app = choose(opened, "Leave out")
    app.radio[0].set_value("gps_fault").run()
    button(app, "Change it")
    assert "Left out of all figures: gps or sensor fault." in words(app)
    assert asked("SELECT sum(distance_m) FROM running_session") == [1800]


def test_the_next_recording_is_joined(opened: AppTest) -> None:
    app = choose(opened, "Join")
    box = next(one for one in app.selectbox if one.label == "Which recording belongs to it?")
    assert list(box.options) == ["Run of 2 Mar 2026, 07:30, 1.80 km"]
    box.set_value(int(asked("SELECT activity_id FROM activity ORDER BY start_utc")[1])).run()
    assert "The 5:00 between them is a pause" in words(app)
    button(app, "Change it")
    assert distance() == 6300


@pytest.mark.parametrize("what", ["What it was", "Race", "Name", "Note", "Effort", "Cut off"])
def test_nothing_is_offered_before_something_is_changed(opened: AppTest, what: str) -> None:
    app = choose(opened, what)
    assert next(one for one in app.button if one.label == "Change it").disabled
    assert not app.error


def test_an_activity_that_is_gone_has_no_panel() -> None:
    app = AppTest.from_function(page, args=(12,), default_timeout=30).run()
    assert not app.exception and not app.button
