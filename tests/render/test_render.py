import json

import pytest

from app.errors import UnknownFormat, UserError
from app.graph.types import Graph
from app.render import RENDERERS, render
from app.scene.types import Scene, View
from tests.render.pictures import picture

GRAPH = Graph(name="resnet0", config=(), input=(3, 32, 32), device="meta", params=0, nodes=())


def no_scene() -> Scene:
    pytest.fail("JSON needs no picture")


def test_every_format_makes_what_its_media_type_says() -> None:
    begins = {"image/svg+xml": b"<svg ", "image/png": b"\x89PNG\r\n", "application/json": b"{"}
    begins["text/x-python; charset=utf-8"] = b'"""'
    for name, renderer in RENDERERS.items():
        assert render(GRAPH, picture, View(), name, program=lambda: '"""A program."""').startswith(begins[renderer.media_type])


def test_json_is_made_without_drawing() -> None:
    assert json.loads(render(GRAPH, no_scene, View(), "json"))["name"] == "resnet0"


def test_theme_and_width_reach_the_picture() -> None:
    assert render(GRAPH, picture, View(), "svg", "dark") != render(GRAPH, picture, View(), "svg", "light")
    assert render(GRAPH, picture, View(), "png", width=64)[16:20] == (64).to_bytes(4, "big")


def test_a_network_without_a_configuration_has_no_program() -> None:
    with pytest.raises(UserError, match="configurations"):
        render(GRAPH, no_scene, View(), "py")


def test_an_unknown_format_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(UnknownFormat) as refused:
        render(GRAPH, picture, View(), "jpng")
    assert refused.value.suggestions == tuple(RENDERERS)
