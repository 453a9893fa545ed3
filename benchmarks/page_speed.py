"""How fast pages are drawn on the demo squad: click to drawn in Chromium; reported, never asserted.

Run it: python benchmarks/page_speed.py [chromium]
Each page is opened by a click in the sidebar, from a page without chart or table. "first": nothing is kept
yet, and the very first picture also loads the chart library; "other": another athlete; "again": open before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from analytics.intake.demo import load_demo  # noqa: E402
from analytics.store import open_store  # noqa: E402

PORT = 8791
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHART = ".js-plotly-plot .main-svg .bars, .js-plotly-plot .main-svg .scatterlayer .trace"
TABLE = "[data-testid=stDataFrame] canvas"
PAGES = {
    "Overview": CHART,
    "Hip strength": CHART,
    "Squad": TABLE,
    "Pace": CHART,
    "Injury": CHART,
    "Explore": CHART,
}
ELSEWHERE = "Import files"
DRAWN = """([title, mark]) => {
  const heading = document.querySelector('h1');
  return heading && heading.textContent.trim() === title && document.querySelector(mark) !== null;
}"""
IDLE = "() => !document.querySelector('[data-testid=stStatusWidget]')"


def click_to_drawn_ms(page: Page, title: str, mark: str) -> float:
    """Click a page in the sidebar and wait until its heading and its picture or table stand there."""
    page.get_by_role("link", name=ELSEWHERE, exact=True).click()
    page.wait_for_function(f"() => document.querySelector('h1')?.textContent.trim() === '{ELSEWHERE}'")
    page.wait_for_function(f"() => document.querySelector({mark!r}) === null")
    page.wait_for_function(IDLE)
    page.wait_for_timeout(300)
    begun = time.perf_counter()
    page.get_by_role("link", name=title, exact=True).click()
    page.wait_for_function(DRAWN, arg=[title, mark], polling="raf", timeout=60_000)
    took = (time.perf_counter() - begun) * 1000
    page.wait_for_function(IDLE, timeout=60_000)
    return took


def wait_for_server() -> None:
    """Wait until the server answers."""
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=1)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def measure(page: Page) -> dict[str, list[float]]:
    """Measure each page in the three ways."""
    took: dict[str, list[float]] = {title: [] for title in PAGES}
    page.goto(f"http://localhost:{PORT}/")
    page.wait_for_selector("h1")
    page.wait_for_function(IDLE, timeout=60_000)
    for title, mark in PAGES.items():
        took[title].append(click_to_drawn_ms(page, title, mark))
    page.get_by_role("combobox", name="Athlete").click()
    page.get_by_role("option", name="Runner 05").click()
    page.wait_for_timeout(1500)
    for title, mark in PAGES.items():
        took[title].append(click_to_drawn_ms(page, title, mark))
    for title, mark in PAGES.items():
        took[title].append(min(click_to_drawn_ms(page, title, mark) for _ in range(2)))
    return took


def main() -> None:
    """Fill a store with the demo squad, start the app, measure, print."""
    browser_path = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.duckdb"
        with open_store(database) as store:
            load_demo(store)
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(PORT)],
            cwd=PROJECT,
            env=os.environ | {"HIPSTRIDE_DB": str(database)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_server()
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
                took = measure(browser.new_page(viewport={"width": 1360, "height": 1000}))
                browser.close()
        finally:
            server.terminate()
            server.wait()
    print(f"{'click to drawn, ms':<20}{'first':>8}{'other':>8}{'again':>8}")
    for title, times in took.items():
        print(f"{title:<20}" + "".join(f"{one:>8.0f}" for one in times))


if __name__ == "__main__":
    main()
