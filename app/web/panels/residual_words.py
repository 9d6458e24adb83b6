"""What norms and angles at a sum mean, in words."""

from math import hypot, isfinite
from typing import Any

from app.graph.types import Group
from app.image.colour import number_text
from app.image.residual import Sum
from app.language import message, say
from app.published import cite
from app.scene.questions import is_projected, shortcut_kind
from app.web.panels.chance import chance
from app.web.seen import Seen

# What x has become where it meets F(x), by the kind of the shortcut.
CARRIED = {
    "identity": message("x as it is"),
    "zeropad": message("x, padded with zeros"),
    "projection": message("x behind its projection"),
}
LONG = message("F(x) is {ratio} times as long as {x}: {means}.")
# How long F(x) is against x, at the least, and what that means.
LENGTHS = (
    (1.5, message("the block makes most of its output anew")),
    (0.67, message("what it adds weighs about as much as what is carried")),
    (0.1, message("the block changes what comes, and does not replace it")),
    (-1.0, message("the block hands on nearly what it was given")),
)
# The cosine between what a block has computed and what it is added to, above which one is meant.
ANGLES = (
    (0.5, message("{changed} mostly strengthens what is there already")),
    (0.1, message("in part {changed} strengthens what is there already")),
    (-0.1, message("nearly a right angle, so {changed} adds something new, neither more nor less of what is there")),
    (-0.5, message("in part {changed} takes away from what is there")),
    (-1.0, message("{changed} mostly takes away from what is there")),
)
# What is said under the strip over depth.
GATES = message(
    "The height is the mean of T(x): at 1 a block replaces x by H(x), at 0 it carries x through untouched. "
    "Gates are made with negative biases, so that at first they carry (Srivastava et al. 2015, section 2.2)."
)
RATIOS = message(
    "The height is ‖F(x)‖ / ‖x‖ where the two are added, x behind its projection if it has one: at 1 a block adds "
    "as much as it is given, near 0 it hands on nearly what came."
)
RESPONSES = message(
    "This ratio is ours, measured on this one picture. He et al. measured something related and not the same: the "
    "standard deviation of the responses of each 3×3 layer, behind its batch normalisation and ahead of the ReLU "
    "or the addition, on CIFAR-10. They found it smaller in residual networks than in plain ones, and smaller "
    "the deeper the network, as if each layer then had less to change {source}."
)


def block_words(seen: Seen, block: Group, found: Sum, gate: Any) -> list[str]:
    """Paragraphs on the sum of one block. gate: the tensor of squeeze and excitation, one number a
    channel, None without it."""
    if not isfinite(found.total):
        return [say("What meets here holds NaN or infinity: it has no norm.")]
    if block.path in seen.forward.off:
        return [_off(seen, block, found)]
    said = [_gated(found) if found.gate is not None else _length(seen, block, found), _angle(found)]
    said += [_excited(gate)] if gate is not None else []
    return [*said, *chance(seen)]


def _off(seen: Seen, block: Group, found: Sum) -> str:
    kind = shortcut_kind(seen.graph, block)
    if found.gate is not None:
        left = say(
            "x · (1 − T(x)) is all that is left: a highway block that transforms nothing still closes the way of x"
        )
    elif kind == "identity":
        left = say("the sum is x, as if the block were not there")
    else:
        left = say("the sum is {carried}", carried=say(CARRIED[kind]))
    return say("Switched off: {left}. Every layer behind it works with that, and so does the prediction.", left=left)


def _length(seen: Seen, block: Group, found: Sum) -> str:
    if not found.shortcut:
        return say("x is zero everywhere: all that leaves this block comes from F(x).")
    if not found.residual:
        carried = say(CARRIED[shortcut_kind(seen.graph, block)])
        return say("F(x) is zero everywhere: the block hands on {carried}.", carried=carried)
    carried = CARRIED["projection"] if is_projected(seen.graph, block) else "x"
    means = next(says for least, says in LENGTHS if found.ratio > least)
    return say(LONG, ratio=number_text(found.ratio), x=say(carried), means=say(means))


def _gated(found: Sum) -> str:
    assert found.gate is not None
    return say(
        "The gate T(x) is {gate} in the mean over all elements: {share} % of x is carried on, the rest is replaced by "
        "H(x) (Srivastava et al. 2015, equation 3).",
        gate=number_text(found.gate),
        share=number_text(100 * (1 - found.gate)),
    )


def _angle(found: Sum) -> str:
    """What the cosine says, and how long the sum would be at a right angle."""
    if not isfinite(found.cosine):
        return say("With one of them zero there is no angle between them.")
    changed = "F(x)" if found.gate is None else "H(x) · T(x)"
    means = next((says for least, says in ANGLES if found.cosine > least), ANGLES[-1][1])
    return say(
        "The cosine between the two is {cosine}: {means}. At a right angle the sum would be {square} long, it is "
        "{total}.",
        cosine=number_text(found.cosine),
        means=say(means, changed=changed),
        square=number_text(hypot(found.residual, found.shortcut)),
        total=number_text(found.total),
    )


def _excited(gate: Any) -> str:
    low, mean, high = float(gate.min()), float(gate.mean()), float(gate.max())
    return say(
        "Ahead of the sum the gate multiplies each of the {count} channels of F(x) by a factor between {low} and "
        "{high}, {mean} in the mean.",
        count=f"{gate.numel():,}",
        low=number_text(low),
        high=number_text(high),
        mean=number_text(mean),
    )


def strip_words(seen: Seen, gated: bool) -> list[str]:
    """Paragraphs under the strip over depth."""
    if gated:
        return [say(GATES), *chance(seen)]
    return [say(RATIOS), *_scaled(seen), say(RESPONSES, source=cite(section="4.2", figure="7")), *chance(seen)]


def _scaled(seen: Seen) -> list[str]:
    """What F(x) is where blocks multiply it by a factor before they add it."""
    factors = sorted({dict(node.detail).get("factor", 1) for node in seen.graph.nodes if node.op == "scale"})
    if not factors:
        return []
    return [
        say(
            "F(x) is measured as it comes to the sum, behind the factor that it is multiplied by there ({factors}).",
            factors=say(", ").join(f"{factor:g}" for factor in factors),
        )
    ]
