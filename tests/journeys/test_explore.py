"""From nothing to a measure of one's own, a view that is saved, shared and marked: in under a minute of clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def address(start_app: Callable[[Path | None], str], demo_file: Path) -> str:
    return start_app(demo_file)


def test_a_view_with_an_own_measure_is_saved_shared_and_marked(visit, address: str) -> None:
    here = visit(f"{address}/explore")
    page = here.page
    # A formula of one's own
    page.get_by_role("button", name="Own measure").click()
    formula = page.get_by_role("textbox", name="Formula")
    formula.fill("hip_set / runs")
    formula.press("Control+Enter")
    expect(page.get_by_text("did you mean hip_sets?", exact=False)).to_be_visible(timeout=20_000)
    formula.fill("hip_sets / runs")
    formula.press("Control+Enter")
    here.settle()
    name = page.get_by_role("textbox", name="Name")
    name.fill("Hip sets a run")
    name.press("Tab")
    here.settle()
    page.get_by_role("textbox", name="Unit").fill("hip sets")
    page.get_by_role("textbox", name="Unit").press("Tab")
    here.settle()
    page.get_by_role("button", name="Save and show").click()
    here.settle()
    expect(page.get_by_role("heading", name="Hip sets a run over time")).to_be_visible(timeout=20_000)
    # Another chart of it, saved
    page.get_by_role("radio", name="Against").click()
    here.settle()
    buttons = page.get_by_test_id("stPopover")
    buttons.get_by_role("button", name="Save").click()
    here.settle()
    name = page.get_by_role("textbox", name="Name")
    name.fill("My hips and my runs")
    name.press("Tab")
    here.settle()
    page.get_by_role("button", name="Save view").click()
    here.settle()
    expect(page.get_by_role("heading", name="My hips and my runs")).to_be_visible(timeout=20_000)
    # Shared: the address opens it for somebody else
    buttons.get_by_role("button", name="Share").click()
    shared = page.get_by_test_id("stCode").inner_text().strip()
    assert "v=1" in shared and "Runner" not in shared and "hips" not in shared.split("?")[1].lower()
    page.keyboard.press("Escape")
    here.shot("explore saved")
    other = visit(shared)
    expect(other.page.get_by_role("heading", name="My hips and my runs")).to_be_visible(timeout=20_000)
    # Marking a part of one chart filters the others
    chart = other.page.locator(".js-plotly-plot .nsewdrag").first
    box = chart.bounding_box()
    assert box is not None
    other.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.2)
    other.page.mouse.down()
    other.page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.9, steps=6)
    other.page.mouse.up()
    expect(other.page.get_by_text("Marked:", exact=False)).to_be_visible(timeout=20_000)
    other.settle()
    other.shot("explore marked")
    other.page.get_by_role("button", name="Show all again").click()
    expect(other.page.get_by_text("Marked:", exact=False)).not_to_be_visible(timeout=20_000)
    # A click on a dot opens its week, of whomever it is
    other.settle()
    dot = other.page.locator(".js-plotly-plot .scatterlayer .point").nth(20).bounding_box()
    assert dot is not None
    other.page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    expect(other.page.get_by_role("heading", name="Calendar")).to_be_visible(timeout=30_000)
    assert "week=20" in other.page.url
    assert [one for one in here.complaints + other.complaints if "404 (Not Found)" not in one] == []
