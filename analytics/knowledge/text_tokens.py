"""Free text as tokens: words, numbers and signs, whatever the case, the blanks and the typography."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Generic, TypeVar

from analytics.knowledge import place

# No alternative begins where another may go on: the time grows with the length of the text, no faster.
_PIECES = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+|,[0-9]+(?=\s?(?:kg|km|kilo|mi|min|h)(?![a-z])))?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\s\w]|_)"
)
_TYPOGRAPHY = str.maketrans(
    {
        "×": "x", "✕": "x", "✖": "x", "∗": "*", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
        "″": '"', "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "•": ";", "·": ";",
        "|": ";", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "⁄": "/", "：": ":", "，": ",", "、": ",",
        "。": ".", "；": ";",
    }
)  # fmt: skip
_IRREGULAR = {"calves": "calf", "feet": "foot", "halves": "half", "hammies": "hammy"}
LONGEST_NUMBER = 6
MOST_REMEMBERED = 8192  # texts: our own names are half as many, and are read for several books


@dataclass(frozen=True)
class Token:
    """One word, number or sign. `lemma` is its plain form; `spaced` says a blank stands before."""

    kind: str
    lemma: str
    raw: str
    spaced: bool
    value: float | None = None


def plain(text: str) -> str:
    """Write a text in lower case, without accents and with the signs of a typewriter.

    Examples
    --------
    >>> plain("3\\u00a0×\\u00a015 – Hüftheben")
    '3 x 15 - huftheben'
    """
    if text.isascii():  # most names are, and the rest of this would leave it as it is
        return text.lower().translate(_TYPOGRAPHY)
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TYPOGRAPHY)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter)
    )
    return unicodedata.normalize("NFKC", bare).translate(_TYPOGRAPHY)


def lemma(word: str) -> str:
    """Take a word's plural away, as far as English makes it regularly.

    Examples
    --------
    >>> [lemma(word) for word in ("bridges", "crunches", "runner's", "press", "calves", "ups")]
    ['bridge', 'crunch', 'runner', 'press', 'calf', 'up']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def tokenise(text: str) -> list[Token]:
    """Cut a text into tokens.

    Examples
    --------
    >>> [token.lemma for token in tokenise("Clams 3×15/side")]
    ['clam', '3', 'x', '15', '/', 'side']
    """
    return list(_tokenised(text))


@lru_cache(MOST_REMEMBERED)
def _tokenised(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    written = plain(text)
    end = 0
    for piece in _PIECES.finditer(written):
        spaced = piece.start() > end or not found
        end = piece.end()
        found.extend(_tokens(str(piece.lastgroup), piece.group(), spaced, found[-1] if found else None))
    return tuple(found)


def _tokens(kind: str, raw: str, spaced: bool, before: Token | None) -> Iterator[Token]:
    if kind == "number":
        if len(raw) > LONGEST_NUMBER:
            yield Token("sign", "#", raw, spaced)
            return
        value = float(raw.replace(",", "."))
        yield Token("number", f"{value:g}", raw, spaced, value)
        return
    after_number = before is not None and before.kind == "number"
    if kind == "word" and after_number and not spaced and raw[0] in "xх" and raw not in ("xl", "xs"):
        # "3xclams": the sign and the word are written together. The second x is Cyrillic.
        yield Token("sign", "x", raw[0], spaced)
        if len(raw) > 1:
            yield Token("word", lemma(raw[1:]), raw[1:], False)
        return
    if (kind == "word" and raw in ("x", "х")) or (raw == "*" and after_number):
        yield Token("sign", "x", raw, spaced)
    elif kind == "word":
        yield Token("word", lemma(raw), raw, spaced)
    elif kind == "line":
        yield Token("line", "\n", raw, spaced)
    elif raw == "&":
        yield Token("word", "and", raw, spaced)
    else:
        yield Token("sign", raw, raw, spaced)


Found = TypeVar("Found")
CONNECTORS = frozenset("-/+'(")


@dataclass
class Phrases(Generic[Found]):
    """A book of phrases that finds the longest one beginning at a token."""

    _next: dict[str, Phrases[Found]] = field(default_factory=dict)
    meaning: Found | None = None

    def add(self, words: Sequence[str], meaning: Found, *, over: bool = False) -> None:
        """Enter a phrase; one already in stays unless `over`."""
        at = self
        for word in words:
            at = at._next.setdefault(word, Phrases())
        if at.meaning is None or over:
            at.meaning = meaning

    def get(self, words: Sequence[str]) -> Found | None:
        """Give what a whole phrase means."""
        at: Phrases[Found] | None = self
        for word in words:
            at = at._next.get(word) if at is not None else None
        return at.meaning if at is not None else None

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, Found] | None:
        """Find the longest phrase from a token on; hyphens and slashes between its words do not count.

        Returns
        -------
        tuple or None
            Where it ends and what it means.
        """
        found: tuple[int, Found] | None = None
        at, here = self, start
        while here < len(tokens):
            token = tokens[here]
            if token.kind == "sign" and token.lemma in CONNECTORS and here > start:
                here += 1
                if here >= len(tokens) or tokens[here].kind == "sign":
                    break
                continue
            following = at._next.get(token.lemma) if token.kind in ("word", "number") else None
            if following is None:
                break
            at, here = following, here + 1
            if at.meaning is not None:
                found = (here, at.meaning)
        return found


def words_of(name: str) -> tuple[str, ...]:
    """Give the words and numbers of a name as tokens write them."""
    return tuple(token.lemma for token in tokenise(name) if token.kind in ("word", "number"))


@cache
def table() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Read data/text_words.csv: kind -> its phrases, as words, with what they are about."""
    kinds: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in place.rows("text_words.csv"):
        kinds.setdefault(row["kind"], []).append((words_of(row["phrase"]), row["about"]))
    return {kind: tuple(phrases) for kind, phrases in kinds.items()}


@cache
def single(kind: str) -> frozenset[str]:
    """Give the single words of a kind."""
    return frozenset(words[0] for words, _ in table().get(kind, ()) if len(words) == 1)


@cache
def phrases(*kinds: str) -> Phrases[tuple[str, str]]:
    """Give the phrases of some kinds as a book: each means its kind and what it is about."""
    book: Phrases[tuple[str, str]] = Phrases()
    for kind in kinds:
        for words, about in table().get(kind, ()):
            book.add(words, (kind, about))
    return book


def canonical(tokens: Sequence[Token]) -> list[Token]:
    """Write abbreviations out and different words for one thing as one word ("SL" as "single leg")."""
    book, found, here = phrases("canonical"), [], 0
    while here < len(tokens):
        match = book.longest(tokens, here)
        if match is None:
            found.append(tokens[here])
            here += 1
            continue
        end, (_, about) = match
        found.extend(_written(about.split(), spaced=tokens[here].spaced))
        here = end
    return found


def _written(words: Iterable[str], *, spaced: bool) -> Iterator[Token]:
    for word in words:
        yield Token("word", lemma(word), word, spaced)
        spaced = True
