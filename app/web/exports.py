"""A view as a file: the drawing, the picture or the numbers, for other pages and programs to use.

With a picture in the network a drawing holds what the network makes of it, and is for its reader alone.
"""

from app.pipeline import Answer, document_for, graph_for, scene_for
from app.render import RENDERERS
from app.web.delivery import FILE_CACHING, PRIVATE_CACHING, entity_tag
from app.web.headers import FILE_POLICIES, FILE_POLICY, NOT_INDEXED
from app.web.painting import pictures_in
from app.web.seen import seen_in
from app.web.urls import Address, link_from

Headers = tuple[tuple[str, str], ...]

ANYBODY: Headers = (
    ("cache-control", FILE_CACHING),
    ("access-control-allow-origin", "*"),
    ("cross-origin-resource-policy", "cross-origin"),
)
ITS_READER: Headers = (("cache-control", PRIVATE_CACHING), NOT_INDEXED)


def file_answer(address: Address, origin: str) -> Answer:
    """The file that a canonical address stands for; one with a picture waits for the forward pass. Links in it, and
    the address that it prints, are of this origin.

    Where the format shows no picture, an address with one is answered without it, and still for its reader alone: the
    address is part of what a shared cache keeps.
    """
    url, format, look = address.url(), address.format, address.look
    found = seen_in(address, graph_for(address.config)) if RENDERERS[format].paints else None
    painting = pictures_in(scene_for(address.config, found.address.view), found) if found else None
    page = address.at(address.path).sighted(image="")  # a picture's own address is not for those who get the file
    leads = link_from(page, graph_for(address.config))
    options = look.options(origin + page.url(), lambda part: origin + leads(part))
    body = document_for(address.config, address.view, format, options, painting)
    headers = file_headers(url, f"{address.stem}.{format}", ITS_READER if look.sight.image else ANYBODY)
    tag = entity_tag(body) if found else entity_tag(url, format, origin)  # the weights of a name may change
    return Answer(body, RENDERERS[format].media_type, tag, headers)


def file_headers(url: str, name: str, caching: Headers = ANYBODY) -> Headers:
    """What is said of every file. name: what a browser proposes when it is saved; its suffix is the format."""
    return (
        *caching,
        ("content-disposition", f'inline; filename="{name}"'),
        ("link", f'<{url}>; rel="canonical"'),
        ("content-security-policy", FILE_POLICIES.get(name.rpartition(".")[2], FILE_POLICY)),
    )
