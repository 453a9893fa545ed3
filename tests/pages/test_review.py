"""Looking first, undoing, and saying of two activities whether they are one, as a visitor does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.ingest.batch import SetRow
from analytics.intake import entering
from analytics.intake.taking_in import take_in
from analytics.store import open_store

Open = Callable[[str], AppTest]


def gpx(start: dt.datetime, *, points: int = 60, latitude: float = 52.5) -> bytes:
    """A run due north, a point every 10 s."""
    rows = "".join(
        f'<trkpt lat="{latitude + 0.0003 * k:.6f}" lon="13.4"><time>{(start + dt.timedelta(seconds=10 * k)).isoformat()}Z'
        "</time></trkpt>"
        for k in range(points)
    )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<type>running</type><trkseg>{rows}</trkseg></trk></gpx>"
    ).encode()


MORNING = dt.datetime(2026, 3, 2, 6)


def words_of(app: AppTest) -> str:
    parts = [*app.text, *app.caption, *app.error, *app.success, *app.warning, *app.info]
    return "\n".join(str(one.value) for one in parts)


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception
    return app


def runs() -> list[float]:
    with open_store() as store, store.reader() as reader:
        return [
            round(value)
            for value in reader.sql("SELECT distance_m FROM running_session ORDER BY 1", {})["distance_m"]
        ]


def test_looking_first_stores_nothing_and_an_import_is_undone_with_one_click(open_empty: Open) -> None:
    app = open_empty("record/import_files")
    app.file_uploader[0].set_value(("run.gpx", gpx(MORNING), "application/gpx+xml")).run()
    press(app, "Look first")
    assert "nothing is stored yet" in words_of(app) and "1 activity" in words_of(app)
    assert runs() == []
    press(app, "Import")
    assert len(runs()) == 1
    press(app, "Undo this import")
    assert "1 file, 1 activity out." in words_of(app)
    assert runs() == []


@pytest.fixture
def doubtful() -> None:
    """A run of 10 min, and a recording somewhere else that lies wholly within its time."""
    with open_store() as store:
        take_in(store, [("watch.gpx", gpx(MORNING))])
        take_in(store, [("phone.gpx", gpx(MORNING + dt.timedelta(minutes=4), points=30, latitude=52.6))])


def test_a_doubt_is_shown_with_what_differs_and_settled_either_way(open_empty: Open, doubtful: None) -> None:
    assert len(runs()) == 2  # until somebody says so, both count
    app = open_empty("record/review")
    shown = next(t.value for t in app.dataframe if "one" in t.value.columns)
    assert dict(zip(shown["what"], shown["same"]))["Distance"] == "differs"
    assert set(shown["one"]) | set(shown["other"]) >= {"watch.gpx", "phone.gpx"}
    before = runs()
    press(app, "It is one activity")
    assert "Nothing to look at" in words_of(app)
    assert runs() == [max(before)]
    press(app, "phone.gpx is another activity")
    assert runs() == before


def test_two_stay_two_when_a_person_says_so(open_empty: Open, doubtful: None) -> None:
    app = open_empty("record/review")
    before = runs()
    press(app, "They are two")
    assert "Nothing to look at" in words_of(app)
    assert runs() == before


def tcx(start: dt.datetime, *, points: int = 60, latitude: float = 52.5) -> bytes:
    """The same run as `gpx` writes, as a watch's TCX file."""
    rows = "".join(
        f"<Trackpoint><Time>{(start + dt.timedelta(seconds=10 * k)).isoformat()}Z</Time><Position>"
        f"<LatitudeDegrees>{latitude + 0.0003 * k:.6f}</LatitudeDegrees><LongitudeDegrees>13.4</LongitudeDegrees>"
        f"</Position><DistanceMeters>{33.36 * k:.1f}</DistanceMeters></Trackpoint>"
        for k in range(points)
    )
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/'
        f'TrainingCenterDatabase/v2"><Activities><Activity Sport="Running"><Id>{start.isoformat()}Z</Id>'
        f'<Lap StartTime="{start.isoformat()}Z"><TotalTimeSeconds>{10 * points - 10}</TotalTimeSeconds>'
        f"<DistanceMeters>{33.36 * (points - 1):.1f}</DistanceMeters><Track>{rows}</Track></Lap></Activity>"
        "</Activities></TrainingCenterDatabase>"
    ).encode()


def test_twins_in_two_places_are_shown_and_each_word_is_taken_back(open_empty: Open) -> None:
    with open_store() as store:
        take_in(
            store, [("a.gpx", gpx(MORNING)), ("b.tcx", tcx(MORNING, latitude=52.55))]
        )  # 5.6 km, or 5.4 to where the other was a minute before
    app = open_empty("record/review")
    [before] = {tuple(runs())}
    assert len(before) == 2
    assert "their tracks lie 5.4 km apart" in words_of(app)
    shown = next(t.value for t in app.dataframe if "one" in t.value.columns)
    assert dict(zip(shown["what"], shown["other"]))["Track"] == "5.4 km away"
    assert dict(zip(shown["what"], shown["same"]))["File"] == ""
    for word, counted in (("It is one activity", 1), ("They are two", 2)):
        press(app, word)
        assert "Nothing to look at" in words_of(app) and len(runs()) == counted
        press(app, "Take it back")
        assert "1 pair to look at" in words_of(app) and tuple(runs()) == before


def test_parting_what_came_together_by_itself_is_taken_back_too(open_empty: Open) -> None:
    with open_store() as store:
        take_in(store, [("a.gpx", gpx(MORNING)), ("b.tcx", tcx(MORNING + dt.timedelta(seconds=20)))])
    assert len(runs()) == 1
    app = open_empty("record/review")
    press(app, "b.tcx is another activity")
    assert len(runs()) == 2
    press(app, "Take it back")
    assert len(runs()) == 1 and "What you decided" not in words_of(app)


def test_a_session_told_by_hand_and_by_an_app_is_settled_and_taken_back(open_empty: Open) -> None:
    day = dt.date(2026, 3, 3)
    fitnotes = b"Date,Exercise,Category,Weight (kg),Reps,Distance,Distance Unit,Time\n" + 2 * (
        b"2026-03-03,Clamshell,Legs,,15,,,\n"
    )
    with open_store() as store:
        ada = entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        names = ("clamshell", "clamshell-band")
        rows = [SetRow("form", name.title(), day, 0, sets=2, reps=15, exercise_id=name) for name in names]
        entering.log_sets(store, ada, rows)
        take_in(store, [("fitnotes.csv", fitnotes)], athlete="Ada")
    app = open_empty("record/review")
    assert "The same strength session told twice: 1" in [one.label for one in app.expander]
    press(app, "They are two sessions")
    assert "two sessions" in words_of(app)
    press(app, "Take it back")
    assert "The same strength session told twice: 1" in [one.label for one in app.expander]
