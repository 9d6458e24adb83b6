"""What norms and angles at a sum mean, in words."""

from math import hypot, isfinite
from typing import Any

from app.graph.types import Group
from app.image.colour import number_text
from app.image.residual import Sum
from app.published import cite
from app.scene.questions import is_projected, shortcut_kind
from app.web.panels.chance import chance
from app.web.seen import Seen

# What x has become where it meets F(x), by the kind of the shortcut.
CARRIED = {"identity": "x as it is", "zeropad": "x, padded with zeros", "projection": "x behind its projection"}


def block_words(seen: Seen, block: Group, found: Sum, gate: Any) -> list[str]:
    """Paragraphs on the sum of one block. gate: the tensor of squeeze and excitation, one number a
    channel, None without it."""
    if not isfinite(found.total):
        return ["What meets here holds NaN or infinity: it has no norm."]
    if block.path in seen.forward.off:
        return [_off(seen, block, found)]
    said = [_gated(found) if found.gate is not None else _length(seen, block, found), _angle(found)]
    said += [_excited(gate)] if gate is not None else []
    return [*said, *chance(seen)]


def _off(seen: Seen, block: Group, found: Sum) -> str:
    if found.gate is not None:
        left = "x · (1 − T(x)) is all that is left: a highway block that transforms nothing still closes the way of x"
    else:
        kind = shortcut_kind(seen.graph, block)
        left = f"the sum is {'x, as if the block were not there' if kind == 'identity' else CARRIED[kind]}"
    return f"Switched off: {left}. Every layer behind it works with that, and so does the prediction."


def _length(seen: Seen, block: Group, found: Sum) -> str:
    if not found.shortcut:
        return "x is zero everywhere: all that leaves this block comes from F(x)."
    if not found.residual:
        return f"F(x) is zero everywhere: the block hands on {CARRIED[shortcut_kind(seen.graph, block)]}."
    x = "x behind its projection" if is_projected(seen.graph, block) else "x"
    means = (
        "the block makes most of its output anew"
        if found.ratio > 1.5
        else "what it adds weighs about as much as what is carried"
        if found.ratio > 0.67
        else "the block changes what comes, and does not replace it"
        if found.ratio > 0.1
        else "the block hands on nearly what it was given"
    )
    return f"F(x) is {number_text(found.ratio)} times as long as {x}: {means}."


def _gated(found: Sum) -> str:
    assert found.gate is not None
    return (
        f"The gate T(x) is {number_text(found.gate)} in the mean over all elements: "
        f"{number_text(100 * (1 - found.gate))} % of x is carried on, the rest is replaced by H(x) "
        "(Srivastava et al. 2015, equation 3)."
    )


def _angle(found: Sum) -> str:
    """What the cosine says, and how long the sum would be at a right angle."""
    if not isfinite(found.cosine):
        return "With one of them zero there is no angle between them."
    cosine = number_text(found.cosine)
    square = number_text(hypot(found.residual, found.shortcut))
    changed = "F(x)" if found.gate is None else "H(x) · T(x)"
    means = (
        f"{changed} mostly strengthens what is there already"
        if found.cosine > 0.5
        else f"in part {changed} strengthens what is there already"
        if found.cosine > 0.1
        else f"{changed} mostly takes away from what is there"
        if found.cosine < -0.5
        else f"in part {changed} takes away from what is there"
        if found.cosine < -0.1
        else f"nearly a right angle, so {changed} adds something new, neither more nor less of what is there"
    )
    return (
        f"The cosine between the two is {cosine}: {means}. At a right angle the sum would be {square} long, it is "
        f"{number_text(found.total)}."
    )


def _excited(gate: Any) -> str:
    low, mean, high = float(gate.min()), float(gate.mean()), float(gate.max())
    return (
        f"Ahead of the sum the gate multiplies each of the {gate.numel():,} channels of F(x) by a factor between "
        f"{number_text(low)} and {number_text(high)}, {number_text(mean)} in the mean."
    )


def strip_words(seen: Seen, gated: bool) -> list[str]:
    """Paragraphs under the strip over depth."""
    if gated:
        return [
            "The height is the mean of T(x): at 1 a block replaces x by H(x), at 0 it carries x through untouched. "
            "Gates are made with negative biases, so that at first they carry (Srivastava et al. 2015, section 2.2).",
            *chance(seen),
        ]
    return [
        "The height is ‖F(x)‖ / ‖x‖ where the two are added, x behind its projection if it has one: at 1 a block adds "
        "as much as it is given, near 0 it hands on nearly what came.",
        *_scaled(seen),
        "This ratio is ours, measured on this one picture. He et al. measured something related and not the same: the "
        "standard deviation of the responses of each 3×3 layer, behind its batch normalisation and ahead of the ReLU "
        "or the addition, on CIFAR-10. They found it smaller in residual networks than in plain ones, and smaller "
        f"the deeper the network, as if each layer then had less to change {cite('section 4.2, Figure 7')}.",
        *chance(seen),
    ]


def _scaled(seen: Seen) -> list[str]:
    """What F(x) is where blocks multiply it by a factor before they add it."""
    factors = sorted({dict(node.detail).get("factor", 1) for node in seen.graph.nodes if node.op == "scale"})
    if not factors:
        return []
    return [
        f"F(x) is measured as it comes to the sum, behind the factor that it is multiplied by there "
        f"({', '.join(f'{factor:g}' for factor in factors)})."
    ]
