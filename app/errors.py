"""What can go wrong through no fault of ours. `assert` is for our own bugs, `UserError` for a visitor's mistake.

UserError              422  a value that is not allowed
|-- UnknownName        404  a preset or path that does not exist; carries the nearest names
|-- UnknownFormat      404  a file suffix that no renderer writes
|-- TooLarge           422  a value that is well formed but over a limit of `app/limits.py`
`-- Overloaded         503  nothing is wrong but the moment: too much waits already, memory is short, a pass was stopped
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class UserError(Exception):
    """A visitor's mistake: `what` was given as `value`, and `allowed` says what would be right, or why it is not.

    Said in sentences: `depths: “3,x,6” is not allowed. Allowed: 1 to 5 whole numbers.`
    """

    status = 422
    title = "Value not allowed"

    def __init__(self, what: str, value: object, allowed: str) -> None:
        self.what = what
        self.value = shorten(str(value))
        self.allowed = allowed
        super().__init__(self.sentence("is not allowed"))

    def sentence(self, refused: str) -> str:
        """What is wrong and why; what would be right is a sentence of its own."""
        right = self.allowed.removeprefix("allowed: ")
        why = f"; {self.allowed}" if right == self.allowed else f". Allowed: {right}."
        return f"{self.what}: “{self.value}” {refused}{why}"


class UnknownName(UserError):
    """A name that nothing carries. `suggestions` are what was `meant` if that is known, else the nearest that exist."""

    status = 404
    title = "Not found"

    def __init__(self, what: str, value: str, known: Iterable[str], meant: Sequence[str] = ()) -> None:
        self.suggestions = meant or nearest(value, known)
        hint = ", ".join(self.suggestions) or "see the gallery at /"
        super().__init__(what, value, f"nearest: {hint}" if self.suggestions else hint)
        self.args = (self.sentence("does not exist"),)


class UnknownFormat(UserError):
    """A format that nothing writes. `suggestions` are all that are."""

    status = 404
    title = "Not found"

    def __init__(self, value: str, formats: Iterable[str]) -> None:
        self.suggestions: Sequence[str] = tuple(formats)
        super().__init__("format", value, f"allowed: {', '.join(self.suggestions)}")


class TooLarge(UserError):
    """A well-formed value over one of the limits."""

    title = "Over a limit"


class Overloaded(UserError):
    """What could be answered at another time: it is sent with Retry-After."""

    status = 503
    title = "Come back later"

    def __init__(self, what: str, value: object, why: str) -> None:
        super().__init__(what, value, why)
        self.args = (self.sentence("cannot be answered now"),)


def nearest(value: str, known: Iterable[str], count: int = 5) -> Sequence[str]:
    """The names of `known` closest to `value`, best first in any case; a name's own tail (`conv1`) counts as close."""
    names = {name.lower(): name for name in known}
    asked = shorten(value).lower()
    close = get_close_matches(asked, names, n=count, cutoff=0.4)
    return [names[name] for name in close or [name for name in names if asked and asked in name][:count]]


def shorten(text: str, longest: int = 80) -> str:
    """`text` as it may be echoed back: never more than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
