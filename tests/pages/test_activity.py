"""The page of activities: the list, one of them by its address, unknown numbers, other people's, all kinds."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.entering import add_athlete
from analytics.intake.taking_in import take_in
from analytics.store import open_store

Open = Callable[[str], AppTest]
LIST = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,"
    "Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,Elevation Loss\n"
    '11,"Mar 9, 2026, 6:00:00 AM",Monday <b>loop</b>,Run,,3000,10.00,,,false,,,,,,3000.0,3000.0,10000.0,,,,\n'
)


@pytest.fixture(scope="module")
def runs_file(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Path:
    """A run with positions, one on a treadmill, a strength session and a row of a list."""
    place = tmp_path_factory.mktemp("page_runs")
    start = dt.datetime(2026, 3, 3, 6)
    (place / "run.fit").write_bytes(fit_writer.run_file(start=start, seconds=2400, with_positions=True))
    (place / "indoor.fit").write_bytes(
        fit_writer.run_file(start=start + dt.timedelta(days=1), seconds=1500, sub_sport=1)
    )
    (place / "strength.fit").write_bytes(
        fit_writer.strength_file([fit_writer.Done(category=10, subtype=1, reps=12)] * 3)
    )
    (place / "activities.csv").write_text(LIST)
    with open_store(place / "a.duckdb") as store:
        add_athlete(store, "Ada", hr_max_bpm=190)
        take_in(store, [place], athlete="Ada")
    return place / "a.duckdb"


@pytest.fixture
def numbers(runs_file: Path) -> dict[str, str]:
    """The number of each activity, by the words that tell them apart."""
    shutil.copy(runs_file, os.environ["HIPSTRIDE_DB"])
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store, store.reader() as reader:
        found = reader.sql(
            "SELECT activity_id, sport, sub_sport, has_records FROM activity JOIN session USING (activity_id)",
            {},
        )
    return {
        f"{row.sport} {row.sub_sport if isinstance(row.sub_sport, str) else 'plain'} {bool(row.has_records)}": str(
            row.activity_id
        )
        for row in found.itertuples()
    }


def opened(project: Path, **asked: str) -> AppTest:
    app = AppTest.from_file(str(project / "app.py"), default_timeout=60)
    app.run()
    app.switch_page("pages/understand/activity.py")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert [one.value for one in app.exception] == []
    return app


def said(app: AppTest) -> str:
    kinds = (app.title, app.header, app.markdown, app.caption, app.text, app.info)
    return " ".join(str(one.value) for kind in kinds for one in kind)


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("understand/activity").title[0].value == "Welcome to Hipstride"


def test_the_list_opens_one_and_the_button_goes_back(numbers: dict[str, str], project: Path) -> None:
    app = opened(project)
    assert app.title[0].value == "Activities" and "4 activities" in said(app)
    run = numbers["running plain True"]
    box = next(box for box in app.selectbox if box.label == "Open an activity")
    assert "3 Mar 2026, 7.2 km" in box.options
    box.set_value(run).run()
    assert app.query_params["activity"] in (run, [run])
    assert app.title[0].value == "Run" and "Kilometre by kilometre" in said(app)
    next(button for button in app.button if button.label == "All activities").click().run()
    assert app.title[0].value == "Activities" and "activity" not in app.query_params


def test_search_narrows_the_list(numbers: dict[str, str], project: Path) -> None:
    app = opened(project)
    app.text_input[0].set_value("monday").run()
    assert any(one.value.startswith("1 shown") for one in app.caption)
    assert not app.exception


def test_a_run_shows_course_way_splits_zones_efforts_and_sources(
    numbers: dict[str, str], project: Path
) -> None:
    words = said(opened(project, activity=numbers["running plain True"]))
    for part in ("How it went, over distance", "The way", "Kilometre by kilometre", "Time in zones",
                 "Best efforts", "All figures, and where each is from", "Where it comes from"):  # fmt: skip
        assert part in words
    assert "Not known" in words and "SHA" not in words


def test_the_course_can_be_seen_over_time(numbers: dict[str, str], project: Path) -> None:
    app = opened(project, activity=numbers["running plain True"])
    app.button_group(key="activity_over").set_value("time").run()
    assert not app.exception and "How it went, over time" in said(app)


def test_a_treadmill_run_has_no_way_and_says_so(numbers: dict[str, str], project: Path) -> None:
    words = said(opened(project, activity=numbers["running treadmill True"]))
    assert "No positions were recorded" in words and "Kilometre by kilometre" in words


def test_a_strength_session_shows_its_sets_alone(numbers: dict[str, str], project: Path) -> None:
    key = next(number for kind, number in numbers.items() if kind.startswith("strength"))
    words = said(opened(project, activity=key))
    assert "Strength sets" in words and "Best efforts" not in words and "The way" not in words


def test_a_row_of_a_list_says_what_would_bring_more(numbers: dict[str, str], project: Path) -> None:
    app = opened(project, activity=numbers["running plain False"])
    words = said(app)
    assert "without second-by-second records" in words and "Import its file" in words
    assert app.title[0].value == "Monday \\<b\\>loop\\</b\\>"


@pytest.mark.parametrize("asked", ["1", "0", "-3", "abc", "9" * 16, "9" * 40, "1;DROP"])
def test_an_address_with_no_activity_shows_the_list_with_a_kind_word(
    numbers: dict[str, str], project: Path, asked: str
) -> None:
    app = opened(project, activity=asked)
    assert app.title[0].value == "Activities"
    assert "There is no activity of that number here" in said(app)


def test_an_activity_of_another_athlete_turns_the_log_to_them(demo_file: Path, project: Path) -> None:
    shutil.copy(demo_file, os.environ["HIPSTRIDE_DB"])
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store, store.reader() as reader:
        row = reader.sql(
            "SELECT athlete_id, max(activity_id) AS one FROM activity GROUP BY 1 ORDER BY 1", {}
        ).iloc[-1]
    app = opened(project, activity=str(row["one"]))
    box = next(box for box in app.selectbox if box.label == "Athlete")
    assert box.value == str(row["athlete_id"])
    assert app.title[0].value != "Activities"
    other = next(one for one in ("1", "2") if one != box.value)
    box.set_value(other).run()
    assert app.title[0].value == "Activities" and not app.exception
