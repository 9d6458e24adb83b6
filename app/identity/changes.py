"""What it comes to that a relative is built another way: volumes, counts and receptive field, all of them traced."""

from collections import Counter

from app.graph.types import Graph
from app.language.nouns import several
from app.scene.words import count_text

MAKERS = ("conv", "maxpool", "avgpool", "concat", "zeropad", "linear")  # operations whose output is a volume of its own


def changes(here: Graph, there: Graph, related: bool) -> tuple[str, ...]:
    """What `there` has more, fewer or other of than `here`. related: of one family: then its volumes count."""
    found = [
        *(_volumes(here, there) if related else []),
        _count(here.params, there.params, "parameters"),
        _count(here.macs, there.macs, "multiply-adds"),
        _field(here, there),
    ]
    return tuple(said for said in found if said)


def stops(here: Graph, there: Graph) -> tuple[str, ...]:
    """What can be said where one of the two does not run through: its counts are those of a part."""
    if here.failure is None and there.failure is None:
        return ()
    parameters = _count(here.params, there.params, "parameters")
    there_too = here.failure and there.failure and here.failure.path == there.failure.path
    ends = f"its tensor {_end(there)}{', as here' if there_too else f'; here it {_end(here)}'}"
    return parameters, f"{ends}, so volumes and costs are not compared"


def _end(graph: Graph) -> str:
    return f"stops at {graph.failure.path}" if graph.failure else "runs through"


def _volumes(here: Graph, there: Graph) -> list[str]:
    """`3 volumes of another shape`, `51 volumes more`: volumes are what operations make, wherever they stand."""
    before, after = (
        Counter((node.op, node.output_shape) for node in graph.nodes if node.op in MAKERS) for graph in (here, there)
    )
    more, fewer = (after - before).total(), (before - after).total()
    other = min(more, fewer)
    said = [(other, "of another shape"), (more - other, "more"), (fewer - other, "fewer")]
    return [f"{several(number, 'volume')} {what}" for number, what in said if number]


def _count(before: int, after: int, noun: str) -> str:
    """`231,211,008 multiply-adds fewer (−5.7 %)`."""
    if before == after:
        return f"as many {noun}"
    return f"{count_text(abs(after - before))} {noun} {'more' if after > before else 'fewer'} ({_share(before, after)})"


def _share(before: int, after: int) -> str:
    """`−5.7 %`; from twice as many on, `× 3.6`."""
    share = 100 * (after / before - 1)
    if share >= 100:
        return f"× {after / before:.3g}"
    digits = f"{abs(share):.1f}" if abs(share) >= 0.1 else f"{abs(share):.2g}"
    return f"{'+' if share > 0 else '−'}{digits} %"


def _field(here: Graph, there: Graph) -> str:
    """`receptive field 483 px; here 427 px`, where they differ."""
    before, after = _seen(here), _seen(there)
    return f"receptive field {count_text(after)} px; here {count_text(before)} px" if before != after else ""


def _seen(graph: Graph) -> int:
    """Height in pixels of what a cell ahead of the pool over everything depends on, or behind the last convolution."""
    pools = [node for node in graph.nodes if node.op == "avgpool" and node.output_shape[1:] == (1, 1)]
    if pools:
        source = pools[-1].inputs[0]
        return graph.by_path[source].receptive_field.size[0] if source in graph.by_path else 1
    return max((node.receptive_field.size[0] for node in graph.nodes if node.op == "conv"), default=1)
