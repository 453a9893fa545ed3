"""One view of Explore as plain choices, and its two written forms: a short address and a small file."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from analytics.errors import AnalyticsError

CHARTS: dict[str, str] = {
    "time": "Over time",
    "against": "Against",
    "spread": "Spread",
    "groups": "Groups",
    "athletes": "Athletes",
    "lags": "Lags",
    "around": "Before and after",
}
DOTS = {
    "week": "Weeks",
    "run": "Runs",
    "day": "Days",
    "month": "Months",
    "set": "Sets",
    "injury": "Injuries",
}
PERIODS = {
    "13": "Last 3 months",
    "26": "Last 6 months",
    "52": "Last 12 months",
    "78": "Last 18 months",
    "156": "Last 3 years",
    "all": "All there is",
}
GROUPS = {
    "year": "Year",
    "month": "Month of the year",
    "weekday": "Day of the week",
    "kind": "Kind of run",
    "athlete": "Athlete",
    "squad": "Squad",
    "sex": "Sex",
    "level": "Level",
    "site": "Site of injury",
    "family": "Family of exercises",
    "quarter": "Quarter of another measure",
}
EVENTS = {"injury": "an injury", "race": "a race"}
UNITS = {"own": "As in your settings", "metric": "Metric", "imperial": "Imperial"}
AVERAGES = (1, 2, 4, 6, 8, 12, 26, 52)
LAGS = (0, 1, 2, 3, 4, 6, 8, 12)
LINES = (0, 4, 8, 12, 26)
ME, EVERYBODY = "me", "all"
KEYS = {
    "chart": "c",
    "y": "y",
    "x": "x",
    "dots": "d",
    "who": "who",
    "period": "t",
    "kinds": "k",
    "average": "avg",
    "lag": "lag",
    "line": "line",
    "by": "by",
    "event": "ev",
    "units": "u",
}
"""What each choice is called in an address."""
FORMAT, VERSION = "hipstride_view", 1
MOST_LETTERS = 20_000
MOST_FORMULAS = 20
_MEASURE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WHO = re.compile(r"[as]\d{1,9}")
_KIND = re.compile(r"[a-z0-9_]{0,40}")
_YEAR = re.compile(r"y(19|20)\d\d")


class ViewError(AnalyticsError):
    """An address or a file does not hold a view; the message says what is wrong."""


@dataclass(frozen=True)
class View:
    """What is shown.

    Parameters
    ----------
    chart
        One of `CHARTS`.
    y, x
        Measures by name; x stands against y (against, lags), or sorts dots into quarters (groups).
    dots
        What one dot is: one of `DOTS`.
    who
        'me' (the athlete chosen in the sidebar), 'all', or several of a<athlete> and s<squad>.
    period
        Weeks back from the newest day, 'all', or a year as y2025.
    kinds
        Kinds of run; none is all.
    average
        Weeks that each value is the mean of.
    lag
        By how many weeks x comes before y.
    line
        Weeks over which the drawn line is smoothed; 0 draws none.
    by
        One of `GROUPS`.
    event
        What weeks are counted from: one of `EVENTS`.
    """

    chart: str = "time"
    y: str = "hip_sets"
    x: str = "hip_dose"
    dots: str = "week"
    who: tuple[str, ...] = (ME,)
    period: str = "78"
    kinds: tuple[str, ...] = ()
    average: int = 1
    lag: int = 0
    line: int = 4
    by: str = "year"
    event: str = "injury"
    units: str = "own"


ALLOWED: dict[str, Collection[Any]] = {
    "chart": CHARTS,
    "dots": DOTS,
    "average": AVERAGES,
    "lag": LAGS,
    "line": LINES,
    "by": GROUPS,
    "event": EVENTS,
    "units": UNITS,
}
_SEVERAL = ("who", "kinds")
_WHOLE = ("average", "lag", "line")


def _fault(name: str, value: Any) -> str | None:
    """Say what is wrong with one choice; None where nothing is."""
    if name in ALLOWED:
        is_right = type(value) in (int, str) and value in ALLOWED[name]
    elif name in ("x", "y"):
        is_right = isinstance(value, str) and _MEASURE.fullmatch(value) is not None
    elif name == "period":
        is_right = isinstance(value, str) and (value in PERIODS or _YEAR.fullmatch(value) is not None)
    elif name == "who":
        is_right = value in ((ME,), (EVERYBODY,)) or (
            0 < len(value) <= 500 and all(isinstance(one, str) and _WHO.fullmatch(one) for one in value)
        )
    else:
        is_right = len(value) <= 30 and all(isinstance(one, str) and _KIND.fullmatch(one) for one in value)
    if is_right:
        return None
    shown = str(value)[:40]
    allowed = ALLOWED.get(name)
    choices = f"; it can be {', '.join(str(one) for one in allowed)}" if allowed else ""
    return f"“{name}” cannot be “{shown}”{choices}."


def address(view: View, base: View | None = None) -> dict[str, str]:
    """Write a view as query parameters: ids and names of measures alone, and only what differs.

    Examples
    --------
    >>> address(View(chart="against", y="pace_s_per_km", who=("a3", "s1")))
    {'c': 'against', 'y': 'pace_s_per_km', 'who': 'a3.s1'}
    """
    plain = base or View()
    return {
        key: ".".join(value) if name in _SEVERAL else str(value)
        for name, key in KEYS.items()
        if (value := getattr(view, name)) != getattr(plain, name)
    }


def from_address(asked: Mapping[str, str], base: View | None = None) -> View:
    """Read query parameters; what makes no sense is left as it was.

    Examples
    --------
    >>> from_address({"c": "against", "who": "a3.s1", "avg": "4", "lag": "-1"})
    View(chart='against', y='hip_sets', x='hip_dose', dots='week', who=('a3', 's1'), period='78', kinds=(), \
average=4, lag=0, line=4, by='year', event='injury', units='own')
    """
    view = base or View()
    for name, key in KEYS.items():
        if key not in asked:
            continue
        text = asked[key]
        value: Any
        if name in _SEVERAL:
            value = tuple(text.split(".")) if text else ()
        elif name in _WHOLE:
            value = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
        else:
            value = text
        if value is not None and _fault(name, value) is None:
            view = replace(view, **{name: value})
    return view


def written(view: View) -> str:
    """Write a view as JSON, to be stored."""
    return json.dumps(
        {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(view).items()}
    )


def from_plain(plain: Any) -> View:
    """Read a view from what JSON gave; what is not said is as in a new view.

    Raises
    ------
    ViewError
        Naming the choice that cannot be.
    """
    if not isinstance(plain, dict):
        raise ViewError("The view is not a list of choices.")
    known = {one.name for one in fields(View)}
    for name in plain:
        if name not in known:
            raise ViewError(f"There is nothing called “{str(name)[:40]}” to choose in a view.")
    chosen: dict[str, Any] = {}
    for name, value in plain.items():
        if name in _SEVERAL:
            if not isinstance(value, list):
                raise ViewError(f"“{name}” must be a list.")
            value = tuple(value)
        if fault := _fault(name, value):
            raise ViewError(fault)
        chosen[name] = value
    return View(**chosen)


def read(text: str) -> View:
    """Read a stored view.

    Raises
    ------
    ViewError
        If it is no view.
    """
    return from_plain(_json(text))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ViewError("This is no JSON, so it is no view saved here.") from error


# A file to pass on


@dataclass(frozen=True)
class Passed:
    """A view as it goes from hand to hand: with a name, and the own measures it needs, first things first."""

    name: str
    view: View
    formulas: tuple[tuple[str, str, str, str | None], ...]  # mark, name, formula, unit


def to_file(passed: Passed) -> bytes:
    """Write a view as a small file; whose log it was about stays out of it."""
    kept = passed.view.who if passed.view.who in ((ME,), (EVERYBODY,)) else (EVERYBODY,)
    return json.dumps(
        {
            FORMAT: VERSION,
            "name": passed.name,
            "view": json.loads(written(replace(passed.view, who=kept))),
            "measures": [
                {"mark": mark, "name": name, "formula": formula, "unit": unit}
                for mark, name, formula, unit in passed.formulas
            ],
        },
        ensure_ascii=False,
        indent=2,
    ).encode()


def from_file(data: bytes) -> Passed:
    """Read such a file.

    Raises
    ------
    ViewError
        Saying what is wrong with it.
    """
    if len(data) > MOST_LETTERS:
        raise ViewError("This file is too large to be a view.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ViewError("This file is not text, so it is no view saved here.") from error
    found = _json(text)
    if not isinstance(found, dict) or FORMAT not in found:
        raise ViewError("This is a JSON file, but no view of Hipstride.")
    if found[FORMAT] != VERSION:
        raise ViewError("This view is from a newer Hipstride.")
    name = found.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 80:
        raise ViewError("The view has no name, or one longer than 80 letters.")
    some = found.get("measures", [])
    if not isinstance(some, list) or len(some) > MOST_FORMULAS:
        raise ViewError(f"The measures of the view must be a list of at most {MOST_FORMULAS}.")
    view = from_plain(found.get("view"))
    if view.who not in ((ME,), (EVERYBODY,)):
        view = replace(view, who=(EVERYBODY,))
    return Passed(" ".join(name.split()), view, tuple(_formula(one) for one in some))


def _formula(one: Any) -> tuple[str, str, str, str | None]:
    if not isinstance(one, dict):
        raise ViewError("A measure of the view is not described.")
    mark, name, formula, unit = (one.get(part) for part in ("mark", "name", "formula", "unit"))
    if not isinstance(mark, str) or not re.fullmatch(r"own_\d{1,9}", mark):
        raise ViewError("A measure of the view has no mark like own_1.")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 60:
        raise ViewError("A measure of the view has no name, or one longer than 60 letters.")
    if not isinstance(formula, str) or not formula.strip():
        raise ViewError(f"The measure {name} has no formula.")
    if unit is not None and (not isinstance(unit, str) or not 1 <= len(unit.strip()) <= 20):
        raise ViewError(f"The unit of the measure {name} is no word of at most 20 letters.")
    return mark, " ".join(name.split()), formula, unit
