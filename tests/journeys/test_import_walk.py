"""Bringing files as a new user does: a look first, progress, a table to explain, undoing, the inbox, a phone."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RUN_FILE = "fit/roznet+fit-benchmarks/sample.fit"
STRENGTH_LOG = "strength-log/mouadja02+Hevy-Coach/workout_data.csv"
MANY = 400
FOUR_MORE = "1 file: 1 added. New: 4 activities."
FINNISH = "Päivämäärä;Laji;Matka (km);Kesto;Keskisyke;Fiilis\n"
TABLES = {
    # Each as its language writes dates, numbers and letters.
    "kayit.csv": (
        "Tarih;Aktivite Türü;Mesafe;Süre;Ort. Nabız\n01.06.2026;Koşu;5,49;0:31:23;136\n"
        "03.06.2026;Koşu;9,16;0:52:03;152\n"
    ).encode("utf-16"),
    "kiroku.csv": (
        "日付,種類,距離,タイム,平均心拍\n2026年6月1日,ランニング,15.76,1:28:22,152\n"
        "2026年6月3日,ランニング,8.73,0:51:40,153\n"
    ).encode("shift_jis"),
    "imerologio.csv": (
        "Ημερομηνία;Άθλημα;Απόσταση;Διάρκεια;Παλμοί\n13/06/2026;Τρέξιμο;7,62;42;146\n"
        "14/06/2026;Τρέξιμο;10,17;60;150\n"
    ).encode("utf-8-sig"),
}


def finnish(month: int) -> bytes:
    rows = [
        ("7,62", "0:42:56", 146),
        ("15,08", "1:23:44", 153),
        ("5,72", "0:28:41", 150),
        ("9,29", "0:46:36", 159),
    ]
    text = "".join(
        f"{2 * at + 1}.{month}.2026;Juoksu;{km};{time};{bpm};ok\n"
        for at, (km, time, bpm) in enumerate(rows[: month - 3])
    )
    return (FINNISH + text).encode()


def gpx(minute: int) -> str:
    points = "".join(
        f'<trkpt lat="52.{at:04d}" lon="13.0"><ele>40</ele><time>2026-05-{1 + minute // 1440:02d}T'
        f"{minute // 60 % 24:02d}:{(minute % 60):02d}:{at % 60:02d}Z</time></trkpt>"
        for at in range(0, 60, 3)
    )
    return (
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type>'
        f"<trkseg>{points}</trkseg></trk></gpx>"
    )


def archive(runs: int) -> bytes:
    """Pack runs, always into the same bytes: made twice, it is one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        for at in range(runs):
            member = zipfile.ZipInfo(f"activities/{at}.gpx")
            into.writestr(member, gpx(10 * at), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def begin(here):
    """Follow the button of the empty dashboard."""
    here.page.get_by_role("button", name="Import files").click()
    expect(here.page.get_by_role("heading", name="Import files")).to_be_visible(timeout=30_000)
    here.settle()
    return here


def drop(page: Page, files: list[tuple[str, bytes]]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    )
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_enabled(timeout=30_000)


def take_in(here, files: list[tuple[str, bytes]], *, says: str) -> None:
    drop(here.page, files)
    here.settle()
    here.page.get_by_role("button", name="Import", exact=True).click()
    expect(here.page.get_by_text(says, exact=False).first).to_be_visible(timeout=60_000)
    here.settle()


def choose(here, label: str, option: str) -> None:
    here.choose(here.page.get_by_label(label, exact=True).first, option)
    here.settle()


def sideways(page: Page) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))


def test_a_new_user_looks_first_imports_explains_a_table_and_undoes(
    start_app: Callable[[], str], visit: Callable, samples: Path
) -> None:
    here = begin(visit(start_app()))
    page = here.page
    files = [(Path(each).name, (samples / each).read_bytes()) for each in (RUN_FILE, STRENGTH_LOG)]
    drop(page, [*files, ("loki.csv", finnish(6))])
    here.settle()
    page.get_by_role("button", name="Look first").click()
    expect(page.get_by_text("A preview: nothing is stored yet", exact=False)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("1 asking what its columns mean", exact=False)).to_be_visible()
    here.settle()
    here.shot("import-1-preview")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=60_000)
    here.settle()
    expect(page.get_by_text("3 files: 2 added, 1 waiting for you")).to_be_visible()
    here.shot("import-2-receipt")

    page.get_by_role("button", name="Say what they mean").click()
    expect(page.get_by_role("heading", name="Table columns")).to_be_visible()
    here.settle()
    right = page.get_by_role("button", name="That is right: import it")
    expect(right).to_be_disabled()
    expect(page.get_by_text("Which sport is it: “Juoksu”?")).to_be_visible()
    choose(here, "“Juoksu”, 3 rows", "Running")
    expect(page.get_by_text("3 of 3 rows can be read.")).to_be_visible()
    here.shot("import-3-table")
    right.click()
    expect(page.get_by_text("New: 3 activities", exact=False)).to_be_visible(timeout=30_000)
    here.settle()

    take_in(here, [("heina.csv", finnish(7))], says=FOUR_MORE)  # the next of that layout asks nothing
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("4 activities", exact=False).first).to_be_visible(timeout=30_000)
    here.settle()
    here.shot("import-4-undone")
    take_in(here, [("heina.csv", finnish(7))], says=FOUR_MORE)
    assert here.complaints == []


def test_an_import_goes_on_through_a_reload_stops_when_told_and_the_inbox_is_watched(
    start_app: Callable[[], str],
    visit: Callable,
    samples: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIPSTRIDE_INBOX", "on")
    here = begin(visit(start_app()))
    page = here.page
    drop(page, [("export.zip", archive(MANY))])
    here.settle()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible(timeout=30_000)
    page.reload()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible(timeout=30_000)
    assert page.get_by_role("button", name="Import", exact=True).count() == 0
    here.shot("import-5-running")
    stop.click()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=60_000)
    here.settle()
    # The same again goes on from there.
    take_in(here, [("export.zip", archive(MANY))], says=f"{MANY + 1} files: ")

    inbox = max(tmp_path_factory.getbasetemp().glob("app*/inbox"), key=lambda one: one.stat().st_ctime)
    (inbox / "run.fit").write_bytes((samples / RUN_FILE).read_bytes())
    receipt = inbox / "done" / "run.fit.receipt.txt"
    for _ in range(300):
        if receipt.exists():
            break
        time.sleep(0.1)
    assert "1 added" in receipt.read_text()
    page.reload()
    # On a fast machine the first import was through before the stop: its archive is then known by now.
    expect(page.get_by_text(re.compile(rf"files: {MANY + 2} added"))).to_be_visible(timeout=30_000)


def test_on_a_phone_nothing_scrolls_sideways_and_every_table_is_asked_about(
    start_app: Callable[[], str], visit: Callable
) -> None:
    here = begin(visit(start_app(), width=390, height=844, dark=True))
    page = here.page
    take_in(here, list(TABLES.items()), says="3 tables wait")
    assert sideways(page) <= 0
    here.shot("import-phone")
    page.get_by_role("button", name="Say what they mean").click()
    here.settle()
    for name in TABLES:
        choose(here, "Which table?", name)
        expect(page.get_by_text("In which unit is it: Distance", exact=False)).to_be_visible()
        expect(page.get_by_role("button", name="That is right: import it")).to_be_disabled()
        assert sideways(page) <= 0
    here.shot("import-phone-table")
    assert here.complaints == []
