"""The guide (docs/guide.md) by who reads it: a runner, a coach, a sceptic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analytics.store import Reader

PLACE = Path(__file__).resolve().parents[2] / "docs" / "guide.md"
LINE = "Three parts, each for somebody else; the coach's builds on the runner's."
READERS = {"runner": "For a runner", "coach": "For a coach", "sceptic": "For a sceptic"}


@dataclass(frozen=True)
class Guide:
    """The parts of the guide as Markdown, by who reads them."""

    parts: dict[str, str]


def gather(reader: Reader) -> Guide:
    """Read the guide: the same text as in the documents, so that the two cannot part."""
    return Guide(parts_of(PLACE.read_text(encoding="utf-8")))


def parts_of(text: str) -> dict[str, str]:
    """Part the guide by its chapters, without their titles; what stood below those stands a level higher.

    Examples
    --------
    >>> parts_of("# A\\n## 1. For a runner\\nRun.\\n## 2. For a coach\\nSee.\\n### More\\n[on](asks.md)\\n")
    {'runner': 'Run.', 'coach': 'See.\\n## More\\non'}
    """
    found = re.split(r"(?m)^## \d+\. (.+)$", text)[1:]
    chapters = dict(zip(found[::2], found[1::2], strict=True))
    return {
        who: re.sub(r"(?m)^###", "##", re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", chapters[title])).strip()
        for who, title in READERS.items()
        if title in chapters
    }
