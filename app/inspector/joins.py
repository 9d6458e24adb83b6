"""Why branches meet as they do: added, stacked, multiplied by a gate, mixed by one."""

from app.graph.types import INPUT, Graph, Node, elements
from app.inspector.place import Place, concat_of, main_convs
from app.published import cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.words import count_text, shape_text, size_text


def add(graph: Graph, node: Node, place: Place) -> list[str]:
    shape = shape_text(node.output_shape)
    said = [
        f"F(x) + x, element by element: {count_text(elements(node.output_shape))} additions, no parameters and no "
        f"multiply-adds. Both sides must have the same shape, {shape}; nothing is stretched to fit."
    ]
    if place.block is None or unfinished(graph, place.block):
        return said
    x = graph.shape_of(graph.inside(place.block)[0].inputs[0])
    kind = shortcut_kind(graph, place.block)
    if kind == "identity":
        convs = 1 if concat_of(graph, place.block) else len(main_convs(graph, place.block))
        said.append(
            f"Here x comes straight from {_source_name(graph, place)}, already {shape}. If the best that this block "
            "can do is nothing, its convolutions need only go to zero; that is easier to learn than an identity "
            f"through {f'{convs} of them' if convs > 1 else 'them'} {cite('section 3.1')}."
        )
    elif kind == "projection" and x == node.output_shape:
        said.append(
            f"Here x was {shape} already; option C sends it through a projection all the same {cite('section 4.1')}."
        )
    elif kind == "projection":
        said.append(
            f"Here x was {shape_text(x)}, and the projection on the shortcut made it {shape} {cite('equation 2')}."
        )
    elif kind == "zeropad":
        said.append(f"Here x was {shape_text(x)}; skipped cells and channels of zeros made it {shape} (option A).")
    return said


def concat(graph: Graph, node: Node, place: Place) -> list[str]:
    """The sum of channels, with the range that each branch gets."""
    widths = [shape[0] for shape in node.input_shapes]
    first, ranges = 0, list[str]()
    for path, width in zip(node.inputs, widths, strict=True):
        ranges.append(f"{first} to {first + width - 1} from {_in_block(path, place)}")
        first += width
    return [
        f"The channels of {len(widths)} branches, one behind the other: {' + '.join(map(count_text, widths))} = "
        f"{count_text(sum(widths))}. Nothing is computed, nothing is learned: "
        f"{count_text(elements(node.output_shape))} numbers are stacked.",
        f"Channels {', '.join(ranges)}.",
        f"Height and width must be equal in all of them, here {size_text(node.output_shape)}; their channels need not "
        "be. Whatever reads this volume next reads all of it, so that windows of every size are mixed from here on "
        "(Szegedy et al. 2014, section 4).",
    ]


def multiply(graph: Graph, node: Node, place: Place) -> list[str]:
    channels = node.output_shape[0]
    return [
        f"Each of the {channels:,} channels is multiplied by a number of its own between 0 and 1, the same at all "
        f"{size_text(node.output_shape)} places: {count_text(elements(node.output_shape))} multiplications, no "
        "parameters (Hu et al. 2018, equation 4).",
        "The gate was computed from the whole map, so that what is far away can raise or quiet a channel here. "
        "Strictly, every cell behind it sees the whole image; the receptive fields on this page leave the gate out, "
        "as is usual.",
    ]


def highway(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        f"H(x) · T(x) + x · (1 − T(x)), element by element, {shape_text(node.output_shape)} each (Srivastava et al. "
        "2015, equation 3). Where the gate T is 1 this is a plain layer, where it is 0 it hands x on unchanged.",
        "The gate is learned and depends on the data. The shortcut of a residual block has no parameters and is never "
        f"closed: there both H and x always pass in full {cite('section 2')}.",
    ]


def _in_block(path: str, place: Place) -> str:
    """`branch3.1` of `inception3a.branch3.1`, where the block is known from what stands around."""
    return path.removeprefix(f"{place.block.path}.") if place.block else path


def _source_name(graph: Graph, place: Place) -> str:
    assert place.block is not None
    source = graph.inside(place.block)[0].inputs[0]
    return "the image" if source == INPUT else source
