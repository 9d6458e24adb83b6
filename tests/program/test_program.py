"""The program of every preset: it stands alone, is the network, and asserts the shapes of every part."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from app.errors import UserError
from app.nets import FAMILIES as NETWORKS
from app.nets import PRESETS, build, config, preset
from app.nets.config import NetConfig
from app.pipeline import traced
from app.program import FAMILIES, program
from app.program.shapes import EXPRESSIONS, asserted
from tests.program.reference import assert_same_network, run, source

EDGES = {"inception_v3": 75, "inception_v4": 75, "inception_resnet_v2": 75, "googlenet_paper": 224}
LONG = {"cifar_resnet1202"}  # its 1201 layers are like those of its smaller relatives
KEPT = ("input", "depths", "modules", "residual_scale")  # lists that are no widths
ONE_OF_EACH = ["resnet26d", "resnetv2_50", "googlenet", "inception_v3", "inception_resnet_v2", "vgg16", "nin", "lenet5"]


def small(name: str, **changes: object) -> NetConfig:
    """A preset with an eighth of its widths, or as few as its groups allow, on an image that it takes quickly."""
    base = preset(name)
    edge = EDGES.get(name, min(base.input[1], 64))
    lists = {field: getattr(base, field) for field in base.fields() if field not in KEPT}
    for factor in (8, 4, 2, 1):
        widths = {
            field: tuple(max(1, width // factor) for width in value)
            for field, value in lists.items()
            if isinstance(value, tuple)
        }
        hidden = {"hidden": 64} if "hidden" in lists else {}
        found = base.tried({"input": (base.input[0], edge, edge), **widths, **hidden, **changes})
        if found:
            return found
    raise AssertionError(f"{name} does not take {changes}")


@pytest.mark.parametrize("name", sorted(set(PRESETS) - LONG))
def test_the_program_of_a_preset_makes_of_an_image_what_our_network_does(name: str) -> None:
    assert_same_network(small(name))


@pytest.mark.parametrize("name", PRESETS)
def test_the_program_of_a_preset_holds_at_its_own_size_and_is_short(name: str) -> None:
    text = source(preset(name))
    made, network = run(text)["made"].state_dict(), build(preset(name), "meta").state_dict()
    assert {key: value.shape for key, value in made.items()} == {key: value.shape for key, value in network.items()}
    assert len(text.splitlines()) < 300
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", ["resnet18", "googlenet"])
def test_a_program_runs_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(source(preset(name)))
    done = subprocess.run([sys.executable, "-I", "net.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{traced(preset(name)).params:,} parameters" in done.stdout


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_program_needs_torch_alone(name: str) -> None:
    statements = ast.walk(ast.parse(source(preset(name))))
    imported = {node.module for node in statements if isinstance(node, ast.ImportFrom)}
    assert imported <= {"torch", "collections"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("stride=2, padding=3", "stride=1, padding=3"), ("bias=False", "bias=True"), ("(512, 1000)", "(512, 1001)")],
)
def test_a_program_that_was_changed_no_longer_holds(right: str, wrong: str) -> None:
    text = source(preset("resnet18"))
    assert right in text
    with pytest.raises(AssertionError):
        run(text.replace(right, wrong))


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_part_has_a_program_that_asserts_the_shapes_inside_it(name: str) -> None:
    """Every module of the part that the trace saw, and nothing that the program's network does not have."""
    fewer = {"modules": (1, 1, 2)} if name.startswith("inception") else {}
    chosen = small(name, **fewer)
    graph = traced(chosen)
    named = dict(run(program(chosen, graph))["made"].named_modules())
    for path in [*graph.group_by_path, *graph.by_path]:
        found = eval("{" + "".join(asserted(graph, path)) + "}")
        assert found
        assert set(found) <= set(named)
        inside = graph.inside(graph.group_by_path[path]) if path in graph.group_by_path else (graph.by_path[path],)
        assert {node.path for node in inside if node.op not in EXPRESSIONS} <= set(found)
        for module, shape in found.items():
            assert shape == graph.by_path[graph.result_of(module)].output_shape
    for group in graph.groups[:3]:
        run(program(chosen, graph, group.path))


def test_only_what_a_configuration_has_is_written() -> None:
    assert "downsample" not in source(preset("plain18"))
    assert "BatchNorm2d" not in source(config("resnet18", norm="none"))
    assert "ZeroPad" in source(config("resnet18", shortcut="A"))
    assert "projection" not in source(config("resnet18", shortcut="A"))
    assert "if stride" not in source(config("resnet18", shortcut="C"))
    assert "aux" not in source(preset("googlenet"))
    assert "ReLU" not in source(preset("lenet5"))


def test_a_program_says_where_it_is_from_and_what_was_changed() -> None:
    chosen = config("resnet18", shortcut="A", input=(3, 225, 225))
    text = source(chosen, "layer2")
    said = ast.get_docstring(ast.parse(text)) or ""
    assert "/net/resnet18/layer2?input=3,225,225&shortcut=A" in said.splitlines()
    assert f"{traced(chosen).params:,} parameters and {traced(chosen).macs:,} multiply-adds" in " ".join(said.split())


def test_an_addition_that_does_not_fit_is_not_stretched_to_fit() -> None:
    """(64, 2, 2) and (64, 1, 1) can be added by repetition, which no residual network means."""
    chosen = config("resnet18", shortcut="identity", widths=(8, 8, 8, 8), input=(3, 32, 32))
    failure = traced(chosen).failure
    assert failure is not None
    assert run(source(chosen))["STOPS_AT"] == "layer2.0"


def test_every_family_has_a_template() -> None:
    assert set(FAMILIES) == set(NETWORKS)


@pytest.mark.parametrize(("name", "edge"), [("googlenet", 64), ("googlenet_paper", 224), ("inception_v3", 299)])
def test_auxiliary_heads_put_out_scores_of_their_own(name: str, edge: int) -> None:
    assert_same_network(small(name, aux=True, classes=7, input=(3, edge, edge)))


HOSTILE = [
    '"""',
    "\\",
    "'); import os #",
    "layer1\n",
    "{{ config }}",
    "__import__('os')",
    'layer1.0.conv1"',
    "../x",
    "\0",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_path_that_the_network_does_not_have_reaches_no_program(path: str) -> None:
    with pytest.raises(UserError):
        source(preset("resnet18"), path)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_that_a_field_does_not_take_reaches_no_program(value: str) -> None:
    for field in ("activation", "shortcut", "widths", "input", "classes"):
        with pytest.raises(UserError):
            config("resnet18", **{field: value})


def test_random_weights_are_those_of_the_seed() -> None:
    first, other = (run(source(config("lenet5", seed=seed)))["build"]() for seed in (1, 2))
    assert not torch.equal(first.c1.weight, other.c1.weight)
