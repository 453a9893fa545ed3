"""Import files: drop them, say whose they are, press the button, read the receipt."""

from __future__ import annotations

import uuid

from analytics.errors import AnalyticsError
from analytics.intake import templates, undoing
from analytics.intake.background import Errand
from analytics.intake.receipt import Receipt
from analytics.reports import importing, mapping
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()

NEW = "Somebody new"
FEW, MANY = 3, 50
BELOW = 20
HEADS = {
    "name": "File",
    "status": "What became of it",
    "kind": "Format",
    "activities": "Activities",
    "sets": "Sets",
    "injuries": "Injuries",
    "reason": st.column_config.TextColumn("Why", width="large"),
}


def begin(files: list, *, whose: str | None, is_preview: bool = False) -> None:
    """Begin to import what was dropped, or to say what would come of it; it goes on by itself."""
    for shown in ("preview", "undone", "receipt"):
        st.session_state.pop(shown, None)
    given = [(one.name, one.getvalue()) for one in files]
    try:
        session.errands().start(session.store(), given, athlete=whose, is_preview=is_preview)
    except AnalyticsError as error:
        st.session_state["import_refused"] = str(error)
    if not is_preview:  # the files stay chosen after a preview: the import may follow
        st.session_state["uploader"] = uuid.uuid4().hex
    st.rerun()


def watch(errand: Errand) -> None:
    """Show how far the import is until it is over; who leaves or reloads the page finds it here again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text="Reading…")
        if st.button("Stop", icon=":material/stop_circle:", help=importing.stopping(errand.is_preview)):
            errand.stop()
    for _ in range(BELOW):  # what the last run drew would stand there, dead, until this one ends
        st.empty()
    while (state := errand.wait(0.2)).is_running:
        far = state.progress
        text = f"{far.done} of {far.total}: {far.name}" if far.done else "Reading…"
        bar.progress(
            importing.share(done=far.done, total=far.total),
            text=frame.plain(f"Stopping after what is being read. {text}" if state.is_stopping else text),
        )
    st.session_state["preview" if errand.is_preview else "receipt"] = state.receipt
    if state.refused:
        st.session_state["import_refused"] = state.refused
    session.errands().take()
    if errand.is_preview:
        st.rerun()
    person_id = importing.imported_for(frame.everybody(), errand.athlete)
    if person_id is not None:
        st.query_params["athlete"] = f"{person_id}"  # what was just imported is what the pages are about now
    st.rerun()


def take_back(batch_id: str) -> None:
    """Undo an import and say what went."""
    try:
        st.session_state["undone"] = undoing.said(undoing.undo(session.store(), batch_id))
    except AnalyticsError as error:
        st.session_state["import_refused"] = str(error)
    st.session_state.pop("receipt", None)
    if not any(person.athlete_id == st.session_state.get("person") for person in frame.everybody().people):
        st.query_params.pop("athlete", None)
    st.rerun()


def show_receipt(receipt: Receipt, *, is_preview: bool = False) -> None:
    """One line a file, and what was refused or left out of them."""
    heads = HEADS | ({"status": "What would become of it"} if is_preview else {})
    if is_preview:
        told = importing.preview_line(receipt.summary, is_stopped=receipt.stopped)
        st.info(frame.plain(told), icon=":material/visibility:")
    else:
        st.success(frame.plain(receipt.summary), icon=":material/receipt_long:")
    lines = receipt.lines
    rows = importing.receipt_rows(lines)
    nowhere = importing.nowhere(rows)
    frame.table(
        rows,
        {name: head for name, head in heads.items() if name not in nowhere},
        about=heads["status"],
    )
    if refusals := importing.refusals(lines):
        with st.expander(importing.why_refused(len(refusals)), expanded=len(refusals) <= FEW):
            for each in refusals[:MANY]:
                st.text(each)
    if left_out := receipt.left_out:
        with st.expander(importing.left_out(len(left_out))):
            frame.table(
                left_out,
                {"name": "File", "problem": st.column_config.TextColumn("What and where", width="large")},
                about="Parts of files that could not be used",
            )


def bring(names: tuple[str, ...]) -> None:
    """Choose files or a folder, say whose they are, and begin."""
    is_folder = st.session_state.get("import_folder", False)
    # A fresh key after an import empties the uploader.
    dropped = st.file_uploader(
        importing.DROP_FOLDER if is_folder else importing.DROP_FILES,
        accept_multiple_files="directory" if is_folder else True,
        key=f"files_{st.session_state.setdefault('uploader', 'first')}_{is_folder}",
    )
    st.toggle("A whole folder", key="import_folder", help=importing.FOLDER)
    st.caption(frame.plain(importing.BRING))
    whose = ask_whose(names)
    ready = bool(dropped) and whose != ""
    with st.container(horizontal=True):
        if st.button("Import", type="primary", icon=":material/upload_file:", disabled=not ready):
            begin(dropped, whose=whose)
        if st.button(
            "Look first", icon=":material/visibility:", disabled=not ready, help=importing.LOOK_FIRST
        ):
            begin(dropped, whose=whose, is_preview=True)
    if refused := st.session_state.pop("import_refused", None):
        st.error(frame.plain(refused), icon=":material/block:")
    if undone := st.session_state.get("undone"):
        st.info(frame.plain(undone), icon=":material/undo:")
    if dropped and (looked := st.session_state.get("preview")):
        show_receipt(looked, is_preview=True)


def ask_whose(names: tuple[str, ...]) -> str | None:
    """Ask whose files they are; None: the only athlete, or a first one; empty: not said yet."""
    if not names:
        return st.text_input("Your name (or leave it: “Me”)", key="import_first_name").strip() or None
    picked = st.selectbox("Whose files are these?", [*names, NEW], key="import_whose")
    return picked if picked != NEW else st.text_input("Name", key="import_new_name").strip()


def tell() -> None:
    """Show the receipt of what was just imported, and what it leaves to do."""
    receipt = st.session_state.get("receipt")
    if receipt:
        show_receipt(receipt)
    if doubts := session.report(importing.doubts_line):
        frame.missing(doubts, button="Look at them", page="record/review.py")
    if waiting := session.report(mapping.waiting_line):
        frame.missing(waiting, button="Say what they mean", page="record/map_columns.py")
    if receipt:
        with st.container(horizontal=True):
            if st.button("See the overview", icon=":material/monitoring:"):
                frame.go("understand/overview.py")
            if st.button("What to do today", icon=":material/today:"):
                frame.go("act/today.py")
            if st.button("Undo this import", icon=":material/undo:", key="undo_receipt"):
                take_back(receipt.batch_id)


def offer_templates() -> None:
    """Offer the tables to fill in by hand."""
    st.caption("One header, one example row: write over the example. Unknown cells stay empty; 0 means none.")
    for kind in templates.KINDS:
        title = importing.TEMPLATES.get(kind, kind)
        st.download_button(
            f"{title} (CSV)",
            templates.template_csv(kind),
            file_name=f"{kind}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"template_{kind}",
        )
        frame.table(
            [{"column": column, "means": means} for column, means in templates.template_help(kind)],
            {"column": "Column", "means": st.column_config.TextColumn("What it means", width="large")},
            about=f"Columns of the table: {title}",
            height="content",
        )


def show_past(past: tuple[dict[str, object], ...]) -> None:
    """List what was imported before, and offer to undo one."""
    standing = {one.batch_id: one.title for one in undoing.past(session.store()) if not one.undone}
    if standing:
        chosen = st.selectbox(
            "Undo an import",
            list(standing),
            format_func=standing.get,
            key="undo_which",
        )
        st.caption(importing.UNDO)
        if st.button("Undo it", icon=":material/undo:", key="undo_chosen"):
            take_back(chosen)
    if past:
        frame.table(
            list(past),
            {
                "when": st.column_config.DatetimeColumn("When (UTC)", format="YYYY-MM-DD HH:mm"),
                "athlete": "Athlete",
                **HEADS,
            },
            about="Files imported before, the newest first",
        )
    else:
        st.text("Nothing yet.")


page = session.report(importing.gather)
frame.heading("Import files", page.past_line or "Nothing imported yet. Files stay on this computer.")
if (errand := session.errands().current) is not None:
    watch(errand)
bring(page.names)
tell()
with st.expander("Tables to fill in yourself", icon=":material/table:"):
    offer_templates()
with st.expander("Large exports", icon=":material/terminal:"):
    st.text(importing.BIG)
with st.expander("Imported before", icon=":material/history:"):
    show_past(page.past)
