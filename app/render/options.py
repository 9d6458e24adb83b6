"""How a file may be asked for, beyond which view it shows: what the keys of its address say, and where it was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.errors import UserError
from app.language import say
from app.limits import limit
from app.scene.palette import Theme
from app.scene.types import Part

Paper = Literal["", "a4", "letter", "16:9"]
DENSITIES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Options:
    """The look of one file.

    width: of a PNG, in pixels. density: of a PNG, in pixels a drawing unit, instead of a width. paper: the page that a
    PDF is set on; "" is cut to the picture. address: of the view's own page, absolute, or "" if it has none. link: the
    absolute address that a part leads to, if any.
    """

    theme: Theme = "light"
    width: int | None = None
    density: int | None = None
    paper: Paper = ""
    address: str = ""
    link: Callable[[Part], str] | None = None


PLAIN = Options()


def sized(key: str, value: object) -> int:
    """The `width` or the `density` of a PNG. Raises UserError for what is none."""
    most = limit("png_width") if key == "width" else DENSITIES[-1]
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
        return value
    pixels = say("a whole number of pixels from 1 to {most}", most=most)
    raise UserError(key, value, pixels if key == "width" else say(", ").join(map(str, DENSITIES)))


def two_sizes(density: object) -> UserError:
    """What is wrong with a PNG that is given both."""
    return UserError("density", density, because=say("the width says already how many pixels there are"))
