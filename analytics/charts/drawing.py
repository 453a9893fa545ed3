"""What a chart hands to a page: the figure, its words, and the same said for those who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes a moment to load, and the first page draws nothing
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Drawing:
    """One chart.

    Parameters
    ----------
    figure
        The figure, without a title of its own.
    title
        What one sees, or the question the chart answers.
    subtitle
        The quantity and its unit, and what the marks are.
    alt_text
        What the title says plus the numbers, for people who cannot see the picture.
    """

    figure: go.Figure
    title: str
    subtitle: str
    alt_text: str
