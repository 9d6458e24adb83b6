"""A sliding window in words: the output-size formula with the numbers put in, what is read and what never is.

Axis 0 is the height (rows), axis 1 the width (columns). Padded cells are counted from the first padding cell.
"""

from app.graph.types import Node, Pair
from app.language import listed, nouns, prose, say, say_count


def both(pair: Pair, sign: str = "×") -> str:
    """`3` for a pair of equal numbers, `3×5` otherwise."""
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}{sign}{pair[1]}"


def adaptive(node: Node) -> bool:
    """Whether the window is made to fit whatever map comes in: it has neither a stride nor a padding of its own."""
    return node.type.startswith("Adaptive")


def square(node: Node) -> bool:
    """Whether the window does the same along both axes."""
    return _axis(node, 0) == _axis(node, 1)


def formula(node: Node, axis: int = 0) -> str:
    """`floor((56 + 2 · 1 − 3) / 2) + 1 = floor(27.5) + 1 = 28`; no floor where the division leaves nothing.

    A pool that rounds up has `ceil` there, and one window less where the last would begin in the padding.
    """
    length, kernel, stride, padding = _axis(node, axis)
    result = node.output_shape[1 + axis]
    padded = f"{length} + 2 · {padding}" if padding else f"{length}"
    reach = length + 2 * padding - kernel
    if stride == 1:
        return f"{padded} − {kernel} + 1 = {result}"
    fraction = f"({padded} − {kernel}) / {stride}"
    if reach % stride == 0:
        return f"{fraction} + 1 = {result}"
    if not node.ceil_mode:
        return f"floor({fraction}) + 1 = floor({reach / stride:g}) + 1 = {result}"
    if result == reach // stride + 2:
        return f"ceil({fraction}) + 1 = ceil({reach / stride:g}) + 1 = {result}"
    return say("{formula}, for one more window would begin in the padding", formula=f"ceil({fraction}) = {result}")


def size_sentences(node: Node) -> str:
    """How height and width come about, and which rows and columns no window reaches."""
    assert node.kernel is not None and node.stride is not None
    if square(node):
        size = say("Height and width are {formula}.", formula=formula(node))
    else:
        size = say("The height is {height}, the width {width}.", height=formula(node, 0), width=formula(node, 1))
    skips = any(kernel < stride for kernel, stride in zip(node.kernel, node.stride, strict=True))
    return prose([size, _hanging_sentence(node), share_sentence(node) if skips else unread_sentence(node)])


def _hanging_sentence(node: Node) -> str:
    hanging = max(_hanging(node, axis) for axis in (0, 1))
    if not hanging:
        return ""
    return say(
        "The last window hangs over the edge by {hanging}: rounding down would leave the last cells unread.",
        hanging=hanging,
    )


def unread_sentence(node: Node) -> str:
    """Which cells at the far end of the padded input no window reaches; "" where every one is read."""
    assert node.padding is not None
    rows, columns = (_unread(node, axis) for axis in (0, 1))
    which, count = _named(rows, columns), len(rows) + len(columns)
    if not which:
        return ""
    if not any(node.padding):
        return say_count("{which} is never read.", "{which} are never read.", count, which=which)
    if len(rows) <= node.padding[0] and len(columns) <= node.padding[1]:
        return say_count(
            "{which} of the padded input is never read; it is padding, so nothing of the input is lost.",
            "{which} of the padded input are never read; they are padding, so nothing of the input is lost.",
            count,
            which=which,
        )
    return say_count(
        "{which} of the padded input is never read.",
        "{which} of the padded input are never read.",
        count,
        which=which,
    )


def _named(rows: range, columns: range) -> str:
    """`Row and column 229`, `Rows 5 to 6 and column 7`, `Column 7`: cells of a padded map; "" for none."""
    if rows and rows == columns:
        return say_count("Row and column {cells}", "Rows and columns {cells}", len(rows), cells=_span(rows))
    found = [say_count("row {cells}", "rows {cells}", len(rows), cells=_span(rows))] if rows else []
    found += [say_count("column {cells}", "columns {cells}", len(columns), cells=_span(columns))] if columns else []
    return listed(found).capitalize() if found else ""


def read_share(node: Node) -> tuple[int, int]:
    """(cells of the H x W input that some window reads, all cells)."""
    rows, columns = (len(read_cells(node, axis)) for axis in (0, 1))
    _, height, width = node.input_shapes[0]
    return rows * columns, height * width


def read_cells(node: Node, axis: int) -> list[int]:
    """The rows (or columns) of the unpadded input that some window reads, in order."""
    assert node.stride is not None
    kernel, dilation, padding = ((pair or (one, one))[axis] for pair, one in _windows(node))
    length, stride = node.input_shapes[0][1 + axis], node.stride[axis]
    starts = range(-padding, -padding + stride * node.output_shape[1 + axis], stride)
    cells = {start + dilation * step for start in starts for step in range(kernel)}
    return [cell for cell in range(length) if cell in cells]


def share_sentence(node: Node) -> str:
    """`It reads only rows and columns 0, 2, …, 54: 784 of the 3,136 cells, a quarter.`; "" where all is read."""
    read, cells = read_share(node)
    if read == cells:
        return ""
    rows, columns = (read_cells(node, axis) for axis in (0, 1))
    share = say("a quarter") if 4 * read == cells else nouns.percent(f"{100 * read / cells:.0f}")
    if rows == columns:
        return say(
            "It reads only rows and columns {which}: {read:,} of the {cells:,} cells, {share}.",
            which=_few(rows),
            read=read,
            cells=cells,
            share=share,
        )
    return say(
        "It reads only rows {rows} and columns {columns}: {read:,} of the {cells:,} cells, {share}.",
        rows=_few(rows),
        columns=_few(columns),
        read=read,
        cells=cells,
        share=share,
    )


def percent(part: int, whole: int) -> str:
    """`42 %`, `1.5 %`."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return say("less than 0.1 %")
    return nouns.percent(f"{share:.0f}" if share >= 10 else f"{share:.1f}")


def _windows(node: Node) -> tuple[tuple[Pair | None, int], ...]:
    return (node.kernel, 1), (node.dilation, 1), (node.padding, 0)


def _axis(node: Node, axis: int) -> tuple[int, int, int, int]:
    """(input length, window's reach, stride, padding) along an axis."""
    assert node.stride is not None
    kernel, dilation, padding = ((pair or (one, one))[axis] for pair, one in _windows(node))
    return node.input_shapes[0][1 + axis], dilation * (kernel - 1) + 1, node.stride[axis], padding


def _unread(node: Node, axis: int) -> range:
    length, kernel, stride, padding = _axis(node, axis)
    last = stride * (node.output_shape[1 + axis] - 1) + kernel
    return range(last, length + 2 * padding)


def _hanging(node: Node, axis: int) -> int:
    """Cells of the last window that lie beyond the padded input: a pool that rounds up has some."""
    length, kernel, stride, padding = _axis(node, axis)
    return max(0, stride * (node.output_shape[1 + axis] - 1) + kernel - length - 2 * padding)


def _span(cells: range) -> str:
    return str(cells[0]) if len(cells) == 1 else say("{first} to {last}", first=cells[0], last=cells[-1])


def _few(cells: list[int]) -> str:
    """`0, 2, …, 54`."""
    if len(cells) <= 4:
        return say(", ").join(map(str, cells))
    return say(", ").join([str(cells[0]), str(cells[1]), "…", str(cells[-1])])
