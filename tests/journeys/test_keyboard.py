"""Tab, Enter and arrows alone: log strength, see the overview, touch a place on the body, come to today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

MOST_STEPS = 200
HERE = """() => {
    let here = document.activeElement;
    while (here && here.shadowRoot && here.shadowRoot.activeElement) here = here.shadowRoot.activeElement;
    const labels = here.labels && here.labels.length ? here.labels[0].innerText : '';
    const name = here.getAttribute('aria-label') || labels || here.innerText || here.textContent || '';
    const box = here.getBoundingClientRect();
    return {name: name.trim(), kind: here.tagName.toLowerCase(), part: here.classList.contains('part'),
            x: box.x, y: box.y, width: box.width, height: box.height};
}"""
BLUR = """() => {
    let here = document.activeElement;
    while (here && here.shadowRoot && here.shadowRoot.activeElement) here = here.shadowRoot.activeElement;
    window.was = here; here.blur();
}"""


def go_to(page: Page, is_it: Callable[[dict[str, Any]], bool]) -> None:
    """Tab until something has the focus, and see that a person sees it there."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if is_it(here):
            break
    else:
        raise AssertionError(f"not reached within {MOST_STEPS} steps; the last was {here}")
    page.wait_for_timeout(250)
    here = page.evaluate(HERE)
    assert is_it(here), f"the focus left for {here}"
    around = {
        "x": max(here["x"] - 6, 0),
        "y": max(here["y"] - 6, 0),
        "width": here["width"] + 12,
        "height": here["height"] + 12,
    }
    with_focus = page.screenshot(clip=around, caret="hide")
    page.evaluate(BLUR)
    page.wait_for_timeout(250)
    assert page.screenshot(clip=around, caret="hide") != with_focus, f"nobody sees the focus on {here}"
    page.evaluate("() => window.was.focus()")


def named(name: str, kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda here: here["kind"] == kind and name in here["name"]


def follow(page: Page, link: str) -> None:
    go_to(page, lambda here: here["kind"] == "a" and here["name"].endswith(link))
    page.keyboard.press("Enter")


def test_a_keyboard_alone_logs_looks_and_finds_the_place(
    start_app: Callable[..., str], demo_file: Path, visit: Callable[..., Any]
) -> None:
    tab = visit(start_app(demo_file), height=2400)
    page: Page = tab.page
    follow(page, "Log strength")
    expect(page.get_by_role("heading", name="Log strength")).to_be_visible(timeout=30_000)
    tab.settle()

    go_to(page, named("Or in a few words", "input"))
    page.keyboard.type("side plank 2x30s each")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Log it: ")
    expect(button).to_be_visible(timeout=30_000)
    tab.settle()
    go_to(page, named("Log it: ", "button"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Logged: ").first).to_be_visible(timeout=30_000)

    follow(page, "Overview")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible(timeout=30_000)
    tab.settle()

    follow(page, "Log injury")
    expect(page.get_by_role("heading", name="Log injury")).to_be_visible(timeout=30_000)
    tab.settle()
    go_to(page, lambda here: bool(here["part"]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".part[aria-pressed='true']").first).to_be_attached(timeout=30_000)
    tab.settle()

    follow(page, "Today")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today", timeout=30_000)
    assert tab.complaints == []
