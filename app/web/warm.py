"""What is done at start so that nobody waits for it: torch loads its parts, presets are traced,
fonts are cut, a sample is painted."""

import logging
from time import monotonic, sleep

from app.image.samples import sample
from app.nets import PRESETS
from app.pipeline import graph_for
from app.web.deck_check import log_wrong
from app.web.net import net_answer
from app.web.urls import read

log = logging.getLogger(__name__)

FIRST = ("resnet34/layer1", "resnet34.svg")  # a layer: the badge of a network traces its relatives
PAINTED = "scene"  # the only sample that takes a second; every page with a picture menu shows it


def first_network() -> None:
    """Half a second, after which torch has loaded its parts and the fonts are cut."""
    for name in FIRST:
        net_answer(read(name, ""), "")


def others() -> None:
    """One sample, what is wrong in the lectures folder, and the other networks, in a thread of its own.

    It rests as long as it works, so that early visitors get at least half of a core. A failure is logged and hurts
    nobody: requests do the same work themselves.
    """
    try:
        sample(PAINTED)
        log_wrong()
        for config in PRESETS.values():
            begun = monotonic()
            graph_for(config)
            sleep(min(1.0, monotonic() - begun))
    except Exception:
        log.exception("the warm-up stopped")
