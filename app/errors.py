"""What can go wrong through no fault of ours. `assert` is for our own bugs, `UserError` for a visitor's mistake.

UserError              422  a value that is not allowed
|-- UnknownName        404  a preset or path that does not exist; carries the nearest names
|-- UnknownFormat      404  a file suffix that no renderer writes
|-- TooLarge           422  a value that is well formed but over a limit of `app/limits.py`
`-- Overloaded         503  nothing is wrong but the moment: too much waits already, memory is short, a pass was stopped
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from app.language import message, say
from app.language.nouns import capitalised


class UserError(Exception):
    """A visitor's mistake: `what` was given as `value`. `right` is what would be right, `because` why it is wrong, in
    the visitor's language; one of them may be "".

    Said in sentences: `depths: “3,x,6” is not allowed. Allowed: 1 to 5 whole numbers.`
    """

    status = 422
    refusal = message("“{value}” is not allowed")

    def __init__(self, what: str, value: object, right: str = "", *, because: str = "") -> None:
        super().__init__(what, value)
        self.what = what
        self.value = shorten(str(value))
        self.right = right
        self.because = because

    def __str__(self) -> str:
        return say("{what}: {sentence}", what=self.what, sentence=self.sentence)

    @property
    def sentence(self) -> str:
        """What is wrong and why; what would be right is a sentence of its own."""
        refused = say(self.refusal, value=self.value)
        if self.because:
            return say("{refused}; {why}", refused=refused, why=self.allowed)
        return say("{refused}. Allowed: {right}.", refused=refused, right=self.right)

    @property
    def allowed(self) -> str:
        """What would be right, or why it is not."""
        if self.because and self.right:
            return say("{because}; allowed: {right}", because=self.because, right=self.right)
        return self.because or self.right

    @property
    def remedy(self) -> str:
        """The same as a sentence."""
        if not self.because:
            return say("Allowed: {right}.", right=self.right)
        return say("{sentence}.", sentence=capitalised(self.allowed))


class UnknownName(UserError):
    """A name that nothing carries. `suggestions` are what was `meant` if that is known, else the nearest that exist."""

    status = 404
    refusal = message("“{value}” does not exist")

    def __init__(self, what: str, value: str, known: Iterable[str], meant: Sequence[str] = ()) -> None:
        self.suggestions = meant or nearest(value, known)
        names = say(", ").join(self.suggestions)
        hint = say("nearest: {names}", names=names) if names else say("see the gallery at /")
        super().__init__(what, value, because=hint)


class UnknownFormat(UserError):
    """A format that nothing writes. `suggestions` are all that are."""

    status = 404

    def __init__(self, value: str, formats: Iterable[str]) -> None:
        self.suggestions: Sequence[str] = tuple(formats)
        super().__init__("format", value, say(", ").join(self.suggestions))


class TooLarge(UserError):
    """A well-formed value over one of the limits."""


class Overloaded(UserError):
    """What could be answered at another time: it is sent with Retry-After."""

    status = 503
    refusal = message("“{value}” cannot be answered now")

    def __init__(self, what: str, value: object, why: str) -> None:
        super().__init__(what, value, because=why)


def nearest(value: str, known: Iterable[str], count: int = 5) -> Sequence[str]:
    """The names of `known` closest to `value`, best first in any case; a name's own tail (`conv1`) counts as close."""
    names = {name.lower(): name for name in known}
    asked = shorten(value).lower()
    close = get_close_matches(asked, names, n=count, cutoff=0.4)
    return [names[name] for name in close or [name for name in names if asked and asked in name][:count]]


def shorten(text: str, longest: int = 80) -> str:
    """`text` as it may be echoed back: never more than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
