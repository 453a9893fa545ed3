"""What a view of Explore is called, and what its chart can say."""

from __future__ import annotations

import pandas as pd

from analytics.knowledge import written
from analytics.metrics.association import Within
from analytics.reports import explore_view
from analytics.reports.explore_measures import Shown
from analytics.reports.explore_page import Explore
from analytics.reports.explore_view import View

LEAST_FOR_A_NUMBER = 20
MOST_DRAWN = 2000
"""As many dots as a browser draws quickly; `analytics.charts.explore` draws no more."""
NOUN = {"week": "week", "run": "run", "day": "day", "month": "month", "set": "set", "injury": "injury"}
PLURAL = {"injury": "injuries"}
ASSOCIATION = (
    "This is an association. Weeks of one athlete resemble each other, season and form move both, and "
    "nothing here was adjusted; the pace and injury pages do that."
)


def title(view: View, y: Shown, x: Shown) -> str:
    """Name what a view shows."""
    by = explore_view.GROUPS[view.by]
    by = f"quarters of {x.inside}" if view.by == "quarter" else by[:1].lower() + by[1:]
    return {
        "time": f"{y.label} over time",
        "against": f"{y.label} against {x.inside}",
        "spread": f"How {y.inside} is spread",
        "groups": f"{y.label} by {by}",
        "athletes": f"{y.label} of each athlete",
        "lags": f"{y.label} and {x.inside} of the weeks before",
        "around": f"{y.label} before and after {explore_view.EVENTS[view.event]}",
    }[view.chart]


def subtitle(view: View, used: pd.DataFrame) -> str:
    """Say what the marks are, and how many."""
    who = written.count(int(used["athlete_id"].nunique()), "athlete")
    what = several(view, len(used))
    marks = {
        "time": "One dot {one}",
        "against": "One dot {one}",
        "spread": "How many {many} lie at each value",
        "groups": "Mark: the median of the {many}; bar: the middle half; line: nine in ten",
        "athletes": "One line an athlete, all on one scale",
        "lags": "Correlation within athletes, with 95 % interval",
        "around": "Line: the mean of the athletes; band: its 95 % interval; 0 is the week it happened in",
    }[view.chart]
    one, many = NOUN[view.dots], PLURAL.get(view.dots, NOUN[view.dots] + "s")
    one = f"a{'n' if one[0] in 'aeiou' else ''} {one}"
    return f"{marks.format(one=one, many=many)}; {who}, {what}."


def several(view: View, count: int) -> str:
    """Write how many dots."""
    return written.count(count, NOUN[view.dots], PLURAL.get(view.dots))


def nothing(view: View) -> str:
    """Say that there is nothing to see, and what to change."""
    if view.chart == "around":
        event = "injury that counts" if view.event == "injury" else "race"
        return f"There is no {event} with a known week of this measure around it in this choice."
    return (
        f"No {NOUN[view.dots]} in this choice has a value for what you want to see. "
        "Look further back, choose more athletes, or another measure."
    )


def value(number: float | None, measure: Shown) -> str:
    """Write a value of a measure with its unit."""
    if measure.is_pace:
        return written.minutes(number) + (" /km" if measure.unit == "min/km" else " /mi")
    if number is None or number != number:
        return written.UNKNOWN
    text = plain_number(number)
    return text if measure.unit in (None, measure.label.lower()) else f"{text} {measure.unit}"


def plain_number(number: float) -> str:
    """Write a number with as many places as it needs.

    Examples
    --------
    >>> plain_number(1234.4), plain_number(12.34), plain_number(0.0123)
    ('1\\u202f234', '12.3', '0.012')
    """
    size = abs(number)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 or size == 0 else 3
    return written.trimmed(number, places)


def span(measure: Shown, low: float, high: float) -> str:
    """Write from where to where a group reaches."""
    return f"{value(low, measure)} to {value(high, measure)}"


def when(days: pd.Series, dots: str) -> list[str]:
    """Write when each dot was: the ISO week, the month, or the day."""
    if dots == "week":
        return [f"{day:%G-W%V}" for day in days]
    return [f"{day:%Y-%m}" if dots == "month" else f"{day:%Y-%m-%d}" for day in days]


def says(page: Explore, used: pd.DataFrame) -> list[str]:
    """Say under the chart what it rests on and what it can say.

    Parameters
    ----------
    page
        The view with its sums.
    used
        The dots with all the values it needs.
    """
    view, points = page.view, page.points
    lost = len(points) - len(used)
    share = written.percent(100 * lost / len(points)) if len(points) else written.UNKNOWN
    many = PLURAL.get(view.dots, NOUN[view.dots] + "s")
    told = [
        f"{several(view, len(used))} of {written.count(int(used['athlete_id'].nunique()), 'athlete')}; "
        f"{share} of the {many} in this choice lack a value and are left out, not counted as nought."
    ]
    if len(used) > MOST_DRAWN and view.chart in ("time", "against"):
        told[0] += f" {written.number(MOST_DRAWN)} are drawn, taken evenly; what is worked out rests on all."
    about = {
        "time": _of_time,
        "against": _of_trend,
        "lags": _of_lags,
        "around": _of_events,
        "groups": _of_groups,
        "spread": _of_spread,
    }.get(view.chart)
    if about is not None:
        told += about(page, used)
    return told


def _of_time(page: Explore, used: pd.DataFrame) -> list[str]:
    view, line = page.view, page.line
    if not view.line or line.empty:
        return []
    if used["athlete_id"].nunique() == 1:
        return [f"The line is the mean of the {view.line} weeks up to each."]
    return [
        "The line is the median athlete, the band the middle half of the athletes, "
        f"over {view.line} weeks up to each. "
        "Who is in the log changes over time, and the line with it."
    ]


def _of_trend(page: Explore, used: pd.DataFrame) -> list[str]:
    x, y, trend = page.x, page.y, page.trend
    if trend is None or len(used) < LEAST_FOR_A_NUMBER:
        return ["There are too few dots, or too little varies, for a line."]
    unit = "s" if y.is_pace else y.unit or ""
    more = "a pace slower by 1 s" if x.is_pace else f"1 {x.unit or 'of ' + x.inside} more"
    if unit[:1].isdigit():
        unit = "points"
    told = [
        f"Within athletes, {more} went with {_signed(trend.slope)} {unit}".rstrip()
        + (
            f" (95 % interval {_signed(trend.slope_low)} to {_signed(trend.slope_high)})"
            if trend.slope_low is not None
            else ""
        )
        + f" of {y.inside}{' (less is faster)' if y.is_pace else ''}; correlation {_correlation(trend)}."
    ]
    if trend.athletes > 1:
        between = used["x"].corr(used["y"])
        told.append(
            f"Over all dots the correlation is {written.number(between, 2)}. "
            "Where the two differ, the dots show who people are more than what they did."
        )
    return [*told, ASSOCIATION]


def _signed(number: float | None) -> str:
    if number is None:
        return written.UNKNOWN
    return ("+" if number > 0 else "") + plain_number(number)


def _correlation(trend: Within) -> str:
    r, low, high = trend.correlation, trend.low, trend.high
    return written.number(r, 2) if low is None else written.interval(r, low, high)


def _of_lags(page: Explore, used: pd.DataFrame) -> list[str]:
    known = page.lags.dropna(subset=["correlation"])
    if known.empty:
        return ["There are too few weeks, or too little varies, for a correlation."]
    return [
        f"Weeks before are weeks of {page.x.inside}: at 3, it is held against "
        f"{page.y.inside} of three weeks later.",
        f"{len(known)} lags are looked at together: one interval in twenty leaves nought out by chance, "
        "and neighbouring lags say nearly the same.",
        ASSOCIATION,
    ]


def _of_events(page: Explore, used: pd.DataFrame) -> list[str]:
    own = page.events
    event = "injury" if page.view.event == "injury" else "race"
    return [
        f"{written.count(int(own['event'].nunique()), event, PLURAL.get(event))} of "
        f"{written.count(int(own['athlete_id'].nunique()), 'athlete')} have weeks known around them; "
        "hover says how many each week. Each athlete counts once.",
        "What happened before is not what caused it: the same weeks also hold everything else, and a second "
        f"{event} of the same athlete can lie in the window. This is an association.",
    ]


def _of_groups(page: Explore, used: pd.DataFrame) -> list[str]:
    return [
        "Groups differ in who is in them as well as in what was done. "
        "This is an association, and no test was made."
    ]


def _of_spread(page: Explore, used: pd.DataFrame) -> list[str]:
    low, middle, high = used["y"].quantile([0.25, 0.5, 0.75]) if len(used) else (None, None, None)
    y = page.y
    half = f"{value(low, y)} to {value(high, y)}"
    return [f"Half lie below {value(middle, y)}, and the middle half from {half}."]
