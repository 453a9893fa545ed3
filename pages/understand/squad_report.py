"""Report to print: one athlete or a squad on one sheet, in plain words, with figures."""

from __future__ import annotations

import datetime as dt

from analytics.reports import print_athlete, print_squad
from analytics.reports.print_squad import Bars, Facts, Intervals, Lines, Paper
from pages.shared import frame, pickers, session
from pages.shared.shown import st

frame.guard()


def show_paper(paper: Paper) -> None:
    """What the sheet says; its figures are drawn on the paper."""
    with st.container(border=True, key="paper"):
        st.markdown(f"**{frame.plain(paper.title)}**")
        st.caption(frame.plain(paper.line))
        for part in paper.parts:
            st.markdown(f"**{frame.plain(part.title)}**")
            if isinstance(part, Lines):
                st.markdown("\n".join(f"- {frame.plain(line)}" for line in part.lines))
            elif isinstance(part, Facts):
                st.table([{"What": what, "In the log": said} for what, said in part.rows], hide_index=True)
                if part.note:
                    st.caption(frame.plain(part.note))
            elif isinstance(part, Intervals):
                st.caption(frame.plain(part.note))
                st.table(
                    [{"Group": row.label, "Rate and 95 % interval": row.words} for row in part.rows],
                    hide_index=True,
                )
            elif isinstance(part, Bars):
                st.caption(frame.plain(f"{part.note} Drawn on the paper."))


person = frame.whose()
everybody = frame.everybody()
today = dt.date.today()
frame.heading("Report to print", "One sheet, with figures, for a physiotherapist, a doctor or a parent.")
chosen = "athlete"
if not everybody.is_alone:
    names = {"athlete": f"{person.name}, chosen in the side bar", "squad": "A squad, without names"}
    chosen = pickers.choose("paper", "About whom", names, first="athlete")
if chosen == "athlete":
    asked = {"athlete_id": person.athlete_id, "today": today}
    page, sheet = session.report(print_athlete.gather, **asked), session.later(print_athlete.sheet, **asked)
    st.caption("It names the athlete and holds health data: give it only to whom they agree to.")
else:
    asked = {"squad_id": pickers.squad(everybody), "simulated": person.is_simulated, "today": today}
    page, sheet = session.report(print_squad.gather, **asked), session.later(print_squad.sheet, **asked)
    st.caption(frame.plain(print_squad.RULE))
st.download_button(
    "Print it (PDF)",
    sheet,
    file_name=f"hipstride-{chosen}.pdf",
    mime="application/pdf",
    type="primary",
    icon=":material/print:",
    on_click="ignore",
)
show_paper(page)
