"""The page of a view: the drawing with links, its inspector, its chart and its table, ready without a script."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from app.charts import CHARTS, figures
from app.graph.types import Graph
from app.inspector import card, cards, table
from app.language import say
from app.pipeline import Answer, scene_for
from app.render import RENDERERS
from app.render.svg import svg
from app.scene.draw import kind_of
from app.scene.miniature import minimap_scene
from app.scene.types import Scene
from app.scene.units import count_text, shape_text, short_count
from app.scene.words import crumbs, graph_title, view_title
from app.web.badge import badge
from app.web.canonical import settled
from app.web.compare_urls import compare_options
from app.web.delivery import PAGE_CACHING, PRIVATE_CACHING, entity_tag
from app.web.failure import stopped
from app.web.form import form_of
from app.web.headers import NOT_INDEXED
from app.web.options import options
from app.web.panels.legend import ranges
from app.web.pictures import pictures
from app.web.seeing import activation_url, seeing
from app.web.seen import Seen, seen_in
from app.web.templates import rendered
from app.web.urls import PLAIN, Address, link_from

# A drawing this many times as wide as it is high gets the page's whole width; one as narrow as this, any height.
WIDE = 3.0
TALL = 0.8


def page_answer(address: Address, graph: Graph, origin: str) -> Answer:
    """The page of an address. Its links keep the look that was asked for, where it makes no difference here too.

    With a picture in the network it is its reader's: no shared cache keeps it, and no search engine lists it.
    """
    if graph.failure:
        address = address.sighted(image="")  # nothing runs through it
    found = seen_in(address, graph)
    if found:
        address = found.address
    scene, canonical = scene_for(address.config, address.view), settled(address, graph)
    body = rendered("network.html", **_values(address, canonical, graph, scene, origin, found)).encode()
    caching = (("cache-control", PRIVATE_CACHING), NOT_INDEXED) if found else (("cache-control", PAGE_CACHING),)
    headers = (*caching, ("link", f'<{origin}{canonical.url()}>; rel="canonical"'))
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), headers)


def _values(
    address: Address, canonical: Address, graph: Graph, scene: Scene, origin: str, found: Seen | None
) -> dict[str, Any]:
    """Everything that the template names."""
    path = address.path
    shown = scene if scene.columns else scene_for(address.config, replace(address.view, style="volumes"))
    link, place = link_from(address, graph), address.places()
    trail = [(name, place(at)) for at, name in crumbs(graph, path)]
    paths = dict.fromkeys(part.path for part in scene.parts if part.path and part.path != path)
    return {
        "theme": address.look.theme,
        "title": view_title(graph, path),
        "description": _description(graph, scene),
        "canonical": origin + canonical.url(),
        "origin": origin,
        "view_url": canonical.url(),
        "image": origin + canonical.file("png", width=1200, theme="").url(),
        "image_alt": scene.alt,
        "trail": trail,
        "up": trail[-2][1] if path and len(trail) > 1 else "",
        "kind": kind_of(graph, path),
        "shape": _shape(scene),
        "scene": scene,
        "drawing": svg(scene, link=link, painting=_faces(address) if found else None),
        "minimap": svg(minimap_scene(graph, path), link=link) if path or address.look.expand else "",
        "scales": options(address, "scale"),
        "views": options(address, "view"),
        "chart": _said(address.look.chart),
        "charts": {key: (_said(key), say(chart.title)) for key, chart in CHARTS.items()},
        **compare_options(address),
        "files": [(name, made.media_type, canonical.file(name).url(), made.title) for name, made in RENDERERS.items()],
        "seeing": seeing(found) if found else None,
        "ranges": ranges(found) if found else [],
        "pictures": pictures(address, graph),
        "form": form_of(address),
        "summary": _summary(graph),
        "badge": None if path else badge(address.config),
        "card": card(graph, path),
        "cards": cards(graph, paths, shown.columns),
        "figures": figures(graph, scene.columns),
        "table": table(graph, shown, path),
        "link": place,
        "failure": stopped(address, graph),
    }


def _faces(address: Address) -> Callable[[str], str]:
    """Where the picture of an operation's output is, by its path."""
    same = address.at("").sighted(sort="index", class_=None, cam=None)  # none of these changes the pictures
    start, _, query = activation_url(same, "faces.png").partition("?")
    return lambda path: f"{start}/{quote(path)}?{query}"


def _said(chart: str) -> str:
    """A chart as the address has it: the usual one is not said."""
    return "" if chart == PLAIN.chart else chart


def _shape(scene: Scene) -> str:
    """`wide`, `tall` or neither: how the page makes room for the drawing."""
    return "wide" if scene.width / scene.height > WIDE else "tall" if is_tall(scene) else ""


def is_tall(scene: Scene) -> bool:
    """Whether a drawing is so narrow that it may have any height."""
    return scene.width / scene.height < TALL


def _summary(graph: Graph) -> str:
    """What is said of a network when it has changed."""
    if graph.failure:
        return say("{network}: the tensor stops at {path}", network=graph_title(graph), path=graph.failure.path)
    params, macs = (short_count(count).replace(" ", "\N{NO-BREAK SPACE}") for count in (graph.params, graph.macs))
    counts = {"params": params, "macs": macs}
    return say("{network}: {params} parameters, {macs} multiply-adds", network=graph_title(graph), **counts)


def _description(graph: Graph, scene: Scene) -> str:
    """One sentence for search engines and shared links, numbers measured."""
    return say(
        "{title}, every shape measured on a {shape} input: {depth} layers with weights, {params} parameters, {macs} "
        "multiply-adds.",
        title=scene.title,
        shape=shape_text(graph.input),
        depth=graph.depth,
        params=count_text(graph.params),
        macs=short_count(graph.macs),
    )
