"""Load on another basis, a threshold said, and from a point of each chart to the run behind it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from types import ModuleType

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate

from analytics.intake.entering import add_athlete
from analytics.intake.taking_in import take_in
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PATIENCE = 60_000


@pytest.fixture(scope="module")
def address(
    start_app: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType
) -> str:
    place = tmp_path_factory.mktemp("load_runs")
    for week in range(4):
        start = dt.datetime(2026, 3, 3, 6) + dt.timedelta(weeks=week)
        data = fit_writer.run_file(start=start, seconds=1800, speed_m_s=3.0 + week / 10, with_positions=True)
        (place / f"run{week}.fit").write_bytes(data)
    with open_store(place / "a.duckdb") as store:
        add_athlete(store, "Ada", hr_max_bpm=190, hr_rest_bpm=50)
        take_in(store, [place], athlete="Ada")
    return start_app(place / "a.duckdb")


def click_a_point(page: Page, chart: int) -> None:
    """Click the last point that a chart draws, as a mouse does."""
    drawn = page.get_by_test_id("stPlotlyChart").nth(chart)
    drawn.scroll_into_view_if_needed(timeout=PATIENCE)
    point = drawn.locator(".scatterlayer .point").last
    expect(point).to_be_visible(timeout=PATIENCE)
    box = point.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def open_the_run_behind_a_point(page: Page, chart: int) -> None:
    """Click again where a chart was just being drawn anew and heard nothing."""
    for _ in range(10):
        click_a_point(page, chart)
        try:
            page.wait_for_url(re.compile("activity="), timeout=6_000)
        except TooLate:
            continue
        break
    expect(page.get_by_role("heading", name="How it went, over distance")).to_be_visible(timeout=PATIENCE)
    assert "activity=" in page.url


def test_another_basis_a_threshold_and_from_a_point_to_its_run(visit, address: str) -> None:
    here = visit(f"{address}/load", width=1280)
    page = here.page
    page.set_default_timeout(PATIENCE)
    here.settle()
    expect(page.get_by_text("Load stands on the training impulse", exact=False)).to_be_visible(
        timeout=PATIENCE
    )
    here.choose("What the load stands on", "Minutes of running")
    expect(page.get_by_text("Load stands on minutes of running", exact=False)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("You chose this.", exact=False)).to_be_visible()
    here.settle()
    open_the_run_behind_a_point(page, 0)
    page.goto(f"{address}/pace")
    here.settle()
    page.get_by_test_id("stButtonGroup").get_by_text("Bests", exact=True).click()
    expect(page.get_by_role("heading", name="How fast for how long?")).to_be_visible(timeout=PATIENCE)
    here.settle()
    open_the_run_behind_a_point(page, 0)
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
