"""GET /family/{name}: a family of networks on one page, its tables leading into the views."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple, cast, get_args

from app.errors import UnknownName, UserError
from app.family.inception import inception_family
from app.family.resnet import StrideIn, resnet_family
from app.language import message, say
from app.nets import PRESETS
from app.nets.config import NetConfig
from app.pipeline import Answer, graph_for, scene_for
from app.published import ARTICLE_URL, GOOGLENET_URL, PAPER_URL
from app.render.svg import svg
from app.web.delivery import PAGE_CACHING, entity_tag
from app.web.language import lasting
from app.web.query import Look, look, pairs
from app.web.templates import rendered
from app.web.urls import Address, link_from

STRIDES = get_args(StrideIn)


class Page(NamedTuple):
    """A family's page: its template, the preset that stands for it in previews, a message, and what the template names.

    keys: those of the query that are the family's own.
    """

    template: str
    preset: str
    description: str
    keys: tuple[str, ...]
    values: Callable[[dict[str, str], Look], dict[str, Any]]


def family_answer(name: str, query: str, origin: str) -> Answer:
    """The page of a family; keys of the query are the family's own, and the language."""
    if name not in PAGES:
        raise UnknownName("family", name, PAGES)
    page = PAGES[name]
    given = pairs(query, (*page.keys, "lang"))
    looked = look(given, "")
    values = page.values(given, looked)
    body = rendered(
        page.template,
        **values,
        url=lambda config, path="": Address(config, path, looked).url(),
        description=say(page.description),
        canonical=origin + lasting(f"/family/{name}{values['said']}"),
        image=origin + Address(PRESETS[page.preset]).file("png", width=1200).url(),
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))


def _resnet(given: dict[str, str], look: Look) -> dict[str, Any]:
    """`stride` says where the bottlenecks have their stride, 1x1 if it is not given."""
    stride = given.get("stride", STRIDES[0])
    if stride not in STRIDES:
        raise UserError("stride", stride, say(", ").join(STRIDES))
    family = resnet_family(cast(StrideIn, stride))
    return {
        "family": family,
        "drawings": [(count, _schematic(look, count.config)) for count in family.schematics],
        "sources": {"article": ARTICLE_URL, "paper": PAPER_URL},
        "said": f"?stride={stride}" if stride != STRIDES[0] else "",
    }


def _inception(_given: dict[str, str], look: Look) -> dict[str, Any]:
    family = inception_family()
    drawings = [(title, made, path, cost, _schematic(look, made, path)) for title, made, path, cost in family.figures]
    return {"family": family, "drawings": drawings, "sources": {"paper": GOOGLENET_URL}, "said": ""}


def _schematic(look: Look, config: NetConfig, path: str = "") -> str:
    """A view as the paper's boxes and arrows, every box a link."""
    address = Address(config, path, replace(look, view="schematic"))
    return svg(scene_for(config, address.view), link=link_from(address, graph_for(config)))


PAGES: dict[str, Page] = {
    "resnet": Page(
        "family_resnet.html",
        "resnet34",
        message(
            "ResNet-18 to ResNet-152 as in Table 1 of the paper, plain and residual networks, three kinds of shortcut, "
            "CIFAR-10: every count measured, every network and layer a link to its drawing."
        ),
        ("stride",),
        _resnet,
    ),
    "inception": Page(
        "family_inception.html",
        "googlenet",
        message(
            "GoogLeNet's Table 1 row by row, what 1×1 reductions save, the modules of Inception v3, v4 and "
            "Inception-ResNet-v2: every count measured, every network and module a link to its drawing."
        ),
        (),
        _inception,
    ),
}
