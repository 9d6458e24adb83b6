"""Contrast is that of WCAG 2.2, colour blindness by Machado, Oliveira and Fernandes (2009), distance by CIE 1976."""

from itertools import combinations, pairwise
from math import dist

import pytest

from app.render.stylesheet import palette_css
from app.scene.palette import BRANCH_HUES, KEYS, STAGE_HUES, THEMES, Theme

Colour = tuple[float, float, float]

WORDS = ["ink", "muted", "faint", "error", "accent", *(key for key in KEYS if key.endswith("-text"))]
LINES = ["wire", "outline", "dimmed", *(f"{hue}-line" for hue in (*STAGE_HUES, "grey", "kernel", "pool"))]
VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanope": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranope": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanope": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def linear(colour: str) -> Colour:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: str, vision: str) -> Colour:
    """CIE L*a*b* of a colour as an eye of this kind sees it."""
    given = linear(colour)
    mixed = (sum(m * c for m, c in zip(row, given, strict=True)) for row in VISIONS[vision])
    r, g, b = (min(1.0, max(0.0, c)) for c in mixed)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_paper_and_in_a_pill(theme: Theme) -> None:
    colours = THEMES[theme]
    pairs = [(word, ground) for word in WORDS for ground in ("paper", "pill")]
    weak = {pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5}
    assert not weak


@pytest.mark.parametrize("theme", THEMES)
def test_lines_that_mean_something_stand_out_from_paper(theme: Theme) -> None:
    colours = THEMES[theme]
    assert not {line for line in LINES if contrast(colours[line], colours["paper"]) < 3}


@pytest.mark.parametrize("theme", THEMES)
def test_a_volume_stands_out_from_paper_by_its_edges_or_by_its_faces(theme: Theme) -> None:
    colours = THEMES[theme]
    for hue in (*STAGE_HUES, "grey", "kernel", "pool"):
        faces = min(contrast(colours[f"{hue}-{shade}"], colours["paper"]) for shade in ("top", "front"))
        assert max(contrast(colours["edge"], colours["paper"]), faces) >= 3, hue


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_arrows_and_what_is_lit_stand_out(theme: Theme) -> None:
    colours = THEMES[theme]
    assert all(contrast(colours[line], colours["paper"]) >= 3 for line in ("accent", "wire", "hatch", "highlight-line"))


def test_the_print_theme_is_one_of_high_contrast() -> None:
    colours = THEMES["print"]
    assert (colours["ink"], colours["paper"]) == ("#000000", "#ffffff")
    assert not {word for word in WORDS if contrast(colours[word], colours["paper"]) < 7}


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_layers_can_be_told_apart_by_every_kind_of_eye(theme: Theme, vision: str) -> None:
    """A distance of 2.3 is just noticeable; volumes side by side should differ by several times that."""
    colours = THEMES[theme]

    def apart(a: str, b: str) -> float:
        shades = ("front", "side")
        return max(dist(seen(colours[f"{a}-{s}"], vision), seen(colours[f"{b}-{s}"], vision)) for s in shades)

    closest = min(combinations(STAGE_HUES, 2), key=lambda pair: apart(*pair))
    assert apart(*closest) > 7, closest
    assert all(apart(a, b) > 9 for a, b in pairwise(STAGE_HUES))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_slabs_side_by_side_differ_far_more_than_layers_must(theme: Theme, vision: str) -> None:
    """Published modules have four branches at most; the fifth and sixth hue are told apart as layers are."""
    colours = THEMES[theme]
    differ = [
        max(dist(seen(colours[f"{a}-{s}"], vision), seen(colours[f"{b}-{s}"], vision)) for s in ("front", "side"))
        for a, b in pairwise(BRANCH_HUES)
    ]
    assert min(differ[:3]) > 30
    assert min(differ) > 8


@pytest.mark.parametrize("theme", THEMES)
def test_the_three_faces_of_a_volume_go_from_light_to_dark(theme: Theme) -> None:
    for hue in (*STAGE_HUES, "grey", "kernel", "pool"):
        top, front, side = (luminance(THEMES[theme][f"{hue}-{shade}"]) for shade in ("top", "front", "side"))
        assert top > front > side, hue


def test_every_theme_knows_every_key() -> None:
    assert all(set(colours) == set(KEYS) for colours in THEMES.values())


def test_the_stylesheet_gives_every_key_a_value_a_fill_and_a_stroke() -> None:
    css = palette_css()
    for key in KEYS:
        assert f".f-{key}{{fill:var(--{key})}}" in css
        assert f".s-{key}{{stroke:var(--{key})}}" in css
        assert css.count(f"--{key}:") == 5, "light, dark by system, dark by choice, print by choice, paper"


def test_paper_wins_over_a_dark_screen() -> None:
    css = palette_css()
    assert "@media screen and (prefers-color-scheme:dark)" in css, "a dark system must not darken a printed page"
    dark, paper = css.index(":root[data-theme=dark]{"), css.index("@media print{:root,:root[data-theme]{")
    assert dark < paper, "of two rules of one weight the later one holds"
