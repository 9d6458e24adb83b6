"""A Scene becomes a PNG: its SVG, drawn by Typst with the font files of the wheel and no others.

The same machine gives the same bytes: fonts of the system are not looked at.
"""

from functools import cache
from math import sqrt

from typst import Compiler, Fonts

from app.errors import TooLarge
from app.limits import limit
from app.render.numbers import number
from app.render.painting import Pictures
from app.render.svg import svg
from app.scene.palette import Theme
from app.scene.text import font_path
from app.scene.types import Scene

# The picture arrives as a value, never pasted into markup. A drawing unit is a point of the page.
PAGE = b"""#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
POINTS_PER_INCH = 72


def png(scene: Scene, theme: Theme = "light", width: int | None = None, painting: Pictures | None = None) -> bytes:
    """The picture `width` pixels wide, or as wide as it should be. Raises TooLarge for more than the limits allow.

    painting: as for `svg`, with addresses that hold the pictures themselves: nothing is fetched."""
    pixels = default_width(scene) if width is None else width
    if pixels > widest(scene):
        raise TooLarge("width", pixels, because=f"at most {widest(scene)} pixels for this picture")
    drawn = svg(scene, theme, embed=False, painting=painting)
    inputs = {"svg": drawn, "width": number(scene.width), "height": number(scene.height)}
    # A compiler is not to be shared by threads; its fonts are what is expensive to find, and they are.
    compiler = Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    image = compiler.compile(PAGE, format="png", ppi=POINTS_PER_INCH * pixels / scene.width, sys_inputs=inputs)
    assert isinstance(image, bytes), "a scene is one page"
    return image


def default_width(scene: Scene) -> int:
    """Two pixels a drawing unit, as sharp screens have, or as many as are allowed."""
    return min(round(2 * scene.width), widest(scene))


def widest(scene: Scene) -> int:
    """The most pixels across that this picture may have: a limit of its own, and one on all pixels together."""
    return min(limit("png_width"), int(sqrt(limit("png_pixels") * scene.width / scene.height)))


@cache
def _fonts() -> Fonts:
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_path("regular").parent])
