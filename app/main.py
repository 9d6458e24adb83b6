"""The web application, put together: routes, middlewares, what happens on errors, and the warm-up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from threading import Thread

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app import __version__
from app.settings import settings
from app.web import api, errors
from app.web.activations import activations
from app.web.assets import asset
from app.web.compare import compare
from app.web.deck import lecture, lectures
from app.web.delivery import delivered, origin, raw_query, without_slash
from app.web.embed import embed
from app.web.events import EVENTS
from app.web.family import family_answer
from app.web.gallery import gallery_answer
from app.web.headers import HeadAsGet, SecurityHeaders
from app.web.images import delete, image, sweeping, upload
from app.web.language import Languages
from app.web.net import build, net
from app.web.oembed import oembed
from app.web.share import share
from app.web.warm import first_network, others
from app.web.weights import weights

add_compress_type("application/problem+json")
add_compress_type("text/x-tex")


def create_app() -> FastAPI:
    """A new application; `uvicorn --factory app.main:create_app`, or `app` below."""
    app = FastAPI(
        title="Tensorwalk",
        version=__version__,
        description="Measured tensor shapes through ResNet and Inception, one linkable picture a view.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its scripts come from another origin, which our policy forbids
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.add_route("/", gallery, include_in_schema=False)
    app.add_route("/net", home, include_in_schema=False)
    app.add_route("/net/", home, include_in_schema=False)
    app.add_route("/net/{name:path}", net, include_in_schema=False)
    app.add_route("/build/{name:path}", build, include_in_schema=False)
    for path in ("/compare", "/compare/", "/compare.{format}"):
        app.add_route(path, compare, include_in_schema=False)
    app.add_route("/embed/{name:path}", embed, include_in_schema=False)
    app.add_route("/oembed", oembed, include_in_schema=False)
    app.add_route("/share/{name:path}", share, include_in_schema=False)
    app.add_route("/images", upload, methods=["POST"], include_in_schema=False)
    app.add_route("/images/{id}", image, methods=["GET", "DELETE"], include_in_schema=False)
    app.add_route("/images/{id}/delete", delete, methods=["POST"], include_in_schema=False)
    app.add_route("/activations/{name:path}", activations, include_in_schema=False)
    app.add_route("/family/{name:path}", family, include_in_schema=False)
    app.add_route("/lectures", listed, include_in_schema=False)
    app.add_route("/decks", lectures, include_in_schema=False)
    app.add_route("/decks/", lectures, include_in_schema=False)
    app.add_route("/deck/{name:path}", lecture, include_in_schema=False)
    app.add_route("/weights", weights, include_in_schema=False)
    app.add_route("/static/{name:path}", asset, include_in_schema=False)
    app.include_router(api.router)
    errors.install(app)
    app.add_middleware(Compress, zstd_level=3, brotli_quality=4, gzip_level=5)
    app.add_middleware(Languages)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    return app


class Compress(CompressMiddleware):
    """All but static files, which come compressed, and events, of which none may wait for the next."""

    __slots__ = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] == "http" and scope["path"].startswith(("/static/", f"/activations/{EVENTS}/"))
        await (self.app(scope, receive, send) if plain else super().__call__(scope, receive, send))


async def home(_: Request) -> Response:
    """GET /net: the gallery lists the networks."""
    return RedirectResponse("/", 308)


async def listed(request: Request) -> Response:
    """GET /lectures: the list by the name that its page has."""
    query = raw_query(request)
    return RedirectResponse("/decks" + (f"?{query}" if query else ""), 308)


async def gallery(request: Request) -> Response:
    """GET /"""
    return await delivered(request, partial(gallery_answer, raw_query(request), origin(request)))


async def family(request: Request) -> Response:
    """GET /family/{name}"""
    make = partial(family_answer, request.path_params["name"], raw_query(request), origin(request))
    return without_slash(request) or await delivered(request, make)


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    """One network comes before the first answer, or the first visitor would wait ten times as long as the second."""
    Thread(target=sweeping, name="sweeping", daemon=True).start()
    if settings().warm_up:
        first_network()
        Thread(target=others, name="warm-up", daemon=True).start()
    yield


app = create_app()
