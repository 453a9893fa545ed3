"""Hip work beside a sore site: how sore it is in the rules' words, when to stop, what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.advice.hip_rules import EMPHASIS
from analytics.advice.pain_rules import STOP_ABOVE, SUBACUTE_FROM
from analytics.advice.situation import RED_FLAGS, RedFlag, RoutineState
from analytics.advice.slots import SITES
from analytics.knowledge import injuries, rehab, routine_rules
from analytics.knowledge.evidence import Certainty
from analytics.knowledge.injuries import HipEvidence

Since = Literal["days", "longer", "gone"]
"""Sore for less than three days, for longer, or gone for less than four weeks."""

FIRST_SITES = ("low_back", "knee", "shin", "hamstring")
"""The sites the founding article names come first."""
GATE_EVIDENCE = "pain-monitoring-strength"
GRADES: tuple[HipEvidence, ...] = ("strong", "moderate", "weak", "none")


@dataclass(frozen=True)
class Gate:
    """One band of pain during the exercises, and what to do in it."""

    when: str
    do: str


@dataclass(frozen=True)
class Known:
    """What is known of hip work at a site.

    `certainty` None: no study of hip work for it was found. `kinds` are the injuries there, each with the
    grade of what hip strengthening does for it as a treatment, 'none' included.
    """

    emphasis: str | None
    reason: str | None
    evidence_ids: tuple[str, ...]
    certainty: Certainty | None
    kinds: tuple[tuple[str, HipEvidence], ...]


def signs(site: str) -> tuple[RedFlag, ...]:
    """List the warning signs to ask for at a site, its own first."""
    by_id = {flag.id: flag for flag in RED_FLAGS}
    return tuple(by_id[sign] for sign in rehab.load()[site].signs)


def state_of(pain_0_10: float | None, since: Since | None) -> RoutineState | Literal["stop"]:
    """Grade a sore site; what nobody said is read with care.

    Pain above 5 stops: then there is no routine for it today, however old it is.

    Examples
    --------
    >>> state_of(2, "longer"), state_of(4, "longer"), state_of(2, "days"), state_of(0, "gone")
    ('niggle', 'subacute', 'acute', 'returning')
    >>> state_of(6, "longer"), state_of(None, None)
    ('stop', 'subacute')
    """
    if pain_0_10 is not None and pain_0_10 > STOP_ABOVE:
        return "stop"
    if since == "days":
        return "acute"
    if pain_0_10 is not None and pain_0_10 >= SUBACUTE_FROM:
        return "subacute"
    if since == "gone" and not pain_0_10:
        return "returning"
    return "subacute" if pain_0_10 is None else "niggle"


def gates() -> tuple[Gate, ...]:
    """List the bands of pain during the exercises, and the rule of the next morning."""
    pain = routine_rules.load().pain
    return (
        Gate(f"Pain 0 to {pain.green_max} while you do it", "fine, go on"),
        Gate(f"Pain {pain.green_max + 1} to {pain.amber_max}", "hold: keep the exercise, add nothing"),
        Gate(f"Pain above {pain.amber_max}", "stop; next time the easier form, or leave it out"),
        Gate(
            f"By the {pain.must_settle_by}",
            "no worse than before the session; if it is worse, the easier form next time",
        ),
    )


def known(site: str) -> Known:
    """Say what is known of hip work at a site, and how well."""
    emphasis = EMPHASIS.get(site)
    kinds = sorted(
        ((kind.name, kind.hip_evidence) for kind in injuries.load().values() if kind.site == site),
        key=lambda kind: (GRADES.index(kind[1]), kind[0]),
    )
    return Known(
        emphasis=None if emphasis is None else emphasis.action,
        reason=None if emphasis is None else emphasis.reason,
        evidence_ids=() if emphasis is None else emphasis.evidence_ids,
        certainty=None if emphasis is None else emphasis.certainty,
        kinds=tuple(kinds),
    )


def sites() -> tuple[str, ...]:
    """List the sites in the order to offer them."""
    return (*FIRST_SITES, *(site for site in SITES if site not in (*FIRST_SITES, "unspecified")))
