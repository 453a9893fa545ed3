"""What advice is made of: a rule, its evidence, what it found, and what could not be judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analytics.advice.routine import Routine
from analytics.advice.situation import Situation
from analytics.knowledge.evidence import Certainty, Evidence
from analytics.knowledge.exercises import Exercise

Kind = Literal["stop", "amber", "caution", "do", "info"]
"""stop: nothing else counts today. amber: ease off. caution: mind this. do: the plan. info: good to know."""


@dataclass(frozen=True)
class Recommendation:
    """One thing to do or to know, with the rule behind it.

    Parameters
    ----------
    evidence_ids
        Rows of data/evidence.csv, at least one.
    certainty
        How sure one can be of the evidence for this action, not of the situation.
    is_judged
        False where something is missing and the rule could not be applied; `reason` then says what.
    """

    rule_id: str
    kind: Kind
    headline: str
    reason: str
    action: str
    evidence_ids: tuple[str, ...]
    certainty: Certainty
    routine: Routine | None = None
    is_judged: bool = True


@dataclass(frozen=True)
class Finding:
    """A rule applies: what it says. `evidence_ids` narrows the rule's own rows."""

    kind: Kind
    headline: str
    reason: str
    action: str
    routine: Routine | None = None
    evidence_ids: tuple[str, ...] | None = None
    certainty: Certainty | None = None


@dataclass(frozen=True)
class Missing:
    """A rule cannot be judged: what it would say if it could, and what is missing."""

    headline: str
    reason: str
    action: str


@dataclass(frozen=True)
class Setting:
    """What the rules read: the situation and the tables of knowledge."""

    situation: Situation
    evidence: Mapping[str, Evidence]
    exercises: Mapping[str, Exercise]


@dataclass(frozen=True)
class Rule:
    """One row of the table of rules.

    Parameters
    ----------
    judge
        Gives a finding, what is missing, or None where the rule does not apply.
    stops
        Nothing after it is said when it applies.
    """

    id: str
    question: str
    evidence_ids: tuple[str, ...]
    certainty: Certainty
    judge: Callable[[Setting], Finding | Missing | None] = field(repr=False)
    stops: bool = False

    def apply(self, setting: Setting) -> Recommendation | None:
        """Apply the rule and sign what it says with its name and evidence.

        Raises
        ------
        KeyError
            If a row of evidence that the rule names does not exist.
        """
        found = self.judge(setting)
        if found is None:
            return None
        ids = self.evidence_ids
        certainty = self.certainty
        if isinstance(found, Finding):
            ids = found.evidence_ids or ids
            certainty = found.certainty or certainty
        for evidence_id in ids:
            setting.evidence[evidence_id]
        if isinstance(found, Missing):
            return Recommendation(
                self.id, "info", found.headline, found.reason, found.action, ids, certainty, is_judged=False
            )
        return Recommendation(
            self.id, found.kind, found.headline, found.reason, found.action, ids, certainty, found.routine
        )
