"""What pages of evidence and methods show alike: pictures to take away, what to do next, the scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from analytics.charts import estimates
from analytics.charts.drawing import Drawing
from analytics.reports import explore, truth
from analytics.reports.refusals import Step
from pages.shared import frame, session
from pages.shared.shown import st


@dataclass(frozen=True)
class Pictures:
    """The pictures of one page.

    `outcome` begins the names of their files, `about` tells them apart from other people's, `scale` is what
    `estimates.draw` is told of the unit and of what is better.
    """

    outcome: str
    about: tuple[Any, ...]
    scale: Mapping[str, Any]

    def show(self, drawing: Drawing, rows: Any, key: str) -> None:
        """Show a picture with its figures to take away."""
        frame.draw(drawing, key=key, level=4)
        self.offer("These figures as CSV", rows, key.replace(" ", "_"), key=f"csv {key}")

    def lines(self, rows: Any, key: str, title: str, subtitle: str) -> None:
        """Show estimates with their intervals, one a line; nothing where there are none."""
        if not rows.empty:
            words = {"title": title, "subtitle": subtitle, **self.scale}
            self.show(session.picture(estimates.draw, rows, about=(*self.about, key), **words), rows, key)

    def offer(self, label: str, rows: Any, name: str, *, key: str | None = None) -> None:
        """Offer rows as a file."""
        st.download_button(
            label, partial(explore.safe_csv, rows), file_name=f"{self.outcome}_{name}.csv", key=key
        )


def next_steps(steps: Iterable[Step], *, expanded: bool) -> None:
    """Say why there is no more of an answer, and what to do next; nothing where nothing stands between."""
    listed = tuple(steps)
    if not listed:
        return
    with st.expander("Why not more, and what to do next", expanded=expanded, icon=":material/flag:"):
        for step in listed:
            st.markdown(f"**{frame.plain(step.why)}**\n\n{frame.plain(step.do)}")
            if step.page:
                frame.link(f"{step.page}.py", "Do that")


def scorecard() -> None:
    """Show how the estimators did on squads whose truth is known: in words, and every kind of squad."""
    kept = truth.kept()
    frame.paragraphs(kept.sentences)
    if not kept.is_of_today:
        st.info("The scorecard is of an earlier recipe; `hipstride truth --full --keep` makes it anew.")

    def fill() -> None:
        frame.table(
            kept.rows.round(3),
            truth.COLUMNS,
            about="How the estimators did on simulated squads, one row a kind of squad",
        )
        st.text(kept.worlds)
        st.download_button("The scorecard as CSV", kept.raw, file_name="truth_scorecard.csv")

    frame.fold("Every kind of squad", fill, key="squads_of_each_kind", icon="fact_check")
