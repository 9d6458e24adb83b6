"""How a file may be asked for, beyond which view it shows: what the keys of its address say, and where it was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

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
