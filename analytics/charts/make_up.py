"""What hip work is made of, week by week: one small panel a muscle group, all on one scale."""

from __future__ import annotations

import pandas as pd

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

PANEL_PX = 52
LEAST_TOP = 4


def draw_groups(groups: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw weekly hip sets by muscle group.

    Parameters
    ----------
    groups
        week_start, group (a name, in the order to draw), hip_sets; NaN is an unknown week.
    """
    t = theme.tokens(mode)
    names = list(dict.fromkeys(groups["group"].astype(str)))
    figure = panels.stacked(names, mode=mode, heights=[PANEL_PX] * len(names))
    top = panels.ceiling(groups["hip_sets"], LEAST_TOP)
    told = []
    for row, name in enumerate(names, 1):
        one = groups[groups["group"] == name]
        x = panels.middle(one["week_start"])
        days = pd.to_datetime(one["week_start"])
        panels.bars(
            figure, x, one["hip_sets"], row=row, colour=t.volume if row == len(names) else t.hip_soft,
            hover=[
                f"{written.week(day.date()).capitalize()}: {written.sets(value)} sets, {name.lower()}."
                for day, value in zip(days, one["hip_sets"], strict=True)
            ],
        )  # fmt: skip
        panels.unknown(figure, x, one["hip_sets"].isna(), row=row, top=top, mode=mode)
        figure.update_yaxes(range=[0, top], nticks=3, row=row, col=1)
        mean = one["hip_sets"].mean()
        told.append(f"{name}: {written.sets(None if pd.isna(mean) else float(mean))} a week on average")
    panels.time_axis(figure, groups["week_start"])
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=f"{title}. {'; '.join(told)}.")
