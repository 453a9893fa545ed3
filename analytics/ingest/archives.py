"""Archives and folders, member by member: checked before anything is inflated, and inflated within limits.

Nothing is unpacked to a disk, and no archive is ever whole in memory: members are read one by one, those of
an archive inside the archive too (`nested`). One level is opened; the limits hold for both together.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, cast

from analytics.errors import UnreadableError
from analytics.ingest.nested import inside

MAX_FILE_BYTES = 256 * 2**20
SMALL_BYTES = 4 * 2**20
MAX_MEMBERS = 200_000
MAX_TOTAL_BYTES = 64 * 2**30
MAX_NESTED_BYTES = 4 * 2**30
# Activity files shrink to a half or a twentieth; only made-up ones shrink to less than this.
MAX_RATIO = 250
RATIO_FROM_BYTES = 4 * 2**20

_CHUNK = 2**20
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True)
class Member:
    """One file inside an archive or a folder."""

    name: str
    size: int
    _read: Callable[[int], bytes]

    def read(self) -> bytes:
        """Give the whole content.

        Raises
        ------
        UnreadableError
            If it cannot be unpacked or is larger than allowed.
        """
        return self._read(-1)

    def head(self, length: int = 65536) -> bytes:
        """Give the first bytes alone: enough to see what it is.

        Raises
        ------
        UnreadableError
            If it cannot be unpacked.
        """
        return self._read(length)


def unsafe(name: str) -> str | None:
    r"""Say what makes a member's name unsafe; None where nothing does.

    Examples
    --------
    >>> unsafe("activities/1.fit"), unsafe("../x.fit"), unsafe("C:\\x.fit")
    (None, 'its name leads out of the archive', 'its name is a path on a disk')
    """
    if not name:
        return "it has no name"
    if "\0" in name or any(ord(letter) < 32 for letter in name):
        return "its name holds control characters"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "its name is a path on a disk"
    if ".." in re.split(r"[/\\]", name):
        return "its name leads out of the archive"
    if "\\" in name:
        return "its name holds a backslash"
    return None


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Tell a file from a folder; the standard library's own question fails on a name that is empty."""
    return not info.filename.endswith("/")


class _Left:
    """How much an archive may still hold, with all that is inside it."""

    def __init__(self) -> None:
        self.members = MAX_MEMBERS
        self.size = MAX_TOTAL_BYTES

    def take(self, members: int, size: int) -> None:
        """Count what one table of contents says.

        Raises
        ------
        UnreadableError
            If it is more than any account export holds.
        """
        if members > self.members:
            raise UnreadableError(f"The ZIP archive holds {members:,} files, more than any account export.")
        if size > self.size:
            raise UnreadableError(
                f"The ZIP archive claims to hold {size / 2**30:,.0f} GB, more than any account export."
            )
        self.members -= members
        self.size -= size


class Archive:
    """A ZIP archive, with one level of archives inside it.

    An archive inside that is stored is read where it lies; a deflated one is inflated as it is read, twice at
    most: once to its end, where its table of contents stands, and once member by member. One that is packed
    by another method is refused: it can only be unpacked whole.

    Parameters
    ----------
    source
        The path of the file, or its bytes.
    name
        What to call it; members of archives inside it are named `inner.zip/member`.

    Raises
    ------
    UnreadableError
        If it is no ZIP, damaged, or as a whole made to do harm: more members or bytes than any export, or
        members that share one body.

    Notes
    -----
    `refused` lists members that were not handed out, with the reason; it is complete once `members` has run
    to its end.
    """

    def __init__(self, source: Path | str | bytes, name: str = "", *, depth: int = 0) -> None:
        self.name = name
        self.refused: list[tuple[str, str]] = []
        self._depth = depth
        self._left = _Left()
        # Held open as long as the archive: `close` lets go of it.
        self._file: IO[bytes] = (
            io.BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb")  # noqa: SIM115
        )
        try:
            self._open()
        except BaseException:
            self._file.close()
            raise

    @classmethod
    def _of_file(cls, file: IO[bytes], name: str, *, depth: int, left: _Left) -> Archive:
        made = cls.__new__(cls)
        made.name, made.refused, made._depth, made._file, made._left = name, [], depth, file, left
        made._open()
        return made

    def _open(self) -> None:
        try:
            self._zip = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, OverflowError, NotImplementedError):
            raise UnreadableError(
                "The ZIP archive is damaged or cut short: copy or download it again."
            ) from None
        infos = self._zip.infolist()
        self._left.take(len(infos), sum(info.file_size for info in infos))
        last_end = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.header_offset < last_end:
                raise UnreadableError("Files inside the ZIP archive overlap, as no export's do: not opened.")
            last_end = info.header_offset + 30 + info.compress_size

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()

    def __len__(self) -> int:
        return sum(_is_file(info) for info in self._zip.infolist())

    def _why_not(self, info: zipfile.ZipInfo) -> str | None:
        # orig_filename: zipfile itself cuts names at a zero byte and turns the backslashes of Windows round.
        reason = unsafe(info.orig_filename)
        if reason:
            return f"{reason}: not opened"
        if info.flag_bits & 0x1:
            return "it is protected by a password: unpack it and hand in the files inside"
        if info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_BZIP2,
            zipfile.ZIP_LZMA,
        ):
            return (
                f"it is packed by a method that is not known here (number {info.compress_type}): unpack the"
                " archive and hand in the files inside"
            )
        if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            return "it unpacks to more than 250 times its size, as no activity file does: not opened"
        return None

    def members(self) -> Iterator[Member]:
        """Hand out the files, one level of inner archives opened; the rest goes to `refused` with its reason.

        Lists of activities come first, so that who reads the members in order knows what they describe.
        Read each member before asking for the next: an inner archive is closed once it has been run through.
        """
        infos = [info for info in self._zip.infolist() if _is_file(info)]
        infos.sort(key=lambda info: (not _is_list(info.filename), info.header_offset))
        for info in infos:
            reason = self._why_not(info)
            if reason is not None:
                self.refused.append((_shown(info.orig_filename), reason))
                continue
            member = self._member(info)
            try:
                head = member.head(64)
            except UnreadableError as error:
                self.refused.append((info.filename, error.reason))
                continue
            if _is_zip(head):
                yield from self._inner(info)
            elif info.file_size > MAX_FILE_BYTES:
                self.refused.append((info.filename, _too_large(info.file_size)))
            else:
                yield member

    def _member(self, info: zipfile.ZipInfo) -> Member:
        """Give one file; a small one is unpacked once, for the look at its head and for its reader."""
        read = self._reader(info)
        if info.file_size <= SMALL_BYTES:
            with contextlib.suppress(UnreadableError):  # its reader will say why
                whole = read(-1)
                return Member(info.filename, info.file_size, lambda n: whole if n < 0 else whole[:n])
        return Member(info.filename, info.file_size, read)

    def _inner(self, info: zipfile.ZipInfo) -> Iterator[Member]:
        if self._depth >= 1:
            self.refused.append((info.filename, "an archive in an archive in an archive: unpack it first"))
            return
        if info.file_size > MAX_NESTED_BYTES:
            self.refused.append((info.filename, _too_large(info.file_size)))
            return
        try:
            inner = Archive._of_file(
                cast(IO[bytes], inside(self._file, info)),
                info.filename,
                depth=self._depth + 1,
                left=self._left,
            )
        except UnreadableError as error:
            self.refused.append((info.filename, error.reason))
            return
        except NotImplementedError:
            self.refused.append(
                (info.filename, "an archive packed a second time by a rare method: unpack it and hand it in")
            )
            return
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
            self.refused.append((info.filename, "it is damaged"))
            return
        for member in inner.members():
            yield Member(f"{info.filename}/{member.name}", member.size, member._read)
        self.refused += [(f"{info.filename}/{name}", reason) for name, reason in inner.refused]

    def _reader(self, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
        def read(length: int) -> bytes:
            if length < 0 and info.file_size > MAX_FILE_BYTES:
                raise UnreadableError(f"The file is not opened: {_too_large(info.file_size)}.")
            try:
                with self._zip.open(info) as packed:
                    return packed.read(MAX_FILE_BYTES if length < 0 else length)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError,
                    NotImplementedError) as error:  # fmt: skip
                raise UnreadableError(f"The file is damaged inside the archive ({_kind(error)}).") from None

        return read


def _kind(error: Exception) -> str:
    return "its checksum does not agree" if "CRC" in str(error) else "it cannot be unpacked"


def _shown(name: str) -> str:
    return "".join(letter if ord(letter) >= 32 else "?" for letter in name)


def _too_large(size: int) -> str:
    return f"{size / 2**20:,.0f} MB are more than any activity file has"


def _is_zip(head: bytes) -> bool:
    from analytics.ingest.sniffing import sniff

    return sniff(head) == "zip"


def _is_list(name: str) -> bool:
    return PurePosixPath(name).name.lower() == "activities.csv"


def members(source: Path | str | bytes, name: str = "") -> Iterator[Member]:
    """Hand out the files of an archive, each to be read before the next; `Archive` tells which were refused.

    Raises
    ------
    UnreadableError
        If the archive as a whole cannot be used.
    """
    with Archive(source, name) as archive:
        yield from archive.members()


def folder_members(path: Path | str) -> Iterator[Member]:
    """Hand out the files of a folder and of those in it by name, lists of activities first.

    Hidden files and folders (their names begin with a dot) and links that lead elsewhere are left out.
    Archives in the folder are handed out as they are: open them with `Archive`.
    """
    root = Path(path)
    found: list[tuple[bool, str, Path]] = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in files:
            one = Path(folder) / file
            if not file.startswith(".") and one.is_file() and not one.is_symlink():
                inner = one.relative_to(root).as_posix()
                found.append((not _is_list(inner), inner, one))
    for _, inner, one in sorted(found, key=lambda entry: entry[:2]):
        yield Member(inner, one.stat().st_size, _file_reader(one))


def _file_reader(path: Path) -> Callable[[int], bytes]:
    def read(length: int) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read() if length < 0 else file.read(length)
        except OSError as error:
            raise UnreadableError(f"The file cannot be opened: {error.strerror or 'no access'}.") from None

    return read


def beside(list_name: str, file_ref: str) -> str:
    """Give the member that a list in the same archive means by a file name.

    Examples
    --------
    >>> beside("export/activities.csv", "activities/1.fit.gz"), beside("activities.csv", "activities/1.gpx")
    ('export/activities/1.fit.gz', 'activities/1.gpx')
    """
    return (PurePosixPath(list_name).parent / file_ref).as_posix()
