"""Keys of a look that change nothing are not part of a view's canonical address, and all others are."""

import httpx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.nets import config
from app.nets.config import NetConfig
from app.pipeline import graph_for
from app.scene.draw import draw
from app.web.canonical import settled
from app.web.query import Look
from app.web.urls import Address, read
from tests.web.page import Page

NETS = {name: config(name) for name in ("resnet18", "resnet101", "cifar_resnet32")}
PATHS = ["", "input", "conv1", "layer1", "layer3", "layer3.1", "layer2.0.conv1", "layer2.0.downsample", "head"]
ORDERS = [(), ("all",), ("layer1",), ("layer3",), ("layer2", "layer3"), ("layer1", "layer2"), ("layer1", "layer3")]
LOOKS = st.builds(
    Look,
    scale=st.sampled_from(["log", "sqrt"]),
    view=st.sampled_from(["volumes", "schematic"]),
    expand=st.sampled_from(ORDERS),
)


@settings(max_examples=60)
@given(st.sampled_from(list(NETS.values())), st.sampled_from(PATHS), LOOKS)
def test_what_is_left_out_changes_no_picture_and_stays_out(net: NetConfig, path: str, look: Look) -> None:
    graph = graph_for(net)
    assume(path in ("", "input", *graph.by_path, *graph.group_by_path))  # CIFAR's shortcuts have no operations
    asked = Address(net, path, look)
    kept = settled(asked, graph)
    assert draw(graph, kept.view) == draw(graph, asked.view)
    assert settled(kept, graph) == kept


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        # eight blocks: folded as volumes, drawn in full as a schematic
        ("/net/resnet152/layer2?expand=layer2", "/net/resnet152/layer2?expand=layer2"),
        ("/net/resnet152/layer2?view=schematic&expand=layer2", "/net/resnet152/layer2?view=schematic"),
        ("/net/resnet34/conv1?view=schematic", "/net/resnet34/conv1"),
        ("/net/resnet34/conv1?expand=layer2&scale=sqrt", "/net/resnet34/conv1?scale=sqrt"),
        ("/net/resnet34/input?view=schematic&expand=all", "/net/resnet34/input"),
        ("/net/resnet34?expand=all", "/net/resnet34"),
        ("/net/resnet34/layer3.1?expand=layer3", "/net/resnet34/layer3.1"),
        ("/net/resnet34?view=schematic&scale=sqrt", "/net/resnet34?view=schematic"),
        ("/net/resnet101?expand=layer3,layer2", "/net/resnet101?expand=all"),
        ("/net/resnet101?expand=layer1", "/net/resnet101"),
        ("/net/resnet101/layer3?expand=all", "/net/resnet101/layer3?expand=layer3"),
        ("/net/resnet101/layer3?expand=layer1", "/net/resnet101/layer3"),
        ("/net/resnet152?expand=layer1,layer3", "/net/resnet152?expand=layer3"),
        ("/net/resnet152?expand=layer1,layer2,layer3", "/net/resnet152?expand=all"),
    ],
)
def test_a_page_and_its_files_name_the_address_without_idle_keys(web: httpx.Client, asked: str, canonical: str) -> None:
    answer = web.get(asked)
    page = Page.of(answer.text)
    assert page.one("link", rel="canonical").attributes["href"].endswith(f"//{web.base_url.netloc.decode()}{canonical}")
    assert canonical in answer.headers["link"]
    path, _, query = asked.partition("?")
    plain, _, rest = canonical.partition("?")
    drawing = web.get(f"{path}.svg?{query}")
    assert drawing.headers["link"] == f'<{plain}.svg{"?" if rest else ""}{rest}>; rel="canonical"'
    assert drawing.headers["etag"] == web.get(f"{plain}.svg?{rest}").headers["etag"]


def test_numbers_have_no_look() -> None:
    address = read("resnet34/layer2.json", "theme=dark&scale=sqrt&view=schematic&expand=all&input=3,225,225")
    assert address.url() == "/net/resnet34/layer2.json?input=3,225,225"


def test_a_walk_through_an_operation_keeps_its_look(web: httpx.Client) -> None:
    page = Page.of(web.get("/net/resnet34/layer1.0.conv1?view=schematic").text)
    assert "/net/resnet34/layer1.0?view=schematic" in page.links


def test_an_unknown_layer_to_unfold_is_refused_before_a_path(web: httpx.Client) -> None:
    assert web.get("/net/resnet34/layer9?expand=layer9").json()["what"] == "expand"
