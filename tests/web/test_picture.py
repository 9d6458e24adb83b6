"""Grad-CAM, receptive fields and the kernel at work over HTTP: what is said against numbers computed in the test."""

import io
import json
import re
from html import unescape

import httpx
import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from app.forward import recording
from app.image.colour import Span, coloured
from app.image.field import Box
from app.image.types import Forward
from app.image.weights import load, weights_named
from app.nets import build, config
from app.web.panels.field import Field, effective_text
from app.web.panels.grids import grid
from app.web.panels.kernel import apart

NET = config("cifar_resnet20")
RANDOM = "image=scene&weights=random"


def got(web: httpx.Client, panel: str, path: str, query: str = RANDOM) -> httpx.Response:
    answer = web.get(f"/activations/{panel}/{path}?{query}")
    assert answer.status_code == 200, answer.text
    return answer


def pixels(answer: httpx.Response) -> np.ndarray:
    assert answer.headers["content-type"] == "image/png"
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))


def words(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", answer.text)))


def test_the_picture_is_what_the_network_sees(web: httpx.Client) -> None:
    assert pixels(got(web, "picture.png", "cifar_resnet20")).shape == (32, 32, 4)


def test_without_a_cell_and_a_class_the_picture_alone_is_there(web: httpx.Client) -> None:
    page = got(web, "picture", "cifar_resnet20/layer2.0")
    assert "picture.png" in page.text
    assert "cam.png" not in page.text
    assert "field.png" not in page.text
    assert "16 × 16 cells" in words(page)
    assert 'data-sight="{&#34;cam&#34;: &#34;60&#34;}"' in page.text


def test_grad_cam_is_brightest_where_an_independent_one_is(web: httpx.Client) -> None:
    network = build(NET)
    load(network, NET, weights_named(NET, "random"))
    network.eval()
    x = recording(Forward(NET, "random", "scene"), frozenset({"input"})).wait()["input"][None]
    kept: list[torch.Tensor] = []

    def keep(_: nn.Module, __: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
        kept.append(output)

    network.get_submodule("layer3.2.add").register_forward_hook(keep)
    score = network(x)[0, 3]
    (slopes,) = torch.autograd.grad(score, kept[0])
    low = (slopes.mean((2, 3), keepdim=True) * kept[0]).sum(1, keepdim=True).relu()
    expected = torch.nn.functional.interpolate(low, (32, 32), mode="bilinear")[0, 0].detach().numpy()
    alpha = pixels(got(web, "cam.png", "cifar_resnet20/layer3.2.add", f"{RANDOM}&class=3"))[..., 3]
    assert alpha == pytest.approx(255 * expected / expected.max(), abs=1.5)
    said = words(got(web, "picture", "cifar_resnet20/layer3.2.add", f"{RANDOM}&class=3&cam=40"))
    assert f"whose score is {float(score.detach()):.3g}".replace("-", "−") in said
    assert f"{float(low.detach().max()):.3g}, the largest in it" in said
    assert "With random weights that is chance" in said


def test_the_button_says_which_class_it_is_about_and_others_can_be_chosen(web: httpx.Client) -> None:
    network = build(NET)
    load(network, NET, weights_named(NET, "random"))
    x = recording(Forward(NET, "random", "scene"), frozenset({"input"})).wait()["input"][None]
    first = network.eval()(x)[0].argsort(descending=True)[:5].tolist()
    page = got(web, "picture", "cifar_resnet20/layer2.0.conv1")
    assert f"Show what speaks for “class {first[0]}”" in words(page)
    assert list(map(int, re.findall(r'id="cam-class-(\d+)"', page.text))) == first
    chosen = words(got(web, "picture", "cifar_resnet20/layer2.0.conv1", f"{RANDOM}&class={first[3]}"))
    assert f"Show what speaks for “class {first[3]}”" in chosen


def test_the_network_s_view_asks_the_last_volume_that_has_cells(web: httpx.Client) -> None:
    said = words(got(web, "picture", "cifar_resnet20", f"{RANDOM}&cam=60"))
    assert "the last volume with height and width, layer3.2.act2 (64 × 8 × 8)" in said
    assert "has no height and width left" in said


@pytest.mark.parametrize(
    ("view", "query", "why"),
    [
        ("googlenet/aux1.conv.conv", "input=3,64,64&aux=true", "it is in an auxiliary classifier"),
        ("cifar_resnet20/layer3.0.conv1", "off=layer3.0", "it is in a block that is switched off"),
    ],
)
def test_an_empty_map_of_a_layer_that_nothing_leads_on_from_says_why(
    web: httpx.Client, view: str, query: str, why: str
) -> None:
    said = words(got(web, "picture", view, f"{RANDOM}&cam=60&{query}"))
    assert f"The score does not depend on this layer: {why}" in said


@pytest.mark.parametrize(
    ("view", "part", "size"), [("cifar_resnet20", "layer3", "8×8"), ("googlenet", "inception5", "2×2")]
)
def test_where_no_cells_are_left_a_link_leads_to_the_last_that_there_were(
    web: httpx.Client, view: str, part: str, size: str
) -> None:
    page = got(web, "picture", view, RANDOM + ("&input=3,64,64" if view == "googlenet" else ""))
    assert f"The last volume that has cells is that of {part} , {size}" in words(page)
    assert f'<a href="/net/{view}/{part}?' in page.text


def test_a_channel_alone_speaks_for_or_against_the_class(web: httpx.Client) -> None:
    said = words(got(web, "picture", "cifar_resnet20/layer3.0", f"{RANDOM}&cam=60&channel=5"))
    assert re.search(r"Channel 5 of layer3.0.act2 \(64 × 8 × 8\) speaks (for|against) “", said)


def test_a_cell_s_field_is_clipped_and_says_so(web: httpx.Client) -> None:
    field = got(web, "field.json", "resnet18/layer1.0", f"{RANDOM}&input=3,64,64&cell=0,9").json()
    assert field["box"] == [-13, 23, 14, 50]  # the stem's 11 pixels and two 3x3 at a jump of 4
    assert field["clipped"] == [0, 23, 14, 50]
    assert "27 × 27 pixels, rows −13 to 13, columns 23 to 49" in field["says"]
    assert "Beyond the picture lie 13 rows above" in field["says"]


def test_the_effective_field_lies_in_the_box(web: httpx.Client) -> None:
    query = f"{RANDOM}&cell=0,9"
    top, left, bottom, right = got(web, "field.json", "cifar_resnet20/layer1.1", query).json()["clipped"]
    alpha = pixels(got(web, "field.png", "cifar_resnet20/layer1.1", query)).copy()[..., 3]
    assert alpha.max() == 255
    alpha[top:bottom, left:right] = 0
    assert not alpha.any()
    said = words(got(web, "picture", "cifar_resnet20/layer1.1", query))
    assert re.search(r"half of the gradient lies in \d+ × \d+ pixels around its centre", said)
    assert "the mean of 16 channels" in said


def test_a_gradient_that_is_no_number_is_not_said_to_be_zero() -> None:
    found = Field((0, 0), Box(0, 0, 4, 4), Box(0, 0, 4, 4), (4, 4))
    map = np.zeros((4, 4), dtype=np.float32)
    assert "its gradient is 0" in effective_text(found, map)
    map[1, 1] = np.inf
    assert effective_text(found, map).startswith("The gradient holds NaN or infinity")


def test_a_field_needs_a_cell(web: httpx.Client) -> None:
    answer = web.get(f"/activations/field.png/cifar_resnet20/layer2.0?{RANDOM}")
    assert answer.status_code == 422
    assert "rows 0 to 15" in answer.json()["detail"]


@pytest.mark.parametrize(("preset", "path"), [("cifar_resnet20", "layer2.0.conv1"), ("lenet5", "c3")])
def test_products_add_up_to_the_recorded_activation(web: httpx.Client, preset: str, path: str) -> None:
    said = words(got(web, "kernel", f"{preset}/{path}", f"{RANDOM}&cell=2,3&channel=4"))
    assert f"Channel 4, row 2, column 3 of {path}" in said
    numbers = dict(re.findall(r"(sum|recorded) ([−\d.e-]+)", said))
    summed, recorded = (float(numbers[name].replace("−", "-")) for name in ("sum", "recorded"))
    real = recording(Forward(config(preset), "random", "scene"), frozenset({path})).wait()[path]
    assert recorded == pytest.approx(float(real[4, 2, 3]), rel=1e-5)
    assert summed == pytest.approx(recorded, rel=1e-4, abs=1e-6)


def test_without_a_choice_the_largest_activation_is_worked_out(web: httpx.Client) -> None:
    said = words(got(web, "kernel", "cifar_resnet20/layer2.0.conv1"))
    real = recording(Forward(NET, "random", "scene"), frozenset({"layer2.0.conv1"})).wait()["layer2.0.conv1"]
    channel, row, column = np.unravel_index(int(real.argmax()), real.shape)
    assert (
        f"Channel {channel}, row {row}, column {column} of layer2.0.conv1: the largest activation of all, as an example"
        in said
    )
    assert "the other 10 channels" in said


def test_a_cell_that_was_chosen_as_an_example_is_shown_everywhere_by_a_link(web: httpx.Client) -> None:
    page = got(web, "kernel", "cifar_resnet20/layer2.0.conv1")
    channel, row, column = map(int, re.findall(r"Channel (\d+), row (\d+), column (\d+)", page.text)[0])
    link = re.search(r'id="kernel-everywhere" href="([^"]*)" data-sight="([^"]*)"', page.text)
    assert link
    assert json.loads(unescape(link[2])) == {"channel": str(channel), "cell": f"{row},{column}"}
    there = got(web, "kernel", *unescape(link[1]).removeprefix("/net/").split("?"))
    assert "kernel-everywhere" not in there.text
    assert "as an example" not in there.text


def test_a_sum_s_numbers_have_equally_many_decimals_and_add_up(web: httpx.Client) -> None:
    page = got(web, "kernel", "cifar_resnet20/layer2.0.conv1")
    told = [text.replace("−", "-") for text in re.findall(r"<td>([−\d.]+)</td></tr>", page.text)]
    assert len(told) == 5, "these channels, the others, no bias, sum, recorded"
    assert len({len(text.partition(".")[2]) for text in told}) == 1
    assert sum(map(float, told[:3])) == pytest.approx(float(told[3]), abs=2e-6)


def test_a_convolution_that_is_silenced_is_said_to_be_and_not_rounded(web: httpx.Client) -> None:
    query = "input=3,32,32&order=pre&off=stages.0.blocks.0&image=scene&cell=1,1&channel=0"
    said = words(got(web, "kernel", "resnet18/stages.0.blocks.0.conv2", query))
    assert re.search(r"recorded 0\.0+ this block is switched off", said)
    assert "rounding" not in said


@pytest.mark.parametrize(
    ("total", "recorded", "says"),
    [
        (1.0, 1.0, "the same"),
        (1.0, 1.00005, "5.0e-05 apart, float32’s rounding"),
        (1.0, 1.1, "1.0e-01 apart, more than float32’s rounding"),
        (float("nan"), 1.0, "no number"),
        (float("inf"), 1.0, "no number"),
    ],
)
def test_only_what_is_small_beside_the_products_is_called_rounding(total: float, recorded: float, says: str) -> None:
    assert apart(total, recorded, size=1.0) == says


def test_a_grid_of_zeros_is_white() -> None:
    (row,) = grid(np.zeros((1, 2)), most=0.0).rows
    assert {cell.colour for cell in row} == {"#{:02x}{:02x}{:02x}".format(*coloured(np.zeros(1), Span(-1, 1))[0])}


def test_a_corner_s_padding_is_marked(web: httpx.Client) -> None:
    page = got(web, "kernel", "cifar_resnet20/layer1.0.conv1", f"{RANDOM}&cell=0,0&channel=0")
    assert (
        page.text.count('title="padding: 0"') == 6 * 2 * 5
    )  # five of nine cells, in patch and product of six channels
    assert "The window reaches into the padding" in words(page)


def test_a_max_pool_names_the_cell_that_wins(web: httpx.Client) -> None:
    page = got(web, "kernel", "resnet18/maxpool", f"{RANDOM}&input=3,64,64&cell=3,3")
    assert page.text.count(" won") == 1
    assert "The largest of 9 numbers wins" in words(page)
    assert "maximum" in words(page)


def test_only_windows_have_a_kernel_at_work(web: httpx.Client) -> None:
    assert web.get(f"/activations/kernel/cifar_resnet20/layer2.0?{RANDOM}").status_code == 422
