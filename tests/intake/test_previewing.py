"""A preview says what the import will say, and stores nothing; kept originals can be read again."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analytics.intake import crediting, rereading
from analytics.intake.previewing import preview
from analytics.intake.taking_in import take_in
from analytics.knowledge import labels
from analytics.store import Store

Gpx = Callable[..., bytes]
Hevy = Callable[[list[tuple[str, str, int]]], bytes]


PLAIN = b"date,distance_m,moving_s,sport\n2026-03-02,900,300,run\n2026-03-20,5000,1500,run\n"


def counted(store: Store) -> dict[str, Any]:
    with store.reader() as reader:
        return {
            name: reader.sql(f"SELECT count(*) AS n FROM {name}", {})["n"][0]
            for name in (
                "athlete",
                "activity",
                "record",
                "strength_set",
                "source_file",
                "import_batch",
                "coverage",
            )
        }


def test_a_preview_says_what_the_import_then_does(store: Store, gpx: Gpx, hevy: Hevy) -> None:
    take_in(store, [("a.gpx", gpx())], athlete="Ada")
    files = [
        ("a.gpx", gpx()),
        ("again.gpx", gpx(points=60)),
        ("log.csv", hevy([("2 Mar 2026", "Clamshell", 15)])),
        ("bad.bin", b"\x01\x02"),
    ]
    before, revision = counted(store), store.revision()
    shown = preview(store, files)
    assert (counted(store), store.revision()) == (before, revision)
    done = take_in(store, files)
    assert [line.to_dict() for line in shown.files] == [line.to_dict() for line in done.files]
    assert shown.counts == {"added": 1, "known": 2, "refused": 1, "ignored": 0}


def test_a_preview_of_a_mixed_folder_is_the_receipt_of_the_import_that_follows(
    store: Store, gpx: Gpx, hevy: Hevy, fit_writer: ModuleType, whole_store: ModuleType, tmp_path: Path
) -> None:
    """Of the later tracks, only the track tells: the preview must look at it, although it copies no records."""
    start = dt.datetime(2026, 3, 2, 6)

    def fit(later_s: int = 0, seconds: int = 300, days: int = 0) -> bytes:
        begin = start + dt.timedelta(days=days, seconds=later_s)
        data: bytes = fit_writer.run_file(start=begin, seconds=seconds, with_positions=True)
        return data

    def track(later_s: int, points: int, **where: float) -> bytes:
        return gpx(
            start + dt.timedelta(seconds=later_s),
            points=points,
            **{"latitude": 45.0, "longitude": 7.0} | where,
        )

    before = [("watch.fit", fit()), ("days.csv", PLAIN), ("log.csv", hevy([("2 Mar 2026", "Clamshell", 15)]))]
    take_in(store, before, athlete="Ada")
    take_in(
        store, [("phone.gpx", track(4, 31))], athlete="Ada"
    )  # lies aside: its track, too, is held against
    take_in(store, [("tuesday.fit", fit(days=1))], athlete="Ada")
    folder = tmp_path / "mixed"
    (folder / "deeper").mkdir(parents=True)
    given = {
        "again.fit": fit(),  # this very file
        "late.fit": fit(later_s=60, seconds=240),  # begun late, on the same track: the same
        "elsewhere.gpx": track(200, 10, latitude=46.0),  # at the same time in another place: a doubt
        "deeper/late.gpx": track(70, 24),
        "deeper/wednesday.fit": fit(days=2),
        "deeper/wednesday.gpx": gpx(
            start + dt.timedelta(days=2, seconds=50), points=26, latitude=45.0, longitude=7.0
        ),
        "log2.csv": hevy([("2 Mar 2026", "Clamshell", 15), ("9 Mar 2026", "Zorb", 12)]),
        "gym.fit": fit_writer.strength_file([fit_writer.Done(category=10, subtype=44, reps=12)] * 3),
        "broken.fit": fit()[:60],
        "loki.csv": b"aaa,bbb\n1,2\n3,4\n",
        "two.csv": b"athlete,onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"
        b"Bo,2026-03-02,knee,pfp,left,time_loss,yes,,4,\n",
        "picture.jpg": b"\xff\xd8\xff\xe0 not a run",
    }
    for name, data in given.items():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("thursday.fit", fit(days=3))
        archive.writestr("again.fit", fit())
    held, revision = whole_store.weighed(store), store.revision()
    shown = preview(store, [folder], athlete="Ada")
    assert whole_store.differences(whole_store.weighed(store), held) == []
    assert store.revision() == revision
    done = take_in(store, [folder], athlete="Ada")
    assert [vars(line) for line in shown.files] == [vars(line) for line in done.files]
    assert (shown.summary, shown.totals) == (done.summary, done.totals)
    became = {line.name.split("/", 1)[1]: line for line in done.files}
    assert became["late.fit"].status == became["deeper/late.gpx"].status == "known"
    assert "please look at both" in (became["elsewhere.gpx"].reason or "")
    assert became["deeper/wednesday.fit"].status == "added"


def test_a_preview_can_be_stopped_and_tells_how_far_it_is(store: Store, gpx: Gpx) -> None:
    files = [(f"{day}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day in range(1, 9)]
    told: list[int] = []
    receipt = preview(
        store, files, on_progress=lambda p: told.append(p.done), should_stop=lambda: len(told) >= 2
    )
    assert receipt.stopped
    assert told[:2] == [1, 2]
    assert counted(store)["source_file"] == 0


def test_a_preview_on_an_empty_store_makes_nobody(store: Store, gpx: Gpx) -> None:
    assert preview(store, [("a.gpx", gpx())]).totals["activities"] == 1
    assert counted(store)["athlete"] == 0


def test_reading_again_changes_nothing_until_a_reader_or_a_label_does(
    store: Store, gpx: Gpx, hevy: Hevy, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, [("a.gpx", gpx()), ("log.csv", hevy([("2 Mar 2026", "Zorb", 15)]))], athlete="Ada")
    before = counted(store)
    assert rereading.reread(store).summary == "2 originals read again: nothing is different."

    known = crediting.label_of

    def label_of(row: Any, *said: Any) -> labels.Label:
        return (
            labels.Label("clamshell", 1.0, "a new alias") if row.source_name == "Zorb" else known(row, *said)
        )

    monkeypatch.setattr(crediting, "label_of", label_of)
    with store.writer() as writer:
        writer.change("UPDATE source_file SET quality = 'wrong_checksum' WHERE kind = 'gpx'")
    result = rereading.reread(store)
    assert [line.name for line in result.lines] == ["a.gpx"]
    assert "soundness: wrong_checksum, now" in result.lines[0].change
    assert result.labels == 1
    with store.reader() as reader:
        assert reader.sql("SELECT exercise_id, hip_sets FROM strength_set", {}).to_dict("records") == [
            {"exercise_id": "clamshell", "hip_sets": 1.0}
        ]
    assert counted(store) == before
    assert rereading.reread(store).labels == 0
