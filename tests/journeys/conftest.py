"""A running Hipstride and a real browser for the journeys of a person."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as TooLate

# Two browsers and two servers share two processors: what a person would see in a second may take ten.
expect.set_options(timeout=30_000)

# Without these Chromium tries to reach its maker's hosts at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = 768
"""Narrower than this in pixels, Streamlit's sidebar lies over the page."""
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36"
# What the browser says and is no fault of ours.
HARMLESS = ("Failed to load resource: net::ERR_NAME_NOT_RESOLVED", "preload")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a journey that asks for a width on a phone; with HIPSTRIDE_WIDTHS=all at a desk too."""
    if "width" in metafunc.fixturenames and not any(
        "width" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")
    ):
        every = os.environ.get("HIPSTRIDE_WIDTHS") == "all"
        metafunc.parametrize("width", [390, 1360] if every else [390])


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("HIPSTRIDE_BROWSER") == "required":
            pytest.fail("Chromium is required here and not installed")
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    return found


def free_port() -> int:
    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        return int(knock.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    place = chromium()
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def start_app(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path | None], str]]:
    """Start the app on a database of its own and give its address; every process started ends with the module."""
    running: list[subprocess.Popen[bytes]] = []

    def start(copy_of: Path | None = None) -> str:
        database = tmp_path_factory.mktemp("app") / "hipstride.duckdb"
        if copy_of is not None:
            shutil.copy(copy_of, database)
        port = free_port()
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
                cwd=project,
                env={**os.environ, "HIPSTRIDE_DB": str(database)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        address = f"http://localhost:{port}"
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        return address
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail("the app did not come up within 30 s")

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


class Visit:
    """One browser tab; remembers what the console complained of and can keep screenshots."""

    def __init__(self, page: Page, shots: Path) -> None:
        self.page = page
        self.shots = shots
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(word in message.text for word in HARMLESS):
            self.complaints.append(message.text)

    def settle(self) -> None:
        """Wait until the script has run and the page stands still, and see that nothing broke."""
        self.page.wait_for_selector("[data-testid='stAppViewContainer']", timeout=30_000)
        self.page.wait_for_function(
            "() => !document.querySelector(\"[data-test-script-state='running']\")"
            " && !document.querySelector(\"[data-testid='stApp'][data-test-script-state='running']\")"
            " && !document.querySelector(\"[data-testid='stSkeleton']\")",
            timeout=60_000,
        )
        self.page.wait_for_timeout(400)
        assert self.page.locator("[data-testid='stException']").count() == 0, "an exception is on the page"

    def choose(self, box: str | Locator, answer: str, *, typed: str = "", exact: bool = True) -> None:
        """Choose from a list, by finger on a phone; `typed` is written into its field first.

        A page that is just being drawn anew closes the list, so it is opened until what was chosen is in the field.
        """
        field = self.page.get_by_role("combobox", name=box).first if isinstance(box, str) else box
        option = self.page.get_by_role("option", name=answer, exact=exact)
        by_finger = self.page.viewport_size is not None and self.page.viewport_size["width"] < PHONE
        for _ in range(10):
            try:
                if typed:
                    field.click(timeout=5_000)
                    field.fill(typed, timeout=5_000)
                elif by_finger:
                    field.tap(timeout=5_000)
                else:
                    field.click(timeout=5_000)
                if by_finger:
                    option.tap(timeout=5_000)
                else:
                    option.click(timeout=5_000)
            except TooLate:
                self.page.keyboard.press("Escape")
                continue
            return
        pytest.fail(f"{answer!r} could not be chosen")

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page for a person to look at, where HIPSTRIDE_SHOTS asks for it.

        To lay the page out at its whole height and back again takes about a second.
        """
        if not os.environ.get("HIPSTRIDE_SHOTS"):
            return
        self.shots.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.shots / f"{name}.png", full_page=True)


@pytest.fixture
def visit(browser: Browser, project: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Open an address: `visit(address, width=390, dark=True, locale="de-DE")`."""
    contexts: list[BrowserContext] = []

    def open_page(
        address: str, *, width: int = 1360, height: int = 1000, dark: bool = False, locale: str = "en-GB"
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=locale,
            user_agent=PHONE_AGENT if width < PHONE else None,
            is_mobile=width < PHONE,
            has_touch=width < PHONE,
        )
        contexts.append(context)
        tab = Visit(context.new_page(), project / "tests" / "output" / "screenshots")
        tab.page.goto(address)
        tab.settle()
        return tab

    yield open_page
    for context in contexts:
        context.close()
