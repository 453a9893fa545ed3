"""A routine for a sore knee without kit in ten minutes: why, another exercise, kept, shared, started; and no routine."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from analytics.intake import entering
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ITEMS = "[class*='st-key-routine_item_']"


@pytest.fixture(scope="module")
def address(start_app: Callable[[Path | None], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    database = tmp_path_factory.mktemp("somebody") / "hipstride.duckdb"
    with open_store(database) as store:
        entering.add_athlete(store, "Ada", level=2, kit="none")
    return start_app(database)


def complaints(visit) -> list[str]:
    """At an inner address Streamlit first looks for its server below that address, and the browser says so."""
    return [one for one in visit.complaints if "404 (Not Found)" not in one]


def pick(visit, words: str, *, among: str) -> None:
    group = visit.page.get_by_test_id("stButtonGroup").filter(has_text=among)
    group.get_by_text(words, exact=True).click()
    visit.settle()


def names(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator(f"{ITEMS} p > strong").all()]


def items(page: Page) -> Locator:
    return page.locator(ITEMS)


def a_sore_knee(visit) -> None:
    pick(visit, "10", among="30")
    pick(visit, "Knee", among="Nothing")
    expect(items(visit.page)).to_have_count(0)
    visit.page.get_by_text("None of these", exact=True).click()
    visit.settle()
    pick(visit, "2", among="10")
    pick(visit, "Longer", among="Less than 3 days")


def test_a_routine_for_a_sore_knee_is_built_understood_changed_kept_shared_and_started(
    visit, address: str, width: int
) -> None:
    here = visit(f"{address}/routine", width=width)
    page = here.page
    a_sore_knee(here)
    built = names(page)
    assert 4 <= len(built) <= 8
    expect(page.get_by_text("Why it is here.")).to_have_count(len(built))
    expect(page.get_by_text("sore knee", exact=False).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^10 minutes · .* hip sets · level 2"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    here.shot(f"routine knee {width}")

    page.get_by_role("button", name="Swap").nth(3).click()
    other = page.get_by_test_id("stPopoverBody").get_by_role("button").first
    wanted = other.inner_text().split(" · ")[0]
    other.click()
    here.settle()
    expect(items(page).nth(3)).to_contain_text(wanted)
    swapped = names(page)
    assert [swapped[at] == built[at] for at in range(len(built))].count(False) == 1 and swapped[3] == wanted

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Name", exact=True).fill(f"Knee at {width}")
    page.get_by_label("Name", exact=True).press("Tab")
    here.settle()
    page.get_by_role("button", name="Save under this name").click()
    here.settle()
    expect(page.get_by_text(f"Saved as Knee at {width}.")).to_be_visible()

    page.get_by_role("button", name="Share", exact=True).click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    assert "?routine=1_" in link and "Ada" not in link
    here.shot(f"routine share {width}")

    friend = visit(link, width=width)
    expect(friend.page.get_by_text("came with a link", exact=False)).to_be_visible()
    expect(items(friend.page)).to_have_count(len(swapped))
    assert names(friend.page) == swapped
    friend.shot(f"routine link {width}")
    friend.page.get_by_role("button", name="Start", exact=True).click()
    friend.settle()
    expect(friend.page.locator(".guided .main")).to_have_text("Begin", timeout=30_000)
    friend.shot(f"routine started {width}")

    again = visit(f"{address}/routine", width=width)
    again.page.locator("[class*='st-key-open_'] button").first.click()
    expect(items(again.page)).to_have_count(len(swapped))
    assert names(again.page) == swapped
    expect(again.page.get_by_text("It was built for a sore knee", exact=False)).to_be_visible()
    again.shot(f"routine opened {width}")
    assert complaints(here) == [] and complaints(friend) == [] and complaints(again) == []


def test_a_warning_sign_ends_in_no_routine(visit, address: str, width: int) -> None:
    here = visit(f"{address}/routine", width=width)
    pick(here, "Shin", among="Nothing")
    here.page.get_by_text("Pain on a single hop", exact=True).click()
    here.settle()
    expect(here.page.get_by_text("No routine: see a clinician first")).to_be_visible()
    expect(items(here.page)).to_have_count(0)
    expect(here.page.get_by_role("button", name="Start", exact=True)).to_have_count(0)
    here.shot(f"routine stop {width}")
    assert complaints(here) == []


def test_a_broken_link_gets_a_kind_sentence(visit, address: str) -> None:
    here = visit(f"{address}/routine?routine=1_clamshell.2x12_%3Cscript%3E")
    expect(here.page.get_by_text("Below you can build one of your own", exact=False)).to_be_visible()
    expect(items(here.page).first).to_be_visible()
    assert complaints(here) == []
