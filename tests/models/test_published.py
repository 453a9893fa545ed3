"""The published protocol on generated tables of its shape: found by the header, run, and nothing leaks in it."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from analytics.errors import UnreadableError
from analytics.ingest import published_loads
from analytics.ingest.reading import read
from analytics.models import published
from analytics.reports import published as report

DAY = (
    *("nr. sessions", "total km", "km Z3-4", "km Z5-T1-T2", "km sprinting", "strength training"),
    *("hours alternative", "perceived exertion", "perceived trainingSuccess", "perceived recovery"),
)
WEEK = (
    *("nr. sessions", "nr. rest days", "total kms", "max km one day", "nr. strength trainings"),
    *("avg exertion", "avg recovery"),
)
SMALL = {"experiments": 2, "bags": 2, "trees": (20,)}


def made(kind: str, *, athletes: int = 24, rows: int = 120, effect: float = 2.0, seed: int = 1) -> bytes:
    """A table of the shape of the public one; the more exertion on the last day, the more injuries."""
    rng = np.random.default_rng(seed)
    names, spans = (DAY, 7) if kind == "day" else (WEEK, 3)
    columns = [f"{name}.{part}" if part else name for part in range(spans) for name in names]
    frame = pd.DataFrame(np.round(rng.gamma(2, 1, (athletes * rows, len(columns))), 2), columns=columns)
    last = "perceived exertion.6" if kind == "day" else "avg exertion"
    chance = 1 / (1 + np.exp(-(effect * (frame[last] - 2) - 3.5)))
    frame["Athlete ID"] = np.repeat(np.arange(athletes), rows)
    frame["injury"] = (
        (rng.random(len(frame)) < chance).astype(int) if effect else rng.binomial(1, 0.03, len(frame))
    )
    frame["Date"] = np.tile(np.arange(rows) * 3, athletes)
    return frame.to_csv(index=False).encode()


@pytest.fixture(scope="module")
def day() -> published_loads.PublishedLoads:
    return published_loads.read(made("day"))


def few(loads: published_loads.PublishedLoads) -> tuple[str, ...]:
    """The last day's columns alone: a test need not fit seventy."""
    return tuple(name for name in loads.features if name.endswith(".6"))


def test_both_tables_are_known_by_their_header_and_nothing_else_is():
    day, week = (published_loads.read(made(kind, athletes=2, rows=5)) for kind in ("day", "week"))
    assert (day.kind, len(day.features)) == ("day", 70)
    assert (week.kind, len(week.features)) == ("week", 21)
    with pytest.raises(UnreadableError, match="neither the day table nor the week table"):
        published_loads.read(b"Athlete ID,injury,Date,total km\n1,0,2,3\n")
    broken = made("day", athletes=1, rows=3).replace(b"\n", b"\nlots,", 1)
    with pytest.raises(UnreadableError):
        published_loads.read(broken)


@pytest.mark.parametrize("kind", ["day", "week"])
def test_an_import_refuses_them_and_names_the_command(kind):
    with pytest.raises(
        UnreadableError, match=f"The {kind} table of the public data set.*hipstride benchmark"
    ):
        read(made(kind, athletes=2, rows=5), "table.csv")


def test_all_protocols_find_what_is_there(day):
    found = report.run(day.rows, few(day), kind="day", **SMALL)
    assert [(one.protocol, one.model) for one in found.results] == [
        ("as published", "boosted trees, 9 bags"),
        ("other athletes", "penalised logistic"),
        ("other athletes", "small boosted trees"),
        ("later rows", "penalised logistic"),
        ("later rows", "small boosted trees"),
    ]
    for one in found.results:
        assert one.auc > 0.75 and one.low < one.auc < one.high
    assert found.results[0].athletes == 10 and found.results[1].athletes == 24
    assert found.results[0].recall > 0.5 and found.results[0].specificity > 0.5
    words = " ".join(found.lines)
    assert "the paper: 0.724" in words and "7 days before it and of nothing earlier" in words
    assert "of the days in the two weeks after an injury have a row" in words


def test_where_nothing_is_nothing_is_found():
    loads = published_loads.read(made("day", effect=0.0, rows=120))
    found = report.run(loads.rows, few(loads), kind="day", **SMALL)
    assert all(0.35 < one.auc < 0.65 for one in found.results)


def test_a_row_tells_only_of_itself_under_the_strict_protocols(day):
    # other rows of an athlete taken out change nothing of what is forecast of those that stay
    fitted, asked = day.rows.iloc[:1500], day.rows.iloc[1500:1700]
    x, y = fitted[list(day.features)].to_numpy(float), fitted["injury"].to_numpy(float)
    for predict in (published.logistic, published.boosted):
        every = predict(x, y, asked[list(day.features)].to_numpy(float))
        some = predict(x, y, asked.iloc[::7][list(day.features)].to_numpy(float))
        assert every[::7] == pytest.approx(some)


def test_later_rows_share_no_day_with_those_fitted_on(day):
    date = day.rows["date"].to_numpy(float)
    fitted, tested = published._forward(date, published.OWN_DAYS["day"])
    assert date[tested].min() - date[fitted].max() > 7
    assert len(fitted) and len(tested)


def test_rows_taken_out_after_injuries_are_noticed(day):
    everyday = day.rows.assign(date=day.rows["date"] // 3)
    near, everywhere = published.rows_after_injuries(everyday)
    assert near == everywhere == 1.0
    hurt = everyday[everyday["injury"] == 1]
    gone = {(who, at + k) for who, at in zip(hurt["athlete"], hurt["date"], strict=True) for k in range(1, 8)}
    kept = [
        (who, at) not in gone or bool(is_hurt)
        for who, at, is_hurt in zip(everyday["athlete"], everyday["date"], everyday["injury"], strict=True)
    ]
    near, everywhere = published.rows_after_injuries(everyday[kept])
    assert near < everywhere


def test_the_published_standard_is_that_of_healthy_rows():
    x = np.array([[1.0], [3.0], [100.0], [5.0], [5.0]])
    who, hurt = np.array([1, 1, 1, 2, 2]), np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    # athlete 1: healthy mean 2, SD 1; athlete 2: SD 0, for which 0.01 stands
    assert published.by_healthy_rows(x, who, hurt)[:, 0].tolist() == [-1.0, 1.0, 98.0, 0.0, 0.0]


def test_strength_work_of_earlier_weeks_is_compared_within_athletes():
    loads = published_loads.read(made("week", rows=200))
    rows = loads.rows.copy()
    rng = np.random.default_rng(2)
    exposed = rng.random(len(rows)) < 0.4
    rows["nr. strength trainings.1"], rows["nr. strength trainings.2"] = exposed.astype(float), 0.0
    rows["injury"] = (rng.random(len(rows)) < np.where(exposed, 0.04, 0.08)).astype(int)
    found = published.strength(rows)
    assert found.missing is None and found.low < 0.5 < found.high and found.high < 0.9
    assert found.rows_with + found.rows_without == len(rows)
    few = published.strength(rows[rows["athlete"] == 3])
    assert few.ratio is None and few.missing is not None


def test_a_fragment_is_refused_in_words():
    loads = published_loads.read(made("week", athletes=5))
    found = report.run(loads.rows, loads.features, kind="week", **SMALL)
    assert found.results == () and found.refused.startswith("5 athletes; more than 15")
    assert "Not enough data for the protocols" in found.lines[0]


def test_the_table_can_be_read_from_bytes_with_a_mark_of_order():
    text = made("day", athletes=1, rows=2).decode()
    assert published_loads.read(io.BytesIO(("\ufeff" + text).encode()).read()).kind == "day"
