"""The evidence: each claim with its population, its interval, how sure one can be, and where to read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from analytics.knowledge import place

Kind = Literal["study", "review", "convention"]
Certainty = Literal["high", "moderate", "low", "very_low"]
Status = Literal["source", "abstract", "secondary"]


@dataclass(frozen=True)
class Evidence:
    """One row of data/evidence.csv.

    `effect`, `low` and `high` are in the scale that `measure` names; None where the source gives none.
    `status` says what was read: the paper, its abstract, or someone's account of it. A row of kind
    convention holds an agreed rule that no trial stands behind.
    """

    id: str
    kind: Kind
    topic: str
    claim: str
    population: str
    design: str
    n: int | None
    measure: str
    effect: float | None
    low: float | None
    high: float | None
    interval_pct: float | None
    certainty: Certainty
    certainty_reason: str
    doi_or_address: str
    status: Status
    note: str

    @property
    def address(self) -> str:
        """Give a link that opens.

        Examples
        --------
        >>> load()["run-rct-injury"].address
        'https://doi.org/10.1136/bjsports-2023-107926'
        """
        place_read = self.doi_or_address
        if place_read.startswith("10."):
            return f"https://doi.org/{place_read}"
        return place_read

    @property
    def interval(self) -> str:
        """Give the interval in words.

        Examples
        --------
        >>> load()["run-rct-injury"].interval
        '0.45 to 0.97 (95 %)'
        >>> load()["wu-2024-pooled"].interval
        'none given'
        """
        if self.low is None or self.high is None:
            return "none given"
        share = f" ({self.interval_pct:g} %)" if self.interval_pct is not None else ""
        return f"{_text(self.low)} to {_text(self.high)}{share}"


def _text(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:g}"


_KIND: dict[str, Kind] = {value: value for value in get_args(Kind)}
_CERTAINTY: dict[str, Certainty] = {value: value for value in get_args(Certainty)}
_STATUS: dict[str, Status] = {value: value for value in get_args(Status)}


@cache
def load() -> dict[str, Evidence]:
    """Load the evidence by id. The mapping is shared: read it, do not write it."""
    return {
        row["id"]: Evidence(
            id=row["id"],
            kind=_KIND[row["kind"]],
            topic=row["topic"],
            claim=row["claim"],
            population=row["population"],
            design=row["design"],
            n=place.whole(row["n"]),
            measure=row["measure"],
            effect=place.number(row["effect"]),
            low=place.number(row["low"]),
            high=place.number(row["high"]),
            interval_pct=place.number(row["interval_pct"]),
            certainty=_CERTAINTY[row["certainty"]],
            certainty_reason=row["certainty_reason"],
            doi_or_address=row["doi_or_address"],
            status=_STATUS[row["status"]],
            note=row["note"],
        )
        for row in place.rows("evidence.csv")
    }
