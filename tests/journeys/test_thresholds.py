"""A threshold is said, the zones change, it is taken back and the zones are as before; on a desk and a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from analytics.intake import entering
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def address(start_app: Callable[[Path | None], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    database = tmp_path_factory.mktemp("somebody") / "hipstride.duckdb"
    with open_store(database) as store:
        entering.add_athlete(store, "Ada", hr_max_bpm=190, hr_rest_bpm=50)
    return start_app(database)


def test_a_threshold_is_said_seen_and_taken_back(visit, address: str, width: int) -> None:
    here = visit(f"{address}/thresholds", width=width)
    page = here.page
    zones = page.get_by_test_id("stTable").first
    expect(zones).to_contain_text("134 to 148 bpm")  # 60 to 70 % of the reserve of 140
    page.get_by_label("Threshold heart rate, bpm").fill("160")
    page.get_by_role("button", name="Keep", exact=True).click()
    here.settle()
    expect(zones).to_contain_text("136 to 144 bpm")  # 85 to 90 % of 160
    expect(page.get_by_text("Last said: Threshold heart rate 160 bpm", exact=False)).to_be_visible()
    here.shot(f"zones said {width}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    page.get_by_role("button", name="Take back").click()
    here.settle()
    expect(zones).to_contain_text("134 to 148 bpm")
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []


def test_a_fold_is_filled_by_keyboard_and_keeps_the_focus_and_what_was_typed(visit, address: str) -> None:
    here = visit(f"{address}/thresholds", width=1280)
    page = here.page
    fold = page.locator("summary", has_text="Set the bounds of heart rate by hand")
    has_focus = "one => one === document.activeElement"
    field = page.get_by_label("Zone 2 from, bpm")
    expect(field).to_have_count(0)
    fold.focus()
    page.keyboard.press("Enter")
    expect(field).to_be_visible(timeout=30_000)
    here.settle()
    assert fold.evaluate(has_focus)
    page.keyboard.press("Tab")
    assert field.evaluate(has_focus)
    page.keyboard.type("111")
    for _ in ("closed", "opened again"):
        fold.focus()
        page.keyboard.press("Enter")
        here.settle()
    expect(field).to_have_value("111")
    page.get_by_role("button", name="Keep these bounds").click()
    here.settle()
    expect(page.get_by_test_id("stTable").first).to_contain_text("below 111 bpm")
    page.get_by_role("button", name="Take back").click()
    here.settle()
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
