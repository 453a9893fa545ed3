"""Report to print: an athlete or a squad on paper."""

from __future__ import annotations

from pages.shared import frame

frame.guard()
frame.whose()
frame.heading("Report to print")
