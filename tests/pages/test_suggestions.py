"""The page of what notes tell: empty, with the demo squad, and a complaint taken to the injury form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics.intake.taking_in import take_in
from analytics.store import default_path, open_store

Open = Callable[[str], AppTest]
GPX = (
    '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>hip dips 3x20, left knee sore</name>'
    '<type>running</type><trkseg><trkpt lat="52.5" lon="13.4"><time>2026-11-18T06:00:00Z</time></trkpt>'
    '<trkpt lat="52.51" lon="13.4"><time>2026-11-18T06:06:00Z</time></trkpt></trkseg></trk></gpx>'
)


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("record/suggestions").title[0].value.startswith("Welcome")


def test_the_demo_squad_opens(open_demo: Open) -> None:
    assert open_demo("record/suggestions").title[0].value == "From your notes"


def test_work_is_confirmed_and_a_complaint_fills_the_injury_form(open_empty: Open, tmp_path: Path) -> None:
    file = tmp_path / "run.gpx"
    file.write_text(GPX, encoding="utf-8")
    store = open_store(default_path())
    take_in(store, [file], athlete="Ada")
    store.close()
    app = open_empty("record/suggestions")
    app = app.button(key="notes_confirm_all").click().run()
    assert [one.value for one in app.exception] == []
    assert "described work" in app.success[0].value
    opened = next(button for button in app.button if (button.key or "").startswith("open_"))
    app = opened.click().run()
    assert [one.value for one in app.exception] == []
    app.switch_page("pages/record/log_injury.py").run()
    assert [one.value for one in app.exception] == []
    assert app.selectbox(key="injury_place_list").value == "knee|left"
    assert app.date_input(key="injury_onset").value == dt.date(2026, 11, 18)
