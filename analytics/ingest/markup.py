"""Reading XML safely: no document types, no entities, bounded text; what came before damage is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from analytics.errors import UnreadableError
from analytics.ingest.batch import Problem

MAX_TEXT = 10_000
MAX_POINTS = 3_000_000

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


class _RefusalError(Exception):
    """Carries a refusal out of a handler of the parser."""


@dataclass
class Damage:
    """Where the XML broke off; what stood before it has been read."""

    problem: Problem


def _stripped(data: bytes) -> tuple[bytes, int]:
    """Drop the blanks that some exports write before the XML declaration, and a byte order mark."""
    rest = data.lstrip(b" \t\r\n")
    if rest.startswith(b"\xef\xbb\xbf"):
        rest = rest[3:].lstrip(b" \t\r\n")
    return rest, len(data) - len(rest)


def walk(data: bytes, *, start: Start, end: End) -> Damage | None:
    """Walk through an XML file and report every element by its local name.

    Parameters
    ----------
    data
        The file; blanks before its declaration are allowed.
    start
        Called with the local name and the attributes of each element.
    end
        Called with the local name and the text of each element; the text is that since its last child,
        without blanks around it.

    Returns
    -------
    Damage or None
        Where the file is not well-formed; everything before that has been reported.

    Raises
    ------
    UnreadableError
        If the file declares a document type or an entity.
    """
    rest, skipped = _stripped(data)
    texts: list[str] = []
    length = 0
    local: dict[str, str] = {}

    def name_of(tag: str) -> str:
        found = local.get(tag)
        if found is None:
            found = tag.rpartition(":")[2]
            if len(local) < 10_000:
                local[tag] = found
        return found

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal length
        texts.clear()
        length = 0
        start(name_of(tag), attributes)

    def on_end(tag: str) -> None:
        nonlocal length
        end(name_of(tag), "".join(texts).strip())
        texts.clear()
        length = 0

    def on_text(text: str) -> None:
        nonlocal length
        if length < MAX_TEXT:
            texts.append(text[:MAX_TEXT])
            length += len(text)

    def refuse(*_: object) -> None:
        raise _RefusalError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = on_text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(rest, True)
    except _RefusalError:
        raise UnreadableError(
            "The file declares a document type (DOCTYPE), which no watch or app writes and which can be used"
            " to attack: it is not opened."
        ) from None
    except expat.ExpatError as error:
        words = expat.ErrorString(error.code) or "not well-formed"
        at = parser.ErrorByteIndex
        return Damage(
            Problem(
                f"the XML is damaged from here on ({words})", line=error.lineno, offset=skipped + max(at, 0)
            )
        )
    except (ValueError, LookupError):
        # An encoding that the declaration names and nobody knows.
        raise UnreadableError("The file names a text encoding that is not known.") from None
    return None
