"""A figure as it goes to the browser, put together once for each language and each way to touch it.

A page asks for its figures at every run. A figure's own copy of itself, with every property checked again and
every number packed again, took longer than all else of a page; nobody changes a figure that was drawn.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from analytics.charts import margins, told
from analytics.knowledge import tongue

AXIS = re.compile(r"[xy]axis\d*")
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
            sent = _unpacked(self.drawn.to_dict())
            _dress(sent["layout"])
            if self.touch is not None:
                self.touch(sent)
            told.say(sent, self.language)
            margins.fit(sent)
            # Streamlit draws a chart twice as it appears, from two copies. Plotly leaves the second alone
            # where it is told that the numbers are the same ones.
            sent["layout"]["datarevision"] = _fingerprint(sent["data"])
            kept[way] = sent
        return kept[way]

    def __reduce__(self) -> tuple[Callable[..., Sent], tuple[Any, ...]]:
        """Keep the figure itself: what is sent is no figure that could be read again."""
        return _again, (self.drawn, self.touch, self.language)


def _dress(layout: dict[str, Any]) -> None:
    """Write the template's look into the layout itself: Plotly counts a copied template as a changed one."""
    look = layout.pop("template", {}).get("layout", {})
    for name in {"xaxis", "yaxis", *(name for name in layout if AXIS.fullmatch(name))}:
        layout[name] = _over(look.get(f"{name[0]}axis", {}), layout.get(name, {}))
    for name, value in look.items():
        if not AXIS.fullmatch(name):
            layout[name] = _over(value, layout[name]) if name in layout else value


def _over(below: Any, above: Any) -> Any:
    """Lay one part over another: what stands above holds."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {name: _over(below.get(name), value) for name, value in above.items()}


def _unpacked(part: Any) -> Any:
    """Write packed numbers out: packed ones count as changed whenever they are copied, and are longer."""
    if isinstance(part, dict):
        if "bdata" not in part:
            return {name: _unpacked(one) for name, one in part.items()}
        numbers = np.frombuffer(base64.b64decode(part["bdata"]), dtype=part["dtype"])
        if "shape" in part:
            numbers = numbers.reshape([int(one) for one in str(part["shape"]).split(",")])
        return _short(numbers.tolist())
    return [_unpacked(one) for one in part] if isinstance(part, (list, tuple)) else part


def _short(number: Any) -> Any:
    """Keep eight digits of a number, more than a picture can show; unknown is None."""
    if isinstance(number, list):
        return [_short(one) for one in number]
    if isinstance(number, float):
        return float(f"{number:.8g}") if math.isfinite(number) else None
    return number


def _fingerprint(data: list[dict[str, Any]]) -> str:
    told_data = json.dumps(data, cls=PlotlyJSONEncoder, sort_keys=True)
    return hashlib.blake2b(told_data.encode(), digest_size=12).hexdigest()


def _again(drawn: go.Figure, touch: Touch | None, language: str) -> Sent:
    return Sent(drawn, touch=touch, language=language)
