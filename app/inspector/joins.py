"""Why branches meet as they do: added, stacked, multiplied by a gate, mixed by one."""

from itertools import accumulate

from app.graph.types import INPUT, Graph, Group, Node, elements
from app.inspector.place import Place, concat_of, main_convs
from app.language import prose, say
from app.published import cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.units import phrases, shape_text, size_text


def add(graph: Graph, node: Node, place: Place) -> list[str]:
    said = say(
        "F(x) + x, element by element: {additions:,} additions, no parameters and no multiply-adds. Both sides must "
        "have the same shape, {shape}; nothing is stretched to fit.",
        additions=elements(node.output_shape),
        shape=shape_text(node.output_shape),
    )
    if place.block is None or unfinished(graph, place.block):
        return [said]
    return [said, *filter(None, [_carried(graph, node, place.block)])]


def _carried(graph: Graph, node: Node, block: Group) -> str:
    """What the shortcut made of x."""
    kind, after = shortcut_kind(graph, block), shape_text(node.output_shape)
    x = graph.shape_of(graph.inside(block)[0].inputs[0])
    before = shape_text(x)
    if kind == "identity":
        return prose([_source(graph, block, after), _easier(graph, block)])
    if kind == "projection" and x == node.output_shape:
        return say(
            "Here x was {shape} already; option C sends it through a projection all the same {source}.",
            shape=after,
            source=cite(section="4.1"),
        )
    if kind == "projection":
        return say(
            "Here x was {before}, and the projection on the shortcut made it {after} {source}.",
            before=before,
            after=after,
            source=cite(equation="2"),
        )
    if kind == "zeropad":
        return say(
            "Here x was {before}; skipped cells and channels of zeros made it {after} (option A).",
            before=before,
            after=after,
        )
    return ""


def _source(graph: Graph, block: Group, shape: str) -> str:
    source = graph.inside(block)[0].inputs[0]
    name = say("the image") if source == INPUT else source
    return say("Here x comes straight from {source}, already {shape}.", source=name, shape=shape)


def _easier(graph: Graph, block: Group) -> str:
    convs = 1 if concat_of(graph, block) else len(main_convs(graph, block))
    if convs > 1:
        return say(
            "If the best that this block can do is nothing, its convolutions need only go to zero; that is easier to "
            "learn than an identity through {count} of them {source}.",
            count=convs,
            source=cite(section="3.1"),
        )
    return say(
        "If the best that this block can do is nothing, its convolutions need only go to zero; that is easier to learn "
        "than an identity through them {source}.",
        source=cite(section="3.1"),
    )


def concat(graph: Graph, node: Node, place: Place) -> list[str]:
    """The sum of channels, with the range that each branch gets."""
    widths = [shape[0] for shape in node.input_shapes]
    return [
        say(
            "The channels of {count} branches, one behind the other: {widths} = {channels:,}. Nothing is computed, "
            "nothing is learned: {numbers:,} numbers are stacked.",
            count=len(widths),
            widths=" + ".join(f"{width:,}" for width in widths),
            channels=sum(widths),
            numbers=elements(node.output_shape),
        ),
        say("Channels {ranges}.", ranges=phrases(*_ranges(node, place))),
        say(
            "Height and width must be equal in all of them, here {size}; their channels need not be. Whatever reads "
            "this volume next reads all of it, so that windows of every size are mixed from here on "
            "(Szegedy et al. 2014, section 4).",
            size=size_text(node.output_shape),
        ),
    ]


def _ranges(node: Node, place: Place) -> list[str]:
    """`0 to 63 from branch1.conv`, a range of channels a branch."""
    widths = [shape[0] for shape in node.input_shapes]
    return [
        say("{first} to {last} from {path}", first=end - width, last=end - 1, path=_in_block(path, place))
        for path, width, end in zip(node.inputs, widths, accumulate(widths), strict=True)
    ]


def multiply(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        say(
            "Each of the {channels:,} channels is multiplied by a number of its own between 0 and 1, the same at all "
            "{size} places: {products:,} multiplications, no parameters (Hu et al. 2018, equation 4).",
            channels=node.output_shape[0],
            size=size_text(node.output_shape),
            products=elements(node.output_shape),
        ),
        say(
            "The gate was computed from the whole map, so that what is far away can raise or quiet a channel here. "
            "Strictly, every cell behind it sees the whole image; the receptive fields on this page leave the gate "
            "out, as is usual."
        ),
    ]


def highway(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        say(
            "H(x) · T(x) + x · (1 − T(x)), element by element, {shape} each (Srivastava et al. 2015, equation 3). "
            "Where the gate T is 1 this is a plain layer, where it is 0 it hands x on unchanged.",
            shape=shape_text(node.output_shape),
        ),
        say(
            "The gate is learned and depends on the data. The shortcut of a residual block has no parameters and is "
            "never closed: there both H and x always pass in full {source}.",
            source=cite(section="2"),
        ),
    ]


def _in_block(path: str, place: Place) -> str:
    """`branch3.1` of `inception3a.branch3.1`, where the block is known from what stands around."""
    return path.removeprefix(f"{place.block.path}.") if place.block else path
