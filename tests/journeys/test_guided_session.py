"""A guided session on a phone: to its end, with a reload in the middle; without a connection; over a dead server."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.intake import entering, guiding
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FAST = "20"  # the session's clock, times a watch's


class Server:
    """The app on a database of its own, which can be killed and begun anew at the same address."""

    def __init__(self, project: Path, folder: Path, port: int) -> None:
        self.project, self.port = project, port
        self.database = folder / "hipstride.duckdb"
        self.address = f"http://localhost:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={self.port}"],
            cwd=self.project,
            env={**os.environ, "HIPSTRIDE_DB": str(self.database), "HIPSTRIDE_SESSION_SPEED": FAST},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(900):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail("the app did not come up")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=20)

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def logged(self) -> list[dict]:
        """What is in the strength log once the app has ended."""
        self.end()
        with open_store(self.database) as store, store.reader() as reader:
            return reader.sql(
                "SELECT exercise_id, side, reps, duration_s, pain_0_10, lane, hip_sets FROM strength_set ORDER BY set_no"
            ).to_dict("records")


@pytest.fixture
def server(project: Path, tmp_path: Path) -> Iterator[Server]:
    import socket

    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        port = int(knock.getsockname()[1])
    one = Server(project, tmp_path, port)
    one.start()
    yield one
    one.end()


def expected(complaint: str) -> bool:
    """Streamlit looks for its server beside an inner address first; and nobody hears a browser without one."""
    return "404 (Not Found)" in complaint or "ERR_" in complaint or "WebSocket" in complaint


def part(page: Page, name: str):
    return page.locator(f".guided .{name}")


def begin_from_the_first_page(visit: Callable, server: Server):
    here = visit(server.address, width=390, height=844)
    here.page.get_by_role("button", name="Start five minutes of hip dips").click()
    expect(part(here.page, "main")).to_have_text("Begin", timeout=30_000)
    return here


STEP = """(guided, at) => {
    const main = guided.querySelector('.main');
    const here = guided.querySelector('.at').innerText === at && main.innerText === 'Done';
    if (!here && !main.hidden) main.click();
    return here;
}"""


def to_step(page: Page, number: int) -> None:
    """Go on until the step of that number, of eight, is at work.

    It looks and presses in one go: the session's clock runs on in between, and would have it press one too many.
    """
    for _ in range(60):
        if page.locator(".guided").evaluate(STEP, f"{number} of 8"):
            return
        page.wait_for_timeout(150)
    pytest.fail(f"step {number} did not come")


def end(page: Page, pain: str = "1") -> None:
    for _ in range(60):
        if part(page, "pains").is_visible():
            break
        part(page, "main").click()
        page.wait_for_timeout(150)
    part(page, "pains").get_by_role("button", name=pain, exact=True).click()


def test_five_minutes_of_hip_dips_from_an_empty_first_page_with_a_reload_in_the_middle(
    server: Server, visit: Callable
) -> None:
    here = begin_from_the_first_page(visit, server)
    page = here.page
    here.shot("session-1-first")
    to_step(page, 3)
    here.shot("session-2-work")
    part(page, "less").click()  # two fewer than asked for
    part(page, "less").click()
    asked = int(part(page, "number").inner_text())
    part(page, "main").click()
    expect(part(page, "kicker")).to_have_text("Rest, then")
    here.shot("session-3-rest")
    to_step(page, 5)
    page.reload()
    expect(part(page, "main")).to_have_text("Carry on", timeout=30_000)
    expect(part(page, "at")).to_have_text("5 of 8")
    here.shot("session-4-after-reload")
    end(page, "2")
    expect(page.get_by_label("Your name")).to_have_value("Me", timeout=30_000)
    here.shot("session-5-who")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Logged:")).to_be_visible(timeout=30_000)
    here.shot("session-6-finished")
    page.reload()  # the end again: nothing is logged twice
    expect(page.get_by_text("Logged:")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="See your hip strength").click()
    expect(page.get_by_role("heading", name="Hip strength", exact=True)).to_be_visible(timeout=30_000)
    here.settle()
    here.shot("session-7-hip-strength")
    expect(page.get_by_text("0 of 7 sets")).to_be_visible()  # all read: one side of one dip stands apart
    assert [one for one in here.complaints if not expected(one)] == []
    rows = server.logged()
    assert {row["lane"] for row in rows} == {"logged"} and rows[-1]["pain_0_10"] == 2
    assert sum(2 if row["side"] == "each" else 1 for row in rows) == 8
    assert any(row["side"] == "right" and row["reps"] == asked for row in rows)


def test_a_lost_connection_and_a_server_that_begins_anew_cost_nothing(
    server: Server, visit: Callable
) -> None:
    here = begin_from_the_first_page(visit, server)
    page = here.page
    to_step(page, 2)
    page.context.set_offline(True)
    server.kill()
    to_step(page, 5)
    expect(part(page, "kept")).to_contain_text("kept here", timeout=15_000)
    here.shot("session-8-no-connection")
    page.wait_for_timeout(5_000)
    to_step(page, 6)  # nothing of the frame lies over it, and it does not fade
    faded = "one => { for (let e = one; e; e = e.parentElement) if (getComputedStyle(e).opacity < 1) return true }"
    assert not page.locator(".stBidiComponent").evaluate(faded)
    here.shot("session-9-still-no-connection")
    server.start()
    page.context.set_offline(False)
    expect(part(page, "kept")).to_have_text("", timeout=90_000)
    here.shot("session-10-back")
    end(page)
    expect(page.get_by_label("Your name")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Logged:")).to_be_visible(timeout=30_000)
    rows = server.logged()
    assert sum(2 if row["side"] == "each" else 1 for row in rows) == 8


def test_a_draft_outlives_server_and_browser(server: Server, visit: Callable) -> None:
    here = begin_from_the_first_page(visit, server)
    to_step(here.page, 4)
    here.page.wait_for_timeout(1500)  # told and kept
    here.page.close()
    server.kill()
    server.start()
    again = visit(
        f"{server.address}/session", width=390, height=844
    )  # another browser: nothing is kept in it
    expect(part(again.page, "main")).to_have_text("Carry on", timeout=30_000)
    expect(part(again.page, "at")).to_have_text("4 of 8")


def test_with_the_keyboard_and_pain_above_five_ends_the_session(server: Server, visit: Callable) -> None:
    here = visit(server.address, width=1360)
    page = here.page
    page.get_by_role("button", name="Start five minutes of hip dips").click()
    expect(part(page, "main")).to_have_text("Begin", timeout=30_000)
    page.locator("body").press("Space")
    expect(part(page, "main")).to_have_text("Done")
    page.locator("body").press("p")
    expect(part(page, "kicker")).to_have_text("Paused")
    page.locator("body").press("p")
    page.locator("body").press("Space")
    expect(part(page, "say")).to_contain_text("Next:")
    part(page, "hurt").click()
    part(page, "pains").get_by_role("button", name="4", exact=True).click()
    expect(part(page, "name")).to_have_text("Hold it there")
    part(page, "main").click()
    expect(part(page, "main")).to_have_text("Carry on")
    part(page, "hurt").click()
    part(page, "pains").get_by_role("button", name="7", exact=True).click()
    expect(part(page, "name")).to_have_text("Stop here")
    expect(part(page, "words")).to_contain_text("rule G3")
    part(page, "main").click()
    part(page, "pains").get_by_role("button", name="7", exact=True).click()
    page.get_by_role("button", name="Log it").click(timeout=30_000)
    expect(page.get_by_text("above the line for stopping")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Back to Today").click()
    expect(page.get_by_text("Stop running for now").first).to_be_visible(timeout=30_000)
    here.shot("session-11-stopped")
    rows = server.logged()
    assert len(rows) == 1 and rows[0]["pain_0_10"] == 7  # the one exercise that was done


def test_the_quick_log_takes_two_taps_and_less_than_ten_seconds(server: Server, visit: Callable) -> None:
    begin_from_the_first_page(visit, server)  # somebody begins, and is asked for a name at the end
    here = visit(f"{server.address}/session", width=390, height=844)
    end(here.page)
    here.page.get_by_role("button", name="Log it").click(timeout=30_000)
    expect(here.page.get_by_text("Nothing was done").or_(here.page.get_by_text("Logged:"))).to_be_visible(
        timeout=30_000
    )
    tab = visit(f"{server.address}/log_strength", width=390, height=844)
    page = tab.page
    page.get_by_role("button", name="5 minutes of hip dips").click(timeout=30_000)  # the one tap
    expect(page.get_by_text("Logged:")).to_be_visible(timeout=30_000)
    tab.shot("quick-log")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken out of the log again")).to_be_visible(timeout=30_000)
    page.get_by_label("Or in a few words").fill("clams 2x15 each")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Log it: 2 hip sets").click(timeout=30_000)
    expect(page.get_by_text("Logged: 2 hip sets")).to_be_visible(timeout=30_000)
    assert "clamshell" in {row["exercise_id"] for row in server.logged()}


def test_a_hold_counts_down_and_goes_on_by_itself_and_one_cut_short_counts_as_long_as_it_was(
    server: Server, visit: Callable
) -> None:
    server.end()
    step = {"exercise_id": "side-plank", "name": "Side plank", "set_no": 1, "of_sets": 1, "reps": None, "seconds": 30,
            "rest_s": 10, "in_rounds": False, "cue": "Long line.", "fault": None, "easier": None}  # fmt: skip
    steps = [step | {"side": "left"}, step | {"side": "right", "seconds": 600}]
    plan = {"title": "Planks", "line": "2 minutes", "state": None, "notes": [], "steps": steps}
    with open_store(server.database) as store:
        ada = entering.add_athlete(store, "Ada")
        guiding.begin(store, ada, json.dumps(plan), day=dt.date.today())
    server.start()
    here = visit(f"{server.address}/session", width=390, height=844)
    page = here.page
    part(page, "main").click()
    expect(part(page, "kicker")).to_have_text("Get ready")
    expect(part(page, "side")).to_have_text(
        "Right side", timeout=30_000
    )  # nothing was tapped: hold, rest, next
    expect(part(page, "kicker")).to_have_text("Now", timeout=30_000)
    part(page, "pause").click()
    left = int(part(page, "number").inner_text())
    page.wait_for_timeout(600)
    assert int(part(page, "number").inner_text()) == left  # a pause stops the clock
    here.shot("session-12-hold")
    part(page, "main").click()
    part(page, "main").click()
    part(page, "pains").get_by_role("button", name="0", exact=True).click()
    expect(page.get_by_text("Logged:")).to_be_visible(timeout=30_000)
    rows = server.logged()
    assert [row["side"] for row in rows] == ["left", "right"]
    assert rows[0]["duration_s"] == 30 and 1 <= rows[1]["duration_s"] < 600
