"""A note cut into clauses: the names, amounts and sides that each holds, and what parts it from the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.knowledge.text_amounts import Amount, read
from analytics.knowledge.text_names import Hit
from analytics.knowledge.text_sides import Side, read_side
from analytics.knowledge.text_tokens import Token, single

NAMED = Token("name", "", "", True)
# Nobody writes a longer one on purpose: it is cut, so that the work grows with the length of the text.
LONGEST_CLAUSE = 60
BREAKS = frozenset({".", ";", "!", "?", "\n"})
_SEPARATORS = frozenset({",", "(", ")", ":", "-", "+", "/", "[", "]", "=", "~", "<", ">", *BREAKS})
_JOINING_WORDS = frozenset(
    {
        *("and", "then", "with", "w", "plus", "but", "so", "et", "y", "und", "before", "after", "followed"),
        *("inc", "including", "incl", "also", "because", "while", "when"),
    }
)


@dataclass
class Clause:
    """A stretch of text between two signs or joining words. `before` and `after` are what bounds it."""

    start: int
    sentence: int
    paragraph: int
    before: str
    hits: list[Hit] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    words: list[tuple[int, Token]] = field(default_factory=list)
    after: str = ""
    end: int = 0

    @property
    def is_filling(self) -> bool:
        """Say whether its words tell nothing of their own."""
        return all(token.lemma in single("filler") for _, token in self.words)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all stands in it."""
        return not (self.hits or self.amounts or self.sides or self.words)

    def says(self, *lemmas: str) -> bool:
        """Say whether one of these words stands in it."""
        return any(token.lemma in lemmas for _, token in self.words)


def cut(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Clause]:
    """Cut a text into clauses.

    Parameters
    ----------
    tokens, hits
        A text as `text_names.ready` gives it, and the names `text_names.find` finds in it.
    """
    starts = {hit.start: hit for hit in hits}
    masked = list(tokens)  # an amount never reads into a name: "2x10 step downs"
    for each in hits:
        masked[each.start : each.end] = [NAMED] * (each.end - each.start)
    clauses = [Clause(0, 0, 0, "\n")]
    here = 0
    while here < len(tokens):
        if here - clauses[-1].start >= LONGEST_CLAUSE:
            clauses[-1].end = here
            clauses.append(Clause(here, clauses[-1].sentence, clauses[-1].paragraph, ""))
        clause, token = clauses[-1], tokens[here]
        hit = starts.get(here)
        if hit is not None:
            clause.hits.append(hit)
            here = hit.end
            continue
        side = read_side(masked, here)
        if side is not None:
            clause.sides.append(side)
            here = side.end
            continue
        amount = read(masked, here)
        if amount is not None:
            clause.amounts.append(amount)
            here = amount.end
            continue
        if token.lemma == "/" and here and tokens[here - 1].lemma == "with":
            here += 1  # "w/"
            continue
        sign = _parts(tokens, here)
        if sign is None and token.kind == "word":
            clause.words.append((here, token))
        elif sign is not None:
            _close(clauses, here, sign)
        here += 1
    clauses[-1].end = len(tokens)
    return clauses


def _close(clauses: list[Clause], here: int, sign: str) -> None:
    clause = clauses[-1]
    clause.after, clause.end = sign, here
    blank_line = sign == "\n" and clause.before == "\n" and clause.is_empty and len(clauses) > 1
    ends = sign in BREAKS and not (clause.is_empty and clause.before in BREAKS)
    clauses.append(Clause(here + 1, clause.sentence + ends, clause.paragraph + blank_line, sign))


def _parts(tokens: Sequence[Token], here: int) -> str | None:
    """Say which sign or word parts two clauses here, if one does."""
    token = tokens[here]
    if token.kind == "line":
        return "\n"
    if token.kind == "word":
        return token.lemma if token.lemma in _JOINING_WORDS else None
    if token.lemma == "-" and not token.spaced and here + 1 < len(tokens) and not tokens[here + 1].spaced:
        return None  # a hyphen inside a word
    return token.lemma if token.lemma in _SEPARATORS else None
