"""A question in SQL from ready to own: the table, an attack refused, the chart, a notebook to take along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def address(start_app: Callable[[Path | None], str], demo_file: Path) -> str:
    return start_app(demo_file)


def test_a_question_is_answered_an_attack_refused_and_the_rest_taken_home(visit, address: str) -> None:
    here = visit(f"{address}/sql")
    page = here.page
    question = page.get_by_role("textbox", name="Question in SQL")
    question.fill("SELECT week_start, hip_sets\nFROM athlete_week\nORDER BY week_start")
    question.press("Control+Enter")
    expect(page.get_by_text("rows from athlete_week", exact=False)).to_be_visible(timeout=20_000)
    here.settle()
    page.get_by_role("tab", name="Chart").click()
    expect(page.locator(".js-plotly-plot")).to_be_visible(timeout=20_000)
    here.shot("sql chart")
    page.get_by_role("tab", name="Take away").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Open in a notebook").click()
    with zipfile.ZipFile(io.BytesIO(Path(caught.value.path()).read_bytes())) as archive:
        assert "hipstride-query/query.ipynb" in archive.namelist()
    # A question without end is stopped, and what reaches outside refused; the page answers on.
    question.fill("SELECT sum(hash(a.range, b.range)) FROM range(9999999) a, range(9999999) b")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Stop").click(timeout=20_000)
    here.settle()
    expect(page.get_by_role("button", name="Stop")).not_to_be_visible(timeout=20_000)
    question.fill("FROM read_csv('/etc/passwd')")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("cannot be reached from here", exact=False)).to_be_visible(timeout=20_000)
    here.shot("sql refused")
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
