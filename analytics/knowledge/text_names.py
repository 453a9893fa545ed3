"""The names of exercises and of blocks of strength work, found in free text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from analytics.knowledge import exercises, place
from analytics.knowledge.text_tokens import Phrases, Token, canonical, lemma, single, tokenise

Kind = Literal["exercise", "routine", "other"]

# Names that other logs know are taken over where the table is at least this sure of them.
_SURE_ENOUGH = 0.75
_SHORTEST_JOINED = 6
_SHORTEST_MISSPELT, _LONGEST_MISSPELT = 6, 20


@dataclass(frozen=True)
class Name:
    """What a name means. A weak one is also an everyday word and needs something to speak for it.

    A timed one is a block only where minutes are given ("10 min hip dips workout").
    """

    id: str | None
    kind: Kind
    weak: bool = False
    timed: bool = False


@dataclass(frozen=True)
class Hit:
    """A name in a text, from token `start` up to `end`."""

    start: int
    end: int
    name: Name
    words: tuple[str, ...]
    misspelt: bool = False


@dataclass(frozen=True)
class Routine:
    """A named block of strength work and what it is worth where only its length is known."""

    id: str
    name: str
    default_minutes: float
    hip_sets_per_minute: float
    hip_sets_cap: float


@cache
def routines() -> dict[str, Routine]:
    """Read data/composite_routines.csv."""
    return {
        row["id"]: Routine(
            row["id"],
            row["name"],
            float(row["default_minutes"]),
            float(row["hse_per_min"]),
            float(row["hse_cap_per_session"]),
        )
        for row in place.rows("composite_routines.csv")
    }


@cache  # every list of names goes through them anew
def _words(name: str) -> tuple[str, ...]:
    return tuple(token.lemma for token in canonical(tokenise(name)) if token.kind in ("word", "number"))


def _all_names() -> Iterator[tuple[tuple[str, ...], Name]]:
    """Give every name with its meaning, those that win before those that yield."""
    for row in place.rows("text_names.csv"):
        words = _words(row["name"])
        if row["kind"] == "other":
            yield words, Name(None, "other")
        else:
            kind: Kind = "routine" if row["exercise_id"].startswith("routine-") else "exercise"
            yield words, Name(row["exercise_id"], kind, row["kind"] == "weak", row["kind"] == "timed")
    library = exercises.load()
    for name in (one.name for one in library.values()):
        words = _words(name)
        found = next(one.id for one in library.values() if one.name == name)
        yield words, Name(found, "exercise", len(words) == 1)
    for one in library.values():
        for alias in one.aliases:
            words = _words(alias)
            yield words, Name(one.id, "exercise", len(words) == 1)
    for row in place.rows("composite_routines.csv"):
        for pattern in row["patterns"].split("|"):
            words = _words(pattern)
            if words:
                yield words, Name(row["id"], "routine", len(words) == 1)
    yield from _names_of_sources()


def _names_of_sources() -> Iterator[tuple[tuple[str, ...], Name]]:
    for row in place.rows("exercise_aliases.csv"):
        source, words = row["source"], _words(row["source_name"])
        if not row["exercise_id"] or not words or source.startswith("garmin"):
            continue
        foreign = source.startswith("text-")
        if foreign or (float(row["confidence"]) >= _SURE_ENOUGH and (len(words) > 1 or source == "freetext")):
            yield words, Name(row["exercise_id"], "exercise", len(words) == 1)


@cache
def _book() -> Phrases[Name]:
    book: Phrases[Name] = Phrases()
    for words, name in _all_names():
        book.add(words, name)
    return book


@cache
def vocabulary() -> tuple[frozenset[str], dict[str, tuple[str, str]], frozenset[tuple[str, str]]]:
    """Give the words of all names, pairs that may be written as one word, and the pairs themselves."""
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for name, _ in _all_names():
        words.update(name)
        pairs.update(pairwise(name))
    joined = {
        one + other: (one, other)
        for one, other in sorted(pairs)
        if one.isalpha() and other.isalpha() and len(one + other) >= _SHORTEST_JOINED
        if one + other not in _everyday()
    }
    return (
        frozenset(words),
        {word: pair for word, pair in joined.items() if word not in words},
        frozenset(pairs),
    )


@cache
def _everyday() -> frozenset[str]:
    """Words of the guards and units: never a misspelling of something else."""
    kinds = (
        *("negation", "future", "after", "filler", "running", "symptom", "place_before", "place_after"),
        *("reps_unit", "sets_unit", "rounds_unit", "distance_unit", "not_misspelt", "label_before_number"),
    )
    return frozenset(word for kind in kinds for word in single(kind))


@cache
def _near_misses() -> dict[str, frozenset[str]]:
    """What is left of a word of the names when one letter is dropped -> the words it may come from."""
    near: dict[str, set[str]] = {}
    for word in vocabulary()[0]:
        if word.isalpha() and _SHORTEST_MISSPELT - 1 <= len(word) <= _LONGEST_MISSPELT:
            for shorter in {word, *_shorter(word)}:
                near.setdefault(shorter, set()).add(word)
    return {shorter: frozenset(words) for shorter, words in near.items()}


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


@cache
def _respelt(word: str) -> str | None:
    """Give the one word of the names that differs by a single slip of the finger."""
    if not _SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT or word in _everyday():
        return None
    near = _near_misses()
    candidates = {
        found
        for shorter in {word, *_shorter(word)}
        for found in near.get(shorter, ())
        if abs(len(found) - len(word)) <= 1 and found[0] == word[0] and _one_slip(word, found)
    }
    return candidates.pop() if len(candidates) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    """Say whether one letter is missing, too many, wrong, or two neighbours have changed places."""
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return shorter in _shorter(longer)
    wrong = [at for at, (mine, yours) in enumerate(zip(one, other)) if mine != yours]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )


def ready(text: str) -> tuple[list[Token], frozenset[int]]:
    """Cut a text into tokens in which names can be found, and say which of them were spelt otherwise.

    Abbreviations are written out, words joined or parted as the names have them, and single slips of the
    finger in longer words of names mended.

    Examples
    --------
    >>> [token.lemma for token in ready("SL hipdips, kettle bell")[0]]
    ['single', 'leg', 'hip', 'dip', ',', 'kettlebell']
    """
    words, joined, pairs = vocabulary()
    tokens: list[Token] = []
    mended: set[int] = set()
    for token in canonical(tokenise(text)):
        before = tokens[-1] if tokens else None
        if token.kind != "word":
            tokens.append(token)
            continue
        if (
            before is not None
            and before.kind == "word"
            and before.lemma + token.lemma in words
            and (before.lemma, token.lemma) not in pairs
        ):
            tokens[-1] = replace(before, lemma=before.lemma + token.lemma, raw=before.raw + token.raw)
        elif token.lemma in joined:
            one, other = joined[token.lemma]
            tokens += [replace(token, lemma=one), replace(token, lemma=other, spaced=False)]
        elif token.lemma not in words and (meant := _respelt(token.lemma)) is not None:
            mended.add(len(tokens))
            tokens.append(replace(token, lemma=lemma(meant)))
        else:
            tokens.append(token)
    return tokens, frozenset(mended)


def find(tokens: Sequence[Token], mended: frozenset[int] = frozenset()) -> list[Hit]:
    """Find the names in a text, the longest that begins first.

    Examples
    --------
    >>> [hit.name.id for hit in find(ready("side plank hip dips and dips")[0])]
    ['hip-dip-side-elbow', None]
    """
    found: list[Hit] = []
    book, here = _book(), 0
    while here < len(tokens):
        match = book.longest(tokens, here) if tokens[here].kind in ("word", "number") else None
        if match is None:
            here += 1
            continue
        end, name = match
        words = tuple(token.lemma for token in tokens[here:end] if token.kind in ("word", "number"))
        found.append(Hit(here, end, name, words, any(here <= at < end for at in mended)))
        here = end
    return found


def with_band(hit: Hit) -> str | None:
    """Give the form of an exercise that is done with a band, where the library has one."""
    named = _book().get(("band", *hit.words))
    return named.id if named is not None and named.kind == "exercise" else None
