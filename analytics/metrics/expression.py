"""A small language for own measures: read from text and written back; nothing in it is ever executed.

    expression = term, {("+" | "-"), term};
    term       = factor, {("*" | "/"), factor};
    factor     = "-", factor | number | measure | function, "(", ..., ")" | "(", expression, ")";

What it gives is a tree that `expression_values` works out over columns.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from analytics.errors import AnalyticsError

MOST_LETTERS = 400
MOST_PARTS = 150
DEEPEST = 20
MOST_WEEKS = 52
MOST_DIGITS = 6
LARGEST = 1e12
"""Limits that a person does not meet and a hostile text does."""

PLAIN = {"abs": 1, "sqrt": 1, "log": 1, "exp": 1}
"""Functions of one value."""
SEVERAL = ("min", "max")
"""Functions of two values or more."""
OVER_WEEKS = ("mean", "sum", "lag")
"""Functions of a value and a number of weeks."""
FUNCTIONS = (*PLAIN, *SEVERAL, *OVER_WEEKS, "round")

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[-+*/(),]))"
)


class FormulaError(AnalyticsError):
    """A formula cannot be read: `at` is the place of the letter, counted from 1."""

    def __init__(self, words: str, at: int) -> None:
        super().__init__(f"At letter {at}: {words}")
        self.at = at


@dataclass(frozen=True)
class Number:
    """A number as written: 0 or above."""

    value: float


@dataclass(frozen=True)
class Measure:
    """A measure by its name."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Negative:
    """A sign turned round."""

    of: Tree


@dataclass(frozen=True)
class Two:
    """Two values and + - * or / between them."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True)
class Call:
    """A function; `count` is the number of weeks of a window, or of digits kept when rounding."""

    name: str
    of: tuple[Tree, ...]
    count: int | None = None


Tree = Number | Measure | Negative | Two | Call


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def read(text: str, known: Collection[str]) -> Tree:
    """Read a formula.

    Parameters
    ----------
    known
        The names of measures that may stand in it.

    Raises
    ------
    FormulaError
        With the place in the text and what is wrong there, in words.

    Examples
    --------
    >>> written(read("hip_sets / (distance_m / 1000)", {"hip_sets", "distance_m"}))
    'hip_sets / (distance_m / 1000)'
    >>> try:
    ...     read("2 * hip_set", {"hip_sets"})
    ... except FormulaError as error:
    ...     print(error)
    At letter 5: there is no measure hip_set; did you mean hip_sets?
    """
    if len(text) > MOST_LETTERS:
        raise FormulaError(f"a formula has at most {MOST_LETTERS} letters.", MOST_LETTERS)
    tokens = _tokens(text)
    if len(tokens) > MOST_PARTS:
        raise FormulaError(f"a formula has at most {MOST_PARTS} parts.", tokens[MOST_PARTS].at)
    reader = _Reader(tokens, known, len(text) + 1)
    tree = reader.expression(0)
    reader.end()
    return tree


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    end = len(text.rstrip(" \t\r\n"))
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            place = at + len(text[at:]) - len(text[at:].lstrip(" \t\r\n"))
            raise FormulaError(f"{text[place]!r} has no meaning here.", place + 1)
        found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
        at = match.end()
    return found


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: list[_Token], known: Collection[str], end: int) -> None:
        self._tokens = tokens
        self._known = known
        self._next = 0
        self._end = end

    def end(self) -> None:
        token = self._peek()
        if token is not None:
            raise FormulaError(f"{token.text} does not fit here.", token.at)

    def expression(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise FormulaError(f"brackets lie more than {DEEPEST} deep.", self._here())
        tree = self._term(depth)
        while sign := self._taken("+", "-"):
            tree = Two(sign, tree, self._term(depth))
        return tree

    def _term(self, depth: int) -> Tree:
        tree = self._factor(depth)
        while sign := self._taken("*", "/"):
            tree = Two(sign, tree, self._factor(depth))
        return tree

    def _factor(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise FormulaError(f"signs or brackets lie more than {DEEPEST} deep.", self._here())
        if self._taken("-"):
            return Negative(self._factor(depth + 1))
        if self._taken("("):
            tree = self.expression(depth + 1)
            self._must(")")
            return tree
        token = self._take()
        if token is None or token.kind == "sign":
            said, at = (
                ("the formula ends", self._end) if token is None else (f"{token.text} stands", token.at)
            )
            raise FormulaError(f"{said} where a number or a measure should be.", at)
        if token.kind == "number":
            return Number(_number(token))
        if self._taken("("):
            return self._call(token, depth)
        return Measure(self._measure(token), token.at)

    def _call(self, token: _Token, depth: int) -> Call:
        name = token.text
        if name not in FUNCTIONS:
            raise FormulaError(f"there is no function {_short(name)}{_alike(name, FUNCTIONS)}", token.at)
        parts, places = [self.expression(depth + 1)], [self._here()]
        while self._taken(","):
            places.append(self._here())
            parts.append(self.expression(depth + 1))
        self._must(")")
        if name in PLAIN and len(parts) != 1:
            raise FormulaError(f"{name} takes one value.", token.at)
        if name in SEVERAL and len(parts) < 2:
            raise FormulaError(f"{name} takes two values or more, with commas between.", token.at)
        if name in OVER_WEEKS:
            if len(parts) != 2:
                raise FormulaError(f"{name} takes a value and a number of weeks: {name}(…, 4).", token.at)
            return Call(name, (parts[0],), _whole(parts[1], places[1], 1, MOST_WEEKS, "weeks"))
        if name == "round":
            if len(parts) > 2:
                raise FormulaError("round takes a value and how many digits to keep.", token.at)
            digits = 0 if len(parts) == 1 else _whole(parts[1], places[1], 0, MOST_DIGITS, "digits")
            return Call(name, (parts[0],), digits)
        return Call(name, tuple(parts))

    def _measure(self, token: _Token) -> str:
        name = token.text
        if name in FUNCTIONS and name not in self._known:
            raise FormulaError(f"{name} is a function: it needs brackets.", token.at)
        if name not in self._known:
            raise FormulaError(f"there is no measure {_short(name)}{_alike(name, self._known)}", token.at)
        return name

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _here(self) -> int:
        token = self._peek()
        return self._end if token is None else token.at

    def _take(self) -> _Token | None:
        token = self._peek()
        self._next += token is not None
        return token

    def _taken(self, *signs: str) -> str | None:
        token = self._peek()
        if token is None or token.kind != "sign" or token.text not in signs:
            return None
        self._next += 1
        return token.text

    def _must(self, sign: str) -> None:
        if not self._taken(sign):
            raise FormulaError(f"a {sign} is missing.", self._here())


def _number(token: _Token) -> float:
    value = float(token.text)
    if not value <= LARGEST:
        raise FormulaError("this number is too large.", token.at)
    return value


def _whole(tree: Tree, at: int, least: int, most: int, what: str) -> int:
    value = tree.value if isinstance(tree, Number) else math.nan
    if not least <= value <= most or value != int(value):
        raise FormulaError(f"the number of {what} must be a whole number from {least} to {most}.", at)
    return int(value)


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:40] + "…"


def _alike(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name[:60].lower(), sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else "."


# Written back


def written(tree: Tree) -> str:
    """Write a tree as text, with no more brackets than it needs.

    Examples
    --------
    >>> written(read("((1 + 2)) * -(3)", ()))
    '(1 + 2) * -3'
    """
    return _written(tree)[0]


_SUM, _PRODUCT, _ONE = 1, 2, 3


def _written(tree: Tree) -> tuple[str, int]:
    """Give the words and how tightly they hold together."""
    match tree:
        case Number(value):
            return _digits(value), _ONE
        case Measure(name):
            return name, _ONE
        case Negative(of):
            return f"-{_held(of, _ONE)}", _ONE
        case Two(sign, left, right):
            level = _SUM if sign in "+-" else _PRODUCT
            return f"{_held(left, level)} {sign} {_held(right, level + 1)}", level
        case Call(name, parts, count):
            texts = [_written(part)[0] for part in parts]
            if count is not None and (name != "round" or count):
                texts.append(str(count))
            return f"{name}({', '.join(texts)})", _ONE


def _held(tree: Tree, least: int) -> str:
    text, level = _written(tree)
    return text if level >= least else f"({text})"


def _digits(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


# What stands in a tree


def walk(tree: Tree) -> Iterator[Tree]:
    """Go through a tree and all trees in it."""
    yield tree
    match tree:
        case Negative(of):
            yield from walk(of)
        case Two(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Call(_, parts):
            for part in parts:
                yield from walk(part)


def measures(tree: Tree) -> tuple[str, ...]:
    """List the measures in a tree, each once, in order."""
    return tuple(dict.fromkeys(part.name for part in walk(tree) if isinstance(part, Measure)))


def needs_weeks(tree: Tree) -> bool:
    """Say whether a tree looks back over weeks."""
    return any(isinstance(part, Call) and part.name in OVER_WEEKS for part in walk(tree))


def put_in(tree: Tree, name: str, other: Tree) -> Tree:
    """Give the tree with another in place of a measure.

    Examples
    --------
    >>> written(put_in(read("2 * a", {"a"}), "a", read("b + 1", {"b"})))
    '2 * (b + 1)'
    """
    match tree:
        case Measure(found):
            return other if found == name else tree
        case Negative(of):
            return Negative(put_in(of, name, other))
        case Two(sign, left, right):
            return Two(sign, put_in(left, name, other), put_in(right, name, other))
        case Call(called, parts, count):
            return Call(called, tuple(put_in(part, name, other) for part in parts), count)
        case _:
            return tree


def windows_out(tree: Tree) -> tuple[Tree, dict[str, Tree]]:
    """Take out what looks back over weeks: the tree with names in their place, and the trees by name.

    Examples
    --------
    >>> tree, windows = windows_out(read("a - lag(a, 1)", {"a"}))
    >>> written(tree), {name: written(one) for name, one in windows.items()}
    ('a - window_0', {'window_0': 'lag(a, 1)'})
    """
    found: dict[str, Tree] = {}

    def out(one: Tree) -> Tree:
        match one:
            case Call(name, parts, count):
                if name in OVER_WEEKS:
                    label = f"window_{len(found)}"
                    found[label] = one
                    return Measure(label)
                return Call(name, tuple(out(part) for part in parts), count)
            case Negative(of):
                return Negative(out(of))
            case Two(sign, left, right):
                return Two(sign, out(left), out(right))
            case _:
                return one

    return out(tree), found
