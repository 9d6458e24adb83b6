"""The badge of a page: which network this is, and one click away what it is to be told from, with links."""

from dataclasses import dataclass

from app.identity import Identity, Relative, identity_of
from app.nets.config import NetConfig
from app.web.compare_urls import Compared
from app.web.urls import PLAIN, Address


@dataclass(frozen=True, slots=True)
class Linked:
    """A network to be told from this one, with the address of its page and of both compared."""

    kin: Relative
    url: str
    compare: str


@dataclass(frozen=True, slots=True)
class Badge:
    """What `_badge.html` shows. same: title and address of the preset whose structure a variant has."""

    identity: Identity
    same: tuple[str, str] | None
    relatives: tuple[Linked, ...]


def badge(config: NetConfig) -> Badge:
    """The badge of a network."""
    found = identity_of(config)
    same = (found.same.preset, Address(found.same).url()) if found.same else None
    return Badge(found, same, tuple(_linked(config, kin) for kin in found.relatives))


def _linked(config: NetConfig, kin: Relative) -> Linked:
    other = Address(kin.compared)
    return Linked(kin, other.url(), Compared((Address(config), other), PLAIN).url())
