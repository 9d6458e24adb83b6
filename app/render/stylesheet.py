"""The colours as CSS: for pages, where variables follow the reader's theme, and for a picture that stands alone.

A fill is the class `f-KEY`, a stroke `s-KEY`, KEY from `scene/palette.py`; a weight is `w-semibold` or `w-bold`.
"""

from collections.abc import Iterable, Mapping

from app.render.chinese import Face, chinese_face
from app.render.fonts import CSS_WEIGHTS, FAMILY, font_face
from app.render.noto import CHINESE_FAMILY
from app.scene.palette import KEYS, THEMES, Theme
from app.scene.types import Weight

# Pictures are measured without kerning and ligatures (`scene/text.py`), so they are drawn without.
TEXT_RULE = "text{font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision}"
# For programs that ignore a font inside a picture (Inkscape, librsvg): the nearest in width come first.
FALLBACK = '"Source Sans 3",Carlito,Calibri,"Liberation Sans",Arial,sans-serif'
CHINESE_FALLBACK = f'"{CHINESE_FAMILY}","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans SC"'
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
        # A line is too thin to point at: its invisible twin catches the pointer.
        ".hit{fill:none;stroke:transparent;stroke-width:12px;pointer-events:stroke}",
        *(f".{kind}-{key}{{{PROPERTIES[kind]}:var(--{key})}}" for kind in PROPERTIES for key in KEYS),
    ]
    return "\n".join(rules) + "\n"


def picture_css(theme: Theme, classes: Iterable[str], chinese: Mapping[Face, str], embed: bool) -> str:
    """Rules for the classes that one picture uses, in one theme; with `embed`, its fonts too.

    chinese: its Chinese characters, by face.
    """
    used = set(classes)
    weights: list[Weight] = [weight for weight in CSS_WEIGHTS if f"w-{weight}" in used]
    colours = THEMES[theme]
    families = f'"{FAMILY}",{FALLBACK}'
    if chinese:
        families = families.replace("sans-serif", f"{CHINESE_FALLBACK},sans-serif")
    rules = [
        *(font_face(weight) for weight in weights if embed),
        *(chinese_face(face, characters) for face, characters in chinese.items() if embed),
        f"svg{{font-family:{families}}}{TEXT_RULE}",
        *(f".w-{weight}{{font-weight:{CSS_WEIGHTS[weight]}}}" for weight in weights if weight != "regular"),
        *(
            f".{kind}-{key}{{{PROPERTIES[kind]}:{colours[key]}}}"
            for kind in PROPERTIES
            for key in KEYS
            if f"{kind}-{key}" in used
        ),
    ]
    return "".join(rules)


def _variables(theme: Theme) -> str:
    variables = ";".join(f"--{key}:{colour}" for key, colour in THEMES[theme].items())
    return f"color-scheme:{COLOUR_SCHEMES[theme]};{variables}"
