"""Complaints in the words of a note: which part hurts, which side, how badly, or that it no longer does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from analytics.knowledge import injuries
from analytics.knowledge.injury_words import (
    Clause,
    Mention,
    Sign,
    clauses_of,
    content_of,
    mentions_in,
    rows,
    signs_in,
)
from analytics.knowledge.text_tokens import Token, tokenise

Status = Literal["active", "resolved", "denied", "mention"]
LONGEST_TEXT = 200_000
MENTIONS_REACH = 15  # words
STOPPED, HURTS, NIGGLES = 3, 2, 1
UNSPECIFIED, BONE_STRESS = "injury-unspecified", "bsi-unspecified"
MUSCLES = frozenset({"quad-strain", "calf-strain", "hamstring-strain", "sij-buttock"})
_RIGHT_BEHIND = frozenset({"strain", "tear", "pull", "pop"})
# Names for what is not known better: a diagnosis of the same part makes them needless.
_VAGUE = frozenset({"knee-other", "hip-joint", "forefoot", "hamstring-strain", UNSPECIFIED})
_RANK: dict[str, int] = {"active": 3, "resolved": 2, "denied": 1, "mention": 0}
_SIDES = {
    **dict.fromkeys(
        ("left", "lt", "l", "linke", "linker", "linkes", "gauche", "izquierda", "izquierdo"), "L"
    ),
    **dict.fromkeys(("right", "rt", "r", "rechte", "rechter", "rechtes", "droit", "droite"), "R"),
    **dict.fromkeys(("derecha", "derecho"), "R"),
    **dict.fromkeys(("both", "bilateral", "beide"), "B"),
}
_LEADING_ON = frozenset({":", "-", "=", "("})
# How many words "no" and its like reach, and how near a letter L or R must stand to the part it names.
_NO_REACHES, _LETTER_REACHES, _SIDE_REACHES, _BACK_REACHES = 5, 2, 6, 3


@dataclass(frozen=True)
class Complaint:
    """What a text says of one complaint. `severity`: 0 none, 1 niggles, 2 hurts, 3 stopped or worse.

    `side` is L, R or B, None where not said. `basis` says what it rests on: diagnosis, or a part of the body
    with a word of pain, of relief, of worry.
    """

    id: str
    status: Status
    severity: int
    side: str | None
    site: str
    basis: str
    is_named: bool = False  # a diagnosis stands in the text, not only a part of the body that hurts

    def to_dict(self) -> dict[str, Any]:
        """Give it as the command line prints it, with the amounts of strength work left open."""
        open_ones = dict.fromkeys(("sets", "reps", "seconds"))
        said = {name: getattr(self, name) for name in ("side", "basis", "status", "severity", "site")}
        return {"id": self.id} | open_ones | said


def parse(text: str) -> list[Complaint]:
    """Find the complaints that a name, description or note tells of.

    Parameters
    ----------
    text
        What a person wrote. It is read the same in any case and with any blanks.

    Returns
    -------
    list of Complaint
        In the order of the text, each complaint once. Suggestions: none is an injury until a person says so.

    Examples
    --------
    >>> [(one.id, one.severity, one.side) for one in parse("Left knee pain at 6k, had to walk home")]
    [('knee-other', 3, 'L')]
    >>> parse("calf raises 3x15 and hip dips")
    []
    """
    tokens = tokenise(text[:LONGEST_TEXT])
    clauses = clauses_of(tokens)
    mentions = mentions_in(tokens, clauses)
    by_clause: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_clause.setdefault(mention.clause, []).append(mention)
    for clause in clauses:
        clause.signs = list(signs_in(tokens, clause))
    found = [
        said
        for mention in mentions
        if mention.name.id is not None
        and (said := _judged(mention, _around(mention, by_clause), clauses, tokens)) is not None
    ]
    return _together(found, tokens)


def _around(mention: Mention, by_clause: dict[int, list[Mention]]) -> list[Mention]:
    """Give the mentions that may share a word with one: those near it in its clause, and the neighbours'."""
    near: list[Mention] = []
    for no in range(mention.clause - 1, mention.clause + 2):
        near += [
            each
            for each in by_clause.get(no, ())
            if mention.start - MENTIONS_REACH < each.start < mention.start + MENTIONS_REACH
        ]
    return near


# What is said of one part of the body


def _judged(
    mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause], tokens: Sequence[Token]
) -> Complaint | None:
    clause = clauses[mention.clause]
    own = _own_signs(mention, mentions, clause, tokens)
    if any(sign.kind == "somebody_else" for sign in own):
        return None
    pains = [sign for sign in own if sign.kind == "symptom"]
    pains += [sign for sign in own if sign.kind == "inside" and _is_part(sign, mention, tokens)]
    pains = [s for s in pains if mention.words != ("back",) or _is_near(s, mention, _BACK_REACHES)]
    borrowed = [] if pains else _borrowed(mention, mentions, clauses)
    pains += [sign for sign in borrowed if sign.kind == "symptom"]
    pains += [] if pains else _halted(mention, own)
    status, sign = _status(mention, own, pains)
    if status is None and not pains and mention.name.needs_word:
        return None
    if status is None and mention.name.id == UNSPECIFIED and not _is_complaint_itself(mention, pains):
        return None
    if status is None and _is_from_training(mention, pains, clauses):
        return None
    status = status or "active"
    impacts = _impacts(mention, mentions, clauses) if status == "active" else []
    severity = _severity(mention, own, pains, impacts) if status == "active" else 0
    site = injuries.load()[str(mention.name.id)].site
    basis = (
        "diagnosis"
        if mention.name.is_diagnosis
        else f"{site.replace('_', ' ')} and {sign or 'a word of pain'}"
    )
    side = _side(mention, mentions, clauses, tokens)
    hurts = any(s.kind == "symptom" and mention.start <= s.start < mention.end for s in own)
    is_named = mention.name.is_diagnosis and not mention.name.needs_word and not hurts
    return Complaint(str(mention.name.id), status, severity, side, site, basis, is_named)


def _is_part(sign: Sign, mention: Mention, tokens: Sequence[Token]) -> bool:
    """Say whether a word such as strain belongs to the part: inside its name, or right behind it."""
    if mention.start <= sign.start and sign.end <= mention.end:
        return True
    return sign.start == mention.end and tokens[sign.start].lemma in _RIGHT_BEHIND


def _halted(mention: Mention, own: Sequence[Sign]) -> list[Sign]:
    """Give what ended the run where the part is said to be the reason: "pulled up with hamstring"."""
    reasons = [sign for sign in own if sign.kind == "impact" and _is_near(sign, mention, _BACK_REACHES)]
    return reasons if not any(sign.kind in ("resolved", "denied") for sign in own) else []


def _is_near(sign: Sign, mention: Mention, reach: int) -> bool:
    return sign.start - mention.end < reach and mention.start - sign.end < reach


def _own_signs(
    mention: Mention, mentions: Sequence[Mention], clause: Clause, tokens: Sequence[Token]
) -> list[Sign]:
    """Give the signs of a mention's clause, without those that belong to another part named in it."""
    others = [
        each for each in mentions
        if each.clause == mention.clause and each is not mention and each.name.id not in (None, UNSPECIFIED)
    ]  # fmt: skip
    blocked = [each for each in mentions if each.clause == mention.clause and each.name.id is None]
    kept = []
    low, high = clause.start, clause.end
    for other in others:
        between = range(min(mention.end, other.end), max(mention.start, other.start))
        joined = any(tokens[at].lemma in ("and", "&") for at in between)
        if not joined:
            continue
        # "knee good and hip sore": each half speaks for its own part, if it speaks at all.
        at = next(at for at in between if tokens[at].lemma in ("and", "&"))
        mine = (low, at) if mention.end <= at else (at, high)
        theirs = (at, high) if mention.end <= at else (low, at)
        if all(any(a <= s.start < b and s.kind in _TELLING for s in clause.signs) for a, b in (mine, theirs)):
            low, high = mine
    for sign in clause.signs:
        if any(each.start <= sign.start < each.end for each in blocked):
            continue
        of_other = any(other.start <= sign.start < other.end for other in others)
        if of_other and sign.kind in ("symptom", "inside") and not _shares(mention, others):
            continue
        if low <= sign.start < high:
            kept.append(sign)
    return kept


_TELLING = frozenset({"symptom", "resolved", "half"})


def _shares(mention: Mention, others: Sequence[Mention]) -> bool:
    """Say whether a part has to live off its neighbour's word of pain: "hip and knee pain"."""
    return mention.name.needs_word and any(other.start > mention.end for other in others)


def _borrowed(mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause]) -> list[Sign]:
    """Give the signs of a clause beside that speaks for this one: "knee: sore", "sore again - left knee"."""
    found: list[Sign] = []
    no = mention.clause
    named = {each.clause for each in mentions if each.name.id not in (None, UNSPECIFIED)}
    if no + 1 < len(clauses):
        following = clauses[no + 1]
        short = following.end - following.start <= 3 and following.before == ","
        if (following.before in _LEADING_ON or short) and no + 1 not in named:
            found += following.of("symptom")
    if no and clauses[no].before in _LEADING_ON and no - 1 not in named:
        found += clauses[no - 1].of("symptom")
    return found


def _status(mention: Mention, own: Sequence[Sign], pains: Sequence[Sign]) -> tuple[Status | None, str]:
    """Tell denied, resolved and merely mentioned from what is active; None is active where anything hurts."""
    outside = [sign for sign in own if sign.end > mention.end or sign.start < mention.start]
    last_pain = max([mention.end, *(sign.end for sign in pains)])
    for sign in outside:
        if sign.kind == "denied" and _denies(sign, mention, pains):
            return "denied", "a denial"
        if sign.kind == "denied_behind" and (sign.start >= mention.start):
            told = sign.about or (mention.name.id == UNSPECIFIED or len(pains) == 0)
            return (
                ("denied", "a denial")
                if told or mention.name.is_diagnosis
                else ("resolved", "a word of relief")
            )
    if any(sign.kind == "worry" for sign in outside):
        return "mention", "a word of worry"
    relief = [sign for sign in outside if sign.kind == "resolved"]
    if any(sign.end > last_pain for sign in relief):
        return "resolved", "a word of relief"
    if relief and not pains and not any(sign.kind == "half" for sign in own):
        return "resolved", "a word of relief"
    halves = [sign for sign in own if sign.kind == "half"]
    if halves and not pains:
        return (
            ("resolved", "a word of relief")
            if halves[0].end - halves[0].start == 1
            else ("active", "not yet well")
        )
    return None, ""


def _denies(sign: Sign, mention: Mention, pains: Sequence[Sign]) -> bool:
    """Say whether a "no" speaks of this part: it stands close before it or before its word of pain."""
    starts = [mention.start, *(pain.start for pain in pains)]
    return any(0 <= start - sign.end < _NO_REACHES for start in starts)


def _is_complaint_itself(mention: Mention, pains: Sequence[Sign]) -> bool:
    """Say whether "injured" or "niggle" is the complaint; "injury" alone may be about anything."""
    return mention.words[0] not in ("injury",) or any(sign.start >= mention.end for sign in pains)


def _is_from_training(mention: Mention, pains: Sequence[Sign], clauses: Sequence[Clause]) -> bool:
    """Say whether muscles are only sore from work: that is no complaint."""
    if mention.name.id not in MUSCLES or any(int(sign.about or 0) > NIGGLES for sign in pains):
        return False
    sentence = clauses[mention.clause].sentence
    return any(clause.of("doms") for clause in clauses if clause.sentence == sentence)


def _impacts(mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause]) -> list[Sign]:
    """Give what it did to the run, said in the same sentence or right in the next."""
    here = clauses[mention.clause]
    found = []
    for no in range(max(mention.clause - 3, 0), min(mention.clause + 5, len(clauses))):
        clause = clauses[no]
        if no < mention.clause and clause.sentence != here.sentence:
            continue
        if clause.sentence - here.sentence <= 1:
            found += clause.of("impact")
    return found


def _severity(mention: Mention, own: Sequence[Sign], pains: Sequence[Sign], impacts: Sequence[Sign]) -> int:
    if impacts or str(mention.name.id).endswith(("-bsi", "-bsi-high")) or mention.name.id == BONE_STRESS:
        return STOPPED
    worst = max([NIGGLES, *(int(sign.about) for sign in pains if sign.about)])
    if any(sign.kind == "half" for sign in own):
        return NIGGLES
    if worst == HURTS and any(sign.kind == "mild" for sign in own):
        return NIGGLES
    return worst


# Side


@cache
def _not_sides() -> tuple[frozenset[str], frozenset[str]]:
    after = [frozenset(row["phrase"].split()[0] for row in rows(kind)) for kind in ("not_left", "not_right")]
    return after[0], after[1]


def _side(
    mention: Mention, mentions: Sequence[Mention], clauses: Sequence[Clause], tokens: Sequence[Token]
) -> str | None:
    clause = clauses[mention.clause]
    found = _nearest_side(mention, clause.start, clause.end, tokens)
    if found is not None or mention.clause + 1 >= len(clauses):
        return found
    following = clauses[mention.clause + 1]
    if following.sentence != clause.sentence:
        return None
    own = [each for each in mentions if each.clause == mention.clause + 1 and not each.name.needs_word]
    return (
        None
        if own or following.of("symptom")
        else _nearest_side(mention, following.start, following.end, tokens)
    )


def _nearest_side(mention: Mention, start: int, end: int, tokens: Sequence[Token]) -> str | None:
    sides: list[tuple[int, str]] = []
    for at in range(start, end):
        side = _SIDES.get(tokens[at].lemma)
        if side is None or tokens[at].kind != "word" or not _is_side(tokens, at):
            continue
        if mention.start <= at < mention.end:
            distance = 0
        elif at < mention.start:
            distance = mention.start - at - 1
        else:
            distance = at - mention.end
        is_letter = len(tokens[at].lemma) == 1
        apart = not _holds(mention, start, end)
        if is_letter and not apart and distance >= _LETTER_REACHES:
            continue
        if distance < _SIDE_REACHES or apart:
            sides.append((distance, side))
    if {"L", "R"} <= {side for _, side in sides} and len(sides) == 2 and abs(sides[0][0] - sides[1][0]) <= 2:
        return "B"
    return min(sides)[1] if sides else None


def _holds(mention: Mention, start: int, end: int) -> bool:
    """Say whether a mention stands within these tokens."""
    return start <= mention.start < end


def _is_side(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1].lemma if at + 1 < len(tokens) else ""
    not_left, not_right = _not_sides()
    if tokens[at].lemma == "left":
        return following not in not_left
    return tokens[at].lemma != "right" or following not in not_right


# The text as a whole


def _together(found: Sequence[Complaint], tokens: Sequence[Token]) -> list[Complaint]:
    """Give each complaint once, the more exact name instead of the vaguer one."""
    exact = [_of_bone(one, tokens) for one in found]
    merged: dict[str, Complaint] = {}
    for one in exact:
        before = merged.get(one.id)
        merged[one.id] = one if before is None else _joined(before, one)
    kept = list(merged.values())
    bones = {one.site for one in kept if one.id.endswith(("-bsi", "-bsi-high"))}
    if len(kept) > 1:
        kept = [one for one in kept if one.id != UNSPECIFIED]
    return [
        one
        for one in kept
        if one.basis == "diagnosis" or not (one.site in bones or _is_named_better(one, kept))
    ]


def _is_named_better(one: Complaint, among: Sequence[Complaint]) -> bool:
    """Say whether a diagnosis of the same part, in the same state, makes the bare part needless."""
    return one.id in _VAGUE and any(
        other is not one and other.basis == "diagnosis" and other.site == one.site
        and other.status == one.status and (one.side is None or one.side == other.side)
        for other in among
    )  # fmt: skip


def _joined(one: Complaint, other: Complaint) -> Complaint:
    first, second = (one, other) if _RANK[one.status] >= _RANK[other.status] else (other, one)
    side = first.side or second.side
    if first.side and second.side and first.side != second.side:
        side = "B"
    severity = max(first.severity, second.severity if second.status == first.status else 0)
    return replace(first, severity=severity, side=side)


@cache
def _bones() -> dict[str, str]:
    return {content_of(row["phrase"])[0]: row["about"] for row in rows("bone")}


def _of_bone(one: Complaint, tokens: Sequence[Token]) -> Complaint:
    """Give a bone stress injury the bone that the text names apart from it."""
    if one.id != BONE_STRESS:
        return one
    named = next((_bones()[token.lemma] for token in tokens if token.lemma in _bones()), None)
    if named is None:
        return one
    return replace(one, id=named, site=injuries.load()[named].site)
