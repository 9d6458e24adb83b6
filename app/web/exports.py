"""A view as a file: the drawing, the picture or the numbers, for other pages and programs to use."""

from app.pipeline import Answer, document_for
from app.render import RENDERERS
from app.web.delivery import FILE_CACHING, entity_tag
from app.web.headers import DRAWING_POLICY
from app.web.urls import Address


def file_answer(address: Address) -> Answer:
    """The file that a canonical address stands for."""
    url, format = address.url(), address.format
    body = document_for(address.config, address.view, format, address.look.theme or "light", address.look.width)
    policy = DRAWING_POLICY if format == "svg" else "default-src 'none'"
    headers = (
        ("cache-control", FILE_CACHING),
        ("content-disposition", f'inline; filename="{file_name(address)}"'),
        ("link", f'<{url}>; rel="canonical"'),
        ("content-security-policy", policy),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
    )
    return Answer(body, RENDERERS[format].media_type, entity_tag(url, format), headers)


def file_name(address: Address) -> str:
    """`resnet34-layer2.0.svg`: what a browser proposes when the file is saved."""
    return f"{'-'.join(filter(None, (address.config.preset, address.path)))}.{address.format}"
