"""What a person hands in, spread out: files, folders and archives become one row of named files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from analytics.errors import UnreadableError
from analytics.ingest.archives import MAX_FILE_BYTES, Archive, folder_members
from analytics.ingest.sniffing import sniff

Upload = tuple[str, bytes]
Source = Path | str | Upload
"""A path (file, ZIP or folder), or the name and bytes of an upload."""

HEAD_BYTES = 64
CHUNK = 2**20


@dataclass
class Place:
    """Files that came together, so that an activity list among them can describe its neighbours.

    `prefix` stands before their names on the receipt; `by_last_name` is true for files picked one by one,
    which carry no folder to look a name up in. `count` is how many files there are, for the bar of progress;
    of an archive it is known once its first member is handed out.
    """

    prefix: str = ""
    by_last_name: bool = False
    chosen_by_hand: bool = True
    archive_sha256: str | None = None
    count: int = 0


@dataclass
class Incoming:
    """One file to be taken in."""

    name: str  # as it lies in its place
    place: Place
    read: Callable[[], bytes]

    @property
    def shown_as(self) -> str:
        """The name on the receipt."""
        return self.place.prefix + self.name


@dataclass
class Opened:
    """An archive that is now spread out, with those of its members that it does not hand out."""

    name: str
    sha256: str
    size_bytes: int
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Unopened:
    """A file or archive that could not even be opened."""

    name: str
    reason: str
    kind: str = "unknown"


Found = Incoming | Opened | Unopened


def spread(sources: Sequence[Source]) -> list[tuple[Place, Iterator[Found]]]:
    """Spread what was handed in, place by place; each place is to be run through before the next.

    Returns
    -------
    list of tuples
        The place, and what is found in it, lists of activities first. An archive comes as `Opened` at the
        end of its members, when it is known what of it was refused.
    """
    loose = Place(by_last_name=True)
    files: list[Incoming] = []
    uploaded = Place(chosen_by_hand=False)  # a folder, as a browser hands it over: names with their folders
    in_folder: list[Incoming] = []
    others: list[tuple[Place, Iterator[Found]]] = []
    for source in sources:
        if isinstance(source, tuple):
            name, data = source
            if sniff(data[:CHUNK], name) == "zip":
                others += _archive(data, name)
                continue
            is_in_folder = "/" in name
            one = Incoming(name, uploaded if is_in_folder else loose, lambda data=data: data)  # type: ignore[misc]
            (in_folder if is_in_folder else files).append(one)
            continue
        path = Path(source)
        if path.is_dir():
            others += _folder(path)
        elif _is_zip(path):
            others += _archive(path, path.name)
        else:
            files.append(Incoming(path.name, loose, lambda path=path: _read(path)))  # type: ignore[misc]
    for place, found in ((uploaded, in_folder), (loose, files)):
        if found:
            place.count = len(found)
            found.sort(key=lambda one: Path(one.name).name.lower() != "activities.csv")
            others.insert(0, (place, iter(found)))
    return others


def are_many(sources: Sequence[Source]) -> bool:
    """Say whether many files are to be expected: there is an archive or a folder."""
    return any(
        sniff(source[1][:CHUNK], source[0]) == "zip"
        if isinstance(source, tuple)
        else Path(source).is_dir() or _is_zip(Path(source))
        for source in sources
    )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableError(
                f"The file has {path.stat().st_size / 2**20:,.0f} MB, more than any activity file has: it is "
                "not opened."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"The file cannot be opened: {error.strerror or 'no access'}.") from None


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return sniff(file.read(HEAD_BYTES), path.name) == "zip"
    except OSError:
        return False  # reading it later says why


def _folder(path: Path) -> list[tuple[Place, Iterator[Found]]]:
    name = path.resolve().name or "folder"
    place = Place(prefix=f"{name}/", chosen_by_hand=False)
    inner: list[tuple[Place, Iterator[Found]]] = []
    found: list[Found] = []
    for member in folder_members(path):
        if _is_zip(path / member.name):
            inner += _archive(path / member.name, place.prefix + member.name)
        else:
            found.append(Incoming(member.name, place, member.read))
    place.count = len(found)
    return [(place, iter(found)), *inner] if found else inner


def _archive(source: Path | bytes, name: str) -> list[tuple[Place, Iterator[Found]]]:
    place = Place(prefix=f"{name}/", chosen_by_hand=False)
    return [(place, _members(source, name, place))]


def _members(source: Path | bytes, name: str, place: Place) -> Iterator[Found]:
    try:
        sha256, size_bytes = _fingerprint(source)
        archive = Archive(source, name)
    except (UnreadableError, OSError) as error:
        reason = str(error) if isinstance(error, UnreadableError) else "The file cannot be opened."
        yield Unopened(name, reason, "zip")
        return
    place.archive_sha256, place.count = sha256, len(archive)
    with closing(archive):
        for member in archive.members():
            yield Incoming(member.name, place, member.read)
        refused = [(f"{place.prefix}{member}", reason) for member, reason in archive.refused]
    yield Opened(name, sha256, size_bytes, refused)


def _fingerprint(source: Path | bytes) -> tuple[str, int]:
    """Give the SHA-256 of a whole archive and its size, a piece at a time."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest(), len(source)
    digest = hashlib.sha256()
    size = 0
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
