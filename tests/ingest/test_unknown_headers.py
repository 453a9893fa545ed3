"""Tables under headers that nobody knows, or that lie: asked about or refused, never read as wrong numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import UnreadableError
from analytics.ingest.batch import Batch
from analytics.ingest.layouts import AskError
from analytics.ingest.reading import read
from analytics.knowledge import dialects

ROWS = 12
KM = (5.25, 10.5, 8.25, 21.35, 6.75, 12.15, 15.45, 7.85, 9.65, 18.25, 11.95, 30.15)
PACE_S = (331, 322, 345, 352, 318, 337, 341, 326, 333, 349, 336, 371)
# Words of languages in which no header is known here, scripts of all kinds, and no word at all.
STRANGE = (
    "ემთხვევა", "հեռավորություն", "מרחק", "ርቀት", "ระยะทาง", "दूरी", "தூரம்", "zamanı keçən", "masofa", "umbali",
    "tawhiti", "vegalengd", "дистанцыя", "ὁδός", "Qhov deb", "🏃", "", "   ", "Unnamed: 7", "col_1", "42", "N/A", "x", "x",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """What one row of the made tables says."""

    at: int

    @property
    def start(self) -> dt.datetime:
        return dt.datetime(2026, 1, 4 + 2 * self.at, 7, 30 + self.at)

    @property
    def km(self) -> float:
        return KM[self.at]

    @property
    def moving_s(self) -> int:
        return round(self.km * PACE_S[self.at])


def clock(seconds: float) -> str:
    return f"{int(seconds) // 3600:02d}:{int(seconds) % 3600 // 60:02d}:{int(seconds) % 60:02d}"


IN_METRES = {"m": 1, "km": 1000, "row": 1000, "mi": 1609.344, "ft": 0.3048, "yd": 0.9144}
ACTIVITY: dict[str, Callable[[Run, str | None], str]] = {
    "sport": lambda run, _: "Running",
    "name": lambda run, _: f"Loop {run.at}",
    "description": lambda run, _: "by the river",
    "start": lambda run, _: f"{run.start:%Y-%m-%d %H:%M:%S}",
    "start_local": lambda run, _: f"{run.start:%Y-%m-%d %H:%M:%S}",
    "start_utc": lambda run, _: f"{run.start:%Y-%m-%d %H:%M:%S}",
    "date": lambda run, _: f"{run.start:%Y-%m-%d}",
    "end": lambda run, _: f"{run.start + dt.timedelta(seconds=run.moving_s):%Y-%m-%d %H:%M:%S}",
    "distance": lambda run, unit: f"{run.km * 1000 / IN_METRES[unit or 'km']:.2f}",
    "moving": lambda run, unit: {"s": f"{run.moving_s}", "min": f"{run.moving_s / 60:.2f}", "row": f"{run.moving_s / 60:.4f}"}.get(
        unit or "clock", clock(run.moving_s)
    ),
    "timer": lambda run, _: clock(run.moving_s),
    "elapsed": lambda run, unit: f"{run.moving_s + 200}" if unit == "s" else clock(run.moving_s + 200),
    "hr_mean": lambda run, _: f"{140 + run.at}",
    "hr_max": lambda run, _: f"{165 + run.at}",
    "cadence": lambda run, _: f"{170 + run.at % 5}",
    "ascent": lambda run, unit: f"{round(run.km * 9 / IN_METRES[unit or 'm'])}",
    "descent": lambda run, unit: f"{round(run.km * 8 / IN_METRES[unit or 'm'])}",
    "energy": lambda run, unit: f"{round(run.km * 68 * (4.184 if unit == 'kj' else 1))}",
    "power": lambda run, _: f"{250 + run.at}",
    "stride": lambda run, _: f"{run.km * 1000 / (run.moving_s / 60 * (170 + run.at % 5)):.2f}",
    "pace": lambda run, _: f"{PACE_S[run.at] // 60}:{PACE_S[run.at] % 60:02d}",
    "steps": lambda run, _: f"{round(run.moving_s / 60 * (170 + run.at % 5)):,}",
    "rpe": lambda run, _: f"{3 + run.at % 5}",
    "temperature": lambda run, unit: f"{12 + run.at % 7}",
    "moving_unit": lambda run, _: "min",
    "distance_unit": lambda run, _: "km",
    "energy_unit": lambda run, _: "kcal",
    "id": lambda run, _: f"{7_000_000_000 + run.at}",
    "file": lambda run, _: f"activities/{7_000_000_000 + run.at}.fit.gz",
}  # fmt: skip
SETS: dict[str, Callable[[Run, str | None], str]] = {
    "start": lambda run, _: f"{run.start:%Y-%m-%d %H:%M:%S}",
    "date": lambda run, _: f"{run.start:%Y-%m-%d}",
    "end": lambda run, _: f"{run.start + dt.timedelta(minutes=40):%Y-%m-%d %H:%M:%S}",
    "time_of_day": lambda run, _: f"{run.start:%H:%M}",
    "workout": lambda run, _: "Hips",
    "workout_no": lambda run, _: f"{run.at + 1}",
    "exercise": lambda run, _: ("Clamshell", "Hip Thrust", "Side Plank")[run.at % 3],
    "category": lambda run, _: "Legs",
    "duration": lambda run, _: "40m",
    "duration_s": lambda run, _: "2400",
    "set_no": lambda run, _: f"{run.at % 3 + 1}",
    "set_type": lambda run, _: "normal",
    "sets": lambda run, _: f"{run.at % 3 + 1}",
    "load": lambda run, unit: f"{20.5 + run.at} kg" if unit == "cell" else f"{20.5 + run.at}",
    "load_unit": lambda run, _: "kg",
    "reps": lambda run, _: f"{8 + run.at % 6}",
    "reps_or_time": lambda run, _: f"{8 + run.at % 6} reps",
    "seconds": lambda run, unit: clock(30 + run.at) if unit == "clock" else f"{30 + run.at}",
    "distance": lambda run, _: "",
    "distance_unit": lambda run, _: "km",
    "rpe": lambda run, _: f"{10 - run.at % 4}",
    "rir": lambda run, _: f"{run.at % 4}",
    "side": lambda run, _: "both",
    "superset": lambda run, _: "",
    "note": lambda run, _: "",
    "workout_note": lambda run, _: "",
    "description": lambda run, _: "",
    "skipped": lambda run, _: "No",
    "warmup": lambda run, _: "false",
    "multiplier": lambda run, _: "1.0",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A table in a layout known here: the fields of its columns, their words, and its cells."""

    table: str
    language: str
    fields: tuple[str, ...]
    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    def bytes_under(self, header: tuple[str, ...]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows(self.cells)
        return text.getvalue().encode()


def made(table: str, language: str) -> Made | None:
    """Write a table of a dialect in a language, a column a field; None where the language lacks a needed one."""
    dialect = dialects.dialects()[table]
    words: dict[str, tuple[str, str | None]] = {}
    for word, heading in dialects.headings(table).items():
        if heading.language == language and heading.field not in words:
            words[heading.field] = (word, heading.unit)
    if not dialect.needs <= set(words):
        return None
    writers = ACTIVITY if dialect.rows == "activities" else SETS
    runs = [Run(at) for at in range(ROWS)]
    return Made(
        table,
        language,
        tuple(words),
        tuple(word for word, _ in words.values()),
        tuple(tuple(writers[field](run, unit) for field, (_, unit) in words.items()) for run in runs),
    )


def every_layout() -> list[Made]:
    languages = sorted(
        {one.language for table in dialects.dialects() for one in dialects.headings(table).values()}
    )
    return [found for table in dialects.dialects() for one in languages if (found := made(table, one))]


LAYOUTS = every_layout()


def facts(batch: Batch) -> dict[tuple[int | None, str], object]:
    """Give every number, day and name that would be stored, by line and field."""
    found: dict[tuple[int | None, str], object] = {}
    for row in batch.activities:
        if not row.sets:
            found[row.line, "start"] = row.start_local or row.start_utc
            for name, value in vars(row.sessions[0]).items():
                if name not in ("sport", "sub_sport"):
                    found[row.line, name] = value
    for one in [*batch.sets, *(one for row in batch.activities for one in row.sets)]:
        for name in ("source_name", "performed_on", "sets", "reps", "duration_s", "load_kg", "rir"):
            found[one.line, name] = getattr(one, name)
    return {place: value for place, value in found.items() if value is not None}


def wrong(data: bytes, truth: dict[tuple[int | None, str], object]) -> dict[tuple[int | None, str], object]:
    """Give what a table would store that is not true; nothing where somebody is asked first."""
    try:
        read_facts = facts(read(data, "export.csv"))
    except UnreadableError:
        return {}
    return {
        place: value for place, value in read_facts.items() if not _same(value, truth.get(place), place[1])
    }


def _same(value: object, true: object, field: str) -> bool:
    if value == true:
        return True
    if isinstance(value, dt.datetime) and isinstance(true, dt.datetime):
        return value.date() == true.date()  # a day without its time of day is less, and not wrong
    return field == "sets" and value == 1


def test_the_layouts_read_as_they_are() -> None:
    assert {one.table for one in LAYOUTS} == set(dialects.dialects())
    for one in LAYOUTS:
        batch = read(one.bytes_under(one.header), "export.csv")
        assert len({line for line, _ in facts(batch)}) == ROWS, one


@pytest.mark.parametrize("one", LAYOUTS, ids=lambda one: f"{one.table}-{one.language}")
def test_under_words_of_an_unknown_language_nothing_is_stored_and_the_header_is_named(one: Made) -> None:
    words = tuple(STRANGE[at % 16] for at in range(len(one.header)))
    with pytest.raises(AskError) as caught:
        read(one.bytes_under(words), "export.csv")
    assert f"'{words[0]}'" in str(caught.value)
    assert caught.value.header == words


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_columns_under_unknown_words_are_not_read_and_the_others_stay_right(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(LAYOUTS))
    header = tuple(
        data.draw(st.sampled_from(STRANGE)) if data.draw(st.booleans()) else word for word in one.header
    )
    truth = facts(read(one.bytes_under(one.header), "export.csv"))
    assert wrong(one.bytes_under(header), truth) == {}


# Numbers that only their header tells apart: no range of values does.
ALIKE = (
    {"hr_mean", "hr_max", "cadence", "power"},
    {"ascent", "descent", "temperature", "rpe", "stride"},
    {"energy", "power", "steps", "ascent", "descent"},
    {"start", "start_local", "start_utc", "date", "end"},
    {"timer", "moving", "elapsed"},
    {"load", "reps", "sets", "rpe", "rir", "set_no", "seconds", "duration_s", "workout_no", "distance", "multiplier"},
    {"exercise", "workout", "category", "name", "description", "note", "side", "sport", "set_type", "skipped", "warmup"},
)  # fmt: skip


def alike(one: str, other: str) -> bool:
    return any({one, other} <= group for group in ALIKE)


@pytest.mark.parametrize("one", LAYOUTS, ids=lambda one: f"{one.table}-{one.language}")
def test_headers_that_changed_places_are_noticed_wherever_the_numbers_can_tell(one: Made) -> None:
    truth = facts(read(one.bytes_under(one.header), "export.csv"))
    for here, there in itertools.combinations(range(len(one.fields)), 2):
        if alike(one.fields[here], one.fields[there]):
            continue
        header = list(one.header)
        header[here], header[there] = header[there], header[here]
        assert wrong(one.bytes_under(tuple(header)), truth) == {}, (one.fields[here], one.fields[there])


KNOWN_WORDS = sorted({word for table in dialects.dialects() for word in dialects.headings(table)})


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_a_word_known_elsewhere_over_another_column_is_never_believed(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(LAYOUTS))
    at = data.draw(st.sampled_from(range(len(one.fields))))
    word = data.draw(st.sampled_from(KNOWN_WORDS))
    meant = dialects.headings(one.table).get(word)
    if meant is not None and alike(meant.field, one.fields[at]):
        return
    truth = facts(read(one.bytes_under(one.header), "export.csv"))
    if meant is not None and meant.field == one.fields[at]:
        return
    header = (*one.header[:at], word, *one.header[at + 1 :])
    assert wrong(one.bytes_under(header), truth) == {}, (one.fields[at], word)


PLAIN = "date,sport,distance_km,time_min,ascent_m\n"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        # The pace of each run, in minutes a kilometre, under the head of the distance.
        ([(f"{5.2 + at % 3 / 10:.2f}", f"{20 + 15 * at}") for at in range(9)], "do not grow with the time"),
        # Metres among kilometres.
        ([("10.4", "52"), ("8.2", "41"), ("5003", "24")], "nobody can have run in their time (1 of 3)"),
        # Hours and minutes, which cannot be told from minutes and seconds.
        ([("10.4", "0:52"), ("8.2", "0:41"), ("21.1", "1:52")], "nobody can have run in their time (3 of 3)"),
        ([("0:52", "52"), ("0:41", "41"), ("1:52", "112")], "No line of the table could be read"),
        # Hours under the head of minutes.
        ([("10.4", "0.9"), ("8.2", "0.7"), ("21.1", "1.9")], "nobody can have run in their time (3 of 3)"),
        # Seconds under the head of minutes.
        ([("10.4", "3120"), ("8.2", "2460"), ("21.1", "6720")], "middle speed of 0.20 km/h"),
    ],
)
def test_impossible_numbers_under_known_headers_are_asked_about(
    rows: list[tuple[str, str]], says: str
) -> None:
    text = PLAIN + "".join(
        f"2026-01-{at + 1:02d},run,{km},{minutes},50\n" for at, (km, minutes) in enumerate(rows)
    )
    with pytest.raises(AskError, match=re.escape(says)):
        read(text.encode(), "runs.csv")


def test_true_numbers_under_known_headers_are_read_without_a_question() -> None:
    text = PLAIN + "".join(f"2026-01-{at + 1:02d},run,{4 + 2 * at},{22 + 11 * at},50\n" for at in range(9))
    assert len(read(text.encode(), "runs.csv").activities) == 9


@pytest.mark.parametrize(
    ("distances", "metres"),
    [
        (('"5,123"', '"6,250"'), [5_123, 6_250]),  # nobody runs 5,123 km in half an hour
        (('"5.123"', '"6.250"'), [5_123, 6_250]),  # three decimals, as programs write them
        (('"5,12"', '"6,250"'), [5_120, 6_250]),  # the column tells
    ],
)
def test_three_digits_behind_a_mark_are_read_by_the_column_or_by_what_can_be(
    distances: tuple[str, str], metres: list[float]
) -> None:
    text = "date,sport,distance_km,time_min\n" + "".join(
        f"2026-01-0{at + 1},run,{cell},30\n" for at, cell in enumerate(distances)
    )
    batch = read(text.encode(), "runs.csv")
    assert [row.sessions[0].distance_m for row in batch.activities] == pytest.approx(metres)


def test_three_digits_that_could_be_either_are_asked_about() -> None:
    text = PLAIN + '2026-01-01,run,10,52,"1,123"\n2026-01-02,run,12,63,"1,250"\n'
    with pytest.raises(AskError, match=r"under 'ascent_m' \(such as '1,123'\) could be thousands"):
        read(text.encode(), "runs.csv")


def test_two_columns_of_one_meaning_that_differ_are_asked_about() -> None:
    text = "date,exercise,reps,weight_kg,weight_lb\n2026-01-01,Clamshell,12,20,{}\n"
    assert read(text.format("44.09").encode(), "sets.csv").sets[0].load_kg == 20
    with pytest.raises(AskError, match="'weight_kg' and 'weight_lb' mean the same"):
        read(text.format("20").encode(), "sets.csv")


def test_a_negative_distance_costs_its_line_and_not_the_question_about_the_rest() -> None:
    lines = [f"2026-01-{at + 1:02d},run,{-1 if at == 4 else 2 + at},{15 + 6 * at},10" for at in range(12)]
    batch = read((PLAIN + "\n".join(lines)).encode(), "runs.csv")
    assert len(batch.activities) + len(batch.problems) >= 12
