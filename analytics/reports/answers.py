"""What the models answer: is hip strength seen to go with pace, with injuries; in words, numbers and gates.

Simulated people are never mixed with real ones: an answer is about either.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import evidence, written
from analytics.models import injury as injury_model
from analytics.models import pace as pace_model
from analytics.models import person_weeks, wording
from analytics.models.finding import Finding
from analytics.models.person_weeks import CaseLevel as CaseLevel
from analytics.reports import injury_weeks
from analytics.store import Reader

NAMES = {
    "within": "Each runner against their own average",
    "pooled": "All weeks, between people too",
    "conditional": "Within runners, the check",
    "single": "Your own weeks alone",
}


@dataclass(frozen=True)
class Answer:
    """A finding with the words that go with it.

    `estimates` has a row a line of the picture: name, value, low, high, is_main, is_own; published studies
    first, both together last.
    """

    finding: Finding
    athletes: int
    is_simulated: bool
    headline: str
    sentence: str
    weight_words: str
    missing: tuple[str, ...]
    cautions: tuple[str, ...]
    estimates: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain values that JSON can hold; unknown numbers are None."""
        plain = {
            "question": f"hip strength and {self.finding.outcome}",
            "simulated": self.is_simulated,
            "athletes_in_log": self.athletes,
            "headline": self.headline,
            "sentence": self.sentence,
            "own_data": self.weight_words,
            "needed": list(self.missing),
            **asdict(self.finding),
        }
        return {name: _plain(value) for name, value in plain.items()}


def injury(
    reader: Reader,
    *,
    athlete_id: int | None = None,
    case_level: CaseLevel = "time_loss",
    simulated: bool | None = None,
) -> Answer:
    """Answer whether hip strength goes with injuries.

    Parameters
    ----------
    athlete_id
        One runner alone; None takes everybody of one kind.
    simulated
        Simulated people or real ones; None takes the real ones where there are any.
    """
    _, people, frame = injury_rows(reader, athlete_id=athlete_id, case_level=case_level, simulated=simulated)
    return injury_of(people, frame)


def injury_of(people: pd.DataFrame, frame: pd.DataFrame) -> Answer:
    """Answer from person-weeks that are gathered already."""
    is_simulated = bool(len(people)) and bool(people["simulated"].all())
    found = injury_model.estimate(frame)
    trials = {
        name: wording.Trial(effect=row.effect, low=row.low, high=row.high)
        for name, row in (
            ("supervised", evidence.load()["run-rct-injury"]),
            ("unsupervised", evidence.load()["toresdahl-2020"]),
        )
        if row.effect is not None and row.low is not None and row.high is not None
    }
    return _answer(found, wording.sentence(found, **trials), len(people), is_simulated)


def injury_rows(
    reader: Reader,
    *,
    athlete_id: int | None = None,
    case_level: CaseLevel = "time_loss",
    simulated: bool | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Gather what the injury model reads: weekly rows, people, person-weeks; arguments as in `injury`."""
    people, _ = _people(reader, athlete_id=athlete_id, simulated=simulated)
    weeks = _weeks(reader, people, athlete_id=athlete_id)
    weeks = injury_weeks.gather(reader, weeks, athlete_id=athlete_id)
    return weeks, people, person_weeks.build(weeks, people, case_level=case_level)


@dataclass(frozen=True)
class PaceRows:
    """What the pace model reads: weekly rows in order, steady runs, people, and the frame made of them."""

    weeks: pd.DataFrame
    runs: pd.DataFrame
    people: pd.DataFrame
    frame: pd.DataFrame


def pace(reader: Reader, *, athlete_id: int | None = None, simulated: bool | None = None) -> Answer:
    """Answer whether hip strength goes with pace at a fixed heart rate; arguments as in `injury`."""
    return pace_of(
        pace_rows(reader, athlete_id=athlete_id, simulated=simulated), alone=athlete_id is not None
    )


def pace_of(rows: PaceRows, *, alone: bool = False) -> Answer:
    """Answer from rows that are gathered already; `alone` where they are one runner's."""
    found = pace_model.estimate_single(rows.frame) if alone else pace_model.estimate(rows.frame)
    is_simulated = bool(rows.people["simulated"].any())
    return _answer(found, wording.sentence(found), len(rows.people), is_simulated)


def pace_rows(reader: Reader, *, athlete_id: int | None = None, simulated: bool | None = None) -> PaceRows:
    """Gather what the pace model reads; arguments as in `injury`."""
    people, _ = _people(reader, athlete_id=athlete_id, simulated=simulated)
    weeks = _weeks(reader, people, athlete_id=athlete_id).reset_index(drop=True)
    runs = reader.frame("steady_runs", athlete_id=athlete_id)
    runs = runs[runs["athlete_id"].isin(people["athlete_id"])]
    return PaceRows(weeks, runs, people, person_weeks.build_pace(weeks, runs))


def _people(reader: Reader, *, athlete_id: int | None, simulated: bool | None) -> tuple[pd.DataFrame, bool]:
    everybody = reader.frame("people")
    if athlete_id is not None:
        people = everybody[everybody["athlete_id"] == athlete_id]
        return people, bool(people["simulated"].any())
    if simulated is None:
        simulated = bool(len(everybody)) and bool(everybody["simulated"].all())
    return everybody[everybody["simulated"] == simulated], simulated


def _weeks(reader: Reader, people: pd.DataFrame, *, athlete_id: int | None) -> pd.DataFrame:
    weeks = reader.frame("weeks", athlete_id=athlete_id)
    return weeks[weeks["athlete_id"].isin(people["athlete_id"])]


def _answer(found: Finding, sentence: str, athletes: int, is_simulated: bool) -> Answer:
    return Answer(
        finding=found,
        athletes=athletes,
        is_simulated=is_simulated,
        headline=written.marked(wording.headline(found)),
        sentence=written.marked(sentence),
        weight_words=written.marked(wording.weights(found)),
        missing=tuple(written.marked(line) for line in wording.missing_lines(found.missing)),
        cautions=tuple(written.marked(line) for line in found.cautions),
        estimates=_lines(found),
    )


PRIOR = "Judged from published studies"


def _lines(found: Finding) -> pd.DataFrame:
    studies = found.prior
    rows = [
        ("Judged from published studies", studies.value, studies.low, studies.high, found.main is None, False)
    ]
    rows += [
        (NAMES[one.name], one.value, one.low, one.high, one.name == found.primary, True)
        for one in found.estimates
    ]
    if found.main is not None:
        together = found.posterior
        rows.append(("Studies and log together", together.value, together.low, together.high, False, False))
    return pd.DataFrame(rows, columns=["name", "value", "low", "high", "is_main", "is_own"])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.item() if hasattr(value, "item") else value
