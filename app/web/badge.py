"""The badge of a page: which network this is, and one click away what it is to be told from, with links."""

from dataclasses import dataclass

from app import identity
from app.nets.config import NetConfig
from app.web.compare_urls import Compared
from app.web.urls import PLAIN, Address


@dataclass(frozen=True, slots=True)
class Relative:
    """A network to be told from this one: its page, both compared, and what is said of it.

    shared: what both are given for the comparison, or that it takes no such image.
    """

    title: str
    what: str
    url: str
    compare: str
    shared: str
    differences: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """What `_badge.html` shows. same: title and address of the preset whose structure a variant has."""

    what: str
    source: str
    fingerprint: str
    same: tuple[str, str] | None
    relatives: tuple[Relative, ...]


def badge(config: NetConfig) -> Badge:
    """The badge of a network."""
    found = identity.identity_of(config)
    return Badge(
        what=found.what,
        source=found.source,
        fingerprint=found.fingerprint,
        same=(found.same.preset, Address(found.same).url()) if found.same else None,
        relatives=tuple(_relative(config, kin) for kin in found.relatives),
    )


def _relative(config: NetConfig, kin: identity.Relative) -> Relative:
    both = Compared((Address(config), Address(kin.compared)), PLAIN).url()
    url = Address(kin.compared).url()
    return Relative(kin.title, kin.what, url, both, kin.shared, kin.differences, kin.changes)
