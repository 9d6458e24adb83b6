import json
from collections.abc import Callable

import pytest

from app.errors import UnknownFormat, UserError
from app.graph.types import Graph
from app.render import FILE_KEYS, PICTURE_KEYS, RENDERERS, Order, render
from app.render.options import Options
from app.scene.types import Scene, View
from tests.render.pictures import picture

GRAPH = Graph(name="resnet0", config=(), input=(3, 32, 32), device="meta", params=0, nodes=())


def order(scene: Callable[[], Scene] = picture, options: Options = Options(), program: str = "") -> Order:  # noqa: B008
    return Order(GRAPH, scene, View(), options, program=(lambda: program) if program else None)


def no_scene() -> Scene:
    pytest.fail("JSON needs no picture")


def test_every_format_makes_what_its_media_type_says() -> None:
    begins = {"image/svg+xml": b"<svg ", "image/png": b"\x89PNG\r\n", "application/json": b"{"}
    begins["text/x-python; charset=utf-8"] = b'"""'
    begins["text/csv; charset=utf-8"] = "\ufeffPath,Operation,Kernel,".encode()
    begins |= {"application/pdf": b"%PDF-", "text/x-tex; charset=utf-8": b"% "}
    for name, renderer in RENDERERS.items():
        made = render(order(program='"""A program."""'), name)
        assert made.startswith(begins[renderer.media_type])


def test_json_is_made_without_drawing() -> None:
    assert json.loads(render(order(no_scene), "json"))["name"] == "resnet0"


def test_theme_width_and_paper_reach_the_picture() -> None:
    assert render(order(options=Options("dark")), "svg") != render(order(), "svg")
    assert render(order(options=Options(width=64)), "png")[16:20] == (64).to_bytes(4, "big")
    assert render(order(options=Options(paper="a4")), "pdf") != render(order(), "pdf")


def test_every_key_that_a_format_heeds_is_known_and_named() -> None:
    assert {key for renderer in RENDERERS.values() for key in renderer.keys} == {*PICTURE_KEYS, *FILE_KEYS}


def test_a_network_without_a_configuration_has_no_program() -> None:
    with pytest.raises(UserError, match="configurations"):
        render(order(no_scene), "py")


def test_an_unknown_format_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(UnknownFormat) as refused:
        render(order(), "jpng")
    assert refused.value.suggestions == tuple(RENDERERS)
