"""What a browser paints before it has read the program that draws the pages."""

from __future__ import annotations

import asyncio
import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest
import streamlit

from pages.shared import first_frame, warming
from pages.shared.first_frame import FirstFrame

SHEET = b'<link rel="stylesheet" crossorigin href="./static/css/index.css">'
DOCUMENT = (
    b"<html><head><title>Streamlit</title>" + SHEET + b"</head><body>" + first_frame.ROOT + b"</body></html>"
)


def answered(
    kind: bytes, parts: list[bytes], *, accept: bytes
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give what comes back of an answer in parts, and what the app behind was asked."""
    asked: dict[str, Any] = {}
    sent: list[dict[str, Any]] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        asked.update(scope)
        headers = [
            (b"content-type", kind),
            (b"etag", b"old"),
            (b"content-length", b"%d" % sum(map(len, parts))),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for at, part in enumerate(parts):
            await send({"type": "http.response.body", "body": part, "more_body": at + 1 < len(parts)})

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept", accept), (b"accept-encoding", b"gzip"), (b"if-none-match", b"old")]
    scope = {"type": "http", "headers": headers}
    asyncio.run(FirstFrame(behind)(scope, None, send))  # type: ignore[arg-type]
    return sent, asked


def test_the_empty_document_comes_with_our_name_in_it() -> None:
    sent, asked = answered(
        b"text/html; charset=utf-8", [DOCUMENT[:40], DOCUMENT[40:]], accept=b"text/html,*/*"
    )
    start, body = sent
    assert b"<title>Hipstride</title>" in body["body"] and first_frame.TITLE not in body["body"]
    assert body["body"].count(b'id="root"') == 1 and b'role="status"' in body["body"]
    headers = dict(start["headers"])
    assert headers[b"content-length"] == b"%d" % len(body["body"])
    assert b"etag" not in headers  # that of the document without the frame
    assert [name for name, _ in asked["headers"]] == [b"accept"]  # neither packed nor "not modified"


def test_the_frame_waits_for_no_style_sheet() -> None:
    sent, _ = answered(b"text/html", [DOCUMENT], accept=b"text/html")
    body = sent[1]["body"]
    assert body.count(SHEET) == 1 and body.index(SHEET) > body.index(b'role="status"')


def test_the_look_of_the_pages_comes_with_the_document_after_streamlits_own_sheet() -> None:
    sent, _ = answered(b"text/html", [DOCUMENT], accept=b"text/html")
    look = first_frame.LOOK.read_bytes()
    assert b"stCaptionContainer" in look and sent[1]["body"].index(look) > sent[1]["body"].index(SHEET)


def test_loading_for_the_pages_begins_when_the_frame_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    framed = threading.Event()
    monkeypatch.setattr(warming, "_framed", framed)
    answered(b"text/css", [b"a"], accept=b"text/html")
    assert not framed.is_set()
    answered(b"text/html", [DOCUMENT], accept=b"text/html")
    assert framed.is_set()


@pytest.mark.parametrize("accept", [b"text/html,*/*", b"*/*"])
def test_any_other_answer_passes_part_by_part_as_it_is(accept: bytes) -> None:
    sent, _ = answered(b"text/csv", [b"a,b\n", DOCUMENT], accept=accept)
    assert [one.get("body") for one in sent] == [None, b"a,b\n", DOCUMENT]
    assert dict(sent[0]["headers"])[b"etag"] == b"old"


def test_streamlits_own_document_has_the_places_that_are_written_into() -> None:
    document = Path(streamlit.__file__).with_name("static").joinpath("index.html").read_bytes()
    assert document.count(first_frame.ROOT) == 1 and document.count(first_frame.TITLE) == 1
    assert len(first_frame.SHEET.findall(document)) == document.count(b'rel="stylesheet"') == 1


def test_the_frame_has_the_grounds_and_inks_of_the_pages(project: Path) -> None:
    theme = tomllib.loads(project.joinpath(".streamlit", "config.toml").read_text(encoding="utf-8"))["theme"]
    light, dark = first_frame.STYLE.read_text(encoding="utf-8").split("@media")
    for words, mode in ((light, "light"), (dark, "dark")):
        colours = theme | theme.get(mode, {})
        assert f"background: {colours['backgroundColor']}; color: {colours['textColor']};" in words
