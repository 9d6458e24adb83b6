"""Links of which one is current: the same view under each choice of a look key, or with other weights."""

from dataclasses import dataclass

from app.web.compare_urls import Compared
from app.web.query import CHOICES
from app.web.urls import Address


@dataclass(frozen=True, slots=True)
class Option:
    """What `_options.html` shows of one."""

    label: str
    url: str
    current: bool


def options(asked: Address | Compared, key: str) -> list[Option]:
    """The same view, or comparison, under each choice of a look key."""
    chosen = getattr(asked.look, key)
    return [Option(word, asked.looked(**{key: word}).url(), word == chosen) for word in CHOICES[key]]
