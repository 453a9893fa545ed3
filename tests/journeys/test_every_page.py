"""Every page of the demo squad in a real browser: no complaint, nothing sideways, no serious finding of ours.

No title leaves out a level. axe-core looks for what keeps people out. What it finds in Streamlit's own parts is
listed in `STREAMLITS`, rule by rule and place by place, and told of in docs/accessibility.md; anything else fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from pages.shared.frame import ROOMS

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
pytestmark = pytest.mark.browser

PAGES = [room for rooms in ROOMS.values() for room in rooms]
PHONE = 390
ON_A_DARK_PHONE = (
    "Today",
    "Guided session",
    "Check-in",
    "Log strength",
    "Overview",
    "Calendar",
    "Evidence",
    "Data quality",
    "SQL",
)
"""Pages with all kinds of parts: enough to see that the dark colours and the narrow widths hold too."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SERIOUS = ("serious", "critical")
STREAMLITS = {
    "list": r"stSidebarNav",
    "listitem": r"stSidebarNav",
    "svg-img-alt": r"stMetric",
    "target-size": r"stDateInput|stMultiSelect",
}
"""Rules that Streamlit's own parts break, and where: nothing of ours can mend them."""
ONCE = ["[data-testid='stSidebar']", "[data-testid='stHeader']"]
"""What stands on every page alike: looked at on the first page of each visit."""
RUN = """async ([rules, tags, exclude]) => {
    const asked = rules.length ? {type: 'rule', values: rules} : {type: 'tag', values: tags};
    const found = await axe.run({exclude}, {resultTypes: ['violations'], runOnly: asked, elementRef: false});
    return found.violations.map(one => ({
        id: one.id, impact: one.impact,
        nodes: one.nodes.map(node => ({
            html: node.html.slice(0, 200),
            why: node.failureSummary,
            within: node.target.map(each => {
                let here = document.querySelector(each), names = [];
                for (; here; here = here.parentElement)
                    if (here.dataset && here.dataset.testid) names.push(here.dataset.testid);
                return names.join(' < ');
            }).join(' '),
        })),
    }));
}"""


DRAWN_AGAIN = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .filter(one => one._fullLayout && one._fullLayout._redrawFromAutoMarginCount !== undefined)
    .map(one => `a chart was drawn again for its margins: ${JSON.stringify(one._fullLayout.margin)} became `
        + JSON.stringify(one._fullLayout._size))"""
"""Charts whose labels needed more room than `analytics.charts.margins` found."""
LEVELS = """() => [...document.querySelectorAll("[data-testid='stMain'] :is(h1, h2, h3, h4, h5, h6)")].map(
    one => [Number(one.tagName[1]), one.textContent.trim()])"""


def steps_too_deep(levels: list[tuple[int, str]]) -> list[str]:
    """Name the titles that leave out a level below the one before them."""
    return [name for (before, _), (level, name) in pairwise(levels) if level > before + 1]


def go(tab: Any, title: str) -> None:
    """Follow a link of the sidebar; on a phone it has to be opened first."""
    if tab.page.viewport_size["width"] == PHONE:
        tab.page.get_by_test_id("stExpandSidebarButton").click()
        tab.page.wait_for_timeout(400)
    tab.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    expect(tab.page.get_by_role("heading", name=title, exact=True).first).to_be_visible(timeout=60_000)
    tab.settle()
    wait_for_the_look(tab)


def wait_for_the_look(tab: Any) -> None:
    """Wait until the house's style sheet has come, and what is drawn is not faded any more."""
    tab.page.wait_for_function(
        """() => {
            const quiet = [...document.querySelectorAll("[data-testid='stCaptionContainer']")];
            return quiet.length && quiet.every(one => getComputedStyle(one).opacity === '1')
                && !document.querySelector("[data-stale='true']");
        }""",
        timeout=60_000,
    )


def found(page: Any, *rules: str, without: list[str] = ONCE) -> list[str]:
    """Give the serious findings that are ours, in words."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    said = []
    for one in page.evaluate(RUN, [list(rules), WCAG, [".js-plotly-plot", *without]]):
        if one["impact"] not in SERIOUS:
            continue
        for node in one["nodes"]:
            place = STREAMLITS.get(one["id"])
            if place is None or not re.search(place, node["within"]):
                why = " ".join(node["why"].split())[:160]
                said.append(f"{one['id']}: {node['html']} | {why} | {node['within'][:200]}")
    return said


@pytest.mark.parametrize(
    ("look", "how", "checked"),
    [
        ("light", {"width": 1360}, tuple(room.title for room in PAGES)),
        ("dark phone", {"width": PHONE, "height": 844, "dark": True}, ON_A_DARK_PHONE),
    ],
    ids=["light desk", "dark phone"],
)
@pytest.mark.timeout(600)
def test_every_page_stands_without_a_complaint_a_sideways_scroll_or_a_serious_finding(
    start_app: Callable[..., str],
    demo_file: Path,
    visit: Callable[..., Any],
    look: str,
    how: dict[str, Any],
    checked: tuple[str, ...],
) -> None:
    tab = visit(start_app(demo_file), **how)
    wait_for_the_look(tab)
    wrong = [f"around every page: {one}" for one in found(tab.page, without=[])]
    for title in (room.title for room in PAGES):
        go(tab, title)
        tab.shot(f"demo-{title.lower().replace(' ', '-')}-{look.replace(' ', '-')}")
        overflow = tab.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            wrong.append(f"{title}: scrolls sideways by {overflow} px")
        if how["width"] > PHONE:  # on a phone Plotly may still turn labels and make room for them
            wrong.extend(f"{title}: {one}" for one in tab.page.evaluate(DRAWN_AGAIN))
        wrong.extend(
            f"{title}: a level is left out above {one}" for one in steps_too_deep(tab.page.evaluate(LEVELS))
        )
        if title in checked:
            wrong.extend(f"{title}: {one}" for one in found(tab.page))
    assert [*wrong, *tab.complaints] == []
