"""GET /embed/...: a view as a lean page for frames in other people's pages: the drawing and one link, nothing else.

It fills its frame, follows `?theme=` or the colour scheme of the page around it, and is the only page of this program
that may be framed. Its style, font and drawing are inside: a first picture needs no further request.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from app.language import language, speaking
from app.pipeline import Answer
from app.render.chinese import chinese_used
from app.render.stylesheet import embedded_css
from app.render.svg import classes_of, svg
from app.web.compare_urls import Compared
from app.web.delivery import FILE_CACHING, delivered, entity_tag, origin, raw_query, without_slash
from app.web.headers import EMBED_POLICY, NOT_INDEXED
from app.web.shown import address_at, shown
from app.web.templates import rendered
from app.web.urls import Address

CAPTION = 30  # pixels of the line under a drawing


async def embed(request: Request) -> Response:
    """One answer is kept for an address, however it is written. Without `?lang=` it is English, as files are: the page
    around it knows its language, a browser does not."""
    if elsewhere := without_slash(request):
        return elsewhere
    asked = address_at(request.path_params["name"], raw_query(request))
    make = partial(embed_answer, asked, origin(request))
    with speaking(asked.look.lang or "en"):
        return await delivered(request, make, asked.heavy, embed_url(asked))


def embed_url(asked: Address | Compared) -> str:
    """Where a view is shown to frames."""
    return f"/embed{asked.url()}"


def embed_answer(asked: Address | Compared, origin: str) -> Answer:
    """The page, in the language that is spoken."""
    found = shown(asked)
    drawing = svg(found.scene, link=found.link)
    body = rendered(
        "embed.html",
        title=found.title,
        theme=asked.look.theme,
        canonical=origin + asked.url(),
        # Links lead out of the frame.
        drawing=drawing.replace(' href="', ' target="_blank" href="'),
        css=embedded_css(classes_of(drawing), chinese_used(found.scene)),
        scene=found.scene,
    ).encode()
    headers = (
        ("cache-control", FILE_CACHING),
        ("content-language", language()),
        ("content-security-policy", EMBED_POLICY),
        ("cross-origin-resource-policy", "cross-origin"),
        ("link", f'<{origin}{asked.url()}>; rel="canonical"'),
        NOT_INDEXED,
    )
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), headers)
