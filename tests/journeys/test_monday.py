"""A coach's Monday: who needs me, why, assign a routine, print."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_coachs_monday(start_app: Callable[[Path], str], visit: Callable, demo_file: Path) -> None:
    here = visit(f"{start_app(demo_file)}/squad")
    page = here.page
    # Who needs me, and why.
    expect(page.get_by_text("athletes to look at")).to_be_visible()
    first = page.locator("[class*='st-key-need_']").first
    expect(first).to_contain_text("1. Runner")
    expect(first).to_contain_text("since")
    expect(page.get_by_text("Replayed on the last", exact=False)).to_be_visible()
    here.shot("monday-1-squad")
    # Assign a routine: to the fifth of the list, who has no open injury.
    fifth = page.locator("[class*='st-key-need_']").nth(4)
    name = fifth.locator("strong").inner_text().split(". ")[1]
    fifth.get_by_role("link", name="Assign a routine").click()
    here.settle()
    expect(page.get_by_role("heading", name="Group plans")).to_be_visible()
    expect(page.get_by_test_id("stMultiSelect").filter(has_text=name)).to_be_visible()
    page.get_by_role("button", name="See whom it suits").click()
    expect(page.get_by_role("button", name="Assign it")).to_be_visible(timeout=30_000)
    here.settle()
    page.get_by_role("button", name="Assign it").click()
    expect(page.get_by_text("They find it on their page Routines.", exact=False)).to_be_visible(
        timeout=30_000
    )
    expect(page.get_by_text("0 of 1 have done it", exact=False)).to_be_visible()
    here.settle()
    here.shot("monday-2-assigned")
    # Print.
    page.goto(page.url.split("/group_plan")[0] + "/squad_report?paper=squad")
    here.settle()
    expect(page.get_by_text("Nobody is named.", exact=False).first).to_be_visible()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Print it (PDF)").click()
    printed = pypdf.PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert len(printed.pages) == 1 and "injuries and training" in printed.pages[0].extract_text()
    here.shot("monday-3-print")
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
