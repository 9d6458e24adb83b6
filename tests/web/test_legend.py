"""The legend of the drawing's colours: numbers where one scale is shared, and the choice of what it is shared by."""

import re
from html import unescape

import httpx
import pytest

from app.forward import recording
from app.graph.types import INPUT
from app.image.colour import number_text
from app.image.faces import faces, spans_of
from app.pipeline import graph_for
from app.web.seeing import network_volumes
from app.web.seen import Seen, seen
from app.web.urls import read

SEEN = "input=3,64,64&image=shapes&weights=random"


def seen_at(name: str, query: str) -> Seen:
    address = read(name, query)
    return seen(address, graph_for(address.config))


def legend(web: httpx.Client, path: str, range: str) -> str:
    answer = web.get(f"/activations/legend/resnet18{path}?{SEEN}&range={range}")
    assert answer.status_code == 200
    return unescape(answer.text)


def ends(text: str) -> list[tuple[str, str]]:
    """The words at the two ends of each bar."""
    found = re.findall(r"<span>([^<]+)</span>", text)
    return list(zip(found[::2], found[1::2], strict=True))


@pytest.mark.parametrize("path", ["", "/layer2", "/layer2.0", "/conv1"])
def test_of_the_whole_network_the_bars_carry_the_numbers_that_all_its_volumes_share(
    web: httpx.Client, path: str
) -> None:
    at = seen_at(f"resnet18{path}", f"{SEEN}&range=network")
    tensors = recording(at.forward, network_volumes(at.graph)).wait()
    most = max(float(tensors[volume].abs().max()) for volume in network_volumes(at.graph))
    mean = max(
        float(tensors[volume].mean(0).abs().max())
        for volume in network_volumes(at.graph)
        if tensors[volume].ndim == 3 and tensors[volume].shape[1:] != (1, 1)
    )
    assert ends(legend(web, path, "network")) == [(f"−{number_text(end)}", number_text(end)) for end in (most, mean)]


def test_the_colours_of_the_whole_network_are_the_same_inside_a_block(web: httpx.Client) -> None:
    """A convolution's output may be larger than any volume of the network's drawing: it does not shift the scale."""
    at = seen_at("resnet18/layer2.0.conv1", f"{SEEN}&range=network")
    tensors = recording(at.forward, network_volumes(at.graph) | {at.path}).wait()
    shared = spans_of(tensors[path] for path in network_volumes(at.graph))
    answer = web.get(f"/activations/faces.png/resnet18/layer2.0.conv1?{SEEN}&range=network")
    assert answer.content == faces(tensors[at.path], shared)


def test_of_single_volumes_the_view_s_own_output_is_the_example(web: httpx.Client) -> None:
    at = seen_at("resnet18/layer2.0", SEEN)
    values = recording(at.forward, frozenset((at.path,))).wait()[at.path]
    said = legend(web, "/layer2.0", "layer")
    most, mean = number_text(float(values.max())), number_text(float(values.mean(0).max()))
    assert f"{most} at the output of {at.path}, {mean} in the mean over its channels" in said
    assert ends(said) == [("0", "largest"), ("−largest", "largest")]


def test_where_each_slice_has_its_own_colours_no_number_is_said(web: httpx.Client) -> None:
    said = legend(web, "/layer2.0", "unit")
    assert "within one slice only" in said
    assert not re.search(r"[1-9]", re.sub("<[^>]+>", "", said))


@pytest.mark.parametrize("path", ["", "/layer2", "/layer2.0", "/layer2.0.conv1", f"/{INPUT}", "/fc"])
def test_every_page_with_a_picture_has_the_choice_without_a_script_too(browser_client: httpx.Client, path: str) -> None:
    page = browser_client.get(f"/net/resnet18{path}?{SEEN}").text
    for range in ("unit", "network"):
        (href,) = re.findall(rf'id="legend-{range}" href="([^"]+)"', page)
        other = browser_client.get(unescape(href)).text
        assert re.search(rf'id="legend-{range}"[^>]* aria-current="true"', other)
