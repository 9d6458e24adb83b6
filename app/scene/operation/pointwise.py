"""Operations that keep the shape and need one line to be told: scaling, dropout, softmax."""

from app.graph.types import Graph, Node, elements
from app.language import say
from app.scene.op_words import op_title
from app.scene.operation.drawing import Drawing, no_weights, sentence
from app.scene.operation.formula import Formula, fraction, index, line, words
from app.scene.operation.plain import between, common_ruler
from app.scene.types import Mark, Text, View
from app.scene.units import count_text


def scale(graph: Graph, node: Node, view: View) -> Drawing:
    factor, cells = f"{dict(node.detail)['factor']:g}", count_text(elements(node.output_shape))
    captions = (
        say(
            "{operation} by {factor} · {count} multiplications, no weights",
            operation=sentence(op_title(node)),
            factor=factor,
            count=cells,
        ),
        say("Every number is multiplied by {factor}, so that what a branch adds stays small beside x", factor=factor),
    )
    rule = words(f"y = {factor} · x")
    return between(graph, node, common_ruler(node, view), _over(rule), rule.width + 40, captions)


def dropout(graph: Graph, node: Node, view: View) -> Drawing:
    share = dict(node.detail).get("p")  # not told of a dropout of whole channels and the like
    rule = words("y = x")
    middle = (
        *_over(rule),
        Text(0, 24, say("in use nothing is dropped"), 14, "semibold"),
        Text(0, 42, _dropped(share), 13, fill="muted"),
    )
    captions = (no_weights(node), _in_training(share))
    return between(graph, node, common_ruler(node, view), middle, 290, captions)


def _dropped(share: float | None) -> str:
    if share is None:
        return say("in training some of the numbers, by chance")
    return say("in training {share} of the numbers, by chance", share=f"{share:.0%}")


def _in_training(share: float | None) -> str:
    if share is None:
        return say("In use the numbers pass as they are. In training some are dropped by chance")
    return say(
        "In use the numbers pass as they are. In training each becomes 0 with probability {share}, and those that "
        "stay are divided by {rest}",
        share=f"{share:g}",
        rest=f"{1 - share:g}",
    )


def softmax(graph: Graph, node: Node, view: View) -> Drawing:
    rule = line(index("y", "i"), "=", fraction(_exp("i"), line(index("Σ", "j"), _exp("j"))), gap=6)
    captions = (
        no_weights(node),
        say(
            "{count} scores become as many probabilities: each between 0 and 1, together 1",
            count=count_text(node.output_shape[0]),
        ),
    )
    return between(graph, node, common_ruler(node, view), _over(rule), 180, captions)


def _exp(which: str) -> Formula:
    return line("exp", index("x", which), gap=3)


def _over(rule: Formula) -> tuple[Mark, ...]:
    """A formula over the middle of an arrow."""
    return rule.at(-rule.width / 2, -14 - rule.down)
