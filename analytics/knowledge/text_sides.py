"""Words of side in free text: each, left, right, and the four directions of the hip dips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from analytics.knowledge.text_tokens import Phrases, Token, phrases


@dataclass(frozen=True)
class Side:
    """A word of side: each, left, right; or all four directions of the hip dips."""

    start: int
    end: int
    side: Literal["each", "left", "right"] | None
    is_four_way: bool = False


@cache
def _side_words() -> Phrases[tuple[str, str]]:
    return phrases("side_each", "side_left", "side_right")


@cache
def _four_way_words() -> Phrases[tuple[str, str]]:
    return phrases("four_way")


def read_side(tokens: Sequence[Token], at: int) -> Side | None:
    """Read the words of side that begin at a token ("e/s", "/side", "each way", "L/R").

    Examples
    --------
    >>> from analytics.knowledge.text_tokens import tokenise
    >>> read_side(tokenise("e/s"), 0).side, read_side(tokenise("/leg"), 0).side
    ('each', 'each')
    """
    token = tokens[at]
    if token.kind == "sign":
        slash = token.lemma == "/" and at + 1 < len(tokens)
        if slash and tokens[at + 1].lemma in (
            "side",
            "leg",
            "hip",
            "direction",
            "seite",
            "bein",
            "jambe",
            "lado",
        ):
            return Side(at, at + 2, "each")
        return Side(at, at + 2, "each", is_four_way=True) if slash and tokens[at + 1].lemma == "way" else None
    four, words = _four_way_words().longest(tokens, at), _side_words().longest(tokens, at)
    if words is None:
        return Side(at, four[0], None, is_four_way=True) if four else None
    end, (kind, _) = words
    if four is not None and four[0] >= end:
        return Side(at, four[0], "each", is_four_way=True)
    side: Literal["each", "left", "right"] = (
        "each" if kind == "side_each" else "left" if kind == "side_left" else "right"
    )
    return Side(at, end, side)
