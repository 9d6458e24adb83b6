"""The channels of a view's tensor in the order that the address asks for, a page at a time, and their colours.

A vector is a volume of one cell; a page of it holds more channels, for its numbers are bars and not maps.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import UserError
from app.image.colour import Span, span_of
from app.image.sheets import TILES
from app.image.statistics import Statistics, order_of, statistics_of
from app.language import say
from app.web.panels import Tensors
from app.web.seeing import network_volumes
from app.web.seen import Seen

BARS = 256


@dataclass(frozen=True)
class Paged:
    """volume: [C, H, W]. order: all channels. page: the one that is open, counted from 0, of `size` channels each."""

    volume: NDArray[np.float32]
    statistics: Statistics
    order: NDArray[np.intp]
    size: int
    page: int

    @property
    def is_vector(self) -> bool:
        return self.volume.shape[1:] == (1, 1)

    @property
    def pages(self) -> int:
        return -(-len(self.order) // self.size)

    @cached_property
    def channels(self) -> list[int]:
        """Those on the page."""
        return [int(channel) for channel in self.order[self.page * self.size : (self.page + 1) * self.size]]


def paged(seen: Seen, tensors: Tensors) -> Paged:
    """Raises UserError for a page that there is not."""
    tensor: Any = tensors[seen.path]
    volume = np.asarray(tensor, dtype=np.float32)
    volume = volume.reshape(*volume.shape, *(1,) * (3 - volume.ndim))
    statistics = statistics_of(volume)
    size = BARS if volume.shape[1:] == (1, 1) else TILES
    found = Paged(volume, statistics, order_of(statistics, seen.sight.sort), size, seen.sight.page)
    if found.page >= found.pages:
        allowed = say(
            "0 to {last}, with {size} of {count} channels each", last=found.pages - 1, size=size, count=len(volume)
        )
        raise UserError("page", found.page, allowed)
    return found


def needs(seen: Seen) -> frozenset[str]:
    """The tensor of the view, and of all volumes if the colours are theirs."""
    return frozenset((seen.path,)) | (network_volumes(seen.graph) if seen.sight.range == "network" else frozenset())


def span(seen: Seen, tensors: Tensors) -> Span:
    """The scale of the colours; if each channel has its own, the volume still tells whether it is signed."""
    return span_of(*(tensors[path] for path in needs(seen)))


def by_unit(seen: Seen) -> bool:
    return seen.sight.range == "unit"
