"""A Scene becomes a PNG: its SVG, drawn by Typst (`typeset.py`)."""

from math import sqrt

from app.errors import TooLarge
from app.language import say
from app.limits import limit
from app.render.numbers import number
from app.render.options import PLAIN, Options
from app.render.painting import Pictures
from app.render.svg import svg
from app.render.typeset import check_characters, scene_texts, typeset
from app.scene.types import Scene

# The picture arrives as a value, never pasted into markup. A drawing unit is a point of the page.
PAGE = b"""#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
POINTS_PER_INCH = 72
SCREEN = 1920  # pixels; time and size of a picture grow with their number


def png(scene: Scene, options: Options = PLAIN, painting: Pictures | None = None) -> bytes:
    """The picture as wide as it should be, or as asked. Raises TooLarge for more than the limits allow.

    painting: as for `svg`, with addresses that hold the pictures themselves: nothing is fetched."""
    pixels = _pixels(scene, options)
    check_characters(scene_texts(scene))
    drawn = svg(scene, options.theme, embed=False, painting=painting)
    inputs = {"svg": drawn, "width": number(scene.width), "height": number(scene.height)}
    return typeset(PAGE, inputs, "png", POINTS_PER_INCH * pixels / scene.width)


def _pixels(scene: Scene, options: Options) -> int:
    most = widest(scene)
    if options.density is not None and round(options.density * scene.width) > most:
        right = say("a width of at most {most} pixels for this picture, or fewer layers unfolded", most=most)
        raise TooLarge("density", options.density, right)
    if options.width is not None and options.width > most:
        raise TooLarge("width", options.width, say("at most {most} pixels for this picture", most=most))
    if options.density is not None:
        return round(options.density * scene.width)
    return default_width(scene) if options.width is None else options.width


def default_width(scene: Scene) -> int:
    """Two pixels a drawing unit, as sharp screens have; one to two where that is wider than most screens. Never more
    than is allowed."""
    usual = min(2 * scene.width, max(scene.width, SCREEN))
    return min(round(usual), widest(scene))


def widest(scene: Scene) -> int:
    """The most pixels across that this picture may have: a limit of its own, and one on all pixels together."""
    return min(limit("png_width"), int(sqrt(limit("png_pixels") * scene.width / scene.height)))
