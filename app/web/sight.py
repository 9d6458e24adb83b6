"""What a visitor looks at with a picture in the network: the keys that mean nothing without `image`.

They are parts of the address like any other, so that a chosen cell or an explained class can be linked to. What only
the traced network can tell (which blocks, channels and cells there are) is checked in `seen.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from app.errors import UserError
from app.image.types import CENTRE
from app.language import message, say

Range = Literal["layer", "unit", "network"]
Sort = Literal["index", "mean", "max", "variance"]


@dataclass(frozen=True, slots=True)
class Sight:
    """image: the id of a picture, "" for none. weights: the name of some, "" for the best there are.

    crop, off: as in `app.image.types.Forward`. range: what the colours are scaled to: the volume, each of its channels,
    or all volumes of the network. sort, page: the order of the channels, and which sheet of them is open. channel,
    cell: those that are looked at, in the output of the view's part. class_: the class to be explained, None for the
    predicted one. cam: the opacity of its heat map in percent, None for no map.
    """

    image: str = ""
    weights: str = ""
    crop: tuple[int, int] = CENTRE
    off: tuple[str, ...] = ()
    range: Range = "layer"
    sort: Sort = "index"
    page: int = 0
    channel: int | None = None
    cell: tuple[int, int] | None = None
    class_: int | None = None
    cam: int | None = None


NOTHING = Sight()
# The keys in their order in an address; those of a page only come after those that a file has too.
FILE_KEYS = ("image", "weights", "crop", "off", "range")
PAGE_KEYS = ("sort", "page", "channel", "cell", "class", "cam")
SIGHT_KEYS = (*FILE_KEYS, *PAGE_KEYS)
WHICH = message("a sample's name, such as scene, or the id of a picture that was uploaded")
PERCENT = message("a percentage from 0 to 100")
PERCENTS = message("a percentage from 0 to 100 each for x and y, such as 50,50")
CELL = message("row and column, counted from 0, such as 3,5")


def sight_of(given: Mapping[str, str], format: str = "") -> Sight:
    """The sight that some query keys ask for. Raises UserError, also for a key that needs a picture or a page."""
    if given.get("image") == "":
        raise UserError("image", "", say(WHICH))
    if "image" not in given:
        for key in SIGHT_KEYS:
            if key in given:
                raise UserError(key, given[key], say("only together with image, the picture in the network"))
        return NOTHING
    for key in PAGE_KEYS if format else ():
        if key in given:
            raise UserError(key, given[key], because=say("only pages have it, files have not"))
    return Sight(
        image=given["image"],
        weights=given.get("weights", ""),
        crop=_pair(given, "crop", PERCENTS, most=100) or CENTRE,
        off=tuple(given["off"].split(",")) if given.get("off") else (),
        range=_word(given, "range", get_args(Range)),
        sort=_word(given, "sort", get_args(Sort)),
        page=_number(given, "page", message("a sheet, counted from 0")) or 0,
        channel=_number(given, "channel", message("a channel, counted from 0")),
        cell=_pair(given, "cell", CELL),
        class_=_number(given, "class", message("a class, counted from 0")),
        cam=_number(given, "cam", PERCENT, most=100),
    )


def sight_query(sight: Sight, file: bool = False) -> dict[str, str]:
    """What is not usual, in the keys' order."""
    if not sight.image:
        return {}
    said = {
        "image": sight.image,
        "weights": sight.weights,
        "crop": "" if sight.crop == CENTRE else "{},{}".format(*sight.crop),
        "off": ",".join(sight.off),
        "range": "" if sight.range == NOTHING.range else sight.range,
        "sort": "" if sight.sort == NOTHING.sort else sight.sort,
        "page": str(sight.page or ""),
        "channel": _text(sight.channel),
        "cell": "{},{}".format(*sight.cell) if sight.cell else "",
        "class": _text(sight.class_),
        "cam": _text(sight.cam),
    }
    return {key: said[key] for key in (FILE_KEYS if file else SIGHT_KEYS) if said[key]}


def elsewhere(sight: Sight) -> Sight:
    """What is seen of the same picture in another network: blocks, channels, classes and weights are of one only."""
    return Sight(image=sight.image, crop=sight.crop, range=sight.range) if sight.image else NOTHING


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _word(given: Mapping[str, str], key: str, allowed: tuple[str, ...]) -> Any:
    value = given.get(key, allowed[0])
    if value not in allowed:
        raise UserError(key, value, say(", ").join(allowed))
    return value


def _number(given: Mapping[str, str], key: str, what: str, most: int = 10**8) -> int | None:
    if key not in given:
        return None
    value = given[key]
    if not re.fullmatch("[0-9]{1,8}", value) or int(value) > most:
        raise UserError(key, value, say(what))
    return int(value)


def _pair(given: Mapping[str, str], key: str, what: str, most: int = 10**8) -> tuple[int, int] | None:
    if key not in given:
        return None
    found = re.fullmatch("([0-9]{1,8}),([0-9]{1,8})", given[key])
    if not found or max(int(found[1]), int(found[2])) > most:
        raise UserError(key, given[key], say(what))
    return int(found[1]), int(found[2])
