"""Exercises: look through the library, and read how one is done."""

from __future__ import annotations

from dataclasses import replace

from analytics.reports import exercises
from analytics.reports.exercises import Filters
from pages.shared import frame, ladder, pictures
from pages.shared.shown import st

frame.guard()

KINDS = {"dips": "Hip dips", "essential": "Essential", "running": "Made for running"}


def more() -> None:
    """Show more cards."""
    st.session_state["exercise_cards"] = exercises.more(cards_shown())


def cards_shown() -> int:
    return st.session_state.get("exercise_cards", exercises.AT_FIRST)


def show_one(exercise_id: str) -> None:
    """Show one exercise in full, with the way to its neighbours and back."""
    one = exercises.detail(exercise_id)
    st.button("All exercises", on_click=ladder.close, icon=":material/arrow_back:", type="tertiary")
    frame.heading(one.name, one.line)
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        if not pictures.show(one.id):
            st.caption("There is no drawing of this one yet.")
        st.text(one.works)
    with words:
        st.markdown(f"**Think of this**  \n{frame.plain(one.cue)}")
        st.markdown(f"**What often goes wrong**  \n{frame.plain(one.common_fault)}")
    st.markdown(f"**Set-up**  \n{frame.plain(one.set_up)}")
    st.markdown(f"**Movement**  \n{frame.plain(one.movement)}")
    st.markdown(f"**How much**  \n{frame.plain(one.dose)}  \n{frame.plain(one.level)}")
    ladder.neighbours(one.easier, one.harder)
    with st.expander("When something is sore", icon=":material/healing:"):
        for says, those in one.sites:
            st.markdown(f"**{says}:** {frame.plain(those)}")
        if one.hands:
            st.text(one.hands)
        st.caption(
            "General judgement, not medical advice. Keep pain at 3 of 10 or below, settled by next morning."
        )
    with st.expander("What it counts for, and why", icon=":material/balance:"):
        st.markdown(frame.plain(one.hip_weight), help=exercises.HIP_SET_EXPLAINED)
        st.markdown(f"**Evidence: {one.grade}**", help=exercises.GRADES_EXPLAINED)
        st.text(one.basis)
        if one.our_description:
            st.text(one.our_description)
            ladder.link_to_dips()
    if one.also_called:
        st.caption(frame.plain(one.also_called))


def ask() -> Filters:
    """Ask what to look for."""
    said = st.text_input(
        "Search",
        placeholder="bridge, clam, band, inner thigh…",
        key="exercise_words",
        icon=":material/search:",
    )
    kinds = st.pills("Show", list(KINDS), format_func=KINDS.get, selection_mode="multi", key="exercise_kinds")
    rest = frame.fold("More filters", ask_more, key="exercise_filters", icon="filter_list") or Filters()
    dips = ("hip_dip",) if "dips" in kinds and "hip_dip" not in rest.families else ()
    return replace(
        rest,
        words=said or "",
        families=(*rest.families, *dips),
        essential_only="essential" in kinds,
        running_specific_only="running" in kinds,
    )


def ask_more() -> Filters:
    """Ask for what it works on, its family, level and kit, and what is sore."""
    families, targets = exercises.families(), exercises.targets()
    kits, sites, suits = exercises.kits(), exercises.sites(), exercises.suits()
    aims = st.pills(
        "Works on", list(targets), format_func=targets.get, selection_mode="multi", key="exercise_target"
    )
    chosen = st.pills(
        "Family", list(families), format_func=families.get, selection_mode="multi", key="exercise_family"
    )
    left, right = st.columns(2)
    level = left.select_slider("Up to level", [1, 2, 3, 4, 5], value=5, key="exercise_level")
    kit = right.selectbox(
        "Kit", list(kits), format_func=kits.get, index=None, placeholder="Any", key="exercise_kit"
    )
    left, right = st.columns(2)  # a row of its own: on a phone both stand below one another
    site = left.selectbox(
        "Sore or injured",
        list(sites),
        format_func=sites.get,
        index=None,
        placeholder="Nothing",
        key="exercise_site",
    )
    with right:
        says = st.pills(
            "For that site, show what",
            list(suits),
            default=["allowed", "caution"],
            format_func=suits.get,
            selection_mode="multi",
            key="exercise_suits",
            disabled=site is None,
        )
    return Filters(
        targets=tuple(aims or ()),
        families=tuple(chosen or ()),
        top_level=level,
        kit=kit,
        site=site,
        suits=tuple(says or ()),
    )


def show_cards(rows: list[exercises.Row], number: int) -> None:
    """Show the list: three cards a row, one on a phone."""
    with st.container(key="exercise_cards"):  # a grid of the style sheet: no row and no column to draw
        for row in rows[:number]:
            with st.container(border=True, height="stretch", gap="xsmall"):
                pictures.show(row.id)
                st.button(
                    row.name, key=f"open_{row.id}", type="tertiary", on_click=ladder.open_one, args=(row.id,)
                )
                st.caption(frame.plain(f"{row.line} · {row.site}" if row.site else row.line))


def show_list() -> None:
    """Show the whole library, narrowed by what is asked."""
    frame.heading("Exercises", "Hip dips first. The wording is ours; ask a coach to watch your first sets.")
    found = exercises.find(ask())
    everything = len(exercises.names())
    st.header(f"{len(found)} of {everything} exercises", anchor=False)
    if not found:
        frame.missing("Nothing passes all of these filters. Take one away.")
    show_cards(found, cards_shown())
    if len(found) > cards_shown():
        st.button("Show more", on_click=more, icon=":material/expand_more:")


if chosen_id := ladder.chosen():
    show_one(chosen_id)
else:
    show_list()
