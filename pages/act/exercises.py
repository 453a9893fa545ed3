"""Exercises: look through the library, and read how one is done."""

from __future__ import annotations

import streamlit as st

from analytics.reports import exercises
from analytics.reports.exercises import Filters
from pages.shared import frame

frame.guard()


def show(exercise_id: str) -> None:
    st.session_state["exercise"] = exercise_id


frame.heading("Exercises", "Hip dips first. The wording is ours; ask a coach to watch your first sets.")
names, families, targets = exercises.names(), exercises.families(), exercises.targets()
kits, sites = exercises.kits(), exercises.sites()

with st.expander("Filter", icon=":material/filter_list:"):
    said = st.text_input("Name", placeholder="bridge, clam, step…", key="exercise_words")
    chosen = st.pills(
        "Family", list(families), format_func=families.get, selection_mode="multi", key="exercise_family"
    )
    aims = st.pills(
        "Works on", list(targets), format_func=targets.get, selection_mode="multi", key="exercise_target"
    )
    left, right = st.columns(2)
    level = left.select_slider("Up to level", [1, 2, 3, 4, 5], value=5, key="exercise_level")
    kit = right.selectbox(
        "Kit", list(kits), format_func=kits.get, index=None, placeholder="Any", key="exercise_kit"
    )
    site = left.selectbox(
        "Sore or injured",
        list(sites),
        format_func=sites.get,
        index=None,
        placeholder="Nothing",
        key="exercise_site",
    )
    essential = right.toggle("Essential only", key="exercise_essential")
    specific = right.toggle("Made for running only", key="exercise_specific")

rows = exercises.find(
    Filters(
        words=said or "",
        targets=tuple(aims or ()),
        families=tuple(chosen or ()),
        top_level=level,
        kit=kit,
        site=site,
        essential_only=essential,
        running_specific_only=specific,
    )
)

one_id = st.selectbox("Look at one", list(names), format_func=names.get, key="exercise")
one = exercises.detail(one_id)
with st.container(border=True):
    st.subheader(one.name, anchor=False)
    st.caption(one.line)
    st.markdown("**How**")
    st.text(one.cue)
    st.markdown("**What often goes wrong**")
    st.text(one.common_fault)
    st.markdown("**How much**")
    st.text(one.dose)
    with st.container(horizontal=True):
        if one.easier_id:
            st.button(
                f"Easier: {one.easier}", on_click=show, args=(one.easier_id,), icon=":material/trending_down:"
            )
        if one.harder_id:
            st.button(
                f"Harder: {one.harder}", on_click=show, args=(one.harder_id,), icon=":material/trending_up:"
            )
    with st.expander("What it counts, and what stands behind it"):
        st.text(one.hip_weight)
        st.text(one.basis)
        if one.our_description:
            st.text(one.our_description)
    with st.expander("When something is sore"):
        st.caption("General judgement, not medical advice.")
        frame.table(
            list(one.sites),
            {"site": "Site", "says": "This exercise"},
            about="Whether this exercise suits a sore site",
            height="content",
        )

st.subheader(f"{len(rows)} of {len(names)} exercises", anchor=False)
if not rows:
    frame.missing("Nothing passes all of these filters. Take one away.")
else:
    frame.table(
        rows,
        {
            "name": "Exercise",
            "family": "Family",
            "level": "Level",
            "kit": "Kit",
            "dose": "How much",
            "hip_weight": st.column_config.NumberColumn("Hip weight", format="%.1f"),
            "essential": st.column_config.CheckboxColumn("Essential"),
            "running_specific": st.column_config.CheckboxColumn("For running"),
            **({"site": "When sore"} if site else {}),
        },
        about="The exercises that pass the filters",
    )
