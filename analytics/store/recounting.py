"""Which kept tables are out of date: a word changed in the glossary must not have ten years counted anew.

What a kept table was counted by is its own query, those of the views and kept tables under it, the reference
tables that they read, and the steps of the schema that changed a table they read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from analytics.store import kept, migrations

DEFINITION = re.compile(r"CREATE OR REPLACE (?:VIEW|TABLE) (\w+) AS\s+(.*?);\s*(?=CREATE|$)", re.DOTALL)
CHANGES = re.compile(r"\b(?:TABLE|UPDATE|INTO|FROM)\s+(\w+)")


def fingerprints(reference: Mapping[str, str]) -> dict[str, str]:
    """Give a digest of all that the rows of each kept table are counted by.

    Parameters
    ----------
    reference
        Digests of the reference tables, by name.
    """
    found = {}
    for name in kept.tables():
        under = _under(f"{name}_now")
        words = read_by(name)
        parts = [f"{one} {text}" for one, text in sorted(under.items())]
        parts += [f"{one} {digest}" for one, digest in sorted(reference.items()) if one in words]
        parts += [text for changed, text in _steps() if changed & words]
        found[name] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return found


def read_by(name: str) -> frozenset[str]:
    """Give every word of a kept table's query and of those under it: the tables it reads are among them."""
    return frozenset(word for text in _under(f"{name}_now").values() for word in re.findall(r"\w+", text))


@cache
def _definitions() -> dict[str, str]:
    """Give the query of each view and made table, without comments."""
    found: dict[str, str] = {}
    for file in migrations.view_files():
        found |= {name: " ".join(text.split()) for name, text in DEFINITION.findall(_bare(file))}
    return found


@cache
def _under(view: str) -> dict[str, str]:
    """Give the query of a view and of all that it stands on."""
    queries = _definitions()
    found = {view: queries[view]}
    waiting = [view]
    while waiting:
        for word in set(re.findall(r"\w+", queries[waiting.pop()])):
            for name in (word, f"{word}_now"):
                if name in queries and name not in found:
                    found[name] = queries[name]
                    waiting.append(name)
    return found


@cache
def _steps() -> tuple[tuple[frozenset[str], str], ...]:
    """Give for each step of the schema the tables it changes, and its words."""
    texts = [_bare(file) for _, file in migrations.steps()]
    return tuple((frozenset(CHANGES.findall(text)), " ".join(text.split())) for text in texts)


def _bare(file: Path) -> str:
    return re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
