"""The script that every visit runs: the frame, and the page asked for inside it."""

from __future__ import annotations

from pages.shared import frame

frame.open_house()
