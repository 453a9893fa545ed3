"""Tables that wait to be explained: kept once, read when somebody says, and never stored before."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from analytics.errors import UnreadableError
from analytics.intake import entering, explaining, undoing
from analytics.intake.explaining import Mapping, Said
from analytics.intake.previewing import preview
from analytics.intake.taking_in import take_in
from analytics.store import Store, column_mapping

FINNISH = b"Pvm;Matka;Kesto\n4.1.2026;10,4;1:02:03\n15.1.2026;8,2;0:50:00\n"
LATER = FINNISH.replace(b".1.2026", b".2.2026")
SAID = Mapping(
    "activities",
    (Said("start", 0, "local"), Said("distance", 1, "km"), Said("moving", 2, "clock")),
    sports=(("", "running"),),
)


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada")


def waiting(store: Store) -> list[column_mapping.WaitingTable]:
    with store.reader() as reader:
        return column_mapping.waiting(reader)


def distances_km(store: Store) -> list[float]:
    with store.reader() as reader:
        return sorted(value / 1000 for value in reader.sql("SELECT distance_m FROM session")["distance_m"])


def test_a_table_that_is_not_understood_is_refused_by_its_header_and_waits_once(
    store: Store, ada: int
) -> None:
    for _ in range(2):
        (line,) = take_in(store, [("loki.csv", FINNISH)], athlete="Ada").files
        assert line.status == "refused"
        assert "'Pvm', 'Matka', 'Kesto'" in (line.reason or "") and line.waits
    (one,) = waiting(store)
    assert (one.name, one.athlete_id) == ("loki.csv", ada)
    assert distances_km(store) == []


def test_once_explained_all_tables_of_that_header_go_in(store: Store, ada: int) -> None:
    take_in(store, [("loki.csv", FINNISH), ("helmi.csv.gz", gzip.compress(LATER))], athlete="Ada")
    first = next(one for one in waiting(store) if one.name == "loki.csv")
    receipt = explaining.explain(store, first.sha256, SAID, athlete="Ada")
    assert [(line.status, line.activities) for line in receipt.files] == [("added", 2), ("added", 2)]
    assert distances_km(store) == [8.2, 8.2, 10.4, 10.4]
    assert waiting(store) == []
    again = take_in(store, [("loki.csv", FINNISH)], athlete="Ada")
    assert [line.status for line in again.files] == ["known"]


def test_looking_stores_nothing(store: Store, ada: int) -> None:
    take_in(store, [("loki.csv", FINNISH)], athlete="Ada")
    (one,) = waiting(store)
    seen = explaining.look(store, one.sha256, SAID)
    assert (seen.read, seen.row_count, seen.questions) == (2, 2, ())
    assert [row["distance_m"] for row in seen.first] == [10_400, 8_200]
    assert distances_km(store) == [] and len(waiting(store)) == 1


def test_nothing_is_remembered_while_something_is_open(store: Store, ada: int) -> None:
    take_in(store, [("loki.csv", FINNISH)], athlete="Ada")
    (one,) = waiting(store)
    with pytest.raises(UnreadableError, match="At least a distance or a duration"):
        explaining.explain(store, one.sha256, Mapping("activities", SAID.columns[:1]), athlete="Ada")
    with store.reader() as reader:
        assert column_mapping.remembered(reader, one.header_fingerprint) is None


def test_a_later_table_that_asks_something_new_waits_again(store: Store, ada: int) -> None:
    proved = b"Day,Km,Mins\n25/04/2026,10,50\n26/04/2026,8,40\n"
    said = Mapping(
        "activities", (Said("start", 0, "local"), Said("distance", 1, "km"), Said("moving", 2, "min"))
    )
    take_in(store, [("one.csv", proved)], athlete="Ada")
    explaining.explain(store, waiting(store)[0].sha256, said, athlete="Ada")
    (line,) = take_in(
        store, [("two.csv", b"Day,Km,Mins\n03/04/2026,10,50\n04/05/2026,8,40\n")], athlete="Ada"
    ).files
    assert line.status == "refused"
    assert "day or month" in (line.reason or "")
    assert [one.name for one in waiting(store)] == ["two.csv"]


def test_a_forgotten_header_is_asked_about_again(store: Store, ada: int) -> None:
    take_in(store, [("loki.csv", FINNISH)], athlete="Ada")
    (one,) = waiting(store)
    explaining.explain(store, one.sha256, SAID, athlete="Ada")
    explaining.forget(store, one.header_fingerprint)
    (line,) = take_in(store, [("helmi.csv", LATER)], athlete="Ada").files
    assert line.status == "refused"


SETTINGS = b"Asetus;Arvo;Muutettu\nKieli;suomi;4.1.2026\nYksikot;km;5.1.2026\n"


def packed(*files: tuple[str, bytes]) -> tuple[str, bytes]:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return "export.zip", whole.getvalue()


def test_a_table_in_an_archive_waits_like_one_by_itself_once(store: Store, ada: int) -> None:
    archive = packed(("sub/loki.csv", FINNISH), ("asetukset.csv", SETTINGS))
    assert preview(store, [archive], athlete="Ada").files
    assert waiting(store) == []
    for _ in range(2):
        receipt = take_in(store, [archive], athlete="Ada")
        line = next(line for line in receipt.files if line.name.endswith("loki.csv"))
        assert line.waits and "'Pvm', 'Matka', 'Kesto'" in (line.reason or "")
    (one,) = waiting(store)
    assert one.name.endswith("loki.csv")
    receipt = explaining.explain(store, one.sha256, SAID, athlete="Ada")
    assert [(line.status, line.activities) for line in receipt.files] == [("added", 2)]
    again = take_in(store, [archive], athlete="Ada")
    line = next(line for line in again.files if line.name.endswith("loki.csv"))
    assert (line.status, waiting(store)) == ("known", [])


def test_a_side_list_in_an_archive_is_refused_by_its_header_without_waiting(store: Store, ada: int) -> None:
    receipt = take_in(store, [packed(("asetukset.csv", SETTINGS))], athlete="Ada")
    assert waiting(store) == []
    line = next(line for line in receipt.files if line.name.endswith("asetukset.csv"))
    assert not line.waits and "'Asetus', 'Arvo', 'Muutettu'" in (line.reason or "")
    assert "imported by itself it is asked about" in (line.reason or "")


def test_so_many_tables_wait_and_no_more(store: Store, ada: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "MAX_WAITING", 2)
    tables = [(f"{at}.csv", FINNISH.replace(b"10,4", b"10,%d" % at)) for at in range(3)]
    for _ in range(2):
        receipt = take_in(store, [packed(*tables)], athlete="Ada")
        assert [line.waits for line in receipt.files if line.name.endswith(".csv")] == [True, True, False]
    assert len(waiting(store)) == 2


def test_undoing_an_import_takes_its_waiting_tables_along_and_no_others(store: Store, ada: int) -> None:
    take_in(store, [("loki.csv", FINNISH)], athlete="Ada")
    with store.writer() as writer:
        writer.change("UPDATE waiting_table SET waiting_since_utc = waiting_since_utc - INTERVAL 1 HOUR")
    run = b"date,sport,moving_s,distance_m\n2026-03-03 18:00,running,1800,5000\n"
    second = take_in(
        store, [packed(("loki.csv", FINNISH), ("helmi.csv", LATER), ("list.csv", run))], athlete="Ada"
    )
    assert len(waiting(store)) == 2
    undoing.undo(store, second.batch_id)
    assert [one.name for one in waiting(store)] == ["export.zip/loki.csv"]
    assert distances_km(store) == []


def test_a_waiting_table_goes_with_its_athlete(store: Store, ada: int) -> None:
    take_in(store, [("loki.csv", FINNISH)], athlete="Ada")
    with store.writer() as writer:
        writer.remove_athletes([ada])
    assert waiting(store) == []
    with pytest.raises(UnreadableError, match="waits no more"):
        explaining.look(store, "0" * 64, SAID)
    assert explaining.ask(store, "0" * 64) is None
