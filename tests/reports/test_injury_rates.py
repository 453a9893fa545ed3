"""Rates of groups are those that a plain computation of each group alone gives, on the whole demo squad."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.metrics import incidence
from analytics.reports import injury_counts, injury_rates, roster
from analytics.reports.injury_counts import DOSE_BANDS, UNITS, Counts
from analytics.store import open_store


@pytest.fixture(scope="module")
def counts(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counts]:
    path = tmp_path_factory.mktemp("rates") / "demo.duckdb"
    shutil.copy(demo_file, path)
    with open_store(path) as store, store.reader() as reader:
        found = injury_counts.gather(reader, roster.gather(reader).people, "complaint")
    assert len(found.counted) > 50 and len(found.ids) > 10
    yield found


def said(frame: pd.DataFrame, counts: Counts, by: str) -> pd.Series:
    """Name the group of each row, one row at a time."""
    people = counts.athletes.set_index("athlete_id")
    names = []
    for row in frame.itertuples():
        person = people.loc[row.athlete_id]
        if by == "season":
            names.append(str(int(row.season)))
        elif by == "sex":
            names.append({"female": "Women", "male": "Men"}.get(person["sex"], "Not said"))
        elif by == "dose":
            unknown = pd.isna(row.dose_band)
            names.append("Dose unknown" if unknown else DOSE_BANDS[int(row.dose_band)])
        else:
            age = row.season - person["birth_year"]
            edges = [edge for edge in injury_rates.AGE_EDGES if edge <= age]
            names.append("Not said" if pd.isna(age) else injury_rates.AGES[len(edges)])
    return pd.Series(names, index=frame.index, dtype=object)


@pytest.mark.parametrize("by", ["season", "sex", "age", "dose"])
def test_each_group_alone_gives_the_same_rate_and_burden(counts: Counts, by: str) -> None:
    unit = UNITS["h"]
    rows = injury_rates.breakdowns(counts, unit, ())[by].rows.set_index("label")
    of_case, of_risk = said(counts.counted, counts, by), said(counts.exposure, counts, by)
    expected = {name for name in of_risk if counts.exposure.loc[of_risk == name, "hours"].sum() > 0}
    assert set(rows.index) == expected
    for name in expected:
        cases, exposed = counts.counted[of_case == name], counts.exposure[of_risk == name]
        n = np.array([(cases["athlete_id"] == one).sum() for one in counts.ids], float)
        lost = [cases.loc[cases["athlete_id"] == one, "days_lost"].sum() for one in counts.ids]
        hours = [exposed.loc[exposed["athlete_id"] == one, "hours"].sum() for one in counts.ids]
        rate = incidence.squad_incidence(n, np.array(hours), per=unit.per)
        burden = incidence.burden(np.array(lost, float), np.array(hours), per=unit.per)
        row = rows.loc[name]
        assert row["n"] == rate.n == len(cases)
        assert row[["estimate", "low", "high"]].tolist() == pytest.approx(
            [rate.estimate, rate.low, rate.high], nan_ok=True
        )
        assert row[["burden", "burden_low", "burden_high"]].tolist() == pytest.approx(
            [burden.estimate, burden.low, burden.high], nan_ok=True
        )
        assert row["athletes"] == (np.array(hours) > 0).sum()


def test_parts_of_one_exposure_add_up_to_the_whole(counts: Counts) -> None:
    for by in ("site", "diagnosis", "mode", "recurrence"):
        given = counts.cases.assign(recurrence="new")
        whole = injury_counts.Counts(
            counts.people, counts.level, counts.recorded, given, counts.exposure, counts.athletes
        )
        rows = injury_rates.breakdowns(whole, UNITS["km"], ())[by].rows
        assert rows["n"].sum() == len(counts.counted)
        assert rows["exposure"].tolist() == pytest.approx([counts.exposure["km"].sum()] * len(rows))
