"""The guided session in the browser: a component without an iframe, and what it tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from analytics.charts import figures
from analytics.knowledge import texts
from analytics.reports.guided import Draft
from pages.shared import shown
from pages.shared.shown import st

_HERE = Path(__file__).resolve().parent
SPEED = "HIPSTRIDE_SESSION_SPEED"
"""How many times faster the session's clock runs than a watch: for tests in a browser alone; 1 without it."""

WORDS = tuple(texts.of_scripts(_HERE, "guided"))
"""What the browser says, in English."""
_component = st.components.v2.component(
    "hipstride_guided",
    html=_HERE.joinpath("guided.html").read_text("utf-8"),
    css=_HERE.joinpath("guided.css").read_text("utf-8"),
    js=_HERE.joinpath("guided.js").read_text("utf-8"),
)


def told(token: str) -> Any:
    """Give what the browser told last of a session: how far it has come; None where it told nothing yet."""
    state = st.session_state.get(_key(token)) or {}
    return state.get("progress")


def show(draft: Draft) -> None:
    """Show the session where it stands; what happens in it is there in the next run as `told`."""
    plan, words = draft.plan, {}
    if not shown.is_english():
        plan = _in_words(plan)
        words = {one: shown.said(one) for one in WORDS}
    drawn = {step["exercise_id"]: figures.draw(step["exercise_id"]) for step in draft.plan["steps"]}
    _component(
        key=_key(draft.token),
        data={
            "token": draft.token,
            "plan": plan,
            "words": words,
            "progress": draft.progress,
            "saved": draft.seq,
            "speed": float(os.environ.get(SPEED, "1")),
            "figures": {one: shown.markup(figure.svg) for one, figure in drawn.items() if figure is not None},
        },
        on_progress_change=_heard,
    )


def _in_words(plan: dict[str, Any]) -> dict[str, Any]:
    """Give a plan in the language that is read: what is stored stays as it is."""
    steps = [
        step | {name: shown.said(step[name]) for name in ("name", "cue", "fault", "easier") if step.get(name)}
        for step in plan["steps"]
    ]
    return plan | {"steps": steps, "notes": shown.said(plan.get("notes") or [])}


def _key(token: str) -> str:
    return f"guided_{token}"


def _heard() -> None:
    """Let the page run again: it reads what was told itself."""
