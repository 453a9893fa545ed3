"""What is wrong with somebody's SQL, in words, with its line."""

from __future__ import annotations

import difflib
import re

from analytics.errors import StoreError

STOPPED = "Stopped."
BUSY = "Other questions are still running. Try again in a moment."
ENDED = (
    "This question used up the memory it may have, or its time on the processor, and was ended. "
    "Ask for fewer rows or columns, or put a filter in."
)
OUR_FAULT = "This question could not be run, which is our fault. Others may still be answered."
MEMORY = (
    "This question needs more memory than it may have. Ask for fewer rows or columns, or put a filter in."
)
NO_FILES = (
    "Files, folders, addresses and extensions cannot be reached from here: only the tables on this page."
)
DEEP = "This question is nested too deeply."
LOCKED = "Settings are locked here."


class QueryError(StoreError):
    """Somebody's SQL cannot be answered.

    Parameters
    ----------
    text
        What is wrong, in words, with the line.
    line
        The line it is about, from 1; None where that is not known.
    shown
        That line with a mark under the place; None where it is not known.
    """

    def __init__(self, text: str, *, line: int | None = None, shown: str | None = None) -> None:
        super().__init__(text)
        self.line, self.shown = line, shown


def too_long(seconds: float) -> str:
    """Say that time is up."""
    return f"This question took longer than {seconds:g} seconds and was ended. Put a filter in, or sum first."


def in_words(kind: str, text: str, query: str, columns: dict[str, dict[str, str]]) -> QueryError:
    """Turn what the database says into words for a person.

    Parameters
    ----------
    kind
        The name of the error.
    columns
        The tables that may be read, each with its columns: for names that are nearly right.

    Examples
    --------
    >>> said = "Catalog Error: Table with name runz does not exist!\\n\\nLINE 2: FROM runz\\n        ^"
    >>> str(in_words("CatalogException", said, "SELECT 1\\nFROM runz", {"runs": {}}))
    'Line 2: there is no table runz here. Did you mean runs?'
    """
    if kind == "Refused":
        return QueryError(text)
    if kind == "OutOfMemoryException":
        return QueryError(MEMORY)
    line, shown = _place(text)
    said = _said(text.split("\n\nLINE ", 1)[0].strip(), query, columns)
    if line is not None:
        said = f"Line {line}: {said[:1].lower() + said[1:]}"
    return QueryError(said, line=line, shown=shown)


def _place(text: str) -> tuple[int | None, str | None]:
    found = re.search(r"\nLINE (\d+): ([^\n]*)\n( *\^)", "\n" + text)
    if found is None:
        return None, None
    before = len(f"LINE {found[1]}: ")
    return int(found[1]), f"{found[2]}\n{found[3][before:]}"


def _said(text: str, query: str, columns: dict[str, dict[str, str]]) -> str:
    plain = re.sub(r"^(?:[A-Z][a-z]+ ){1,3}Error: ", "", text.split("\n", 1)[0]).strip()
    if re.search(
        r"disabled by configuration|disabled through configuration|external access|LocalFileSystem", plain
    ):
        return NO_FILES
    if "configuration has been locked" in plain:
        return LOCKED
    if found := re.match(r"Table with name (.+) does not exist", plain):
        name = found[1]
        if re.search(r"[/\\.:*]|'", name):
            return NO_FILES
        near = difflib.get_close_matches(name.lower(), columns, 1, 0.6)
        return f"There is no table {name} here." + (f" Did you mean {near[0]}?" if near else "")
    if found := re.match(r'Referenced column "(.+?)" (?:not found|was not found)', plain):
        return _no_column(found[1], query, columns)
    if found := re.search(r'(?:Values list|Table) "(.+?)" does not have a column named "(.+?)"', plain):
        return _no_column(found[2], query, columns)
    if found := re.match(r'syntax error at or near "(.*)"', plain):
        return f"This is not SQL the database understands, at or just before “{found[1]}”."
    if "NOT IMPLEMENTED" in plain:
        return "This way of writing is not understood here."
    if "Max expression depth" in plain:
        return DEEP
    if plain in ("syntax error at end of input", "SELECT clause without selection list"):
        return "The question ends too early: something is missing at its end."
    if found := re.search(r"(?:Scalar|Table|Aggregate)?.*Function with name (\S+) does not exist", plain):
        return f"There is no function {found[1]} here."
    if "No function matches" in plain or "Could not choose a best candidate" in plain:
        return f"{plain.split('.')[0]}. Check the kinds of what goes in, or convert with CAST."
    if "extension" in plain.lower():
        return NO_FILES
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def _no_column(name: str, query: str, columns: dict[str, dict[str, str]]) -> str:
    words = set(re.findall(r"\w+", query.lower()))
    named = [table for table in columns if table in words]
    here = [column for table in named for column in columns[table]]
    elsewhere = [table for table, some in columns.items() if name.lower() in some and table not in named]
    if elsewhere:
        return f"There is no column {name} in what is asked; it is in {' and '.join(elsewhere[:3])}."
    near = difflib.get_close_matches(name.lower(), dict.fromkeys(here), 3, 0.6)
    return f"There is no column {name} here." + (f" Did you mean {' or '.join(near)}?" if near else "")
