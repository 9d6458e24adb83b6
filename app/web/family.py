"""GET /family/{name}: a family of networks on one page, its table's cells leading into the views."""

from typing import cast, get_args

from app.errors import UnknownName, UserError
from app.family import StrideIn, resnet_family
from app.nets import PRESETS
from app.nets.config import NetConfig
from app.pipeline import Answer, graph_for, scene_for
from app.published import ARTICLE_URL, PAPER_URL
from app.render.svg import svg
from app.web.delivery import PAGE_CACHING, entity_tag
from app.web.query import Look, pairs
from app.web.templates import rendered
from app.web.urls import Address, link_from

STRIDES = get_args(StrideIn)
DESCRIPTION = (
    "ResNet-18 to ResNet-152 as in Table 1 of the paper, plain and residual networks, three kinds of shortcut, "
    "CIFAR-10: every count measured, every cell a link to its drawing."
)


def family_answer(name: str, query: str, origin: str) -> Answer:
    """The page of a family. `stride` says where its bottlenecks have their stride, 1x1 if it is not given."""
    if name != "resnet":
        raise UnknownName("family", name, ("resnet",))
    stride = pairs(query, ("stride",)).get("stride", STRIDES[0])
    if stride not in STRIDES:
        raise UserError("stride", stride, f"allowed: {', '.join(STRIDES)}")
    family = resnet_family(cast(StrideIn, stride))
    body = rendered(
        "family.html",
        family=family,
        url=lambda config, path="": Address(config, path).url(),
        drawings=[(count, _schematic(count.config)) for count in family.schematics],
        sources={"article": ARTICLE_URL, "paper": PAPER_URL},
        description=DESCRIPTION,
        canonical=f"{origin}/family/{name}" + (f"?stride={stride}" if stride != STRIDES[0] else ""),
        image=origin + Address(PRESETS["resnet34"]).file("png", width=1200).url(),
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))


def _schematic(config: NetConfig) -> str:
    """A network as the paper's boxes and arrows, every box a link."""
    address = Address(config, look=Look(view="schematic"))
    return svg(scene_for(config, address.view), link=link_from(address, graph_for(config)))
