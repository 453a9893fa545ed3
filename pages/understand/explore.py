"""Explore: any measure over time or against any other; the choice lives in the address, and can be saved."""

from __future__ import annotations

from analytics.charts import explore as chart
from analytics.reports import explore, explore_drawn
from pages.shared import clicks, exploring, exploring_buttons, frame, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
frame.heading("Explore")
MAIN, DAYS, Y, X = explore_drawn.CHARTS
view = exploring.opened()
exploring_buttons.tell()
with st.container(horizontal=True, vertical_alignment="bottom", key="explore_top"):
    exploring.start_from()
    actions = st.container(horizontal=True, width="content", vertical_alignment="bottom")
view = exploring.controls(view, frame.everybody(), person)
exploring.write_address(view)
start = exploring.base()
name = start.name if start is not None and start.view == view else ""
asked = exploring.asked_with(view, person)
page = session.report(explore.gather, **asked, name=name)
with actions:
    exploring_buttons.save(view, page.title)
    exploring_buttons.share(view, page.title)
    exploring_buttons.formulas(view)

if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    frame.end()

# What is marked in one chart filters the others, and the words and the table.
can_mark = page.view.chart in ("time", "against", "spread") and not frame.is_phone()
axes = {"time": ("days", "y"), "against": ("x", "y"), "spread": ("y", None)}
brushes = {}
if can_mark:
    main_x, main_y = axes[page.view.chart]
    brushes = {
        MAIN: explore.brush_of(clicks.marked(MAIN), x_is=main_x, y_is=main_y),
        DAYS: explore.brush_of(clicks.marked(DAYS), x_is="days", y_is=None),
        Y: explore.brush_of(clicks.marked(Y), x_is="y", y_is=None),
        X: explore.brush_of(clicks.marked(X), x_is="x", y_is=None),
    }


def without(key: str) -> explore.Brush:
    """Lay together what the other charts marked: a chart does not filter itself."""
    return explore.together(*(one for name, one in brushes.items() if name != key))


about = tuple(asked.items())
shown = explore.brushed(page, without(MAIN))
clicks.draw(exploring.picture(shown, (*about, without(MAIN))), key=MAIN, marks=can_mark)
if can_mark:
    look = exploring.look(page)
    strips = {DAYS: ("day", None)}
    strips |= {Y: ("y", page.y)} if page.view.chart != "spread" else {}
    strips |= {X: ("x", page.x)} if page.needs_x else {}
    for place, (key, (column, measure)) in zip(st.columns(len(strips)), strips.items(), strict=True):
        part = explore.brushed(page, without(key)).points
        with place:
            clicks.strip(
                session.picture(chart.strip_of_days, part, about=(*about, key, without(key)), look=look)
                if measure is None
                else session.picture(
                    chart.strip_of_values,
                    part[column],
                    about=(*about, key, without(key)),
                    axis=exploring.axis(measure),
                    look=look,
                ),
                key=key,
            )
everything = explore.together(*brushes.values())
told = explore.brushed(page, everything)
if everything.is_empty and can_mark:
    st.caption("Drag over a part of a chart to look at it alone in the others. A click on a dot opens it.")
elif not everything.is_empty:
    with st.container(horizontal=True, vertical_alignment="center", key="explore_marked"):
        st.caption(f"Marked: {len(told.points)} of {len(page.points)} dots.", width="content")
        st.button("Show all again", type="tertiary", on_click=clicks.unmark, args=explore_drawn.CHARTS)
for sentence in told.says or (told.missing,):
    st.write(frame.plain(sentence))


def show_as_table() -> None:
    """The dots as rows, and all of them as a file."""
    table = explore.table(told)
    st.caption(
        f"The newest {len(table)} of {len(told.points)}; the file holds all that is shown without a mark."
    )
    frame.table(table, {head: head for head in table.columns}, about=page.title)
    st.download_button(
        "Download as CSV",
        session.later(explore.csv, **asked),
        file_name="hipstride-explore.csv",
        mime="text/csv",
        icon=":material/download:",
    )


frame.fold("The same as a table", show_as_table, key="explore table", icon="table")
