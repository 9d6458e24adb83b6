"""Which networks a picture can be put into."""

from app.errors import UserError
from app.graph.types import Graph
from app.language import say


def check_takes(graph: Graph, image: str) -> None:
    """Raise UserError for a network that no picture runs through. image: what was to be put in."""
    if graph.failure:
        because = say("the tensor stops at {path}: nothing runs through", path=graph.failure.path)
        raise UserError("image", image, because=because)
    check_channels(graph.input[0], image)


def check_channels(channels: int, image: str = "") -> None:
    """The same for the channels of its input."""
    if channels not in (1, 3):
        because = say(
            "a picture has 3 channels, or 1 as luminance; this network's input has {count} channels", count=channels
        )
        raise UserError("image", image, because=because)
