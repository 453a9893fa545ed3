"""Looking first, undoing, and saying of two activities whether they are one, as a visitor does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

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
