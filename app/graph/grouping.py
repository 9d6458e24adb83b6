"""Which nodes belong together: stages, blocks and branches from the module tree, stem and head from what is left."""

from collections.abc import Iterator, Mapping, Sequence

from app.graph.types import Group, Node

Kinds = Mapping[str, tuple[str, str]]
Sections = Mapping[str, tuple[str, ...]]


def groups_of(
    nodes: Sequence[Node], kinds: Kinds, sections: Sections, spans: Sections | None = None
) -> tuple[Group, ...]:
    """Groups in execution order, an outer one before those inside it.

    kinds: path -> (kind, class name) of the containers that say what they are. sections: stages that no module
    holds, name -> paths of the modules that make one up. What runs before the first stage is the `stem`, what runs
    after the last one the `head`; an auxiliary classifier belongs to neither. spans: blocks that no module holds.
    """
    places = _places(nodes, kinds)
    found = {path: (*kinds[path], inside) for path, inside in places.items()}
    for kind, named in (("stage", sections), ("block", spans or {})):
        for name, members in named.items():
            inside = [index for index, node in enumerate(nodes) if _within(node.path, members)]
            if inside:
                found[name] = (kind, "", inside)
    staged = [index for kind, _, inside in found.values() if kind == "stage" for index in inside]
    if staged:
        aside = {index for kind, _, inside in found.values() if kind == "aux" for index in inside}
        rest = [index for index in range(len(nodes)) if index not in aside]
        first, last = min(staged), max(staged)
        for name, inside in (
            ("stem", [index for index in rest if index < first]),
            ("head", [index for index in rest if index > last]),
        ):
            if inside:
                found[name] = (name, "", inside)
    around = {above for path, (kind, _, _) in found.items() if kind == "block" for above in _above(path)}
    ranks = {path: _rank(kind, path in around) for path, (kind, _, _) in found.items()}
    ordered = sorted(found.items(), key=lambda item: (item[1][2][0], -len(item[1][2]), ranks[item[0]], len(item[0])))
    groups: list[Group] = []
    reaching: list[tuple[str, int, set[int]]] = []  # (path, last place, places) of groups that have not ended yet
    for path, (kind, type_, inside) in ordered:
        reaching = [group for group in reaching if group[1] >= inside[0]]
        outer = [name for name, last, places in reaching if last >= inside[-1] and inside[0] in places]
        groups.append(_group(path, kind, type_, outer[-1] if outer else "", nodes, inside))
        reaching.append((path, inside[-1], set(inside)))
    return tuple(groups)


def _above(path: str) -> Iterator[str]:
    """`layer1` and `layer1.0` of `layer1.0.conv1`."""
    while path := path.rpartition(".")[0]:
        yield path


def _rank(kind: str, around_blocks: bool) -> int:
    """Of groups with the same operations: what is around a stage, stages, their blocks, and what is in a block."""
    if kind in ("stage", "stem", "head", "block"):
        return 2 if kind == "block" else 1
    return 0 if around_blocks else 3


def holders(path: str, kinds: Kinds, sections: Sections) -> tuple[str, ...]:
    """The groups that an operation at `path` belongs to, whether it has run or not."""
    modules = [group for group in kinds if path.startswith(f"{group}.")]
    return (*(name for name, members in sections.items() if _within(path, members)), *modules)


def _places(nodes: Sequence[Node], kinds: Kinds) -> dict[str, list[int]]:
    """path of a container that has a kind -> indices of the nodes inside it."""
    places: dict[str, list[int]] = {}
    for index, node in enumerate(nodes):
        for path in _above(node.path):
            if path in kinds:
                places.setdefault(path, []).append(index)
    return places


def _within(path: str, members: Sequence[str]) -> bool:
    return any(path == member or path.startswith(f"{member}.") for member in members)


def _group(path: str, kind: str, type_: str, parent: str, nodes: Sequence[Node], places: Sequence[int]) -> Group:
    inside = [nodes[place] for place in places]
    return Group(
        path=path,
        kind=kind,
        type=type_,
        parent=parent,
        places=tuple(places),
        input_shape=inside[0].input_shapes[0],
        output_shape=inside[-1].output_shape,
        params=sum(node.params for node in inside),
        macs=sum(node.macs for node in inside),
    )
