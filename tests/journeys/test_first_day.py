"""The first day of a runner: an empty page, real files, a look around, an injury, advice for today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

REAL_FILES = (
    "fit/roznet+fit-benchmarks/sample.fit",
    "strength-log/mouadja02+Hevy-Coach/workout_data.csv",
    "multi-athlete/SamirRehm+half-marathon-training/data/activities.csv",
)


def go(visit, title: str) -> None:
    """Follow a link of the sidebar."""
    visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    visit.settle()


def test_a_runner_brings_files_looks_around_logs_an_injury_and_is_advised(
    start_app: Callable[[], str], visit: Callable, samples: Path
) -> None:
    here = visit(start_app())
    page = here.page
    expect(page.get_by_role("heading", name="Welcome to Hipstride")).to_be_visible()
    here.shot("1-empty")

    page.get_by_role("button", name="Import files").click()
    here.settle()
    expect(page.get_by_role("heading", name="Import files")).to_be_visible()
    page.locator("input[type=file]").set_input_files([str(samples / each) for each in REAL_FILES])
    here.settle()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("button", name="See the overview")).to_be_visible(timeout=60_000)
    here.settle()
    here.shot("2-receipt")

    page.get_by_role("button", name="See the overview").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible(timeout=30_000)
    here.settle()
    here.shot("3-overview")

    go(here, "Hip strength")
    expect(page.get_by_role("heading", name="Hip strength", exact=True)).to_be_visible()
    here.shot("4-hip-strength")

    go(here, "Log injury")
    for touched in ("Left knee, front", "You missed at least one day of full training"):
        page.get_by_role("button", name=touched, exact=True).first.click()
        here.settle()
    expect(page.get_by_text("Logged: Left knee.")).to_be_visible(timeout=30_000)
    here.shot("5-injury")

    go(here, "Today")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_text("Information, not medical advice", exact=False).first).to_be_visible()
    here.shot("6-today")
    assert here.complaints == []


def test_a_cold_visit_by_an_inner_address_opens_that_page_in_its_frame(
    start_app: Callable[[], str], visit: Callable
) -> None:
    here = visit(start_app() + "/methods")
    expect(here.page.get_by_role("heading", name="Methods", exact=True)).to_be_visible()
    expect(here.page.get_by_text("Page not found")).to_have_count(0)
    expect(here.page.get_by_test_id("stSidebarNav")).to_be_attached()


def test_a_visitor_looks_around_with_the_demo_squad_and_removes_it_with_one_click(
    start_app: Callable[[], str], visit: Callable
) -> None:
    here = visit(start_app())
    here.page.get_by_role("button", name="Look around with the demo squad").click()
    expect(here.page.get_by_role("heading", name="Overview")).to_be_visible(timeout=120_000)
    here.settle()
    here.page.get_by_role("button", name="Remove demo").click()
    expect(here.page.get_by_role("heading", name="Welcome to Hipstride")).to_be_visible(timeout=60_000)
    assert here.complaints == []


def test_the_server_forbids_the_browser_to_load_or_send_anything_elsewhere(
    start_app: Callable[[], str], visit: Callable
) -> None:
    here = visit(start_app())
    headers = here.page.goto(here.page.url).all_headers()
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
