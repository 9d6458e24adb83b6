"""Modules that anybody wrote: traced as our own are, and what cannot be seen is said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.bench.peers import torchvision_models as models
from app.errors import UserError
from app.graph.fingerprint import fingerprint
from app.graph.own import own_graph
from app.graph.trace import trace
from app.graph.types import Graph, Node
from app.nets import PRESETS, build, config
from tests.graph.written import IMAGE, Written


def ops(graph: Graph) -> list[tuple[str, str]]:
    return [(node.path, node.op) for node in graph.nodes]


def facts(node: Node) -> tuple[Any, ...]:
    """Everything that is counted of an operation; what a network's author called it is not."""
    window = (node.kernel, node.stride, node.padding, node.dilation, node.groups, node.bias)
    return (node.op, node.input_shapes, node.output_shape, window, node.params, node.macs, node.receptive_field)


def by_effect(graph: Graph) -> list[tuple[Any, ...]]:
    """The operations in an order that no author can choose, without those that hand on the same numbers."""
    return sorted((facts(node) for node in graph.nodes if node.op not in ("dropout", "flatten")), key=repr)


REFERENCES = {
    "resnet18": {},
    "resnet50": {},
    "resnext50_32x4d": {},
    "googlenet": {"aux_logits": False, "init_weights": False},
    "inception_v3": {"init_weights": False},
    "vgg16": {"init_weights": False},
}


@pytest.mark.parametrize("name", REFERENCES)
def test_torchvision_s_own_network_is_ours_to_the_last_number(name: str) -> None:
    with torch.device("meta"):
        theirs = getattr(models(), name)(**REFERENCES[name])
    chosen = config(name)
    graph, ours = own_graph(theirs, chosen.input), trace(build(chosen, "meta"), chosen.input)
    assert fingerprint(graph) == fingerprint(ours)
    assert by_effect(graph) == by_effect(ours)
    assert [group.path for group in graph.groups if group.kind == "block"] == [
        group.path for group in ours.groups if group.kind == "block"
    ]
    aux = "AuxLogits: did not run; a network is traced as it predicts, in eval mode"
    assert graph.unseen == ((aux,) if name == "inception_v3" else ())


def test_the_same_network_written_without_modules_has_the_same_structure() -> None:
    with torch.device("meta"):
        rewritten = torch.fx.symbolic_trace(models().resnet18())
    graph = own_graph(rewritten, (3, 224, 224))
    assert fingerprint(graph) == fingerprint(trace(build(config("resnet18"), "meta"), (3, 224, 224)))


@pytest.mark.parametrize("name", sorted(name for name, made in PRESETS.items() if not made.heavy))
def test_our_own_networks_come_out_as_their_own_trace(name: str) -> None:
    network = build(config(name), "meta")
    expected = trace(network, PRESETS[name].input)
    graph = own_graph(network, PRESETS[name].input)
    assert graph.nodes == expected.nodes
    assert graph.groups == expected.groups
    assert (graph.params, graph.macs, graph.failure, graph.unseen) == (expected.params, expected.macs, None, ())


def test_functions_are_described_as_the_modules_that_do_the_same() -> None:
    parts: dict[str, Callable[[], nn.Module]] = {"conv": lambda: nn.Conv2d(3, 8, 3), "fc": lambda: nn.Linear(8, 5)}
    functional = Written(
        lambda self, x: self.fc(F.max_pool2d(F.relu(self.conv(x)), 3, stride=2, ceil_mode=True).mean((2, 3))),
        **{name: make() for name, make in parts.items()},
    )
    modular = nn.Sequential(
        *(parts["conv"](), nn.ReLU(), nn.MaxPool2d(3, stride=2, ceil_mode=True), nn.AdaptiveAvgPool2d(1)),
        *(nn.Flatten(), parts["fc"]()),
    )
    graph, expected = own_graph(functional, IMAGE), own_graph(modular, IMAGE)
    assert ops(graph) == [
        *(("conv", "conv"), ("relu", "activation"), ("max_pool2d", "maxpool")),
        *(("mean", "avgpool"), ("flatten", "flatten"), ("fc", "linear")),
    ]
    assert [facts(node) for node in graph.nodes] == [facts(node) for node in expected.nodes]
    assert fingerprint(graph) == fingerprint(expected)


@pytest.mark.parametrize(
    "add",
    [lambda a, b: a + b, torch.add, lambda a, b: a.add_(b), lambda a, b: b + a],
    ids=["a + b", "torch.add", "in place", "b + a"],
)
def test_an_addition_is_seen_however_it_is_written(add: Callable[[Tensor, Tensor], Tensor]) -> None:
    net = Written(lambda self, x: add(self.conv(x), x), conv=nn.Conv2d(3, 3, 3, padding=1))
    graph = own_graph(net, IMAGE)
    assert ops(graph)[-1][1] == "add"
    assert graph.nodes[-1].inputs == ("conv", "input")  # what was done to x first, then x


def test_concatenations_gates_and_factors_are_what_they_are_in_our_networks() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        gate = torch.sigmoid(F.adaptive_avg_pool2d(x, 1))
        return torch.cat([gate * x, 0.5 * x, x / 4], 1)

    graph = own_graph(Written(forward), IMAGE)
    assert [op for _, op in ops(graph)] == ["avgpool", "activation", "multiply", "scale", "scale", "concat"]
    assert graph.by_path["mul"].inputs == ("input", "sigmoid")
    assert [node.detail for node in graph.nodes if node.op == "scale"] == [(("factor", 0.5),), (("factor", 0.25),)]
    assert graph.nodes[-1].input_shapes == (IMAGE,) * 3
    assert graph.nodes[-1].output_shape == (9, 16, 16)


def test_a_module_that_is_called_twice_has_two_nodes_and_its_weights_once() -> None:
    net = Written(lambda self, x: self.conv(self.conv(x)), conv=nn.Conv2d(3, 3, 1))
    graph = own_graph(net, IMAGE)
    assert ops(graph) == [("conv", "conv"), ("conv:2", "conv")]
    assert [node.params for node in graph.nodes] == [12, 0]
    assert graph.params == 12


def test_what_changes_a_tensor_in_place_is_its_maker_from_then_on() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        y = self.conv(x)
        F.relu(y, inplace=True)
        return self.last(y)

    graph = own_graph(Written(forward, conv=nn.Conv2d(3, 3, 1), last=nn.Conv2d(3, 3, 1)), IMAGE)
    assert graph.by_path["last"].inputs == ("relu",)


def test_weights_that_a_function_reads_are_counted_where_they_are_read() -> None:
    class Scaled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.gamma = nn.Parameter(torch.ones(3, 1, 1))
            self.weight = nn.Parameter(torch.ones(4, 3, 3, 3))

        def forward(self, x: Tensor) -> Tensor:
            standard = self.weight - self.weight.mean((1, 2, 3), keepdim=True)
            return F.conv2d(x * self.gamma, standard, padding=1)

    graph = own_graph(Scaled(), IMAGE)
    assert ops(graph) == [("mul", "mul"), ("conv2d", "conv")]
    assert [node.params for node in graph.nodes] == [3, 108]
    assert graph.by_path["conv2d"].macs == 4 * 16 * 16 * 3 * 9
    assert graph.unseen == ()


def test_a_function_that_puts_out_several_tensors_has_a_node_for_each() -> None:
    graph = own_graph(Written(lambda self, x: torch.cat(x.chunk(3, 1)[::-1], 1)), IMAGE)
    assert ops(graph) == [("chunk", "chunk"), ("chunk:2", "chunk"), ("chunk:3", "chunk"), ("cat", "concat")]
    assert graph.nodes[-1].inputs == ("chunk:3", "chunk:2", "chunk")
    assert {node.output_shape for node in graph.nodes[:3]} == {(1, 16, 16)}


def test_same_padding_is_the_number_that_it_comes_to() -> None:
    graph = own_graph(nn.Sequential(nn.Conv2d(3, 4, 5, padding="same", dilation=2)), IMAGE)
    assert graph.nodes[0].padding == (4, 4)


def test_zeros_around_a_map_move_its_receptive_fields() -> None:
    padded = Written(lambda self, x: self.conv(F.pad(x, (2, 2, 1, 1))), conv=nn.Conv2d(3, 3, 3))
    assert own_graph(padded, IMAGE).by_path["conv"].receptive_field.start == (-1, -2)


def test_an_unknown_operation_keeps_its_name_and_is_reported() -> None:
    graph = own_graph(nn.Sequential(nn.FractionalMaxPool2d(2, (4, 4)), nn.ReLU()), IMAGE)
    assert (graph.nodes[0].op, graph.nodes[0].type) == ("fractionalmaxpool2d", "FractionalMaxPool2d")
    assert graph.nodes[0].output_shape == (3, 4, 4)
    assert [said for said in graph.unseen if "FractionalMaxPool2d is not known here" in said and "(at 0)" in said]


def test_tensors_from_nowhere_and_weights_that_were_not_read_are_reported() -> None:
    elsewhere = torch.ones(1, 2, 16, 16, device="meta")
    net = Written(lambda self, x: torch.cat([x, elsewhere], 1), idle=nn.Conv2d(3, 3, 1))
    graph = own_graph(net, IMAGE)
    assert any("neither from the input nor from weights" in said for said in graph.unseen)
    assert any(said.startswith("idle: did not run") for said in graph.unseen)


def test_code_that_looks_at_numbers_runs_on_a_random_image_and_says_so() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        return self.conv(x) if x.std() > 0.5 else x

    graph = own_graph(Written(forward, conv=nn.Conv2d(3, 4, 1)), IMAGE)
    assert ("conv", "conv") in ops(graph)
    assert graph.device == "cpu"
    assert "random image" in graph.unseen[0]
    assert any("another image" in said for said in graph.unseen)


def test_what_does_not_fit_is_a_failure_with_the_operation_that_refused() -> None:
    net = Written(lambda self, x: self.last(self.conv(x)), conv=nn.Conv2d(3, 5, 3), last=nn.Conv2d(4, 5, 3))
    failure = own_graph(net, IMAGE).failure
    assert failure
    assert (failure.path, failure.op, failure.inputs) == ("last", "conv", ("conv",))
    assert (failure.input_shapes, failure.expects, failure.kernel) == (((5, 14, 14),), 4, (3, 3))
    wrong = own_graph(Written(lambda self, x: self.conv(x) + x, conv=nn.Conv2d(3, 5, 3)), IMAGE).failure
    assert wrong
    assert (wrong.path, wrong.op, wrong.input_shapes) == ("add", "add", ((5, 14, 14), IMAGE))


def test_an_error_of_the_person_s_own_stays_theirs() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        own_graph(Written(forward), IMAGE)


def test_the_module_is_left_as_it_was() -> None:
    conv = nn.Conv2d(3, 3, 1)
    net = Written(lambda self, x: self.bn(self.conv(x)), conv=conv, bn=nn.BatchNorm2d(3)).train()
    conv.eval()
    weight, before = conv.weight, {name: value.clone() for name, value in net.state_dict().items()}
    own_graph(net, IMAGE)
    assert [module.training for module in net.modules()] == [True, False, True]
    assert conv.weight is weight
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in net.modules())


def test_a_module_that_cannot_be_copied_or_seen_into_is_refused() -> None:
    class Stubborn(nn.Sequential):
        def __deepcopy__(self, memo: Any) -> Any:
            raise TypeError("no copies")

    with pytest.raises(UserError, match="no copies"):
        own_graph(Stubborn(), IMAGE)


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x) + x


def test_several_modules_of_one_class_in_a_row_are_the_blocks_of_a_stage() -> None:
    net = nn.Sequential(nn.Conv2d(3, 3, 1), nn.Sequential(Residual(), Residual()), nn.Flatten())
    groups = {group.path: group.kind for group in own_graph(net, IMAGE).groups}
    bodies = {"1.0.body": "module", "1.1.body": "module"}
    assert groups == {"stem": "stem", "1": "stage", "1.0": "block", "1.1": "block", "head": "head"} | bodies


def test_without_blocks_a_stage_is_what_has_one_resolution() -> None:
    net = nn.Sequential(nn.Conv2d(3, 4, 1), nn.MaxPool2d(2), nn.Conv2d(4, 5, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    groups = own_graph(net, IMAGE).groups
    assert [(group.path, group.places) for group in groups] == [
        ("stage1", (0, 1)),
        ("stage2", (2,)),
        ("head", (3, 4)),
    ]


def test_a_block_whose_forks_do_not_nest_is_none() -> None:
    class Dense(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b, self.c = nn.Conv2d(3, 3, 1), nn.Conv2d(6, 3, 1), nn.Conv2d(9, 3, 1)

        def forward(self, x: Tensor) -> Tensor:
            a = self.a(x)
            b = self.b(torch.cat([x, a], 1))
            return self.c(torch.cat([x, a, b], 1))

    graph = own_graph(nn.Sequential(nn.Sequential(Dense(), Dense())), IMAGE)
    assert [group.kind for group in graph.groups if group.kind == "block"] == []
    assert replace(graph, groups=()).nodes
