"""The library by keyboard alone, and on a phone in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

# On an address below the root Streamlit's browser side first asks for the server's health beside the page.
ASKED_BESIDE = "404 (Not Found)"
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_an_exercise_is_found_opened_and_left_by_keyboard_alone(
    start_app: Callable[[Path | None], str], visit: Callable[..., Any]
) -> None:
    tab = visit(f"{start_app(None)}/exercises")
    page = tab.page
    page.get_by_label("Search").focus()
    page.keyboard.type("side plank knees")
    page.keyboard.press("Enter")
    tab.settle()
    card = page.get_by_role("button", name="Side plank from knees", exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if card.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    tab.settle()
    expect(page.get_by_role("heading", name="Side plank from knees")).to_be_visible()
    assert "exercise=side-plank-knees" in page.url
    expect(page.get_by_role("img", name="Side plank from knees. Start: lying on one side")).to_be_visible()
    back = page.get_by_role("button", name="All exercises")
    back.focus()
    page.keyboard.press("Enter")
    tab.settle()
    expect(page.get_by_text("172 of 172 exercises").or_(page.get_by_label("Search"))).to_have_count(2)
    assert [one for one in tab.complaints if ASKED_BESIDE not in one] == []


def test_on_a_phone_nothing_scrolls_sideways_and_a_link_opens_its_exercise(
    start_app: Callable[[Path | None], str], visit: Callable[..., Any]
) -> None:
    address = start_app(None)
    tab = visit(f"{address}/exercises?exercise=hip-dip-back-elbows", width=390, height=844, dark=True)
    page = tab.page
    expect(page.get_by_role("heading", name="Back hip dip on forearms")).to_be_visible()
    tab.shot("exercise_phone_dark")
    page.get_by_role("button", name="Harder: Back hip dip on hands").tap()
    tab.settle()
    expect(page.get_by_role("heading", name="Back hip dip on hands")).to_be_visible()
    for place in ("exercises", "hip_dips"):
        page.goto(f"{address}/{place}")
        tab.settle()
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= seen, place
        expect(page.get_by_role("img").first).to_be_visible(timeout=30_000)
        tab.shot(f"{place}_phone_dark")
    page.get_by_role("tab", name="Back").tap()
    page.get_by_role("link", name="Back hip dip, bent knees").tap()
    tab.settle()
    expect(page.get_by_role("heading", name="Back hip dip, bent knees")).to_be_visible()
    assert [one for one in tab.complaints if ASKED_BESIDE not in one] == []
