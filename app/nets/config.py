"""What every network's configuration has in common: validation of the URL's words, and the way back to a URL.

A config is frozen and hashable; it is the key of every cache. Field names are those of the URL, the form,
the command line and Python. Values arrive as text (`3,4,6,3`) or as Python values (`(3, 4, 6, 3)`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, cast, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic.fields import FieldInfo

from app.errors import TooLarge, UserError
from app.language import message, say
from app.limits import LIMITS, limit


def _numbers(value: Any) -> Any:
    """`"3,4,6"` to `("3", "4", "6")`: one word of a query string may hold a list."""
    return tuple(value.split(",")) if isinstance(value, str) else value


def _whole(value: Any) -> Any:
    """Only decimal digits count as a number in a URL: not `1e3`, `3.0`, ` 3`, `03` or `True`."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch("0|[1-9][0-9]*", value)):
        raise ValueError("not a whole number")
    return int(value) if isinstance(value, str) and len(value) < 12 else value


def _flag(value: Any) -> Any:
    """`true` and `false` are the words of a URL: not `1`, `yes` or `True`."""
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise ValueError("neither true nor false")
    return value == "true"


Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Numbers = BeforeValidator(_numbers)
Channels = Annotated[Whole, Field(ge=1, le=limit("input_channels"))]
Pixels = Annotated[Whole, Field(ge=1, le=limit("input_size"))]
Blocks = Annotated[Whole, Field(ge=1, le=limit("blocks"))]
Width = Annotated[Whole, Field(ge=1, le=limit("width"))]
Depths = Annotated[
    tuple[Blocks, ...],
    Numbers,
    Field(
        min_length=1,
        max_length=limit("layers"),
        description=message("1 to {layers} whole numbers from 1, one a layer, at most {blocks} blocks in all"),
    ),
]
Widths = Annotated[
    tuple[Width, ...],
    Numbers,
    Field(
        min_length=1,
        max_length=limit("layers"),
        description=message("whole numbers from 1 to {width}, one a layer"),
    ),
]


class About(NamedTuple):
    """What a form says about a field: its name in words, one sentence, and where it comes from (`He et al. 2015, 3.3`).

    Stands in the field's annotation beside its bounds. values: what each of a field's choices is, in a few words.
    group: the title over neighbouring fields that a form folds together. phrases: what a network with a value has, as
    part of a sentence; "" stands for any other value, `{value}` for the value itself, `{label}` for the label.
    All of them are messages.
    """

    label: str
    help: str
    source: str = ""
    values: tuple[tuple[str, str], ...] = ()
    group: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    def said(self) -> "About":
        """The same in the language that is spoken; phrases need a value."""
        values = tuple((value, say(text)) for value, text in self.values)
        return About(say(self.label), say(self.help), say(self.source), values, say(self.group), self.phrases)


class NetConfig(BaseModel, frozen=True, extra="forbid"):
    """The fields of every family. Subclasses add theirs, each with a `description` for forms and errors.

    `preset` is the well-known name that a config started from; every other field is the visitor's to override.
    """

    preset: str = ""
    # Lists whose length follows another field: what becomes of one at another length.
    following: ClassVar[Mapping[str, Callable[[tuple[int, ...], int], tuple[int, ...]]]] = {}

    input: Annotated[
        tuple[Channels, Pixels, Pixels],
        Numbers,
        Field(
            description=message(
                "channels, height, width, as in 3,224,224: from 1 to {input_channels} channels, "
                "height and width from 1 to {input_size}"
            )
        ),
        About(
            message("Input image"),
            message("Channels, height and width of what goes in. An odd size shows what rounding does."),
            phrases=(("", message("image {value}")),),
        ),
    ] = (3, 224, 224)
    classes: Annotated[
        Whole,
        Field(ge=1, le=limit("classes"), description=message("a whole number from 1 to {classes}")),
        About(
            message("Classes"),
            message("Outputs of the last layer: ImageNet's challenge has 1000, CIFAR-10 has 10."),
            phrases=(("", message("{value} classes")),),
        ),
    ] = 1000
    activation: Annotated[
        Literal["relu", "sigmoid", "tanh"],
        About(
            message("Activation"),
            message("The nonlinearity. It has no parameters and changes no shape."),
            values=(("relu", "max(0, x)"), ("sigmoid", "1 / (1 + e⁻ˣ)"), ("tanh", message("between -1 and 1"))),
            phrases=(("relu", "ReLU"), ("sigmoid", message("sigmoids")), ("tanh", "tanh")),
        ),
    ] = "relu"
    seed: Annotated[
        Whole,
        Field(ge=0, le=limit("seed"), description=message("a whole number from 0 to {seed}")),
        About(message("Seed"), message("Of the random weights. Shapes and costs do not depend on it.")),
    ] = 0

    @classmethod
    def fields(cls) -> dict[str, FieldInfo]:
        """The fields that a visitor may override, in the order of forms and canonical URLs."""
        return {name: field for name, field in cls.model_fields.items() if name != "preset"}

    @classmethod
    def about(cls, name: str) -> About:
        """What a form says about a field."""
        found = [said for said in cls.model_fields[name].metadata if isinstance(said, About)]
        return found[0] if found else About(name, "")

    @classmethod
    def choices(cls, name: str) -> tuple[str, ...]:
        """The words that a field can have, as the URL writes them; () where there are too many to name."""
        annotation = cls.model_fields[name].annotation
        if get_origin(annotation) is Literal:
            return tuple(as_text(value) for value in get_args(annotation))
        return ("true", "false") if annotation is bool else ()

    @classmethod
    def allowed(cls, name: str) -> str:
        """What values a field can have, in words: one of its choices, else its description, whose places are limits."""
        if choices := cls.choices(name):
            return say("one of {choices}", choices=say(", ").join(choices))
        field = cls.model_fields[name]
        own = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        places = {place: say(value) if isinstance(value, str) else value for place, value in own.items()}
        assert field.description, f"{name} does not say what it takes"
        return say(field.description, **{limit.name: limit.value for limit in LIMITS}, **places)

    def phrase(self, name: str) -> str:
        """What this network has of a field, as part of a sentence: `32 groups`; "" where the field has no phrases."""
        about, value = self.about(name), as_text(getattr(self, name))
        phrases = dict(about.phrases)
        return say(phrases.get(value, phrases.get("", "")), value=self.spelled(name), label=say(about.label))

    def spelled(self, name: str) -> str:
        """A field's value as people write it: `3, 4, 6, 3`, `3×225×225`."""
        return as_text(getattr(self, name)).replace(",", "×" if name == "input" else ", ")

    def implied(self, given: dict[str, Any]) -> dict[str, Any]:
        """Values that follow when this preset's fields are replaced by `given` (parsed) and no others."""
        return {}

    @property
    def heavy(self) -> bool:
        """Whether the network takes so long to trace and draw that it must not hold up others."""
        return False

    def check(self) -> None:
        """Raise UserError if the fields, each valid alone, do not go together."""

    def override(self, given: Mapping[str, Any]) -> Self:
        """This config with some fields given anew, as text or as values.

        A value that this config has anyway says nothing, as in an address, where defaults are dropped: neither does
        a list that only followed another count. A form that is sent without a script gives them all.
        Raises UserError that names the field, the value and what is allowed.
        """
        known = self.fields()
        for name in given:
            if name not in known:
                raise UserError("field", name, say(", ").join(known))
        try:
            parsed = type(self).model_validate({**dict(self), **given})
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise UserError(name, as_text(given[name]), self.allowed(name)) from None
        values = {name: getattr(parsed, name) for name in given}
        said = {name: value for name, value in values.items() if value != getattr(self, name)}
        implied = self.implied(values)
        mere = {name for name in implied if name not in said or self._followed(name, said[name], implied[name])}
        made = parsed.model_copy(update={name: implied[name] for name in mere})
        made.check()
        return made

    def tried(self, given: Mapping[str, Any]) -> Self | None:
        """The same as `override`; None where the values are not allowed or do not go together."""
        try:
            return self.override(given)
        except UserError:
            return None

    def _followed(self, name: str, value: Any, now: Any) -> bool:
        """Whether a list of the wrong length is what this config's own would have become at that length."""
        follow = self.following.get(name)
        return follow is not None and len(value) != len(now) and value == follow(getattr(self, name), len(value))

    def difference(self, preset: Self) -> dict[str, str]:
        """The fewest overrides that turn `preset` into this config, as the URL writes them."""
        values = {name: getattr(self, name) for name in self.fields()}
        changed = {name: value for name, value in values.items() if value != getattr(preset, name)}
        base = {**dict(preset), **preset.implied(changed)}
        return {name: as_text(value) for name, value in values.items() if value != base[name]}


def as_text(value: Any) -> str:
    """A field's value as the URL writes it: `(3, 225, 225)` is `3,225,225`, True is `true`, 0.10 is `0.1`."""
    if isinstance(value, (tuple, list)):
        return ",".join(as_text(part) for part in cast(Iterable[object], value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def widths_for(widths: tuple[int, ...], layers: int) -> tuple[int, ...]:
    """The first `layers` of these widths; each further layer doubles the last."""
    kept = list(widths[:layers])
    while len(kept) < layers:
        kept.append(min(2 * kept[-1], limit("width")))
    return tuple(kept)


def check_depths(depths: tuple[int, ...], widths: tuple[int, ...], most: str) -> None:
    """Raise UserError unless there is a width a layer, and not too many of what `depths` counts in all.

    most: how many there may be of it, a message: `at most {blocks} blocks in all`."""
    if len(widths) != len(depths):
        raise UserError("widths", as_text(widths), say("{count} widths, one for each of the depths", count=len(depths)))
    if sum(depths) > limit("blocks"):
        raise TooLarge("depths", as_text(depths), say(most, blocks=limit("blocks")))
