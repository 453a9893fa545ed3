"""Keeping what somebody asked in SQL of their own, and clearing it. It is theirs: it goes into no log.

It is no data: keeping it does not raise the revision, which would empty every cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.store.writer import Writer

MOST_KEPT = 200


def keep(writer: Writer, *, query: str, answer_rows: int) -> None:
    """Keep a question that was answered; of many the newest stay.

    Raises
    ------
    StoreError
        If it breaks a rule, in its words.
    """
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(query_no), 0) + 1 FROM sql_query")[0][0])
    row = {
        "query_no": number,
        "query": query.strip(),
        "asked_at_utc": writer.now_utc,
        "answer_rows": answer_rows,
    }
    sound = writer.all_sound("sql_query", [row])
    writer.change("DELETE FROM sql_query WHERE query = ?", [row["query"]], is_news=False)
    writer.change("DELETE FROM sql_query WHERE query_no <= ?", [number - MOST_KEPT], is_news=False)
    writer.keep("sql_query", sound, is_news=False)
    writer.flush()


def clear(writer: Writer) -> None:
    """Forget everything that was asked."""
    writer.change("DELETE FROM sql_query", [], is_news=False)
