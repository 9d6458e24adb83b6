"""GET /activations/events/{preset}[/{path}]?...: how far the pass is that a page waits for, as server-sent events.

`queued` {}: others are before it, or the network is being loaded; `layer` {path, done, of, unit}: the last block that
is done, and how many of all are; `end` {}: everything that the view shows is there, which may be at once; `stopped`
{reason}: it will not come. Whoever closes the connection has left.
"""

import json
from bisect import bisect_right
from collections.abc import AsyncIterator, Mapping

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from app.errors import UserError
from app.forward import Recording, beside
from app.graph.types import Graph
from app.language import say
from app.web.headers import NOT_INDEXED
from app.web.seen import Seen

EVENTS = "events"
POLL_SECONDS = 0.15
MOST_EVENTS = 100


def shown(seen: Seen) -> frozenset[str]:
    """What is waited for: what is kept of a pass beside the view's own result is what its drawing shows."""
    return beside(seen.graph, [seen.path])


class PassEvents(EventSourceResponse):
    """The stream of what somebody waits for, who has left when it ends, also before it has begun."""

    def __init__(self, waiting: Recording, graph: Graph) -> None:
        super().__init__(_told(waiting, graph), headers=dict([NOT_INDEXED]), ping=5)
        self._waiting = waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._waiting.leave()


async def _told(waiting: Recording, graph: Graph) -> AsyncIterator[ServerSentEvent]:
    unit, ends = milestones(graph)
    step = max(1, len(ends) // MOST_EVENTS)
    told = -step - 1
    try:
        async for computed in waiting.progress(POLL_SECONDS):
            done = bisect_right(ends, computed, key=lambda end: end[0]) if computed >= 0 else -1
            if done // step > told // step:
                told = done
                path = ends[done - 1][1] if done > 0 else ""
                layer = {"path": path, "done": done, "of": len(ends), "unit": unit}
                yield _event("layer", layer) if computed >= 0 else _event("queued")
        yield _event("end")
    except UserError as error:
        yield _event("stopped", {"reason": str(error)})


def milestones(graph: Graph) -> tuple[str, list[tuple[int, str]]]:
    """What is counted, blocks or in their absence layers, and of each (operations computed when it is done, path)."""
    blocks = [group for group in graph.groups if group.kind == "block"]
    ends = sorted((max(group.places) + 1, group.path) for group in blocks or graph.stages)
    return say("blocks") if blocks else say("layers"), ends


def _event(name: str, data: Mapping[str, object] | None = None) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data or {}), event=name)
