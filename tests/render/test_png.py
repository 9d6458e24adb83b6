import struct
import zlib
from base64 import b64encode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from app.errors import TooLarge, UserError
from app.limits import limit
from app.render.options import DENSITIES, Options
from app.render.png import default_width, png, widest
from app.scene.palette import THEMES, Theme
from app.scene.types import Painting, Part, Scene
from tests.render.pictures import HOSTILE, picture


def size(image: bytes) -> tuple[int, int]:
    return struct.unpack(">II", image[16:24])


def first_pixel(image: bytes) -> str:
    """The colour of the left top pixel: no filter of PNG changes the first bytes of the first row."""
    data, place = b"", 8
    while place < len(image):
        length, kind = struct.unpack(">I4s", image[place : place + 8])
        data += image[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    return f"#{zlib.decompress(data)[1:4].hex()}"


@pytest.mark.parametrize("width", [100, 333, 1201])
def test_a_picture_is_as_wide_as_asked_and_keeps_its_proportions(width: int) -> None:
    across, down = size(png(picture(), Options(width=width)))
    assert across == width
    assert abs(down - width / 2) <= 0.5


def test_without_a_width_it_has_two_pixels_a_unit() -> None:
    assert size(png(picture())) == (480, 240)


@pytest.mark.parametrize(("units", "pixels"), [(900, 1800), (1200, 1920), (1920, 1920), (3000, 3000)])
def test_a_wide_one_has_at_least_one_pixel_a_unit_and_the_width_of_a_screen(units: int, pixels: int) -> None:
    assert default_width(Scene("wide", "", units, 300, ())) == pixels


@pytest.mark.parametrize("theme", THEMES)
def test_the_paper_is_that_of_the_theme(theme: Theme) -> None:
    assert first_pixel(png(picture(), Options(theme))) == THEMES[theme]["paper"]


def test_labels_are_drawn_and_not_left_out() -> None:
    scene = picture()
    blank = Scene(scene.title, scene.alt, scene.width, scene.height, ())
    unlabelled = Scene(scene.title, scene.alt, scene.width, scene.height, scene.parts[1:])
    assert len(png(scene)) > len(png(unlabelled)) > len(png(blank))


def test_the_same_scene_gives_the_same_bytes() -> None:
    assert png(picture()) == png(picture())


def test_hostile_names_are_drawn_as_text() -> None:
    assert size(png(picture(HOSTILE, HOSTILE))) == (480, 240)


def test_more_pixels_than_the_limit_are_refused_with_what_is_allowed() -> None:
    with pytest.raises(TooLarge) as refused:
        png(picture(), Options(width=limit("png_width") + 1))
    assert refused.value.what == "width"
    assert refused.value.value == str(limit("png_width") + 1)
    assert str(limit("png_width")) in refused.value.allowed


def test_a_tall_picture_is_bounded_by_its_pixels_in_all() -> None:
    tall = Scene("tall", "", 100, 4000, ())
    assert widest(tall) == 1000
    with pytest.raises(TooLarge, match="1000 pixels"):
        png(tall, Options(width=1001))


def test_the_width_that_nobody_asked_for_is_always_allowed() -> None:
    for width, height in ((50_000, 300), (300, 50_000), (240, 120)):
        scene = Scene("long", "", width, height, ())
        assert default_width(scene) <= widest(scene) <= limit("png_width")
        assert default_width(scene) ** 2 * height / width <= limit("png_pixels")


def test_a_painting_is_drawn_in_place_and_with_sharp_cells() -> None:
    tiles = np.zeros((8, 2, 3), dtype=np.uint8)
    tiles[2:4] = [[(255, 0, 0), (0, 255, 0)], [(0, 0, 255), (255, 255, 0)]]  # the tile of index 1
    buffer = BytesIO()
    Image.fromarray(tiles).save(buffer, "PNG")
    uri = f"data:image/png;base64,{b64encode(buffer.getvalue()).decode()}"
    painting = Painting("conv1", 1, (20, 40), (40, -20), (0, 40))
    scene = Scene("", "", 100, 100, (Part((painting,), kind="paintings"),))
    drawn = np.asarray(Image.open(BytesIO(png(scene, Options(width=200), lambda _: uri))).convert("RGB"))
    cells = {
        (0.25, 0.25): (255, 0, 0),
        (0.75, 0.25): (0, 255, 0),
        (0.25, 0.75): (0, 0, 255),
        (0.75, 0.75): (255, 255, 0),
    }
    for (across, down), colour in cells.items():
        for nudge in (-0.2, 0.2):  # nothing is blurred between them
            x, y = 20 + 40 * (across + nudge), 40 - 20 * (across + nudge) + 40 * (down + nudge)
            assert tuple(drawn[int(2 * y), int(2 * x)]) == colour


@pytest.mark.parametrize("density", DENSITIES)
def test_a_density_is_that_many_pixels_a_unit(density: int) -> None:
    assert size(png(picture(), Options(density=density))) == (240 * density, 120 * density)


def test_a_density_that_makes_too_many_pixels_is_refused_with_what_would_fit() -> None:
    with pytest.raises(TooLarge, match=f"{limit('png_width')} pixels.*fewer layers unfolded") as refused:
        png(Scene("long", "", 3000, 300, ()), Options(density=3))
    assert refused.value.what == "density"


def test_a_character_that_no_font_has_is_named_and_not_drawn_as_a_box() -> None:
    png(picture("残差网络 é ∞"))
    with pytest.raises(UserError, match=r"ᚠ \(U\+16A0\) 龘 \(U\+9F98\)"):
        png(picture("ResNet ᚠ 龘"))
