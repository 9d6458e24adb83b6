"""The colours as CSS: for pages, where variables follow the reader's theme, and for a picture that stands alone.

A fill is the class `f-KEY`, a stroke `s-KEY`, KEY from `scene/palette.py`; a weight is `w-semibold` or `w-bold`.
"""

from collections.abc import Callable, Iterable, Mapping

from app.render.chinese import Face, chinese_face
from app.render.fonts import CSS_WEIGHTS, FAMILY, font_face
from app.render.noto import CHINESE_FAMILY
from app.scene.palette import KEYS, THEMES, Theme
from app.scene.types import Weight

# Pictures are measured without kerning and ligatures (`scene/text.py`), so they are drawn without.
TEXT_RULE = "text{font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision}"
# A line is too thin to point at: its invisible twin catches the pointer.
HIT_RULE = ".hit{fill:none;stroke:transparent;stroke-width:12px;pointer-events:stroke}"
# For programs that ignore a font inside a picture (Inkscape, librsvg): the nearest in width come first.
FALLBACK = '"Source Sans 3",Carlito,Calibri,"Liberation Sans",Arial,sans-serif'
CHINESE_FALLBACK = f'"{CHINESE_FAMILY}","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans SC"'
AROUND = ("paper", "ink", "muted")  # what an embedded page has besides its drawing
PROPERTIES = {"f": "fill", "s": "stroke"}
COLOUR_SCHEMES: dict[Theme, str] = {"light": "light", "dark": "dark", "print": "light"}


def palette_css() -> str:
    """The page's stylesheet of colours: one variable a key, by system, by `data-theme` on <html>, and on paper.

    Dark is for screens only, so that a page printed at night is dark ink on white.
    """
    rules = [
        f":root{{{_variables('light')}}}",
        f"@media screen and (prefers-color-scheme:dark){{"
        f":root:not([data-theme=light]):not([data-theme=print]){{{_variables('dark')}}}}}",
        f":root[data-theme=dark]{{{_variables('dark')}}}",
        f":root[data-theme=print]{{{_variables('print')}}}",
        f"@media print{{:root,:root[data-theme]{{{_variables('print')}}}}}",
        f".scene {TEXT_RULE}",
        *(f".w-{weight}{{font-weight:{value}}}" for weight, value in CSS_WEIGHTS.items() if weight != "regular"),
        HIT_RULE,
        *(f".{kind}-{key}{{{PROPERTIES[kind]}:var(--{key})}}" for kind in PROPERTIES for key in KEYS),
    ]
    return "\n".join(rules) + "\n"


def picture_css(theme: Theme, classes: Iterable[str], chinese: Mapping[Face, str], embed: bool) -> str:
    """Rules for the classes that one picture uses, in one theme; with `embed`, its fonts too.

    chinese: its Chinese characters, by face.
    """
    used, colours = set(classes), THEMES[theme]
    return _fonts("svg", used, chinese, embed) + _painted(used, lambda key: colours[key])


def embedded_css(classes: Iterable[str], chinese: Mapping[Face, str]) -> str:
    """The same for a picture in a page of its own: all three themes, the fonts inside.

    The theme is `data-theme` on <html>, else the reader's system's, which inside a frame is the colour scheme of the
    page around it.
    """
    used = set(classes)
    keys = [key for key in KEYS if key in AROUND or {f"f-{key}", f"s-{key}"} & used]
    themes = [
        f":root{{{_variables('light', keys)}}}",
        f"@media(prefers-color-scheme:dark){{:root{{{_variables('dark', keys)}}}}}",
        *(f":root[data-theme={theme}]{{{_variables(theme, keys)}}}" for theme in THEMES),
    ]
    painted = _painted(used, lambda key: f"var(--{key})")
    return "".join(themes) + _fonts("body,.scene", used, chinese, True) + painted + HIT_RULE


def _fonts(where: str, used: set[str], chinese: Mapping[Face, str], embed: bool) -> str:
    """The families and weights that are used; with `embed`, their faces."""
    weights: list[Weight] = [weight for weight in CSS_WEIGHTS if f"w-{weight}" in used]
    families = f'"{FAMILY}",{FALLBACK}'
    if chinese:
        families = families.replace("sans-serif", f"{CHINESE_FALLBACK},sans-serif")
    faces = [
        *(font_face(weight) for weight in weights if embed),
        *(chinese_face(face, characters) for face, characters in chinese.items() if embed),
    ]
    bold = [f".w-{weight}{{font-weight:{CSS_WEIGHTS[weight]}}}" for weight in weights if weight != "regular"]
    return "".join([*faces, f"{where}{{font-family:{families}}}{TEXT_RULE}", *bold])


def _painted(used: set[str], colour: Callable[[str], str]) -> str:
    """A rule for every fill and stroke that is used."""
    pairs = [(kind, key) for kind in PROPERTIES for key in KEYS if f"{kind}-{key}" in used]
    return "".join(f".{kind}-{key}{{{PROPERTIES[kind]}:{colour(key)}}}" for kind, key in pairs)


def _variables(theme: Theme, keys: Iterable[str] = KEYS) -> str:
    variables = ";".join(f"--{key}:{THEMES[theme][key]}" for key in keys)
    return f"color-scheme:{COLOUR_SCHEMES[theme]};{variables}"
