"""The "Image" menu of a network's page: the samples, the picture that is looked at, and where its crop stands."""

from dataclasses import dataclass

from app.errors import UserError
from app.graph.types import Graph
from app.image.samples import SAMPLES, SPECIMEN
from app.image.store import picture
from app.image.takes import check_takes
from app.image.transform import Crop, placed
from app.image.types import Transform
from app.image.weights import weights_for, weights_named
from app.language import message, say
from app.limits import limit
from app.web.images import with_image
from app.web.urls import Address

THUMBNAIL = 160  # pixels, twice as wide as it is shown
# Where a crop can be put without a script, along the axis in which it has more room.
STOPS = {
    "x": ((message("Left"), 0), (message("Centre"), 50), (message("Right"), 100)),
    "y": ((message("Top"), 0), (message("Centre"), 50), (message("Bottom"), 100)),
}

RESIZED = message("{size}, the shorter edge resized to {edge} ({resized}); of these the network sees {seen}.")
FITTED = message("{size}, resized until the crop fits ({resized}); of these the network sees {seen}.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A link: to a sample, or to another place of the crop."""

    title: str
    url: str
    current: bool
    says: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Cropped:
    """What the network sees of the picture.

    width, height: of the original in pixels. box: left, top, width and height of the crop in percent of it. at: the
    crop's place in percent of its free range. says: sizes in words. stops: links to other places.
    """

    width: int
    height: int
    box: tuple[float, float, float, float]
    at: tuple[int, int]
    says: str
    stops: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """id: of the picture that is looked at, or "". title: what it is called. refused: why this network takes none.

    url, without: this view with and without the picture. samples: what else there is. specimens: small ones from the
    data set that bundled weights have learnt. most_bytes: of a file.
    """

    id: str
    title: str
    refused: str
    url: str
    without: str
    samples: tuple[Choice, ...]
    specimens: tuple[Choice, ...]
    most_bytes: int
    crop: Cropped | None = None


def pictures(address: Address, graph: Graph) -> Pictures:
    """The menu for a view. Raises UnknownName for a picture that is not there."""
    id = address.look.sight.image
    return Pictures(
        id=id,
        title=say(SAMPLES[id].title) if id in SAMPLES else say("Your picture") if id else "",
        refused=_refused(graph),
        url=address.url(),
        without=with_image(address, "").url(),
        samples=tuple(_sample(address, name) for name in SAMPLES if not name.startswith(SPECIMEN)),
        specimens=_specimens(address),
        most_bytes=limit("image_bytes"),
        crop=_cropped(address, graph) if id and not _refused(graph) else None,
    )


def _refused(graph: Graph) -> str:
    try:
        check_takes(graph, "")
    except UserError as error:
        return error.allowed
    return ""


def _specimens(address: Address) -> tuple[Choice, ...]:
    """Pictures of the bundled networks' data set are for these networks; others make nothing of 32 pixels."""
    known = any(weights.kind == "bundled" for weights in weights_for(address.config))
    return tuple(_sample(address, name) for name in SAMPLES if known and name.startswith(SPECIMEN))


def _sample(address: Address, name: str) -> Choice:
    return Choice(
        title=say(SAMPLES[name].title),
        url=with_image(address, name).url(),
        current=address.look.sight.image == name,
        says=say(SAMPLES[name].says),
        thumbnail=f"/images/{name}?width={THUMBNAIL}",
    )


def _cropped(address: Address, graph: Graph) -> Cropped:
    sight = address.look.sight
    height, width, _ = picture(sight.image).shape
    transform = weights_named(address.config, sight.weights).transform
    target = (graph.input[1], graph.input[2])
    place = placed((width, height), transform, target, sight.crop)
    left, top, right, bottom = place.box
    box = (100 * left / width, 100 * top / height, 100 * (right - left) / width, 100 * (bottom - top) / height)
    says = _sizes((width, height), transform, place, target)
    return Cropped(width, height, box, sight.crop, says, _stops(address, box))


def _sizes(picture: tuple[int, int], transform: Transform, place: Crop, target: tuple[int, int]) -> str:
    """`480 × 360, the shorter edge resized to 256 (341 × 256); of these the network sees 224 × 224.`"""
    usual = min(place.resized) == transform.resize
    return say(
        RESIZED if usual else FITTED,
        size="{} × {}".format(*picture),
        edge=transform.resize,
        resized="{} × {}".format(*place.resized),
        seen=f"{target[1]} × {target[0]}",
    )


def _stops(address: Address, box: tuple[float, float, float, float]) -> tuple[Choice, ...]:
    across = box[2] <= box[3]
    if min(box[2:]) > 99.9:
        return ()
    x, y = address.look.sight.crop
    stops: list[Choice] = []
    for title, percent in STOPS["x" if across else "y"]:
        crop = (percent, y) if across else (x, percent)
        stops.append(Choice(say(title), address.sighted(crop=crop).url(), crop == (x, y)))
    return tuple(stops)
