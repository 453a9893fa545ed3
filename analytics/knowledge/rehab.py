"""What is asked and minded at each sore site before and during hip work: judgement, no study behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.knowledge import place


@dataclass(frozen=True)
class SiteGuide:
    """One site: the warning signs to ask for (ids), the site's own first, and what to leave out."""

    site: str
    signs: tuple[str, ...]
    note: str


@cache
def load() -> dict[str, SiteGuide]:
    """Load the guides by site.

    Examples
    --------
    >>> load()["low_back"].signs[0]
    'saddle_numb'
    """
    raw: dict[str, Any] = json.loads(place.data_file("rehab.json").read_text(encoding="utf-8"))
    return {
        site: SiteGuide(site, tuple(dict.fromkeys([*one["signs"], *raw["every_site"]])), one["note"])
        for site, one in raw["sites"].items()
    }
