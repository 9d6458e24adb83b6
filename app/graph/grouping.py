"""Which nodes belong together: stages, blocks and branches from the module tree, stem and head from what is left."""

from collections.abc import Mapping, Sequence

from app.graph.types import Group, Node


def groups_of(nodes: Sequence[Node], kinds: Mapping[str, tuple[str, str]]) -> tuple[Group, ...]:
    """Groups in execution order, an outer one before those inside it.

    kinds: path -> (kind, class name) of the containers. What runs before the first stage is the `stem`,
    what runs after the last one the `head`; no module holds these two.
    """
    spans: dict[str, tuple[int, int]] = {}
    for index, node in enumerate(nodes):
        path = node.path.rpartition(".")[0]
        while path:
            spans[path] = (spans.get(path, (index, index))[0], index + 1)
            path = path.rpartition(".")[0]
    found = [_group(path, *kinds[path], nodes, *span) for path, span in spans.items() if path in kinds]
    stages = [group for group in found if group.kind == "stage"]
    if stages:
        first, stop = min(stage.first for stage in stages), max(stage.stop for stage in stages)
        if first > 0:
            found.append(_group("stem", "stem", "", nodes, 0, first))
        if stop < len(nodes):
            found.append(_group("head", "head", "", nodes, stop, len(nodes)))
    return tuple(sorted(found, key=lambda group: (group.first, -group.stop, len(group.path))))


def _group(path: str, kind: str, type_: str, nodes: Sequence[Node], first: int, stop: int) -> Group:
    inside = nodes[first:stop]
    return Group(
        path=path,
        kind=kind,
        type=type_,
        first=first,
        stop=stop,
        input_shape=inside[0].input_shapes[0],
        output_shape=inside[-1].output_shape,
        params=sum(node.params for node in inside),
        macs=sum(node.macs for node in inside),
    )
