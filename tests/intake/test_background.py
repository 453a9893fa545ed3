"""An import in the background: looked in on, stopped, and found again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest

from analytics.errors import AnalyticsError
from analytics.intake import background, taking_in
from analytics.intake.background import Errands
from analytics.intake.people import People
from analytics.intake.receipt import Progress
from analytics.store import Store

Gpx = Callable[..., bytes]


def test_it_goes_on_by_itself_and_its_receipt_is_taken_once(store: Store, gpx: Gpx) -> None:
    errands = Errands()
    errand = errands.start(store, [("run.gpx", gpx())], athlete="Ada")
    assert errands.current is errand
    state = errand.wait(60)
    assert not state.is_running
    assert state.receipt is not None
    assert state.receipt.counts["added"] == 1
    assert state.progress == Progress(1, 1, "run.gpx")
    taken = errands.take()
    assert taken is not None and taken.receipt is state.receipt
    assert errands.take() is None


def test_it_can_be_stopped_and_no_second_one_begins_meanwhile(
    store: Store, gpx: Gpx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "MAX_FILES_AHEAD", 1)
    at_work, go_on = threading.Event(), threading.Event()
    whole = background.take_in

    def slowly(*given: object, on_progress: Callable[[Progress], None], **more: object) -> object:
        def told(progress: Progress) -> None:
            on_progress(progress)
            at_work.set()
            go_on.wait(60)

        return whole(*given, on_progress=told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(background, "take_in", slowly)
    files = [(f"{day}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day in range(1, 9)]
    errands = Errands()
    errand = errands.start(store, files, athlete=None)
    assert at_work.wait(60)
    with pytest.raises(AnalyticsError, match="under way"):
        errands.start(store, files, athlete=None)
    errand.stop()
    assert errand.state.is_stopping and errand.state.is_running
    go_on.set()
    state = errand.wait(60)
    assert state.receipt is not None and state.receipt.stopped
    assert 1 <= state.receipt.counts["added"] < 8


def test_what_cannot_begin_says_why(store: Store, gpx: Gpx) -> None:
    for name in ("Ada", "Bea"):
        People(store, name).default()
    state = Errands().start(store, [("run.gpx", gpx())], athlete=None).wait(60)
    assert "say whose files" in str(state.refused)


def test_a_preview_goes_on_by_itself_and_stores_nothing(store: Store, gpx: Gpx) -> None:
    errands = Errands()
    errand = errands.start(store, [("run.gpx", gpx())], athlete="Ada", is_preview=True)
    assert errand.is_preview
    state = errand.wait(60)
    assert state.receipt is not None and state.receipt.counts["added"] == 1
    assert state.progress == Progress(1, 1, "run.gpx")
    with store.reader() as reader:
        assert len(reader.sql("SELECT 1 FROM athlete", {})) == 0
