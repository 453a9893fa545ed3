"""Table columns: what each column of an unknown table means, with a preview; remembered for later files."""

from __future__ import annotations

from analytics.errors import AnalyticsError
from analytics.intake import explaining
from analytics.knowledge.meanings import ROWS, UNITS
from analytics.reports import mapping
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()


def ask_what(asked: explaining.Asked, key: str) -> list[explaining.Said]:
    """Ask for each meaning which column it is and in which unit; optional ones that nothing hints at fold."""
    columns = mapping.column_words(asked.header, asked.examples)
    guesses = {one.field: one for one in asked.guesses}
    said = []
    folded = []
    for one in asked.meanings:
        if one.needed or guesses[one.field].column is not None:
            said.append(ask_one(one, guesses[one.field], columns, asked.examples, key))
        else:
            folded.append(one)
    with st.expander("Other things a column can mean", icon=":material/add:"):
        said.extend(ask_one(one, guesses[one.field], columns, asked.examples, key) for one in folded)
    return [one for one in said if one is not None]


def ask_one(one, guess: explaining.Guess, columns: dict, examples: tuple, key: str) -> explaining.Said | None:
    """Ask for one meaning; None where no column is it."""
    left, right = st.columns([3, 2])
    column = left.selectbox(
        mapping.label(one, guess.basis),
        list(columns),
        index=list(columns).index(guess.column),
        format_func=columns.get,
        help=one.help,
        key=f"{key}_{one.field}",
    )
    if column is None:
        return None
    if not mapping.asks_unit(one, examples[column]):
        return explaining.Said(one.field, column, next(iter(one.units), None))
    unit = right.selectbox(
        "Unit",
        list(one.units),
        index=one.units.index(guess.unit) if guess.unit and guess.column == column else None,
        format_func=UNITS.get,
        placeholder="Choose the unit",
        key=f"{key}_{one.field}_unit_{column}",
    )
    return explaining.Said(one.field, column, unit)


def ask_more(look: explaining.Look, key: str) -> None:
    """Ask what the cells leave open; the answers are read from the session at the next run."""
    if look.asks_order:
        st.radio(
            "Dates such as 03/04/2026",
            list(mapping.ORDERS),
            format_func=mapping.ORDERS.get,
            index=None,
            key=f"{key}_order",
        )
    if look.asks_decimal:
        st.radio(
            "Numbers such as 1,234",
            list(mapping.DECIMALS),
            format_func=mapping.DECIMALS.get,
            index=None,
            key=f"{key}_decimal",
        )
    if look.mixes_metres:
        st.info(mapping.MIXED, icon=":material/straighten:")
    if look.unknown_sports:
        st.markdown("**Which sport is it?**")
        with st.container(horizontal=True):
            for word, count in look.unknown_sports[: mapping.SPORTS_ASKED]:
                st.selectbox(
                    frame.plain(mapping.sport_question(word, count)),
                    list(mapping.SPORTS),
                    format_func=mapping.SPORTS.get,
                    index=None,
                    placeholder="Choose the sport",
                    key=f"{key}_sport_{word}",
                    width=260,
                )


def ask_words(look: explaining.Look, key: str) -> None:
    """Ask what words for places on the body, sides and levels mean."""
    for field, title in mapping.WORD_TITLES.items():
        words = [(word, count) for of, word, count in look.unknown_words if of == field]
        if words:
            st.markdown(f"**{title}**")
            with st.container(horizontal=True):
                for word, count in words[: mapping.WORDS_ASKED]:
                    st.selectbox(
                        frame.plain(mapping.sport_question(word, count)),
                        list(mapping.WORDS[field]),
                        format_func=mapping.WORDS[field].get,
                        index=None,
                        placeholder="Choose",
                        key=f"{key}_word_{field}_{word}",
                        width=260,
                    )


def words_said(key: str) -> tuple:
    """Give what was answered about words for places on the body, sides and levels."""
    start = f"{key}_word_"
    return tuple(
        (*name.removeprefix(start).split("_", 1), value)
        for name, value in st.session_state.items()
        if str(name).startswith(start) and value
    )


def sports_said(asked: explaining.Asked, key: str) -> tuple:
    """Give what was answered about words for sports."""
    start = f"{key}_sport_"
    return tuple(
        (name.removeprefix(start), value)
        for name, value in st.session_state.items()
        if str(name).startswith(start) and value
    )


def show_preview(look: explaining.Look, still_open: list[str]) -> None:
    """What is still open, the first rows as they would be stored, and what could not be read."""
    if still_open:
        lines = "".join(f"\n- {frame.plain(one)}" for one in still_open)
        st.warning(f"**Still open**\n{lines}", icon=":material/help:")
    if look.refused:
        st.error(frame.plain(look.refused), icon=":material/block:")
    if look.first:
        st.header("The first rows as they would be read", anchor=False)
        rows, heads = mapping.preview(look.first)
        frame.table(rows, heads, about="The first rows as they would be read", height="content")
        st.caption(mapping.counted(read=look.read, row_count=look.row_count))
    if look.problems:
        with st.expander("What could not be used, and where"):
            for problem in look.problems:
                st.text(problem)


def explain_one(waiting: mapping.Waiting) -> None:
    """Everything about one waiting table."""
    st.text(mapping.why(waiting))
    first = explaining.ask(session.store(), waiting.sha256)
    if first is None:
        return
    short = waiting.sha256[:12]
    rows = st.radio(
        "What is one row of this table?",
        list(ROWS),
        index=list(ROWS).index(first.rows),
        format_func=ROWS.get,
        horizontal=True,
        key=f"rows_{short}",
    )
    asked = first if rows == first.rows else explaining.ask(session.store(), waiting.sha256, rows)
    if asked is None:
        return
    key = f"map_{short}_{rows}"
    st.header("What the columns mean", anchor=False)
    st.caption("Check each one. A column that is not chosen here is not read.")
    columns = ask_what(asked, key)
    said = explaining.Mapping(
        rows,
        tuple(columns),
        order=st.session_state.get(f"{key}_order"),
        decimal=st.session_state.get(f"{key}_decimal"),
        sports=sports_said(asked, key),
        words=words_said(key),
    )
    look = explaining.look(session.store(), waiting.sha256, said)
    ask_more(look, key)
    asked_words = [word for word, _ in look.unknown_sports[: mapping.SPORTS_ASKED]]
    unsaid = [word for word in asked_words if word not in dict(said.sports)]
    ask_words(look, key)
    answered = {(field, word) for field, word, _ in said.words}
    open_words = [(of, word) for of, word, _ in look.unknown_words if (of, word) not in answered]
    still_open = [*mapping.still_open(look.questions, unsaid), *mapping.words_open(open_words)]
    show_preview(look, still_open)
    names = list(page.names)
    whose = (
        st.selectbox(
            "Whose table is this?",
            names,
            index=names.index(waiting.whose) if waiting.whose in names else 0,
            key=f"whose_{short}",
        )
        if names
        else st.text_input("Your name (or leave it: “Me”)", key=f"name_{short}").strip() or None
    )
    with st.container(horizontal=True):
        if st.button(
            "That is right: import it",
            type="primary",
            icon=":material/check:",
            disabled=bool(still_open) or not look.first,
            key=f"import_{short}",
        ):
            st.session_state["receipt"] = explaining.explain(
                session.store(), waiting.sha256, said, athlete=whose
            )
            frame.go("record/import_files.py")
        if st.button("Take this table away", icon=":material/delete:", key=f"discard_{short}"):
            explaining.discard(session.store(), waiting.sha256)
            st.rerun()


page = session.report(mapping.gather)
frame.heading("Table columns", page.line)
if not page.waiting:
    frame.missing(
        "When you import a table whose columns are not known here, this page asks what they mean.",
        button="Import files",
        page="record/import_files.py",
    )
else:
    tables = {one.sha256: one for one in page.waiting}
    chosen = next(iter(tables))
    if len(tables) > 1:
        chosen = st.selectbox(
            "Which table?", list(tables), format_func=lambda one: tables[one].name, key="which_table"
        )
    try:
        explain_one(tables[chosen])
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")

if page.remembered:
    with st.expander("Remembered", icon=":material/history:"):
        st.caption(
            "The next table with such a header is read the same way. Forgetting changes nothing already read."
        )
        for number, one in enumerate(page.remembered):
            st.text(f"{one.header}\n{one.means}")
            if st.button("Forget it", key=f"forget_{number}", icon=":material/delete:"):
                explaining.forget(session.store(), one.header_fingerprint)
                st.rerun()
