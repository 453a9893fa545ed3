"""Unknown values in a regression: kept apart, never taken for zeros."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models import design

NAN = float("nan")


def test_unknown_rows_get_a_column_of_their_own():
    made = design.columns(pd.DataFrame(index=range(4)), {"pain": np.array([0.0, 1.0, NAN, 0.0])})
    assert made.names == ("pain", "pain_unknown")
    assert made.matrix.tolist() == [[0, 0], [1, 0], [0, 1], [0, 0]]


def test_a_term_that_is_mostly_unknown_is_left_out_and_said():
    made = design.columns(pd.DataFrame(index=range(4)), {"pain": np.array([NAN, 1.0, NAN, NAN])})
    assert made.names == ()
    assert made.dropped == {"pain": "mostly unknown"}


def test_half_known_is_enough():
    made = design.columns(pd.DataFrame(index=range(4)), {"pain": np.array([NAN, 1.0, NAN, 0.0])})
    assert made.names == ("pain", "pain_unknown")


def test_a_constant_column_and_one_told_by_others_are_left_out():
    terms = {"dose": np.array([1.0, 2, 3, 5]), "one": np.ones(4), "double": np.array([2.0, 4, 6, 10])}
    made = design.columns(pd.DataFrame(index=range(4)), terms)
    assert made.names == ("dose",)
    assert set(made.dropped) == {"one", "double"}
