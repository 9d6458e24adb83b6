"""The piece `picture`: the picture as the network sees it, with Grad-CAM and a cell's receptive field laid over it.

`picture.png` is the picture alone. A cell of the view's output is chosen on the picture, by the keys, or by links.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.graph.types import INPUT, Pair
from app.image.cam import is_map, scores_of
from app.image.colour import number_text
from app.image.field import Box, field_of
from app.image.overlay import ember_stops, picture_png, scaled_stops
from app.image.prediction import class_name, most_probable, probabilities
from app.image.store import picture
from app.image.transform import prepared
from app.language import message, say
from app.pipeline import Answer
from app.scene.units import shape_text, size_text
from app.web.panels import Panel, Tensors, answer, piece
from app.web.panels import cam as cams
from app.web.panels import field as fields
from app.web.panels.sight_link import Link, cell_links, sight_link
from app.web.seeing import activation_url
from app.web.seen import Seen

OPACITY = 60  # percent, of a map that is switched on
TOP = 5
WHERE = message("{path} ({shape})")
ELSEWHERE = message("the last volume with height and width, {path} ({shape})")
# What Grad-CAM shows, by the sign of a channel's weight; None where all channels are asked together.
SPEAKS = {
    None: message("What in {where} speaks for “{name}”, whose score is {score}."),
    1: message("Channel {channel} of {where} speaks for “{name}”, whose score is {score}: its weight is {weight}."),
    -1: message(
        "Channel {channel} of {where} speaks against “{name}”, whose score is {score}: its weight is {weight}."
    ),
    0: message(
        "Channel {channel} of {where} speaks neither for nor against “{name}”, whose score is {score}: its weight is "
        "{weight}."
    ),
}


@dataclass(frozen=True, slots=True)
class CamShown:
    """Grad-CAM as the piece shows it. says: which layer, which class. most: what its strongest colour stands for."""

    url: str
    opacity: int
    says: Sequence[str]
    most: str
    stops: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A cell's field as the piece shows it. box: in the input's pixels, as much of it as lies in the picture.

    centre: of the whole box, as y and x, where a pixel's own centre is a half.
    """

    cell: Pair
    of: str
    url: str
    box: Box
    centre: tuple[float, float]
    theoretical: str
    effective: str
    gates: str
    stops: str


@dataclass(frozen=True, slots=True)
class Volume:
    """A part of the network whose output has cells. size: how many, as height and width."""

    path: str
    url: str
    size: str


def _picture_png(seen: Seen, tensors: Tensors) -> Answer:
    forward = seen.forward
    channels, height, width = seen.graph.input
    made = prepared(picture(forward.image), seen.weights.transform, (height, width), forward.crop, channels)
    return answer(picture_png(made.shown), "image/png")


def _needs(seen: Seen) -> frozenset[str]:
    """The classes' scores, to say which class is asked about; and where Grad-CAM is on, its volume."""
    scores = scores_of(seen.graph)
    return frozenset((scores,)) if seen.sight.cam is None else frozenset((cams.volume(seen), scores))


def _piece(seen: Seen, tensors: Tensors) -> Answer:
    cam = None if seen.sight.cam is None else _cam(seen, tensors, seen.sight.cam)
    classes = _classes(seen, tensors)
    _, height, width = seen.graph.input
    values = {
        "seen": seen,
        "size": (height, width),
        "picture": activation_url(seen.address.sighted(**BARE), "picture.png"),
        "cam": cam,
        "classes": classes,
        "asked": next((link.label for link in classes if link.current), ""),
        "opacity": OPACITY,
        "toggle": sight_link(seen, "cam-toggle", "", cam=OPACITY if cam is None else None),
        "field": _field(seen) if seen.sight.cell else None,
        "steps": cell_links(seen, "field"),
        "nowhere": sight_link(seen, "field-none", say("no cell"), cell=None),
        "middle": _middle(seen),
        "last": _last_map(seen),
        "geometry": _geometry(seen),
    }
    return piece("_picture.html", **values)


# What makes no difference to a picture that is laid over: its address stays the same, and the browser keeps it.
STILL = {"page": 0, "sort": "index", "range": "layer", "cam": None}
BARE = STILL | {"cell": None, "channel": None, "class_": None}


def _cam(seen: Seen, tensors: Tensors, opacity: int) -> CamShown:
    found = cams.explanation(seen)
    most = cams.largest(found, seen, tensors)
    return CamShown(
        url=activation_url(seen.address.sighted(**STILL | {"cell": None}), "cam.png"),
        opacity=opacity,
        says=_cam_says(seen, found, most),
        most=number_text(most),
        stops=scaled_stops(),
    )


def _cam_says(seen: Seen, found: cams.Explanation, most: float) -> list[str]:
    channel, names = cams.channel(seen), seen.weights.classes
    where = WHERE if found.path == seen.path else ELSEWHERE
    weight = 0.0 if channel is None else float(found.weights[channel])
    said = [
        say(
            SPEAKS[None if channel is None else int(np.sign(weight))],
            channel=channel,
            where=say(where, path=found.path, shape=shape_text(seen.graph.shape_of(found.path))),
            name=class_name(names, found.class_),
            score=number_text(found.score),
            weight=number_text(weight),
        )
    ]
    if not found.reached:
        said.append(_cut_off(seen, found.path))
    elif most <= 0:
        said.append(say("Nothing here is positive: the map is empty."))
    if seen.weights.kind == "random":
        said.append(say("With random weights that is chance, and no knowledge."))
    return said


def _cut_off(seen: Seen, path: str) -> str:
    """Why nothing leads from a layer to the scores."""
    if any(group.kind == "aux" for group in seen.graph.around(path)):
        return say(
            "The score does not depend on this layer: it is in an auxiliary classifier, which has a part in training "
            "only. The map is empty."
        )
    return say("The score does not depend on this layer: it is in a block that is switched off. The map is empty.")


def _classes(seen: Seen, tensors: Tensors) -> list[Link]:
    """The classes with the highest scores, and the one that is asked about; none where the scores are no numbers."""
    found, names = probabilities(tensors[scores_of(seen.graph)]), seen.weights.classes
    if np.isnan(found).any():
        return []
    top = most_probable(found, TOP)
    explained = top[0] if seen.sight.class_ is None else seen.sight.class_
    places = dict.fromkeys((*top, explained))
    return [
        Link(link.id, link.label, link.url, link.data, current=place == explained)
        for place in places
        for link in [sight_link(seen, f"cam-class-{place}", class_name(names, place), class_=place)]
    ]


def _field(seen: Seen) -> FieldShown:
    found = fields.field(seen)
    channel = seen.sight.channel
    return FieldShown(
        cell=found.cell,
        of=say("the mean of {count} channels", count=seen.shape[0])
        if channel is None
        else say("channel {channel}", channel=channel),
        url=activation_url(seen.address.sighted(**STILL | {"class_": None}), "field.png"),
        box=found.inside,
        centre=(found.box.centre[0] + 0.5, found.box.centre[1] + 0.5),
        theoretical=fields.theoretical_text(found),
        effective=fields.effective_text(found, fields.gradient(seen, found.cell)),
        gates=fields.gates_text(seen),
        stops=ember_stops(),
    )


def _middle(seen: Seen) -> Link | None:
    """The way to a first cell, where there are several."""
    if not is_map(seen.shape):
        return None
    row, column = seen.shape[1] // 2, seen.shape[2] // 2
    label = say("the one in the middle ({row}, {column})", row=row, column=column)
    return sight_link(seen, "field-middle", label, cell=(row, column))


def _last_map(seen: Seen) -> Volume | None:
    """The last volume before the view's that has cells, as the largest part of the network that puts it out."""
    path = cams.volume(seen)
    if path == seen.path or not is_map(seen.graph.shape_of(path)):
        return None
    parts = [group.path for group in seen.graph.around(path)] if path != INPUT else []
    part = next((part for part in parts if seen.graph.result_of(part) == path), path)
    return Volume(part, seen.address.at(part).url(), size_text(seen.graph.shape_of(path)))


def _geometry(seen: Seen) -> str:
    """For a script: the cells of the view's output and the fields behind them; "" where there is one cell only."""
    if not is_map(seen.shape):
        return ""
    field = field_of(seen.graph, seen.path)
    sizes = {"size": field.size, "jump": field.jump, "start": field.start}
    return json.dumps(sizes | {"cells": seen.shape[1:], "picture": seen.graph.input[1:]})


PNG = Panel(lambda seen: frozenset(), _picture_png)
PANEL = Panel(_needs, _piece)
