"""The texts of a figure in the language that is read: titles, axes, legends, hover, notes."""

from __future__ import annotations

from functools import cache
from typing import Any

from analytics.knowledge import tongue

WORDS = {"text", "hovertext", "name", "hovertemplate", "ticktext", "texttemplate", "ticksuffix", "tickprefix"}
"""Properties of a figure that are words."""
CELLS = {"x", "y", "customdata", "labels", "categoryarray"}
"""Properties that may hold words among numbers and days."""
QUIET = {"template", "meta", "uid", "type", "mode", "line", "marker", "font"}


def say(sent: dict[str, Any], language: str) -> None:
    """Let a figure, as `to_dict` gives it, speak a language; the figure itself stays English."""
    if language == tongue.ENGLISH:
        return
    for trace in sent.get("data", ()):
        _walk(trace, language)
    _walk(sent.get("layout", {}), language)


@cache
def locale(language: str) -> dict[str, Any]:
    """Give Plotly the names of months and days, which it writes itself on axes of time."""
    if language == tongue.ENGLISH:
        return {}
    months, short_months = tongue.months(language)
    days, short_days = tongue.days(language)
    names = {"months": months, "shortMonths": short_months, "days": days, "shortDays": short_days}
    return {"locale": language, "locales": {language: {"dictionary": {}, "format": names}}}


def _walk(part: dict[str, Any], language: str) -> None:
    for name, value in part.items():
        if name in QUIET:
            if name == "marker" and isinstance(value, dict) and isinstance(value.get("colorbar"), dict):
                _walk(value["colorbar"], language)
        elif name in WORDS:
            part[name] = _said(value, language)
        elif name in CELLS:
            part[name] = _cells(value, language)
        elif isinstance(value, dict):
            _walk(value, language)
        elif isinstance(value, (list, tuple)) and value and isinstance(value[0], dict):
            for one in value:
                _walk(one, language)


def _said(value: Any, language: str) -> Any:
    if isinstance(value, str):
        return tongue.said(value, language)
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [tongue.said(one, language) if isinstance(one, str) else one for one in value]
    return value


def _cells(value: Any, language: str) -> Any:
    """Say words among values; a point's address (kind, key, label, athlete) stays what it is."""
    kind = getattr(getattr(value, "dtype", None), "kind", "O")
    if kind != "O" or not (isinstance(value, (list, tuple)) or hasattr(value, "tolist")):
        return value
    return [
        tongue.said(one, language) if isinstance(one, str) and not one[:1].isdigit() else one for one in value
    ]
