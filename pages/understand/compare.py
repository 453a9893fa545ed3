"""Compare: athletes and squads side by side, each against their own usual weeks."""

from __future__ import annotations

import datetime as dt

from analytics.charts import compare as compare_chart
from analytics.reports import compare
from pages.shared import columns, frame, pickers, session
from pages.shared.shown import st

frame.guard()
frame.whose()
everybody = frame.everybody()
frame.heading("Compare")
if everybody.is_alone:
    frame.missing("One runner is in this log, so there is nobody to compare. Explore holds your own weeks.")
    frame.end()
with st.container(key="compare_choices"):
    left, middle, right = st.columns(3)
    with left:
        measure = pickers.choose("compare", "What", compare.WORDS, first="distance")
    with middle:
        by = pickers.choose("rows", "Row by row", {"athlete": "Athletes", "squad": "Squads"}, first="athlete")
    with right:
        squad_id = pickers.squad(everybody) if by == "athlete" else None
chosen = ()
if by == "athlete":
    names = {one.athlete_id: one.name for one in everybody.members(squad_id)}
    chosen = st.multiselect(
        "Only these", list(names), format_func=lambda one: names.get(one, "?"), placeholder="All of them"
    )
page = session.report(
    compare.gather,
    measure=measure,
    athlete_ids=tuple(sorted(chosen)),
    squad_id=squad_id,
    by=by,
    today=dt.date.today(),
)
frame.say_whose(page.line)
if page.rows.empty:
    st.header(frame.plain(page.title), anchor=False)
else:
    frame.draw(
        session.picture(
            compare_chart.draw,
            page.rows,
            about=(measure, by, squad_id, tuple(sorted(chosen))),
            title=page.title,
            unit=page.unit,
            decimals=page.decimals,
        ),
        key="compared",
    )
    st.caption(frame.plain(page.caution))
    frame.fold(
        "The numbers",
        lambda: frame.table(
            page.rows,
            {
                "label": st.column_config.TextColumn("Who", pinned=True),
                "now": columns.number(f"Last four weeks, {page.unit}", page.decimals),
                "low": columns.number("Usual, from", page.decimals),
                "middle": columns.number("Middle", page.decimals),
                "high": columns.number("To", page.decimals),
                "place": "Against their own",
                "weeks": columns.number("Weeks known"),
                "athletes": columns.number("Athletes"),
            },
            about="Each one's last weeks against their own usual weeks",
            height="content",
        ),
        key="compare_numbers",
        icon="table_rows",
    )
if page.without:
    st.caption(frame.plain(page.without))
frame.link("understand/explore.py", "Any other measure, over time: Explore", icon="query_stats")
