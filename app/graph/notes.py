"""What a trace could not see or follow: a message and the places that it is about, said when somebody reads it."""

from dataclasses import dataclass

from app.language import say

NAMED = 3  # so many places are named


@dataclass(frozen=True, slots=True)
class Note:
    """message: with places for `values`. places: where it holds, as paths. uncounted: multiply-adds are missing."""

    message: str
    values: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    uncounted: bool = False

    def __str__(self) -> str:
        """`permute moves height or width: ... (at stem, layer1, layer2 and 33 more)`."""
        said = say(self.message, **dict(self.values))
        return say("{note} (at {places})", note=said, places=self._named()) if self.places else said

    def _named(self) -> str:
        places, more = say(", ").join(self.places[:NAMED]), len(self.places) - NAMED
        return say("{places} and {count} more", places=places, count=more) if more > 0 else places


def named(message: str, name: str, uncounted: bool = False) -> Note:
    """A note about something that has a name, `{name}` in its message."""
    return Note(message, (("name", name),), uncounted=uncounted)
