"""Grad-CAM against the paper's equations computed in another way: one whole backward pass, or differences."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from app.image.cam import explained, heat, is_map, scores_of, volume_of
from app.nets import config
from app.nets.config import NetConfig
from app.pipeline import graph_for
from tests.image.networks import randomised

RESIDUAL = config("cifar_resnet20")
INCEPTION = config("googlenet", input=(3, 64, 64), classes=10)
GATED = config("cifar_resnet20", se=4)
PAPER = config("googlenet_paper", aux=True)  # ends in a softmax


def picture(config: NetConfig) -> Tensor:
    torch.manual_seed(3)
    return torch.randn(1, *config.input)


def by_whole_backward(network: nn.Module, x: Tensor, path: str, scores: str, class_: int) -> tuple[Tensor, Tensor]:
    """The activation [C, H, W] and the weights [C]: the image requires a gradient, and so everything behind it does."""
    kept: dict[str, Tensor] = {}
    handles = [
        network.get_submodule(each).register_forward_hook(lambda _, __, output, each=each: kept.update({each: output}))
        for each in (path, scores)
    ]
    network(x.clone().requires_grad_(True))
    for handle in handles:
        handle.remove()
    kept[path].retain_grad()
    kept[scores].flatten()[class_].backward()
    slopes = kept[path].grad
    assert slopes is not None
    return kept[path][0].detach(), slopes[0].sum((1, 2)) / (slopes.shape[2] * slopes.shape[3])


@pytest.mark.parametrize(
    ("config", "path"),
    [
        (RESIDUAL, "conv1"),
        (RESIDUAL, "layer2.0.add"),
        (RESIDUAL, "layer3.2.act2"),
        (INCEPTION, "inception3a.concat"),
        (INCEPTION, "inception4b.branch2.1.conv"),
        (GATED, "layer2.1.excite"),
    ],
)
def test_the_map_is_the_positive_part_of_the_weighted_sum(config: NetConfig, path: str) -> None:
    network, graph, x = randomised(config), graph_for(config), picture(config)
    class_, score, weights, reached = explained(network, x, path, scores_of(graph), 7)
    assert reached
    activation, expected = by_whole_backward(network, x, path, scores_of(graph), 7)
    assert class_ == 7
    assert score == pytest.approx(float(network(x)[0, 7]))
    np.testing.assert_allclose(weights, expected.numpy(), rtol=1e-3, atol=1e-5 * float(expected.abs().max()))
    low = np.maximum(sum(float(weight) * map.numpy() for weight, map in zip(expected, activation, strict=True)), 0)
    size = (low.shape[0], low.shape[1])
    np.testing.assert_allclose(heat(activation, weights, size), low, rtol=1e-3, atol=1e-3 * float(low.max()))


def test_a_weight_is_how_the_score_answers_to_a_small_push() -> None:
    network, graph = randomised(RESIDUAL).double(), graph_for(RESIDUAL)
    x = picture(RESIDUAL).double()
    _, score, weights, _ = explained(network, x, "layer3.0.add", scores_of(graph), 4)
    push, cells = 1e-6, 8 * 8
    for channel in (0, 17, 63):

        def more(_: nn.Module, __: tuple[Tensor, ...], output: Tensor, channel: int = channel) -> Tensor:
            pushed = output.clone()
            pushed[:, channel] += push
            return pushed

        handle = network.get_submodule("layer3.0.add").register_forward_hook(more)
        slope = (float(network(x)[0, 4]) - score) / push
        handle.remove()
        assert weights[channel] == pytest.approx(slope / cells, rel=1e-3, abs=1e-6)


def test_the_predicted_class_is_explained_unless_another_one_is_asked() -> None:
    network, x = randomised(RESIDUAL), picture(RESIDUAL)
    logits = network(x)[0]
    class_, score, _, _ = explained(network, x, "layer3.2.add", "fc", None)
    assert class_ == int(logits.argmax())
    assert score == pytest.approx(float(logits.max()))


def test_the_score_stands_before_a_softmax() -> None:
    assert scores_of(graph_for(PAPER)) == "fc"
    assert scores_of(graph_for(RESIDUAL)) == "fc"


def test_what_an_auxiliary_head_sees_says_nothing_for_a_class() -> None:
    network, graph = randomised(PAPER), graph_for(PAPER)
    path = next(node.path for node in graph.nodes if node.path.startswith("aux1") and node.op == "conv")
    _, _, weights, reached = explained(network, picture(PAPER), path, scores_of(graph), 0)
    assert not weights.any()
    assert not reached


def test_the_input_can_be_asked_too() -> None:
    network, x = randomised(RESIDUAL), picture(RESIDUAL)
    _, _, weights, _ = explained(network, x, "input", "fc", 2)
    asked = x.clone().requires_grad_(True)
    network(asked)[0, 2].backward()
    assert asked.grad is not None
    assert weights == pytest.approx(asked.grad[0].mean((1, 2)).numpy(), rel=1e-3)


def test_vectors_are_explained_where_there_still_were_cells() -> None:
    graph = graph_for(RESIDUAL)
    for path in ("fc", "flatten", "avgpool"):
        assert volume_of(graph, path) == "layer3.2.act2"
    assert volume_of(graph, "layer1.0.conv1") == "layer1.0.conv1"
    assert is_map((3, 1, 2))
    assert not is_map((64, 1, 1))
    assert not is_map((64,))


def test_one_channel_alone_and_the_enlargement() -> None:
    activation = torch.tensor([[[1.0, 3.0]], [[5.0, -1.0]]])
    weights = np.array([2.0, -1.0], dtype=np.float32)
    assert heat(activation, weights, (1, 2)).tolist() == [[0.0, 7.0]]
    assert heat(activation, weights, (1, 2), 1).tolist() == [[0.0, 1.0]]
    assert heat(activation, weights, (1, 4), 0).tolist() == [[2.0, 3.0, 5.0, 6.0]]  # a quarter and three quarters


def test_nothing_is_left_on_the_network() -> None:
    network = randomised(RESIDUAL)
    x = picture(RESIDUAL)
    before = network(x)
    explained(network, x, "layer2.0.add", "fc", None)
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())
    assert torch.equal(network(x), before)
