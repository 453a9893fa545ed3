"""Methods: how each number is made, the evidence behind the advice, and the limits of it all."""

from __future__ import annotations

from analytics.reports import methods
from pages.shared import columns, frame, session
from pages.shared.evidence_shown import scorecard
from pages.shared.shown import st

frame.guard()
page = session.report(methods.gather)
frame.heading("Methods", "How each number is made, what stands behind the advice, and what it cannot say.")

st.header("Limits", anchor=False)
frame.paragraphs(page.limits)

st.header("Evidence", anchor=False)
topic = st.selectbox(
    "Topic",
    list(page.topics),
    format_func=page.topics.get,
    index=None,
    placeholder="All",
    key="evidence_topic",
)
rows = methods.evidence_rows(topic)
st.caption(f"{methods.evidence_line(rows)}, for and against; certainty as this project judges it.")
frame.table(
    rows,
    {
        "claim": st.column_config.TextColumn("What was found", width="large"),
        "population": "In whom",
        "measure": "Measure",
        "effect": columns.number("Result", 2),
        "interval": "Interval",
        "certainty": "Certainty",
        "design": "Design",
        "n": "People",
        "read": "We read",
        "address": st.column_config.LinkColumn("Where"),
        "note": "Note",
        "id": "Row",
    },
    about="Rows of evidence with population, interval, certainty and address",
)

st.header("Rules of the advice, in their order", anchor=False)
frame.table(
    list(page.rules),
    {
        "rule": "Rule",
        "question": "Asks",
        "stops": "Stops all else",
        "certainty": "Certainty",
        "evidence": "Rows of evidence",
    },
    about="The rules of the advice",
)

st.header("How this was tested", anchor=False)
scorecard()

st.header("How each number is made", anchor=False)
for group, measures in page.measures.items():
    with st.expander(group):
        for one in measures:
            st.markdown(f"**{frame.plain(one.name)}**\n\n{frame.plain(one.what)}")
            if one.how:
                st.code(one.how, language=None, wrap_lines=True)
with st.expander("Constants of the hip-set rule"):
    frame.table(
        list(page.constants),
        {"name": "Constant", "value": "Value", "unit": "Unit", "source": "Source"},
        about="Constants of the rule that turns logged sets into hip sets",
    )
with st.expander("Numbers of the views"):
    frame.table(
        list(page.numbers),
        {"name": "Number", "value": "Value", "unit": "Unit", "source": "Source"},
        about="Numbers that the views of the database use",
    )
with st.expander("Words"):
    frame.table(
        list(page.terms),
        {"label": "Word", "unit": "Unit", "description": "Meaning", "source": "From"},
        about="The glossary",
    )
