"""The texts of one module of the house, read from its syntax: fixed words, and templates of f-strings.

An f-string becomes a template whose holes are numbered places: `f"{n} runs in {days} days"` is the text
`{0} runs in {1} days`. Where a hole chooses between fixed words, each choice makes a text of its own.

>>> texts_of('def told(n):\\n    return f"{n} runs" if n else "No run yet"\\n', "analytics/reports/runs.py")
['{0} runs', 'No run yet']
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

NOT_SHOWN = re.compile(r"#\s*no texts\b")
"""A module, or a line, with this comment holds words that nobody is shown."""
_DISPLAY = {
    "title", "header", "subheader", "write", "markdown", "text", "caption", "info", "warning", "error",
    "success", "toast", "button", "download_button", "checkbox", "toggle", "radio", "selectbox",
    "multiselect", "pills", "segmented_control", "slider", "select_slider", "text_input", "text_area",
    "number_input", "date_input", "time_input", "file_uploader", "expander", "popover", "tabs", "metric",
    "spinner", "status", "progress", "dialog", "link", "page_link", "heading", "missing", "ask", "count",
    "Page", "Room", "menu_button", "feedback", "link_button", "form_submit_button", "chat_input", "distance",
    "height", "weight", "number", "temperature", "said", "replace", "append", "figure", "Figure",
}  # fmt: skip
_SHOWN_WORDS = {
    "label", "help", "title", "placeholder", "head", "words", "text", "alt", "caption", "heading", "better",
    "worse", "about", "button", "subtitle", "name", "what", "how", "why", "note", "unit", "line", "value",
    "reason", "action", "headline", "question", "said", "alt_text", "hovertemplate", "ticktext", "one",
    "several", "short", "answer", "default", "x_title", "y_title", "axis", "missing", "condition", "fallback",
    "singular", "plural", "many", "amount", "meaning_words", "tell", "empty", "series", "legend",
}  # fmt: skip
_NEVER_WORDS = {
    "key", "icon", "type", "on_select", "selection_mode", "format", "mode", "width", "height", "gap",
    "vertical_alignment", "horizontal_alignment", "label_visibility", "columns", "subset", "by", "how_join",
    "dtype", "encoding", "errors", "newline", "pattern", "flags", "sep", "fillcolor", "line_color", "color",
    "font_color", "bgcolor", "anchor", "xanchor", "yanchor", "xref", "yref", "symbol", "dash", "shape",
    "orientation", "hoverinfo", "fill", "textposition", "legendgroup", "delta_color", "kind_of_file", "mime",
    "file_name", "page", "url_path", "visibility", "initial_sidebar_state", "layout", "on", "left_on",
    "right_on", "suffixes", "freq", "rule", "side", "method", "inplace", "href", "delimiter", "quoting",
    "template", "css", "html", "js", "namespace", "colour", "meaning", "sql", "query",
}  # fmt: skip
_NEVER_CALLS = {
    "compile", "sub", "match", "search", "fullmatch", "findall", "finditer", "split", "rsplit", "startswith",
    "endswith", "removeprefix", "removesuffix", "strip", "lstrip", "rstrip", "encode", "decode", "strftime",
    "strptime", "getattr", "setattr", "hasattr", "import_module", "open", "glob", "rglob", "joinpath",
    "with_name", "frame", "row", "sql", "execute", "pop", "getenv", "getLogger", "debug", "exception",
    "astype", "Path", "read_csv", "TypeVar", "ParamSpec", "find", "index", "partition", "rpartition", "cast",
    "ContextVar", "with_suffix", "read_text", "write_text", "date_range", "merge", "groupby", "sort_values",
    "drop", "pivot", "melt", "rename", "assign", "translate", "component", "default_rng", "field", "isin",
    "fromisoformat", "ZoneInfo", "namedtuple", "get_logger", "timedelta64", "datetime64",
    "wraps", "Struct", "rgba", "ValueError", "TypeError", "KeyError", "NotImplementedError", "RuntimeError",
    "AssertionError", "LookupError", "IndexError", "AttributeError", "element", "Element", "SubElement",
    "xpath", "register", "reset_index", "set_index", "fetch", "data_file", "has_page", "go", "run",
}  # fmt: skip
_LOGS = {"log", "_log", "logger", "_LOG", "LOG", "logging"}
_MOST_WAYS = 12


def texts_of(source: str, name: str) -> list[str]:
    """Give each text of a module once; `name` is its path in the project."""
    return list(_Reader(source, name).texts())


def is_quiet(source: str) -> bool:
    """Say whether a module says of itself, within its first lines, that nobody is shown its words."""
    return bool(NOT_SHOWN.search("\n".join(source.splitlines()[:12])))


class _Reader:
    """Reads the texts of one module."""

    def __init__(self, source: str, name: str) -> None:
        self.lines = source.splitlines()
        self.room = name.split("/")[1] if name.startswith("analytics/") else "pages"
        self.up: dict[int, ast.AST] = {}
        self.skipped: set[int] = set()
        self.nodes: list[ast.AST] = [ast.parse(source)]
        for node in self.nodes:  # it grows as it is walked
            for part in node._fields:
                inner = getattr(node, part, None)
                for child in inner if isinstance(inner, list) else (inner,):
                    if isinstance(child, ast.AST) and not isinstance(child, ast.expr_context):
                        self.up[id(child)] = node
                        self.nodes.append(child)

    def texts(self) -> Iterator[str]:
        """Give each text once."""
        found: dict[str, None] = {}
        for node in self.nodes:
            if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp, ast.Call)):
                for text in self._at(node):
                    found[text] = None
        yield from found

    def _at(self, node: ast.AST) -> Iterator[str]:
        if id(node) in self.skipped or NOT_SHOWN.search(self.lines[getattr(node, "lineno", 1) - 1]):
            return
        if isinstance(node, ast.Call):
            yield from self._counted(node)
            return
        if isinstance(node, ast.BinOp):
            if not _is_text(node):
                return
            for part in ast.walk(node):  # its parts are no texts of their own, unless chosen between
                if isinstance(part, (ast.BinOp, ast.JoinedStr)) or (
                    isinstance(part, ast.Constant) and isinstance(self.up.get(id(part)), ast.BinOp)
                ):
                    self.skipped.add(id(part))
        if isinstance(node, ast.Constant) and (
            not isinstance(node.value, str)
            or isinstance(self.up.get(id(node)), (ast.JoinedStr, ast.FormattedValue))
        ):
            return
        if isinstance(node, ast.JoinedStr) and getattr(self.up.get(id(node)), "format_spec", None) is node:
            self.skipped.update(id(one) for one in ast.walk(node))
            return
        how = self._use(node)
        if how == "never":
            return
        for way in _ways(node):
            for piece in re.split(r"</?[a-z][^<>]*>", way) if way.startswith("<") else [way]:
                text = numbered(piece)
                if _is_shown(text, how=how, room=self.room):
                    yield text.strip()

    def _counted(self, node: ast.Call) -> Iterator[str]:
        """`written.count(n, "run")` writes "3 runs"."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name != "count" or len(node.args) < 2:
            return
        words = [list(_ways(one)) for one in node.args[1:3]]
        for one in words[0]:
            if not re.search("[a-z]", one) or one.startswith("\0"):
                continue
            self.skipped.update(id(part) for arg in node.args[1:3] for part in ast.walk(arg))
            yield numbered(f"\0 {one}")
            if len(words) == 1:
                yield numbered(f"\0 {one}s")
        for several in words[1] if len(words) > 1 else []:
            yield numbered(f"\0 {several}")

    def _use(self, node: ast.AST) -> str:
        """Say how a text is used: "never" shown, "word" (shown however short), or "maybe"."""
        at: ast.AST = node
        how = "maybe"
        first = True
        while (above := self.up.get(id(at))) is not None:
            if isinstance(above, ast.Expr) and first:
                return "never"
            if isinstance(above, (ast.Compare, ast.Assert)):
                return "never"
            if isinstance(above, ast.Subscript) and at is above.slice and not _is_phrase(node):
                return "never"
            if isinstance(above, (ast.AnnAssign, ast.arg)) and at is above.annotation:
                return "never"
            if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return "never" if at is above.returns or at in above.decorator_list else how
            if isinstance(above, ast.MatchValue):
                return "never"
            if isinstance(above, ast.keyword):
                if above.arg in _NEVER_WORDS:
                    return "never"
                if above.arg in _SHOWN_WORDS:
                    how = "word"
            if isinstance(above, ast.Call) and at is not above.func:
                name = _name(above.func)
                if name in _NEVER_CALLS and not isinstance(at, ast.keyword):
                    return "never"
                if isinstance(above.func, ast.Attribute) and _name(above.func.value) in _LOGS:
                    return "never"
                if name in ("get", "setdefault") and above.args[:1] == [at]:
                    return "never"
                if name in _DISPLAY and not isinstance(at, ast.keyword) and first:
                    how = "word"
            if isinstance(above, ast.Dict):
                if any(at is key for key in above.keys):
                    how = "key" if first else how
                elif first:
                    how = "word"
            if isinstance(above, (ast.FormattedValue, ast.IfExp, ast.Return)) and not (
                isinstance(above, ast.IfExp) and at is above.test
            ):
                how = "word" if how == "maybe" else how
            elif isinstance(above, ast.IfExp):
                return "never"
            first = False
            at = above
        return how


def _name(func: ast.AST) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (_is_text(node.left) or _is_text(node.right))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_phrase(node: ast.AST) -> bool:
    return _is_text(node) and all(" " in way.strip() for way in _ways(node))


def _ways(node: ast.AST) -> list[str]:
    """Write a text with each hole as \\0; every choice between fixed words makes a text of its own."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else ["\0"]
    if isinstance(node, ast.JoinedStr):
        parts = [_ways(one) for one in node.values]
    elif isinstance(node, ast.FormattedValue):
        # A choice between words; anything else is a hole.
        if isinstance(node.value, (ast.IfExp, ast.JoinedStr)) and node.format_spec is None:
            return _ways(node.value)
        return ["\0"]
    elif isinstance(node, ast.IfExp):
        ways = _ways(node.body) + _ways(node.orelse)
        return (
            list(dict.fromkeys(ways))
            if all(re.search("[A-Za-z]", one) or len(one) < 4 for one in ways)
            else ["\0"]
        )
    elif isinstance(node, ast.BinOp) and _is_text(node):
        parts = [_ways(node.left), _ways(node.right)]
    else:
        return ["\0"]
    number = 1
    for ways in parts:
        number *= len(ways)
    if number > _MOST_WAYS:
        parts = [ways if len(ways) == 1 else ["\0"] for ways in parts]
    return ["".join(way) for way in itertools.product(*parts)]


_NAMED = re.compile(r"(?<!\$)(?<!%)\{([a-z_][a-z0-9_]*)(?:[:!][^{}]*)?\}")


def numbered(text: str) -> str:
    """Number the holes of a text in the order in which they stand."""
    count = itertools.count()
    text = re.sub(r"\0(\s*\0)+", "\0", text) if "\0\0" in text else text
    return re.sub(r"\0|" + _NAMED.pattern, lambda _: f"{{{next(count)}}}", text)


_SQL = re.compile(
    r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ATTACH|DETACH|BEGIN|PRAGMA|ALTER|DROP|COPY|FROM|WHERE"
    r"|JOIN|VALUES|WITH|CASE|AND|CAST|IS NULL|IS NOT NULL|REPLACE|ORDER BY|SET)\b|\bNOT \("
    r"|date_trunc|athlete_id|_id\b|_known\b|list_contains|coalesce\(|\) AS \S"
)
_PROSE = re.compile(r"\b[a-z]+,? [a-z]+ [a-z]+\b")
_CODE = re.compile(
    r"\\[dwsbSWD]|\(\?[:P=!<ix]|\[\^|^[a-z0-9_]+$|^:material/|^https?:\S+$|^[#.][\w-]+$|%[YmdHMbB]"
    r"|^[\w./{}-]+\.(?:py|csv|json|sql|md|svg|css|js|html|zip|fit|gpx|tcx|txt|ics|pdf|parquet|ipynb)$"
    r"|^[\w.{}-]+/[\w./{}-]*$|^<[a-z!?/]|^rgba?\(|^M ?\{?[\d.-]|xmlns|font-family|px;|^var\("
    r"|^[a-z]+_[a-z_]+ \{|^[\w-]+=\"|^style=|^&\w+;$|sans-serif|\bimport \w+;|^-//|^cell-"
)
_PARTS = {
    "color", "width", "dash", "dot", "shape", "hv", "hvh", "circle-open", "square", "diamond", "circle",
    "orientation", "xanchor", "yanchor", "bottom", "top", "line-ns", "font", "size", "solid", "select",
    "domain", "itemclick", "itemdoubleclick", "traceorder", "x unified", "rect", "tozeroy", "yaxis",
    "yaxis{0}", "paper", "category", "hipstride-warming", "nosniff", "no-referrer",
    "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options", "X-Content-Type-Options",
    "directory", "exercise", "checklist", "monitoring", "steps", "healing", "balance", "groups", "print",
    "database", "science", "function", "settings", "auto", "collapsed", "quiet", "assignment", "green",
    "gray", "blue", "orange", "progress", "content", "nan", "explore main", "explore days", "explore x",
    "explore y", "hipstride-import", "hipstride-inbox", "hipstride-worker", "datetime64[ns]", "python",
    "athlete-{0}", "a{0}", "Runner {0}", "no table", "duration only", "coordinates", "datetime64[D]",
    "avg exertion", "total kms",
    "minuteur de repos", "nr. strength trainings", "nr. strength trainings.1",
    "nr. strength trainings.2", "sql question", "en-GB",
}  # fmt: skip
"""Words of libraries and of files that are no words for a person."""


def _is_sql(text: str) -> bool:
    return len(_SQL.findall(text)) > (2 if _PROSE.search(text) else 0)


def _is_shown(text: str, *, how: str, room: str) -> bool:
    """Judge whether a text is words for a person."""
    stripped = text.strip()
    letters = re.sub(r"%?\{[^{}]*\}", " ", stripped)
    if not re.search(r"[A-Za-z]{2,}|\b[aI]\b", letters):
        return False
    if stripped in _PARTS or _is_sql(stripped) or stripped.startswith(("--", "@")):
        return False
    has_space = bool(re.search(r"[A-Za-z0-9%,.:;)}] +[A-Za-z(%{]", stripped))
    if _CODE.search(stripped) and not (how == "word" and re.fullmatch("[a-z]+", stripped)):
        return False
    if room in ("ingest", "store", "metrics") and how != "word" and len(letters.split()) < 3:
        return False
    if room == "ingest" and len(letters.split()) < 2 and not stripped[0].isupper():
        return False
    if has_space:
        return not (how == "key" and room == "ingest")
    if "_" in stripped or (re.search(r"[a-z][A-Z]", stripped)) or re.fullmatch(r"[A-Z0-9]+_?", stripped):
        return False
    if stripped[0].isupper():
        return room in ("pages", "reports", "charts", "advice", "handouts", "models") or how == "word"
    return how == "word" and room in (
        "pages",
        "reports",
        "charts",
        "advice",
        "handouts",
        "models",
        "knowledge",
        "intake",
    )
