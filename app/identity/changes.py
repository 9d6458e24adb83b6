"""What it comes to that a relative is built another way: volumes, counts and receptive field, all of them traced."""

from collections import Counter

from app.graph.types import Graph
from app.language import message, say, say_count
from app.language.nouns import percent
from app.scene.units import count_text

MAKERS = ("conv", "maxpool", "avgpool", "concat", "zeropad", "linear")  # operations whose output is a volume of its own

# Of a count: as many, more, fewer.
PARAMETERS = (
    message("as many parameters"),
    message("{count} parameters more ({share})"),
    message("{count} parameters fewer ({share})"),
)
MULTIPLY_ADDS = (
    message("as many multiply-adds"),
    message("{count} multiply-adds more ({share})"),
    message("{count} multiply-adds fewer ({share})"),
)


def changes(here: Graph, there: Graph, related: bool) -> tuple[str, ...]:
    """What `there` has more, fewer or other of than `here`. related: of one family: then its volumes count."""
    found = [
        *(_volumes(here, there) if related else []),
        _count(here.params, there.params, PARAMETERS),
        _count(here.macs, there.macs, MULTIPLY_ADDS),
        _field(here, there),
    ]
    return tuple(said for said in found if said)


def stops(here: Graph, there: Graph) -> tuple[str, ...]:
    """What can be said where one of the two does not run through: its counts are those of a part."""
    if here.failure is None and there.failure is None:
        return ()
    parameters = _count(here.params, there.params, PARAMETERS)
    return parameters, say("{ends}, so volumes and costs are not compared", ends=_ends(here, there))


def _ends(here: Graph, there: Graph) -> str:
    """How far the tensor comes in `there`, and how far in `here`."""
    ours, other = (graph.failure.path if graph.failure else "" for graph in (here, there))
    if ours == other:
        return say("its tensor stops at {there}, as here", there=other)
    if not ours:
        return say("its tensor stops at {there}; here it runs through", there=other)
    if not other:
        return say("its tensor runs through; here it stops at {here}", here=ours)
    return say("its tensor stops at {there}; here it stops at {here}", there=other, here=ours)


def _volumes(here: Graph, there: Graph) -> list[str]:
    """`3 volumes of another shape`, `51 volumes more`: volumes are what operations make, wherever they stand."""
    before, after = (
        Counter((node.op, node.output_shape) for node in graph.nodes if node.op in MAKERS) for graph in (here, there)
    )
    more, fewer = (after - before).total(), (before - after).total()
    other = min(more, fewer)
    said: list[str] = []
    if other:
        said.append(say_count("{count:,} volume of another shape", "{count:,} volumes of another shape", other))
    if more > other:
        said.append(say_count("{count:,} volume more", "{count:,} volumes more", more - other))
    if fewer > other:
        said.append(say_count("{count:,} volume fewer", "{count:,} volumes fewer", fewer - other))
    return said


def _count(before: int, after: int, messages: tuple[str, str, str]) -> str:
    """`231,211,008 multiply-adds fewer (−5.7 %)`."""
    as_many, more, fewer = messages
    if before == after:
        return say(as_many)
    return say(more if after > before else fewer, count=count_text(abs(after - before)), share=_share(before, after))


def _share(before: int, after: int) -> str:
    """`−5.7 %`; from twice as many on, `× 3.6`."""
    share = 100 * (after / before - 1)
    if share >= 100:
        return f"× {after / before:.3g}"
    digits = f"{abs(share):.1f}" if abs(share) >= 0.1 else f"{abs(share):.2g}"
    return percent(f"{'+' if share > 0 else '−'}{digits}")


def _field(here: Graph, there: Graph) -> str:
    """`receptive field 483 px; here 427 px`, where they differ."""
    before, after = _seen(here), _seen(there)
    sizes = {"there": count_text(after), "here": count_text(before)}
    return say("receptive field {there} px; here {here} px", **sizes) if before != after else ""


def _seen(graph: Graph) -> int:
    """Height in pixels of what a cell ahead of the pool over everything depends on, or behind the last convolution."""
    pools = [node for node in graph.nodes if node.op == "avgpool" and node.output_shape[1:] == (1, 1)]
    if pools:
        source = pools[-1].inputs[0]
        return graph.by_path[source].receptive_field.size[0] if source in graph.by_path else 1
    return max((node.receptive_field.size[0] for node in graph.nodes if node.op == "conv"), default=1)
