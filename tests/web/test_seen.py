"""An address with a picture against the network that it names: what is not there is refused by name."""

import pytest

from app.errors import UnknownName, UserError
from app.pipeline import graph_for
from app.web.seen import Seen, residual_blocks, seen_in
from app.web.urls import read


def seen(name: str, query: str) -> Seen:
    address = read(name, f"image=shapes&{query}" if query else "image=shapes")
    found = seen_in(address, graph_for(address.config))
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "path", "shape"),
    [
        ("resnet34", "fc", (1000,)),
        ("resnet34/layer2.0", "layer2.0.act2", (128, 28, 28)),
        ("resnet34/layer2", "layer2.3.act2", (128, 28, 28)),
        ("resnet34/layer2.0.conv1", "layer2.0.conv1", (128, 28, 28)),
        ("resnet34/input", "input", (3, 224, 224)),
        ("googlenet/inception3a", "inception3a.concat", (256, 28, 28)),
    ],
)
def test_a_view_shows_the_output_of_its_last_operation(name: str, path: str, shape: tuple[int, ...]) -> None:
    found = seen(name, "")
    assert (found.path, found.shape) == (path, shape)


def test_blocks_that_are_switched_off_stand_in_the_networks_order() -> None:
    assert seen("resnet34", "off=layer3.1,layer1.0").forward.off == ("layer1.0", "layer3.1")
    assert "off=layer1.0,layer3.1" in seen("resnet34", "off=layer3.1,layer1.0").address.url()


def test_a_plain_network_has_no_block_to_switch_off() -> None:
    assert residual_blocks(graph_for(read("plain34", "").config)) == ()
    assert len(residual_blocks(graph_for(read("resnet34", "").config))) == 16


@pytest.mark.parametrize(
    ("name", "query", "what"),
    [
        ("resnet34", "off=layer9.0", "off"),
        ("resnet34", "off=layer1", "off"),
        ("plain34", "off=layer1.0", "off"),
        ("resnet34/layer2.0", "channel=128", "channel"),
        ("resnet34/layer2.0", "cell=28,0", "cell"),
        ("resnet34/layer2.0", "cell=0,28", "cell"),
        ("resnet34/fc", "cell=0,1", "cell"),
        ("resnet34", "class=1000", "class"),
        ("resnet34", "weights=nobodys", "weights"),
        ("resnet34?", "input=4,64,64", "image"),
        ("resnet34?", "input=3,97,97&shortcut=identity", "image"),
    ],
)
def test_what_a_network_has_not_is_refused_by_name(name: str, query: str, what: str) -> None:
    with pytest.raises(UserError) as caught:
        seen(name.rstrip("?"), query)
    assert caught.value.what == what


def test_a_picture_that_is_not_there_is_not_found() -> None:
    address = read("resnet34", "image=AAAAAAAAAAAAAAAAAAAAAA")
    with pytest.raises(UnknownName):
        seen_in(address, graph_for(address.config))
