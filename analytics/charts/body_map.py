"""The human body, front and back, in the places a runner can be hurt: to click on, and shaded by how many.

Right and left are the athlete's own: in the front view the right leg is drawn on the left.

>>> [region.name for region in regions()][:3]
['Upper body', 'Right hip or groin, front', 'Left hip or groin, front']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

from analytics.charts import theme
from analytics.charts.body_outline import CENTRE, HEIGHT, WIDTH, Place, places, silhouette
from analytics.knowledge import injuries, written

__all__ = ["BodyMap", "Region", "clickable", "draw", "regions"]

Counts = Mapping[tuple[str, str | None], int]

WORDS = injuries.IN_WORDS
OWN_WORDS = {"buttock": "buttock", "heel": "heel", "upper": "upper body", "thigh": "thigh"}


@dataclass(frozen=True)
class Region:
    """One part of the drawing that can be chosen.

    `number_at` is where a count is written; None in the view that repeats the place.
    """

    key: str
    site: str
    side: str | None
    view: str
    name: str
    path: str
    hit: str
    number_at: tuple[float, float] | None


@dataclass(frozen=True)
class BodyMap:
    """The body shaded by counts: a picture with its words, as wide as where it is put."""

    svg: str
    title: str
    subtitle: str
    alt_text: str


@cache
def regions() -> tuple[Region, ...]:
    """List the parts, from the top down, the front first."""
    return tuple(_region(one) for one in places())


def _region(one: Place) -> Region:
    words = OWN_WORDS.get(one.part, WORDS[one.site])
    name = f"{one.side.capitalize()} {words}" if one.side else words[0].upper() + words[1:]
    return Region(
        key=f"{one.view}-{one.part}-{one.side or 'middle'}",
        site=one.site,
        side=one.side,
        view=one.view,
        name=name if one.site in ("other", "low_back") else f"{name}, {one.view}",
        path=one.path,
        hit=one.hit,
        number_at=one.number_at,
    )


def clickable() -> str:
    """Draw the body with every part a button: it has a name, takes the keyboard, and no colour of its own.

    The page around gives it its colours through the classes `part`, `body` and `words`.
    """
    parts = []
    for one in regions():
        hit = f'<path class="hit" d="{one.hit}"/>' if one.hit else ""
        name = escape(one.name)
        parts.append(
            f'<g class="part" role="button" tabindex="0" aria-pressed="false" aria-label="{name}" '
            f'data-site="{one.site}" data-side="{one.side or ""}" data-name="{name}">'
            f'<title>{name}</title>{hit}<path class="skin" d="{one.path}"/></g>'
        )
    return _svg(
        "".join(f'<path class="body" d="{silhouette(view)}"/>' for view in ("front", "back"))
        + "".join(parts)
        + _words("words"),
        'class="picture" role="group" aria-label="Body, front and back"',
    )


def draw(counts: Counts, *, mode: str = "light", noun: str = "injury") -> BodyMap:
    """Draw where injuries were: the darker, the more; the number stands in the place.

    Parameters
    ----------
    counts
        How many by (site, side); a side of None or 'both' counts for both sides of the picture.
    noun
        What is counted, in the singular; its plural is made by `written.count`.

    Examples
    --------
    >>> draw({("knee", "left"): 2, ("unspecified", None): 1}).alt_text
    'Left knee: 2 injuries. Place not said: 1 injury.'
    """
    t = theme.tokens(mode)
    known = {place: n for place, n in counts.items() if n > 0}
    totals = {one.key: _count(one, known) for one in regions()}
    most = max(totals.values(), default=0)
    marks = [f'<path d="{silhouette(view)}" fill="{t.hatch}"/>' for view in ("front", "back")]
    numbers = []
    for one in regions():
        n = totals[one.key]
        paint = f'fill="{t.injury}" fill-opacity="{0.2 + 0.7 * n / most:.2f}"' if n else f'fill="{t.hatch}"'
        said = f"{one.name}: {_many(n, noun)}"
        edge = "" if one.site == "other" else f' stroke="{t.paper}" stroke-width="1.6"'
        marks.append(f'<path d="{one.path}" {paint}{edge}><title>{escape(said)}</title></path>')
        if n and one.number_at:
            x, y = one.number_at
            numbers.append(
                f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="12" font-weight="600" '
                f'fill="{t.ink}" stroke="{t.paper}" stroke-width="3" paint-order="stroke">{n}</text>'
            )
    words = _words(None, fill=t.quiet)
    alt_text = _alt_text(known, noun)
    svg = _svg("".join([*marks, *numbers, words]), f'role="img" aria-label="{escape(alt_text)}"')
    return BodyMap(svg, _title(known, noun), "Number by place, from your own left and right", alt_text)


def _count(region: Region, known: Counts) -> int:
    if region.key.startswith(("back-buttock", "back-heel")):
        return 0  # the log knows the low back and the foot as a whole
    sides = {region.side, None, "both"} if region.side else {None, "both", "left", "right"}
    return sum(n for (site, side), n in known.items() if site == region.site and side in sides)


def _many(n: int, noun: str) -> str:
    return written.count(n, noun, "injuries") if noun == "injury" else written.count(n, noun)


def _alt_text(known: Counts, noun: str) -> str:
    if not known:
        return f"No {noun} is recorded."
    order = {site.id: at for at, site in enumerate(injuries.sites())}
    listed = sorted(known.items(), key=lambda one: (-one[1], order.get(one[0][0], 99), str(one[0][1])))
    return " ".join(f"{injuries.place_name(site, side)}: {_many(n, noun)}." for (site, side), n in listed)


def _title(known: Counts, noun: str) -> str:
    by_site: dict[str, int] = {}
    for (site, _), n in known.items():
        if site != "unspecified":
            by_site[site] = by_site.get(site, 0) + n
    if not by_site:
        return "Where were you hurt?"
    site = max(by_site, key=lambda one: by_site[one])
    if list(by_site.values()).count(by_site[site]) > 1:
        return "Where were you hurt? No place stands out"
    return f"Most often the {WORDS[site]}: {by_site[site]} of {_many(sum(known.values()), noun)}"


def _words(kind: str | None, *, fill: str | None = None) -> str:
    paint = f'class="{kind}"' if kind else f'fill="{fill}" font-size="11"'
    texts = (
        (CENTRE["front"], 14, "Front"),
        (CENTRE["back"], 14, "Back"),
        (CENTRE["front"] - 44, 508, "your right"),
        (CENTRE["front"] + 44, 508, "your left"),
        (CENTRE["back"] - 44, 508, "your left"),
        (CENTRE["back"] + 44, 508, "your right"),
    )
    return "".join(
        f'<text x="{x}" y="{y}" text-anchor="middle" {paint}>{words}</text>' for x, y, words in texts
    )


def _svg(content: str, attributes: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'style="width:100%;max-width:27rem;height:auto" {attributes}>{content}</svg>'
    )
