"""What there is to be seen of a picture in a network, one file each; `PANELS` is what `/activations/` answers.

A panel is a picture for the diagram (`faces.png`), data for a script (`cell.json`), or a piece of a page (`channels`),
which without a script is a page of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.language.unbroken import unbroken
from app.pipeline import Answer
from app.web.delivery import PRIVATE_CACHING, entity_tag
from app.web.headers import NOT_INDEXED
from app.web.seen import Seen
from app.web.templates import rendered

Tensors = Mapping[str, Any]  # path -> torch.Tensor [C, H, W] or [C] on the CPU, float32; `input` is the network's input
Needs = Callable[[Seen], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Panel:
    """needs: the operations whose outputs it reads. make: blocking code, run in a thread when they are there.

    Where it waits for a network (`app.forward`), it is ended there and called again later: it changes nothing outside.
    """

    needs: Needs
    make: Callable[[Seen, Tensors], Answer]


def own(seen: Seen) -> frozenset[str]:
    """The output that the view shows."""
    return frozenset((seen.path,))


def piece(template: str, **values: Any) -> Answer:
    """A panel's template as a piece of a page."""
    return answer(unbroken(rendered(template, **values)).encode(), "text/html; charset=utf-8")


def answer(body: bytes, media_type: str) -> Answer:
    """Anything made of a picture."""
    return Answer(body, media_type, entity_tag(body), (("cache-control", PRIVATE_CACHING), NOT_INDEXED))
