"""Two files of one run that are in doubt: brought in, looked at, said to be one and two, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

METRE = 1 / 111_195
START = dt.datetime(2026, 3, 2, 6)
POINTS = 181  # half an hour, a point every 10 s, at 3 m/s


def places(east_m: float) -> list[tuple[str, float, float]]:
    return [
        (
            f"{(START + dt.timedelta(seconds=10 * k)).isoformat()}Z",
            52.5 + 30 * k * METRE,
            13.4 + east_m * METRE / 0.609,
        )
        for k in range(POINTS)
    ]


def gpx() -> bytes:
    rows = "".join(f'<trkpt lat="{n:.7f}" lon="{e:.7f}"><time>{at}</time></trkpt>' for at, n, e in places(0))
    return (
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Easy run</name>'
        f"<type>running</type><trkseg>{rows}</trkseg></trk></gpx>"
    ).encode()


def tcx(*, east_m: float) -> bytes:
    rows = "".join(
        f"<Trackpoint><Time>{at}</Time><Position><LatitudeDegrees>{n:.7f}</LatitudeDegrees><LongitudeDegrees>"
        f"{e:.7f}</LongitudeDegrees></Position><DistanceMeters>{30 * k}</DistanceMeters></Trackpoint>"
        for k, (at, n, e) in enumerate(places(east_m))
    )
    return (
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="Running"><Id>{START.isoformat()}Z</Id><Lap StartTime="{START.isoformat()}Z">'
        f"<TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>5400</DistanceMeters><Track>{rows}</Track>"
        "</Lap></Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def test_twins_in_doubt_are_reviewed_and_every_word_is_taken_back(
    start_app: Callable[[], str], visit: Callable, width: int
) -> None:
    here = visit(start_app(), width=width)
    page = here.page
    page.get_by_role("button", name="Import files").click()
    expect(page.get_by_role("heading", name="Import files")).to_be_visible(timeout=30_000)
    here.settle()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "phone.gpx", "mimeType": "application/gpx+xml", "buffer": gpx()},
            {"name": "watch.tcx", "mimeType": "application/xml", "buffer": tcx(east_m=5_000)},
        ]
    )
    button = page.get_by_role("button", name="Import", exact=True)
    expect(button).to_be_enabled(timeout=30_000)
    here.settle()
    button.click()
    expect(page.get_by_text("2 activities", exact=False).first).to_be_visible(timeout=60_000)
    here.settle()
    here.shot(f"review-receipt-{width}")
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible(timeout=30_000)
    here.settle()
    expect(page.get_by_text("their tracks lie 5.0 km apart", exact=False)).to_be_visible()
    here.shot(f"review-doubt-{width}")
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    for word, verdict in (("It is one activity", "one activity"), ("They are two", "two activities")):
        page.get_by_role("button", name=word).click()
        expect(page.get_by_text("Nothing to look at", exact=False)).to_be_visible(timeout=30_000)
        here.settle()
        page.get_by_text("What you decided about pairs: 1").click()
        expect(page.get_by_text(f"and watch.tcx (07:00, 5.40 km): {verdict}", exact=False)).to_be_visible()
        page.wait_for_timeout(600)  # the fold opens
        here.shot(f"review-{verdict.replace(' ', '-')}-{width}")
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("1 pair to look at", exact=False)).to_be_visible(timeout=30_000)
        here.settle()
    page.get_by_role("button", name="They are two").click()
    expect(page.get_by_text("Nothing to look at", exact=False)).to_be_visible(timeout=30_000)
