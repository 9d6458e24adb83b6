"""Operations that keep the shape and need one line to be told: scaling, dropout, softmax."""

from app.graph.types import Graph, Node, elements
from app.scene.operation.drawing import Drawing, sentence
from app.scene.operation.formula import Formula, fraction, index, line, words
from app.scene.operation.plain import between, common_ruler
from app.scene.types import Mark, Text, View
from app.scene.words import count_text, op_title


def scale(graph: Graph, node: Node, view: View) -> Drawing:
    factor, cells = f"{dict(node.detail)['factor']:g}", count_text(elements(node.output_shape))
    captions = (
        f"{sentence(op_title(node))} by {factor} · {cells} multiplications, no weights",
        f"Every number is multiplied by {factor}, so that what a branch adds stays small beside x",
    )
    rule = words(f"y = {factor} · x")
    return between(graph, node, common_ruler(node, view), _over(rule), rule.width + 40, captions)


def dropout(graph: Graph, node: Node, view: View) -> Drawing:
    share = dict(node.detail).get("p")  # not told of a dropout of whole channels and the like
    rule = words("y = x")
    middle = (
        *_over(rule),
        Text(0, 24, "in use nothing is dropped", 14, "semibold"),
        Text(
            0,
            42,
            f"in training {'some' if share is None else f'{share:.0%}'} of the numbers, by chance",
            13,
            fill="muted",
        ),
    )
    captions = (
        f"{sentence(op_title(node))} · no weights",
        f"In use the numbers pass as they are. {_in_training(share)}",
    )
    return between(graph, node, common_ruler(node, view), middle, 290, captions)


def _in_training(share: float | None) -> str:
    if share is None:
        return "In training some are dropped by chance"
    return f"In training each becomes 0 with probability {share:g}, and those that stay are divided by {1 - share:g}"


def softmax(graph: Graph, node: Node, view: View) -> Drawing:
    rule = line(index("y", "i"), "=", fraction(_exp("i"), line(index("Σ", "j"), _exp("j"))), gap=6)
    captions = (
        f"{sentence(op_title(node))} · no weights",
        f"{count_text(node.output_shape[0])} scores become as many probabilities: each between 0 and 1, together 1",
    )
    return between(graph, node, common_ruler(node, view), _over(rule), 180, captions)


def _exp(which: str) -> Formula:
    return line("exp", index("x", which), gap=3)


def _over(rule: Formula) -> tuple[Mark, ...]:
    """A formula over the middle of an arrow."""
    return rule.at(-rule.width / 2, -14 - rule.down)
