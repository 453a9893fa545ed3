"""Routines: minutes first, then what you have and what hurts; then the routine, to change, keep and share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analytics.errors import AnalyticsError
from analytics.intake import routines as keeping
from analytics.reports import group_plans, routine_editor, routines, taking_along
from analytics.reports.routine_editor import View
from analytics.reports.routines import Asked, Guide, Saved, Standing, Stop
from pages.shared import frame, session
from pages.shared.routine_in_hand import change, hold, let_go, show_row, whose
from pages.shared.shown import st

frame.guard()

PAIN = tuple(range(11))
NOTHING = "nothing"
ASKED = "routine_ask_"  # begins the key of every answer: they outlive a look at another page


# ---------------------------------------------------------------- the routine in hand, kept between runs


def in_hand(asked: Asked) -> dict[str, Any]:
    """Give the routine in hand; a built one is built anew when an answer changes."""
    held = st.session_state.get("routine")
    if held is not None and held["routine_id"] and held["whose"] != whose():
        held = None  # another athlete's saved routine
    if held is None or (held["source"] == "built" and st.session_state.get("routine_for") != asked):
        hold(routines.answer(asked).text, source="built")
    elif st.session_state.get("routine_for") != asked and held["text"]:
        fitted = routine_editor.fit(held["text"], asked, own_time=held["source"] in ("link", "saved"))
        st.session_state["routine"] = {**held, "text": fitted}
    st.session_state["routine_for"] = asked
    return st.session_state["routine"]


def take_link() -> None:
    """Open the routine of the address, once."""
    link = st.query_params.get("routine")
    if link is None or link == st.session_state.get("routine_link"):
        return
    st.session_state["routine_link"] = link
    opened = routine_editor.open_link(link)
    if opened.text:
        hold(opened.text, source="link")
        st.session_state["routine_for"] = None
    else:
        st.session_state["routine_said"] = ("warning", opened.problem)


def say(kind: str, words: str) -> None:
    st.session_state["routine_said"] = (kind, words)


def show_said() -> None:
    """What the last click did, once."""
    kind, words = st.session_state.pop("routine_said", (None, None))
    if kind == "warning":
        st.warning(frame.plain(words), icon=":material/link_off:")
    elif words:
        st.success(frame.plain(words), icon=":material/check:")


# ---------------------------------------------------------------- the questions


def start_with(known: Standing | None) -> None:
    """Fill in what was answered before, on this page or in the log."""
    usual = {
        "minutes": 5,
        "site": (known.site if known else None) or NOTHING,
        "kit": (known.kit if known else None) or "none",
        "wrists": True,
        "impact": True,
        "youth": bool(known and known.may_be_minor),
    }
    if st.session_state.get("routine_known") != (whose(), known):
        # Another athlete, or the log knows something new, such as an injury: older answers do not hold.
        for key in [key for key in st.session_state if str(key).startswith(ASKED)]:
            del st.session_state[key]
        st.session_state.pop("routine_answers", None)
        st.session_state["routine_known"] = (whose(), known)
    fresh = {f"{ASKED}{name}": value for name, value in usual.items()}
    for key, value in {**fresh, **st.session_state.get("routine_answers", {})}.items():
        st.session_state.setdefault(key, value)


def ask(known: Standing | None) -> Asked:
    """Ask, minutes first; the rest has an answer already where the log knows one."""
    start_with(routines.without_saved(known))
    minutes = st.pills("Minutes you have", list(routines.MINUTES), key=f"{ASKED}minutes", required=True)
    sites = {NOTHING: "Nothing", **routines.sites()}
    site = st.pills("Sore or injured", list(sites), format_func=sites.get, key=f"{ASKED}site", required=True)
    signs, pain, since = ask_sore(site) if site != NOTHING else (None, None, None)
    left, right = st.columns(2)
    levels, kits = routines.levels(), routines.kits()
    usual = st.session_state.get("routine_answers", {}).get(f"{ASKED}level", known.level if known else None)
    level = left.selectbox(
        "Level",
        list(levels),
        format_func=levels.get,
        # As its own default, not through the session state: a browser that draws it anew then knows it still.
        index=list(levels).index(usual) if usual in levels else None,
        key=f"{ASKED}level",
        placeholder="Not set: taken as 1",
    )
    kit = right.selectbox("Kit", list(kits), format_func=kits.get, key=f"{ASKED}kit")
    with st.expander("Wrists, hops, under 18", icon=":material/tune:"):
        wrists = st.toggle("My wrists are fine on the floor", key=f"{ASKED}wrists")
        impact = st.toggle("Hops and jumps are fine", key=f"{ASKED}impact")
        youth = st.toggle(
            "Under 18",
            disabled=bool(known and known.is_minor),
            help="No added load, no hops, no harder form held out",
            key=f"{ASKED}youth",
        )
    st.session_state["routine_answers"] = {
        key: value for key, value in st.session_state.items() if str(key).startswith(ASKED)
    }
    return Asked(
        minutes=minutes,
        level=level,
        kit=kit,
        site=None if site == NOTHING else site,
        pain_0_10=pain,
        since=since,
        signs=signs,
        wrists_ok=wrists,
        impact_ok=impact,
        youth=youth,
    )


def ask_sore(site: str) -> tuple[tuple[str, ...] | None, int | None, Any]:
    """Ask for warning signs first, then how sore it is."""
    with st.container(border=True):
        st.markdown("**First: does one of these apply?**")
        ticked = tuple(
            sign
            for sign, words in routines.signs(site).items()
            if st.checkbox(words, key=f"{ASKED}sign_{site}_{sign}")
        )
        none = st.checkbox("**None of these**", key=f"{ASKED}none_{site}", disabled=bool(ticked))
        if ticked:
            show_stop(routines.answer(Asked(site=site, signs=ticked)).stop)
            return ticked, None, None
        pain = st.pills("Pain there now, 0 to 10", PAIN, key=f"{ASKED}pain_{site}")
        if none and (stop := routines.answer(Asked(site=site, signs=(), pain_0_10=pain)).stop):
            show_stop(stop)
        since = st.pills(
            "How long", list(routines.SINCE), format_func=routines.SINCE.get, key=f"{ASKED}since_{site}"
        )
    return () if none else None, pain, since


# ---------------------------------------------------------------- the answer


def show_stop(stop: Stop) -> None:
    """No routine, why, and what to do instead."""
    st.error(f"**{frame.plain(stop.headline)}**  \n{frame.plain(stop.action)}", icon=":material/front_hand:")
    st.text(stop.reason)


def show_guide(guide: Guide, reading: str) -> None:
    """The gates of pain, what to mind at the site, and what is known of it."""
    with st.container(border=True):
        st.markdown(f"**{frame.plain(guide.title)}**  \n{frame.plain(guide.note)}")
        st.caption(frame.plain(reading))
        st.markdown("\n".join(f"- **{when}**: {frame.plain(do)}" for when, do in guide.gates))
        with st.expander(guide.grade):
            if guide.reason:
                st.text(guide.reason)
            if guide.action:
                st.text(guide.action)
            for row in (*guide.evidence, guide.gate_source):
                st.text(row.claim)
                st.caption(
                    frame.plain(
                        f"In whom: {row.population}. Result: {row.result}. Certainty {row.certainty}."
                    )
                )
                st.markdown(f"[Read it]({row.address})")
            if guide.kinds:
                st.caption("How well hip strengthening is known to help once you have it, by injury")
                st.table(
                    [{"Injury": name, "Evidence": grade} for name, grade in guide.kinds], hide_index=True
                )


def show_routine(shown: View, held: dict[str, Any]) -> None:
    """The routine: start it, what it holds and why, and what can be done to it."""
    st.header(frame.plain(shown.title), anchor=False)
    st.caption(frame.plain(shown.line))
    for words in shown.warnings:
        st.warning(frame.plain(words), icon=":material/error:")
    with st.container(horizontal=True):
        if st.button("Start", type="primary", icon=":material/play_arrow:", key="routine_start"):
            st.session_state["session_plan"] = shown.plan
            frame.go("act/session.py")
        show_keep(shown, held)
        show_share(shown)
        show_take_along(shown, held)
        if held["source"] != "built" or held.get("changed"):
            st.button("Build it from my answers", on_click=let_go, icon=":material/restart_alt:")
    for row in shown.rows:
        show_row(row, held["text"])
    for note in shown.notes:
        st.caption(frame.plain(note))
    if shown.source_words:
        st.caption(frame.plain(shown.source_words))


def show_keep(shown: View, held: dict[str, Any]) -> None:
    """Save it under a name; one that was saved before can be saved again."""
    if person is None:
        return

    def fill() -> None:
        if held["routine_id"] and st.button(f"Save changes to {frame.plain(held['name'])}"):
            number, text = held["routine_id"], held["text"]
            keep(lambda: keeping.rewrite(session.store(), person.athlete_id, number, routine=text), "Saved.")
        name = st.text_input("Name", max_chars=60, placeholder=shown.title, key="routine_name")
        if st.button("Save under this name", type="primary", key="routine_save"):
            keep(lambda: keeping.save(session.store(), person.athlete_id, name=name or shown.title,
                                      routine=held["text"]), f"Saved as {name or shown.title}.")  # fmt: skip

    frame.popover("Save", fill, key="routine save", icon="bookmark_add")


def show_share(shown: View) -> None:
    def fill() -> None:
        st.code(f"{address}?routine={shown.link}", language=None, wrap_lines=True)
        st.caption("The link holds the exercises and how much of each; nothing about you or what is sore.")

    frame.popover("Share", fill, key="routine share", icon="share")


def show_take_along(shown: View, held: dict[str, Any]) -> None:
    """On paper with the figures, or in the watch under the exercises' real names."""
    title = held["name"] or shown.title
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)

    def fill() -> None:
        st.download_button(
            "Print it (PDF)",
            session.later(taking_along.sheet, routine=held["text"], title=title, today=dt.date.today()),
            file_name="hip-routine.pdf",
            mime="application/pdf",
            on_click="ignore",
            key="routine_print",
        )
        st.download_button(
            "For the watch (FIT workout)",
            session.later(taking_along.workout, routine=held["text"], title=title, now_utc=now),
            file_name="hip-routine.fit",
            mime="application/octet-stream",
            on_click="ignore",
            key="routine_watch",
        )
        st.caption("The sets you do with it come back from the watch under these names.")

    frame.popover("Take along", fill, key="routine take along", icon="print")


def keep(do: Any, words: str) -> None:
    """Do something to the saved routines, and say that it is done or why not."""
    try:
        do()
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
        return
    say("success", words)
    st.rerun()


# ---------------------------------------------------------------- one's own, and those saved before


def show_own(asked: Asked, held: dict[str, Any]) -> None:
    """Add from the library, or begin with nothing."""
    with st.expander(
        "Make your own from the library", icon=":material/add_circle:", expanded=held["text"] is None
    ):
        only_open = st.toggle("Only what fits my answers", value=True, key="routine_only_open")
        offered = routine_editor.to_add(held["text"], asked, only_open=only_open)
        chosen = st.selectbox(
            "Exercise", list(offered), format_func=lambda one: offered.get(one, "?"), index=None,
            placeholder="Type a name, or look through the list", key="routine_add",
        )  # fmt: skip
        with st.container(horizontal=True):
            if st.button("Add it", disabled=chosen is None, icon=":material/add:"):
                added = routine_editor.add(held["text"], chosen, asked)
                change(added.text)
                if added.problem:
                    say("warning", added.problem)
                st.rerun()
            if held["text"] and st.button("Begin with nothing", icon=":material/note_add:"):
                hold(None, source="own")
                st.rerun()


def show_assigned() -> None:
    """Routines a coach assigned, as long as they hold: open, to look at or to start."""
    for at, one in enumerate(session.report(group_plans.of_athlete, athlete_id=person.athlete_id, day=today)):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"assigned_{at}"):
            st.markdown(
                f"**From your coach: {frame.plain(one.name)}**  \n{frame.plain(one.line)}", width="stretch"
            )
            if st.button("Open", key=f"open_assigned_{at}", icon=":material/open_in_full:", type="primary"):
                hold(one.text, source="saved", name=one.name)
                st.session_state["routine_for"] = None
                st.rerun()


def show_saved(some: tuple[Saved, ...]) -> None:
    """The routines saved before: open, rename, delete."""
    if not some:
        return
    st.header("Your routines", anchor=False)
    for one in some:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{frame.plain(one.name)}**  \n{frame.plain(one.problem or one.line)}", width="stretch"
            )
            if one.problem is None and st.button(
                "Open", key=f"open_{one.routine_id}", icon=":material/open_in_full:"
            ):
                hold(one.text, source="saved", name=one.name, routine_id=one.routine_id)
                st.session_state["routine_for"] = None
                st.rerun()
            with st.popover("More", key=f"more_{one.routine_id}"):
                name = st.text_input(
                    "New name", one.name, max_chars=60, key=f"name_{one.routine_id}_{one.name}"
                )
                if st.button("Rename", key=f"rename_{one.routine_id}", disabled=name == one.name):
                    keep(lambda at=one.routine_id, new=name: keeping.rename(
                        session.store(), person.athlete_id, at, name=new), "Renamed.")  # fmt: skip
                if st.button("Delete", key=f"delete_{one.routine_id}", icon=":material/delete:"):
                    delete(one)


def delete(one: Saved) -> None:
    """Delete a saved routine, and leave a way back."""
    st.session_state["routine_gone"] = keeping.delete(session.store(), person.athlete_id, one.routine_id)
    st.rerun()


def show_gone() -> None:
    """The way back from deleting."""
    gone = st.session_state.get("routine_gone")
    if gone and person and gone.athlete_id == person.athlete_id:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Deleted: {frame.plain(gone.name)}.", width="stretch")
            if st.button("Undo", icon=":material/undo:"):
                st.session_state.pop("routine_gone")
                keep(lambda: keeping.save(session.store(), person.athlete_id, name=gone.name,
                                          routine=gone.routine), "It is back.")  # fmt: skip


# ---------------------------------------------------------------- the page


def show_builder() -> None:
    """The questions, and what answers them."""
    asked = ask(standing)
    answer = routines.answer(asked)
    if answer.question:
        st.info(frame.plain(answer.question), icon=":material/quiz:")
    if not answer.text:
        return
    held = in_hand(asked)
    if asked.site:
        show_guide(routines.guide(asked.site), routines.reading(asked))
    if held["source"] == "link":
        st.info(
            "This routine came with a link. It was held against your answers above.", icon=":material/link:"
        )
    if held["was_for"] and not asked.site:
        st.info(
            f"It was built for {held['was_for']}. If it still is, say so above.", icon=":material/healing:"
        )
    if held["text"]:
        show_routine(routine_editor.view(held["text"], title=held["name"]), held)
    else:
        st.info("An empty routine. Add the first exercise below.", icon=":material/note_add:")
    show_own(asked, held)


today = dt.date.today()
person = st.session_state.get("person")
standing = (
    session.report(routines.gather, athlete_id=person.athlete_id, day=dt.date.today()) if person else None
)
address = (st.context.url or "").split("?")[0]
take_link()
frame.heading("Routines", "Minutes first. Every exercise says why it is here; swap what you do not like.")
show_said()
show_gone()
if person:
    show_assigned()
if standing and standing.stops:
    for stop in standing.stops:
        show_stop(stop)
else:
    show_builder()
if standing:
    show_saved(standing.saved)
