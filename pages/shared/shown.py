"""The door between pages and the screen: Streamlit, with every text said in the language that is read.

A page imports `st` from here and uses it as ever; in English nothing is changed. What a person wrote (names,
notes) passes too, and stays as it is unless it happens to be a phrase of ours.

>>> # from pages.shared.shown import st
>>> # st.button("Import files", key="import")         reads "Dateien importieren" in German
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit

from analytics.charts import told
from analytics.knowledge import tongue, units

FIRST = {
    "button", "caption", "checkbox", "date_input", "download_button", "error", "expander", "file_uploader",
    "form_submit_button", "header", "info", "link_button", "markdown", "multiselect", "number_input", "pills",
    "popover", "radio", "segmented_control", "select_slider", "selectbox", "slider", "spinner", "status",
    "subheader", "success", "text", "text_area", "text_input", "time_input", "title", "toast", "toggle",
    "warning", "write",
}  # fmt: skip
"""What shows its first argument."""
FLOWING = FIRST & {
    "caption", "error", "header", "info", "markdown", "subheader", "success", "text", "warning", "write",
}  # fmt: skip
"""What flows over several lines."""
SHOWN = ("label", "body", "help", "placeholder", "text", "title", "alt", "captions", "caption")
"""Arguments that are shown, by name."""
CHOOSING = {"multiselect", "pills", "radio", "segmented_control", "select_slider", "selectbox"}
"""What shows options; the values that are chosen stay what they are."""
PLACES = {"columns", "container", "empty", "expander", "form", "popover", "progress", "status", "tabs"}
"""What gives places to show something in."""
WRITTEN = {"name", "athlete", "file", "note", "title", "session", "activity"}
"""Columns of tables that hold what people wrote: only what is wholly a phrase of ours is said there."""
CODES = {"id", "evidence", "address", "sql", "table", "column"}
"""Columns of tables that hold no words."""
_HTML = re.compile(r'>([^<>]+)(?=<)|\b(?:aria-label|title|alt|placeholder|data-day|data-name)="([^"]*)"')
_PERCENT = re.compile(r"(?<=\d) (?=%)|(?<=±) (?=\d)")
_NUMBERED = re.compile(r"^(\d+)\. ")
_DATES = {"D MMM YYYY": "DD.MM.YYYY", "D MMM YYYY, HH:mm": "DD.MM.YYYY, HH:mm"}


def is_english() -> bool:
    """Say whether nothing needs to be said in another language."""
    return units.way().language == tongue.ENGLISH


def said(shown: Any) -> Any:
    """Say a text, or each text of a list or tuple; everything else stays."""
    if isinstance(shown, str):
        return tongue.said(shown)
    if isinstance(shown, (list, tuple)):
        return type(shown)(said(one) for one in shown)
    return shown


def markup(text: str) -> str:
    """Say the words in HTML or SVG, and leave its marks.

    Examples
    --------
    >>> markup('<b title="Day">Day</b>')
    '<b title="Day">Day</b>'
    """
    if is_english():
        return text

    def one(found: re.Match[str]) -> str:
        words = found[1] if found[1] is not None else found[2]
        new = html.escape(tongue.said(html.unescape(words)), quote=found[1] is None)
        return found[0].replace(words, new, 1) if words else found[0]

    return _HTML.sub(one, text) if "<" in text else tongue.said(text)


class Shown:
    """Stands in for Streamlit, or for a place on the page."""

    def __init__(self, inner: Any) -> None:
        object.__setattr__(self, "_inner", inner)

    def __getattr__(self, name: str) -> Any:
        """Give what Streamlit has under this name, with its texts said where it shows any."""
        found = getattr(self._inner, name)
        if name in _SAYING:
            return partial(_say, self._inner, name)
        return Shown(found) if isinstance(found, streamlit.delta_generator.DeltaGenerator) else found

    def __enter__(self) -> Shown:
        """Show what follows in this place."""
        self._inner.__enter__()
        return self

    def __exit__(self, *how: Any) -> Any:
        """Leave this place."""
        return self._inner.__exit__(*how)


def _say(inner: Any, name: str, /, *given: Any, **named: Any) -> Any:
    """Call what Streamlit has under a name, with what it shows said in the language that is read."""
    call = getattr(inner, name)
    shown = list(given)
    if is_english():
        if name == "plotly_chart":
            shown, named = _chart(shown, named)
        return call(*_bound(name, shown), **named)
    if shown and name in FIRST:
        shown = [
            said(shown[0]) if name == "text" else _no_list(shown[0], said(shown[0])),
            *(map(said, shown[1:]) if name == "write" else shown[1:]),
        ]
    for one in SHOWN:
        if isinstance(named.get(one), (str, list, tuple)):
            named[one] = said(named[one])
    if name in CHOOSING:
        shown, named = _options(shown, named)
    if name in _OWN_WAYS:
        shown, named = _OWN_WAYS[name](shown, named)
    result = call(*_bound(name, shown), **named)
    if name in PLACES:
        return [Shown(one) for one in result] if isinstance(result, (list, tuple)) else Shown(result)
    return Shown(result) if isinstance(result, streamlit.delta_generator.DeltaGenerator) else result


def _bound(name: str, given: Sequence[Any]) -> list[Any]:
    """Keep a number and its percent sign on one line where they are read in a sentence.

    Examples
    --------
    >>> _bound("write", ["10 % beyond (± 3 %)"]) == ["10\\u00a0% beyond (±\\u00a03\\u00a0%)"]
    True
    """
    if name in FLOWING and given and isinstance(given[0], str):
        return [_PERCENT.sub("\u00a0", given[0]), *given[1:]]
    return list(given)


def _no_list(english: Any, text: Any) -> Any:
    """Keep a text that begins with a day ("10. Feb.") from being read as the tenth of a list.

    Examples
    --------
    >>> _no_list("10 Feb 2026", "10. Feb. 2026"), _no_list("1. Sit", "1. Setz dich")
    ('10\\\\. Feb. 2026', '1. Setz dich')
    """
    if not isinstance(text, str) or _NUMBERED.match(english):
        return text
    return _NUMBERED.sub(r"\1\\. ", text)


Args = tuple[list[Any], dict[str, Any]]


def _options(given: list[Any], named: dict[str, Any]) -> Args:
    """Say the options; two that would read alike keep their English, so that they stay apart."""
    options = given[1] if len(given) > 1 else named.get("options", ())
    form: Callable[[Any], Any] = named.get("format_func") or str
    english = [str(form(one)) for one in options]
    words = [tongue.said(one) for one in english]
    seen: dict[str, str] = {}
    for one, other in zip(english, words, strict=True):
        seen[one] = other if other not in seen.values() or seen.get(one) == other else one
    named["format_func"] = lambda one: seen.get(str(form(one)), str(form(one)))
    return given, named


def _metric(given: list[Any], named: dict[str, Any]) -> Args:
    for one in ("value", "delta"):
        named |= {one: said(named[one])} if one in named else {}
    return [said(one) for one in given], named


def _tabs(given: list[Any], named: dict[str, Any]) -> Args:
    return [said(given[0]), *given[1:]], named


def _progress(given: list[Any], named: dict[str, Any]) -> Args:
    return [given[0], *map(said, given[1:])], named


def _navigation(given: list[Any], named: dict[str, Any]) -> Args:
    pages = given[0]
    if isinstance(pages, Mapping):
        pages = {said(section): some for section, some in pages.items()}
    return [pages, *given[1:]], named


def _page_link(given: list[Any], named: dict[str, Any]) -> Args:
    return given, named


def _html(given: list[Any], named: dict[str, Any]) -> Args:
    return [markup(given[0]) if isinstance(given[0], str) else given[0], *given[1:]], named


def _code(given: list[Any], named: dict[str, Any]) -> Args:
    """Words in fixed letters are said; code of a language is not."""
    return ([said(given[0]), *given[1:]] if named.get("language", "") is None else given), named


def _table(given: list[Any], named: dict[str, Any]) -> Args:
    if "data" in named:
        return given, named | {"data": _cells(named["data"], heads=True)}
    return [_cells(given[0], heads=True), *given[1:]], named


def _dataframe(given: list[Any], named: dict[str, Any]) -> Args:
    config = named.get("column_config")
    if isinstance(config, Mapping):
        named["column_config"] = {name: _column(one) for name, one in config.items()}
    shown = config if isinstance(config, Mapping) else {}
    if "data" in named:
        named["data"] = _cells(named["data"], only=shown or None)
    elif given:
        given = [_cells(given[0], only=shown or None), *given[1:]]
    return given, named


def _editor(given: list[Any], named: dict[str, Any]) -> Args:
    """Only heads: what stands in the cells of an editor comes back as it stands there."""
    config = named.get("column_config")
    if isinstance(config, Mapping):
        named["column_config"] = {name: _column(one) for name, one in config.items()}
    return given, named


def _column(config: Any) -> Any:
    if isinstance(config, str):
        return said(config)
    if not isinstance(config, dict):
        return config
    new = dict(config)
    for one in ("label", "help"):
        new[one] = said(new.get(one))
    kind = new.get("type_config")
    if isinstance(kind, dict) and kind.get("format") in _DATES:
        new["type_config"] = kind | {"format": _DATES[kind["format"]]}
    return new


def _cells(data: Any, *, heads: bool = False, only: Iterable[str] | None = None) -> Any:
    """Say the words in a table: a frame, or one mapping a row."""
    if isinstance(data, (list, tuple)) and all(isinstance(row, Mapping) for row in data):
        return [
            {said(name) if heads else name: _cell(name, one) for name, one in row.items()} for row in data
        ]
    if not hasattr(data, "select_dtypes"):
        return data
    wanted = None if only is None else set(only)
    new = data.copy(deep=False)
    for name in data.select_dtypes(exclude=["number", "datetime", "timedelta", "bool", "datetimetz"]).columns:
        if wanted is None or name in wanted:
            new[name] = [_cell(name, one) for one in data[name]]
    return new.rename(columns=said) if heads else new


def _cell(column: Any, value: Any) -> Any:
    if not isinstance(value, str) or str(column).lower() in CODES:
        return value
    if str(column).lower() in WRITTEN and not tongue.book(units.way().language).knows(value):
        return value
    return tongue.said(value)


def _chart(given: list[Any], named: dict[str, Any]) -> Args:
    from analytics.charts import (
        sent,
    )  # the chart library takes a moment to load, and the first page draws nothing

    language = units.way().language
    named["config"] = (named.get("config") or {}) | told.locale(language)
    return [sent.Sent(given[0], language=language), *given[1:]], named


def _image(given: list[Any], named: dict[str, Any]) -> Args:
    picture = given[0]
    return (
        [markup(picture), *given[1:]] if isinstance(picture, str) and "<svg" in picture[:200] else given
    ), named


_OWN_WAYS: dict[str, Callable[[list[Any], dict[str, Any]], Args]] = {
    "code": _code,
    "data_editor": _editor,
    "dataframe": _dataframe,
    "html": _html,
    "image": _image,
    "metric": _metric,
    "navigation": _navigation,
    "plotly_chart": _chart,
    "progress": _progress,
    "table": _table,
    "tabs": _tabs,
}
_SAYING = FIRST | CHOOSING | PLACES | set(_OWN_WAYS) | {"Page", "page_link"}

st: Any = Shown(streamlit)
