"""What was asked in SQL is kept once, newest first, and forgotten when told to."""

from __future__ import annotations

import logging

import pytest

from analytics.errors import StoreError
from analytics.intake import asking
from analytics.store import Store, open_store, query_history


def kept(store: Store) -> list[tuple[str, int]]:
    with store.reader() as reader:
        rows = reader.frame("sql_history")
    return list(zip(rows["query"], rows["answer_rows"], strict=True))


def test_each_question_is_kept_once_and_nobody_else_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(query_history, "MOST_KEPT", 3)
    with open_store() as store:
        before = store.revision()
        for number in (1, 2, 1, 3, 4):
            asking.keep(store, query=f" SELECT {number} ", answer_rows=number)
        # The first was asked again as the third: of five the newest three stay.
        assert kept(store) == [("SELECT 4", 4), ("SELECT 3", 3), ("SELECT 1", 1)]
        with pytest.raises(StoreError, match="between 1 and 20,000 characters"):
            asking.keep(store, query=" ", answer_rows=0)
        asking.clear(store)
        assert kept(store) == []
        assert store.revision() == before
    assert "SELECT" not in caplog.text
