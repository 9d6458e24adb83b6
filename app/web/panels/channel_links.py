"""The links of the piece `channels`: to other orders, colours and pages of it, and to a channel.

Each is the page with some keys changed; a script changes the same keys and stays.
"""

from collections.abc import Mapping, Sequence

from app.language import say
from app.web.panels.paged import Paged
from app.web.panels.sight_link import Link, sight_link
from app.web.seen import Seen

AROUND = 2  # pages on either side of the open one that can be opened at once


def channel_link(seen: Seen, channel: int, kind: str = "channel") -> Link:
    """kind: what the link is, for a channel may have several."""
    return sight_link(seen, f"{kind}-{channel}", str(channel), seen.sight.channel == channel, channel=channel)


def choices(seen: Seen, key: str, labels: Mapping[str, str]) -> Sequence[Link]:
    """Links by the values of a key; `labels` are messages. Another order begins on its first page."""
    now = getattr(seen.sight, key)
    first = {"page": 0} if key == "sort" else {}
    return [
        sight_link(seen, f"{key}-{label}".replace(" ", "-"), say(label), value == now, **{key: value}, **first)
        for value, label in labels.items()
    ]


def pages(seen: Seen, found: Paged) -> Sequence[Link | None]:
    """The first page, the last and those around the open one; None where some are left out."""
    near = {0, *range(found.page - AROUND, found.page + AROUND + 1), found.pages - 1}
    links: list[Link | None] = []
    before = 0
    for page in sorted(page for page in near if 0 <= page < found.pages):
        links += [None] if page - before > 1 else []
        label = extent(seen, found, page)
        links.append(sight_link(seen, f"page-{label}", label, page == found.page, page=page))
        before = page
    return links if found.pages > 1 else []


def extent(seen: Seen, found: Paged, page: int) -> str:
    """`64–127`: the channels of a page; in another order than theirs `65–128`, their places in it, the first is 1."""
    begin = 0 if seen.sight.sort == "index" else 1
    return f"{page * found.size + begin}–{min((page + 1) * found.size, len(found.order)) - 1 + begin}"
