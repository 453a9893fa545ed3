"""Opening the database in sight of who waits for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from pages.shared import session, words


def test_the_first_opening_says_what_takes_so_long_and_later_runs_say_nothing(
    open_empty: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    spinner = streamlit.spinner
    monkeypatch.setattr(session.st, "spinner", lambda text: said.append(text) or spinner(text))
    open_empty("trust/settings")  # two runs: the front page, then this one
    assert said == [words.OPENING]
