"""What texts are made of: templates and their places, marks at which a text parts, words to leave alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

PLACE = re.compile(r"\{(\d+)\}")
WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]{2,}|\b[aI]\b")
ALREADY = re.compile("\ue000[^\ue000\ue001]*\ue001")
_PLAIN = frozenset(
    {
        *(
            "km",
            "m",
            "s",
            "h",
            "min",
            "kg",
            "lb",
            "mi",
            "ft",
            "bpm",
            "spm",
            "mm",
            "cm",
            "ms",
            "W",
            "au",
            "AU",
            "kcal",
        ),
        *(
            "kJ",
            "mph",
            "ml",
            "UTC",
            "GPS",
            "doi",
            "org",
            "https",
            "www",
            "th",
            "st",
            "nd",
            "rd",
            "Hipstride",
            "Strava",
        ),
        *(
            "Garmin",
            "Hevy",
            "Lyfta",
            "Fitbod",
            "GymBook",
            "FitNotes",
            "Parquet",
            "Python",
            "DuckDB",
            "extra",
            "br",
        ),
        *("span", "style", "font", "size", "px", "hs", "numpy", "pandas", "scipy", "scikit"),
    }
)
"""Words that every language leaves as they are: units, names of formats and of programs, markup."""
_BLOCK = r"(?:(?:[-*]|\d+\.|#+|\|)\s+)?"
PARTING = tuple(
    (re.compile(pattern), is_strong)
    for pattern, is_strong in (
        (rf"\n\s*\n\s*{_BLOCK}|\n(?=\s*(?:[-*]|\d+\.|#+|\|)\s)\s*{_BLOCK}", True),
        (r"\n", True),
        (r"\s*<[^<>]+>\s*|%\{[^{}]*\}", True),
        (r"\s*\|\s*", True),
        (r"\*\*|~~|`|:(?:gray|orange|red|green|blue)\[|:material/\w+:|\[|\]\([^()]*\)", True),
        (r" · ", True),
        (r"(?<=[.!?…])\s+", True),
        (r"; ", True),
        (r", ", False),
        (r": ", True),
        (r" [–—→] ", True),
        (r" \(|\)", True),
        (r" (?:and|or) ", False),
        (r" [×+/] |/", False),
        (r" (?=[−+±<>]?\d)|(?<=\d) (?=\D)|(?<=%) ", False),
    )
)
"""Where a text parts, the strongest mark first; at a weak one only if every part can be said."""
JOINING = re.compile(r" (and|or) ")
_SMALL = frozenset(
    {
        *(
            "the",
            "of",
            "and",
            "a",
            "an",
            "in",
            "is",
            "are",
            "was",
            "were",
            "be",
            "to",
            "for",
            "with",
            "on",
            "not",
            "no",
        ),
        *("it", "its", "this", "that", "from", "by", "at", "as", "than", "more", "your", "you"),
    }
)
"""Words that stand in no name."""
FEW = 12
"""Letters below which a template tells little by itself: its places hold something short."""
LONG = 500
"""Letters from which a text is a page of them: it is parted, not searched for as one."""
MARKUP = re.compile(r"<[a-z/]|\*\*|\n")
_WITHIN = re.compile(r"(?<=[a-zäöüß,] )[^\W\d_]+")
_PARTED = re.compile(r" · |\*\*|<[a-z/]")
_TITLE = "{0}. "
_LAST = re.compile(r"(?<=[.!?]) \{\d+\}$")
_APPENDED = re.compile(r"[,;:·] ")
BREAK = re.compile(r"<br ?/?>")
_NUMBER_NEXT = re.compile(r" (?=[−+±<>]?\d)")
_CODE = re.compile(
    r"https?://\S+|\S*\w_\w\S*|\b[0-9a-f]{16,}\b|\b[A-Z][A-Z0-9]{1,4}\b|\b[\w-]+\.(?:csv|json|py|md)\b"
)
"""Addresses, names of columns and files, codes: no words."""


class Template(NamedTuple):
    """A text with places: the fixed pieces between them, which place is which, and the other language."""

    pieces: tuple[str, ...]
    places: tuple[int, ...]
    said: str
    letters: int


def template(english: str, said: str) -> Template:
    """Read a template with its words in the other language."""
    pieces = tuple(PLACE.split(english)[::2])
    places = tuple(int(one) for one in PLACE.findall(english))
    return Template(pieces, places, said, sum(map(letters, pieces)))


def with_fragments(phrases: Mapping[str, str]) -> dict[str, str]:
    """Add the phrases that begin with a mark without it: code appends them to a sentence.

    Examples
    --------
    >>> with_fragments({"; {0} more": "; {0} weitere"})["{0} more"]
    '{0} weitere'
    """
    found = dict(phrases)
    for english, said in phrases.items():
        mark = _APPENDED.match(english)
        if mark and said.startswith(mark[0]):
            found.setdefault(english[mark.end() :], said[mark.end() :])
        if english[0] + english[-1] == "()" and said[:1] + said[-1:] == "()":
            found.setdefault(english[1:-1], said[1:-1])
        if english.startswith(_TITLE) and said.startswith(_TITLE) and len(english) > len(_TITLE) + 8:
            found.setdefault(english[len(_TITLE) :], said[len(_TITLE) :])  # a sentence after a title
        last = _LAST.search(english)
        if last and said.endswith(last[0]):  # what may be appended, and is not
            found.setdefault(english[: last.start()], said.removesuffix(last[0]))
    return found


def may_hold(one: Template, found: Sequence[str]) -> bool:
    """Judge whether places hold what they found: long texts only where the template tells enough."""
    if any(_PARTED.search(hole) for hole in found):
        return False
    return one.letters >= FEW or one.pieces[0].endswith(": ") or not any(map(is_long, found))


def anchors(pieces: tuple[str, ...]) -> list[str]:
    """Give the words of a template that stand whole in every text made of it."""
    found = []
    for number, piece in enumerate(pieces):
        for word in WORD.finditer(piece):
            is_cut = (word.start() == 0 and number > 0) or (
                word.end() == len(piece) and number < len(pieces) - 1
            )
            if not is_cut:
                found.append(word[0])
    return found


def holes(one: Template, text: str) -> list[str] | None:
    """Give what stands in the places of a template; None where the text is not made of it."""
    first, *middle, last = one.pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    at, end = len(first), len(text) - len(last)
    found = []
    for number, piece in enumerate(middle):
        next_at = text.find(piece, at, end) if piece else at
        if piece.startswith(" (") and not any(" (" in later for later in middle[number + 1 :]):
            next_at = text.rfind(piece, at, end)  # "Patellofemoral pain (runner's knee) (14 of 96)"
        if piece == " " and not re.search(r"\d", text[at:next_at]):
            # "Edwards' zones 153 %": words end where a number begins.
            value = _NUMBER_NEXT.search(text, at, end)
            next_at = value.start() if value else next_at
        if next_at < 0:
            return None
        found.append(text[at:next_at])
        at = next_at + len(piece)
    found.append(text[at:end])
    return found


def filled(one: Template, words: list[str]) -> str:
    """Put words into the places of a template."""
    by_place = dict(zip(one.places, words, strict=True))
    return PLACE.sub(lambda place: by_place.get(int(place[1]), ""), one.said)


def letters(text: str) -> int:
    """Count the letters of words that a language has words for."""
    return sum(len(word) for word in _WORDS.findall(_CODE.sub(" ", text)) if word not in _PLAIN)


def may_stay(one: Template, holes: Sequence[str], left: Sequence[int]) -> bool:
    """Judge whether what is left English in the places can be names, or is little beside the template.

    "Also called: {0}." tells of something, whatever it is called.
    """
    if one.pieces[0].endswith(": ") and one.letters >= FEW // 2:
        return True
    unknown = [hole for hole, rest in zip(holes, left, strict=True) if rest]
    return all(is_name(hole) for hole in unknown) or one.letters >= 2 * sum(left)


def is_long(text: str) -> bool:
    """Say whether a place would hold more than a name or an amount."""
    return len(text) > 160 or any(mark in text for mark in (". ", "\n"))


def is_name(text: str) -> bool:
    """Judge whether a text can be a name."""
    words = text.split()
    return (
        0 < len(words) <= 6
        and (text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'")
        and not any(word.lower() in _SMALL for word in words)
        and not re.search(r"[.;:]\s", text)
    )


def within(text: str) -> list[str]:
    """Give the words of a text that begin no sentence, as they are written."""
    return _WITHIN.findall(text)


def parted(text: str, pattern: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """Part a text at marks."""
    parts, marks, at = [], [], 0
    for mark in pattern.finditer(text):
        if mark.end() == mark.start():
            continue
        parts.append(text[at : mark.start()])
        marks.append(mark[0])
        at = mark.end()
    return [*parts, text[at:]], marks
