"""The document a browser gets first: our name on our ground until the pages are drawn, and how they look."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared import warming

ROOT = b'<div id="root"></div>'
TITLE = b"<title>Streamlit</title>"
SHEET = re.compile(rb'[ \t]*<link rel="stylesheet"[^>]*>\n?')
STYLE, SIGN, LOOK = (Path(__file__).with_name(name) for name in ("first_frame.css", "icon.svg", "house.css"))


class FirstFrame:
    """Write our name into the empty document that Streamlit sends first; any other answer stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        sign = SIGN.read_text(encoding="utf-8").replace("<svg ", '<svg aria-hidden="true" ', 1)
        # What stands in the root is gone with the first thing that is drawn there.
        self._frame = (
            f'<div id="root"><style>{STYLE.read_text(encoding="utf-8")}</style>'
            f'<div class="first" role="status">{sign}Hipstride</div></div>'
        ).encode()
        self._look = f"<style>{LOOK.read_text(encoding='utf-8')}</style>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an answer that is a document comes back with the frame in it."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        asked = MutableHeaders(raw=list(scope["headers"]))
        for name in ("accept-encoding", "if-none-match", "if-modified-since"):
            del asked[name]  # the document as it is, whole: it is small
        held: list[Message] = []  # the beginning of a document, and what has come of it

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_document(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body"):
                    for one in self._framed(held):
                        await send(one)
                    warming.first_frame_sent()

        await self.app({**scope, "headers": asked.raw}, receive, send_framed)

    def _framed(self, held: list[Message]) -> list[Message]:
        start, *parts = held
        body = b"".join(part.get("body", b"") for part in parts)
        # A browser draws nothing before it has the style sheets above: Streamlit's come after what we draw,
        # and ours after Streamlit's. As a part of every page ours would be taken away and come again with
        # each click.
        with_sheets = b"".join((self._frame, *SHEET.findall(body), self._look))
        body = SHEET.sub(b"", body).replace(TITLE, b"<title>Hipstride</title>").replace(ROOT, with_sheets)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):
            del headers[name]
        return [start, {**parts[-1], "body": body}]


def _is_document(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
