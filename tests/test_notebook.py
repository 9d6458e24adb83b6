"""Graphs that show themselves, in a notebook and on disk."""

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from torch import Tensor, nn
from torch.nn import functional

from app.errors import UnknownFormat, UnknownName, UserError
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config
from app.notebook import ShownGraph
from app.pipeline import document_for, graph_for, graph_of
from app.render import RENDERERS
from app.render.options import Options
from app.scene.folding import unfolded
from app.scene.types import View
from app.web.query import look


class Turned(nn.Module):
    """A sequence first, as torch's attention has it."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(2, 0, 1)


def resnet18() -> ShownGraph:
    return graph_for(config("resnet18"))


def drawn_in(html: str) -> bytes:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert found
    return b64decode(found[1])


def test_a_graph_shows_the_same_picture_as_its_address() -> None:
    expected = document_for(config("resnet18"), View(), "svg")
    assert resnet18()._repr_svg_().encode() == expected
    assert drawn_in(resnet18()._repr_html_()) == expected


def test_what_a_notebook_gets_needs_nothing_else_and_runs_nothing() -> None:
    html = resnet18()._repr_html_()
    assert not re.search(r"<(script|link|style|iframe)|\bon\w+=|(src|href)=\"(?!data:)", html)
    picture = drawn_in(html).decode()
    assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)", picture)
    assert 'class="f-paper"' in picture  # its own paper: legible on any page
    ElementTree.fromstring(picture)


def test_what_was_not_seen_stands_under_the_picture_escaped() -> None:
    class Odd(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x.flip(3).cummax(1)[0]

    graph = graph_of(Odd(), (3, 8, 8))
    assert graph.unseen
    html = graph._repr_html_()
    assert "Not seen or not followed" in html
    assert "cummax" in html
    assert "Not seen" not in resnet18()._repr_html_()


def test_what_was_not_seen_is_said_in_the_language_of_the_picture() -> None:
    net = nn.Sequential(nn.Conv2d(3, 3, 1), nn.Flatten(2), nn.Conv1d(3, 3, 1))
    graph = graph_of(net, (3, 8, 8))
    notes = graph.draw(lang="zh")._repr_html_().partition("<p>")[2]
    assert "没有看到" in notes
    assert "感受野" in notes
    assert not re.search(r"\b(the|not|counted|moves|known)\b", notes)
    assert "not known here" in graph.draw()._repr_html_()


def test_a_heading_says_at_least_where_something_is_not_counted() -> None:
    exact = graph_of(nn.Sequential(nn.Conv2d(3, 4, 1)), (3, 8, 8))
    more = graph_of(nn.Sequential(nn.Conv2d(3, 4, 1), nn.Flatten(2), nn.Conv1d(4, 4, 1)), (3, 8, 8))
    assert "at least" not in exact.draw().scene.alt
    assert "at least 768 multiply-adds" in more.draw().scene.alt
    assert "at least 768 multiply-adds" in more.draw(view="schematic").scene.alt


def test_one_layer_is_one_layer() -> None:
    alt = graph_of(nn.Sequential(nn.Conv2d(3, 4, 1)), (3, 8, 8)).draw().scene.alt
    assert "1 layer with weights" in alt


def test_a_convolution_on_windows_tells_its_cost_for_each_number_as_torch_counts_it() -> None:
    class Windows(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 1)

        def forward(self, x: Tensor) -> Tensor:
            return self.conv(x.reshape(4, 3, 4, 4))

    alt = graph_of(Windows(), (3, 8, 8)).draw("conv").scene.alt
    assert "768 multiply-adds: 3 for each of the 256 numbers" in alt


def test_a_view_is_drawn_by_the_words_of_its_address() -> None:
    picture = resnet18().draw("layer2", scale="linear", view="schematic", theme="dark")
    expected = document_for(
        config("resnet18"), View("layer2", scale="linear", style="schematic"), "svg", Options("dark")
    )
    assert picture.data("svg") == expected
    unfolded = graph_for(config("resnet34")).draw(expand="all")
    assert unfolded.view.expand == ("all",)


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("json", b"{")])
def test_it_saves_any_format_by_the_suffix(tmp_path: Path, suffix: str, start: bytes) -> None:
    file = tmp_path / f"block.{suffix}"
    resnet18().save(file, "layer2.0")
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize("suffix", [*sorted(set(RENDERERS) - {"py"}), "PNG", "Svg"])
def test_a_network_of_one_s_own_is_saved_in_every_format(tmp_path: Path, suffix: str) -> None:
    graph_of(nn.Sequential(nn.Conv2d(3, 8, 3)), (3, 8, 8)).save(tmp_path / f"mine.{suffix}")
    assert (tmp_path / f"mine.{suffix}").stat().st_size > 200


def test_the_saved_graph_is_the_public_document(tmp_path: Path) -> None:
    graph_of(nn.Sequential(nn.Conv2d(3, 8, 3)), (3, 8, 8), name="mine").save(str(tmp_path / "mine.json"))
    document = json.loads((tmp_path / "mine.json").read_text())
    assert (document["name"], document["nodes"][0]["output_shape"]) == ("mine", [8, 6, 6])
    assert len(document["fingerprint"]) == 8


WRONG: list[dict[str, Any]] = [
    {"scale": "cubic"}, {"view": "fancy"}, {"theme": "pink"}, {"width": -3}, {"width": 0}, {"width": "600"},
    {"width": True}, {"width": 10**6}, {"density": 5}, {"density": 1.5}, {"expand": "zz"}, {"expand": ["layer1", "zz"]},
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG, ids=str)
def test_a_word_that_means_nothing_is_refused_with_what_is_allowed(words: dict[str, Any]) -> None:
    own = graph_of(nn.Sequential(nn.Conv2d(3, 4, 1)), (3, 8, 8))
    for graph in (resnet18(), own):
        with pytest.raises(UserError, match=r"Allowed: \w") as refused:
            graph.draw(**words)
        assert refused.value.what == next(iter(words))


@pytest.mark.parametrize(("key", "value"), [("width", "0"), ("density", "5"), ("expand", "zz")])
def test_python_refuses_in_the_words_of_an_address(key: str, value: str) -> None:
    with pytest.raises(UserError) as asked:
        unfolded(resnet18(), look({key: value}, "png").expand)
    given: dict[str, Any] = {key: int(value) if value.isdigit() else value}
    with pytest.raises(UserError) as drawn:
        resnet18().draw(**given)
    assert str(drawn.value) == str(asked.value)


def test_a_width_and_a_density_are_one_too_many() -> None:
    with pytest.raises(UserError, match="the width says already"):
        resnet18().draw(width=600, density=2)


def test_paths_and_formats_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        resnet18().draw("layer9")
    with pytest.raises(UnknownFormat):
        resnet18().save(tmp_path / "x.gif")


def test_tensors_that_no_picture_shows_are_refused() -> None:
    graph = graph_of(nn.Sequential(nn.Conv2d(3, 8, 1), nn.Flatten(2), nn.Linear(64, 4)), (3, 8, 8))
    assert graph.draw()
    with pytest.raises(UserError, match="vectors"):
        graph.draw("2")
    first = graph_of(nn.Sequential(nn.Conv2d(3, 8, 1), nn.Flatten(2), Turned()), (3, 8, 8))
    assert first.by_path["2.permute"].output_shape == (64, 1, 8)  # three lengths, and no volume
    with pytest.raises(UserError, match="vectors"):
        first.draw("2.permute")


def test_it_is_equal_to_the_plain_graph_of_the_same_content() -> None:
    chosen = config("plain18", classes=3)
    shown, plain = graph_for(chosen), trace(build(chosen, "meta"), chosen.input, "plain18")
    assert isinstance(shown, ShownGraph)
    assert shown != plain  # the configuration is part of it
    same = Graph(**{name: getattr(shown, name) for name in ("name", "config", "input", "device", "params", "nodes")})
    again = ShownGraph(
        **{name: getattr(same, name) for name in ("name", "config", "input", "device", "params", "nodes")}
    )
    assert same == again
    assert again == same
    assert hash(again) == hash(same)


@pytest.mark.parametrize("drop", [nn.Dropout(0.1), nn.Dropout2d(0.1), None], ids=str)
def test_any_dropout_has_a_picture(drop: nn.Module | None) -> None:
    class Dropping(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.dropout = drop

        def forward(self, x: Tensor) -> Tensor:
            return self.dropout(x) if self.dropout else functional.dropout(x, 0.5)

    alt = graph_of(Dropping(), (3, 8, 8)).draw("dropout").scene.alt
    assert "dropout" in alt.lower()
