"""What a file is, told by its bytes; its name is only for words."""

from __future__ import annotations

import re

from analytics.errors import UnreadableError
from analytics.ingest import garmin_account

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
HEAD_BYTES = 65536

_BLANK = b" \t\r\n\x0b\x0c"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(rb"<\s*(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_XML_ASIDE = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|_rels/|docProps/|xl/|word/|ppt/|mimetype")

# First bytes of what people hand in by mistake, and what to tell them.
_FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "a PDF document"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n", "a PNG picture"),
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (4, b"ftypheic", "a HEIC picture"),
    (4, b"ftypmif1", "a HEIC picture"),
    (4, b"ftyp", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"RIFF", "a sound or video file"),
    (0, b"ID3", "a sound file"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (8, b"DUCK", "a DuckDB database"),
    (0, b"PAR1", "a Parquet table"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (0, b"\x00\x05\x16\x07", "a side file that macOS writes into archives"),
    (0, b"SIMPLE  =", "a FITS picture from astronomy, not a FIT activity"),
)

_WAY_OUT = {
    "archive": "unpack it and hand in the files inside, or pack them as a ZIP",
    "Excel": "save the sheet as CSV and hand that in",
}


def _without_bom(head: bytes) -> bytes:
    for encoding, bom in (("utf-8", _BOMS[0]), ("utf-16-le", _BOMS[1]), ("utf-16-be", _BOMS[2])):
        if head.startswith(bom):
            rest = head[len(bom) :]
            return rest if encoding == "utf-8" else rest.decode(encoding, "ignore").encode()
    return head


def unmarked_utf16(data: bytes) -> str | None:
    """Name the byte order of UTF-16 that has lost its mark: every second byte of Latin text is zero.

    Examples
    --------
    >>> unmarked_utf16("Date,Reps".encode("utf-16-be")), unmarked_utf16(b"Date,Reps")
    ('utf-16-be', None)
    """
    head = data[:1024]
    if head.startswith(_BOMS):
        return None
    halves = head[0::2], head[1::2]
    for zeros, letters, encoding in ((*halves, "utf-16-be"), (*halves[::-1], "utf-16-le")):
        if letters and b"\0" not in letters and zeros.count(0) > 0.9 * len(zeros):
            return encoding
    return None


def _start(data: bytes) -> bytes:
    if encoding := unmarked_utf16(data):
        return data[:HEAD_BYTES].decode(encoding, "ignore").encode().lstrip(_BLANK)
    return _without_bom(data[:HEAD_BYTES].lstrip(_BLANK)).lstrip(_BLANK)


def xml_root(data: bytes) -> str | None:
    """Give the local name of an XML file's root element; None where this is no XML or the root is far off."""
    start = _start(data)
    if not start.startswith(b"<"):
        return None
    body = _XML_ASIDE.sub(b"", start)
    root = _ROOT.search(body)
    return root[1].decode("ascii", "replace") if root and b"<!" not in body[: root.start()] else None


def looks_like_text(data: bytes) -> bool:
    """Say whether the first bytes are text: no zero bytes outside UTF-16, hardly any control characters."""
    head = data[:HEAD_BYTES]
    if encoding := unmarked_utf16(head):
        head = head.decode(encoding, "ignore").encode()
    if head.startswith(_BOMS[1:]):
        head = _without_bom(head)
    if not head or b"\0" in head:
        return False
    strange = sum(head.count(code) for code in (*range(1, 9), 14, 15, *range(16, 27), 28, 29, 30, 31, 127))
    return strange <= len(head) // 200


def sniff(data: bytes, name: str = "") -> str | None:
    """Say which format the bytes are: fit, gpx, tcx, gzip, zip, table, garmin_*; None where none of ours.

    Parameters
    ----------
    data
        The file, or at least its first 64 KiB.
    name
        Not looked at: a file is what it holds. It is here so that callers need not care.

    Examples
    --------
    >>> sniff(b'<?xml version="1.0"?><gpx>'), sniff(b"Date,Exercise Name,Reps"), sniff(b"%PDF-1.7")
    ('gpx', 'table', None)
    """
    del name
    if data[8:12] == b".FIT" and 12 <= data[0] < 255:
        return "fit"
    if data.startswith(GZIP):
        return "gzip"
    if data.startswith(ZIP):
        return None if _OFFICE.match(data[30:60]) else "zip"
    root = xml_root(data)
    if root is not None:
        if root.lower() == "activities" and b"<Lap" in data[:HEAD_BYTES]:
            return "tcx"  # a TCX file that has lost its outermost element is still whole inside
        return {"gpx": "gpx", "trainingcenterdatabase": "tcx"}.get(root.lower())
    if any(data[at : at + len(mark)] == mark for at, mark, _ in _FOREIGN) or not looks_like_text(data):
        return None
    start = _start(data)
    if start.startswith((b"{", b"[")):
        return garmin_account.kind_of(data)
    if start.startswith(b"<"):
        return None
    first = start.split(b"\n", 1)[0]
    return "table" if any(mark in first for mark in (b",", b";", b"\t")) else None


def _says_xml(data: bytes) -> str | None:
    start = _start(data)
    lower = start[:4096].lower()
    if b"<html" in lower or lower.startswith(b"<!doctype html"):
        return "a web page (HTML), perhaps a login page saved in place of the file: download it again"
    if b"<!doctype" in lower or b"<!entity" in lower:
        return (
            "an XML file with a document type declaration (DOCTYPE), which no watch or app writes and which"
            " can be used to attack: it is not opened"
        )
    root = xml_root(data)
    if root is not None:
        known = {"kml": "a map (KML)", "svg": "a drawing (SVG)", "rss": "a news feed", "pwx": "a PWX file"}
        return known.get(root.lower(), f"an XML file of another kind (<{root}>)")
    return "an XML file without a root element" if start.startswith(b"<?xml") else None


def what_it_is(data: bytes) -> str:
    """Name, for a person, what a file that is none of ours seems to be, with a way out where there is one."""
    if data.startswith(ZIP):
        return "an Office document: save the sheet as CSV and hand that in"
    for at, mark, words in _FOREIGN:
        if data[at : at + len(mark)] == mark:
            out = next((way for key, way in _WAY_OUT.items() if key in words), None)
            return f"{words}: {out}" if out else words
    if not data[:HEAD_BYTES].strip(b"\0"):
        return (
            "a file that begins with nothing but zero bytes, as a broken copy does: copy or download it again"
        )
    said = _says_xml(data)
    if said:
        return said
    if not looks_like_text(data):
        return "binary data of a kind not known here"
    start = _start(data)
    if not start:
        return "a text with nothing but blanks"
    if re.match(rb'\{\s*["}]|\[\s*[\[{"\]\d-]', start):
        return "a JSON file: hand in the activity files (FIT, TCX, GPX) or the CSV export instead"
    return "a text, not a table with a header line"


def refusal(data: bytes) -> UnreadableError:
    """Make the refusal of a file that is none of ours."""
    if not data:
        return UnreadableError("The file is empty (0 bytes): copy or download it again.")
    words = what_it_is(data)
    ours = "FIT, TCX, GPX, a CSV table we know, or a ZIP of them"
    return UnreadableError(f"This is {words}." if ":" in words else f"This is {words}; readable are {ours}.")
