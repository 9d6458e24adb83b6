"""A Scene becomes TikZ: a `tikzpicture` for an author's own document, or a document that holds just that.

The geometry is the SVG's, a drawing unit is a big point and y runs down (`y=-1bp`). All colours and styles stand on
top by name, so that an author restyles the whole by changing them; every part is a scope in the style of its kind, and
leaves a node named after its path to draw arrows to. Pictures in volumes are left out.
"""

from collections.abc import Callable
from typing import Any

from app.render.arrow import Step, arrow
from app.render.numbers import Numbers
from app.render.options import Options
from app.render.tex import ENGINES, Letters, comment, letters, name, tex
from app.scene.palette import THEMES
from app.scene.sheet import bounds
from app.scene.text import text_width
from app.scene.types import Disc, Face, Mark, Painting, Part, Point, Scene, Stroke, Text

LONGEST = 14_000.0  # big points: TeX reckons up to 16,383 points
ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}
# What marks look like; `#1` is the size of letters in big points.
STYLES = {
    "face": "line width={face}bp, line join=round",
    "pane": "line width={face}bp, line join=round",
    "arrow": "line width={wire}bp, line join=round",
    "guide": "line width={wire}bp, line join=round",
    "head": "draw=none",
    "disc": "line width={wire}bp",
    "dashed face": "dash pattern=on {u3}bp off {u25}bp",
    "dashed line": "dash pattern=on {u5}bp off {u4}bp",
    "box": "inner sep=0pt, outer sep=0pt",
    "text": "inner sep=0pt, outer sep=0pt, text=tw-ink",
    "regular": r"font={{\sffamily\fontsize{{#1bp}}{{#1bp}}\selectfont}}",
    "semibold": r"font={{\sffamily\bfseries\fontsize{{#1bp}}{{#1bp}}\selectfont}}",
    "bold": r"font={{\sffamily\bfseries\fontsize{{#1bp}}{{#1bp}}\selectfont}}",
}
FACE_WIDTH, WIRE_WIDTH = 0.8, 1.4
HELP = (
    "% Made by Tensorwalk. Nodes are named after module paths.",
    "% As wide as the text of a document: \\resizebox{\\textwidth}{!}{\\input{...}}.",
    "% Colours that are defined before stay; styles are changed from outside by a style of this name:",
    "%   \\tikzset{tensorwalk/restyle/.style={tensorwalk/arrow/.append style={red}}}",
)
SOLID = ("volume",)  # a node for one of these has the name of its path alone


def tikz(scene: Scene, options: Options) -> str:
    """The picture alone, to be read with \\input; its colours and styles stand before it."""
    writer = _Writer(min(1.0, LONGEST / max(scene.width, scene.height)))
    body = "".join([writer.part(part) for part in scene.parts])
    width, height = writer.numbers[scene.width], writer.numbers[scene.height]
    colours = THEMES[options.theme]
    palette = [rf"\providecolor{{tw-{key}}}{{HTML}}{{{colours[key][1:].upper()}}}" for key in sorted(writer.colours)]
    styles = [f"  tensorwalk/{style}/.style={{{made}}}," for style, made in writer.styles().items()]
    return "\n".join(
        [
            f"% For {ENGINES[_letters(scene)]}.",
            f"% {comment(scene.title)}",
            f"% {comment(scene.alt)}",
            *HELP,
            *palette,
            r"\tikzset{",
            *styles,
            "  tensorwalk/restyle/.try,",
            "}",
            FIT,
            rf"\begin{{tikzpicture}}[x={writer.unit}bp, y=-{writer.unit}bp]",
            rf"\path[use as bounding box, fill=tw-paper] (0,0) rectangle ({width},{height});",
            rf"{body}\end{{tikzpicture}}",
            "",
        ]
    )


def document(scene: Scene, options: Options) -> str:
    """A document that TeX makes one page of, cut to the picture: pdfLaTeX, or XeLaTeX for Chinese and other scripts."""
    head = HEADS[_letters(scene)]
    return "\n".join([*head, r"\begin{document}", tikz(scene, options) + r"\end{document}", ""])


def _letters(scene: Scene) -> Letters:
    return letters(mark.string for part in scene.parts for mark in part.marks if isinstance(mark, Text))


CLASS = r"\documentclass[tikz]{standalone}"
# Letters of any size; the very font of our other formats where it is installed.
FONTS = [
    r"\usepackage[T1]{fontenc}",
    r"\IfFileExists{sourcesanspro.sty}{\usepackage{sourcesanspro}}{\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}}",
]
HEADS: dict[Letters, list[str]] = {
    "latin": ["% !TeX program = pdflatex", CLASS, *FONTS],
    "unicode": ["% !TeX program = xelatex", CLASS],
    "chinese": ["% !TeX program = xelatex", CLASS, r"\usepackage[scheme=plain]{ctex} % the Chinese letters"],
}


# Words keep the room that they were measured for, whatever font sets them: longer ones are narrowed.
FIT = (
    r"\providecommand{\tensorwalkfit}[2]{{\setbox0\hbox{#2}"
    r"\ifdim\wd0>#1bp\resizebox{#1bp}{\height}{\box0}\else\box0\fi}}"
)


class _Writer:
    """Marks as paths and nodes. colours and kinds are what they used; scale: big points a drawing unit."""

    def __init__(self, scale: float) -> None:
        self.numbers, self.scale = Numbers(), scale
        self.unit = self.numbers[scale] if scale == 1 else f"{scale:.5f}"
        self.colours, self.kinds, self.names = {"paper", "ink"}, set[str](), set[str]()
        self.marks: dict[type[Mark], Callable[[Any], str]] = {
            Face: self._face,
            Stroke: self._stroke,
            Disc: self._disc,
            Text: self._text,
            Painting: self._painting,
        }

    def styles(self) -> dict[str, str]:
        """Every style by its name: those of marks, and an empty one for each kind of part."""
        size = self._size
        lengths = {"face": size(FACE_WIDTH), "wire": size(WIRE_WIDTH)}
        lengths |= {"u3": size(3), "u25": size(2.5), "u5": size(5), "u4": size(4)}
        return {
            **{style: made.format(**lengths) for style, made in STYLES.items()},
            **dict.fromkeys(sorted(self.kinds), ""),
        }

    def part(self, part: Part) -> str:
        """A scope under a comment that says what it is."""
        kind = name(part.kind) or "part"
        self.kinds.add(f"part {kind}")
        marks = "".join([f"  {self.marks[type(mark)](mark)}\n" for mark in part.marks])
        said = ", ".join(filter(None, (comment(part.path), kind)))
        return f"% {said}\n\\begin{{scope}}[tensorwalk/part {kind}]\n{marks}{self._box(part)}\\end{{scope}}\n"

    def _box(self, part: Part) -> str:
        """The node that stands for what is solid in a part, once for each name."""
        solid = [mark for mark in part.marks if isinstance(mark, Face | Disc)]
        called = name(part.path) + ("" if part.kind in SOLID else f"-{name(part.kind)}")
        if not part.path or not solid or called in self.names:
            return ""
        self.names.add(called)
        left, top, right, bottom = bounds(solid)
        size = f"minimum width={self._size(right - left)}bp, minimum height={self._size(bottom - top)}bp"
        middle = self._point(((left + right) / 2, (top + bottom) / 2))
        return f"  \\node[tensorwalk/box, {size}] ({called}) at {middle} {{}};\n"

    def _face(self, face: Face) -> str:
        options = [f"tensorwalk/{face.role}", *self._paint(face.fill, face.line)]
        if face.line and face.width != FACE_WIDTH:
            options.append(f"line width={self._size(face.width)}bp")
        if face.dash:
            options.append("tensorwalk/dashed face")
        if face.opacity != 1:
            options.append(f"opacity={self.numbers[face.opacity]}")
        if not face.radius:
            return f"\\path[{', '.join(options)}] {self._line(face.points)} -- cycle;"
        xs, ys = [x for x, _ in face.points], [y for _, y in face.points]
        options.append(f"rounded corners={self._size(_radius(face.radius, xs, ys))}bp")
        corners = self._point((min(xs), min(ys))), self._point((max(xs), max(ys)))
        return f"\\path[{', '.join(options)}] {corners[0]} rectangle {corners[1]};"

    def _stroke(self, stroke: Stroke) -> str:
        steps, head = arrow(stroke) if stroke.arrow else (stroke.steps, ())
        options = [f"tensorwalk/{stroke.role}", *self._paint("", stroke.line)]
        if stroke.width != WIRE_WIDTH:
            options.append(f"line width={self._size(stroke.width)}bp")
        if stroke.dash:
            options.append("tensorwalk/dashed line")
        drawn = [f"\\path[{', '.join(options)}] {self._point(stroke.start)}{self._steps(steps)};"] if steps else []
        if head:
            filled = ", ".join(["tensorwalk/head", *self._paint(stroke.line, "")])
            drawn.append(f"\\path[{filled}] {self._line(head)} -- cycle;")
        return "\n  ".join(drawn)

    def _disc(self, disc: Disc) -> str:
        options = ["tensorwalk/disc", *self._paint(disc.fill, disc.line)]
        if disc.width != WIRE_WIDTH:
            options.append(f"line width={self._size(disc.width)}bp")
        return f"\\path[{', '.join(options)}] {self._point(disc.centre)} circle[radius={self._size(disc.radius)}bp];"

    def _text(self, text: Text) -> str:
        self.colours.add(text.fill)
        options = ["tensorwalk/text", f"tensorwalk/{text.weight}={self._size(text.size)}"]
        options.append(f"anchor={ANCHORS[text.anchor]}")
        if text.fill != "ink":
            options.append(f"text=tw-{text.fill}")
        if text.angle:
            options.append(f"rotate={self.numbers[text.angle]}")
        room = self._size(text_width(text.string, text.size, text.weight))
        words = f"\\tensorwalkfit{{{room}}}{{{tex(text.string)}}}"
        return f"\\node[{', '.join(options)}] at {self._point((text.x, text.y))} {{{words}}};"

    def _painting(self, painting: Painting) -> str:
        return f"% room for a picture of what {comment(painting.path)} holds"

    def _paint(self, fill: str, line: str) -> list[str]:
        self.colours.update(filter(None, (fill, line)))
        return [f"{way}=tw-{key}" for way, key in (("fill", fill), ("draw", line)) if key]

    def _steps(self, steps: tuple[Step, ...]) -> str:
        return "".join([f" -- {self._point(step[0])}" if len(step) == 1 else self._curve(step) for step in steps])

    def _curve(self, step: Step) -> str:
        first, second, end = map(self._point, step)
        return f" .. controls {first} and {second} .. {end}"

    def _line(self, points: tuple[Point, ...]) -> str:
        return " -- ".join(map(self._point, points))

    def _point(self, point: Point) -> str:
        return f"({self.numbers[point[0]]},{self.numbers[point[1]]})"

    def _size(self, length: float) -> str:
        """A length that no unit vector scales, in big points."""
        return self.numbers[self.scale * length]


def _radius(radius: float, xs: list[float], ys: list[float]) -> float:
    """SVG rounds corners by half an edge at most, TikZ would draw loops."""
    return min(radius, (max(xs) - min(xs)) / 2, (max(ys) - min(ys)) / 2)
