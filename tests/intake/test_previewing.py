"""A preview says what the import will say, and stores nothing; kept originals can be read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analytics.intake import crediting, rereading
from analytics.intake.previewing import preview
from analytics.intake.taking_in import take_in
from analytics.knowledge import labels
from analytics.store import Store

Gpx = Callable[..., bytes]
Hevy = Callable[[list[tuple[str, str, int]]], bytes]


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

    def label_of(row: Any) -> labels.Label:
        return labels.Label("clamshell", 1.0, "a new alias") if row.source_name == "Zorb" else known(row)

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
