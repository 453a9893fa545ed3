"""One activity laid out: its figures, its course, its way, its parts, and where all of it is from."""

from __future__ import annotations

import itertools

from analytics.charts import route, streams
from analytics.knowledge import units, written
from analytics.reports import activity_recording
from analytics.reports.activity import Activity
from pages.shared import activities, activity_edit, columns, frame, session
from pages.shared.shown import st

OVER = {"distance": "Distance", "time": "Time"}
COLOURS = {"pace_s_per_km": "Pace", "heart_rate_bpm": "Heart rate", "altitude_m": "Altitude"}


def show(one: Activity) -> None:
    """Show an activity from its figures down to its files."""
    st.button("All activities", icon=":material/arrow_back:", type="tertiary", on_click=activities.close)
    frame.heading(frame.plain(one.title), one.line)
    for doubt in one.doubts:
        st.caption(f":orange[:material/error:] {frame.plain(doubt)}")
    frame.figures(one.figures)
    if one.spike_line:
        st.caption(frame.plain(one.spike_line))
    if one.notes:
        st.text(one.notes)
    activity_edit.edit_panel(one.activity_id)
    course(one)
    left, right = st.columns(2, gap="large")
    with left:
        splits(one)
    with right:
        way(one)
    zones(one)
    efforts(one)
    alike(one)
    sets(one)
    numbers(one)
    sources(one)


def course(one: Activity) -> None:
    """What was measured along the way or the time."""
    if one.drawn is None or not one.drawn.values:
        st.info(frame.plain(one.no_course), icon=":material/info:")
        return
    over = "time"
    if one.drawn.way_km is not None:
        over = st.segmented_control(
            "Over",
            list(OVER),
            format_func=OVER.__getitem__,
            default="distance",
            required=True,
            key="activity_over",
            label_visibility="collapsed",
        )
    is_time = over == "time" or one.drawn.way_km is None
    frame.draw(
        session.picture(
            streams.draw,
            one.drawn.time_min if is_time else one.drawn.way_km,
            one.drawn.values,
            one.drawn.means,
            one.drawn.pauses_min if is_time else one.drawn.pauses_km,
            about=(one.activity_id, over),
            over="time" if is_time else "distance",
            window_s=int(activity_recording.SMOOTH_S),
            sensor_window_s=int(activity_recording.SMOOTH_SENSOR_S),
        ),
        key="course",
    )


def way(one: Activity) -> None:
    """The shape of the way."""
    if one.route is None:
        if one.drawn is not None and one.drawn.way_km is not None:
            st.header("The way", anchor=False)
            st.caption("No positions were recorded (a treadmill, a hall, or no satellite receiver).")
        return
    by = st.segmented_control(
        "Colour by",
        list(one.route.colour_by),
        format_func=COLOURS.__getitem__,
        key="activity_colour",
        default=next(iter(one.route.colour_by), None),
        label_visibility="collapsed",
    )
    frame.draw(
        session.picture(
            route.draw,
            one.route.east_m,
            one.route.north_m,
            one.route.colour_by.get(by or ""),
            about=(one.activity_id, by),
            colour_by=by,
        ),
        key="route",
    )


def splits(one: Activity) -> None:
    """Kilometre by kilometre, and the laps of the watch."""
    if not one.splits.empty:
        st.header("Mile by mile" if units.way().is_imperial else "Kilometre by kilometre", anchor=False)
        frame.table(
            one.splits,
            {
                "split_no": units.unit("distance_m"),
                "distance": "Length",
                "time": "Time",
                "pace": written.pace_head(),
                "graded_pace": "Graded",
                "hr_mean_bpm": columns.number("Heart rate"),
                "ascent_m": columns.height("Ascent"),
            },
            about="Splits with moving time, pace, graded pace, heart rate and ascent",
            height=min_height(len(one.splits)),
        )
        st.caption("From the records; time in motion. Graded: what the effort would give on the level.")
    if not one.laps.empty:
        st.header("Laps as the watch made them", anchor=False)
        frame.table(
            one.laps,
            {
                "lap": "Lap",
                "distance_km": columns.distance(decimals=2),
                "time": "Time",
                "pace": written.pace_head() if one.as_pace else units.unit("speed_m_s"),
                "hr_mean_bpm": columns.number("Heart rate"),
                "hr_max_bpm": columns.number("Highest"),
            },
            about="Laps with distance, time, pace and heart rate",
            height=min_height(len(one.laps)),
        )


def min_height(rows: int) -> int | str:
    """Let a short table be as tall as it is, and a long one scroll."""
    return "content" if rows <= 14 else 460


def zones(one: Activity) -> None:
    """Time in the athlete's zones."""
    if one.zones.empty:
        if one.zones_line:
            st.caption(frame.plain(one.zones_line))
        return
    st.header("Time in zones", anchor=False)
    kinds = list(dict.fromkeys(one.zones["of"]))
    for place, kind in zip(st.columns(len(kinds)), kinds, strict=True):
        with place:
            st.markdown(f"**{kind}**")
            st.table(
                [
                    {
                        "Zone": f"{row['zone']}",
                        "From, to": row["bounds"],
                        "Time": row["time"],
                        "Share": written.percent(row["share_pct"]),
                    }
                    for row in one.zones[one.zones["of"] == kind].to_dict("records")
                ],
                hide_index=True,
            )
    st.caption(frame.plain(one.zones_line))


def efforts(one: Activity) -> None:
    """Best efforts of the run, and which are personal bests."""
    if one.efforts.empty:
        return
    st.header("Best efforts", anchor=False)
    frame.table(
        one.efforts,
        {
            "effort": "Over",
            "result": "Result",
            "pace": written.pace_head(),
            "at": "Began at",
            "standing": "Against your runs before",
            "before": "Best before",
        },
        about="Best efforts of this run beside the best before it",
        height=min_height(len(one.efforts)),
    )
    st.caption(frame.plain(one.efforts_line))


def alike(one: Activity) -> None:
    """Runs of about the same length before and after."""
    if not one.alike_line:
        return
    st.header("Before and after: runs of about this length", anchor=False)
    st.write(frame.plain(one.alike_line))
    heads = {
        "local_date": st.column_config.DateColumn("Date", format="D MMM YYYY"),
        "which": "",
        "distance_km": columns.distance(),
        "pace": written.pace_head(),
        "graded_pace": "Graded",
        "hr_mean_bpm": columns.number("Heart rate"),
        "efficiency_m_per_beat": columns.number("m a beat", 2),
        "decoupling_pct": columns.number("Decoupling, %", 1),
        "ascent_m": columns.height("Ascent"),
        "temperature_mean_c": columns.temperature(),
    }
    chosen = st.dataframe(
        **columns.shown(one.alike, heads),
        hide_index=True,
        height="content",
        alt="Runs of about the same length before and after this one",
        placeholder="–",
        on_select="rerun",
        selection_mode="single-cell",
        key=f"alike {one.activity_id}",
    )
    activities.open_cell(chosen, one.alike)


def sets(one: Activity) -> None:
    """Strength sets, where the activity has them."""
    if one.sets.empty:
        return
    st.header("Strength sets", anchor=False)
    frame.table(
        one.sets,
        {
            "exercise": "Exercise",
            "source_name": "As logged",
            "side": "Side",
            "reps": columns.number("Repetitions"),
            "duration_s": columns.number("Seconds"),
            "load_kg": columns.weight("Load"),
            "rir": columns.number("In reserve"),
            "hip_sets": columns.number("Hip sets", 1),
            "note": "Note",
        },
        about="The strength sets of this activity",
        height=min_height(len(one.sets)),
    )


def numbers(one: Activity) -> None:
    """Every figure with where it is from."""
    st.header("All figures, and where each is from", anchor=False)
    groups = list(dict.fromkeys([*(told.group for told in one.numbers), *one.unknown]))
    places = itertools.cycle(st.columns(2, gap="large"))
    for place, group in zip(places, groups, strict=False):
        with place:
            st.markdown(f"**{group}**")
            known = [told for told in one.numbers if told.group == group]
            if known:
                st.table(
                    [
                        {
                            "": frame.plain(told.what),
                            "Value": told.value.replace(" ", "\u00a0"),
                            "Where from": frame.plain(told.whence),
                        }
                        for told in known
                    ],
                    hide_index=True,
                )
            for line in one.unknown.get(group, ()):
                st.caption(frame.plain(line))


def sources(one: Activity) -> None:
    """Device, shoes, and the files that tell of it."""
    st.header("Where it comes from", anchor=False)
    for head, said in one.about:
        st.markdown(f"**{head}.** {frame.plain(said)}")
    frame.table(
        [
            {
                "name": each.name,
                "kind": each.kind,
                "gave": each.gave,
                "imported": each.imported,
                "mark": each.mark,
            }
            for each in one.sources
        ],
        {"name": "File", "kind": "Kind", "gave": "Gave", "imported": "Imported", "mark": "SHA-256 begins"},
        about="The files that tell of this activity",
        height="content",
    )
