"""What is done at start so that nobody waits for it: torch loads its parts, fonts are cut, presets are traced."""

import logging

from app.render.fonts import woff2
from app.scene.text import FONT_FILES
from app.web.gallery import gallery_answer
from app.web.net import net_answer

log = logging.getLogger(__name__)

FIRST = ("resnet34", "resnet34.svg")


def warm_up() -> None:
    """Runs in a thread of its own. A failure is logged and hurts nobody: requests do the same work themselves."""
    try:
        for weight in FONT_FILES:
            woff2(weight)
        for name in FIRST:
            net_answer(name, "", "")
        gallery_answer("", "")
    except Exception:
        log.exception("the warm-up stopped")
