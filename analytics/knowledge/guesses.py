"""Best guesses for a name that our tables do not know, for a person to choose from."""

from __future__ import annotations

from functools import cache

from analytics.knowledge import exercises, labels, place
from analytics.knowledge.text_names import ready

_SHARED_WORDS = 0.4


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(token.lemma for token in ready(name)[0] if token.kind in ("word", "number"))


@cache
def _names() -> tuple[tuple[frozenset[str], str], ...]:
    """Every name an exercise goes by, in any vocabulary, as its words."""
    found: dict[tuple[frozenset[str], str], None] = {}
    for one in exercises.load().values():
        for name in (one.name, *one.aliases):
            found[(_words(name), one.id)] = None
    for row in place.rows("exercise_aliases.csv"):
        if row["exercise_id"] and not row["source"].startswith("garmin"):
            found[(_words(row["source_name"]), row["exercise_id"])] = None
    return tuple((words, exercise_id) for words, exercise_id in found if words)


def guesses(
    source: str,
    source_name: str | None,
    *,
    fit_category: int | None = None,
    fit_subtype: int | None = None,
    most: int = 3,
) -> list[str]:
    """Give the exercises a name may mean, the likeliest first.

    What the tables give, however unsure, comes first; then names that share the most words with it. An
    empty list says that nothing in the library is like it.

    Examples
    --------
    >>> guesses("hevy", "Banded Clams Left")[0]
    'clamshell-band'
    >>> guesses("hevy", "Zebra")
    []
    """
    first = labels.match(source, source_name, fit_category=fit_category, fit_subtype=fit_subtype).exercise_id
    found: dict[str, float] = {} if first is None else {first: 2.0}
    wanted = _words(source_name.replace("_", " ").replace("/", " ")) if source_name else frozenset()
    for words, exercise_id in _names() if wanted else ():
        shared = len(words & wanted)
        share = 2 * shared / (len(words) + len(wanted))
        if share >= _SHARED_WORDS and share > found.get(exercise_id, 0.0):
            found[exercise_id] = share
    return sorted(found, key=lambda exercise_id: -found[exercise_id])[:most]
