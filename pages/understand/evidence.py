"""Evidence: the answer on hip strength and injuries, its shape, the reasons to doubt it."""

from __future__ import annotations

from analytics.charts import evidence as chart
from analytics.reports import evidence, truth
from pages.shared import case_levels, columns, frame, session, words
from pages.shared.evidence_shown import Pictures, next_steps
from pages.shared.shown import st

frame.guard()
person = frame.whose()
frame.heading("Evidence", "What the log says of hip strength and injuries, and how far to trust it.")
with st.container(horizontal=True):
    frame.link("understand/evidence_pace.py", "The same for pace")
    frame.link("understand/forecast.py", "Next week: is there a forecast?")
case_levels.choose()
page = session.report(evidence.gather, simulated=person.is_simulated)
given = session.kept(page.answer)
about = (person.is_simulated,)
scale = {
    "unit": words.RATE_RATIO,
    "no_effect": 1,
    "better": "fewer injuries",
    "worse": "more injuries",
    "meaning": frame.meaning(given),
}
pictures = Pictures("injuries", about, scale)
frame.answer(given, title="Do injuries go with hip work, everybody together?")
pictures.offer("The answer as CSV", given.estimates, "answer")
next_steps(page.steps, expanded=page.doubts is None)

st.header("Its shape", anchor=False)
if page.shape.missing:
    frame.missing(page.shape.missing)
else:
    drawing = session.picture(
        chart.draw_curve,
        page.shape.curve,
        about=about,
        title="How does the injury rate go with the amount of hip work?",
        subtitle=f"Against no hip work, 95 % band; nothing forces the curve to fall. {page.shape.rests_on}.",
    )
    pictures.show(drawing, page.shape.curve, "curve")
if not page.shape.own.empty:
    drawing = session.picture(
        chart.draw_own,
        page.shape.own,
        about=about,
        title="Were runners hurt less often in weeks with more hip work than usual for them?",
        subtitle=page.shape.own_words,
    )
    pictures.show(drawing, page.shape.own, "own weeks")

st.header("Reasons to doubt it", anchor=False)
doubts = page.doubts
if doubts is None:
    frame.missing("There is no estimate yet that could be doubted.")
else:
    if doubts.banner:
        st.warning(frame.plain(doubts.banner), icon=":material/warning:")
    frame.paragraphs(doubts.lines)
    pictures.lines(
        doubts.variants,
        "variants",
        "Would other choices have given another answer?",
        evidence.VARIANTS_NOTE,
    )
    pictures.lines(
        doubts.controls, "controls", "Is there an effect where there can be none?", evidence.CONTROLS_NOTE
    )
    if doubts.controls_missing:
        st.caption("\n\n".join(frame.plain(line) for line in doubts.controls_missing))
    pictures.lines(doubts.sites, "sites", "Is it the same for every part of the body?", evidence.SITES_NOTE)
    if doubts.sites_short:
        st.caption(doubts.sites_short)
    drawing = session.picture(
        chart.draw_lags,
        doubts.lags,
        about=about,
        title="How long before do the sets count?",
        subtitle=evidence.LAGS_NOTE,
    )
    pictures.show(drawing, doubts.lags, "lags")
    with st.expander("What single runners do to it", icon=":material/person_off:"):
        frame.table(
            doubts.people,
            {
                "athlete": "Athlete",
                "weeks": "Weeks that count",
                "injuries": "Injuries",
                "value_without": columns.number("Rate ratio without", 2),
            },
            about="The estimate without each athlete, those that move it most first",
        )

st.header("What it would take to know more", anchor=False)
frame.paragraphs(page.shape.needed)

st.header("How this was tested", anchor=False)
frame.paragraphs(truth.kept().sentences)
frame.link("trust/models.py", "The whole scorecard")
