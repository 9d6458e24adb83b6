"""Which networks a picture can be put into."""

from app.errors import UserError
from app.graph.types import Graph


def check_takes(graph: Graph, image: str) -> None:
    """Raise UserError for a network that no picture runs through. image: what was to be put in."""
    if graph.failure:
        raise UserError("image", image, because=f"the tensor stops at {graph.failure.path}: nothing runs through")
    check_channels(graph.input[0], image)


def check_channels(channels: int, image: str = "") -> None:
    """The same for the channels of its input."""
    if channels not in (1, 3):
        here = f"this network's input has {channels} channels"
        raise UserError("image", image, because=f"a picture has 3 channels, or 1 as luminance; {here}")
