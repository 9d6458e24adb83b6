"""A network as people write it, without a word of ours in it: what comes out of the README's lines."""

import re
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.notebook import ShownGraph
from app.pipeline import graph_of

README = Path(__file__).parent.parent / "README.md"


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.a = nn.Conv2d(channels, channels, 3, padding=1)
        self.b = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.b(F.relu(self.a(x))) + x)


class Branches(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.a = nn.Conv2d(channels, 8, 1)
        self.b = nn.Conv2d(channels, 8, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.a(x), self.b(x), F.max_pool2d(x, 3, 1, 1)], 1)


class Pools(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([F.max_pool2d(x, 2), F.avg_pool2d(x, 2)], 1)


class MyNetwork(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.layer1 = nn.Sequential(Residual(16), Residual(16))
        self.layer2 = nn.Sequential(Branches(16))
        self.pools = Pools()
        self.squeeze = nn.Conv2d(64, 16, 1)
        self.fc = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer2(self.layer1(F.relu(self.stem(x))))
        x = F.relu(self.squeeze(self.pools(x)))
        x = x + torch.tanh(F.avg_pool2d(x, 3, 1, 1))
        return F.log_softmax(self.fc(x.sum((2, 3))), 1)


@pytest.fixture(scope="module")
def graph() -> ShownGraph:
    return graph_of(MyNetwork(), input=(3, 32, 32))


def labels(graph: ShownGraph, kind: str) -> list[str]:
    return [part.label for part in graph.draw().scene.parts if part.kind == kind]


def test_its_shortcuts_are_arcs_and_its_branches_slabs(graph: ShownGraph) -> None:
    assert [label.split(",")[0] for label in labels(graph, "shortcut")] == ["layer1.0.add", "layer1.1.add", "add"]
    assert [label.split(",")[0] for label in labels(graph, "volume")] == [
        *("input", "stem", "layer1.0", "layer1.1", "layer2.0", "pools", "squeeze", "block1", "fc")
    ]
    hues = {
        part.path: {getattr(mark, "fill", "").partition("-")[0] for mark in part.marks}
        for part in graph.draw().scene.parts
    }
    assert len(hues["layer2.0"]) > len(hues["layer1.0"])  # three branches, one after the other in their own hues
    assert graph.unseen == ()


def test_all_of_it_can_be_drawn(graph: ShownGraph) -> None:
    groups = {group.path: group.kind for group in graph.groups}
    assert {"layer1": "stage", "layer1.0": "block", "layer2": "stage", "layer2.0": "block"}.items() <= groups.items()
    for path in ["", *groups, *graph.by_path]:
        assert graph.draw(path).scene.parts
        assert graph.draw(path, view="schematic").scene.parts


def test_its_totals_are_those_that_are_reckoned_by_hand(graph: ShownGraph) -> None:
    assert graph.params == sum(weight.numel() for weight in MyNetwork().parameters())
    assert sum(node.params for node in graph.nodes) == graph.params
    stem, residuals = 16 * 3 * 9 * 32 * 32, 4 * 16 * 16 * 9 * 32 * 32
    branches, squeeze = (8 * 16 + 8 * 16 * 9) * 32 * 32, 16 * 64 * 16 * 16
    assert graph.macs == stem + residuals + branches + squeeze + 16 * 10


def test_the_lines_of_the_readme_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(r"```python\n([^`]*MyNetwork\(\)[^`]*)```", README.read_text())
    assert found
    monkeypatch.chdir(tmp_path)
    there: dict[str, Any] = {"MyNetwork": MyNetwork}
    exec(found[1], there)
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF-")
    assert there["graph"].unseen == ()
