"""Pictures of what tensors hold, on the parallelograms that a scene keeps free for them.

A picture is four tiles on top of each other, its address is asked for once a tensor. In the SVG it stands once, one
unit wide and four high, and each painting shows one tile of it, put in place by a matrix; its pixels stay sharp.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from app.render.numbers import Numbers
from app.scene.types import Painting, Scene

TILES = 4
PIXELATED = 'style="image-rendering:pixelated"'

Pictures = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pictured:
    """The pictures of a scene: the element that holds them, and by path the id of each."""

    defs: str
    ids: dict[str, str]

    def mark(self, painting: Painting, numbers: Numbers) -> str:
        """One painting; nothing where there are no pictures."""
        if painting.path not in self.ids:
            return ""
        matrix = " ".join(numbers[length] for length in (*painting.across, *painting.down, *painting.corner))
        opacity = f' opacity="{numbers[painting.opacity]}"' if painting.opacity != 1 else ""
        return (
            f'<g class="painting" data-path="{escape(painting.path)}"{opacity} transform="matrix({matrix})">'
            f'<svg width="1" height="1" viewBox="0 {painting.index} 1 1" preserveAspectRatio="none">'
            f'<use href="#{self.ids[painting.path]}"/></svg></g>'
        )


def pictured(scene: Scene, prefix: str, pictures: Pictures | None) -> Pictured:
    """What a scene's paintings show, in drawing order. prefix: of the ids."""
    if pictures is None:
        return Pictured("", {})
    paths = dict.fromkeys(mark.path for part in scene.parts for mark in part.marks if isinstance(mark, Painting))
    ids = {path: f"{prefix}{number}" for number, path in enumerate(paths)}
    images = "".join(
        f'<image id="{id}" width="1" height="{TILES}" preserveAspectRatio="none" {PIXELATED} '
        f'href="{escape(pictures(path))}"/>'
        for path, id in ids.items()
    )
    return Pictured(f"<defs>{images}</defs>" if images else "", ids)
