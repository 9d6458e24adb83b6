"""The colours of one drawing that stands in a page of its own: all three themes, only what it uses, the font inside."""

import re

from app.render.fonts import CSS_WEIGHTS, FAMILY, font_face
from app.render.stylesheet import FALLBACK, PROPERTIES, TEXT_RULE
from app.scene.palette import KEYS, THEMES, Theme
from app.scene.types import Weight

_CLASS = re.compile(' class="([^"]*)"')
PAGE = ("paper", "ink", "muted")  # what the page around the drawing uses
SCHEMES: dict[Theme, str] = {"light": "light", "dark": "dark", "print": "light"}


def embedded_css(drawing: str) -> str:
    """Rules for a drawing made for a page (`svg` without a theme). The theme is `data-theme` on <html>, else the
    reader's system's, which inside a frame is the colour scheme of the page around it."""
    used = set(" ".join(_CLASS.findall(drawing)).split())
    keys = [key for key in KEYS if key in PAGE or {f"f-{key}", f"s-{key}"} & used]
    weights: list[Weight] = [weight for weight in CSS_WEIGHTS if f"w-{weight}" in used]
    rules = [
        *(font_face(weight) for weight in weights),
        f":root{{{_variables('light', keys)}}}",
        f"@media(prefers-color-scheme:dark){{:root{{{_variables('dark', keys)}}}}}",
        *(f":root[data-theme={theme}]{{{_variables(theme, keys)}}}" for theme in THEMES),
        f'.scene,body{{font-family:"{FAMILY}",{FALLBACK}}}{TEXT_RULE}',
        *(f".w-{weight}{{font-weight:{CSS_WEIGHTS[weight]}}}" for weight in weights if weight != "regular"),
        *(
            f".{kind}-{key}{{{PROPERTIES[kind]}:var(--{key})}}"
            for kind in PROPERTIES
            for key in keys
            if f"{kind}-{key}" in used
        ),
    ]
    return "".join(rules)


def _variables(theme: Theme, keys: list[str]) -> str:
    return f"color-scheme:{SCHEMES[theme]};" + ";".join(f"--{key}:{THEMES[theme][key]}" for key in keys)
