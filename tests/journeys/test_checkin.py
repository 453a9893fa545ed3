"""A week checked in on a phone and at a desk: without a problem, with one pointed at, by the keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.intake import entering
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SECONDS = 30
"""What a check-in may take a person; the walk below waits for the page after every touch."""
PATIENCE = 30_000
NO_PROBLEM = "Full participation without health problems"
A_PROBLEM = ("Full participation, but with a health problem", "To a minor extent", "No effect", "To a mild extent",
             "An injury")  # fmt: skip


@pytest.fixture
def begin(start_app: Callable[[Path | None], str], tmp_path: Path) -> Callable[[], str]:
    """Start the app with one athlete, and give its address."""

    def start() -> str:
        database = tmp_path / "hipstride.duckdb"
        with open_store(database) as store:
            entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        return start_app(database)

    return start


def complaints(visit) -> list[str]:
    """At an inner address Streamlit first looks for its server below that address, and the browser says so."""
    return [one for one in visit.complaints if "404 (Not Found)" not in one]


class Touches:
    """Counts touches and the time they take."""

    def __init__(self, visit) -> None:
        self.visit, self.page, self.count, self.began = visit, visit.page, 0, time.monotonic()

    def __call__(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.count += 1
        self.visit.settle()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"


def test_a_week_without_a_problem_is_one_touch(visit, begin, width: int) -> None:
    here = visit(f"{begin()}/checkin", width=width, height=844)
    fits(here.page)
    expect(here.page.get_by_role("button", name="Could not participate", exact=False)).to_be_in_viewport(
        timeout=PATIENCE
    )
    touch = Touches(here)
    touch(NO_PROBLEM)
    expect(here.page.get_by_text("That is all.", exact=False)).to_be_visible(timeout=PATIENCE)
    print(f"no problem at {width}: {touch.count} touch, {touch.seconds:.1f} s")
    assert touch.count == 1 and touch.seconds < SECONDS
    here.shot(f"checkin none {width}")
    touch("Undo")
    expect(here.page.get_by_role("button", name=NO_PROBLEM)).to_be_visible(timeout=PATIENCE)
    assert complaints(here) == []


def test_a_problem_is_pointed_at_on_the_body(visit, begin, width: int) -> None:
    here = visit(f"{begin()}/checkin", width=width, height=844, dark=width < 768)
    touch = Touches(here)
    for answer in A_PROBLEM:
        touch(answer)
    here.shot(f"checkin body {width}")
    fits(here.page)
    touch("Left knee, front")
    expect(here.page.get_by_text("Left knee: pain at its worst", exact=False)).to_be_visible(timeout=PATIENCE)
    here.page.get_by_test_id("stButtonGroup").get_by_text("3", exact=True).click()
    here.settle()
    print(f"a problem at {width}: {touch.count + 1} touches, {touch.seconds:.1f} s")
    assert touch.count + 1 == 7
    expect(here.page.get_by_text("Kept. Left knee: severity 24 of 100, pain 3 of 10")).to_be_visible(
        timeout=PATIENCE
    )
    here.shot(f"checkin problem {width}")
    here.page.reload()
    here.settle()
    expect(here.page.get_by_text("Kept. Left knee", exact=False)).to_be_visible(timeout=PATIENCE)
    assert complaints(here) == []


def test_the_keyboard_alone_is_enough(visit, begin) -> None:
    here = visit(f"{begin()}/checkin")
    page = here.page
    for answer in A_PROBLEM:
        page.get_by_role("button", name=answer, exact=True).first.focus()
        page.keyboard.press("Enter")
        here.settle()
    parts = page.locator(".body-map .part")
    expect(parts).to_have_count(29, timeout=PATIENCE)
    assert all(one.get_attribute("aria-label") for one in parts.all())
    parts.first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    named = page.evaluate("() => { let e = document.activeElement; while (e && e.shadowRoot) e = e.shadowRoot.activeElement; return e.getAttribute('aria-label'); }")  # fmt: skip
    assert named.endswith(", front")
    here.shot("checkin keyboard")
    page.keyboard.press("Enter")
    here.settle()
    expect(page.get_by_text("pain at its worst", exact=False).first).to_be_visible(timeout=PATIENCE)
    assert complaints(here) == []


def test_an_injury_is_logged_changed_and_undone(visit, begin, width: int) -> None:
    here = visit(f"{begin()}/log_injury", width=width, height=900)
    page = here.page
    touch = Touches(here)
    touch("Right Achilles or calf, back")
    page.get_by_test_id("stButtonGroup").get_by_text("Yesterday", exact=True).click()
    here.settle()
    touch("You trained clearly less or worse")
    expect(page.get_by_text("Logged: Right Achilles or calf.")).to_be_visible(timeout=PATIENCE)
    print(f"an injury at {width}: {touch.count + 1} touches, {touch.seconds:.1f} s")
    here.shot(f"injury logged {width}")
    fits(page)
    touch("It is over")
    expect(page.get_by_text("Closed.", exact=False)).to_be_visible(timeout=PATIENCE)
    touch("Undo")
    expect(page.get_by_role("button", name="It is over")).to_be_visible(timeout=PATIENCE)
    touch_entry(here)
    touch("Take it out")
    expect(page.get_by_text("Nothing recorded.")).to_be_visible(timeout=PATIENCE)
    touch("Bring it back")
    expect(page.get_by_role("button", name="It is over")).to_be_visible(timeout=PATIENCE)
    assert complaints(here) == []


def touch_entry(here) -> None:
    box = here.page.get_by_label("Look at one, change it, or take it out", exact=False).last
    box.click()
    here.page.keyboard.press("ArrowDown")
    here.page.keyboard.press("Enter")
    here.settle()
    expect(here.page.get_by_role("button", name="Take it out")).to_be_visible(timeout=PATIENCE)
