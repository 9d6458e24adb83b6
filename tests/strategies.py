"""Configurations for hypothesis: small residual networks of every kind, and any network with any field changed."""

from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from app.nets import FAMILIES, PRESETS, preset

SMALL_PRESETS = sorted(name for name in PRESETS if name != "cifar_resnet1202")
RESIDUAL_PRESETS = sorted(name for name in FAMILIES["resnet"].presets if name in SMALL_PRESETS)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A preset of any family, and values for an image size and up to three of its fields, that may not go together."""
    name = draw(st.sampled_from(SMALL_PRESETS))
    fields = preset(name).fields()
    size = st.one_of(st.integers(1, 20), st.integers(21, 340))
    chosen = draw(st.lists(st.sampled_from(sorted(set(fields) - {"input"})), max_size=3, unique=True))
    values = {field: draw(_of(fields[field].annotation, getattr(preset(name), field))) for field in chosen}
    return name, {**values, "input": (draw(st.integers(1, 4)), draw(size), draw(size))}


def _of(kind: Any, now: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type; numbers stay small enough to be traced quickly."""
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if kind is bool:
        return st.booleans()
    if isinstance(now, tuple):
        return st.one_of(st.tuples(*map(_near, now)), st.lists(_near(now[0]), min_size=1, max_size=5).map(tuple))
    return st.integers(0, 70) if isinstance(now, int) else st.just(now)


def _near(number: float) -> st.SearchStrategy[Any]:
    """Numbers of the same kind up to about twice as large."""
    if isinstance(number, int):
        return st.integers(1, 2 * number)
    return st.integers(0, 100).map(lambda hundredths: hundredths / 100)


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
