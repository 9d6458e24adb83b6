"""The pieces about sums and stacks, over HTTP: what they say against numbers computed in the test."""

import re
from typing import Any

import httpx
import pytest
import torch

from app.nets import build, config
from app.nets.config import NetConfig
from app.pipeline import graph_for
from app.web.panels import shares
from app.web.panels.strip import middle_of, top_of
from app.web.seen import residual_blocks, seen_in
from app.web.urls import read
from tests.web.page import Page
from tests.web.pieces import RESNET, SMALL, given, got, number


def block_id(block: str) -> str:
    return f"switch-{block}"


def rows(html: str) -> dict[str, list[str]]:
    """The cells of a table's rows by their heads."""
    found = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    texts = {re.sub("<.*?>", "", head): re.findall(r"<td.*?>(.*?)</td>", cells, re.DOTALL) for head, cells in found}
    return {head: [re.sub("<.*?>", "", cell).strip() for cell in cells] for head, cells in texts.items()}


@torch.no_grad()
def test_a_block_s_sum_has_the_norms_of_its_own_modules_outputs(web: httpx.Client) -> None:
    html = got(web, "residual", "resnet18/layer2.0", f"{SMALL}&channel=7")
    network: Any = build(RESNET)
    x = network.layer1(network.maxpool(network.act1(network.bn1(network.conv1(given(RESNET))))))
    block = network.layer2[0]
    changed, carried = block.bn2(block.conv2(block.act1(block.bn1(block.conv1(x))))), block.downsample(x)
    told = [number(text) for text in re.findall("<dd>(.*?)</dd>", html)]
    lengths = [float(part.double().norm()) for part in (changed, carried, changed + carried)]
    cosine = float((changed.double() * carried.double()).sum()) / (lengths[0] * lengths[1])
    assert told == pytest.approx([*lengths, lengths[0] / lengths[1], cosine], rel=6e-3)
    assert html.count("<img ") == 6, "means over the channels, and the channel"
    assert "Channel 7" in html
    ones = [float(part[0, 7].double().norm()) for part in (changed, carried, changed + carried)]
    told = [number(text) for text in re.findall("norm (.*?)</small>", html)]
    assert told == pytest.approx([*lengths, *ones], rel=6e-3)


def test_a_block_is_switched_off_and_on_by_links_to_pages(web: httpx.Client) -> None:
    on, off = (
        Page.of(got(web, "residual", "resnet18/layer2.0", query)).one("a", **{"class": "button switch-block"})
        for query in (SMALL, f"{SMALL}&off=layer1.1,layer2.0")
    )
    assert "Switch this block off (F(x) = 0)" in on.text
    assert on.attributes["href"].startswith("/net/resnet18/layer2.0?")
    assert on.attributes["href"].endswith("off=layer2.0#switch-layer2.0"), "there the reader goes on"
    assert on.attributes["id"] == off.attributes["id"] == "switch-layer2.0"
    assert "on again" in off.text
    assert "off=layer1.1" in off.attributes["href"]
    assert "layer2.0" not in off.attributes["href"].partition("?")[2].partition("#")[0]


def test_a_block_that_is_off_adds_nothing(web: httpx.Client) -> None:
    html = got(web, "residual", "resnet18/layer2.1", f"{SMALL}&off=layer2.1")
    told = re.findall("<dd>(.*?)</dd>", html)
    assert told[0] == "0"
    assert told[1] == told[2]
    assert "Switched off: the sum is x, as if the block were not there." in html


@pytest.mark.parametrize(("shortcut", "what"), [("A", "x, padded with zeros."), ("B", "x behind its projection.")])
def test_what_is_left_of_a_block_that_is_off_is_what_its_shortcut_carries(
    web: httpx.Client, shortcut: str, what: str
) -> None:
    html = got(web, "residual", "resnet18/layer2.0", f"{SMALL}&shortcut={shortcut}&off=layer2.0")
    assert f"Switched off: the sum is {what}" in html
    assert "as if the block were not there" not in html


@pytest.mark.parametrize(("name", "settings"), [("resnet18", RESNET), ("cifar_resnet20", config("cifar_resnet20"))])
def test_the_strip_has_a_bar_a_row_and_a_switch_for_every_block(
    web: httpx.Client, name: str, settings: NetConfig
) -> None:
    html = got(web, "residual", name, "image=scene&weights=random" + ("&input=3,64,64" if name == "resnet18" else ""))
    blocks = list(residual_blocks(graph_for(settings)))
    page = Page.of(html)
    assert [link.text.partition(":")[0] for link in page.all("a", **{"class": "strip-bar"})] == blocks
    assert list(rows(html)) == blocks
    switches = [link.attributes for link in page.all("a", **{"class": "strip-switch"})]
    assert [link["href"].rpartition("off=")[2] for link in switches] == [
        f"{block}#{block_id(block)}" for block in blocks
    ]
    assert [link["id"] for link in switches] == list(map(block_id, blocks))


def test_the_strip_and_the_block_agree(web: httpx.Client) -> None:
    strip = rows(got(web, "residual", "resnet18"))["layer2.0"][:5]
    assert strip == re.findall("<dd>(.*?)</dd>", got(web, "residual", "resnet18/layer2.0"))


def test_a_layer_s_strip_has_its_own_blocks_only(web: httpx.Client) -> None:
    assert list(rows(got(web, "residual", "resnet18/layer3"))) == ["layer3.0", "layer3.1"]


def test_a_highway_block_tells_what_its_gate_lets_through(web: httpx.Client) -> None:
    query = "input=3,64,64&depths=2,2&image=scene&weights=random"
    told = re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", got(web, "residual", "highway34/layer1.1", query))
    numbers = {what: number(value) for what, value in told}
    assert numbers["T(x), mean"] + numbers["1 − T(x), mean"] == pytest.approx(1, abs=2e-3)
    assert "Mean of T(x)" in got(web, "residual", "highway34", query)


def test_a_gate_of_squeeze_and_excitation_is_told(web: httpx.Client) -> None:
    html = got(web, "residual", "seresnet50/layer1.0", f"{SMALL}&depths=1,1")
    assert "the gate multiplies each of the 256 channels of F(x)" in html


def test_a_module_s_branches_have_shares_of_channels_and_of_energy(web: httpx.Client) -> None:
    html = got(web, "shares", "googlenet/inception3a", f"{SMALL}&channel=70")
    told = rows(html)
    assert list(told) == [
        "1×1 conv, 64", "1×1 conv, 96 – 3×3 conv, 128", "1×1 conv, 16 – 3×3 conv, 32", "3×3 max pool – 1×1 conv, 32",
    ]  # fmt: skip
    assert [cells[0] for cells in told.values()] == ["0 to 63", "64 to 191", "192 to 223", "224 to 255"]
    assert [cells[1] for cells in told.values()] == ["25 %", "50 %", "12.5 %", "12.5 %"]
    assert sum(number(cells[2]) for cells in told.values()) == pytest.approx(100, abs=0.2)
    assert '<tr class="chosen" aria-current="true">' in html


@pytest.mark.parametrize(
    ("gains", "says"),
    [
        ((1, 1, 1, 1), "Every branch gives about as much"),
        ((1, 1, 1, 0.8), "1×1 conv, 32 gives 8.38 % of the energy with 12.5 % of the channels, 0.67 times"),
        ((2, 1, 1, 1), "1×1 conv, 64 gives 57.1 % of the energy with 25 % of the channels, 2.29 times"),
    ],
)
def test_what_stands_out_of_the_shares_is_told_whichever_way_it_does(gains: tuple[float, ...], says: str) -> None:
    address = read("googlenet/inception3a", SMALL)
    asked = seen_in(address, graph_for(address.config))
    assert asked
    join = asked.graph.by_path[asked.path]
    made = {
        path: torch.full((shape[0], 4, 4), float(gain))
        for path, shape, gain in zip(join.inputs, join.input_shapes, gains, strict=True)
    }
    assert says in shares.PANEL.make(asked, made).body.decode().replace("\u00a0", " ")


def test_the_strip_of_shares_agrees_with_the_module(web: httpx.Client) -> None:
    strip = rows(got(web, "shares", "googlenet"))
    assert len(strip) == 9
    module = [cells[2] for cells in rows(got(web, "shares", "googlenet/inception4c")).values()]
    assert [cell.partition(" of energy")[0] for cell in strip["inception4c"]] == module


@pytest.mark.parametrize(
    "path", ["inception_v3/Mixed_7b", "inception_v3/Mixed_7b.branch3x3_concat", "inception_v4/features.3"]
)
def test_nested_stacks_and_stems_have_shares_too(web: httpx.Client, path: str) -> None:
    preset = path.partition("/")[0]
    modules = "modules=1,1,2" if preset == "inception_v3" else "modules=1,1,1"
    told = rows(got(web, "shares", path, f"{modules}&input=3,107,107&image=scene&weights=random"))
    assert len(told) >= 2
    assert sum(number(cells[2]) for cells in told.values()) == pytest.approx(100, abs=0.2)


def test_an_inception_resnet_has_sums_and_shares(web: httpx.Client) -> None:
    query = "modules=1,1,1&input=3,107,107&image=scene&weights=random"
    scaled = "behind the factor that it is multiplied by there (0.1, 0.17, 1)"
    assert scaled in got(web, "residual", "inception_resnet_v2", query)
    assert "behind the factor" not in got(web, "residual", "resnet18")
    assert "0.17 · F(x) + x" in got(web, "residual", "inception_resnet_v2/repeat.0", query)
    assert rows(got(web, "shares", "inception_resnet_v2/repeat.0", query))
    assert set(rows(got(web, "residual", "inception_resnet_v2", query))) < set(
        rows(got(web, "shares", "inception_resnet_v2", query))
    )


@pytest.mark.parametrize(
    ("panel", "name"), [("residual", "plain18"), ("residual", "googlenet"), ("shares", "resnet18/layer1.0.conv1")]
)
def test_a_network_without_sums_or_stacks_has_no_such_piece(web: httpx.Client, panel: str, name: str) -> None:
    answer = web.get(f"/activations/{panel}/{name}?{SMALL}")
    assert answer.status_code == 422
    assert "networks w" in answer.json()["detail"]


@pytest.mark.parametrize(
    "name", ["residual/resnet18/layer1.0.conv1", "residual/resnet18/head", "shares/googlenet/conv1.conv"]
)
def test_a_part_without_sums_or_stacks_of_its_own_is_shown_those_of_the_network(web: httpx.Client, name: str) -> None:
    panel, _, rest = name.partition("/")
    assert rows(got(web, panel, rest)) == rows(got(web, panel, rest.partition("/")[0]))


@pytest.mark.parametrize(
    ("most", "top", "middle"), [(0.0, 1, 0.5), (0.41, 0.5, 0.25), (1.0, 1, 0.5), (1.2, 2, 1), (7, 10, 5)]
)
def test_an_axis_ends_at_a_round_number_and_marks_one_where_it_can(most: float, top: float, middle: float) -> None:
    assert top_of([0.0, most, float("nan")]) == pytest.approx(top)
    assert middle_of(top) == pytest.approx(middle)
