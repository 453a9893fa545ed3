"""Saying an English text in the language a person reads.

The house thinks in English: what is worked out, stored, logged and tested is English. What is shown passes
one door (`pages.shared.shown`), and there `said` puts it into another language. A language is a file,
data/texts/<language>.po; each of its entries is an English text, or a template whose places `{0}`, `{1}`
stand for numbers, names and other texts.

>>> said("Settings", "de"), said("Settings", "en")
('Einstellungen', 'Settings')
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from analytics.knowledge import po, units
from analytics.knowledge.phrases import Book
from analytics.knowledge.place import data_file

ENGLISH = "en"
OPEN, CLOSE = "\ue000", "\ue001"
"""Stand around what was said already inside a longer text, so that it is not said twice."""
_missed: set[str] | None = None
_lock = threading.Lock()


def said(text: str, language: str | None = None) -> str:
    """Say a text in a language; what has no words there stays as it is.

    Parameters
    ----------
    language
        A key of `languages`; the one that is read for the moment where it is not said.
    """
    language = units.way().language if language is None else language
    if language == ENGLISH or not text:
        return text
    found = book(language).say(text)
    if found.unknown and _missed is not None:
        _missed.update(found.unknown)
    return found.words


def marked(text: str, language: str | None = None) -> str:
    """Say a text that is going to be a part of a longer one, which passes the door as a whole."""
    language = units.way().language if language is None else language
    return text if language == ENGLISH or not text else f"{OPEN}{said(text, language)}{CLOSE}"


@contextmanager
def missed() -> Iterator[set[str]]:
    """Gather the texts, or parts of texts, that had no words, as long as the block runs."""
    global _missed
    with _lock:
        before, _missed = _missed, set()
    try:
        yield _missed
    finally:
        _missed = before


def languages() -> dict[str, str]:
    """Name the languages there are, by their codes: English, and one for each file of texts."""
    found = {ENGLISH: "English"}
    for path in sorted(folder().glob("*.po")):
        found[path.stem] = _head(path).get("X-Language-Name", path.stem)
    return found


def asked(locale: str | None) -> str:
    """Choose the language for what a browser asks for ("de-AT"): English where there is no other.

    Examples
    --------
    >>> asked("de-AT"), asked("en-GB"), asked("fr"), asked(None)
    ('de', 'en', 'en', 'en')
    """
    wanted = (locale or ENGLISH).replace("_", "-").split("-")[0].lower()
    return wanted if wanted in languages() else ENGLISH


def numbers(language: str) -> str:
    """Name the marks in numbers that a language usually has: a key of `units.NUMBERS`."""
    if language == ENGLISH or language not in languages():
        return units.Way().numbers
    usual = _head(folder() / f"{language}.po").get("X-Numbers", "")
    return usual if usual in units.NUMBERS else units.Way().numbers


def months(language: str) -> tuple[list[str], list[str]]:
    """Give the names of the months, long and short."""
    return [said(one, language) for one in MONTHS], [said(one[:3], language) for one in MONTHS]


def days(language: str) -> tuple[list[str], list[str]]:
    """Give the names of the days from Sunday on, long and short."""
    return [said(one, language) for one in DAYS], [said(one[:3], language) for one in DAYS]


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def dates() -> list[str]:
    """Give the texts that dates are made of: day and month, month and year, in words and short."""
    found: list[str] = []
    for month in MONTHS:
        for name in dict.fromkeys((month, month[:3])):
            found += [name, f"{{0}} {name} {{1}}", f"{{0}} {name}", f"{name} {{0}}"]
    return [*found, *(name for day in DAYS for name in (day, day[:3]))]


def folder() -> Path:
    """Say where the files of texts lie."""
    return data_file("texts")


@cache
def book(language: str) -> Book:
    """Open the book of a language once."""
    path = folder() / f"{language}.po"
    return Book({one.english: one.said for one in po.read(path) if one.english and one.said})


@cache
def _head(path: Path) -> Mapping[str, str]:
    return po.head(po.read(path))
