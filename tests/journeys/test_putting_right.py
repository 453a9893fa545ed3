"""From the calendar to a treadmill run whose watch was wrong: its distance is put right, seen in the pace, undone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import expect

from analytics.intake.taking_in import take_in
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

DAY = dt.date(2026, 3, 3)


def somebody(place: Path, fit_writer: ModuleType) -> Path:
    """One treadmill run of 25 minutes that the watch took for 4.5 km, and one outside the day before."""
    morning = dt.datetime.combine(DAY, dt.time(6))
    files = [
        ("belt.fit", fit_writer.run_file(start=morning, seconds=1500, sub_sport=1)),
        ("out.fit", fit_writer.run_file(start=morning - dt.timedelta(days=1), seconds=1800)),
    ]
    database = place / "hipstride.duckdb"
    with open_store(database) as store:
        take_in(store, files, athlete="Ada")
    return database


def test_a_treadmill_run_is_put_right_and_taken_back(
    visit, start_app: Callable[[Path | None], str], tmp_path: Path, fit_writer: ModuleType, width: int
) -> None:
    address = start_app(somebody(tmp_path, fit_writer))
    here = visit(f"{address}/calendar?week=2026-W10", width=width)
    page = here.page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    here.shot(f"calendar one week {width}")
    page.get_by_role("link", name="Treadmill run, 4.50 km in 25:00, 3 Mar").click()
    expect(page).to_have_url(re.compile(r"/activity\?activity=\d+"))
    here.settle()
    pace = page.get_by_test_id("stMetricValue").filter(has_text="5:33")
    expect(pace.first).to_be_visible(timeout=60_000)

    page.get_by_text("Change this activity", exact=True).click()
    # at a desk by keyboard, on a phone by finger: choose what is to be changed, type the distance, press the button
    here.settle()
    what = page.get_by_role("combobox", name="What is to be changed?")
    if width < 768:
        here.choose(what, "Distance (a treadmill, a bad GPS)")
    else:
        what.press_sequentially("Distance")
        expect(page.get_by_role("option", name="Distance (a treadmill, a bad GPS)")).to_be_visible()
        what.press("Enter")
    here.settle()
    here.shot(f"activity edit {width}")
    box = page.get_by_label("Distance, km, as the treadmill or the course says")
    box.fill("5")
    box.press("Enter")
    expect(page.get_by_text("Distance 4.50 km → 5.00 km", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Pace 5:33 /km → 5:00 /km", exact=True)).to_be_visible()
    here.shot(f"activity put right preview {width}")
    page.get_by_role("button", name="Change it").press("Enter")
    expect(page.get_by_test_id("stMetricValue").filter(has_text="5:00").first).to_be_visible(timeout=60_000)
    here.settle()
    here.shot(f"activity put right {width}")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_test_id("stMetricValue").filter(has_text="5:33").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Taken back.").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
