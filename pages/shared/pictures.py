"""The drawn figure of an exercise, in the theme a person looks at and with the same in words."""

from __future__ import annotations

from typing import Literal

from analytics.charts import figures
from pages.shared import session
from pages.shared.shown import st


def show(
    exercise_id: str, *, phase: figures.Phase = "both", width: int | Literal["stretch"] = "stretch"
) -> bool:
    """Show how an exercise starts and ends; says whether there is a figure.

    The picture stands by itself as an image with alternative text: Streamlit takes SVG out of HTML, and an
    image cannot take the page's colours, so it is drawn in the colours of the theme.
    """
    figure = figures.draw(exercise_id, phase=phase, mode=session.mode())
    if figure is None:
        return False
    st.image(figure.svg, alt=figure.alt_text, width=width)
    return True
