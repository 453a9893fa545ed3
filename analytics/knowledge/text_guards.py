"""What a text says was not done: skipped, forgotten, planned; and names that are really places or months."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from analytics.knowledge.text_clauses import Clause
from analytics.knowledge.text_names import Hit
from analytics.knowledge.text_tokens import Phrases, Token, phrases, single, table

_FRESH_START = frozenset({"but", "so", "then", "followed", "because", "after", "before", "while", "when"})
_DONE = frozenset({"did", "done", "managed", "completed", "finished"})
_SWAPS = frozenset({("swapped",), ("traded",)})
# How many words "no" and "not" reach.
_REACH: dict[tuple[str, ...], int] = {("no",): 3, ("not",): 4, ("sin",): 3, ("kein",): 3, ("keine",): 3}
_ARTICLES = frozenset(
    {
        *("the", "my", "any", "a", "some", "of", "her", "his", "our", "usual", "normal", "planned"),
        *("evening", "morning", "daily", "either", "or", "nor", "more", "today", "tonight", "this", "week"),
    }
)


@cache
def _before() -> Phrases[tuple[str, str]]:
    return phrases("harmless_no", "negation", "future")


@cache
def _behind() -> Phrases[tuple[str, str]]:
    return phrases("harmless_no", "after")


def refused(tokens: Sequence[Token], clauses: Sequence[Clause]) -> set[int]:
    """Give where the names begin that a text says were not done, or only meant to be.

    A guard reaches to the end of its clause, through a bare list that goes on from it ("no clams, bridges
    or squats"), and, where it heads a list ("tomorrow: ..."), to the end of the sentence.
    """
    found: set[int] = set()
    kind, heads, sentence = "", False, -1
    for at, clause in enumerate(clauses):
        if clause.sentence != sentence or (kind and not _goes_on(clause, kind, heads)):
            kind, heads = "", False
        sentence = clause.sentence
        blocked, kind = _guarded(tokens, clause, kind)
        found |= blocked
        heads = bool(kind) and kind != "no" and (heads or clause.after in (":", "-"))
        if _said_behind(tokens, clause) or _said_next(tokens, clauses, at):
            found.update(hit.start for hit in clause.hits)
    return found


def _guarded(tokens: Sequence[Token], clause: Clause, kind: str) -> tuple[set[int], str]:
    """Go through a clause: which names a guard holds back, and which kind of guard holds at its end."""
    starts = {hit.start: hit for hit in clause.hits}
    blocked: set[int] = set()
    reach, since, swaps = None, clause.start, False
    here = clause.start
    while here < clause.end:
        hit = starts.get(here)
        if hit is not None:
            if kind and (reach is None or here - since <= reach):
                blocked.add(here)
            elif kind and reach is not None:
                kind = ""
            here = hit.end
            continue
        match = _before().longest(tokens, here)
        if match is None:
            if tokens[here].lemma in _DONE or (swaps and tokens[here].lemma == "for"):
                kind, swaps = "", False
            here += 1
            continue
        end, (guard, _) = match
        words = tuple(each.lemma for each in tokens[here:end] if each.kind == "word")
        if guard != "harmless_no":
            reach, since, swaps = _REACH.get(words), end, words in _SWAPS
            kind = "future" if guard == "future" else "no" if reach else "negation"
        here = end
    return blocked, kind


def _goes_on(clause: Clause, kind: str, heads: bool) -> bool:
    """Say whether a guard of the clause before still holds in this one."""
    if clause.before in _FRESH_START or clause.says(*_DONE):
        return False
    if heads:
        return True
    if clause.before not in {"and", ",", "/", "+", "plus", "or"} or not clause.hits:
        return False
    words = {token.lemma for _, token in clause.words}
    bare = not any(amount.counts for amount in clause.amounts)
    return (bare or kind == "future") and words <= _ARTICLES


def _said_behind(tokens: Sequence[Token], clause: Clause) -> bool:
    if not clause.hits:
        return False
    here = clause.hits[0].end
    while here < clause.end:
        match = _behind().longest(tokens, here)
        if match is None:
            here += 1
        elif match[1][0] == "after":
            return True
        else:
            here = match[0]
    return False


def _said_next(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> bool:
    """Say whether the clause behind says nothing but that it was not done: "clams (skipped)"."""
    if not clauses[at].hits or at + 1 >= len(clauses):
        return False
    following = clauses[at + 1]
    if following.before not in {"(", "-", ":", ",", "?", "="} or following.is_empty:
        return False
    match = _behind().longest(tokens, following.start)
    return match is not None and match[1][0] == "after" and match[0] >= following.end


@cache
def _places() -> tuple[
    dict[tuple[str, ...], list[tuple[str, ...]]], dict[tuple[str, ...], list[tuple[str, ...]]]
]:
    books: list[dict[tuple[str, ...], list[tuple[str, ...]]]] = []
    for kind in ("place_before", "place_after"):
        book: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for words, about in table()[kind]:
            book.setdefault(tuple(about.split()), []).append(words)
        books.append(book)
    return books[0], books[1]


def is_elsewhere(tokens: Sequence[Token], hit: Hit) -> bool:
    """Say whether a name is a place, a month or an everyday word ("Brooklyn bridge", "March madness")."""
    before, after = _places()
    words = [token.lemma for token in tokens[max(hit.start - 3, 0) : hit.start]]
    behind = [token.lemma for token in tokens[hit.end : hit.end + 3]]
    if any(tuple(words[-len(each) :]) == each for each in before.get(hit.words, ())):
        return True
    if any(tuple(behind[: len(each)]) == each for each in after.get(hit.words, ())):
        return True
    return hit.words == ("bridge",) and _is_named(tokens, hit)


def _is_named(tokens: Sequence[Token], hit: Hit) -> bool:
    """Say whether a proper name seems to stand before the word "bridge"."""
    token = tokens[hit.start - 1] if hit.start else None
    if token is None or token.kind != "word" or token.lemma in single("number"):
        return False
    known = single("filler") | single("reps_unit") | single("sets_unit") | single("seconds_unit")
    joining = {
        "and",
        "then",
        "with",
        "plus",
        "or",
        "more",
        "few",
        "also",
        "included",
        "including",
        "side",
        "core",
    }
    return token.lemma not in known | joining | single("minutes_unit")
