"""Reading and writing texts as gettext does (PO): the format that translators' tools open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_LINE = re.compile(r'^(msgid|msgstr)?\s*"(.*)"\s*$')
_ESCAPED = re.compile(r"\\(.)")
_PLACE = re.compile(r"\{\d+\}")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}


class Entry(NamedTuple):
    """One text, what it is in the other language (empty where nobody said), and where it is written."""

    english: str
    said: str = ""
    places: tuple[str, ...] = ()


def read(path: Path) -> Iterator[Entry]:
    """Give the entries of a file; the head of the file is the entry without English.

    Comments, contexts and entries that are marked as out of date (`#~`) are passed over.
    """
    english, said, into = None, "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        if found[1] == "msgid":
            if english is not None:
                yield Entry(english, said)
            english, said = "", ""
        into = found[1] or into
        text = _ESCAPED.sub(lambda one: _MEANT.get(one[1], one[1]), found[2])
        if into == "msgid":
            english = (english or "") + text
        else:
            said += text
    if english is not None:
        yield Entry(english, said)


def written(entries: Iterable[Entry], *, head: str) -> str:
    """Write entries as a file.

    Parameters
    ----------
    head
        What the file says of itself, one `Name: value` a line.

    Examples
    --------
    >>> print(written([Entry("{0} runs", "{0} Läufe", ("pages/x.py",))], head="Language: de\\n"), end="")
    msgid ""
    msgstr "Language: de\\n"
    <BLANKLINE>
    #: pages/x.py
    #, python-brace-format
    msgid "{0} runs"
    msgstr "{0} Läufe"
    """
    blocks = [f'msgid ""\nmsgstr {_quoted(head)}\n']
    for one in entries:
        where = "".join(f"#: {place}\n" for place in one.places)
        kind = "#, python-brace-format\n" if _PLACE.search(one.english) else ""
        blocks.append(f"{where}{kind}msgid {_quoted(one.english)}\nmsgstr {_quoted(one.said)}\n")
    return "\n".join(blocks)


def head(entries: Iterable[Entry]) -> dict[str, str]:
    """Give what a file says of itself, by name."""
    told = next((one.said for one in entries if not one.english), "")
    return {
        name.strip(): value.strip() for name, _, value in (line.partition(":") for line in told.splitlines())
    }


def _quoted(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f'"{text}"'
