"""Compare: athletes and squads side by side, each against their own usual weeks."""

from __future__ import annotations

from pages.shared import frame

frame.guard()
frame.whose()
frame.heading("Compare")
