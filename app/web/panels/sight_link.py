"""A link to the page with something else seen in it; a script changes the same keys and stays on the page."""

import json

from app.web.panels.channel_links import Link
from app.web.seen import Seen
from app.web.sight import sight_query


def sight_link(seen: Seen, id: str, label: str, **changes: object) -> Link:
    """`changes` as `Address.sighted` takes them. id: keeps the focus where the piece is made anew."""
    address = seen.address.sighted(**changes)
    before, after = sight_query(seen.sight), sight_query(address.look.sight)
    data = {key: after.get(key) for key in before | after if before.get(key) != after.get(key)}
    return Link(id, label, address.url(), json.dumps(data), current=not data)


def cell_links(seen: Seen, kind: str) -> list[Link]:
    """From the chosen cell to those beside it. kind: which piece they are in."""
    if seen.sight.cell is None or len(seen.shape) != 3:
        return []
    row, column = seen.sight.cell
    beside = (("←", "left", row, column - 1), ("↑", "up", row - 1, column), ("↓", "down", row + 1, column))
    return [
        sight_link(seen, f"{kind}-{name}", sign, cell=(to_row, to_column))
        for sign, name, to_row, to_column in (*beside, ("→", "right", row, column + 1))
        if 0 <= to_row < seen.shape[1] and 0 <= to_column < seen.shape[2]
    ]
