"""A browser that asks for German reads German on every page, until its person chooses otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_somebody_who_reads_german(
    start_app: Callable[..., str], visit: Callable[..., object], demo_file: Path
) -> None:
    tab = visit(start_app(demo_file), locale="de-DE")
    page = tab.page

    def go(name: str) -> None:
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()
        tab.settle()

    expect(page.get_by_role("heading", level=1, name="Heute", exact=True)).to_be_visible()
    expect(page.get_by_text("Schmerz jetzt, 0 bis 10")).to_be_visible()
    tab.shot("german_today")
    go("Überblick")
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Distanz, km")
    expect(page.get_by_text("Hüftsätze pro Woche, letzte 4 Wochen")).to_be_visible()  # on a card
    tab.shot("german_overview")
    go("Hüftkraft")
    expect(page.get_by_text("Tage mit Krafttraining", exact=True).first).to_be_visible()
    go("Dateien importieren")
    expect(page.get_by_role("button", name="Erst ansehen")).to_be_visible()
    tab.shot("german_import")
    go("Einstellungen")
    expect(page.get_by_text("Wie der Browser es wünscht")).to_be_visible()
    expect(page.get_by_role("cell", name="1.240 m")).to_be_visible()  # and the marks in numbers go with it
    page.get_by_role("radiogroup", name="Sprache").get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Settings", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Overview", exact=True)).to_be_visible()
    assert tab.complaints == []
