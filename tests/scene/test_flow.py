"""A group's operations in a row, with forks and joins where the row splits: read off traced edges, nothing lost."""

import pytest

from app.graph.types import Graph, Group
from app.nets import config
from app.pipeline import graph_for
from app.scene.flow import Parallel, Steps, flow_of, flow_to_refusal, nodes_in
from tests.scene.workshop import workshop

FORKED = [
    "resnet34",
    "resnet50d",
    "resnetv2_50",
    "seresnet50",
    "highway34",
    "googlenet",
    "inception_v3",
    "inception_v4",
    "inception_resnet_v2",
]


def blocks(graph: Graph) -> list[Group]:
    """Every block of a network, and the groups that hold none."""
    return [group for group in graph.groups if not any(inner.kind == "block" for inner in graph.children(group.path))]


def names(steps: Steps) -> list[str]:
    return [node.name for node in nodes_in(steps)]


def parallels(steps: Steps) -> list[Parallel]:
    found = [step for step in steps if isinstance(step, Parallel)]
    return found + [inner for step in found for branch in step.branches for inner in parallels(branch)]


@pytest.mark.parametrize("name", FORKED)
def test_every_operation_of_a_group_is_on_its_flow_exactly_once(name: str) -> None:
    graph = graph_for(config(name))
    for group in blocks(graph):
        walked = [node.path for node in nodes_in(flow_of(graph, group).steps)]
        assert sorted(walked) == sorted(node.path for node in graph.inside(group)), group.path


@pytest.mark.parametrize("name", FORKED)
def test_branches_begin_at_the_fork_and_end_in_the_join_in_the_order_it_reads_them(name: str) -> None:
    graph = graph_for(config(name))
    for group in blocks(graph):
        for step in parallels(flow_of(graph, group).steps):
            assert len(step.branches) == len(step.join.inputs)
            for branch, read in zip(step.branches, step.join.inputs, strict=True):
                last = branch[-1] if branch else None
                end = last.join.path if isinstance(last, Parallel) else last.path if last else step.fork
                assert end == read
                first = next(nodes_in(branch), None)
                assert first is None or step.fork in first.inputs


def test_the_last_module_of_v3_forks_twice_within_its_branches() -> None:
    graph = graph_for(config("inception_v3"))
    (fan,) = flow_of(graph, graph.group_by_path["Mixed_7c"]).steps
    assert isinstance(fan, Parallel)
    assert [len(parallels(branch)) for branch in fan.branches] == [0, 1, 1, 0]


def test_pre_activation_leads_the_fork_where_the_shortcut_is_projected() -> None:
    graph = graph_for(config("resnetv2_50"))
    flow = flow_of(graph, graph.group_by_path["stages.1.blocks.0"])
    assert names(flow.lead) == ["norm1", "act1"]
    assert names(flow.shortcut) == ["conv"]
    assert flow.tail == ()


def test_a_gate_is_a_branch_of_the_product_and_the_product_part_of_the_residual_branch() -> None:
    graph = graph_for(config("seresnet50"))
    flow = flow_of(graph, graph.group_by_path["layer1.1"])
    excite = flow.main[-1]
    assert isinstance(excite, Parallel)
    assert excite.branches[0] == ()
    assert names(excite.branches[1]) == ["squeeze", "fc1", "act", "fc2", "gate"]


def test_a_highway_has_a_transform_a_gate_and_x() -> None:
    graph = workshop()
    residual = flow_of(graph, graph.group_by_path["layer1.2"]).residual
    assert residual is not None
    assert [len(branch) for branch in residual.branches] == [2, 2, 0]


def test_a_flow_to_a_refusal_ends_in_the_operation_that_did_not_run() -> None:
    graph = graph_for(config("resnet34", shortcut="identity"))
    group = graph.group_by_path["layer2.0"]
    flow = flow_to_refusal(graph, group)
    assert graph.failure is not None
    assert flow.add is not None
    assert flow.add.path == graph.failure.path
    assert names(flow.main) == [node.name for node in graph.inside(group)]
    assert flow.shortcut == ()
