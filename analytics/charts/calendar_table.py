"""The calendar as a table that a screen reader reads: markup from values, every word of a person escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from analytics.knowledge import units, written

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LEGEND = (
    '<span class="hs-dot hs-s2">{far}</span> a run, {unit}; the larger the farther',
    '<span class="hs-dot hs-s2 hs-race">{race}</span> a race',
    '<span class="hs-hip">▲</span> strength work',
    '<span class="hs-box hs-away"></span> away by an injury',
    '<span class="hs-new">✚</span> an injury began',
    '<span class="hs-box hs-rest">0</span> rest',
    '<span class="hs-box hs-unknown"></span> no log speaks for the day',
)


def draw(rows: Sequence[Any], *, caption: str, mode: str, first: str = "Week") -> str:
    """Give the table of a calendar's rows as HTML.

    Parameters
    ----------
    rows
        As the report gives them: each with its head, its seven days and its sums.
    caption
        What the table shows, for those who cannot see it.
    first
        What stands at the head of the rows.
    """
    heads = "".join(f'<th scope="col">{name}</th>' for name in _days())
    sums = "".join(f'<th scope="col" class="hs-sum">{escape(name)}</th>' for name in _sums(rows))
    body = "".join(_row(row) for row in rows)
    return (
        f'<div class="hs-calendar hs-{_theme(mode)}"><table><caption>{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(first)}</th>{heads}{sums}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def legend(mode: str) -> str:
    """Say what the marks mean."""
    unit = units.unit("distance_m")
    far, race = (written.distance(metres, 1).removesuffix(f" {unit}") for metres in (8_400.0, 10_000.0))
    told = "".join(f"<li>{one.format(far=far, race=race, unit=unit)}</li>" for one in LEGEND)
    return f'<ul class="hs-legend hs-{_theme(mode)}">{told}</ul>'


def _days() -> tuple[str, ...]:
    begins = units.FIRST_DAYS[units.way().first_day]
    return DAYS[begins:] + DAYS[:begins]


def _sums(rows: Sequence[Any]) -> list[str]:
    return [label for label, _ in rows[0].sums] if rows else []


def _theme(mode: str) -> str:
    return "dark" if mode == "dark" else "light"


def _row(row: Any) -> str:
    asked = ' class="hs-asked"' if row.is_asked else ""
    notes = "".join(
        f'<span class="hs-note{kind}">{escape(text)}</span>'
        for text, kind in ((row.under, ""), (row.spike, " hs-caution"), (row.checkin, ""))
        if text
    )
    days = "".join(_day(one) for one in row.days)
    sums = "".join(
        f'<td class="hs-sum" data-day="{escape(label)}">{escape(value)}</td>' for label, value in row.sums
    )
    return f'<tr{asked}><th scope="row">{escape(row.head)}{notes}</th>{days}{sums}</tr>'


def _day(cell: Any) -> str:
    classes = ["hs-day", f"hs-{cell.state}"]
    classes += ["hs-away"] if cell.away else []
    classes += ["hs-today"] if cell.is_today else []
    weekday = f'<span class="hs-weekday">{escape(cell.weekday[:3])} </span>'
    parts = [f'<span class="hs-date">{weekday}{escape(cell.number)}</span>']
    for run in cell.runs:
        race = " hs-race" if run.is_race else ""
        told = f"{escape(run.words)}, {escape(cell.number)}"
        parts.append(
            f'<a class="hs-dot hs-s{run.size}{race}" href="activity?activity={run.activity_id}" '
            f'target="_self" title="{escape(run.words)}" aria-label="{told}">{escape(run.label)}</a>'
        )
    if cell.strength:
        parts.append(f'<span class="hs-hip">▲ {escape(cell.strength)}</span>')
    if cell.away:
        parts.append(f'<span class="hs-site">Away: {escape(cell.away)}</span>')
    parts += [f'<span class="hs-new">✚ {escape(words)}</span>' for words in cell.began]
    if cell.race_ahead:
        parts.append('<span class="hs-next">Race</span>')
    if cell.state == "rest":
        parts.append('<span class="hs-zero" aria-label="rest">0</span>')
    if cell.state == "unknown":
        parts.append('<span class="hs-quiet">not known</span>')
    return f'<td class="{" ".join(classes)}" data-day="{cell.weekday}">{"".join(parts)}</td>'
