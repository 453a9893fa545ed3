"""What the understanding pages say of a small store whose numbers are known."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import InjuryRow, WeeklyLoadRow
from analytics.intake.choosing import choose_case_level
from analytics.intake.entering import add_athlete, declare_coverage, log_injury, log_weekly_load
from analytics.reports import (
    answers,
    case_level,
    explore,
    hip_strength,
    injuries,
    injury,
    injury_counts,
    injury_times,
    overview,
    pace,
    roster,
    squad,
    weeks,
)
from analytics.reports.explore_view import View, from_address, written
from analytics.reports.roster import Person
from analytics.store import Reader, open_store

ANA, BEN = 1, 2
NAN = float("nan")


def test_the_roster_knows_who_is_there(reader: Reader) -> None:
    everybody = roster.gather(reader)
    assert [person.name for person in everybody.people] == ["Ana", "Ben"]
    assert not everybody.is_alone and not everybody.has_simulated


def test_a_week_outside_the_strength_log_is_unknown_and_not_nought(reader: Reader) -> None:
    log = weeks.gather(reader, athlete_id=BEN)
    assert len(log) == 12 and log["hip_sets"].isna().all() and (log["distance_m"] == 40_000).all()


def test_the_dose_needs_eight_known_weeks(reader: Reader) -> None:
    dose = weeks.gather(reader, athlete_id=ANA)["hip_dose"]
    assert dose.iloc[:8].isna().all()
    assert dose.iloc[8] == pytest.approx(8.0)  # eight weeks of eight sets
    assert dose.iloc[9] == pytest.approx(8 + 0.2121 * 4, abs=1e-3)  # the last of them had four more


def test_a_recent_mean_leaves_out_the_week_that_is_not_over() -> None:
    log = pd.DataFrame({"hip_sets": [4.0, 4, 4, 4, 8, 8, 8, 8, 1], "covered": [7.0] * 8 + [2]})
    recent = weeks.recent(log, "hip_sets", covered="covered")
    assert (recent.now, recent.before, recent.change) == (8.0, 4.0, 4.0)


def test_a_recent_mean_is_of_known_weeks_and_says_how_many() -> None:
    log = pd.DataFrame({"hip_sets": [4.0, NAN, NAN, 8], "covered": [7.0, 7, 7, 7]})
    assert weeks.recent(log, "hip_sets", covered="covered") == weeks.Recent(now=6.0, before=None, known=2)


def test_a_log_that_fell_silent_says_nothing_of_now_but_when_it_last_spoke() -> None:
    start = pd.date_range("2026-01-05", periods=8, freq="7D")
    log = pd.DataFrame(
        {
            "week_start": start,
            "hip_sets": [9.0, 9, 9, NAN, NAN, NAN, NAN, NAN],
            "covered": [7.0] * 3 + [0] * 5,
        }
    )
    assert weeks.recent(log, "hip_sets", covered="covered") == weeks.Recent(None, None, 0)
    assert weeks.latest(log, "hip_sets") is None
    assert weeks.last_known(log, "hip_sets", None) == "last known in week 4, 2026"


def test_the_overview_gives_four_figures(reader: Reader) -> None:
    page = overview.gather(reader, athlete_id=ANA)
    hip, distance, fixed, spike = page.figures
    assert (hip.value, hip.change, hip.direction) == ("12", "+4.0 on the 4 before", "up")
    assert (distance.value, distance.change, distance.direction) == ("40 km", "±0.0 km on the 4 before", None)
    assert (fixed.value, fixed.change) == ("–", "needs steady runs with heart rate")
    assert spike.value == "–"
    assert page.line == (
        "Ana · week 2, 2026 to week 13, 2026 · running log 12 of 12 weeks · strength log 12 of 12 weeks · "
        "injury log 12 of 12 weeks · injuries shown: with time loss"
    )


def test_the_overview_looks_back_as_far_as_asked(reader: Reader) -> None:
    assert len(overview.gather(reader, athlete_id=ANA, weeks_back=5).weeks) == 5
    assert len(overview.gather(reader, athlete_id=ANA, weeks_back=None).weeks) == 12


def spells(*weeks_of_onset: int) -> pd.DataFrame:
    onset = [pd.Timestamp("2026-01-07") + pd.Timedelta(weeks=week) for week in weeks_of_onset]
    return pd.DataFrame({"onset_date": onset, "case_level": "time_loss"})


def test_the_chosen_level_changes_what_every_page_counts(tmp_path: Path) -> None:
    with open_store(tmp_path / "level.duckdb") as store:
        ana = add_athlete(store, "Ana")
        declare_coverage(store, ana, "injury", dt.date(2026, 1, 5), dt.date(2026, 3, 1))
        log_injury(
            store, ana, InjuryRow(onset_date=dt.date(2026, 2, 24), site="knee", case_level="complaint")
        )
        seen = {}
        for level in ("time_loss", "complaint"):
            choose_case_level(store, level)
            with store.reader() as reader:
                assert case_level.chosen(reader) == level
                seen[level] = (
                    len(injury.gather(reader, athlete_id=ana).listed),
                    len(overview.gather(reader, athlete_id=ana).injuries),
                    len(hip_strength.gather(reader, athlete_id=ana).injuries),
                    squad.gather(reader, today=dt.date(2026, 3, 2)).figures[0].value,
                    overview.gather(reader, athlete_id=ana).line.rpartition(": ")[2],
                )
        assert seen["time_loss"] == (0, 0, 0, "0 of 1", "with time loss")
        assert seen["complaint"] == (1, 1, 1, "1 of 1", "any complaint")
        with pytest.raises(StoreError, match="is not complaint, substantial or time_loss"):
            choose_case_level(store, "all")


def test_injuries_whose_log_speaks_for_no_other_day_make_no_rate(tmp_path: Path) -> None:
    with open_store(tmp_path / "own.duckdb") as store:
        ana = add_athlete(store, "Ana")
        for week in range(8):
            monday = dt.date(2026, 1, 5) + dt.timedelta(weeks=week)
            log_weekly_load(store, ana, WeeklyLoadRow(monday, runs=4, distance_m=40_000, moving_s=14_400))
        log_injury(store, ana, InjuryRow(onset_date=dt.date(2026, 2, 3), recovered_date=dt.date(2026, 2, 8)))
        with store.reader() as reader:
            page = injury.gather(reader, athlete_id=ana)
        assert page.rates == () and page.breakdowns == {}
        assert page.missing is not None and "nobody said for which days the log is complete" in page.missing
        assert "1 injury lie" not in " ".join(page.cautions)


def doses(values: list[float]) -> pd.DataFrame:
    start = pd.date_range("2026-01-05", periods=len(values), freq="7D")
    return pd.DataFrame({"week_start": start, "hip_dose": values, "days_covered_injury": 7.0})


@pytest.mark.parametrize(
    ("values", "onsets", "said"),
    [
        ([8.0, 8, 8], [], "No injury with time loss recorded in these 3 weeks"),
        ([8.0, 1, 8], [1], "One injury with time loss in 3 weeks, after weeks of little or no hip work"),
        ([8.0, 8, 8], [1], "One injury with time loss in 3 weeks, after weeks of regular hip work"),
        (
            [8.0, 1, 8],
            [1, 2],
            "2 injuries with time loss in 3 weeks, 1 of them after weeks with little or no hip work",
        ),
        ([8.0, 8, 8], [1, 2], "2 injuries with time loss in 3 weeks, none after weeks without hip work"),
        ([NAN, NAN, NAN], [1], "1 injury with time loss in 3 weeks"),
    ],
)
def test_the_headline_counts_injuries_and_says_what_came_before(
    values: list[float], onsets: list[int], said: str
) -> None:
    assert overview.headline(doses(values), spells(*onsets)) == said


def test_without_an_injury_log_the_headline_does_not_say_that_there_was_no_injury() -> None:
    shown = doses([8.0, 8]).assign(days_covered_injury=NAN)
    assert overview.headline(shown, spells()) == "2 weeks of running and hip work; no injury log"


def test_hip_strength_says_target_groups_and_what_could_not_be_read(reader: Reader) -> None:
    page = hip_strength.gather(reader, athlete_id=ANA)
    assert page.title == "8 or more hip sets in 12 of 12 weeks"
    assert page.target == (8, 16)
    recent = page.made_of.recent.set_index("group")["hip_sets"]
    assert recent["extensors"] == 10.0  # the last eight weeks: four of 8 sets, four of 12
    assert recent.drop(["extensors", "trunk"]).eq(0).all()
    assert page.unmapped_words == "Every logged set could be matched to an exercise."
    assert page.missing is None


def test_hip_strength_without_a_strength_log_says_that_nothing_is_known(reader: Reader) -> None:
    page = hip_strength.gather(reader, athlete_id=BEN)
    assert page.missing is not None and "not the same as none" in page.missing


def test_an_injury_has_words_days_and_an_end(reader: Reader) -> None:
    listed = injuries.gather(reader, athlete_id=ANA)
    assert listed["label"].tolist() == ["Knee, 4 days", "Shin, 2 weeks"]
    assert listed["is_open"].tolist() == [False, False]


def test_an_open_injury_lasts_to_the_end_of_the_log() -> None:
    rows = pd.DataFrame(
        {
            "injury_id": [1], "athlete_id": [1], "athlete": ["A"], "site": [None], "diagnosis_id": [None], "side": [None],
            "case_level": ["time_loss"], "running_related": [None], "onset_date": [pd.Timestamp("2026-01-05")],
            "onset": [None], "mode": [None], "osiics": [None], "recurrence": [None], "recurrence_of": [None],
            "recovered_date": [pd.NaT], "last_date": [pd.Timestamp("2026-01-15")],
        }
    )  # fmt: skip

    class OneTable:
        def frame(self, name: str, **params: object) -> pd.DataFrame:
            return rows

    listed = injuries.gather(OneTable())  # type: ignore[arg-type]
    assert listed["is_open"].item() and listed["days"].item() == 10
    assert listed["label"].item() == "Site not said, 10 days"


def test_incidence_counts_the_level_and_rests_on_the_running_at_risk(reader: Reader) -> None:
    page = injury.gather(reader, athlete_id=ANA)
    per_hours, per_km, per_runs, per_days, burden, length = page.rates
    # Twelve weeks of 4 h, but for the one week away from Monday to Sunday: one injury in 44 h, 440 km, 44 runs.
    # Exact limits of one are 0.0253 and 5.5716: over 44 h 0.6 and 126.6 per 1,000 h.
    assert per_hours.value == "22.7 (0.6 to 126.6)"
    assert per_km.value == "2.27 (0.06 to 12.66)"
    assert per_runs.value == per_hours.value
    assert per_hours.rests_on.startswith("1 injury in 44 h; exact Poisson interval")
    assert "the interval is wide" in per_hours.rests_on
    # 84 days less the 13 between the Thursdays.
    assert per_days.rests_on.startswith("1 injury in 71 days")
    assert burden.value == "295 (no interval)" and burden.rests_on.startswith("13 days lost")  # 13 / 44 h
    assert length.value.startswith("13 ")


def test_a_lower_level_holds_the_ones_above_it(reader: Reader) -> None:
    assert len(injury.gather(reader, athlete_id=ANA, level="complaint").listed) == 2
    assert len(injury.gather(reader, athlete_id=ANA, level="time_loss").listed) == 1


def test_without_an_injury_log_no_rate_is_given(reader: Reader) -> None:
    page = injury.gather(reader, athlete_id=BEN)
    assert page.rates == () and page.missing is not None


def test_prevalence_counts_athletes_followed_in_the_month(reader: Reader) -> None:
    people = tuple(Person(number, str(number), False) for number in (ANA, BEN))
    counts = injury_counts.gather(reader, people, "complaint")
    months = injury_times.shares(injury_times.log_spans(reader, counts), counts, "month")
    assert months["followed"].tolist() == [1, 1, 1]  # Ben keeps no injury log
    assert months["injured"].tolist() == [1, 1, 1]
    assert injury.gather(reader).by_month is None  # and one athlete is no squad


def test_too_few_data_are_answered_with_what_is_missing(reader: Reader) -> None:
    given = answers.injury(reader)
    assert given.finding.status == "not_enough_data"
    assert given.missing and all("needed" in line for line in given.missing)
    assert "Your log cannot tell yet." in given.sentence and "0.66" in given.sentence
    assert given.estimates["name"].tolist() == ["Judged from published studies"]


@pytest.mark.parametrize("ask", [answers.injury, answers.pace])
def test_an_answer_is_plain_json_without_infinities(reader: Reader, ask: object) -> None:
    text = json.dumps(ask(reader).to_dict(), allow_nan=False)  # type: ignore[operator]
    assert '"status"' in text and '"missing"' in text and '"verdict"' in text


def test_simulated_people_are_never_mixed_with_real_ones(reader: Reader) -> None:
    class WithSimulated:
        def frame(self, name: str, **params: object) -> pd.DataFrame:
            found = reader.frame(name, **params)
            return found.assign(simulated=found["athlete_id"] == BEN) if name == "people" else found

    mixed = WithSimulated()
    real, simulated = answers.injury(mixed), answers.injury(mixed, simulated=True)  # type: ignore[arg-type]
    assert (real.athletes, real.is_simulated) == (1, False)
    assert (simulated.athletes, simulated.is_simulated) == (1, True)


def test_own_course_takes_mean_and_trend_out_of_both() -> None:
    weeks_known = 20
    dose = np.tile([4.0, 8.0], weeks_known // 2) + np.arange(weeks_known)
    log = pd.DataFrame(
        {
            "week_start": pd.date_range("2026-01-05", periods=weeks_known, freq="7D"),
            "hip_dose": dose,
            "pace_at_hr_s_per_km": 300 * np.exp(-0.005 * dose),
        }
    )
    points = pace.own_course(log)
    assert points["dose_difference"].mean() == pytest.approx(0, abs=1e-9)
    slope = np.polyfit(points["dose_difference"], np.log1p(points["speed_difference_pct"] / 100), 1)[0]
    assert slope == pytest.approx(0.005)


def test_weeks_with_a_pace_are_counted_of_those_shown_and_in_all(demo_file: Path) -> None:
    with open_store(demo_file, read_only=True) as store, store.reader() as reader:
        person = roster.gather(reader).people[0].athlete_id
        log = weeks.gather(reader, athlete_id=person)
        last = int(np.flatnonzero(log["pace_at_hr_s_per_km"].notna())[-1])
        page = pace.gather(reader, athlete_id=person, weeks_back=4)
        none = pace._headline(log.iloc[last + 1 :].head(0).reindex(range(4)))
    known = int(page.weeks["pace_at_hr_s_per_km"].notna().sum())
    assert page.title == f"Pace at the same heart rate in {known} of the 4 weeks shown"
    assert none == "No pace at the same heart rate in the 4 weeks shown"
    assert page.figures[1].label == "Weeks with a pace, in all"
    assert page.figures[1].value == str(int(log["pace_at_hr_s_per_km"].notna().sum()))


def test_how_long_until_the_return_is_told_in_days_and_marked_at_round_ones(demo_file: Path) -> None:
    with open_store(demo_file, read_only=True) as store, store.reader() as reader:
        back = injury.gather(reader, simulated=True).back
    assert back is not None
    assert re.fullmatch(
        r"A quarter within \d+ \(\d+ to \d+\) days; half within .* days; three.* days", back.quartiles
    )
    assert back.marks["time"].tolist() == [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]


def test_own_course_says_nothing_below_twelve_weeks() -> None:
    log = pd.DataFrame(
        {
            "week_start": pd.date_range("2026-01-05", periods=11, freq="7D"),
            "hip_dose": 5.0,
            "pace_at_hr_s_per_km": 300.0,
        }
    )
    assert pace.own_course(log).empty


def test_the_squad_has_a_row_for_everybody_and_unknown_stays_unknown(reader: Reader) -> None:
    page = squad.gather(reader, today=dt.date(2026, 3, 30))
    rows = page.table.set_index("athlete")
    assert sorted(rows.index) == ["Ana", "Ben"]
    assert rows.loc["Ana", "hip_sets"] == 12.0 and pd.isna(rows.loc["Ben", "hip_sets"])


def test_explore_says_how_much_is_missing_and_that_it_is_an_association(reader: Reader) -> None:
    chosen = View(chart="against", y="distance_m", x="hip_sets", who=("all",), period="all")
    view = explore.gather(reader, view=written(chosen))
    assert view.says[0].startswith("12 weeks of 1 athlete; 50 % of the weeks")
    assert view.y.head == "Distance, km" and view.points["y"].iloc[0] == 40.0
    assert explore.gather(reader, view=written(View(who=(f"a{BEN}",)))).missing is not None


@pytest.mark.parametrize("who", ["a999", "s999", "x", "", "a=1", "Ana"])
def test_explore_shows_everybody_where_the_address_makes_no_sense(reader: Reader, who: str) -> None:
    chosen = from_address({"y": "no such measure", "x": "nor_this", "who": who}, View(who=("all",)))
    page = explore.gather(reader, view=written(chosen))
    assert page.points["athlete_id"].nunique() == 2 and page.y.name == "hip_sets"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "%x", "|calc"])
def test_a_cell_that_begins_like_a_formula_is_defused(text: str) -> None:
    written = explore.safe_csv(pd.DataFrame({"Athlete": [text]})).decode("utf-8-sig").splitlines()
    assert written[1].lstrip('"').startswith("'")


def test_numbers_and_unknowns_stay_what_they_are_in_the_export() -> None:
    table = pd.DataFrame({"=head": [-1.5, NAN], "b": ['Ana, "x"', None]})
    assert explore.safe_csv(table).decode("utf-8-sig").splitlines() == ["'=head,b", '-1.5,"Ana, ""x"""', ","]


def test_reports_of_nobody_are_empty_and_do_not_fail(tmp_path: object) -> None:
    from analytics.store import open_store

    with open_store() as store, store.reader() as empty:
        assert roster.gather(empty).is_empty
        assert weeks.gather(empty).empty
        assert answers.injury(empty).finding.status == "not_enough_data"
        assert answers.pace(empty).finding.status == "not_enough_data"
        assert explore.gather(empty, view=written(View())).missing is not None
