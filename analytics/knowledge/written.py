"""How numbers are written for people: pace as 5:02 /km, a true minus sign, an interval in brackets."""

from __future__ import annotations

import datetime as dt
import math

UNKNOWN = "–"
"""What stands where a number is unknown."""


def _is_unknown(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with a true minus sign and spaces between thousands.

    Examples
    --------
    >>> number(-1234.56, 1), number(-0.01, 1), number(None)
    ('−1\\u202f234.6', '0.0', '–')
    """
    if value is None or _is_unknown(value):
        return UNKNOWN
    rounded = round(value, decimals) + 0.0
    return f"{rounded:,.{decimals}f}".replace(",", "\u202f").replace("-", "−")


def signed(value: float | None, decimals: int = 0) -> str:
    """Write a change: always with its sign.

    Examples
    --------
    >>> signed(2.14, 1), signed(-3), signed(0.0)
    ('+2.1', '−3', '±0')
    """
    if value is None or _is_unknown(value):
        return UNKNOWN
    text = number(abs(value), decimals)
    if not text.strip("0.\u202f"):
        return f"±{text}"
    return f"{'−' if value < 0 else '+'}{text}"


def sets(value: float | None) -> str:
    """Write a number of sets with at most one decimal.

    Examples
    --------
    >>> sets(8.46), sets(8.0), sets(None)
    ('8.5', '8', '–')
    """
    text = number(value, 1)
    return text.removesuffix(".0")


def distance(value_m: float | None) -> str:
    """Write a distance in km, with one decimal below 10.

    Examples
    --------
    >>> distance(9_430), distance(46_210), distance(None)
    ('9.4 km', '46 km', '–')
    """
    if value_m is None or _is_unknown(value_m):
        return UNKNOWN
    km = value_m / 1000
    return f"{number(km, 1 if abs(km) < 9.95 else 0)} km"


def pace(value_s_per_km: float | None, *, unit: bool = True) -> str:
    """Write a pace as minutes and seconds a kilometre.

    Examples
    --------
    >>> pace(302.4), pace(359.7, unit=False), pace(None)
    ('5:02 /km', '6:00', '–')
    """
    if value_s_per_km is None or _is_unknown(value_s_per_km):
        return UNKNOWN
    minutes, seconds = divmod(round(value_s_per_km), 60)
    return f"{minutes}:{seconds:02d}" + (" /km" if unit else "")


def ratio(value: float | None) -> str:
    """Write a ratio.

    Examples
    --------
    >>> ratio(1.058)
    '1.06 x'
    """
    return UNKNOWN if value is None or _is_unknown(value) else f"{value:.2f} x"


def percent(value_pct: float | None, decimals: int = 0) -> str:
    """Write a percentage, with a space before its sign.

    Examples
    --------
    >>> percent(26.4)
    '26 %'
    """
    return UNKNOWN if _is_unknown(value_pct) else f"{number(value_pct, decimals)} %"


def interval(value: float | None, low: float | None, high: float | None, decimals: int = 2) -> str:
    """Write an estimate with its interval.

    Examples
    --------
    >>> interval(0.66, 0.45, 0.97)
    '0.66 (0.45 to 0.97)'
    """
    return f"{number(value, decimals)} ({number(low, decimals)} to {number(high, decimals)})"


def date(day: dt.date | None) -> str:
    """Write a date so that nobody swaps day and month.

    Examples
    --------
    >>> date(dt.date(2026, 3, 9))
    '9 Mar 2026'
    """
    return UNKNOWN if day is None else f"{day.day} {day:%b %Y}"


def week(monday: dt.date) -> str:
    """Write an ISO week.

    Examples
    --------
    >>> week(dt.date(2026, 10, 26))
    'week 44, 2026'
    """
    year, number_of_week, _ = monday.isocalendar()
    return f"week {number_of_week}, {year}"


def visible(text: str) -> str:
    """Write a name of a file with nothing in it that moves the cursor or turns the direction of reading.

    Examples
    --------
    >>> visible("run\\u202egpj.fit") == "run\N{REPLACEMENT CHARACTER}gpj.fit"
    True
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def count(n: int, one: str, several: str | None = None) -> str:
    """Write how many of something, in the right number.

    Examples
    --------
    >>> count(1, "injury", "injuries"), count(2, "run")
    ('1 injury', '2 runs')
    """
    return f"{number(n)} {one if n == 1 else several or one + 's'}"


def amount(reps: int | None, seconds: float | None) -> str:
    """Write how much of an exercise: repetitions, or seconds held.

    Examples
    --------
    >>> amount(12, None), amount(None, 30.0)
    ('12 times', 'hold 30 s')
    """
    return f"{reps} times" if reps is not None else f"hold {number(seconds)} s"


def dose(n: int, reps: int | None, seconds: float | None, *, per_side: bool) -> str:
    """Write sets of an exercise with how much each is.

    Examples
    --------
    >>> dose(2, 12, None, per_side=True)
    '2 × 12 times each side'
    """
    return f"{n} × {amount(reps, seconds)}{' each side' if per_side else ''}"
