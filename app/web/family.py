"""GET /family/{name}: a family of networks on one page, its tables leading into the views."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast, get_args

from app.errors import UnknownName, UserError
from app.family.inception import inception_family
from app.family.resnet import StrideIn, resnet_family
from app.nets import PRESETS
from app.nets.config import NetConfig
from app.pipeline import Answer, graph_for, scene_for
from app.published import ARTICLE_URL, GOOGLENET_URL, PAPER_URL
from app.render.svg import svg
from app.web.delivery import PAGE_CACHING, entity_tag
from app.web.query import Look, pairs
from app.web.templates import rendered
from app.web.urls import Address, link_from

STRIDES = get_args(StrideIn)


class Page(NamedTuple):
    """A family's page: its template, the preset that stands for it in previews, and what the template names."""

    template: str
    preset: str
    description: str
    values: Callable[[str], dict[str, Any]]


def family_answer(name: str, query: str, origin: str) -> Answer:
    """The page of a family; keys of the query are the family's own."""
    if name not in PAGES:
        raise UnknownName("family", name, PAGES)
    page = PAGES[name]
    values = page.values(query)
    body = rendered(
        page.template,
        **values,
        url=lambda config, path="": Address(config, path).url(),
        description=page.description,
        canonical=f"{origin}/family/{name}{values['said']}",
        image=origin + Address(PRESETS[page.preset]).file("png", width=1200).url(),
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))


def _resnet(query: str) -> dict[str, Any]:
    """`stride` says where the bottlenecks have their stride, 1x1 if it is not given."""
    stride = pairs(query, ("stride",)).get("stride", STRIDES[0])
    if stride not in STRIDES:
        raise UserError("stride", stride, f"allowed: {', '.join(STRIDES)}")
    family = resnet_family(cast(StrideIn, stride))
    return {
        "family": family,
        "drawings": [(count, _schematic(count.config)) for count in family.schematics],
        "sources": {"article": ARTICLE_URL, "paper": PAPER_URL},
        "said": f"?stride={stride}" if stride != STRIDES[0] else "",
    }


def _inception(query: str) -> dict[str, Any]:
    pairs(query, ())
    family = inception_family()
    drawings = [(title, made, path, cost, _schematic(made, path)) for title, made, path, cost in family.figures]
    return {"family": family, "drawings": drawings, "sources": {"paper": GOOGLENET_URL}, "said": ""}


def _schematic(config: NetConfig, path: str = "") -> str:
    """A view as the paper's boxes and arrows, every box a link."""
    address = Address(config, path, look=Look(view="schematic"))
    return svg(scene_for(config, address.view), link=link_from(address, graph_for(config)))


PAGES: dict[str, Page] = {
    "resnet": Page(
        "family_resnet.html",
        "resnet34",
        "ResNet-18 to ResNet-152 as in Table 1 of the paper, plain and residual networks, three kinds of shortcut, "
        "CIFAR-10: every count measured, every network and layer a link to its drawing.",
        _resnet,
    ),
    "inception": Page(
        "family_inception.html",
        "googlenet",
        "GoogLeNet's Table 1 row by row, what 1×1 reductions save, the modules of Inception v3, v4 and "
        "Inception-ResNet-v2: every count measured, every network and module a link to its drawing.",
        _inception,
    ),
}
