"""GET /family/{name}: a family of networks on one page, its table's cells leading into the views."""

from app.errors import UnknownName
from app.family import resnet_family
from app.nets import PRESETS
from app.pipeline import Answer
from app.web.delivery import PAGE_CACHING, entity_tag
from app.web.query import pairs
from app.web.templates import rendered
from app.web.urls import Address

PAGES = {"resnet": resnet_family}


def family_answer(name: str, query: str, origin: str) -> Answer:
    """The page of a family. Raises UnknownName for one that has none."""
    if name not in PAGES:
        raise UnknownName("family", name, PAGES)
    pairs(query, ())
    body = rendered(
        "family.html",
        family=PAGES[name](),
        canonical=f"{origin}/family/{name}",
        image=origin + Address(PRESETS["resnet34"]).file("png", width=1200).url(),
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))
