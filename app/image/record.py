"""One forward pass with everything that is computed on the way handed out: [N, C, H, W] tensors, by path.

References, no copies: no operation writes into its input. In float32, as everywhere.
"""

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from app.graph.hooks import leaves, watched
from app.graph.types import INPUT, Graph
from app.scene.flow import flow_of, nodes_in

Give = Callable[[str, Tensor], None]


def record(network: nn.Module, x: Tensor, give: Give, silent: Collection[str] = ()) -> None:
    """Run `network` on a batch and call give(path, tensor) for the input and every output, as soon as it is computed.

    The caller owns the network. silent: operations that put out zeros, see `silent_operations`. Whatever `give` raises
    ends the pass: that is how one is stopped.
    """

    def before(_path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...]) -> None:
        pass

    def after(path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        give(path, output)

    # Not inference mode: its tensors could not take part in a gradient, should a reader want one later.
    with torch.no_grad(), silenced(network, silent), watched(network, before, after):
        give(INPUT, x)
        network(x)


@contextmanager
def silenced(network: nn.Module, silent: Collection[str]) -> Generator[None]:
    """While this context lasts, these operations put out zeros; hooks that are added within it see those.

    No gradient runs through them.
    """
    handles = [leaf.register_forward_hook(_zeros) for path, leaf in leaves(network) if path in silent]
    assert len(handles) == len(silent), f"not among the operations: {silent}"
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _zeros(_leaf: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    return torch.zeros_like(output)


def silent_operations(graph: Graph, blocks: Collection[str]) -> frozenset[str]:
    """What has to be silent for F(x) = 0 in these residual blocks: the last operation of F in each."""
    return frozenset(_last_of_residual(graph, path) for path in blocks)


def _last_of_residual(graph: Graph, block: str) -> str:
    flow = flow_of(graph, graph.group_by_path[block])
    assert flow.residual, f"{block} is no residual block"
    return list(nodes_in(flow.main))[-1].path
