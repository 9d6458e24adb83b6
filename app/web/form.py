"""The form that changes a network: one control a field of its config, in the address's own words.

What it says of a field is the field's own `About`; what it allows is the field's annotation. Nothing here knows a
family: a field that a config gains is in the form.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl

from app.errors import UserError
from app.language import listed, say
from app.nets import PRESETS, overrides
from app.nets.config import About, NetConfig, as_text
from app.web.query import LOOK_KEYS
from app.web.sight import elsewhere
from app.web.urls import Address, split

COUNTS = re.compile(r"\d+(,\d+)*")
LAST = ("activation", "seed")  # every network has them and few readers change them


@dataclass(frozen=True, slots=True)
class FormField:
    """choices: (value, what it is); empty where anything of the right form may be written. default: the preset's value.

    kept: whether the address says the value; one that merely follows from others is left out unless it is changed.
    follows: the labels of what it follows from. counts: whether it is made of whole numbers, which can be stepped.
    reset: the address without this field. refused: what is wrong with the value, in words.
    """

    name: str
    about: About
    value: str
    default: str
    choices: tuple[tuple[str, str], ...]
    kept: bool
    follows: tuple[str, ...]
    counts: bool
    reset: str
    refused: str = ""

    @property
    def changed(self) -> bool:
        """Whether the reader made it differ from the preset; what only follows did not change by itself."""
        return self.value != self.default and not self.follows

    @property
    def followed(self) -> str:
        """What it follows from, in words."""
        return listed([label.lower() for label in self.follows])


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Fields that belong together; a titled group can be folded. help: what is to be said of all of them, once."""

    title: str
    help: str
    source: str
    fields: tuple[FormField, ...]

    @property
    def changed(self) -> int:
        return sum(field.changed for field in self.fields)


@dataclass(frozen=True, slots=True)
class Form:
    """action: the page itself without its query. hidden: the keys of its look. reset: the same view of the preset."""

    action: str
    reset: str
    hidden: tuple[tuple[str, str], ...]
    groups: tuple[FormGroup, ...]

    @property
    def sent(self) -> str:
        """Where it is sent without a script: on to the address that says only what was changed."""
        return self.action.replace("/net/", "/build/", 1)

    @property
    def changed(self) -> int:
        return sum(group.changed for group in self.groups)


def form_of(address: Address) -> Form:
    """The form beside a view, with the view's own config filled in."""
    look = replace(address.look, sight=elsewhere(address.look.sight))
    reset = Address(PRESETS[address.config.preset], address.path, look).url()
    action, _, said = reset.partition("?")
    hidden = tuple((key, value) for key, value in parse_qsl(said) if key != "chart")  # which has its own place
    return Form(action, reset, hidden, _grouped(form_fields(address)))


def form_given(path: str, query: str, error: UserError) -> Form | None:
    """The form of an address of a view that was refused for one of its fields, with all that was given in it."""
    name, at, format = split(path.removeprefix("/net/")) if path.startswith("/net/") else ("", "", "")
    if name not in PRESETS or format or error.what not in PRESETS[name].fields():
        return None
    address, given = Address(PRESETS[name], at), dict(parse_qsl(query, keep_blank_values=True))
    fields = [
        replace(
            field,
            value=given.get(field.name, field.value),
            kept=field.name in given,
            reset=without(f"{address.url()}?{query}", field.name),
            refused=error.sentence if field.name == error.what else "",
        )
        for field in form_fields(address)
    ]
    look = tuple((key, given[key]) for key in LOOK_KEYS if key in given)
    return Form(address.url(), address.url(), look, _grouped(fields))


def form_fields(address: Address) -> tuple[FormField, ...]:
    """The fields of a config with their present values, in the order of the form."""
    config = address.config
    url = address.looked(sight=elsewhere(address.look.sight)).url()
    preset, said = PRESETS[config.preset], overrides(config)
    fields = config.fields()
    differ = {name for name in fields if getattr(config, name) != getattr(preset, name)}
    names = [name for name in fields if name not in LAST] + [name for name in LAST if name in fields]
    return tuple(
        FormField(
            name=name,
            about=config.about(name).said(),
            value=as_text(getattr(config, name)),
            default=as_text(getattr(preset, name)),
            choices=_choices(config, name),
            kept=name in said,
            follows=_followed(config, preset, name, said) if name in differ - set(said) else (),
            counts=COUNTS.fullmatch(as_text(getattr(preset, name))) is not None,
            reset=without(url, name),
        )
        for name in names
    )


def without(url: str, key: str) -> str:
    """An address of ours without one key of its query."""
    path, _, query = url.partition("?")
    kept = "&".join(pair for pair in query.split("&") if not pair.startswith(f"{key}="))
    return path + (f"?{kept}" if kept else "")


def _grouped(fields: Sequence[FormField]) -> tuple[FormGroup, ...]:
    """Neighbours of one group together. What all of a titled group say alike is said by the group."""
    groups: list[FormGroup] = []
    for title, members in groupby(fields, lambda field: field.about.group):
        inside = tuple(members)
        told = {(field.about.help, field.about.source) for field in inside}
        help, source = told.pop() if title and len(told) == 1 else ("", "")
        groups.append(FormGroup(title, help, source, inside))
    return tuple(groups)


def _choices(config: NetConfig, name: str) -> tuple[tuple[str, str], ...]:
    words = dict(config.about(name).said().values)
    return tuple((value, words.get(value, "")) for value in config.choices(name))


def _followed(config: NetConfig, preset: NetConfig, name: str, said: dict[str, str]) -> tuple[str, ...]:
    """The labels of the changed fields that bring a value of this one with them."""
    given: dict[str, Any] = {key: getattr(config, key) for key in said}
    return tuple(say(config.about(key).label) for key, value in given.items() if name in preset.implied({key: value}))
