"""A figure as it goes to the browser, put together once for each language and each way to touch it.

A page asks for its figures at every run. A figure's own copy of itself, with every property checked again and
every number packed again, took longer than all else of a page; nobody changes a figure that was drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go

from analytics.charts import margins, told
from analytics.knowledge import tongue

Touch = Callable[[dict[str, Any]], None]


class Sent(go.Figure):  # type: ignore[misc]
    """A figure that is read by Streamlit alone: it has a dictionary and nothing else.

    Parameters
    ----------
    drawn
        The figure, or one that is sent already: it keeps its touch or its language where none is given.
    touch
        What changes in it so that a finger or a mouse is answered (`analytics.charts.points`).
    language
        The language its words are said in.
    """

    def __init__(
        self, drawn: go.Figure, *, touch: Touch | None = None, language: str = tongue.ENGLISH
    ) -> None:
        if isinstance(drawn, Sent):
            drawn, touch = drawn.drawn, touch or drawn.touch
        # Not as a figure begins: that copies and checks everything.
        self.__dict__.update(drawn=drawn, touch=touch, language=language)

    def to_dict(self) -> dict[str, Any]:
        """Give the figure as it is sent to the browser."""
        kept: dict[Any, dict[str, Any]] = self.drawn.__dict__.setdefault("_sent", {})
        way = self.touch, self.language
        if way not in kept:
            sent = self.drawn.to_dict()
            if self.touch is not None:
                self.touch(sent)
            told.say(sent, self.language)
            margins.fit(sent)
            kept[way] = sent
        return kept[way]

    def __reduce__(self) -> tuple[Callable[..., Sent], tuple[Any, ...]]:
        """Keep the figure itself: what is sent is no figure that could be read again."""
        return _again, (self.drawn, self.touch, self.language)


def _again(drawn: go.Figure, touch: Touch | None, language: str) -> Sent:
    return Sent(drawn, touch=touch, language=language)
