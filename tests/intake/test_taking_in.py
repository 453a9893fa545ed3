"""Every file is told of, one file's fault touches no other, and a second import adds nothing."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import StoreError, WhichAthleteError
from analytics.intake import storing, taking_in
from analytics.intake.receipt import Progress, Receipt
from analytics.intake.taking_in import take_in
from analytics.store import Store

Gpx = Callable[..., bytes]
Hevy = Callable[[list[tuple[str, str, int]]], bytes]


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


def counted(store: Store) -> dict[str, int]:
    tables = ("athlete", "activity", "session", "record", "strength_set", "injury", "coverage", "source_file",
              "import_problem", "run_measure")  # fmt: skip
    return {name: int(rows(store, f"SELECT count(*) AS n FROM {name}")[0]["n"]) for name in tables}


def statuses(receipt: Receipt) -> dict[str, str]:
    return {line.name: line.status for line in receipt.files}


STRAVA_HEADER = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,"
    "Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,Elevation Loss"
)


def strava_list(*listed: tuple[str, str, str, str, str, int, float, str]) -> bytes:
    """Write a list: id, date, name, kind, description, seconds, metres and file a row."""
    lines = [
        f'{number},"{date}",{name},{kind},{told},{seconds},{metres / 1000:.2f},,,false,,,{file},,,'
        f"{seconds}.0,{seconds}.0,{metres:.1f},,,,"
        for number, date, name, kind, told, seconds, metres, file in listed
    ]
    return "\n".join([STRAVA_HEADER, *lines, ""]).encode()


def strava_zip(gpx: Gpx, *, names: dict[str, bytes] | None = None) -> bytes:
    """An account export with one run that has a file, one entered by hand, and a list beside."""
    listed = strava_list(
        (
            "1000011",
            "Mar 2, 2026, 6:00:00 AM",
            "Before work",
            "Run",
            "easy",
            600,
            1800,
            "activities/11.gpx.gz",
        ),
        ("1000012", "Mar 4, 2026, 5:30:00 PM", "By hand", "Run", "", 1800, 5000, ""),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("activities.csv", listed)
        archive.writestr("activities/11.gpx.gz", gzip.compress(gpx(), mtime=0))
        for name, data in (names or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_run_goes_in_with_its_place_in_time_and_its_records(store: Store, gpx: Gpx) -> None:
    receipt = take_in(store, [("run.gpx", gpx())])
    assert statuses(receipt) == {"run.gpx": "added"}
    assert receipt.totals == {"activities": 1, "records": 61, "strength_sets": 0, "injuries": 0}
    [activity] = rows(store, "SELECT zone, zone_basis, start_local FROM activity")
    assert (activity["zone"], activity["zone_basis"]) == ("Europe/Berlin", "coordinates")
    assert activity["start_local"] == dt.datetime(2026, 3, 2, 7, 0)  # winter: an hour ahead of UTC
    [athlete] = rows(store, "SELECT name, simulated FROM athlete")
    assert athlete == {"name": "Me", "simulated": False}


def test_a_second_import_of_the_same_files_changes_nothing(store: Store, gpx: Gpx, hevy: Hevy) -> None:
    files = [
        ("run.gpx", gpx()),
        ("log.csv", hevy([("2 Mar 2026", "Clamshell", 15)])),
        ("bad.bin", b"\x01\x02"),
    ]
    first = take_in(store, files)
    before, revision = counted(store), store.revision()
    second = take_in(store, files)
    assert first.counts == {"added": 2, "known": 0, "refused": 1, "ignored": 0}
    assert second.counts == {"added": 0, "known": 2, "refused": 1, "ignored": 0}
    assert counted(store) == before
    assert store.revision() == revision
    assert second.totals == {"activities": 0, "records": 0, "strength_sets": 0, "injuries": 0}


def test_the_same_content_under_another_name_is_known(store: Store, gpx: Gpx) -> None:
    receipt = take_in(store, [("a.gpx", gpx()), ("b.gpx", gpx())])
    assert statuses(receipt) == {"a.gpx": "added", "b.gpx": "known"}


def test_an_account_export_joins_its_list_to_its_files(store: Store, gpx: Gpx) -> None:
    receipt = take_in(store, [("export.zip", strava_zip(gpx))])
    assert [line.name for line in receipt.files] == [
        "export.zip",
        "export.zip/activities.csv",
        "export.zip/activities/11.gpx.gz",
    ]
    assert receipt.counts["added"] == 3
    found = rows(store, "SELECT name, description, external_id, has_records FROM activity ORDER BY start_utc")
    assert [(one["name"], one["has_records"]) for one in found] == [("Before work", True), ("By hand", False)]
    assert found[0]["description"] == "easy"
    assert found[0]["external_id"] == "1000011"
    spans = rows(store, "SELECT what, basis, first_date, last_date FROM coverage")
    assert [(one["what"], one["basis"]) for one in spans] == [("running", "list")]
    assert spans[0]["first_date"].date() == dt.date(2026, 3, 2)


def test_a_listed_run_whose_file_cannot_be_read_still_counts(store: Store, gpx: Gpx) -> None:
    broken = strava_zip(gpx)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(broken)) as old, zipfile.ZipFile(out, "w") as new:
        new.writestr("activities.csv", old.read("activities.csv"))
        new.writestr("activities/11.gpx.gz", b"\x1f\x8bnothing")
    receipt = take_in(store, [("export.zip", out.getvalue())])
    assert statuses(receipt)["export.zip/activities/11.gpx.gz"] == "refused"
    found = rows(store, "SELECT name, has_records FROM activity ORDER BY start_utc")
    assert [(one["name"], one["has_records"]) for one in found] == [
        ("Before work", False),
        ("By hand", False),
    ]


def test_a_lone_list_first_and_its_files_later_count_each_run_once(store: Store, gpx: Gpx) -> None:
    whole = strava_zip(gpx)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        take_in(store, [("activities.csv", archive.read("activities.csv"))])
    assert counted(store)["activity"] == 2
    take_in(store, [("export.zip", whole)])
    found = rows(store, "SELECT has_records FROM activity ORDER BY start_utc")
    assert [one["has_records"] for one in found] == [True, False]


def test_unsafe_names_in_an_archive_are_refused_and_the_rest_goes_in(store: Store, gpx: Gpx) -> None:
    receipt = take_in(store, [("export.zip", strava_zip(gpx, names={"../../evil.gpx": gpx()}))])
    found = statuses(receipt)
    assert found["export.zip/../../evil.gpx"] == "refused"
    assert found["export.zip/activities/11.gpx.gz"] == "added"
    assert not Path("evil.gpx").exists()


def test_an_archive_of_which_nothing_can_be_read_is_refused(store: Store) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("1.fit", b"\x07\x00 torn")
        archive.writestr("__MACOSX/._1.fit", b"\x00\x05\x16\x07 of macOS")
    receipt = take_in(store, [("export.zip", out.getvalue())])
    assert statuses(receipt) == {
        "export.zip": "refused",
        "export.zip/1.fit": "refused",
        "export.zip/__MACOSX/._1.fit": "ignored",
    }


def test_a_zip_inside_a_zip_is_taken_in(store: Store, gpx: Gpx) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("1.gpx", gpx())
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("files/Part1.zip", inner.getvalue())
    receipt = take_in(store, [("takeout.zip", outer.getvalue())])
    assert statuses(receipt) == {"takeout.zip": "added", "takeout.zip/files/Part1.zip/1.gpx": "added"}


def test_one_broken_line_of_ten_thousand_is_told_and_the_others_go_in(store: Store, hevy: Hevy) -> None:
    day = dt.date(2000, 1, 1)
    lines = []
    for number in range(10_000):
        on = day + dt.timedelta(days=number // 4)
        lines.append((f"{on.day} {on:%b} {on.year}", "Clamshell", 12))
    text = hevy(lines).decode().splitlines(keepends=True)
    title, _, end = text[5001].split('","', 2)
    text[5001] = f'{title}","some day","{end}'
    receipt = take_in(store, [("log.csv", "".join(text).encode())])
    [line] = receipt.files
    assert (line.status, line.sets) == ("added", 9_999)
    assert [problem.line for problem in line.problems] == [5002]
    assert line.full_reason is not None
    assert "line 5002" in line.full_reason


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(random.Random(7).randbytes(4096), "not known here", id="random bytes"),
        pytest.param(b"PK\x03\x04 cut short", "damaged", id="a broken ZIP"),
        pytest.param(b"a,b\n1,2\n", "columns", id="a table nobody knows"),
    ],
)
def test_bad_files_are_refused_with_a_reason(store: Store, data: bytes, says: str) -> None:
    [line] = take_in(store, [("thing", data)]).files
    assert line.status == "refused"
    assert line.reason is not None
    assert says in line.reason
    assert counted(store)["athlete"] == 0  # nobody is made for a file that brings nothing


def test_200_megabytes_of_zeros_are_refused(store: Store, tmp_path: Path) -> None:
    zeros = tmp_path / "zeros.fit"
    with zeros.open("wb") as file:
        os.truncate(file.fileno(), 200 * 2**20)  # sparse: no disk is filled
    [line] = take_in(store, [zeros]).files
    assert line.status == "refused"
    assert line.reason is not None
    assert "zero" in line.reason


def test_names_with_html_markdown_and_formulas_are_kept_as_they_are(store: Store, gpx: Gpx) -> None:
    name = '&lt;img src=x onerror="alert(1)"&gt; [a](http://b) =HYPERLINK("http://c")'
    take_in(store, [("run.gpx", gpx(name=name))])
    [activity] = rows(store, "SELECT name FROM activity")
    assert activity["name"] == '<img src=x onerror="alert(1)"> [a](http://b) =HYPERLINK("http://c")'


def test_a_reader_that_breaks_down_costs_only_its_own_file(
    store: Store, gpx: Gpx, hevy: Hevy, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = taking_in.preparing.shares

    def shares(batch: Any, people: Any, runs: Any) -> Any:
        if batch.kind == "gpx":
            raise ZeroDivisionError
        return whole(batch, people, runs)

    monkeypatch.setattr(taking_in.preparing, "shares", shares)
    receipt = take_in(store, [("run.gpx", gpx()), ("log.csv", hevy([("2 Mar 2026", "Clamshell", 15)]))])
    assert statuses(receipt) == {"run.gpx": "refused", "log.csv": "added"}
    assert "a fault of ours" in str(receipt.files[0].reason)
    assert "ZeroDivisionError" in str(receipt.files[0].reason)


def test_a_file_that_the_store_cannot_take_does_not_pull_its_neighbours_down(
    store: Store, gpx: Gpx, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = storing.accounting.add_share

    def add(writer: Any, athlete_id: int, sha256: str, line: Any, share: Any) -> Any:
        outcomes = whole(writer, athlete_id, sha256, line, share)
        if line.name == "b.gpx":
            raise StoreError("The disk is full.")
        return outcomes

    monkeypatch.setattr(storing.accounting, "add_share", add)
    files = [(f"{name}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day, name in enumerate("abc", start=1)]
    receipt = take_in(store, files)
    assert statuses(receipt) == {"a.gpx": "added", "b.gpx": "refused", "c.gpx": "added"}
    assert counted(store)["activity"] == 2
    assert counted(store)["record"] == 2 * 61


def test_several_athletes_ask_for_a_name(store: Store, gpx: Gpx) -> None:
    take_in(store, [("a.gpx", gpx())], athlete="Ada")
    take_in(store, [("b.gpx", gpx(latitude=48.0))], athlete="Bea")
    with pytest.raises(WhichAthleteError, match="say whose files"):
        take_in(store, [("c.gpx", gpx(dt.datetime(2026, 5, 1, 7)))])
    take_in(store, [("c.gpx", gpx(dt.datetime(2026, 5, 1, 7)))], athlete="ada")
    assert [one["name"] for one in rows(store, "SELECT name FROM athlete ORDER BY name")] == ["Ada", "Bea"]


def test_a_table_of_several_people_goes_to_each_and_is_known_the_second_time(store: Store) -> None:
    header = b"athlete,onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"
    ada, bea = (
        b"Ada,2026-03-02,knee,pfp,left,time_loss,yes,,4,\n",
        b"Bea,2026-03-03,shin,,,complaint,yes,,2,\n",
    )
    take_in(store, [("one.csv", header + bea)], athlete="Ada")  # a name in the table wins
    files = [("both.csv", header + ada + bea), ("one.csv", header + bea)]
    receipt = take_in(store, files)
    assert [(line.status, line.injuries) for line in receipt.files] == [("added", 1), ("known", 0)]
    found = rows(store, "SELECT name, site FROM injury JOIN athlete USING (athlete_id) ORDER BY name")
    assert [(one["name"], one["site"]) for one in found] == [("Ada", "knee"), ("Bea", "shin")]
    before, revision = counted(store), store.revision()
    assert take_in(store, files).counts["known"] == 2
    assert (counted(store), store.revision()) == (before, revision)


def test_sets_are_credited_and_unknown_names_are_not(store: Store, hevy: Hevy) -> None:
    take_in(
        store,
        [
            (
                "log.csv",
                hevy(
                    [
                        ("2 Mar 2026", "Clamshell", 16),
                        ("2 Mar 2026", "Clamshell", 4),
                        ("3 Mar 2026", "Zorb", 8),
                    ]
                ),
            )
        ],
    )
    found = rows(store, "SELECT source_name, hip_sets FROM strength_set ORDER BY performed_on, set_no")
    assert [one["hip_sets"] for one in found][:2] == [1.0, 0.5]  # 4 of 8 repetitions: half
    assert found[2]["hip_sets"] != found[2]["hip_sets"]  # not known is no number
    [span] = rows(store, "SELECT what, first_date, last_date FROM coverage")
    assert (span["what"], span["first_date"].day, span["last_date"].day) == ("strength", 2, 3)


def test_a_strength_session_of_which_only_the_length_is_known_is_assumed_and_small(store: Store) -> None:
    listed = strava_list(
        ("1000001", "Mar 2, 2026, 6:00:00 AM", "Gym", "Weight Training", "", 2700, 0, ""),
        ("1000002", "Mar 9, 2026, 6:00:00 AM", "Long gym", "Weight Training", "", 7200, 0, ""),
    )
    take_in(store, [("activities.csv", listed)])
    found = rows(store, "SELECT lane, hip_sets, exercise_id FROM strength_set ORDER BY performed_on")
    assert [(one["lane"], one["hip_sets"]) for one in found] == [
        ("assumed", 3.6),  # 45 min at 0.08 a minute
        ("assumed", 5.0),  # 120 min would be 9.6: capped
    ]
    weeks = rows(store, "SELECT hip_sets, hip_sets_assumed FROM athlete_week ORDER BY week_start")
    assert [one["hip_sets_assumed"] for one in weeks] == [3.6, 5.0]
    assert all(one["hip_sets"] != one["hip_sets"] for one in weeks)  # the logged lane stays unknown


def test_progress_is_told_and_a_stop_keeps_what_was_read(store: Store, gpx: Gpx) -> None:
    told: list[Progress] = []
    files = [(f"{day}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day in range(1, 6)]
    receipt = take_in(store, files, on_progress=told.append, should_stop=lambda: len(told) >= 3)
    assert [(one.done, one.total) for one in told] == [(1, 5), (2, 5), (3, 5)]
    assert receipt.stopped
    assert counted(store)["activity"] == 3
    again = take_in(store, files)
    assert again.counts == {"added": 2, "known": 3, "refused": 0, "ignored": 0}


def test_a_folder_is_walked_in_order_and_pictures_in_it_are_no_fault(
    store: Store, gpx: Gpx, tmp_path: Path
) -> None:
    folder = tmp_path / "my runs"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.gpx").write_bytes(gpx())
    (folder / "deep" / "a.gpx").write_bytes(gpx(dt.datetime(2026, 3, 9, 6)))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    (folder / "torn.fit").write_bytes(b"\x07\x00 no activity any more")
    (folder / "._b.gpx").write_bytes(b"\x00\x05\x16\x07 of macOS")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("c.gpx", gpx(dt.datetime(2026, 3, 12, 6)))
    receipt = take_in(store, [folder])
    assert statuses(receipt) == {
        "my runs/b.gpx": "added",
        "my runs/deep/a.gpx": "added",
        "my runs/photo.jpg": "ignored",
        "my runs/torn.fit": "refused",
        "my runs/more.zip": "added",
        "my runs/more.zip/c.gpx": "added",
    }


def test_a_folder_of_uploads_is_a_folder_its_list_describes_and_pictures_are_no_fault(
    store: Store, gpx: Gpx
) -> None:
    receipt = take_in(
        store,
        [("runs/a.gpx", gpx()), ("runs/photo.jpg", b"\xff\xd8\xff\xe0" * 9), ("photo.jpg", b"\xff\xd8" * 9)],
    )
    assert {line.name: line.status for line in receipt.files} == {
        "runs/a.gpx": "added", "runs/photo.jpg": "ignored", "photo.jpg": "refused",
    }  # fmt: skip


def test_originals_are_kept_once_and_archives_by_their_members(store: Store, gpx: Gpx) -> None:
    whole = strava_zip(gpx)
    take_in(store, [("export.zip", whole)])
    found = rows(
        store, "SELECT name, content IS NOT NULL AS kept, parent_sha256 FROM source_file ORDER BY name"
    )
    assert {one["name"]: one["kept"] for one in found} == {
        "export.zip": False,
        "export.zip/activities.csv": True,
        "export.zip/activities/11.gpx.gz": True,
    }


def test_the_receipt_as_json_has_the_promised_shape(store: Store, gpx: Gpx) -> None:
    told = take_in(store, [("run.gpx", gpx())]).to_dict()
    assert set(told) == {"files", "totals", "seconds"}
    assert set(told["files"][0]) == {"name", "kind", "status", "reason", "activities", "sets", "injuries"}
    assert set(told["totals"]) == {"activities", "records", "strength_sets", "injuries"}


def test_many_files_of_no_use_share_one_line_a_kind_and_are_counted(store: Store, gpx: Gpx) -> None:
    names = {f"media/{k}.jpg": b"\xff\xd8\xff" + bytes([k]) for k in range(30)}
    names |= {f"media/{k}.png": b"\x89PNG\r\n" + bytes([k]) for k in range(5)}
    receipt = take_in(store, [("export.zip", strava_zip(gpx, names=names))])
    ignored = [line for line in receipt.files if line.status == "ignored"]
    assert [line.name for line in ignored if line.files > 1] == ["export.zip/(30 files alike)"]
    assert "JPEG" in str(next(line.reason for line in ignored if line.files > 1))
    assert len(ignored) == 1 + 5
    assert receipt.counts == {"added": 3, "known": 0, "refused": 0, "ignored": 35}
    assert "35 of no use here" in str(receipt.files[0].reason)
