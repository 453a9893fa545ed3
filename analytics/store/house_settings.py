"""Keeping what is chosen once for everything shown, such as which injuries count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.store.writer import Writer


def keep(writer: Writer, setting: str, value: str) -> None:
    """Keep a setting in place of what it was before.

    Raises
    ------
    StoreError
        If there is no such setting, or it cannot have that value; in words.
    """
    row = {"setting": setting, "setting_value": value, "set_at_utc": writer.now_utc}
    sound = writer.all_sound("house_setting", [row])
    writer.change("DELETE FROM house_setting WHERE setting = ?", [setting])
    writer.keep("house_setting", sound)
    writer.flush()
