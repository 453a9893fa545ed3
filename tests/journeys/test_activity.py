"""Opening an activity from the list and from a deep link, and looking at it over distance and over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import expect

from analytics.intake.entering import add_athlete
from analytics.intake.taking_in import take_in
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Path:
    place = tmp_path_factory.mktemp("journey_runs")
    for week in range(3):
        start = dt.datetime(2026, 3, 3, 6) + dt.timedelta(weeks=week)
        data = fit_writer.run_file(start=start, seconds=1800, speed_m_s=3.0 + week / 10, with_positions=True)
        (place / f"run{week}.fit").write_bytes(data)
    with open_store(place / "a.duckdb") as store:
        add_athlete(store, "Ada", hr_max_bpm=190)
        take_in(store, [place], athlete="Ada")
    return place / "a.duckdb"


def test_an_activity_is_opened_looked_at_and_left(
    start_app: Callable[..., str], visit: Callable, runs: Path, width: int
) -> None:
    here = visit(f"{start_app(runs)}/activity", width=width)
    page = here.page
    expect(page.get_by_role("heading", name="Activities")).to_be_visible(timeout=30_000)
    here.choose("Open an activity", "17 Mar 2026, 5.8 km")
    here.settle()
    expect(page.get_by_role("heading", name="How it went, over distance")).to_be_visible(timeout=30_000)
    here.shot(f"activity-{width}")
    page.get_by_role("radio", name="Time", exact=True).or_(
        page.get_by_test_id("stButtonGroup").get_by_text("Time", exact=True)
    ).first.click()
    here.settle()
    expect(page.get_by_role("heading", name="How it went, over time")).to_be_visible(timeout=30_000)
    page.reload()  # the address holds the activity
    here.settle()
    expect(page.get_by_role("heading", name="Kilometre by kilometre")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="All activities").click()
    here.settle()
    expect(page.get_by_role("heading", name="Activities")).to_be_visible(timeout=30_000)
    assert "activity=" not in page.url
    # Below a page's own address Streamlit first looks for its server beside it, then at the root.
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
