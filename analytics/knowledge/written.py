"""How numbers are written for people: pace as 5:02 /km, a true minus sign, an interval in brackets.

This is the one door from quantities to text. It follows the way to read them that holds for the moment
(`analytics.knowledge.units`): whoever writes a distance, a pace, a height, a weight or a temperature calls
the function of its name here with the stored SI value, and never writes a unit by hand.
"""

from __future__ import annotations

import datetime as dt
import math
import re

from analytics.knowledge import units

_DECIMAL = re.compile(r"(?<![\d./])\d+\.\d+(?![\d/]|\.\d)")
_THOUSANDS = re.compile(r"(?<=\d)\u202f(?=\d{3})")
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
    thousands, point = units.way().marks
    marks = {ord(","): thousands, ord("."): point, ord("-"): "−"}
    return f"{rounded:,.{decimals}f}".translate(marks)


def trimmed(value: float | None, decimals: int) -> str:
    """Write a number with at most so many decimals, and none that say nothing.

    Examples
    --------
    >>> trimmed(2.5, 2), trimmed(2.0, 2), trimmed(100, 2), trimmed(None, 2)
    ('2.5', '2', '100', '–')
    """
    text = number(value, decimals)
    return text.rstrip("0").removesuffix(units.way().marks[1]) if decimals and text != UNKNOWN else text


def marked(text: str) -> str:
    """Bring the marks in the numbers of a ready sentence to those that are read; addresses keep theirs.

    A decimal point, and a narrow space between thousands.

    Examples
    --------
    >>> with units.following(units.Way(numbers="space_comma")):
    ...     marked("0.63 times (0.32 to 1.25), doi 10.1136/bjsports-2024.")
    '0,63 times (0,32 to 1,25), doi 10.1136/bjsports-2024.'
    >>> with units.following(units.Way(numbers="point_comma")):
    ...     marked("0.66 in 1\\u202f141 weeks")
    '0,66 in 1.141 weeks'
    """
    thousands, point = units.way().marks
    text = text if point == "." else _DECIMAL.sub(lambda found: found[0].replace(".", point), text)
    return _THOUSANDS.sub(thousands, text)


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
    if not text.strip("0.,\u202f"):
        return f"±{text}"
    return f"{'−' if value < 0 else '+'}{text}"


def sets(value: float | None) -> str:
    """Write a number of sets with at most one decimal.

    Examples
    --------
    >>> sets(8.46), sets(8.0), sets(None)
    ('8.5', '8', '–')
    """
    return trimmed(value, 1)


def distance(value_m: float | None, decimals: int | None = None) -> str:
    """Write a distance, with one decimal below 10.

    Parameters
    ----------
    decimals
        So many decimals, whatever its length.

    Examples
    --------
    >>> distance(9_430), distance(46_210), distance(10_006.0, 2), distance(None)
    ('9.4 km', '46 km', '10.01 km', '–')
    >>> with units.following(units.Way(units="imperial")):
    ...     distance(9_430), distance(42_195, 1)
    ('5.9 mi', '26.2 mi')
    """
    if value_m is None or _is_unknown(value_m):
        return UNKNOWN
    far = units.shown(value_m, "distance_m")
    if decimals is None:
        decimals = 1 if abs(far) < 9.95 else 0
    return f"{number(far, decimals)} {units.unit('distance_m')}"


def length(value_m: float | None) -> str:
    """Write how far two places lie apart: in metres or feet while that is short.

    Examples
    --------
    >>> length(84.2), length(5_230.0), length(412_300.0)
    ('84 m', '5.2 km', '412 km')
    """
    if value_m is None or _is_unknown(value_m):
        return UNKNOWN
    is_short = value_m < (units.M_PER_FOOT if units.way().is_imperial else 1) * 1000
    return height(value_m) if is_short else distance(value_m)


def height(value_m: float | None, decimals: int = 0) -> str:
    """Write a height, an ascent or another length that is told in metres or feet.

    Examples
    --------
    >>> height(1_204.0), height(None)
    ('1\u202f204 m', '–')
    """
    return _measured(value_m, "height_m", decimals)


def weight(value_kg: float | None, decimals: int = 1) -> str:
    """Write a weight.

    Examples
    --------
    >>> weight(12.0), weight(71.5)
    ('12 kg', '71.5 kg')
    >>> with units.following(units.Way(units="imperial")):
    ...     weight(20.0)
    '44.1 lb'
    """
    if value_kg is None or _is_unknown(value_kg):
        return UNKNOWN
    return f"{trimmed(units.shown(value_kg, 'weight_kg'), decimals)} {units.unit('weight_kg')}"


def temperature(value_c: float | None, decimals: int = 0) -> str:
    """Write a temperature.

    Examples
    --------
    >>> temperature(21.4)
    '21 °C'
    """
    return _measured(value_c, "temperature_c", decimals)


def speed(value_m_s: float | None, decimals: int = 1) -> str:
    """Write a speed.

    Examples
    --------
    >>> speed(3.0)
    '10.8 km/h'
    """
    return _measured(value_m_s, "speed_m_s", decimals)


def _measured(value: float | None, kind: str, decimals: int) -> str:
    if value is None or _is_unknown(value):
        return UNKNOWN
    return f"{number(units.shown(value, kind), decimals)} {units.unit(kind)}"


def pace(value_s_per_km: float | None, *, unit: bool = True) -> str:
    """Write a pace as minutes and seconds a kilometre or mile, or as a speed where a person reads that.

    Examples
    --------
    >>> pace(302.4), pace(359.7, unit=False), pace(None)
    ('5:02 /km', '6:00', '–')
    >>> with units.following(units.Way(units="imperial", motion="speed")):
    ...     pace(300.0)
    '7.5 mph'
    """
    if value_s_per_km is None or _is_unknown(value_s_per_km):
        return UNKNOWN
    if units.way().is_speed:
        per_hour = units.shown(3600 / value_s_per_km, "speed_km_h") if value_s_per_km else math.nan
        text = number(per_hour, 1)
    else:
        text = minutes(units.shown(value_s_per_km, "pace_s_per_km"))
    return f"{text} {pace_suffix()}" if unit else text


def minutes(seconds: float | None) -> str:
    """Write seconds as minutes and seconds.

    Examples
    --------
    >>> minutes(302.4), minutes(None)
    ('5:02', '–')
    """
    if seconds is None or _is_unknown(seconds):
        return UNKNOWN
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02d}"


def pace_apart(one_s_per_km: float, other_s_per_km: float) -> str:
    """Write how far two paces lie apart, without a sign.

    Examples
    --------
    >>> pace_apart(300.0, 312.2)
    '12 s a km'
    >>> with units.following(units.Way(motion="speed")):
    ...     pace_apart(300.0, 312.2)
    '0.5 km/h'
    """
    if units.way().is_speed:
        return speed(abs(1000 / one_s_per_km - 1000 / other_s_per_km))
    apart = units.shown(abs(one_s_per_km - other_s_per_km), "pace_s_per_km")
    return f"{number(apart)} s a {'mile' if units.way().is_imperial else 'km'}"


def pace_unit() -> str:
    """Name the unit a pace is read in.

    Examples
    --------
    >>> pace_unit()
    'min/km'
    """
    return units.unit("speed_km_h" if units.way().is_speed else "pace_s_per_km")


def pace_suffix() -> str:
    """Give what follows a pace.

    Examples
    --------
    >>> pace_suffix()
    '/km'
    """
    return pace_unit().removeprefix("min")


def pace_head(at: str = "") -> str:
    """Name a column of paces, with their unit.

    Examples
    --------
    >>> pace_head(), pace_head(" at 140 bpm")
    ('Pace, min/km', 'Pace at 140 bpm, min/km')
    """
    return f"{'Speed' if units.way().is_speed else 'Pace'}{at}, {pace_unit()}"


def pace_axis(at: str = "") -> str:
    """Name an axis of paces, on which up is faster.

    Examples
    --------
    >>> pace_axis()
    'Pace, min/km (up is faster)'
    """
    return pace_head(at) + ("" if units.way().is_speed else " (up is faster)")


def ratio(value: float | None) -> str:
    """Write a ratio.

    Examples
    --------
    >>> ratio(1.058)
    '1.06 x'
    """
    return UNKNOWN if value is None or _is_unknown(value) else f"{number(value, 2)} x"


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
