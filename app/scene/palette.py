"""The colours: a palette key and a theme give a hex colour. Nothing else in the program names a colour.

Each hue comes in five shades: `front`, `top` and `side` for the three faces of a volume, `line` for brackets,
`text` for words. The order of the hues is the order of the layers (stem, layer 1 to 5), as in the paper's Figure 3.
Hues are tuned so that simulated protanopes, deuteranopes and tritanopes can tell the layers apart, and text has a
contrast of 4.5 on paper (WCAG AA): `tests/render/test_palette.py` measures both.
"""

from typing import Literal

Theme = Literal["light", "dark", "print"]

STAGE_HUES = ("orange", "violet", "green", "rose", "blue", "teal")
# The branches of an Inception module: the same hues, ordered so that the slabs of a stack differ most from their
# neighbours, and the one nearest to the blue of kernels late.
BRANCH_HUES = ("teal", "orange", "violet", "rose", "blue", "green")
SHADES = ("front", "top", "side", "line", "text")

_HUES: dict[str, dict[str, tuple[str, str, str, str, str]]] = {
    "light": {
        "grey": ("#c3c7cf", "#dfe2e7", "#9da3ae", "#8b919c", "#4b5261"),
        "orange": ("#f3c389", "#f9dfbf", "#e8a352", "#cb8125", "#8f5410"),
        "violet": ("#baabe7", "#d8d1f6", "#9b85d8", "#8269c9", "#5a3d9e"),
        "green": ("#a3cb97", "#cfe2c0", "#78af6f", "#5c9e55", "#22662f"),
        "rose": ("#e0a1a6", "#edcdd3", "#d0787f", "#c86269", "#93363a"),
        "blue": ("#95b3d4", "#c9d7e6", "#6c93c2", "#5481bb", "#1f558f"),
        "teal": ("#86c5bf", "#bfe1dd", "#54a79f", "#3c978e", "#14625b"),
        "kernel": ("#aac4f7", "#d3e1fc", "#86a9ee", "#4a6fc0", "#2c4f9c"),
        "pool": ("#f0d3bd", "#f8e7da", "#d9ae8e", "#a45f37", "#84401c"),
    },
    "dark": {
        "grey": ("#6b7382", "#858d9c", "#525968", "#8a92a1", "#b8bfcc"),
        "orange": ("#b97e36", "#d79d56", "#915d20", "#d79d56", "#f0b974"),
        "violet": ("#7d68b4", "#9a87cd", "#5d4a91", "#9a87cd", "#c3b2f2"),
        "green": ("#558251", "#75a371", "#3d643a", "#72a06e", "#9fd3a8"),
        "rose": ("#ad6772", "#c78691", "#884a55", "#c88691", "#f0aeb0"),
        "blue": ("#5676a3", "#7695c0", "#3f5982", "#7493be", "#9cc6f3"),
        "teal": ("#498e89", "#62a9a3", "#336f6b", "#66ada6", "#8fd2ca"),
        "kernel": ("#5c7dc0", "#7f9bd6", "#425f9b", "#8aa7e6", "#a9c1f7"),
        "pool": ("#a97f60", "#c39c7f", "#825d42", "#d3a684", "#e6bd9e"),
    },
    "print": {
        "grey": ("#e3e5e8", "#f3f4f5", "#b9bdc4", "#5c6270", "#30353f"),
        "orange": ("#f8dcb8", "#fcefdd", "#eebd80", "#a8660f", "#6f3f06"),
        "violet": ("#cbc4e9", "#e3e2f6", "#aa9cd9", "#5c45ad", "#452b84"),
        "green": ("#bbe3ca", "#d9f3e6", "#8dc8a0", "#2b8047", "#174f23"),
        "rose": ("#deb3aa", "#f1d8cf", "#cb847e", "#972d2c", "#7a2528"),
        "blue": ("#cfdff6", "#eaeff9", "#9dbbe4", "#4672b6", "#123f70"),
        "teal": ("#aededc", "#d4efee", "#75bfb9", "#0e7870", "#0b4b45"),
        "kernel": ("#cbdbfb", "#e5edfd", "#a3bdf4", "#34579f", "#1f3d7d"),
        "pool": ("#f8e4d5", "#fcf1e9", "#e3bfa3", "#8a4a22", "#6b3111"),
    },
}

_PLAIN: dict[str, dict[str, str]] = {
    "light": {
        "paper": "#fcfcfb",
        "ink": "#1a2433",
        "muted": "#596273",
        "faint": "#69717f",
        "wire": "#46505f",
        "edge": "#838b98",
        "outline": "#7b8492",
        "hairline": "#d5d8de",
        "dimmed": "#8a929e",
        "accent": "#2f6fb5",
        "error": "#b3261e",
        "error-face": "#f7d0cc",
        "hatch": "#5a6472",
        "pill": "#ffffff",
        "highlight": "#ffb000",
        "highlight-line": "#a56a00",
    },
    "dark": {
        "paper": "#14181f",
        "ink": "#eef1f6",
        "muted": "#a9b2c1",
        "faint": "#98a1b0",
        "wire": "#b4bcc9",
        "edge": "#14181f",
        "outline": "#7b8597",
        "hairline": "#333b48",
        "dimmed": "#606b7c",
        "accent": "#7db4f0",
        "error": "#ffb4ab",
        "error-face": "#5c2320",
        "hatch": "#c3cad6",
        "pill": "#1e242e",
        "highlight": "#ffc94d",
        "highlight-line": "#ffc94d",
    },
    "print": {
        "paper": "#ffffff",
        "ink": "#000000",
        "muted": "#333a45",
        "faint": "#454c58",
        "wire": "#1d232c",
        "edge": "#3a414c",
        "outline": "#454c58",
        "hairline": "#9aa1ac",
        "dimmed": "#8b929d",
        "accent": "#0b4a8f",
        "error": "#8c0f08",
        "error-face": "#fbe0dd",
        "hatch": "#1d232c",
        "pill": "#ffffff",
        "highlight": "#e69500",
        "highlight-line": "#8f5a00",
    },
}

THEMES: dict[Theme, dict[str, str]] = {
    theme: {
        **_PLAIN[theme],
        **{f"{hue}-{shade}": shades[i] for hue, shades in _HUES[theme].items() for i, shade in enumerate(SHADES)},
    }
    for theme in ("light", "dark", "print")
}
KEYS = tuple(THEMES["light"])


def stage_hue(index: int) -> str:
    """The hue of layer `index` (1 is the first), 0 for the stem; later layers start over after the stem's."""
    return STAGE_HUES[index] if index < len(STAGE_HUES) else STAGE_HUES[1 + (index - 1) % (len(STAGE_HUES) - 1)]


def branch_hue(index: int) -> str:
    """The hue of a module's branch, counted from 0 in the order in which their results are joined."""
    return BRANCH_HUES[index % len(BRANCH_HUES)]
