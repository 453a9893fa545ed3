"""The front door: page settings and the way around the house."""

from __future__ import annotations

from pages.shared import frame

frame.open_house()
