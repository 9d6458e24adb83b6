"""GET /weights: what kinds of weights there are, how the bundled ones came about, and which published ones are here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import sqrt

from starlette.requests import Request
from starlette.responses import Response

from app.image.samples import SAMPLES, SPECIMEN
from app.image.shapes import CLASSES
from app.image.trained import Trained, trained
from app.image.weights.folder import place
from app.image.weights.published import PUBLISHED, Published
from app.language import message, say
from app.language.nouns import percent
from app.nets import PRESETS, config
from app.pipeline import Answer, graph_for
from app.scene.titles import network_title
from app.scene.units import count_text
from app.web.curves import curves_figure
from app.web.delivery import entity_tag, made_fresh, origin, raw_query, sent
from app.web.language import lasting
from app.web.query import Look, look, pairs
from app.web.templates import rendered
from app.web.urls import Address

CACHING = "no-cache"
SHALLOW = ("cifar_resnet20", "cifar_plain20")
SHOWN = "cifar_resnet20"  # the network that the sample pictures are opened in
DESCRIPTION = message(
    "Random, bundled and published weights: networks trained here on ten kinds of shapes and textures, with measured "
    "accuracy and training curves, and how to add torchvision's and timm's ImageNet files."
)


@dataclass(frozen=True, slots=True)
class Bundled:
    """A row of the table of bundled networks. within: how far off the accuracy may be by chance, in percent."""

    title: str
    url: str
    params: str
    accuracy: str
    within: str
    training: str
    size: str


@dataclass(frozen=True, slots=True)
class File:
    """A row of the table of published weights."""

    tag: str
    publisher: str
    accuracy: str
    here: bool
    url: str


async def weights(request: Request) -> Response:
    """The page, made each time: files are added while the server runs."""
    return sent(request, await made_fresh(partial(weights_answer, raw_query(request), origin(request))))


def weights_answer(query: str, origin: str) -> Answer:
    """The page. The only key of its query is the language."""
    looked, networks = look(pairs(query, ("lang",)), ""), trained()
    body = rendered(
        "weights.html",
        networks=networks,
        rows=[_bundled(network, looked) for network in networks],
        titles=[network_title(network.preset) for network in networks],
        figure=curves_figure(networks),
        epochs=_epochs(networks),
        shallow=_side_by_side(networks),
        specimens=[
            (say(SAMPLES[name].title), name, _opened(name, looked))
            for name in (f"{SPECIMEN}{kind}" for kind in CLASSES)
        ],
        shown=network_title(SHOWN),
        files=[
            (network_title(preset), Address(PRESETS[preset], "", looked).url(), [_file(row) for row in rows])
            for preset, rows in groupby(sorted(PUBLISHED, key=_place), key=lambda row: row.preset)
        ],
        description=say(DESCRIPTION),
        canonical=origin + lasting("/weights"),
        image=origin + Address(PRESETS[SHOWN]).file("png", width=1200).url(),
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", CACHING),))


def chance(accuracy: float, images: int) -> float:
    """How far a share counted on so many pictures may lie from the truth: 95 % of such counts lie nearer."""
    return 1.96 * sqrt(accuracy * (1 - accuracy) / images)


def _bundled(network: Trained, looked: Look) -> Bundled:
    return Bundled(
        title=network_title(network.preset),
        url=Address(PRESETS[network.preset], "", looked).url(),
        params=count_text(graph_for(config(network.preset)).params),
        accuracy=percent(f"{100 * network.accuracy:.1f}"),
        within=f"{100 * chance(network.accuracy, network.test_images):.1f}",
        training=say(
            "{epochs} epochs, {minutes} minutes", epochs=network.epochs, minutes=f"{network.seconds / 60:.0f}"
        ),
        size=f"{network.size / 1e6:.1f} MB",
    )


def _epochs(networks: Sequence[Trained]) -> list[list[str]]:
    """A row an epoch: test and training error of each network, in percent; a network that had fewer has dashes."""

    def said(errors: Sequence[float], epoch: int) -> str:
        return f"{100 * errors[epoch]:.1f}" if epoch < len(errors) else "–"

    longest = max(network.epochs for network in networks)
    return [
        [said(errors, epoch) for network in networks for errors in (network.test_error, network.train_error)]
        for epoch in range(longest)
    ]


def _side_by_side(networks: Sequence[Trained]) -> dict[str, str]:
    """The last errors of the residual and of the plain network of 20 layers, in percent, and whether they differ."""
    residual, plain = (next(network for network in networks if network.preset == preset) for preset in SHALLOW)
    apart = abs(residual.accuracy - plain.accuracy)
    within = sqrt(sum(chance(network.accuracy, network.test_images) ** 2 for network in (residual, plain)))
    return {
        "residual_test": f"{100 * residual.test_error[-1]:.1f}",
        "plain_test": f"{100 * plain.test_error[-1]:.1f}",
        "residual_train": f"{100 * residual.train_error[-1]:.1f}",
        "plain_train": f"{100 * plain.train_error[-1]:.1f}",
        "steps": f"{residual.steps:,}",
        "images": f"{residual.test_images:,}",
        "apart": say("more than chance alone would make it")
        if apart > within
        else say("no more than chance may make it"),
    }


def _opened(name: str, looked: Look) -> str:
    return Address(PRESETS[SHOWN], "", looked).sighted(image=name).url()


def _place(row: Published) -> int:
    return list(PRESETS).index(row.preset)


def _file(row: Published) -> File:
    first = f"{row.accuracy[0]:.1f}" if row.accuracy else ""
    return File(row.tag, row.publisher, first, place(row).exists(), row.url)
