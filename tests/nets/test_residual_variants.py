"""What sets each residual variant apart: gates, stems, projections, the order, and how data runs through a block."""

from math import prod

import pytest
import torch

from app.graph.hooks import watched
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config
from app.scene.flow import Parallel, Steps, flow_of


def traced(name: str, **overrides: object) -> Graph:
    chosen = config(name, **overrides)
    return trace(build(chosen, "meta"), chosen.input)


def drawn(steps: Steps) -> str:
    """Steps in words: `conv norm [conv | x]->add`."""
    return " ".join(
        f"[{' | '.join(drawn(branch) or 'x' for branch in step.branches)}]->{step.join.op}"
        if isinstance(step, Parallel)
        else step.op
        for step in steps
    )


CONVOLVED = "conv norm activation conv norm activation conv norm"
GATED = f"{CONVOLVED} [x | avgpool conv activation conv activation]->multiply"
READY = "norm activation conv norm activation conv"


@pytest.mark.parametrize(
    ("name", "block", "expected"),
    [
        ("resnet50", "layer1.0", f"[{CONVOLVED} | conv norm]->add activation"),
        ("resnet50d", "layer1.0", f"[{CONVOLVED} | conv norm]->add activation"),
        ("resnet50d", "layer2.0", f"[{CONVOLVED} | avgpool conv norm]->add activation"),
        ("seresnet50", "layer1.0", f"[{GATED} | conv norm]->add activation"),
        ("seresnet50", "layer1.1", f"[{GATED} | x]->add activation"),
        ("resnetv2_50", "stages.1.blocks.0", f"norm activation [conv {READY} | conv]->add"),
        ("resnetv2_50", "stages.1.blocks.1", f"[norm activation conv {READY} | x]->add"),
        ("highway34", "layer1.0", "[conv norm activation conv norm activation | conv activation | x]->highway"),
        ("highway34", "layer2.0", "conv norm activation conv norm activation"),
    ],
)
def test_data_runs_through_a_block_as_the_paper_draws_it(name: str, block: str, expected: str) -> None:
    graph = traced(name)
    assert drawn(flow_of(graph, graph.group_by_path[block]).steps) == expected


def test_a_highway_is_the_plain_network_and_a_3x3_gate_beside_every_block_that_keeps_its_shape() -> None:
    plain, highway = traced("plain34"), traced("highway34")
    gates = [node for node in highway.nodes if node.op == "conv" and ".gate." in node.path]
    kept = [(64, 56)] * 3 + [(128, 28)] * 3 + [(256, 14)] * 5 + [(512, 7)] * 2
    assert highway.params - plain.params == sum(9 * width**2 + width for width, _ in kept)
    assert highway.macs - plain.macs == sum(9 * width**2 * edge**2 for width, edge in kept)
    assert [node.output_shape for node in gates] == [(width, edge, edge) for width, edge in kept]
    others = [node.path for node in highway.nodes if node.macs and node not in gates]
    assert others == [node.path for node in plain.nodes if node.macs]


def test_a_highway_carries_x_when_its_gate_is_shut_and_transforms_it_when_it_is_open() -> None:
    network = build(config("highway34", input="3,33,33", depths="1", widths="4"))
    block = network.get_submodule("layer1.0")
    bias = network.get_parameter("layer1.0.gate.conv.bias")
    assert bool((bias < 0).all()), "a gate begins by carrying"
    x = torch.rand(1, 4, 9, 9)
    with torch.no_grad():
        bias.fill_(-1000.0)
        assert torch.equal(block(x), x)
        bias.fill_(1000.0)
        transformed = block.get_submodule("bn2")(
            block.get_submodule("conv2")(torch.relu(block.get_submodule("bn1")(block.get_submodule("conv1")(x))))
        )
        assert torch.allclose(block(x), torch.relu(transformed))


@pytest.mark.parametrize("reduction", [1, 3, 16])
def test_a_gate_has_two_layers_of_c_by_c_over_r_with_biases(reduction: int) -> None:
    graph, without = traced("resnet50", se=reduction), traced("resnet50")
    expected = 0
    for count, channels in ((3, 256), (4, 512), (6, 1024), (3, 2048)):
        squeezed = channels // reduction
        expected += count * (2 * channels * squeezed + channels + squeezed)
    assert graph.params - without.params == expected
    gates = [node for node in graph.nodes if ".se.gate" in node.path]
    assert all(prod(node.output_shape) == node.output_shape[0] for node in gates)
    assert graph.depth == without.depth == 50


def test_every_position_of_a_channel_is_scaled_alike() -> None:
    network = build(config("seresnet50", input="3,32,32", depths="1", widths="8"))
    seen: dict[str, torch.Tensor] = {}
    with watched(network, lambda *_: None, lambda path, _leaf, _inputs, output: seen.update({path: output})):
        network(torch.rand(1, 3, 32, 32))
    ratio = seen["layer1.0.excite"] / seen["layer1.0.bn3"]
    assert torch.allclose(ratio, ratio.mean((2, 3), keepdim=True).expand_as(ratio), rtol=1e-3)
    assert bool(((ratio > 0) & (ratio < 1)).all())


@pytest.mark.parametrize("image", ["3,225,225", "3,97,131", "3,33,1", "3,1,1"])
def test_both_paths_halve_odd_sizes_alike(image: str) -> None:
    for name in ("resnet50d", "resnetv2_50", "seresnet50", "highway34"):
        assert traced(name, input=image).failure is None, name
    chosen = config("resnet34d", input=image, widths="2,2,2,2")
    assert build(chosen)(torch.rand((1, *chosen.input))).shape == (1, 1000)


@pytest.mark.parametrize(("name", "path"), [("resnet34", "layer2.0.add"), ("resnetv2_50", "stages.0.blocks.0.add")])
def test_an_identity_kept_where_shapes_change_fails_at_the_first_addition(name: str, path: str) -> None:
    failure = traced(name, shortcut="identity").failure
    assert failure is not None
    assert failure.path == path
    assert failure.input_shapes[0] != failure.input_shapes[1]


def test_an_identity_holds_as_long_as_no_shape_changes() -> None:
    graph = traced("resnet34", shortcut="identity", depths="3", widths="64")
    assert graph.failure is None
    assert sum(node.op == "add" for node in graph.nodes) == 3


def test_gates_do_not_widen_the_receptive_field_that_tables_print() -> None:
    seen = {name: traced(name).stages[-1].places[-1] for name in ("resnet50", "seresnet50", "resnetv2_50")}
    fields = {name: traced(name).nodes[place].receptive_field.size for name, place in seen.items()}
    assert fields == dict.fromkeys(seen, (427, 427))


def test_a_deep_stem_sees_eleven_pixels_and_halves_once() -> None:
    # Three 3x3, the first with stride 2: 3 + 2 * 2 + 2 * 2 pixels, where the 7x7 sees 7.
    graph = traced("resnet50c")
    assert graph.by_path["conv1.6"].receptive_field.size == (11, 11)
    assert graph.by_path["act1"].output_shape == (64, 112, 112)


def test_pre_activation_has_timm_s_names_for_every_stem_and_block() -> None:
    keys = build(config("resnetv2_50", stem="deep", downsample="avg", block="basic"), "meta").state_dict()
    convolutions = [key for key in keys if key.startswith(("stem", "stages.1.blocks.0")) and "norm" not in key]
    assert convolutions == [
        *(f"stem.conv{number}.weight" for number in (1, 2, 3)),
        "stages.1.blocks.0.downsample.conv.weight",
        *(f"stages.1.blocks.0.conv{number}.weight" for number in (1, 2)),
    ]
