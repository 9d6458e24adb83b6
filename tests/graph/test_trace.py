"""What the hooks must notice in any network: sources, second calls, failures; and that they leave nothing behind."""

import pytest
import torch
from torch import Tensor, nn

from app.graph.hooks import watched
from app.graph.trace import trace
from app.nets import build, config
from app.nets.ops import Add, Conv2d


class Chain(nn.Module):
    """Two convolutions, with whatever is given between and after them."""

    def __init__(self, between: nn.Module | None = None, second_channels: int = 4) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1)
        self.between = between
        self.second = nn.Conv2d(second_channels, 2, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        if self.between is not None:
            x = self.between(x)
        return self.second(x)


class Residual(nn.Module):
    """A block whose shortcut ends at another size than its convolution."""

    def __init__(self, stride: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, stride, padding=1)
        self.add = Add()
        self.last = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.add(self.conv(x), x))


def on_meta(network: nn.Module) -> nn.Module:
    return network.to("meta").eval()


def hooks_of(network: nn.Module) -> int:
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in network.modules())


def test_a_trace_lists_what_ran_in_order_with_its_edges() -> None:
    graph = trace(on_meta(Residual(1)), (3, 9, 9))
    assert [(node.path, node.op, node.inputs) for node in graph.nodes] == [
        ("conv", "conv", ("input",)),
        ("add", "add", ("conv", "input")),
        ("last", "activation", ("add",)),
    ]
    assert graph.nodes[0].bias
    assert graph.device == "meta"


def test_shapes_carry_no_batch_and_paths_are_pytorch_s() -> None:
    graph = trace(on_meta(nn.Sequential(nn.Sequential(nn.Conv2d(1, 2, 3)), nn.ReLU())), (1, 8, 5))
    assert [(node.path, node.input_shapes, node.output_shape) for node in graph.nodes] == [
        ("0.0", ((1, 8, 5),), (2, 6, 3)),
        ("1", ((2, 6, 3),), (2, 6, 3)),
    ]


def test_windows_may_have_different_height_and_width() -> None:
    layer = nn.Conv2d(2, 6, (3, 1), stride=(2, 3), padding=(1, 0), dilation=(2, 1), groups=2)
    node = trace(on_meta(nn.Sequential(layer)), (2, 11, 10)).nodes[0]
    assert (node.kernel, node.stride, node.padding, node.dilation) == ((3, 1), (2, 3), (1, 0), (2, 1))
    assert (node.output_shape, node.groups, node.macs) == ((6, 5, 4), 2, 6 * 5 * 4 * 1 * 3)
    assert node.receptive_field.size == (5, 1)


def test_a_tensor_that_passes_through_keeps_its_first_producer() -> None:
    graph = trace(on_meta(Chain(nn.Identity())), (3, 8, 8))
    assert graph.by_path["second"].inputs == ("first",)


def test_a_tensor_of_unknown_source_is_an_error() -> None:
    class Hidden(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.ReLU(), nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            return self.second(self.first(x) * 2)

    with pytest.raises(AssertionError, match="second reads a tensor that no module made"):
        trace(on_meta(Hidden()), (3, 8, 8))


def test_a_module_called_twice_is_an_error() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.act = nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            return self.act(self.act(x))

    with pytest.raises(AssertionError, match="act is called twice"):
        trace(on_meta(Twice()), (3, 8, 8))


def test_ids_of_dead_tensors_do_not_lead_edges_astray() -> None:
    chain = nn.Sequential(*(nn.Conv2d(1, 1, 1) for _ in range(300)))
    graph = trace(on_meta(chain), (1, 4, 4))
    assert [node.inputs for node in graph.nodes] == [("input",), *((str(index),) for index in range(299))]


def test_a_network_that_does_not_fit_is_traced_as_far_as_the_tensor_went() -> None:
    graph = trace(on_meta(Chain(second_channels=7)), (3, 8, 8))
    assert [node.path for node in graph.nodes] == ["first"]
    assert graph.failure
    assert (graph.failure.path, graph.failure.op, graph.failure.type) == ("second", "conv", "Conv2d")
    assert graph.failure.input_shapes == ((4, 8, 8),)
    assert graph.failure.inputs == ("first",)
    assert graph.failure.message
    assert "\n" not in graph.failure.message


def test_an_addition_that_does_not_fit_names_both_shapes() -> None:
    failure = trace(on_meta(Residual(2)), (3, 8, 8)).failure
    assert failure
    assert (failure.path, failure.input_shapes) == ("add", ((3, 4, 4), (3, 8, 8)))


def test_a_kernel_larger_than_its_input_is_a_failure_and_not_a_crash() -> None:
    failure = trace(on_meta(Chain()), (3, 2, 2)).failure
    assert failure
    assert failure.path == "second"


def test_a_configuration_can_fail_too_and_says_why() -> None:
    chosen = config("resnet34", shortcut="A", widths="64,128,64,512")
    graph = trace(build(chosen, "meta"), chosen.input)
    assert graph.failure
    assert graph.failure.path == "layer3.0.downsample"
    assert "128 channels to 64" in graph.failure.message
    assert graph.nodes[-1].path == "layer3.0.bn2"


@pytest.mark.parametrize("size", [(1, 1), (1, 97), (2, 2), (7, 5), (31, 33), (4096, 4096)])
def test_residual_networks_run_from_one_pixel_on(size: tuple[int, int]) -> None:
    chosen = config("resnet18", input=(3, *size))
    assert trace(build(chosen, "meta"), chosen.input).failure is None


def test_an_error_between_operations_is_our_own_bug_and_stays_an_error() -> None:
    class Broken(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.act = nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            self.act(x)
            raise RuntimeError("not the tensor's fault")

    network = on_meta(Broken())
    with pytest.raises(RuntimeError, match="not the tensor's fault"):
        trace(network, (3, 8, 8))
    assert hooks_of(network) == 0


def test_hooks_are_gone_after_a_trace_that_worked_and_one_that_did_not() -> None:
    for network in (on_meta(Chain()), on_meta(Chain(second_channels=7))):
        trace(network, (3, 8, 8))
        assert hooks_of(network) == 0


def test_hooks_are_removed_whatever_the_network_raises() -> None:
    class Interrupted(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            raise KeyboardInterrupt

    network = Chain(Interrupted())
    seen: list[str] = []
    with (
        pytest.raises(KeyboardInterrupt),
        watched(network, lambda path, *_: seen.append(path), lambda *_: None),
    ):
        network(torch.zeros(1, 3, 8, 8))
    assert seen == ["first", "between"]
    assert hooks_of(network) == 0


def test_a_trace_takes_no_memory_for_numbers() -> None:
    chosen = config("resnet152", input=(3, 4096, 4096))
    graph = trace(build(chosen, "meta"), chosen.input)
    assert graph.activation_bytes > 2**33  # it would not fit here


def test_the_longest_published_network_has_a_node_for_every_call() -> None:
    chosen = config("cifar_resnet1202")
    graph = trace(build(chosen, "meta"), chosen.input)
    # The reference counts 4,207 calls; a flattening and nothing else comes on top.
    assert len(graph.nodes) == 4207 + 1
    assert graph.depth == 1202


def test_meta_weights_are_never_initialised() -> None:
    layer = Conv2d(3, 4, 3, device="meta")
    assert layer.weight.is_meta
