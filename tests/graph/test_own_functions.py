"""The functions that everybody uses: each is described, or keeps its name without a word of warning."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.graph.fingerprint import fingerprint
from app.graph.own import own_graph
from app.graph.receptive_field import ONE_PIXEL
from app.graph.types import Graph

IMAGE = (8, 16, 16)
Function = Callable[["Weights", Tensor], Any]


class Weights(nn.Module):
    def __init__(self, run: Function) -> None:
        super().__init__()
        self.run = run
        self.kernel = nn.Parameter(torch.ones(4, 8, 1, 1))
        self.scale = nn.Parameter(torch.ones(8))

    def forward(self, x: Tensor) -> Any:
        return self.run(self, x)


def traced(run: Function) -> Graph:
    return own_graph(Weights(run), IMAGE)


# What is called, the operations that come of it, and what is said of them.
SILENT: dict[str, tuple[Function, str]] = {
    **{name: (lambda _, x, name=name: getattr(F, name)(x), "activation") for name in ("gelu", "silu", "leaky_relu")},
    **{name: (lambda _, x, name=name: getattr(F, name)(x), "activation") for name in ("hardswish", "logsigmoid")},
    "prelu": (lambda self, x: F.prelu(x, self.scale), "activation"),
    "softmax": (lambda _, x: F.softmax(x, 1), "softmax"),
    "log_softmax": (lambda _, x: x.log_softmax(1), "softmax"),
    "layer_norm": (lambda _, x: F.layer_norm(x, x.shape[1:]), "layernorm"),
    "group_norm": (lambda self, x: F.group_norm(x, 2, self.scale, self.scale), "groupnorm"),
    "batch_norm": (lambda self, x: F.batch_norm(x, self.scale, self.scale), "norm"),
    "conv2d": (lambda self, x: F.conv2d(x, self.kernel), "conv"),
    "linear": (lambda self, x: F.linear(x.mean((2, 3)), self.kernel[:, :, 0, 0]), "avgpool flatten linear"),
    "pad": (lambda _, x: F.pad(x, (1, 1, 1, 1)), "pad"),
    "chunk": (lambda _, x: torch.cat(x.chunk(2, 1), 1), "chunk chunk concat"),
    "split": (lambda _, x: torch.cat(torch.split(x, 4, 1), 1), "split split concat"),
    "mul": (lambda _, x: x * x, "mul"),
    "sub": (lambda _, x: x - x.mean(1, keepdim=True), "mean sub"),
    "div": (lambda _, x: x / x.std((2, 3), keepdim=True), "std div"),
    "rdiv": (lambda _, x: 1 / x, "rdiv"),
    "adaptive_max_pool2d": (lambda _, x: F.adaptive_max_pool2d(x, 1), "maxpool"),
    "AdaptiveMaxPool2d": (lambda _, x: nn.AdaptiveMaxPool2d(4)(x), "maxpool"),
    "dropout": (lambda self, x: F.dropout(x, 0.1, self.training), "dropout"),
    "dropout2d": (lambda self, x: F.dropout2d(x, 0.1, self.training), "dropout"),
    "max": (lambda _, x: x.max(1, keepdim=True)[0], "max max"),
    "sum": (lambda _, x: x.sum((2, 3)), "sum"),
    "clamp": (lambda _, x: x.clamp(0, 6), "clamp"),
    "exp": (lambda _, x: x.exp(), "exp"),
    "pow": (lambda _, x: x**2, "pow"),
    "norm": (lambda _, x: x.norm(dim=1, keepdim=True), "vector_norm"),
    "expand_as": (lambda _, x: F.adaptive_avg_pool2d(x, 1).expand_as(x), "avgpool expand_as"),
}


@pytest.mark.parametrize("name", SILENT)
def test_an_everyday_function_is_followed_without_a_word(name: str) -> None:
    run, expected = SILENT[name]
    graph = traced(run)
    assert " ".join(node.op for node in graph.nodes) == expected
    assert graph.unseen == ()


# These cannot be followed in all that is told of an operation: what is not is said, and no more.
TOLD: dict[str, tuple[Function, str]] = {
    "interpolate": (lambda _, x: F.interpolate(x, scale_factor=2), "moves height or width"),
    "pixel_shuffle": (lambda _, x: F.pixel_shuffle(x, 2), "moves height or width"),
    "permute": (lambda _, x: x.permute(0, 2, 3, 1), "moves height or width"),
    "transpose": (lambda _, x: x.transpose(1, 2), "moves height or width"),
    "matmul": (lambda _, x: x @ x, "multiplies tensors"),
    "attention": (lambda _, x: F.scaled_dot_product_attention(x, x, x), "multiplies tensors"),
    "stack": (lambda _, x: torch.stack([x, x], 1).sum(1), "neither a volume"),
    "reshape": (lambda _, x: x.reshape(1, 4, 2, 16, 16).view(1, 8, 16, 16), "neither a volume"),
    "unsqueeze": (lambda _, x: x.unsqueeze(2).squeeze(2), "neither a volume"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_followed_of_an_everyday_function_is_said_and_no_more(name: str) -> None:
    run, words = TOLD[name]
    (said,) = traced(run).unseen
    assert words in said


@pytest.mark.parametrize(
    "module", [nn.Upsample(scale_factor=2), nn.PixelShuffle(2), nn.ZeroPad2d(1), nn.LogSoftmax(1), nn.GLU(1)], ids=str
)
def test_modules_are_told_of_as_the_functions_that_they_call(module: nn.Module) -> None:
    assert not any("not known" in said for said in own_graph(nn.Sequential(module), IMAGE).unseen)


@pytest.mark.parametrize("run", [SILENT["sum"][0], SILENT["adaptive_max_pool2d"][0]], ids=["sum", "maximum"])
def test_what_reckons_with_a_whole_map_sees_the_whole_image(run: Function) -> None:
    field = traced(run).nodes[-1].receptive_field
    assert (field.size, field.start) == ((16, 16), (0, 0))


def test_what_stays_at_its_place_sees_what_it_saw() -> None:
    assert traced(SILENT["log_softmax"][0]).nodes[-1].receptive_field == ONE_PIXEL


def test_keywords_are_understood_as_positions_are() -> None:
    def flat(self: Weights, x: Tensor) -> Tensor:
        return F.linear(input=x.mean((2, 3)), weight=self.kernel[:, :, 0, 0])

    assert traced(flat).nodes[-1].macs == 4 * 8
    assert traced(lambda _, x: F.adaptive_max_pool2d(x, output_size=1)).nodes[-1].op == "maxpool"
    assert traced(lambda _, x: x.reshape(shape=(1, -1))).nodes[-1].output_shape == (8 * 16 * 16,)


def test_a_dropout_that_drops_in_use_is_no_identity() -> None:
    graph = traced(lambda _, x: F.dropout(x, 0.5))
    (said,) = graph.unseen
    assert "drops numbers by chance in use too" in said
    assert graph.nodes[0].op != "dropout"
    assert fingerprint(graph) != fingerprint(traced(lambda _, x: F.dropout(x, 0.5, False)))


# Pairs that are one structure, and pairs of the same shapes that are not.
ALIKE: dict[str, tuple[Function, Function]] = {
    "mul": (lambda _, x: x.relu() * x, lambda _, x: x * x.relu()),
    "mul by a weight": (lambda self, x: x * self.kernel.sum(), lambda self, x: self.kernel.sum() * x),
    "add of a mean": (lambda _, x: x + x.mean(1, keepdim=True), lambda _, x: x.mean(1, keepdim=True) + x),
    "leaky_relu": (lambda _, x: F.leaky_relu(x, 0.2, inplace=True), lambda _, x: nn.LeakyReLU(0.2)(x)),
    "group_norm": (lambda _, x: F.group_norm(x, 4), lambda _, x: F.group_norm(input=x, num_groups=4)),
    "view": (lambda _, x: x.view(1, 4, -1), lambda _, x: x.view(1, 4, 512)),
    "softmax": (lambda _, x: x.softmax(1), lambda _, x: x.softmax(-3)),
}
UNLIKE: dict[str, tuple[Function, Function]] = {
    "getitem": (lambda _, x: x[:, :4], lambda _, x: x[:, 4:]),
    "chunk": (lambda _, x: torch.cat(x.chunk(2, 1), 1), lambda _, x: torch.cat(x.chunk(2, 1)[::-1], 1)),
    "pad, side": (lambda _, x: F.pad(x, (1, 0)), lambda _, x: F.pad(x, (0, 1))),
    "pad, mode": (lambda _, x: F.pad(x, (1, 1)), lambda _, x: F.pad(x, (1, 1), mode="reflect")),
    "interpolate": (lambda _, x: F.interpolate(x, 32), lambda _, x: F.interpolate(x, 32, mode="bilinear")),
    "add a number": (lambda _, x: x + 2, lambda _, x: x + 3),
    "alpha": (lambda _, x: torch.add(x.relu(), x, alpha=2), lambda _, x: torch.add(x, x.relu(), alpha=2)),
    "pow": (lambda _, x: x**2, lambda _, x: x**3),
    "flip": (lambda _, x: x.flip(2), lambda _, x: x.flip(3)),
    "softmax": (lambda _, x: x.softmax(2), lambda _, x: x.softmax(1)),
    "log_softmax": (lambda _, x: x.log_softmax(1), lambda _, x: x.softmax(1)),
    "gelu": (lambda _, x: F.gelu(x), lambda _, x: F.gelu(x, approximate="tanh")),
    "leaky_relu": (lambda _, x: F.leaky_relu(x), lambda _, x: F.leaky_relu(x, 0.2)),
    "group_norm": (lambda _, x: F.group_norm(x, 2), lambda _, x: F.group_norm(x, 4)),
}


@pytest.mark.parametrize("name", ALIKE)
def test_one_structure_has_one_fingerprint_however_it_is_called(name: str) -> None:
    one, other = ALIKE[name]
    assert fingerprint(traced(one)) == fingerprint(traced(other))


@pytest.mark.parametrize("name", UNLIKE)
def test_what_a_function_is_told_counts_in_the_fingerprint(name: str) -> None:
    one, other = UNLIKE[name]
    assert fingerprint(traced(one)) != fingerprint(traced(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (nn.GroupNorm(2, 8), nn.GroupNorm(4, 8)),
        (nn.LeakyReLU(0.1), nn.LeakyReLU(0.2)),
        (nn.ConvTranspose2d(8, 8, 3, padding=1), nn.ConvTranspose2d(8, 8, 3, padding=2, dilation=2)),
        (nn.Conv2d(8, 8, 3, padding=1), nn.Conv2d(8, 8, 3, padding=1, padding_mode="reflect")),
        (nn.GELU(), nn.GELU("tanh")),
    ],
    ids=lambda module: type(module).__name__,
)
def test_what_a_module_is_set_to_counts_in_the_fingerprint(one: nn.Module, other: nn.Module) -> None:
    assert fingerprint(own_graph(one, IMAGE)) != fingerprint(own_graph(other, IMAGE))
