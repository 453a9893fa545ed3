"""A table of days with an injury column goes in through the page of columns, and the next one by itself."""

from __future__ import annotations

from analytics.intake import entering, explaining
from analytics.intake.explaining import Mapping, Said
from analytics.intake.taking_in import take_in
from analytics.store import Store

TWO_WEEKS = "Date,Distance km,Minutes,Hip sets,Injured\n" + "".join(
    f"2026-01-{day:02d},{10 * (day % 2)},{60 * (day % 2)},3,{int(8 <= day <= 10)}\n" for day in range(1, 19)
)  # Thursday 1 January to Sunday 18: the weeks of the 5th and the 12th lie within
SAID = Mapping(
    "days",
    (
        Said("day", 0),
        Said("distance", 1, "km"),
        Said("time", 2, "min"),
        Said("hip_sets", 3),
        Said("injured", 4),
    ),
)


def test_a_table_of_days_goes_in_through_the_page_of_columns_and_is_remembered(store: Store):
    entering.add_athlete(store, "Ada")
    (line,) = take_in(store, [("days.csv", TWO_WEEKS.encode())], athlete="Ada").files
    assert line.waits
    with store.reader() as reader:
        sha256 = str(reader.frame("waiting_tables")["sha256"].iloc[0])
    asked = explaining.ask(store, sha256)
    assert asked.rows == "days"
    receipt = explaining.explain(store, sha256, SAID, athlete="Ada")
    assert receipt.files[0].status == "added"
    with store.reader() as reader:
        weeks = reader.frame("weeks", athlete_id=None).set_index("week_start")
        days = reader.sql(
            "SELECT count(*) AS n, sum(time_loss::INT) AS lost FROM athlete_day WHERE injury_covered"
        )
    week = weeks.loc[next(one for one in weeks.index if str(one).startswith("2026-01-05"))]
    assert (week["distance_m"], week["runs"], week["hip_sets"]) == (40_000.0, 4, 21.0)
    assert (week["days_covered_running"], week["days_covered_strength"], week["days_covered_injury"]) == (
        7,
        7,
        7,
    )
    assert (week["injuries_new_time_loss"], week["time_loss_days"]) == (1, 3)
    assert (days["n"].iloc[0], days["lost"].iloc[0]) == (18, 3)
    later = TWO_WEEKS.replace("2026-01", "2026-03")
    (line,) = take_in(store, [("more.csv", later.encode())], athlete="Ada").files
    assert line.status == "added" and not line.waits
