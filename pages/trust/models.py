"""Models: how an answer is made, when it is withheld, what simulated squads say, and the cards kept."""

from __future__ import annotations

from analytics.intake import demo
from analytics.reports import models
from pages.shared import columns, frame, session
from pages.shared.evidence_shown import scorecard
from pages.shared.shown import st

frame.guard()
page = models.gather(session.reader())  # not kept: a card does not raise the revision
frame.heading("Models", "Recipes, fitted when they are asked; what is kept is their card.")

st.header("How an answer is made", anchor=False)
for step in page.how:
    st.markdown(f"**{frame.plain(step['step'])}**\n\n{frame.plain(step['how'])}")

st.header("What has to be there first", anchor=False)
st.table(
    [{"To say": one.question, "Needs": one.gate, "Otherwise": one.otherwise} for one in page.gates],
    hide_index=True,
)
st.header("What is expected before your log has spoken", anchor=False)
frame.paragraphs(page.prior)
st.header("What it cannot say", anchor=False)
frame.paragraphs(models.CANNOT)

st.header("Squads whose truth is known", anchor=False)
st.caption("The tests of this project simulate squads and look whether the truth is found.")
frame.paragraphs(models.SIMULATED)
st.markdown("**The scorecard**")
scorecard()
with st.expander("What is true in the demo squad", icon=":material/science:"):
    frame.paragraphs(demo.facts().sentences)

st.header("Cards kept", anchor=False)
if not page.kept:
    st.text("None yet: a card is kept when an answer is asked for on the pages Pace or Injury.")
for number, card in enumerate(page.kept):
    with st.expander(f"{card.title} · {card.made} · {card.rests_on}"):
        frame.table(
            list(card.rows),
            {
                "estimate": "Estimate",
                "log_value": columns.number("Coefficient (log scale)", 3),
                "low": columns.number("Low", 3),
                "high": columns.number("High", 3),
            },
            about="Coefficients with their intervals",
            height="content",
        )
        frame.paragraphs(
            [
                f"Features: {card.features}",
                f"Computed with: {card.versions}",
                f"Data seen: {card.fingerprint}",
            ]
        )
        st.download_button("The card as JSON", card.raw, file_name="card.json", key=f"card_{number}")
