"""The language of own measures: what is written is read back, values are those of plain Python, malice is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics import expression
from analytics.metrics.expression import (
    Call,
    FormulaError,
    Measure,
    Negative,
    Number,
    Tree,
    Two,
    read,
    written,
)
from analytics.metrics.expression_values import evaluate

NAMES = ("hips", "km", "runs")
KNOWN = frozenset(NAMES)

leaves = st.one_of(
    st.integers(0, 50).map(lambda n: Number(float(n))),
    st.sampled_from([0.5, 1e-3, 2.25, 1e9, 1e-7]).map(Number),
    st.sampled_from(NAMES).map(Measure),
)


def larger(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        inner.map(Negative),
        st.builds(Two, st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda name, of: Call(name, (of,)), st.sampled_from(["abs", "sqrt", "log", "exp"]), inner),
        st.builds(
            lambda name, of: Call(name, tuple(of)),
            st.sampled_from(["min", "max"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda of, n: Call("round", (of,), n), inner, st.integers(0, 3)),
        st.builds(
            lambda name, of, n: Call(name, (of,), n),
            st.sampled_from(["mean", "sum", "lag"]),
            inner,
            st.integers(1, 5),
        ),
    )


trees = st.recursive(leaves, larger, max_leaves=8)


@given(trees)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_the_same(tree: Tree) -> None:
    text = written(tree)
    if len(text) <= expression.MOST_LETTERS:
        assert read(text, KNOWN) == tree


def plainly(tree: Tree, rows: list[dict[str, float | None]], at: int) -> float | None:
    """Work a formula out of one athlete's weeks, one number at a time; None is unknown."""

    def known(work) -> float | None:
        try:
            value = work()
        except (ZeroDivisionError, ValueError, OverflowError):
            return None
        return value if math.isfinite(value) else None

    match tree:
        case Number(value):
            return value
        case Measure(name):
            return rows[at][name]
        case Negative(of):
            value = plainly(of, rows, at)
            return None if value is None else -value
        case Two(sign, left, right):
            a, b = plainly(left, rows, at), plainly(right, rows, at)
            if a is None or b is None:
                return None
            return known(
                lambda: {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[
                    sign
                ]()
            )
        case Call("lag", (of,), weeks):
            return plainly(of, rows, at - weeks) if at >= weeks else None
        case Call("mean" | "sum" as name, (of,), weeks):
            if at < weeks - 1:
                return None
            some = [plainly(of, rows, at - back) for back in range(weeks)]
            if any(one is None for one in some):
                return None
            return known(lambda: sum(some) / (weeks if name == "mean" else 1))
        case Call(name, parts, digits):
            values = [plainly(part, rows, at) for part in parts]
            if any(one is None for one in values):
                return None
            one = values[0]
            return known({
                "abs": lambda: abs(one), "sqrt": lambda: math.sqrt(one), "log": lambda: math.log(one),
                "exp": lambda: math.exp(one), "min": lambda: min(values), "max": lambda: max(values),
                "round": lambda: round(one, digits or 0),
            }[name])  # fmt: skip
    raise AssertionError(tree)


def has(tree: Tree, *names: str) -> bool:
    return any(isinstance(part, Call) and part.name in names for part in expression.walk(tree))


values = st.one_of(
    st.none(), st.integers(-20, 20).map(float), st.floats(0.25, 100).map(lambda x: round(x, 2))
)


@given(trees, st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, values)), min_size=1, max_size=9))
@settings(max_examples=200, deadline=None)
def test_a_formula_gives_what_plain_python_gives(tree: Tree, rows: list[dict[str, float | None]]) -> None:
    columns = {name: np.array([math.nan if r[name] is None else r[name] for r in rows]) for name in NAMES}
    n = len(rows)
    found = evaluate(tree, columns, rows=n, athlete=np.ones(n, dtype=np.int64), week=np.arange(n))
    # Windows add up in another order, a half is rounded up or down, and two logarithms in one another can
    # differ in the last digit: such a formula may come out on the other side of an edge.
    steps = sum(
        isinstance(part, Call) and part.name in ("sqrt", "log", "exp") for part in expression.walk(tree)
    )
    is_edgy = has(tree, "round", "sum", "mean") or steps > 1
    for at in range(n):
        expected = plainly(tree, rows, at)
        if is_edgy and (expected is None or math.isnan(found[at]) or has(tree, "round")):
            continue
        if expected is None:
            assert math.isnan(found[at])
        else:
            assert found[at] == pytest.approx(expected, rel=1e-6, abs=1e-6 if is_edgy else 0)


def worked(text: str, **columns: list[float]) -> list[float]:
    n = len(next(iter(columns.values())))
    arrays = {name: np.array(column, dtype=float) for name, column in columns.items()}
    tree = read(text, set(columns))
    return evaluate(tree, arrays, rows=n, athlete=np.ones(n, dtype=np.int64), week=np.arange(n)).tolist()


def test_unknown_stays_unknown_and_what_has_no_value_is_unknown() -> None:
    nan = math.nan
    assert worked("a + 1", a=[1, nan]) == pytest.approx([2, nan], nan_ok=True)
    assert worked("1 / a", a=[0, 2]) == pytest.approx([nan, 0.5], nan_ok=True)
    assert worked("0 / a", a=[0, 2]) == pytest.approx([nan, 0], nan_ok=True)
    assert worked("log(a)", a=[0, -1, 1]) == pytest.approx([nan, nan, 0], nan_ok=True)
    assert worked("sqrt(a)", a=[-1, 4]) == pytest.approx([nan, 2], nan_ok=True)
    assert worked("exp(a)", a=[1e6, 0]) == pytest.approx([nan, 1], nan_ok=True)
    assert worked("max(a, 3)", a=[nan, 5]) == pytest.approx([nan, 5], nan_ok=True)


def test_windows_take_the_week_itself_and_those_before_and_want_each_known() -> None:
    nan = math.nan
    assert worked("mean(a, 2)", a=[1, 3, nan, 5, 7]) == pytest.approx([nan, 2, nan, nan, 6], nan_ok=True)
    assert worked("sum(a, 3)", a=[1, 2, 3, 4]) == pytest.approx([nan, nan, 6, 9], nan_ok=True)
    assert worked("lag(a, 2)", a=[1, 2, 3]) == pytest.approx([nan, nan, 1], nan_ok=True)


def test_a_window_never_reaches_into_another_athlete_or_over_a_missing_week() -> None:
    tree = read("mean(a, 2) + 0 * lag(a, 1)", {"a"})
    found = evaluate(
        tree,
        {"a": np.array([1.0, 3, 10, 20, 30])},
        rows=5,
        athlete=np.array([1, 1, 2, 2, 2]),
        week=np.array([5, 6, 7, 8, 10]),
    )
    assert found.tolist() == pytest.approx([math.nan, 2, math.nan, 15, math.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("", 1, "the formula ends"),
        ("hips +", 7, "the formula ends"),
        ("(hips", 6, "a ) is missing"),
        ("hips km", 6, "km does not fit here"),
        ("2 ** 3", 4, "* stands where"),
        ("9 ** 9 ** 9", 4, "* stands where"),
        ("hips.km", 5, "'.' has no meaning"),
        ("hip", 1, "did you mean hips"),
        ("__import__('os')", 12, "has no meaning"),
        ("__class__", 1, "there is no measure __class__"),
        ("hips.__class__", 5, "has no meaning"),
        ("eval(hips)", 1, "there is no function eval"),
        ("lambda: 1", 7, "has no meaning"),
        ("hips if km else runs", 6, "if does not fit"),
        ("[x for x in hips]", 1, "has no meaning"),
        ("f(1)(2)", 1, "there is no function f"),
        ("mean(hips)", 1, "takes a value and a number of weeks"),
        ("mean(hips, km)", 12, "whole number from 1 to 52"),
        ("mean(hips, 0)", 12, "whole number from 1 to 52"),
        ("mean(hips, 1000000)", 12, "whole number from 1 to 52"),
        ("lag(hips, -1)", 11, "whole number"),
        ("round(hips, 99)", 13, "whole number from 0 to 6"),
        ("min(hips)", 1, "two values or more"),
        ("abs(hips, km)", 1, "takes one value"),
        ("abs", 1, "needs brackets"),
        ("1e999", 1, "too large"),
        ("9" * 300, 1, "too large"),
        ("(" * 60 + "1" + ")" * 60, 22, "deep"),
        ("-" * 60 + "1", 22, "deep"),
        ("1+" * 300 + "1", 400, "at most 400 letters"),
        ("1+" * 100 + "1", 151, "at most 150 parts"),
        ("hips; drop table athlete", 5, "has no meaning"),
        ("hips # comment", 6, "has no meaning"),
        ("ｈips", 1, "has no meaning"),
        ("٣ + 1", 1, "has no meaning"),
        ("hips \x00", 6, "has no meaning"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, at: int, words: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read(text, KNOWN)
    assert words in str(refused.value) and refused.value.at == at


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        tree = read(text, KNOWN)
    except FormulaError as error:
        assert 1 <= error.at <= len(text) + 1
    else:
        assert read(written(tree), KNOWN) == tree
