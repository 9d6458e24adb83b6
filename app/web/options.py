"""Links of which one is current: the same view under each choice of a look key, or with other weights."""

from dataclasses import dataclass

from app.language import message, say
from app.web.compare_urls import Compared
from app.web.query import CHOICES
from app.web.urls import Address

# What choices are called where they do not speak for themselves in every language.
LABELS = {
    "log": message("log"),
    "sqrt": message("sqrt"),
    "linear": message("linear"),
    "volumes": message("volumes"),
    "schematic": message("schematic"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """What `_options.html` shows of one."""

    label: str
    url: str
    current: bool


def options(asked: Address | Compared, key: str) -> list[Option]:
    """The same view, or comparison, under each choice of a look key."""
    chosen = getattr(asked.look, key)
    return [
        Option(say(LABELS.get(word, word)), asked.looked(**{key: word}).url(), word == chosen) for word in CHOICES[key]
    ]
