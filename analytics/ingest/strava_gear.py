"""Strava's side lists of shoes and bicycles: name, brand, model, sports, in that order in every language."""

from __future__ import annotations

from pathlib import PurePosixPath

from analytics.ingest.batch import Batch, GearRow
from analytics.ingest.sheets import Sheet

LISTS = {"shoes.csv": "shoe", "bikes.csv": "bike"}
_COLUMNS = 4


def fits(sheet: Sheet, name: str) -> bool:
    """Say whether a table is one of the two: their file names are not translated, their headers are."""
    return PurePosixPath(name).name.lower() in LISTS and len(sheet.header) == _COLUMNS


def read_gear(sheet: Sheet, name: str) -> Batch:
    """Read shoes or bicycles; what has no name of its own is called by brand and model."""
    kind = LISTS[PurePosixPath(name).name.lower()]
    batch = Batch(kind="strava_gear")
    for line in sheet.lines:
        own, brand, model = (cell.strip() for cell in line.cells[:3])
        called = own or " ".join(filter(None, (brand, model)))
        if called:
            batch.gear.append(GearRow(kind, called, brand or None, model or None))
    if not batch.gear:
        batch.ignored = "A side list of a Strava export, with nothing in it."
    return batch
