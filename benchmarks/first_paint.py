"""From starting the program to the first page in Chromium; reported, never asserted.

    python benchmarks/first_paint.py [--db FILE] [--rounds 5] [--chromium PATH]

Chromium runs already, as on most people's machines, and holds nothing of ours; the address is opened as soon
as the server answers. "first paint" is what the browser itself calls so: the first frame with anything of
ours in it, which is the house around the page. "stands" is when the first page's heading and its text are
drawn. Without --db the store is a new one with the demo squad. The limit is 2 s; the table gives ratios to
it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import server

PORT = 8793
LIMIT_S = 2.0
DRAWN = """() => document.querySelector('h1') !== null
  && document.querySelectorAll('[data-testid=stMarkdownContainer]').length > 3"""


PAINTED = """() => performance.timeOrigin
  + performance.getEntriesByName('first-contentful-paint')[0].startTime"""
PARTS = ("the server answers", "first paint", "the first page stands")


def one_start(browser: Browser, database: Path) -> tuple[float, float, float]:
    """Start the program and open it; gives seconds until each of `PARTS`."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})  # nothing kept from before
    page = context.new_page()
    began, clock = time.perf_counter(), time.time()
    with server.running(database, port=PORT, by_command=True):
        answers = time.perf_counter() - began
        page.goto(f"http://localhost:{PORT}/", wait_until="commit")
        page.wait_for_function(DRAWN, polling="raf", timeout=60_000)
        stands = time.perf_counter() - began
        painted = page.evaluate(PAINTED) / 1000 - clock
    time.sleep(1)
    context.close()
    return answers, painted, stands


def main() -> None:
    """Start several times, print the middle."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--db", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default=server.CHROMIUM)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        database = server.store_in(folder, asked.db)
        browser = driver.chromium.launch(executable_path=asked.chromium, args=server.FLAGS)
        took = [one_start(browser, database) for _ in range(asked.rounds)]
        browser.close()
    for at, what in enumerate(PARTS):
        seconds = [one[at] for one in took]
        middle = statistics.median(seconds)
        print(
            f"{what:<24}{middle:6.2f} s (from {min(seconds):.2f} to {max(seconds):.2f}), "
            f"{middle / LIMIT_S:.2f} of the limit"
        )


if __name__ == "__main__":
    main()
