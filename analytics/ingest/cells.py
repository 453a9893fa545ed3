"""What a column's texts mean: numbers, durations, dates, each decided by the whole column."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from analytics.ingest.tracks import instant
from analytics.knowledge import dialects

Decimal = Literal[".", ","]

MISSING = frozenset({"", "-", "--", "---", "—", "–", "n/a", "na", "nan", "null", "none", "#n/a"})

_PLAIN = re.compile(r"[+-]?\d*(?:[.,]\d*)*(?:[eE][+-]?\d+)?$", re.ASCII)
_SPACES = re.compile(r"[\s'’\u00a0\u202f]")


def is_missing(text: str) -> bool:
    """Say whether a cell holds nothing, or a sign for nothing.

    Examples
    --------
    >>> is_missing("--"), is_missing("0")
    (True, False)
    """
    return text.strip().casefold() in MISSING


def _votes(text: str) -> Decimal | None:
    """Tell the decimal mark from one number; None where it could be either."""
    body = _SPACES.sub("", text).lstrip("+-")
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return "." if body.rfind(".") > body.rfind(",") else ","
    mark: Decimal = "." if dots else ","
    other: Decimal = "," if dots else "."
    count = dots + commas
    if count == 0:
        return None
    if count > 1:
        return other
    whole, part = body.split(mark)
    return None if len(part) == 3 and 1 <= len(whole) <= 3 and whole != "0" else mark


def decimal_mark(columns: Iterable[Sequence[str]], *, fallback: Decimal = ".") -> Decimal:
    """Tell the decimal mark from columns of numbers written by one program; `fallback` where nothing tells.

    Examples
    --------
    >>> decimal_mark([["3,40", "2.932"]]), decimal_mark([["2.932"]]), decimal_mark([["1,234", "9.5"]])
    (',', '.', '.')
    """
    counts = {".": 0, ",": 0}
    for column in columns:
        for text in column:
            if not is_missing(text) and _PLAIN.match(_SPACES.sub("", text)):
                vote = _votes(text)
                if vote:
                    counts[vote] += 1
    if counts["."] == counts[","]:
        return fallback
    return "." if counts["."] > counts[","] else ","


def number(text: str, decimal: Decimal = ".") -> float | None:
    """Read one number; None where the cell holds nothing.

    Raises
    ------
    ValueError
        If it is no number, or one whose marks contradict the column's decimal mark.

    Examples
    --------
    >>> number("2.932", ","), number("3,40", ","), number("--"), number("1,234.5")
    (2932.0, 3.4, None, 1234.5)
    """
    if is_missing(text):
        return None
    body = _SPACES.sub("", text)
    thousands = "," if decimal == "." else "."
    whole, mark, part = body.partition(decimal)
    if thousands in part or decimal in part:
        raise ValueError(f"not a number: {text[:40]!r}")
    groups = whole.lstrip("+-").split(thousands)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        raise ValueError(f"not a number: {text[:40]!r}")
    plain = whole.replace(thousands, "") + ("." + part if mark else "")
    if not _PLAIN.match(plain) or not re.search(r"\d", plain):
        raise ValueError(f"not a number: {text[:40]!r}")
    value = float(plain)
    if math.isinf(value):
        raise ValueError(f"not a number: {text[:40]!r}")
    return value


_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:hours?|hrs?|hr|h|std|stunden?|小时|時間)", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:minutes?|minuten?|mins?|min|m(?!s)|分钟|分)", re.IGNORECASE)
_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:seconds?|sekunden?|secs?|sec|sek|s|秒)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)$", re.ASCII)


def duration_s(text: str) -> float | None:
    """Read a duration in seconds; None where the cell holds nothing.

    Raises
    ------
    ValueError
        If it is no duration.

    Examples
    --------
    >>> duration_s("00:01:39,6"), duration_s("16:51"), duration_s("1h 13m"), duration_s("1小时13分钟")
    (99.6, 1011.0, 4380.0, 4380.0)
    """
    if is_missing(text):
        return None
    body = text.strip()
    clock = _CLOCK.match(body)
    if clock:
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    total = 0.0
    rest = body
    for pattern, unit_s in ((_HOURS, 3600), (_MINUTES, 60), (_SECONDS, 1)):
        found = pattern.search(rest)
        if found:
            total += float(found[1].replace(",", ".")) * unit_s
            rest = rest[: found.start()] + " " + rest[found.end() :]
    if rest == body or rest.strip():
        raise ValueError(f"not a duration: {text[:40]!r}")
    return total


def hours_and_minutes_s(text: str) -> float | None:
    """Read a duration of which two numbers are hours and minutes, in seconds.

    Examples
    --------
    >>> hours_and_minutes_s("1:02"), hours_and_minutes_s("1:02:03"), hours_and_minutes_s("")
    (3720.0, 3723.0, None)
    """
    return duration_s(f"{text.strip()}:00" if text.count(":") == 1 else text)


Order = Literal["dmy", "mdy"]

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(.*)$",
    re.ASCII,
)
_NUMERIC = re.compile(
    r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?:[T\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?\s*(.*)$",
    re.ASCII,
)
_EAST_ASIAN = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:\s*(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(.*)$"
)
_TIME_AT_END = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?\s*([ap]\.?\s?m\.?)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Words that languages put between the parts of a date; any other word means that this is not only a date.
_BETWEEN = frozenset({"à", "a", "às", "at", "alle", "de", "del", "di", "do", "las", "om", "um", "kl", "uhr"})
_AM_PM = re.compile(r"([ap])\.?\s?m\.?$", re.IGNORECASE)
# Blanks that programs put between time and AM or PM (narrow, no-break, thin), and marks of direction.
_ODD_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Half a day in Chinese, Japanese and Korean stands before the clock.
_EAST_ASIAN_HALF = re.compile(r"(上午|下午|午前|午後|오전|오후)\s*(\d{1,2}:\d{2}(?::\d{2})?)")
_AFTER_NOON = frozenset({"下午", "午後", "오후"})
_OFFSET = re.compile(r"(?<=:\d\d)([.,]\d+)?\s*(?:Z|UTC|GMT|([+-])(\d\d):?(\d\d))$", re.IGNORECASE | re.ASCII)
_CLOCK_WITHIN = re.compile(r"\d:\d\d|\d\s*[ap]\.?\s?m\b", re.IGNORECASE)


def with_plain_blanks(text: str) -> str:
    """Write a text with plain blanks, without unseen marks, and with AM or PM behind the clock.

    Examples
    --------
    >>> with_plain_blanks("3:53:35\u202fPM"), with_plain_blanks("2024年3月5日 下午3:05")
    ('3:53:35 PM', '2024年3月5日 3:05 pm')
    """
    plain = _UNSEEN.sub("", _ODD_BLANKS.sub(" ", text)).strip()
    return _EAST_ASIAN_HALF.sub(
        lambda found: f"{found[2]} {'pm' if found[1] in _AFTER_NOON else 'am'}", plain
    )


def has_time(text: str) -> bool:
    """Say whether a date comes with a time of day.

    Examples
    --------
    >>> has_time("2026-01-04 08:00"), has_time("4.1.2026")
    (True, False)
    """
    return bool(_CLOCK_WITHIN.search(text))


def _made(
    year: str, month: int, day: str, hour: str | None, minute: str | None, second: str | None, half: str
) -> dt.datetime | None:
    clock = int(hour or 0)
    marked = _AM_PM.match(half.strip())
    if marked is None and half.strip():
        return None
    if marked:
        if clock <= 12:
            clock = clock % 12 + (12 if marked[1].lower() == "p" else 0)
        elif marked[1].lower() == "a":
            return None
    try:
        return dt.datetime(int(year), month, int(day), clock, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _with_word(text: str) -> dt.datetime | None:
    """Read a date whose month is a word: `May 29, 2022, 3:53:35 PM`, `22 feb. 2020`, `19 ago 2026`."""
    body = text
    time = _TIME_AT_END.search(body)
    hour = minute = second = None
    half = ""
    if time:
        hour, minute, second, half = time[1], time[2], time[3], time[4] or ""
        body = body[: time.start()]
    words = [word.casefold() for word in _WORD.findall(body)]
    known = [dialects.months()[word] for word in words if word in dialects.months()]
    if any(word not in dialects.months() and word not in _BETWEEN for word in words):
        return None
    numbers = re.findall(r"\d+", body)
    years = [one for one in numbers if len(one) == 4]
    days = [one for one in numbers if len(one) <= 2]
    if len(known) != 1 or len(years) != 1 or len(days) != 1 or len(numbers) != 2:
        return None
    return _made(years[0], known[0], days[0], hour, minute, second, half)


def date_time(text: str, order: Order | None) -> dt.datetime | None:
    """Read one date, with or without a time of day, as it stands; None where it is none.

    Parameters
    ----------
    text
        ISO, numeric, East Asian, or with the month as a word in a language of data/dialects/months.csv.
    order
        Which comes first in `03/04/2021`; None refuses it.

    Examples
    --------
    >>> date_time("30 Jun 2025, 19:56", None), date_time("03/04/2021", None), date_time("03/04/2021", "dmy")
    (datetime.datetime(2025, 6, 30, 19, 56), None, datetime.datetime(2021, 4, 3, 0, 0))
    """
    body = with_plain_blanks(text)
    iso = _ISO.match(body) or _EAST_ASIAN.match(body)
    if iso:
        year, month, day, hour, minute, second, half = iso.groups()
        if half.strip().upper() in ("Z", "UTC", "+00:00", "+0000"):
            half = ""
        return _made(year, int(month), day, hour, minute, second, half)
    numeric = _NUMERIC.match(body)
    if numeric:
        first, mark, last, year, hour, minute, second, half = numeric.groups()
        if mark == ".":
            order = "dmy"
        if order is None and first != last:
            return None
        day, month = (last, first) if order == "mdy" else (first, last)
        return _made(year, int(month), day, hour, minute, second, half)
    return _with_word(body)


def _day_and_month(texts: Iterable[str]) -> list[tuple[int, int, int]]:
    """Give year and the two numbers before it, of dates that could be either way round."""
    pairs: list[tuple[int, int, int]] = []
    for text in texts:
        found = _NUMERIC.match(with_plain_blanks(text))
        if found and found[2] != ".":
            pairs.append((int(found[4]), int(found[1]), int(found[3])))
    return pairs


def _proved(pairs: Sequence[tuple[int, int, int]]) -> Order | None:
    day_first = any(first > 12 for _, first, _ in pairs)
    month_first = any(last > 12 for _, _, last in pairs)
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def proved_order(texts: Iterable[str]) -> Order | None:
    """Tell which comes first, day or month, where a number above 12 proves it; None where none does.

    Examples
    --------
    >>> proved_order(["03/04/2021", "25/04/2021"]), proved_order(["03/04/2021"])
    ('dmy', None)
    """
    return _proved(_day_and_month(texts))


def needs_order(texts: Iterable[str]) -> bool:
    """Say whether a column holds dates that mean another day when day and month change places."""
    return any(first != last and first <= 12 and last <= 12 for _, first, last in _day_and_month(texts))


def date_time_and_offset(text: str, order: Order | None) -> tuple[dt.datetime | None, float | None]:
    """Read one date as its clock shows it, and its offset from UTC in seconds; None where it gives none.

    Examples
    --------
    >>> date_time_and_offset("2026-01-04 08:00:00 +0100", None)
    (datetime.datetime(2026, 1, 4, 8, 0), 3600.0)
    """
    body = with_plain_blanks(text)
    found = _OFFSET.search(body)
    if found is None:
        return date_time(body, order), None
    offset_s = 0.0
    if found[2]:
        offset_s = (int(found[3]) * 60 + int(found[4])) * 60.0 * (-1 if found[2] == "-" else 1)
    return date_time(body[: found.start()], order), offset_s


ENOUGH_FOR_SEQUENCE = 6
"""Of six days in any order, the wrong reading runs in one direction by chance in 2 of 720 cases."""


def date_order(texts: Iterable[str]) -> Order | None:
    """Tell from a whole column whether day or month comes first; None where nothing tells.

    A number above 12 tells at once. Failing that, logs are sorted: the one order that makes the column run in
    one direction is it, if there are so many days that chance does not do it.

    Examples
    --------
    >>> date_order(["03/04/2021", "25/04/2021"])
    'dmy'
    >>> date_order([f"{day:02d}/{month:02d}/2021" for month in (2, 3) for day in (1, 5, 9)])
    'dmy'
    """
    pairs = _day_and_month(texts)
    proved = _proved(pairs)
    if proved is not None:
        return proved
    if any(first > 12 for _, first, _ in pairs) or len(set(pairs)) < ENOUGH_FOR_SEQUENCE:
        return None
    orders: list[tuple[Order, list[tuple[int, int, int]]]] = [
        ("dmy", [(year, last, first) for year, first, last in pairs]),
        ("mdy", pairs),
    ]
    running = [order for order, days in orders if days in (sorted(days), sorted(days, reverse=True))]
    return running[0] if len(running) == 1 else None


def date_times(texts: Sequence[str]) -> list[dt.datetime | None]:
    """Read a column of dates, day and month told apart by the whole column; None where a cell is no date."""
    order = date_order(texts)
    return [None if is_missing(text) else date_time(text, order) for text in texts]


def utc_and_offset(text: str) -> tuple[dt.datetime | None, float | None]:
    """Read an ISO time that carries its offset: the naive UTC time, and the offset in seconds or None."""
    seconds, offset = instant(text)
    if seconds != seconds:
        return None, None
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(tzinfo=None, microsecond=0), offset


def shape(text: str) -> str:
    """Show how a text is built without what it says: 9 for a digit, a for a letter.

    Examples
    --------
    >>> shape("29. května 2022")
    '99. aaaaaa 9999'
    """
    return "".join("9" if one.isdigit() else "a" if one.isalpha() else one for one in text[:40])
