"""Archives in archives: read where they lie, never on a disk, never whole in memory, within the same limits."""

from __future__ import annotations

import io
import random
import tempfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import UnreadableError
from analytics.ingest import archives, nested
from analytics.ingest.archives import Archive
from analytics.ingest.nested import inside

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something is written to a disk")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)


def packed(files: dict[str, bytes], method: int = DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return data.getvalue()


def mixed(size: int, seed: int = 1) -> bytes:
    """Bytes that pack to about a half: noise and repetition in turn."""
    chance = random.Random(seed)
    return b"".join(chance.randbytes(500) + b"run " * 125 for _ in range(size // 1000))


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_any_place_of_a_member_reads_as_if_it_lay_unpacked(
    method: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nested, "LEAST_BETWEEN_NOTES", 50_000)
    monkeypatch.setattr(nested, "RECENT_BYTES", 4_096)
    monkeypatch.setattr(nested, "_PLAIN_CHUNK", 10_000)
    content = mixed(700_000)
    outer = io.BytesIO(packed({"before.bin": b"12345", "inner.zip": content, "behind.bin": b"6"}, method))
    info = zipfile.ZipFile(outer).getinfo("inner.zip")
    file = inside(outer, info)
    chance = random.Random(7)
    for _ in range(400):
        place, length = chance.randrange(len(content) + 50), chance.choice((0, 1, 30, 5_000, 60_000))
        outer.seek(chance.randrange(1000))  # whoever else reads the outer file moves its place
        assert file.seek(place) == place
        assert file.read(length) == content[place : place + length]
        assert file.tell() == min(place + length, max(place, len(content)))
    file.seek(-10, io.SEEK_END)
    assert file.read() == content[-10:]
    with pytest.raises(OSError, match="before the beginning"):
        file.seek(-1)


@pytest.mark.parametrize(
    ("outside", "within"), [(STORED, DEFLATED), (DEFLATED, DEFLATED), (DEFLATED, STORED)]
)
def test_thousands_of_members_of_inner_archives_are_handed_out_each_once(
    tmp_path: Path, outside: int, within: int
) -> None:
    """As Garmin packs an account: parts of thousands of files, of which few are activities."""
    files = {f"{at}.fit": b"%06d" % at + bytes(at % 700) for at in range(4_000)}
    names = list(files)
    parts = {
        f"UploadedFiles_0-_Part{part}.zip": packed({name: files[name] for name in names[part::3]}, within)
        for part in range(3)
    }
    place = tmp_path / "export.zip"
    place.write_bytes(packed({**parts, "own.fit": b"own"}, outside))
    with Archive(place, "export.zip") as archive:
        found = {member.name: (member.head(6), member.read()) for member in archive.members()}
        assert archive.refused == []
    assert len(found) == 4_001
    for name, (head, content) in found.items():
        assert head == content[:6]
        assert content == files.get(name.rsplit("/", 1)[-1], b"own")


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_a_large_inner_archive_is_never_whole_in_memory(tmp_path: Path, method: int) -> None:
    files = {f"{at}.fit": random.Random(at).randbytes(100_000) for at in range(400)}
    place = tmp_path / "export.zip"
    place.write_bytes(packed({"part.zip": packed(files, STORED)}, method))
    tracemalloc.start()
    with Archive(place, "export.zip") as archive:
        total = sum(len(member.read()) for member in archive.members())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 40_000_000
    assert peak < 12_000_000


def test_a_list_inside_comes_first_there_too() -> None:
    inner = packed({"activities/1.gpx": b"<gpx/>", "activities.csv": b"a,b"})
    with Archive(packed({"inner.zip": inner}), "z") as archive:
        names = [member.name for member in archive.members() if member.read()]
    assert names == ["inner.zip/activities.csv", "inner.zip/activities/1.gpx"]


def test_the_limits_hold_for_an_archive_and_those_inside_it_together(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {f"{part}.zip": packed({f"{part}{at}.fit": b"x" for at in range(40)}) for part in "abc"}
    monkeypatch.setattr(archives, "MAX_MEMBERS", 100)
    with Archive(packed(parts), "z") as archive:
        assert len([member.name for member in archive.members()]) == 80
        ((name, reason),) = archive.refused
    assert (name, reason) == ("c.zip", "The ZIP archive holds 40 files, more than any account export.")

    monkeypatch.setattr(archives, "MAX_MEMBERS", 1000)
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 90_000)
    big = {f"{part}.zip": packed({"a.fit": mixed(40_000)}, STORED) for part in "ab"}
    with Archive(packed(big), "z") as archive, pytest.raises(StopIteration):
        members = archive.members()
        while next(members).size:
            pass
    assert [name for name, _ in archive.refused] == ["a.zip", "b.zip"]


def test_an_inner_archive_that_would_unpack_to_far_more_is_refused_before_it_is_inflated() -> None:
    bomb = packed({"zeros.fit": bytes(60_000_000)}, STORED)
    inner_bomb = packed({"zeros.fit": bytes(60_000_000)})
    files = {"1.zip": bomb, "2.zip": inner_bomb, "good.fit": b"x"}
    with Archive(packed(files), "z") as archive:
        assert [member.name for member in archive.members()] == ["good.fit"]
        said = dict(archive.refused)
    assert set(said) == {"1.zip", "2.zip/zeros.fit"}
    assert all("250 times" in reason for reason in said.values())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_inner_archive_packed_by_a_rare_method_is_refused_with_the_way_out(method: int) -> None:
    with Archive(packed({"inner.zip": packed({"a.fit": b"x"})}, method), "z") as archive:
        assert list(archive.members()) == []
        assert archive.refused == [
            ("inner.zip", "an archive packed a second time by a rare method: unpack it and hand it in")
        ]


def test_damage_in_an_inner_archive_costs_what_lies_behind_it_and_nothing_else() -> None:
    inner = packed({f"{at}.fit": mixed(50_000, at) for at in range(6)}, STORED)
    good = packed({"inner.zip": inner, "good.fit": b"x"})
    for at in range(2_000, len(good) - 200, 9_001):
        data = bytearray(good)
        data[at] ^= 0x55
        try:
            with Archive(bytes(data), "z") as archive:
                for member in archive.members():
                    try:
                        content = member.read()
                    except UnreadableError:
                        continue
                    name = member.name.rsplit("/", 1)[-1]
                    assert content in (b"x", mixed(50_000, int(name[0])) if name != "good.fit" else b"x")
        except UnreadableError:
            continue
