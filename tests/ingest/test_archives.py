"""Archives: checked before anything is inflated, and inflated within limits."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from analytics.errors import UnreadableError
from analytics.ingest import archives
from analytics.ingest.archives import Archive, beside, folder_members, members
from analytics.ingest.gzipped import inflate
from analytics.ingest.reading import read


def packed(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return data.getvalue()


def test_members_come_with_the_list_of_activities_first() -> None:
    data = packed({"activities/1.gpx": b"<gpx/>", "activities.csv": b"a,b", "media/x.jpg": b"\xff\xd8\xff"})
    found = [(one.name, one.size, one.head(2), one.read()) for one in members(data, "export.zip")]
    assert found == [
        ("activities.csv", 3, b"a,", b"a,b"),
        ("activities/1.gpx", 6, b"<g", b"<gpx/>"),
        ("media/x.jpg", 3, b"\xff\xd8", b"\xff\xd8\xff"),
    ]


def test_an_archive_is_read_from_a_path_as_from_bytes(tmp_path: Path) -> None:
    place = tmp_path / "export.zip"
    place.write_bytes(packed({"a.gpx": b"<gpx/>"}))
    with Archive(place, "export.zip") as archive:
        assert len(archive) == 1
        assert [one.read() for one in archive.members()] == [b"<gpx/>"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../outside.fit", "leads out"),
        ("/etc/outside.fit", "path on a disk"),
        ("C:/outside.fit", "path on a disk"),
        ("a\\..\\outside.fit", "leads out"),
        ("folder\\inside.fit", "backslash"),
        ("new\nline.fit", "control characters"),
        ("", "no name"),
    ],
)
def test_unsafe_names_are_refused_and_the_rest_is_read(name: str, words: str) -> None:
    with Archive(packed({name: b"x,y", "good.csv": b"x,y"}), "z") as archive:
        assert [one.name for one in archive.members()] == ["good.csv"]
        ((_, reason),) = archive.refused
    assert words in reason


def test_a_member_that_is_a_bomb_is_refused_before_it_is_inflated() -> None:
    with Archive(packed({"bomb.gpx": bytes(50_000_000), "good.csv": b"x,y"}), "z") as archive:
        assert [one.name for one in archive.members()] == ["good.csv"]
        assert "250 times" in archive.refused[0][1]


def test_one_archive_inside_another_is_opened_and_a_third_is_not() -> None:
    third = packed({"c.gpx": b"<gpx/>"})
    inner = packed({"b.gpx": b"<gpx/>", "third.zip": third})
    with Archive(packed({"UploadedFiles_0-_Part1.zip": inner, "a.gpx": b"<gpx/>"}), "z") as archive:
        found = {one.name: one.read() for one in archive.members()}
        assert found == {"UploadedFiles_0-_Part1.zip/b.gpx": b"<gpx/>", "a.gpx": b"<gpx/>"}
        assert [name for name, _ in archive.refused] == ["UploadedFiles_0-_Part1.zip/third.zip"]


def test_members_that_share_one_body_are_refused() -> None:
    data = bytearray(packed({"a.csv": b"x,y" * 100, "b.csv": b"x,y" * 100}))
    # Point the second entry of the directory at the body of the first.
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    with pytest.raises(UnreadableError):
        Archive(bytes(data), "z")


def test_a_password_and_an_unknown_method_are_named() -> None:
    data = bytearray(packed({"a.csv": b"x,y", "b.csv": b"x,y"}))
    first, second = data.find(b"PK\x01\x02"), data.rfind(b"PK\x01\x02")
    data[first + 8] |= 1  # encrypted
    data[second + 10 : second + 12] = struct.pack("<H", 9)  # Deflate64
    with Archive(bytes(data), "z") as archive:
        assert list(archive.members()) == []
        assert "password" in archive.refused[0][1]
        assert "number 9" in archive.refused[1][1]


def test_a_member_with_a_wrong_checksum_is_refused_by_reading_it() -> None:
    data = bytearray(packed({"a.csv": b"date,exercise\n"}, method=zipfile.ZIP_STORED))
    data[data.index(b"exercise")] ^= 1
    with Archive(bytes(data), "z") as archive:
        refused = [name for name, _ in archive.refused]
        for one in archive.members():
            with pytest.raises(UnreadableError, match="checksum"):
                one.read()
            refused.append(one.name)
        refused += [name for name, _ in archive.refused]
    assert refused == ["a.csv"]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x05\x06", b"PK\x03\x04" + bytes(5000), packed({"a": b"b"})[:40]]
)
def test_a_damaged_archive_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        Archive(data, "z")


def test_too_many_members_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({f"{k}.csv": b"x,y" for k in range(11)})
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    with pytest.raises(UnreadableError, match="11 files"):
        Archive(data, "z")
    monkeypatch.setattr(archives, "MAX_MEMBERS", 100)
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 10)
    with pytest.raises(UnreadableError, match="GB"):
        Archive(data, "z")


def gibibyte_of_zeros() -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(2**24)
    return b"".join(machine.compress(block) for _ in range(64)) + machine.flush()


def test_a_gibibyte_in_a_megabyte_is_stopped_at_the_cap() -> None:
    bomb = gibibyte_of_zeros()
    assert len(bomb) < 1_100_000
    with pytest.raises(UnreadableError, match="more than 128 MB"):
        read(bomb, "run.fit.gz")
    many = gzip.compress(bytes(2**20)) * 3
    with pytest.raises(UnreadableError, match="more than 2 MB"):
        inflate(many, most=2 * 2**20)


def test_gzip_in_several_members_with_garbage_behind_it_is_read() -> None:
    data = gzip.compress(b"one,") + gzip.compress(b"two")
    assert inflate(data) == (b"one,two", None)
    assert inflate(data + bytes(20)) == (b"one,two", None)
    assert inflate(data + b"garbage") == (b"one,two", "trailing")
    assert inflate(data[:-4]) == (b"one,two", "cut_off")


def test_gzip_in_gzip_and_damaged_gzip_are_refused() -> None:
    with pytest.raises(UnreadableError, match="packed twice"):
        read(gzip.compress(gzip.compress(b"<gpx/>")), "x.gz")
    with pytest.raises(UnreadableError, match="damaged"):
        read(b"\x1f\x8b" + bytes(30), "x.gz")


def test_a_folder_looks_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "activities").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/c.gpx").write_bytes(b"")
    (tmp_path / "activities/a.gpx").write_bytes(b"<gpx/>")
    (tmp_path / "activities.csv").write_bytes(b"x")
    (tmp_path / "z.gpx").symlink_to(tmp_path / "activities/a.gpx")
    found = list(folder_members(tmp_path))
    assert [one.name for one in found] == ["activities.csv", "activities/a.gpx"]
    assert found[1].read() == b"<gpx/>"


def test_a_file_that_has_gone_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(b"<gpx/>")
    (one,) = list(folder_members(tmp_path))
    (tmp_path / "a.gpx").unlink()
    with pytest.raises(UnreadableError, match="cannot be opened"):
        one.read()


def test_a_list_names_files_beside_itself() -> None:
    assert beside("activities.csv", "activities/1.fit.gz") == "activities/1.fit.gz"
    assert beside("old/export/activities.csv", "activities/1.fit.gz") == "old/export/activities/1.fit.gz"
