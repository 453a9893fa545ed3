"""Tables to fill in by hand, each with a header and one example row."""

from __future__ import annotations

import csv
import io

from analytics.knowledge import dialects

KINDS = dialects.template_kinds()
"""hipstride_sets, hipstride_injuries, hipstride_weeks, hipstride_checkins."""


def template_csv(kind: str) -> bytes:
    """Give a template: the header, whose words name the units, and one example row.

    It begins with a byte order mark, so that spreadsheet programs open it as UTF-8.

    Raises
    ------
    KeyError
        If there is no template of this kind.

    Examples
    --------
    >>> template_csv("hipstride_weeks").decode("utf-8-sig").splitlines()[0]
    'athlete,week,runs,distance_km,time_min,longest_km,hip_sets'
    """
    columns = dialects.template(kind)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.column for column in columns)
    writer.writerow(column.example for column in columns)
    return text.getvalue().encode("utf-8-sig")


def template_help(kind: str) -> list[tuple[str, str]]:
    """Give each column of a template with what it means.

    Raises
    ------
    KeyError
        If there is no template of this kind.
    """
    return [(column.column, column.meaning) for column in dialects.template(kind)]
