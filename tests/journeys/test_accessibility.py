"""An accessibility checker (axe-core) on every page: no serious finding that is ours.

What it finds in Streamlit's own parts is listed in `STREAMLITS`, rule by rule and place by place, and told of in
docs/accessibility.md; anything else fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pages.shared.frame import ROOMS

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PAGES = [Path(room.file).stem for rooms in ROOMS.values() for room in rooms]
IN_THE_DARK = ("overview", "calendar", "checkin", "evidence", "data_quality", "log_strength", "sql")
ON_A_PHONE = ("today", "checkin", "session", "log_strength")
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


@pytest.fixture(scope="module")
def app_with_demo(start_app: Callable[..., str], demo_file: Path) -> Iterator[str]:
    yield start_app(demo_file)


def at_rest(tab: Any) -> None:
    """Wait until a page is drawn; the house's style sheet comes with it."""
    tab.page.wait_for_function(
        """() => [...document.querySelectorAll("[data-testid='stCaptionContainer']")].some(
            one => getComputedStyle(one).opacity === '1')""",
        timeout=60_000,
    )
    tab.settle()


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


@pytest.mark.timeout(600)
def test_no_page_has_a_serious_finding_of_ours(app_with_demo: str, visit: Callable[..., Any]) -> None:
    """Every page in light; in dark some that have all kinds of parts, and four on a phone."""
    ours: dict[str, list[str]] = {}
    for look, pages, how in (
        ("light", PAGES, {}),
        ("dark", IN_THE_DARK, {"dark": True}),
        ("phone", ON_A_PHONE, {"width": 390, "height": 844}),
    ):
        tab = visit(f"{app_with_demo}/{pages[0]}", **how)
        at_rest(tab)
        ours[f"around every page, {look}"] = found(tab.page, without=[])
        for name in pages:
            if name != pages[0]:
                tab.page.goto(f"{app_with_demo}/{name}")
                at_rest(tab)
            ours[f"{name}, {look}"] = found(tab.page)
        tab.page.close()
    assert not any(ours.values()), "\n".join(
        f"{where}: {one}" for where, said in ours.items() for one in said
    )
