"""The card of a model: what it was made of and what it said, kept instead of the model itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata

import numpy as np
import pandas as pd

DECIMALS = 9


@dataclass(frozen=True)
class Card:
    """A model's recipe, the data it saw (as a fingerprint) and its numbers.

    Attributes
    ----------
    recipe, version
        Name and number of the recipe; the number changes when the numbers may.
    features
        Columns of the design, in order.
    n, athletes, cases
        Rows and athletes used; injuries among them (None for pace).
    coefficients, intervals
        By estimate and term, on the log scale; 95 % intervals where they were worked out.
    scores
        Other numbers of the model (overdispersion, permutation p).
    settings
        What was fixed before the data were seen.
    library_versions, fingerprint
        What it was computed with, and the SHA-256 of the rows it saw.
    """

    recipe: str
    version: int
    features: tuple[str, ...]
    n: int
    athletes: int
    cases: int | None
    coefficients: dict[str, dict[str, float]]
    intervals: dict[str, tuple[float, float]]
    scores: dict[str, float]
    settings: dict[str, float | str]
    library_versions: dict[str, str]
    fingerprint: str

    def to_json(self) -> str:
        """Write the card as JSON, keys sorted."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Card:
        """Read a card that `to_json` wrote."""
        values = json.loads(text)
        values["features"] = tuple(values["features"])
        values["intervals"] = {name: (low, high) for name, (low, high) in values["intervals"].items()}
        return cls(**values)


def fingerprint(frame: pd.DataFrame) -> str:
    """Give the SHA-256 of a frame's values, rounded to nine decimals so that a last bit does not matter.

    Examples
    --------
    >>> one = pd.DataFrame({"a": [0.1 + 0.2, float("nan")]})
    >>> two = pd.DataFrame({"a": [0.3, float("nan")]})
    >>> fingerprint(one) == fingerprint(two)
    True
    """
    digest = hashlib.sha256()
    for name in sorted(map(str, frame.columns)):
        column = frame[name]
        digest.update(name.encode())
        if pd.api.types.is_datetime64_any_dtype(column):
            digest.update(column.to_numpy("datetime64[s]").astype("<i8").tobytes())
        elif pd.api.types.is_numeric_dtype(column):
            rounded = np.round(column.to_numpy(dtype=float, na_value=np.nan), DECIMALS) + 0.0
            digest.update(np.where(np.isnan(rounded), np.nan, rounded).astype("<f8").tobytes())
        else:
            digest.update("\n".join(map(str, column)).encode())
    return digest.hexdigest()


@cache
def library_versions() -> dict[str, str]:
    """Name the libraries whose numbers a card rests on."""
    return {
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "scikit-learn": metadata.version("scikit-learn"),
        "scipy": metadata.version("scipy"),
    }
