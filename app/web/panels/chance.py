"""What numbers of a network with random weights are worth, said beside them."""

from app.language import message, say
from app.web.seen import Seen

RANDOM = message(
    "These weights are random: the numbers tell how such a network is initialised, before it has learned anything."
)


def chance(seen: Seen) -> list[str]:
    """A paragraph where the weights are random, else none."""
    return [say(RANDOM)] if seen.weights.kind == "random" else []
