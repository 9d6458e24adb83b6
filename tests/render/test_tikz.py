import re

import pytest

from app.language import speaking
from app.nets import config
from app.pipeline import graph_for
from app.render.options import Options
from app.render.tex import tex
from app.render.tikz import LONGEST, document, tikz
from app.scene.draw import draw
from app.scene.palette import THEMES, Theme
from app.scene.types import Painting, Part, Scene, Stroke, Text, View
from tests.render.pictures import HOSTILE, picture

VIEWS = [
    ("resnet18", View()),
    ("resnet18", View("layer2.0")),
    ("resnet18", View("conv1")),
    ("resnet18", View(style="schematic")),
    ("googlenet", View("inception3a")),
    ("resnet18", View("layer2.0", lang="zh")),
]


def drawn(name: str, view: View) -> Scene:
    return draw(graph_for(config(name)), view)


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_every_word_of_a_view_stands_in_it(name: str, view: View) -> None:
    scene = drawn(name, view)
    made = tikz(scene, Options())
    for part in scene.parts:
        for mark in part.marks:
            if isinstance(mark, Text):
                assert f"{{{tex(mark.string)}}}" in made


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_every_colour_and_style_that_is_used_is_defined_once(name: str, view: View, theme: Theme) -> None:
    head, _, body = tikz(drawn(name, view), Options(theme)).partition(r"\begin{tikzpicture}")
    used = set(re.findall(r"=tw-([\w-]+)", head + body))
    defined = re.findall(r"\\providecolor\{tw-([\w-]+)\}\{HTML\}\{([0-9A-F]{6})\}", head)
    assert sorted(used | {"ink"}) == [key for key, _ in defined]
    assert all(f"#{colour.lower()}" == THEMES[theme][key] for key, colour in defined)
    styles = re.findall(r"^  tensorwalk/([\w -]+)/\.style=", head, re.MULTILINE)
    assert len(styles) == len(set(styles))
    assert {style.strip() for style in re.findall(r"tensorwalk/([\w -]+)", body)} <= set(styles)


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_braces_brackets_and_scopes_close_what_they_open(name: str, view: View) -> None:
    made = re.sub(r"\\[{}]|^%.*$", "", document(drawn(name, view), Options()), flags=re.MULTILINE)
    for opens, closes in (("{", "}"), (r"\begin{", r"\end{"), (r"\begin{scope}", r"\end{scope}")):
        assert made.count(opens) == made.count(closes) > 0


def test_nodes_are_named_after_paths_and_each_name_stands_once() -> None:
    names = re.findall(
        r"\\node\[tensorwalk/box[^]]*\] \(([^)]*)\)", tikz(drawn("resnet18", View("layer2.0")), Options())
    )
    assert {"layer2-0-conv1", "layer2-0-conv2"} <= {*names}
    assert len(names) == len(set(names))


def test_a_scope_says_which_part_it_is_and_wears_the_style_of_its_kind() -> None:
    made = tikz(picture(), Options())
    assert "% layer1.0, volume\n\\begin{scope}[tensorwalk/part volume]\n" in made


def test_the_geometry_is_that_of_the_scene_upside_down() -> None:
    made = tikz(picture(), Options())
    assert r"\begin{tikzpicture}[x=1bp, y=-1bp]" in made
    assert "(0,0) rectangle (240,120)" in made
    assert "(10,10) -- (30,10) -- (30,40) -- (10,40) -- cycle" in made
    curve = Stroke((0, 0), (((1, 2), (3, 4), (5, 6)),))
    assert "(0,0) .. controls (1,2) and (3,4) .. (5,6);" in tikz(Scene("", "", 9, 9, (Part((curve,)),)), Options())


def test_a_picture_longer_than_tex_can_reckon_is_drawn_smaller() -> None:
    text = Part((Text(49_000, 20, "fc", 13),), kind="title")
    made = tikz(Scene("", "", 50_000, 400, (text,)), Options())
    unit = float(re.findall(r"x=([\d.]+)bp", made)[0])
    assert 50_000 * unit == pytest.approx(LONGEST, rel=1e-3)
    assert "tensorwalk/regular=3.64" in made


def test_the_engine_is_named_and_is_one_that_has_the_letters() -> None:
    assert document(picture(), Options()).startswith("% !TeX program = pdflatex\n")
    assert document(picture("Сеть"), Options()).startswith("% !TeX program = xelatex\n\\documentclass")
    with speaking("zh"):
        chinese = document(picture("残差网络"), Options())
    assert chinese.startswith("% !TeX program = xelatex\n")
    assert r"\usepackage[scheme=plain]{ctex}" in chinese


def test_the_bare_picture_names_its_engine_in_its_first_line() -> None:
    assert tikz(picture(), Options()).startswith("% For pdfLaTeX")
    assert tikz(picture("Сеть"), Options()).startswith("% For XeLaTeX or LuaLaTeX.\n")
    assert tikz(picture("残差网络"), Options()).startswith("% For XeLaTeX and \\usepackage[scheme=plain]{ctex}.\n")


def test_hostile_names_are_words_and_never_commands() -> None:
    name = HOSTILE + "\\input{/etc/passwd}%\n\\end{document} $x_1$ #&~^\u2028\\write18{ls}"
    made = document(picture(name, name), Options())
    assert re.findall(r"\\(?:input|write18)(?![A-Za-z])", re.sub("^%.*$", "", made, flags=re.MULTILINE)) == []
    assert made.count(r"\end{document}") == 1 + sum(
        line.startswith("%") and r"\end{document}" in line for line in made.splitlines()
    )


def test_room_for_a_picture_is_left_and_said() -> None:
    painting = Painting("conv1", 0, (1, 1), (2, 0), (0, 2))
    assert "% room for a picture of what conv1 holds" in tikz(Scene("", "", 9, 9, (Part((painting,)),)), Options())


def test_the_same_scene_gives_the_same_bytes() -> None:
    assert document(picture(), Options("dark")) == document(picture(), Options("dark"))
    assert document(picture(), Options("dark")) != document(picture(), Options())
