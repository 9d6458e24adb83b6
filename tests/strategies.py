"""Configurations for hypothesis: small networks of every kind that the fields describe."""

from typing import Any

from hypothesis import strategies as st

from app.nets import PRESETS

SMALL_PRESETS = sorted(name for name in PRESETS if name != "cifar_resnet1202")


@st.composite
def overrides(draw: st.DrawFn) -> dict[str, Any]:
    """Values for every field of a residual network, that go together."""
    layers = draw(st.integers(1, 4))
    block = draw(st.sampled_from(["basic", "bottleneck"]))
    groups = draw(st.sampled_from([1, 2, 4])) if block == "bottleneck" else 1
    base_width = draw(st.sampled_from([16, 32, 64, 128])) if block == "bottleneck" else 64
    shortcut = draw(st.sampled_from(["A", "B", "C", "none", "highway"]))
    widths = draw(st.lists(st.integers(1, 4).map(lambda n: 4 * groups * n), min_size=layers, max_size=layers))
    return {
        "input": draw(st.tuples(st.integers(1, 4), st.integers(1, 70), st.integers(1, 70))),
        "classes": draw(st.integers(1, 12)),
        "activation": draw(st.sampled_from(["relu", "sigmoid", "tanh"])),
        "seed": draw(st.integers(0, 9)),
        "block": block,
        "depths": tuple(draw(st.lists(st.integers(1, 3), min_size=layers, max_size=layers))),
        "widths": tuple(sorted(widths) if shortcut == "A" else widths),  # zeros can add channels, not take them away
        "stem": draw(st.sampled_from(["imagenet", "cifar", "deep"])),
        "shortcut": shortcut,
        "stride_in": draw(st.sampled_from(["1x1", "3x3"])),
        "downsample": draw(st.sampled_from(["conv", "avg"])) if shortcut in ("B", "C") else "conv",
        "order": draw(st.sampled_from(["post", "pre"])) if shortcut != "highway" else "post",
        "groups": groups,
        "base_width": base_width,
        "se": draw(st.sampled_from([0, 1, 3, 4])),
        "norm": draw(st.sampled_from(["batch", "none"])),
    }
