"""Tables of injuries and of weekly check-ins whose columns somebody has explained."""

from __future__ import annotations

import datetime as dt

from analytics.ingest import cells, week_tables
from analytics.ingest.batch import Batch, CheckinRow, InjuryRow, Problem
from analytics.ingest.layouts import Cells, Layout, date_order
from analytics.ingest.sheets import Line, Sheet
from analytics.knowledge import dialects, injuries

POINTS = (0, 8, 17, 25)
"""What an answer of the OSTRC-H2 questionnaire is worth, from the best to the worst."""
LEVELS = ("complaint", "substantial", "time_loss")
SIDES = ("left", "right", "both")
UNKNOWN = "unknown"
_MOST_DAYS = 1_500


def read_injuries(sheet: Sheet, layout: Layout) -> Batch:
    """Read a table of injuries; where nothing says how bad one was, days were lost, as in our own table.

    Raises
    ------
    AskError
        If the dates could be day/month or month/day.
    """
    reader = Cells(sheet, layout)
    batch = Batch(kind=layout.kind)
    columns = [
        sheet.column(place.number)
        for name in ("onset", "recovered")
        for place in layout.columns.get(name, ())
    ]
    order = date_order([text for column in columns for text in column], layout.order, sheet.header)
    for line in sheet.lines:
        try:
            batch.injuries.append(_injury(reader, line, order))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
    return batch


def read_checkins(sheet: Sheet, layout: Layout) -> Batch:
    """Read a table of weekly check-ins; the first row of a week counts, others of it are named.

    Raises
    ------
    AskError
        If the dates could be day/month or month/day.
    """
    reader = Cells(sheet, layout)
    batch = Batch(kind=layout.kind)
    texts = sheet.column(layout.columns["week"][0].number)
    order = date_order(texts, layout.order, sheet.header)
    seen: set[dt.date] = set()
    for line, text in zip(sheet.lines, texts):
        monday = week_tables.monday_of(text, order)
        if monday is None:
            reason = f"its week is not understood (it is built like '{cells.shape(text)}')"
            batch.problems.append(Problem(reason, line.number))
            continue
        if monday in seen:
            batch.problems.append(Problem("this week stands twice in the table", line.number))
            continue
        try:
            batch.checkins.append(_checkin(reader, line, monday))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        seen.add(monday)
    return batch


def known_word(field: str, word: str) -> str | None:
    """Say what a word of a column of sites, sides or levels means; None where it is not known.

    Examples
    --------
    >>> known_word("site", "Shin splints"), known_word("site", "Low back"), known_word("level", "time loss")
    ('shin', 'low_back', 'time_loss')
    """
    folded = dialects.folded(word)
    plain = folded.replace(" ", "_").replace("-", "_")
    known = {"level": LEVELS, "side": SIDES, "site": [one.id for one in injuries.sites()]}[field]
    if plain in known:
        return plain
    if field == "site":
        for site in injuries.sites():
            if folded == site.label.casefold():
                return site.id
        for synonym in injuries.synonyms():
            if folded == synonym.pattern:
                return synonym.site
    return dialects.value_of(field, folded)


def _said(reader: Cells, line: Line, field: str) -> str | None:
    word = reader.text(line, field)
    if not word:
        return None
    found = reader.layout.words.get((field, word)) or known_word(field, word)
    if found == UNKNOWN:
        return None
    if found is None:
        raise ValueError(f"the word '{word[:40]}' of its {field} is not known")
    return found


def _pain(reader: Cells, line: Line) -> float | None:
    pain = reader.number(line, "pain")
    if pain is not None and not 0 <= pain <= 10:
        raise ValueError("the pain is not between 0 and 10")
    return pain


def _day(text: str, order: cells.Order | None) -> dt.date | None:
    if not text:
        return None
    when, _ = cells.date_time_and_offset(text, order)
    if when is None or not 1950 <= when.year <= 2100:
        raise ValueError(f"its date is not understood (it is built like '{cells.shape(text)}')")
    return when.date()


def _injury(reader: Cells, line: Line, order: cells.Order | None) -> InjuryRow:
    onset = _day(reader.text(line, "onset"), order)
    if onset is None:
        raise ValueError("the day it began is missing")
    recovered = _day(reader.text(line, "recovered"), order)
    days = reader.number(line, "days_lost")
    if days is not None and (days != int(days) or not 0 <= days <= _MOST_DAYS):
        raise ValueError(f"the days lost are not a whole number from 0 to {_MOST_DAYS}")
    if recovered is None and days is not None:
        recovered = onset + dt.timedelta(days=int(days))
    if recovered is not None and recovered < onset:
        raise ValueError("the day of return lies before the day it began")
    level = _said(reader, line, "level") or ("complaint" if days == 0 else "time_loss")
    return InjuryRow(
        onset_date=onset,
        site=_said(reader, line, "site"),
        side=_said(reader, line, "side"),
        case_level=level,
        recovered_date=recovered,
        pain_0_10=_pain(reader, line),
        note=reader.text(line, "note") or None,
        line=line.number,
    )


def _answer(reader: Cells, line: Line, question: str) -> int | None:
    value = cells.number(reader.text(line, question))
    if value is None:
        return None
    unit = reader.layout.columns[question][0].unit
    number = value if unit == "points" else value - (1 if unit == "answers_1_4" else 0)
    if unit != "points":
        number = POINTS[int(number)] if number in (0, 1, 2, 3) else -1
    if number not in POINTS:
        raise ValueError("an answer is none of those of the questionnaire")
    return int(number)


def _checkin(reader: Cells, line: Line, monday: dt.date) -> CheckinRow:
    answers = [_answer(reader, line, one) if reader.has(one) else None for one in ("q1", "q2", "q3", "q4")]
    pain = _pain(reader, line)
    if pain is None and all(one is None for one in answers):
        raise ValueError("the week holds no answer")
    return CheckinRow(
        week_start=monday,
        q1=answers[0],
        q2=answers[1],
        q3=answers[2],
        q4=answers[3],
        pain_0_10=pain,
        site=_said(reader, line, "site"),
        line=line.number,
    )
