"""GET /compare: two or three networks or parts of them beside each other, as a page or a file."""

import json
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.compare.alignment import Comparison, compared
from app.compare.document import comparison_document
from app.compare.drawing import drawn, shapes_among
from app.compare.unit import Subject
from app.errors import UserError
from app.graph.types import INPUT
from app.language import say, speaking
from app.pipeline import Answer, check_parts, graph_for, scene_for
from app.render import RENDERERS, Order
from app.scene.folding import ALL
from app.scene.types import Scene, View
from app.web.compare_page import links, page_values, start_values
from app.web.compare_urls import Compared, checked, has_picture, plain, read_comparison, settled
from app.web.delivery import (
    PAGE_CACHING,
    delivered,
    entity_tag,
    kept,
    origin,
    raw_address,
    raw_query,
    sent,
    without_slash,
)
from app.web.exports import file_headers
from app.web.headers import NO_STORE, NOT_INDEXED
from app.web.query import look, pairs
from app.web.templates import rendered
from app.web.urls import NO_FILE, check_path


async def compare(request: Request) -> Response:
    """GET /compare and /compare.{format}. However the address is written, one answer is kept for it."""
    if elsewhere := without_slash(request):
        return elsewhere
    query = raw_query(request)
    suffix = request.path_params.get("format", "")
    if not suffix and {key for key, _ in parse_qsl(query, keep_blank_values=True)} <= {"lang"}:
        look(pairs(query, ("lang",)), "")  # in a language that there is
        return await delivered(request, partial(start, origin(request)))
    if answer := kept(request, raw_address(request)):
        return sent(request, answer)
    asked = read_comparison(suffix, query)
    if has_picture(asked):
        return RedirectResponse(asked.url(), 303, dict((NO_STORE, NOT_INDEXED)))
    make = partial(comparison_answer, asked, origin(request))
    return await delivered(request, make, asked.heavy, asked.url())


def start(origin: str) -> Answer:
    """The page that asks what to compare."""
    body = rendered("compare.html", **start_values(origin)).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))


def comparison_answer(asked: Compared, origin: str) -> Answer:
    """Traces, aligns and draws what an address asks for. Raises UserError for paths and layers that there are not."""
    with speaking(asked.language):
        return _comparison_answer(asked, origin)


def _comparison_answer(asked: Compared, origin: str) -> Answer:
    subjects = tuple(subject_at(asked, index) for index in range(len(asked.addresses)))
    asked = settled(asked, subjects)
    comparison = compared(subjects)
    if asked.format:
        return _file(asked, comparison, origin)
    values = page_values(asked, comparison, scene_of(asked, comparison), origin)
    body = rendered("compare.html", **values).encode()
    headers = (("cache-control", PAGE_CACHING), ("link", f'<{origin}{asked.url()}>; rel="canonical"'))
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), headers)


def subject_at(asked: Compared, index: int) -> Subject:
    """One of the things to compare, traced."""
    address = asked.addresses[index]
    graph = graph_for(address.config)

    def check() -> None:
        if address.path == INPUT:
            raise UserError("path", INPUT, say("a network, a layer, a block or an operation"))
        check_path(graph, address.path)
        if graph.failure and address.path == graph.failure.path:
            raise UserError("path", address.path, say("an operation that runs; the tensor stops at this one"))

    checked(asked, index, check)
    return Subject(graph, address.path)


def scene_of(asked: Compared, comparison: Comparison) -> Scene:
    """All drawings as one. Raises TooLarge for more parts than a page can bear."""
    shapes = shapes_among(comparison.subjects)
    views: list[View] = []
    for subject in comparison.subjects:
        layers = [stage.path for stage in subject.graph.stages]
        expand = tuple(name for name in asked.look.expand if name == ALL or name in layers)
        views.append(View(subject.path, asked.look.scale, expand, asked.look.view, shapes, lang=asked.language))
    scenes = [scene_for(address.config, view) for address, view in zip(asked.addresses, views, strict=True)]
    check_parts(sum(len(scene.parts) for scene in scenes), asked.look.expand)
    return drawn(comparison, views, scenes)


def _file(asked: Compared, comparison: Comparison, origin: str) -> Answer:
    renderer, url = RENDERERS[asked.format], asked.url()
    if asked.format == "json":
        document = comparison_document(comparison, tuple(plain(address).url() for address in asked.addresses))
        body = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        scene = scene_of(asked, comparison)
        page = replace(asked.file(""), look=replace(asked.look, **NO_FILE))
        leads = links(page, comparison)
        options = asked.look.options(origin + page.url(), lambda part: origin + leads(part))
        order = Order(comparison.subjects[0].graph, lambda: scene, View(), options)
        body = renderer.draw(order)
    headers = file_headers(url, f"{asked.stem}.{asked.format}")
    return Answer(body, renderer.media_type, entity_tag(url, asked.format, origin), headers)
