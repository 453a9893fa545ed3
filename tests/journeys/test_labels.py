"""Three names nobody could place are placed with a click or a search, and the dose changes with each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from analytics.intake.taking_in import take_in
from analytics.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HEADER = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
NAMES = [
    "Clams wih towel",
    "Clams wih towel",
    "Clams wih towel",
    "Zebra kicks",
    "Zebra kicks",
    "Fancy press",
    "Clamshell",
]


def somebody(place: Path) -> Path:
    day = dt.date.today() - dt.timedelta(days=dt.date.today().weekday() + 4)
    log = place / "log.csv"
    log.write_text(
        HEADER
        + "".join(
            f'"Legs","{day:%d %b %Y}, 08:00","{day:%d %b %Y}, 08:30","","{name}",,"",{at},"normal",,12,,,\n'
            for at, name in enumerate(NAMES)
        ),
        encoding="utf-8",
    )
    database = place / "hipstride.duckdb"
    with open_store(database) as store:
        take_in(store, [log], athlete="Ada")
    return database


def test_three_doubtful_names_are_placed_and_the_dose_changes(
    visit, start_app: Callable[[Path | None], str], tmp_path: Path, width: int
) -> None:
    address = start_app(somebody(tmp_path))
    here = visit(f"{address}/labels", width=width)
    page = here.page
    expect(page.get_by_text("3 names to place, 6 sets without credit")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    here.shot(f"labels {width}")

    first = page.locator(".st-key-name_0")
    expect(first).to_contain_text("Clams wih towel")
    first.get_by_role("button", name="Clamshell", exact=True).click()
    here.settle()
    expect(
        page.get_by_text(re.compile("3 sets are Clamshell now: the week of .* gains 3 hip sets"))
    ).to_be_visible()

    second = page.locator(".st-key-name_0")
    expect(second).to_contain_text("Zebra kicks")
    here.choose(second.get_by_role("combobox"), "Hip hike on step", typed="Hip hike", exact=False)
    here.settle()
    second.get_by_role("button", name="It is: Hip hike on step").click()
    here.settle()
    expect(page.get_by_text(re.compile("gains 2 hip sets, your whole log 2"))).to_be_visible()
    here.shot(f"labels placed {width}")

    page.locator(".st-key-name_0").get_by_role("button", name="No hip work in it").click()
    here.settle()
    expect(page.get_by_text("Every name is placed: all 7 sets are known")).to_be_visible()

    page.get_by_text("What you have said (3)").click()
    page.get_by_role("button", name="Take back").nth(1).click()
    here.settle()
    expect(page.get_by_text(re.compile("loses 2 hip sets"))).to_be_visible()
    expect(page.get_by_text("1 name to place, 2 sets without credit")).to_be_visible()
    here.shot(f"labels taken back {width}")
    assert [one for one in here.complaints if "404 (Not Found)" not in one] == []
