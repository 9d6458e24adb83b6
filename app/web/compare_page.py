"""What the page of a comparison shows: the drawing with its links, totals, differences with their places."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from app.compare.alignment import Comparison, neighbours
from app.compare.counterparts import Counterparts
from app.compare.differences import Difference, differences, names_of
from app.compare.totals import totals
from app.compare.unit import Subject
from app.graph.types import INPUT
from app.language import listed, message, say
from app.nets import PRESETS
from app.render import RENDERERS
from app.render.svg import svg
from app.scene.comparison import LETTERS
from app.scene.draw import kind_of
from app.scene.folding import ALL
from app.scene.types import Part, Scene, Text
from app.scene.words import view_title
from app.web.compare_urls import KEYS, Compared, plain, readable_value, settled
from app.web.failure import Stopped, refusal, stopped
from app.web.language import lasting
from app.web.options import options
from app.web.pages import is_tall
from app.web.urls import Address

READABLE = 9.5  # pixels of the smallest words: a drawing that has less when it is fitted opens larger, to be moved
LISTED = 6  # places of a difference that are shown before the rest is folded away
EXAMPLES = (
    (message("What shortcuts add to 34 layers"), "/compare?a=plain34&b=resnet34"),
    (message("The paper's Figure 3: VGG-19, plain, residual"), "/compare?a=vgg19&b=plain34&c=resnet34&view=schematic"),
    (message("Two networks called ResNet-50"), "/compare?a=resnet50_v1&b=resnet50"),
    (message("What an Inception module saves"), "/compare?a=googlenet_naive/inception3a&b=googlenet_paper/inception3a"),
)


def page_values(asked: Compared, comparison: Comparison, scene: Scene, origin: str) -> dict[str, Any]:
    """Everything that the template names."""
    subjects = comparison.subjects
    titles = tuple(view_title(subject.graph, subject.path) for subject in subjects)
    pairs = neighbours(comparison)
    found = [differences(pair) for pair in pairs]
    up = asked.at(("",) * len(subjects)).url() if any(subject.path for subject in subjects) else ""
    return {
        **_shared(origin + asked.url()),
        "origin": origin,
        "view_url": asked.url(),
        "theme": asked.look.theme,
        "compared": asked,
        "title": title_of(subjects),
        "titles": titles,
        "urls": [_alone(asked, address).url() for address in asked.addresses],
        "values": {key: readable_value(address) for key, address in zip(KEYS, asked.addresses, strict=False)},
        "image": origin + asked.file("png", width=1200, theme="").url(),
        "image_alt": scene.alt,
        "up": up,
        "trail": _trail(asked, titles, comparison),
        "scene": scene,
        "shape": "tall" if is_tall(scene) else "",
        "readable": _readable(scene),
        "drawing": svg(scene, link=links(asked, comparison)),
        "scales": options(asked, "scale") if asked.look.view == "volumes" else (),
        "views": ()
        if any(kind_of(subject.graph, subject.path) == "operation" for subject in subjects)
        else options(asked, "view"),
        "files": [
            (format, renderer.media_type, asked.file(format).url(), renderer.title)
            for format, renderer in RENDERERS.items()
            if renderer.compared
        ],
        "stops": [_stop(asked, subject, index) for index, subject in enumerate(subjects) if subject.stopped],
        "stopped": [subject.stopped for subject in subjects],
        "whole": [not subject.path for subject in subjects],
        "totals": totals(subjects),
        "differences": [_told(asked, second, told) for second, told in enumerate(found, start=1)],
        "names": [names_of((pair.subjects[0], pair.subjects[1])) for pair in pairs],
        "listed": LISTED,
    }


def title_of(subjects: Sequence[Subject]) -> str:
    """`ResNet-34 and Plain-34`: what a comparison is called."""
    return listed([view_title(subject.graph, subject.path) for subject in subjects])


def start_values(origin: str) -> dict[str, Any]:
    """Everything that the template names where nothing has been asked for yet."""
    figure = f"{origin}/compare.png?a=resnet34&b=plain34&width=1200"
    return {
        **_shared(origin + lasting("/compare")),
        "compared": None,
        "title": say("Compare networks"),
        "image": figure,
        "image_alt": say("ResNet-34 above Plain-34, position by position"),
        "values": {"a": "resnet34", "b": "plain34"},
        "examples": [(say(words), lasting(url)) for words, url in EXAMPLES],
    }


def _shared(canonical: str) -> dict[str, Any]:
    return {
        "description": say(
            "Two or three networks aligned by position: what stands where, what differs, what it costs."
        ),
        "canonical": canonical,
        "theme": "",
        "presets": list(PRESETS),
        "files": [],
    }


def _alone(asked: Compared, address: Address) -> Address:
    """One of the views by itself, in the look of the comparison."""
    look = asked.look
    return plain(address).looked(scale=look.scale, view=look.view, theme=look.theme, lang=look.lang)


def _stop(asked: Compared, subject: Subject, index: int) -> tuple[str, str, Stopped]:
    """Which of them stops, why, and what there is to say about it."""
    found, failure = stopped(_alone(asked, asked.addresses[index]), subject.graph), subject.graph.failure
    assert found and failure
    return view_title(subject.graph, subject.path), refusal(found, failure.op), found


def links(asked: Compared, comparison: Comparison) -> Callable[[Part], str]:
    """Where a part leads: to the comparison with its counterparts if all have one, else to its own page."""
    others = Counterparts(comparison)

    def link(part: Part) -> str:
        if part.expand:
            return asked.looked(expand=_toggled(asked, comparison, part.expand)).url()
        letter, _, path = part.path.partition("/")
        index = LETTERS.index(letter)
        paths = others.of(index, path)
        here = tuple(address.path for address in asked.addresses)
        if all(paths) and paths != here:
            return asked.at(paths).url()
        graph = comparison.subjects[index].graph
        shown = path == INPUT or path in graph.by_path or path in graph.group_by_path
        return _alone(asked, asked.addresses[index]).at(path if shown else "").url()

    return link


def _toggled(asked: Compared, comparison: Comparison, stage: str) -> tuple[str, ...]:
    layers = dict.fromkeys(stage.path for subject in comparison.subjects for stage in subject.graph.stages)
    now = tuple(layers) if ALL in asked.look.expand else asked.look.expand
    wanted = tuple(layer for layer in layers if (layer in now) != (layer == stage))
    return settled(asked.looked(expand=wanted), comparison.subjects).look.expand


def _told(asked: Compared, second: int, found: tuple[Difference, ...]) -> list[dict[str, Any]]:
    """Differences with links: each place in the first, in the second, and both compared."""
    mine, theirs = asked.addresses[second - 1], asked.addresses[second]

    def links(place: tuple[str, str]) -> dict[str, str]:
        both = replace(asked, addresses=(mine, theirs)).at(place).url() if all(place) else ""
        sides = [
            _alone(asked, address).at(path).url() if path else ""
            for address, path in zip((mine, theirs), place, strict=True)
        ]
        return {"one": place[0], "other": place[1], "one_url": sides[0], "other_url": sides[1], "both": both}

    return [{"text": told.sentence, "places": [links(place) for place in told.places]} for told in found]


def _readable(scene: Scene) -> float:
    """How many pixels a unit of the drawing needs for its smallest words to be read."""
    smallest = min(mark.size for part in scene.parts for mark in part.marks if isinstance(mark, Text))
    return ceil(1000 * READABLE / smallest) / 1000


def _trail(asked: Compared, titles: tuple[str, ...], comparison: Comparison) -> list[tuple[str, str]]:
    """(words, address) from the list of what can be compared down to this comparison."""
    trail = [(say("Compare"), lasting("/compare"))]
    here = " · ".join(titles)
    if any(address.path for address in asked.addresses):
        networks = " · ".join(view_title(subject.graph, "") for subject in comparison.subjects)
        trail.append((networks, asked.at(("",) * len(titles)).url()))
        here = " · ".join(
            address.path or graph_name for address, graph_name in zip(asked.addresses, titles, strict=True)
        )
    return [*trail, (here, asked.url())]
