"""A link to the page with something else seen in it; a script changes the same keys and stays on the page."""

import json
from dataclasses import dataclass, replace

from app.language import message, say
from app.web.seen import Seen
from app.web.sight import sight_query

# Name, sign, how it is said, and how far down and to the right the cell lies.
BESIDE = (
    ("left", "←", message("Cell left"), 0, -1),
    ("up", "↑", message("Cell up"), -1, 0),
    ("down", "↓", message("Cell down"), 1, 0),
    ("right", "→", message("Cell right"), 0, 1),
)


@dataclass(frozen=True, slots=True)
class Link:
    """id: keeps the focus where the piece is made anew. data: the changed keys for a script, as JSON.

    says: its name where the label is a sign.
    """

    id: str
    label: str
    url: str
    data: str
    current: bool = False
    says: str = ""


def sight_link(seen: Seen, id: str, label: str, current: bool | None = None, **changes: object) -> Link:
    """`changes` as `Address.sighted` takes them. current: said where it is not simply that they change nothing."""
    address = seen.address.sighted(**changes)
    before, after = sight_query(seen.sight), sight_query(address.look.sight)
    keys = [name.removesuffix("_") for name in changes]  # `class_` in Python
    same = all(before.get(key) == after.get(key) for key in keys)
    data = json.dumps({key: after.get(key) for key in keys})
    return Link(id, label, address.url(), data, same if current is None else current)


def cell_links(seen: Seen, kind: str) -> list[Link]:
    """From the chosen cell to those beside it. kind: which piece they are in."""
    if seen.sight.cell is None or len(seen.shape) != 3:
        return []
    row, column = seen.sight.cell
    return [
        replace(sight_link(seen, f"{kind}-{name}", sign, cell=(row + down, column + right)), says=say(says))
        for name, sign, says, down, right in BESIDE
        if 0 <= row + down < seen.shape[1] and 0 <= column + right < seen.shape[2]
    ]
