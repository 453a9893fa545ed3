"""Your zones: what is known of an athlete's limits, whose word it is, the zones made of them, the history."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from analytics.errors import AnalyticsError
from analytics.knowledge import units, written
from analytics.metrics import thresholds, zones
from analytics.metrics.limits import EVER, LimitsThroughTime, Period
from analytics.metrics.session_load import Sex
from analytics.metrics.thresholds import Value
from analytics.reports import roster
from analytics.reports.figure import Figure
from analytics.reports.records import day as date_of
from analytics.reports.records import records
from analytics.store import Reader

LABELS: dict[str, str] = {
    "threshold_hr_bpm": "Threshold heart rate",
    "hr_max_bpm": "Highest heart rate",
    "hr_rest_bpm": "Resting heart rate",
    "threshold_speed_m_s": "Threshold pace",
    "critical_power_w": "Critical power",
}
WORD = {"said": "you said so", "watch": "your watch", "estimated": "estimated from your runs"}
METHODS: dict[str | None, str] = {
    None: "Whatever is known best",
    "threshold_hr": "Threshold heart rate",
    "hr_reserve": "Heart rate reserve (highest less resting)",
    "hr_max": "Highest heart rate",
}
METHOD_WORDS = {
    "threshold_hr": "Shares of the threshold heart rate: 85, 90, 95 and 100 % (Friel).",
    "hr_reserve": "Shares of the heart rate reserve, resting to highest: 60, 70, 80 and 90 % (Karvonen).",
    "hr_max": "Shares of the highest heart rate: 60, 70, 80 and 90 % (as in Edwards' load).",
    "threshold_speed": "Shares of the time that threshold pace takes: 129, 114, 106 and 99 % (Friel), "
    "by graded pace: what a hill costs is taken off.",
    "critical_power": "Shares of the critical power: 55, 75, 90 and 105 % (Friel after Coggan; made for "
    "cycling, runners have no agreed set).",
    "said": "Set by hand.",
}
ESTIMATING = (
    "Estimates are made anew for each quarter of a year. They show what your runs held, so without a hard "
    "run they lie too low. What you say always comes before them; a resting heart rate cannot be seen in "
    "runs.",
    "Highest heart rate: the second highest peak, held for 10 seconds, of the runs of a year (at least 10).",
    "Threshold heart rate: the highest that you held for half an hour of one run (Friel's field test is half "
    "an hour all out). Without records: the highest mean of a run of 30 to 75 minutes.",
    "Threshold pace: critical speed from your best efforts of 2 to 20 minutes in the quarter, where three or "
    "more lie on one line; else the best 30 to 60 minutes; else the fastest run of 30 to 75 minutes.",
    "Critical power: the highest that you held for half an hour of one run.",
)
KINDS = {"heart_rate": "Heart rate", "pace": "Pace", "power": "Power"}


@dataclass(frozen=True)
class Limit:
    """One limit: the value that holds today and whose word it is, and beside it what the others say."""

    name: str
    label: str
    value: str
    number: float | None
    word: str | None
    said: str
    watch: str
    estimate: str
    how: str | None


@dataclass(frozen=True)
class ZoneTable:
    """Five zones of one quantity, in words; `missing` says what is needed where there are none."""

    kind: str
    label: str
    rows: tuple[dict[str, str], ...]
    words: str
    lower: tuple[float, ...]
    missing: str | None
    begins: tuple[str, ...] = ()  # the same as `lower`, bare, as they are typed in


@dataclass(frozen=True)
class Saying:
    """One line of the history; `threshold_no` where it can be taken back."""

    threshold_no: int | None
    what: str
    from_words: str
    whose: str
    how: str


@dataclass(frozen=True)
class Thresholds:
    """Everything the page shows."""

    line: str
    figures: tuple[Figure, ...]
    limits: tuple[Limit, ...]
    tables: tuple[ZoneTable, ...]
    history: tuple[Saying, ...]
    last_said: Saying | None
    hr_zone_method: str | None
    load_basis: str | None
    strength_in_load: str | None
    missing: str | None


def gather(reader: Reader, *, athlete_id: int, today: dt.date) -> Thresholds:
    """Gather what is known of an athlete's limits, and the zones of today."""
    person = roster.gather(reader).person(athlete_id)
    known = records(reader.frame("thresholds_known", athlete_id=athlete_id))
    setting = reader.row("load_setting", athlete_id=athlete_id) or {}
    values = values_of(known)
    method = setting.get("hr_zone_method")
    period = LimitsThroughTime(values, sex=cast("Sex | None", setting.get("sex")), method=method).on(today)
    limits = tuple(_limit(name, values, today) for name in LABELS)
    history = _history(known)
    standing = [one for one in history if one.threshold_no is not None]
    return Thresholds(
        line=" · ".join([person.name if person else "", f"as they hold on {written.date(today)}"]),
        figures=tuple(
            _figure(one) for one in limits if one.number is not None or one.name != "critical_power_w"
        ),
        limits=limits,
        tables=_tables(period),
        history=history,
        last_said=max(standing, key=lambda one: one.threshold_no or 0) if standing else None,
        hr_zone_method=method,
        load_basis=setting.get("load_basis"),
        strength_in_load=setting.get("strength_in_load"),
        missing=None
        if any(one.number is not None for one in limits)
        else "Nothing is known of your limits yet. Say one below, or import some runs with heart rate.",
    )


def values_of(known: Sequence[dict[str, Any]]) -> list[Value]:
    """Give what stands of the query thresholds_known, the oldest saying first."""
    return [
        Value(
            str(row["threshold"]),
            float(row["threshold_value"]),
            date_of(row["from_date"]) or EVER,
            cast(thresholds.BasisOfValue, row["basis"]),
            row["how"],
        )
        for row in sorted(known, key=lambda row: row["threshold_no"] or 0)
        if row["taken_back_at_utc"] is None
    ]


def limits_of(reader: Reader, athlete_id: int) -> LimitsThroughTime:
    """Give the limits and zones of an athlete that hold on each day."""
    setting = reader.row("load_setting", athlete_id=athlete_id) or {}
    return LimitsThroughTime(
        values_of(records(reader.frame("thresholds_known", athlete_id=athlete_id))),
        sex=cast("Sex | None", setting.get("sex")),
        method=setting.get("hr_zone_method"),
    )


def in_words(threshold: str, value: float | None) -> str:
    """Write a threshold or a bound with its unit; speeds as a pace.

    Examples
    --------
    >>> in_words("hr_max_bpm", 190), in_words("threshold_speed_m_s", 4.0), in_words("hr_zone_3_from_bpm", 150)
    ('190 bpm', '4:10 /km', '150 bpm')
    """
    if value is None:
        return written.UNKNOWN
    if threshold.endswith("_m_s"):
        return written.pace(1000 / value)
    return f"{written.number(value)} {'W' if threshold.endswith('_w') else 'bpm'}"


def label(threshold: str) -> str:
    """Name a threshold, or a bound set by hand.

    Examples
    --------
    >>> label("hr_max_bpm"), label("pace_zone_3_from_m_s")
    ('Highest heart rate', 'Pace zone 3 begins')
    """
    if threshold in LABELS:
        return LABELS[threshold]
    kind, zone = re.match(r"(hr|pace|power)_zone_(\d)", threshold).groups()  # type: ignore[union-attr]
    return f"{ {'hr': 'Heart rate', 'pace': 'Pace', 'power': 'Power'}[kind] } zone {zone} begins"


def speed_m_s(text: str) -> float | None:
    """Read a pace a kilometre, or a mile where that is read, as a speed; nothing written is None.

    Raises
    ------
    AnalyticsError
        If it is no pace.

    Examples
    --------
    >>> speed_m_s("4:10"), speed_m_s(" ")
    (4.0, None)
    """
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*(\d{1,2})[:.'](\d{2})\s*(?:(?:/\s*|min/)(km|mi))?\s*", text)
    seconds = 60 * int(found[1]) + int(found[2]) if found else 0
    if not found or int(found[2]) > 59 or seconds == 0:
        raise AnalyticsError(
            f"'{text.strip()}' is no pace: write minutes and seconds a {pace_of()}, like {example_pace()}."
        )
    is_mile = found[3] == "mi" if found[3] else units.way().is_imperial
    return 1000 * (units.KM_PER_MILE if is_mile else 1) / seconds


def pace_of() -> str:
    """Name the length that a pace is typed in for: a speed is never typed."""
    return "mile" if units.way().is_imperial else "km"


def example_pace() -> str:
    """Give a pace to show how one is typed."""
    return "7:15" if units.way().is_imperial else "4:30"


def bounds_of_paces(texts: Sequence[str]) -> list[float]:
    """Read where pace zones begin; every one must be written.

    Raises
    ------
    AnalyticsError
        If one is missing or no pace.
    """
    found = [speed_m_s(text) for text in texts]
    if any(one is None for one in found):
        raise AnalyticsError(f"Say of each zone where it begins, like {example_pace()}.")
    return [one for one in found if one is not None]


def _limit(name: str, values: Sequence[Value], today: dt.date) -> Limit:
    own = [one for one in values if one.threshold == name]
    held = thresholds.in_force(own, today)

    def beside(basis: str) -> str:
        found = thresholds.in_force([one for one in own if one.basis == basis], today)
        return in_words(name, None if found is None else found.value)

    estimate = thresholds.in_force([one for one in own if one.basis == "estimated"], today)
    return Limit(
        name=name,
        label=LABELS[name],
        value=in_words(name, None if held is None else held.value),
        number=None if held is None else held.value,
        word=None if held is None else WORD[held.basis],
        said=beside("said"),
        watch=beside("watch"),
        estimate=beside("estimated"),
        how=None if estimate is None else f"{LABELS[name]}: {estimate.how}",
    )


def _figure(one: Limit) -> Figure:
    return Figure(
        label=one.label,
        value=one.value,
        change=one.word or "not known",
        meaning="pace" if one.name in ("threshold_speed_m_s", "critical_power_w") else "volume",
    )


def _tables(period: Period) -> tuple[ZoneTable, ...]:
    return (
        _table("heart_rate", period.heart_rate, "hr_max_bpm", "a threshold or highest heart rate"),
        _table("pace", period.pace, "threshold_speed_m_s", "a threshold pace"),
        _table("power", period.power, "critical_power_w", "a critical power"),
    )


def _table(kind: str, found: zones.Zones | None, unit: str, needed: str) -> ZoneTable:
    if found is None:
        return ZoneTable(
            kind, KINDS[kind], (), "", (), f"No zones of {KINDS[kind].lower()}: they need {needed}."
        )
    ends = [in_words(unit, low) for low in found.lower]
    last = in_words(unit, found.lower[-1])
    bounds = [
        f"slower than {ends[0]}" if kind == "pace" else f"below {ends[0]}",
        *(f"{_bare(low)} to {high}" for low, high in itertools.pairwise(ends)),
        f"{last} and {'faster' if kind == 'pace' else 'above'}",
    ]
    return ZoneTable(
        kind,
        KINDS[kind],
        tuple({"Zone": str(zone), KINDS[kind]: bound} for zone, bound in enumerate(bounds, start=1)),
        METHOD_WORDS[found.method],
        found.lower,
        None,
        tuple(_bare(end) for end in ends),
    )


def _bare(text: str) -> str:
    return text.rsplit(" ", 1)[0]


def _history(known: Sequence[dict[str, Any]]) -> tuple[Saying, ...]:
    """List what was said, saying by saying, and what was found; the newest first."""
    found: list[tuple[dt.date, Saying]] = []
    sayings: dict[int, list[dict[str, Any]]] = {}
    for row in known:
        if row["threshold_no"] is not None:
            sayings.setdefault(int(row["threshold_no"]), []).append(row)
            continue
        since = date_of(row["from_date"])
        found.append((since or EVER, _line([row], None)))
    for number, rows in sayings.items():
        standing = all(row["taken_back_at_utc"] is None for row in rows)
        found.append((date_of(rows[0]["from_date"]) or EVER, _line(rows, number if standing else None)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True))


def _line(rows: Sequence[dict[str, Any]], number: int | None) -> Saying:
    since = date_of(rows[0]["from_date"])
    taken_back = rows[0]["taken_back_at_utc"] is not None
    return Saying(
        threshold_no=number,
        what=", ".join(
            f"{label(row['threshold'])} {in_words(row['threshold'], row['threshold_value'])}" for row in rows
        ),
        from_words=f"from {written.date(since)}" if since else "no date",
        whose=WORD[rows[0]["basis"]] + (", taken back" if taken_back else ""),
        how=rows[0]["how"] or "",
    )
