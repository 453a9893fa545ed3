"""How long every page takes from the click to being drawn, in Chromium; reported, never asserted.

    python benchmarks/page_speed.py [--db FILE] [--visits 4] [--chromium PATH]

Each page is opened by a click in the sidebar, so many times. It is drawn when all that is in sight is; it is
whole when its script has ended and every part is drawn. "first" is the first visit, with nothing kept; the
middle and the most are of the others. Without --db the store is a new one with the demo squad. The limits for
what is in sight are 300 ms in the middle and 800 ms at the 95th percentile of all pages.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import server
from pages.shared.frame import ROOMS

PORT = 8791
MIDDLE_MS, MOST_MS = 300, 800
CLICK = f"""(link, title) => new Promise(done => {{
  const inSight = {server.IN_SIGHT};
  const stands = {server.STANDS};
  const begun = performance.now();
  let drawn = null;
  const look = () => {{
    if (drawn === null && inSight(title)) drawn = performance.now() - begun;
    if (drawn !== null && stands(title)) done([drawn, performance.now() - begun]);
    else requestAnimationFrame(look);
  }};
  link.click();
  requestAnimationFrame(look);
}})"""
Took = tuple[float, float]
ELSEWHERE = "Settings"
"""A page without a picture, from which the others are opened."""


def click_ms(page: Page, title: str) -> Took:
    """Click a page in the sidebar; gives when what is in sight is drawn, and when the page is whole.

    The browser itself clicks and looks at each frame, so that no time of the driver is counted.
    """
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
    drawn, whole = link.evaluate(CLICK, title, timeout=120_000)
    return drawn, whole


def measure(page: Page, titles: list[str], visits: int) -> dict[str, list[Took]]:
    """Open each page so many times."""
    took: dict[str, list[Took]] = {title: [] for title in titles}
    for _ in range(visits):
        for title in titles:
            click_ms(page, ELSEWHERE)
            page.wait_for_timeout(300)
            took[title].append(click_ms(page, title))
    return took


def at_share(values: list[float], share: float) -> float:
    """Give the value that so large a share lies at or below."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def told(took: dict[str, list[Took]]) -> None:
    """Print a line a page and one for all."""
    print(f"{'ms from the click':<22}{'first':>8}{'middle':>8}{'most':>8}{'whole':>8}")
    drawn = {title: [one for one, _ in times[1:]] for title, times in took.items()}
    for title in sorted(took, key=lambda one: -statistics.median(drawn[one])):
        again, whole = drawn[title], statistics.median(one for _, one in took[title][1:])
        over = "  over" if statistics.median(again) > MIDDLE_MS or max(again) > MOST_MS else ""
        middle = statistics.median(again)
        print(f"{title:<22}{took[title][0][0]:>8.0f}{middle:>8.0f}{max(again):>8.0f}{whole:>8.0f}{over}")
    every = [one for times in drawn.values() for one in times]
    middle, most = statistics.median(every), at_share(every, 0.95)
    print(
        f"all pages: {middle:.0f} ms in the middle ({middle / MIDDLE_MS:.2f} of the limit), {most:.0f} ms at "
        f"the 95th percentile ({most / MOST_MS:.2f} of the limit)"
    )


def main() -> None:
    """Serve a store, click through all pages, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--db", type=Path)
    parser.add_argument("--visits", type=int, default=4)
    parser.add_argument("--chromium", default=server.CHROMIUM)
    asked = parser.parse_args()
    titles = [room.title for rooms in ROOMS.values() for room in rooms if room.title != ELSEWHERE]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        database = server.store_in(folder, asked.db)
        with server.running(database, port=PORT):
            browser = driver.chromium.launch(executable_path=asked.chromium, args=server.FLAGS)
            page = browser.new_page(viewport={"width": 1360, "height": 1000})
            page.goto(f"http://localhost:{PORT}/settings")
            page.wait_for_function(server.STANDS, arg=ELSEWHERE, timeout=120_000)
            told(measure(page, titles, asked.visits))
            browser.close()


if __name__ == "__main__":
    main()
