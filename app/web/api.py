"""For programs: the presets as JSON, described by OpenAPI, and a sign of life."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from app import __version__
from app.language import speaking
from app.nets import PRESETS, family_of
from app.pipeline import fingerprint_for
from app.render import RENDERERS
from app.web.delivery import origin
from app.web.gallery import KINDS, Entry, entries
from app.web.urls import Address

router = APIRouter()


class Preset(BaseModel):
    """A network with a well-known name. Shapes are [C, H, W]; macs are multiply-accumulates, never FLOPs."""

    name: str
    title: str
    family: Annotated[str, Field(description="which configuration fields it has")]
    kind: Annotated[str, Field(description=f"one of {', '.join(KINDS)}")]
    description: str
    input: list[int]
    depth: Annotated[int, Field(description="convolutions and linear layers on the longest path")]
    params: int
    macs: int
    fingerprint: Annotated[str, Field(description="a hash of the structure, equal for equal structures")]
    url: str
    files: Annotated[dict[str, str], Field(description="the drawing and the traced graph, by format")]


class Presets(BaseModel):
    version: str
    presets: list[Preset]


class Health(BaseModel):
    status: str
    version: str


@router.get("/healthz", tags=["service"])
async def healthz() -> Health:
    """Answers as soon as the server listens."""
    return Health(status="ok", version=__version__)


@router.get("/api/v1/presets", tags=["networks"])
def presets(request: Request) -> Presets:
    """Every preset with its size, and the addresses of its page and files."""
    base = origin(request)
    with speaking("en"):  # programs read it
        return Presets(version=__version__, presets=[_preset(entry, base) for entry in entries()])


def _preset(entry: Entry, base: str) -> Preset:
    config = PRESETS[entry.name]
    address = Address(config)
    return Preset(
        name=entry.name,
        title=entry.title,
        family=family_of(config),
        kind=entry.kind,
        description=entry.what,
        input=list(entry.graph.input),
        depth=entry.graph.depth,
        params=entry.graph.params,
        macs=entry.graph.macs,
        fingerprint=fingerprint_for(config),
        url=base + address.url(),
        files={format: base + address.file(format).url() for format in RENDERERS},
    )
