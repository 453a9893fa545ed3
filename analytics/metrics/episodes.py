"""Which records of injuries are one episode, and which are the same injury come back.

An episode runs from its onset to full recovery. The words are those of the IOC consensus of 2020
(bjsm.bmj.com/content/54/7/372): an exacerbation comes before full recovery and belongs to the episode it
makes worse; a re-injury comes after it and begins an episode of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Recurrence = Literal["new", "local_new", "reinjury", "exacerbation"]

NOWHERE = (None, "unspecified", "other")
"""Sites that are no place: two injuries there are not known to be of one."""


class Entry(NamedTuple):
    """One record of an injury; None is unknown, and an injury that is not over yet has no recovery.

    `said` and `said_of` are what a person says about it: that holds against the rule.
    """

    injury_id: int
    onset: dt.date
    recovered: dt.date | None = None
    site: str | None = None
    side: str | None = None
    diagnosis: str | None = None
    said: Recurrence | None = None
    said_of: int | None = None


class Standing(NamedTuple):
    """Where a record stands: its episode (from 1, by onset), whether it is new, and which one it follows."""

    episode_no: int
    recurrence: Recurrence
    recurrence_of: int | None
    is_said: bool = False


def episodes(entries: Iterable[Entry]) -> dict[int, Standing]:
    """Give every record of one athlete its episode.

    Two records are of one place where the site is the same and known, and no side contradicts the other.
    Of the earlier records of the place, by onset:

    - one that was not over, and that nobody called something else: an exacerbation, in its episode;
    - one that was over, and that nobody called something else: a re-injury, in an episode of its own;
    - else one that was called something else: new at the same place (local_new);
    - else new.

    Examples
    --------
    >>> d = dt.date
    >>> found = episodes([
    ...     Entry(1, d(2026, 3, 1), d(2026, 3, 20), "knee", "left"),
    ...     Entry(2, d(2026, 3, 9), d(2026, 3, 25), "knee", "left"),
    ...     Entry(3, d(2026, 5, 1), None, "knee", "left"),
    ... ])
    >>> [(one.episode_no, one.recurrence, one.recurrence_of) for one in found.values()]
    [(1, 'new', None), (1, 'exacerbation', 1), (2, 'reinjury', 2)]
    """
    found: dict[int, Standing] = {}
    before: dict[str, list[Entry]] = {}  # by site, where it is known
    last = 0
    for entry in sorted(entries, key=lambda one: (one.onset, one.injury_id)):
        there = before.setdefault(entry.site, []) if entry.site not in NOWHERE else []
        recurrence, of = _by_rule(entry, there)
        is_said = entry.said is not None
        if entry.said is not None:
            recurrence = entry.said
            of = entry.said_of if entry.said_of in found else (of if recurrence != "new" else None)
        joins = recurrence == "exacerbation" and of is not None
        if joins and of is not None:
            number = found[of].episode_no
        else:
            last += 1
            number = last
        found[entry.injury_id] = Standing(number, recurrence, of, is_said)
        there.append(entry)
    return found


def _by_rule(entry: Entry, at_site: Sequence[Entry]) -> tuple[Recurrence, int | None]:
    if not at_site:
        return "new", None
    there = [one for one in at_site if len({one.side, entry.side} - {None, "both"}) < 2]
    alike = [
        one for one in there if None in (one.diagnosis, entry.diagnosis) or one.diagnosis == entry.diagnosis
    ]
    open_ones = [one for one in alike if one.recovered is None or one.recovered > entry.onset]
    if open_ones:
        return "exacerbation", open_ones[-1].injury_id
    if alike:
        return "reinjury", alike[-1].injury_id
    if there:
        return "local_new", there[-1].injury_id
    return "new", None
