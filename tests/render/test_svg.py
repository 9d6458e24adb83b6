import json
import re
from dataclasses import asdict
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.render.numbers import number
from app.render.stylesheet import palette_css
from app.render.svg import svg
from app.scene.palette import THEMES, Theme
from app.scene.types import Painting, Part, Scene
from tests.render.pictures import HOSTILE, SLIDING, picture

SVG = "{http://www.w3.org/2000/svg}"


def address(part: Part) -> str:
    return f"/net/resnet34/{part.path}?expand={part.expand}&theme=dark"


def parsed(text: str) -> ElementTree.Element:
    """The root of a picture; one for a page inherits its namespace from the page."""
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
    return root


def classes(root: ElementTree.Element) -> set[str]:
    return {name for element in root.iter() for name in element.get("class", "").split()}


def colour_classes(root: ElementTree.Element) -> set[str]:
    return {name for name in classes(root) if re.match("[fs]-", name)}


@pytest.mark.parametrize("theme", [None, "dark"])
def test_hostile_names_are_text_and_nothing_else(theme: Theme | None) -> None:
    root = parsed(svg(picture(HOSTILE, HOSTILE), theme, address))
    assert {text.text for text in root.iter("text")} == {HOSTILE, "+", "× 6"}
    assert root.findtext("title") == HOSTILE
    assert root.find(".//script") is None
    volume = root.find(".//*[@data-path='layer1.0']")
    assert volume is not None
    assert (volume.findtext("title") if theme else volume.get("aria-label")) == HOSTILE


@given(st.text())
def test_any_string_at_all_gives_well_formed_xml(string: str) -> None:
    parsed(svg(picture(string, string), None, address))


def test_a_link_keeps_its_whole_address() -> None:
    link = parsed(svg(picture(), None, lambda part: f'/net/x?a="{part.path}"&b=<2>')).find(".//a")
    assert link is not None
    assert link.get("href") == '/net/x?a="layer1.0"&b=<2>'


def test_parts_that_lead_somewhere_are_links_and_furniture_is_not() -> None:
    root = parsed(svg(picture(), None, address))
    links = [link.get("href") for link in root.iter("a")]
    assert links == [
        "/net/resnet34/layer1.0?expand=&theme=dark",
        "/net/resnet34/layer1.0?expand=&theme=dark",
        "/net/resnet34/layer1.0.add?expand=&theme=dark",
        "/net/resnet34/?expand=layer1&theme=dark",
    ]
    assert [group.get("class") for group in root.iter("g")] == ["part title", "part kernel"]


def test_without_addresses_nothing_is_a_link() -> None:
    root = parsed(svg(picture(), "light"))
    assert root.find(".//a") is None
    assert len(list(root.iter("g"))) == len(picture().parts)


def test_parts_carry_what_the_page_moves_them_by() -> None:
    root = parsed(svg(picture(), None, address))
    assert [(a.get("data-path"), a.get("data-lane")) for a in root.iter("a")][1] == ("layer1.0", "1")
    assert root.find(".//*[@data-name='kernel']") is not None


def test_only_a_page_gives_thin_lines_a_wide_invisible_twin() -> None:
    assert len(parsed(svg(picture(), None, address)).findall(".//path[@class='hit']")) == 1
    assert "hit" not in classes(parsed(svg(picture(), None)))
    assert "hit" not in classes(parsed(svg(picture(), "light", address)))


def test_the_page_brings_colours_and_font_itself() -> None:
    text = svg(picture(), None, address)
    root = parsed(text)
    assert root.find("style") is None
    assert "#" not in text
    assert "font-family" not in text
    assert colour_classes(root) | {"hit", "w-semibold", "w-bold"} <= set(re.findall(r"\.([\w-]+)\{", palette_css()))


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_that_stands_alone_defines_exactly_the_colours_it_uses(theme: Theme) -> None:
    root = parsed(svg(picture(), theme))
    style = root.findtext("style") or ""
    defined = dict(re.findall(r"\.([fs]-[\w-]+)\{\w+:(#\w+)\}", style))
    assert set(defined) == colour_classes(root)
    assert all(colour == THEMES[theme][name[2:]] for name, colour in defined.items())
    paper = root.find("rect")
    assert paper is not None
    assert (paper.get("class"), paper.get("width"), paper.get("height")) == ("f-paper", "240", "120")


def test_a_picture_that_stands_alone_embeds_only_the_weights_it_uses() -> None:
    scene = picture()
    assert svg(scene, "light").count("@font-face") == 3
    plain = Part(scene.parts[4].marks)
    only_regular = svg(type(scene)("title", "", 240, 120, (plain,)), "light")
    assert re.findall("font-weight:([0-9]+);src", only_regular) == ["400"]
    assert "@font-face" not in svg(scene, "light", embed=False)


@pytest.mark.parametrize("theme", [None, "print"])
def test_the_same_scene_gives_the_same_bytes(theme: Theme | None) -> None:
    assert svg(picture(sliding=SLIDING), theme, address) == svg(picture(sliding=SLIDING), theme, address)


def test_two_scenes_on_a_page_have_titles_of_their_own() -> None:
    first, second = parsed(svg(picture("ResNet-18"))), parsed(svg(picture("ResNet-34")))
    assert first.get("aria-labelledby") == first.find("title").get("id")  # type: ignore[union-attr]
    assert first.get("aria-labelledby") != second.get("aria-labelledby")


def test_sliding_travels_as_json() -> None:
    root = parsed(svg(picture(sliding=SLIDING)))
    assert json.loads(root.get("data-sliding", "")) == json.loads(json.dumps(asdict(SLIDING)))
    assert parsed(svg(picture())).get("data-sliding") is None


def test_a_pill_is_a_rounded_rectangle() -> None:
    pill = parsed(svg(picture())).find(".//rect")
    assert pill is not None
    assert {key: pill.get(key) for key in ("x", "y", "width", "height", "rx")} == {
        "x": "10", "y": "10", "width": "20", "height": "30", "rx": "8",
    }  # fmt: skip


def test_text_turns_against_the_clock() -> None:
    turned = parsed(svg(picture())).find(".//text[@transform]")
    assert turned is not None
    assert turned.get("transform") == "rotate(-30 60 60)"


@given(st.floats(-1e7, 1e7))
def test_numbers_have_two_decimals_and_no_trailing_zeros(value: float) -> None:
    text = number(value)
    assert re.fullmatch(r"-?\d+(\.\d?[1-9])?", text)
    assert text != "-0"
    assert abs(float(text) - value) <= 0.005 + 1e-9 * abs(value)


PAINTED = Scene(
    "painted",
    "",
    100,
    80,
    (
        Part(
            (
                Painting("conv1", 1, (10, 20), (8, -6), (0, 30)),
                Painting("conv1", 0, (30.123, 20), (8, -6), (0, 30)),
                Painting("fc", 0, (60, 20), (20, 0), (0, 5), opacity=0.25),
            ),
            kind="paintings",
        ),
    ),
)


def test_a_painting_is_one_tile_of_its_picture_put_in_place_by_a_matrix() -> None:
    root = parsed(svg(PAINTED, painting=lambda path: f"/{path}.png?a=1&b=2"))
    groups = [element for element in root.iter("g") if element.get("class") == "painting"]
    assert [group.get("data-path") for group in groups] == ["conv1", "conv1", "fc"]
    assert groups[1].get("transform") == "matrix(8 -6 0 30 30.12 20)"
    assert [group.get("opacity") for group in groups] == [None, None, "0.25"]
    assert [group.find("svg").get("viewBox") for group in groups] == ["0 1 1 1", "0 0 1 1", "0 0 1 1"]  # type: ignore[union-attr]


def test_each_picture_is_asked_for_once_and_stands_once() -> None:
    asked: list[str] = []

    def painting(path: str) -> str:
        asked.append(path)
        return f"/{path}.png?a=1&b=2"

    root = parsed(svg(PAINTED, painting=painting))
    images = {f"#{image.get('id')}": image.get("href") for image in root.iter("image")}
    assert asked == ["conv1", "fc"]
    assert [images[use.get("href", "")] for use in root.iter("use")] == ["/conv1.png?a=1&b=2"] * 2 + ["/fc.png?a=1&b=2"]


def test_without_pictures_the_room_for_them_stays_empty() -> None:
    tags = {element.tag for element in parsed(svg(PAINTED)).iter()}
    assert not tags & {"image", "use", "defs"}
