"""Evidence on pace: the answer on hip strength and pace, its shape, when it shows, reasons to doubt it."""

from __future__ import annotations

from analytics.charts import evidence_pace as chart
from analytics.reports import evidence_pace, truth
from pages.shared import frame, session, words
from pages.shared.evidence_shown import Pictures, next_steps
from pages.shared.shown import st

frame.guard()
person = frame.whose()
frame.heading("Evidence: pace", "What the log says of hip strength and pace, and how far to trust it.")
frame.link("understand/evidence.py", "The same for injuries")
page = session.report(evidence_pace.gather, simulated=person.is_simulated)
given = session.kept(page.answer)
about = (person.is_simulated,)
scale = {
    "unit": words.SPEED_CHANGE,
    "no_effect": 0,
    "better": "slower",
    "worse": "faster",
    "meaning": "pace",
    "decimals": 1,
}
pictures = Pictures("pace", about, scale)
frame.answer(given, title="Does pace go with hip work, everybody together?")
st.text(page.rests_on)
pictures.offer("The answer as CSV", given.estimates, "answer")
next_steps(page.steps, expanded=page.doubts is None)

st.header("Its shape", anchor=False)
if page.shape.missing:
    frame.missing(page.shape.missing)
else:
    pictures.show(
        session.picture(
            chart.draw_curve,
            page.shape.curve,
            about=about,
            title="How does speed go with the amount of hip work?",
            subtitle=evidence_pace.CURVE_NOTE,
        ),
        page.shape.curve,
        "curve",
    )
if not page.shape.bins.empty:
    pictures.show(
        session.picture(
            chart.draw_bins,
            page.shape.bins,
            about=about,
            title="Was speed better in weeks after more hip work than usual?",
            subtitle=evidence_pace.BINS_NOTE,
        ),
        page.shape.bins,
        "bins",
    )

st.header("How long before the sets count", anchor=False)
if page.when.missing:
    frame.missing(page.when.missing)
for key, rows, title, subtitle in (
    ("lags", page.when.by_itself, "Which weeks before go with speed?", evidence_pace.LAGS_NOTE),
    ("together", page.when.together, "All twelve weeks at once", evidence_pace.TOGETHER_NOTE),
):
    if not rows.empty:
        drawing = session.picture(chart.draw_lags, rows, about=(*about, key), title=title, subtitle=subtitle)
        pictures.show(drawing, rows, key)
frame.paragraphs(page.when.lines)

st.header("Pace measured in other ways", anchor=False)
pictures.lines(
    page.measures.estimates,
    "measures",
    "Would another measure of pace have given another answer?",
    evidence_pace.OUTCOMES_NOTE,
)
frame.paragraphs(page.measures.missing)

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
        evidence_pace.VARIANTS_NOTE,
    )
    pictures.lines(
        doubts.controls,
        "controls",
        "Is there an effect where there can be none?",
        evidence_pace.CONTROLS_NOTE,
    )
    frame.paragraphs(doubts.not_made)
    pictures.show(
        session.picture(
            chart.draw_people,
            page.shape.people,
            about=about,
            title="Who contributes, and does it hold for each?",
            subtitle=evidence_pace.PEOPLE_NOTE,
        ),
        page.shape.people,
        "people",
    )
    frame.fold(
        "What single runners do to it",
        lambda: frame.table(
            page.shape.people.round(1),
            evidence_pace.PEOPLE,
            about="Each runner's own change and share, and the estimate without; who moves it most first",
        ),
        key="pace_people",
        icon="person_off",
    )

st.header("What it would take to know more", anchor=False)
frame.paragraphs(page.needed)

st.header("How this was made and tested", anchor=False)
frame.paragraphs(line for line in truth.kept().sentences if "pace" in line)
frame.link("trust/models.py", "The whole scorecard")
card = given.finding.card


def show_card() -> None:
    """What the model was made with."""
    frame.table(
        evidence_pace.card_rows(card),
        evidence_pace.CARD,
        about="What the model was made with",
        height="content",
    )
    st.download_button("The card as JSON", card.to_json(), file_name="pace_card.json")


frame.fold("The model's card", show_card, key="pace_card", icon="badge")
