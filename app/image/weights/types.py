"""What weights are, for whoever chooses some, runs them or says what they know."""

from dataclasses import dataclass, field
from typing import Literal

from app.image.types import Transform


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights that a configuration can be run with.

    name: in addresses; `random`, `bundled`, or the tag of published ones. says: what they know, in a sentence or two.
    classes: names of the network's outputs, () where they are not known. accuracy: in words; "" if there is none.
    edition: of their file, which may be replaced while the program runs; 0 where the numbers never change.
    What is said of them depends on the language, so it does not tell one from another.
    """

    name: str
    kind: Literal["random", "bundled", "published"]
    title: str = field(compare=False)
    says: str = field(compare=False)
    transform: Transform
    classes: tuple[str, ...] = ()
    accuracy: str = field(default="", compare=False)
    edition: int = 0
