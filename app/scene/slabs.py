"""A volume as a stack of slabs along its channels, one a band, in the hues of the branches that made them.

The slabs share the volume's length in proportion to their channels. Beside it stand their ranges, one under the
other in channel order, each at the end of a line that starts on its slab.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.language import say
from app.scene.bands import Band
from app.scene.text import text_width
from app.scene.types import Disc, Face, Mark, Part, Stroke, Text
from app.scene.volume import Box3, solid

THINNEST = 2.0  # a slab of one channel among thousands is still seen
RANGE = 14.0  # font size
ROW, ABOVE, REACH = 18.0, 12.0, 12.0  # between two ranges, from the volume to the lowest, from the last slab to them


def slabs(box: Box3, bands: Sequence[Band]) -> tuple[Box3, ...]:
    """The boxes of a volume's bands, from left to right, that fill it."""
    total = sum(band.channels for band in bands)
    least = min(THINNEST, box.length / len(bands))
    shares = [max(least, box.length * band.channels / total) for band in bands]
    stretch = (box.length - least * len(bands)) / max(sum(shares) - least * len(bands), 1e-9)
    lengths = [least + (share - least) * stretch for share in shares]
    starts = [box.x + sum(lengths[:index]) for index in range(len(bands))]
    return tuple(
        Box3(start, box.y, length, box.height, box.depth) for start, length in zip(starts, lengths, strict=True)
    )


def stack(box: Box3, bands: Sequence[Band]) -> tuple[Face, ...]:
    """The faces of a volume in its bands, each slab before what it hides."""
    return tuple(face for slab, band in zip(slabs(box, bands), bands, strict=True) for face in _faces(slab, band))


def _faces(slab: Box3, band: Band) -> tuple[Face, ...]:
    """A slab alike all others: one so thin that a lone box would have an outline has a finer edge instead."""
    faces = solid(slab, band.hue)
    return tuple(replace(face, line="edge", width=0.4) if face.line != "edge" else face for face in faces)


def range_text(band: Band) -> str:
    """`64–191`: first and last channel."""
    return f"{band.first}–{band.last}" if band.channels > 1 else str(band.first)


def ranges_width(box: Box3, bands: Sequence[Band]) -> float:
    """How far right of the volume's left edge its ranges reach."""
    return _column(box) - box.x + max(text_width(range_text(band), RANGE, "semibold") for band in bands)


def slab_parts(box: Box3, bands: Sequence[Band], name: str = "") -> list[Part]:
    """A part a band: its slab, its range above, and the line between them; it leads to the end of its branch.

    name: what the handles begin with (`band-1` to `band-4`), and then each part is in the lane of its branch.
    """
    total = sum(band.channels for band in bands)
    parts: list[Part] = []
    for index, (slab, band) in enumerate(zip(slabs(box, bands), bands, strict=True)):
        y = box.top - ABOVE - (len(bands) - 1 - index) * ROW
        foot = slab.at(slab.length / 2, 0, slab.depth)
        marks: tuple[Mark, ...] = (
            *_faces(slab, band),
            Disc(foot, 1.8, fill=f"{band.hue}-text", line=f"{band.hue}-text", width=0.5),
            Stroke(foot, (((foot[0], y),), ((_column(box) - 5, y),)), f"{band.hue}-line", 1.1, role="guide"),
            Text(_column(box), y + 4.6, range_text(band), RANGE, "semibold", "start", f"{band.hue}-text"),
        )
        label = say(
            "channels {first} to {last} of {all}, {count} from {path}",
            first=band.first,
            last=band.last,
            all=total,
            count=band.channels,
            path=band.path,
        )
        handle, lane = (f"{name}-{index + 1}", index + 1) if name else ("", 0)
        parts.append(Part(marks, band.path, "band", label, lane=lane, name=handle))
    return parts


def _column(box: Box3) -> float:
    """Where the ranges begin."""
    return box.right + REACH
