"""Cards: written, read back, and different when the data are."""

from __future__ import annotations

import pandas as pd

from analytics.models import card


def _card() -> card.Card:
    return card.Card(
        recipe="r",
        version=1,
        features=("dose", "age_10y"),
        n=10,
        athletes=2,
        cases=None,
        coefficients={"within": {"dose": -0.1}},
        intervals={"within": (-0.3, 0.1)},
        scores={"permutation_p": 0.2},
        settings={"sets": 10.0, "interval": "jackknife"},
        library_versions=card.library_versions(),
        fingerprint=card.fingerprint(pd.DataFrame({"a": [1.0]})),
    )


def test_a_card_reads_back_as_it_was_written():
    assert card.Card.from_json(_card().to_json()) == _card()


def test_a_card_names_the_libraries_its_numbers_rest_on():
    assert set(card.library_versions()) == {"numpy", "pandas", "scikit-learn", "scipy"}


def test_a_fingerprint_notices_a_value_a_name_and_an_order_and_not_the_order_of_columns():
    frame = pd.DataFrame(
        {"a": [1.0, 2.0], "b": ["x", "y"], "w": pd.to_datetime(["2024-01-01", "2024-01-08"])}
    )
    same = frame[["w", "b", "a"]]
    marks = [
        card.fingerprint(other)
        for other in (
            frame,
            frame.assign(a=[1.0, 2.1]),
            frame.assign(b=["x", "z"]),
            frame.rename(columns={"a": "c"}),
            frame.iloc[::-1],
            frame.assign(w=frame["w"] + pd.Timedelta(days=7)),
        )
    ]
    assert len(set(marks)) == 6
    assert card.fingerprint(same) == marks[0]


def test_a_fingerprint_does_not_depend_on_the_resolution_of_the_dates():
    frame = pd.DataFrame({"w": pd.to_datetime(["2024-01-01"])})
    assert card.fingerprint(frame.astype("datetime64[s]")) == card.fingerprint(frame.astype("datetime64[ns]"))
