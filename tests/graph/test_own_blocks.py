"""Blocks, stages and other groups of networks whose authors have said nothing about them."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.graph.own import own_graph
from app.graph.types import Graph
from tests.graph.written import IMAGE, Written


def conv(inputs: int = 3, outputs: int = 3) -> nn.Module:
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def residual() -> nn.Module:
    return Written(lambda self, x: F.relu(self.b(F.relu(self.a(x))) + x), a=conv(), b=conv())


def kinds(graph: Graph) -> dict[str, str]:
    return {group.path: group.kind for group in graph.groups}


def inside(graph: Graph, path: str) -> list[str]:
    return [node.path for node in graph.inside(graph.group_by_path[path])]


PLAIN: dict[str, Callable[[], nn.Module]] = {
    "sum": residual,
    "stack": lambda: Written(lambda self, x: torch.cat([self.a(x), F.max_pool2d(x, 3, 1, 1)], 1), a=conv()),
    "pools": lambda: Written(lambda self, x: torch.cat([F.max_pool2d(x, 2), F.avg_pool2d(x, 2)], 1)),
    "gate": lambda: Written(
        lambda self, x: x * torch.sigmoid(self.a(F.adaptive_avg_pool2d(x, 1))), a=nn.Conv2d(3, 3, 1)
    ),
    "dropout": lambda: Written(lambda self, x: self.d(self.a(x)) + x, a=conv(), d=nn.Dropout()),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_module_that_closes_a_fork_is_a_block_whatever_joins_it(name: str) -> None:
    graph = own_graph(Written(lambda self, x: self.mine(self.stem(x)), stem=conv(), mine=PLAIN[name]()), IMAGE)
    assert graph.group_by_path["mine"].kind == "block"
    assert graph.around("mine")[0].kind == "stage"
    assert graph.unseen == ()


def test_a_formula_is_no_block() -> None:
    swish = Written(lambda self, x: x * torch.sigmoid(x))
    graph = own_graph(Written(lambda self, x: self.act(self.stem(x)), stem=conv(), act=swish), IMAGE)
    assert kinds(graph) == {"stage1": "stage", "act": "module"}


def test_branches_in_the_network_s_own_forward_are_a_block_with_what_follows_their_join() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        x = self.stem(x)
        return self.last(F.relu(self.b(F.relu(self.a(x))) + x))

    graph = own_graph(Written(forward, stem=conv(), a=conv(), b=conv(), last=conv()), IMAGE)
    assert kinds(graph) == {"stage1": "stage", "block1": "block"}
    assert inside(graph, "block1") == ["a", "relu", "b", "add", "relu:2"]


def test_sums_in_a_row_in_one_module_are_a_block_each_and_the_module_is_their_stage() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        x = F.relu(self.a(x) + x)
        return F.relu(self.b(x) + x)

    body = Written(forward, a=conv(), b=conv())
    graph = own_graph(Written(lambda self, x: self.body(self.stem(x)), stem=conv(), body=body), IMAGE)
    assert kinds(graph) == {
        "stem": "stem",
        "body": "stage",
        "body.block1": "block",
        "body.block2": "block",
    }
    assert inside(graph, "body.block2") == ["body.b", "body.add:2", "body.relu:2"]


def test_of_blocks_within_one_another_the_outermost_counts() -> None:
    gate = PLAIN["gate"]()
    outer = Written(lambda self, x: self.se(self.a(x)) + x, a=conv(), se=gate)
    graph = own_graph(Written(lambda self, x: self.mine(self.stem(x)), stem=conv(), mine=outer), IMAGE)
    assert kinds(graph) == {"stage1": "stage", "mine": "block", "mine.se": "module"}


def test_a_shortcut_around_several_blocks_leaves_them_blocks_and_is_said_to_be_missing() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        x = self.stem(x)
        return self.last(self.body(x) + x)

    graph = own_graph(Written(forward, stem=conv(), body=nn.Sequential(residual(), residual()), last=conv()), IMAGE)
    assert kinds(graph) == {"stem": "stem", "body": "stage", "body.0": "block", "body.1": "block", "head": "head"}
    assert [said for said in graph.unseen if "meet (at add)" in said]


def test_every_module_that_ran_has_a_group_and_nothing_between_two_stages_is_left_out() -> None:
    network = nn.Sequential(conv(), nn.Sequential(residual()), nn.Sequential(nn.MaxPool2d(2)), conv())
    network += nn.Sequential(nn.Sequential(residual(), residual()), residual(), nn.Flatten())
    graph = own_graph(network, IMAGE)
    first = {"stem": "stem", "1": "stage", "1.0": "block", "section1": "stage", "2": "module"}
    then = {"4": "stage", "4.0": "block", "4.1": "block", "section2": "stage", "5": "block", "head": "head"}
    assert kinds(graph) == first | then
    held = {place for group in graph.groups for place in group.places}
    assert held == set(range(len(graph.nodes)))


def test_modules_that_stand_in_a_list_are_of_the_stage_that_calls_them() -> None:
    def forward(self: Any, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return self.down(x)

    stage = Written(forward, layers=nn.ModuleList([residual(), residual()]), down=nn.Conv2d(3, 3, 3, stride=2))
    graph = own_graph(Written(lambda self, x: self.deep(x), deep=stage), IMAGE)
    assert kinds(graph) == {"deep": "stage", "deep.layers.0": "block", "deep.layers.1": "block"}
    assert [group.path for group in graph.children("deep")] == ["deep.layers.0", "deep.layers.1"]


def test_names_that_end_in_any_letter_make_no_sections() -> None:
    graph = own_graph(Written(lambda self, x: self.inc(self.res(x)), res=residual(), inc=PLAIN["stack"]()), IMAGE)
    assert kinds(graph) == {"stage1": "stage", "res": "block", "inc": "block"}


def test_a_block_whose_sum_refuses_is_the_block_that_could_not_be_finished() -> None:
    narrow = Written(lambda self, x: self.a(x) + x, a=nn.Conv2d(3, 3, 3))
    graph = own_graph(nn.Sequential(conv(), nn.Sequential(narrow)), IMAGE)
    assert graph.failure
    assert graph.failure.within == ("1.0", "1")
    assert graph.group_by_path["1.0"].kind == "block"


def test_one_row_of_all_blocks_is_cut_where_the_resolution_changes() -> None:
    halving = [nn.Conv2d(3, 3, 3, stride=2, padding=1) for _ in range(2)]
    row = nn.Sequential(residual(), halving[0], residual(), halving[1], residual())
    graph = own_graph(Written(lambda self, x: self.row(x), row=row), IMAGE)
    stages = {group.path: [child.path for child in graph.children(group.path)] for group in graph.stages}
    assert stages == {"stage1": ["row.0"], "stage2": ["row.2"], "stage3": ["row.4"]}
    assert graph.group_by_path["row"].kind == "module"


def test_no_module_stands_between_a_stage_and_its_blocks() -> None:
    halving = [nn.Conv2d(3, 3, 3, stride=2, padding=1) for _ in range(2)]
    row = nn.Sequential(residual(), halving[0], residual(), halving[1], residual())
    graph = own_graph(Written(lambda self, x: self.row(self.stem(x)), stem=conv(), row=row), IMAGE)
    assert {block.parent for block in graph.groups if block.kind == "block"} == {"stage1", "stage2", "stage3"}


def test_of_a_module_that_joins_several_tensors_it_is_said_what_its_picture_shows() -> None:
    class Merge(nn.Module):
        def forward(self, x: Tensor, y: Tensor) -> Tensor:
            return torch.cat([F.relu(x), y], 1)

    graph = own_graph(
        Written(lambda self, x: self.merge(self.a(x), self.b(x)), a=conv(), b=conv(), merge=Merge()), IMAGE
    )
    (said,) = graph.unseen
    assert "several tensors" in said
    assert "(at merge)" in said
    assert inside(graph, "block1") == ["a", "b", "merge.relu", "merge.cat"]
