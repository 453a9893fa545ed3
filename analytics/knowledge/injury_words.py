"""The words of complaints in a note: parts of the body, and words of pain, relief, denial and worry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from analytics.knowledge import exercises, place
from analytics.knowledge.text_tokens import Phrases, Token, tokenise

# Words left out before names are looked for: "outside of my left knee" is the outside of the knee.
_SMALL = frozenset(
    {
        *("my", "the", "a", "an", "left", "right", "l", "r", "lt", "rt", "both", "his", "her", "this"),
        *("that", "old"),
    }
)
# Nobody writes a longer one on purpose: it is cut, so that the work grows with the length of the text.
LONGEST_CLAUSE = 60
_PARTING = frozenset({",", ";", ".", "!", "?", ":", "(", ")", "=", "[", "]"})
_AFTER_WAY_BACK = frozenset({"from", "at", "to", "in", "on", "out", "into", "and", "home", "again", "after"})
_BEFORE_BACK = frozenset(
    {"sore", "tight", "stiff", "achy", "aching", "bad", "dodgy", "low", "upper", "niggly"}
)


@dataclass(frozen=True)
class Name:
    id: str | None  # None: words that name no complaint ("calf raise")
    needs_word: bool
    is_diagnosis: bool


@dataclass
class Mention:
    start: int
    end: int
    name: Name
    clause: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """A word of pain, relief, denial or worry, from token `start` up to `end`."""

    start: int
    end: int
    kind: str
    about: str


@dataclass
class Clause:
    start: int
    end: int
    before: str
    sentence: int
    signs: list[Sign] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Sign]:
        return [sign for sign in self.signs if sign.kind in kinds]


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Cut a text where signs, line ends and "but" part it."""
    found = [Clause(0, 0, "", 0)]
    for at, token in enumerate(tokens):
        is_dash = token.lemma == "-" and token.kind == "sign" and _is_spaced(tokens, at)
        parts = (
            token.kind == "line"
            or (token.kind == "sign" and token.lemma in _PARTING)
            or is_dash
            or (token.kind == "word" and token.lemma in ("but", "though", "although"))
        )
        if not parts and at - found[-1].start >= LONGEST_CLAUSE:
            found[-1].end = at
            found.append(Clause(at, at, "", found[-1].sentence))
        if parts:
            found[-1].end = at
            ends = token.kind == "line" or token.lemma in (".", "!", "?", ";")
            found.append(Clause(at + 1, at + 1, token.lemma, found[-1].sentence + ends))
    found[-1].end = len(tokens)
    return found


def _is_spaced(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].spaced or (at + 1 < len(tokens) and tokens[at + 1].spaced)


# Names


def content_of(phrase: str) -> tuple[str, ...]:
    """Give the words of a phrase that its meaning hangs on."""
    return tuple(t.lemma for t in tokenise(phrase) if t.kind in ("word", "number") and t.lemma not in _SMALL)


@cache
def _names() -> Phrases[Name]:
    book: Phrases[Name] = Phrases()
    for row in rows("blocked"):
        book.add(content_of(row["phrase"]), Name(None, False, False))
    for row in rows("certain_name"):
        book.add(content_of(row["phrase"]), Name(row["about"], False, True))
    for row in place.rows("injury_synonyms.csv"):
        needs, diagnosis = row["needs_symptom_word"] == "yes", row["specificity"] == "diagnosis"
        book.add(content_of(row["pattern"]), Name(row["injury_id"], needs, diagnosis))
    for row in rows("name"):
        book.add(content_of(row["phrase"]), Name(row["about"], True, False))
    for one in exercises.load().values():
        for name in (one.name, *one.aliases):
            words = content_of(name)
            if len(words) > 1:
                book.add(words, Name(None, False, False))
    return book


def mentions_in(tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Mention]:
    """Find the parts of the body and diagnoses that are named, and words that only look like them."""
    found: list[Mention] = []
    for no, clause in enumerate(clauses):
        places = [at for at in range(clause.start, clause.end) if tokens[at].lemma not in _SMALL]
        content = [tokens[at] for at in places]
        here = 0
        while here < len(content):
            match = _names().longest(content, here)
            if match is None or _goes_farther(content, here, match[0]):
                here += 1
                continue
            end, name = match
            start, last = places[here], places[end - 1] + 1
            words = tuple(token.lemma for token in content[here:end])
            if words != ("back",) or _is_the_body(tokens, start):
                found.append(Mention(start, last, name, no, words))
            here = end
    return found


def _goes_farther(content: Sequence[Token], here: int, end: int) -> bool:
    """Say whether a name that begins with a word of pain yields: "sore hip flexors" are the flexors."""
    sign = _sign_book().get((content[here].lemma,))
    further = _names().longest(content, here + 1) if sign is not None and sign[0] == "symptom" else None
    return further is not None and further[0] > end


def _is_the_body(tokens: Sequence[Token], at: int) -> bool:
    """Tell the back that aches from the way back."""
    before = tokens[at - 1].lemma if at else ""
    behind = tokens[at + 1].lemma if at + 1 < len(tokens) else ""
    if behind in _AFTER_WAY_BACK:
        return False
    return not before or before in _BEFORE_BACK or before in ("my", "the") or tokens[at - 1].kind != "word"


# Words of pain, relief, denial and worry


@cache
def _rows_by_kind() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in place.rows("injury_words.csv"):
        found.setdefault(row["kind"], []).append(row)
    return found


def rows(kind: str) -> list[dict[str, str]]:
    """Give the rows of one kind of data/injury_words.csv."""
    return _rows_by_kind()[kind]


_KINDS = ("harmless", "impact", "symptom", "inside", "half", "resolved", "denied", "denied_behind", "worry",
          "somebody_else", "mild", "doms")  # fmt: skip


@cache
def _sign_book() -> Phrases[tuple[str, str]]:
    book: Phrases[tuple[str, str]] = Phrases()
    for kind in _KINDS:
        for row in rows(kind):
            words = tuple(t.lemma for t in tokenise(row["phrase"]) if t.kind in ("word", "number"))
            book.add(words, (kind, row["about"]))
    return book


def signs_in(tokens: Sequence[Token], clause: Clause) -> Iterator[Sign]:
    """Find the words of pain, relief, denial and worry in a clause."""
    part = tokens[clause.start : clause.end]
    here = 0
    while here < len(part):
        match = _sign_book().longest(part, here)
        if match is None:
            here += 1
            continue
        end, (kind, about) = match
        if kind == "harmless" and about:
            kind = {"mention": "worry"}.get(about, about)
        yield Sign(clause.start + here, clause.start + end, kind, about)
        here = end
