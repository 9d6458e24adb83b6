"""The piece `channels` and its pictures, made of tensors whose every number is known."""

import json
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from app.errors import UserError
from app.image.colour import Span, coloured, legend, number_text, span_of
from app.inspector.modules import module
from app.nets import config
from app.pipeline import graph_for
from app.scene.bands import bands_of
from app.web.panels import cell, channels, sheet
from app.web.panels.branches import recipes_of
from app.web.panels.channel_words import share_text
from app.web.seeing import network_volumes
from app.web.seen import Seen, seen_in
from app.web.urls import read
from tests.web.page import Element, Page

VIEW = "resnet18/layer2.0"  # 128 x 8 x 8
SMALL = "input=3,64,64&image=shapes&weights=random"


def seen(name: str = VIEW, query: str = "", base: str = SMALL) -> Seen:
    address = read(name, base + (f"&{query}" if query else ""))
    found = seen_in(address, graph_for(address.config))
    assert found
    return found


def tensors_for(asked: Seen, signed: bool = False) -> dict[str, torch.Tensor]:
    """Noise of the right shapes, as after a ReLU unless it is signed."""
    made = torch.Generator().manual_seed(1)
    paths = channels.PANEL.needs(asked)
    noise = {path: torch.randn(asked.graph.shape_of(path), generator=made) for path in sorted(paths)}
    return {path: tensor if signed else tensor.relu() for path, tensor in noise.items()}


def page(asked: Seen, tensors: dict[str, torch.Tensor]) -> Page:
    return Page.of(channels.PANEL.make(asked, tensors).body.decode().replace("\u00a0", " "))


def tiles(made: Page) -> list[Element]:
    return [link for link in made.all("a") if link.attributes.get("class", "").startswith("tile ")]


def order(made: Page) -> list[int]:
    return [int(tile.attributes["data-channel"]) for tile in tiles(made)]


def values(asked: Seen, tensors: dict[str, torch.Tensor]) -> Any:
    return json.loads(cell.PANEL.make(asked, tensors).body)


def test_the_piece_says_what_is_shown_and_with_which_weights() -> None:
    asked = seen()
    text = page(asked, tensors_for(asked)).one("p", **{"class": "channels-title"}).text
    assert "layer2.0: 128 × 8 × 8 after the ReLU" in text
    assert asked.weights.title in text


@pytest.mark.parametrize("sort", ["index", "mean", "max", "variance"])
def test_pages_hold_all_channels_once_in_the_order_that_is_asked_for(sort: str) -> None:
    tensors = tensors_for(seen())
    volume = tensors["layer2.0.act2"].numpy().reshape(128, -1)
    keys = {"index": -np.arange(128), "mean": volume.mean(1), "max": volume.max(1), "variance": volume.var(1)}[sort]
    pages = [order(page(seen(query=f"sort={sort}&page={number}"), tensors)) for number in (0, 1)]
    assert [len(channels) for channels in pages] == [64, 64]
    assert [channel for channels in pages for channel in channels] == sorted(range(128), key=lambda c: -keys[c])


def test_a_page_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UserError, match="0 to 1"):
        channels.PANEL.make(seen(query="page=2"), tensors_for(seen()))


def test_each_tile_shows_its_own_part_of_the_sheet() -> None:
    asked = seen(query="sort=mean")
    tensors = tensors_for(asked)
    picture = Image.open(BytesIO(sheet.SHEET.make(asked, tensors).body)).convert("RGB")
    volume = tensors["layer2.0.act2"].numpy()
    parts = [image for image in page(asked, tensors).all("img") if "style" in image.attributes]
    for channel, image in zip(order(page(asked, tensors)), parts, strict=True):
        place = dict(part.split(":") for part in image.attributes["style"].split(";"))
        left, top = 8 * int(place["--x"]), 8 * int(place["--y"])
        shown = np.asarray(picture.crop((left, top, left + 8, top + 8)))
        assert (shown == coloured(volume[channel], span_of(volume))).all()
        assert image.attributes["src"].startswith("/activations/sheet/resnet18/layer2.0?")
        assert image.attributes["loading"] == "lazy"


def test_a_sheet_s_address_is_the_same_whatever_channel_and_cell_are_chosen() -> None:
    tensors = tensors_for(seen())
    queries = ("", "channel=5", "cell=1,2", "channel=90&cell=0,0&class=3&cam=40")
    assert len({page(seen(query=query), tensors).all("img")[-1].attributes["src"] for query in queries}) == 1


@pytest.mark.parametrize("signed", [False, True])
def test_the_legend_has_the_volume_s_own_ends_and_zero_in_the_middle_of_signed_ones(signed: bool) -> None:
    asked = seen()
    tensors = tensors_for(asked, signed)
    stops, low, high = legend(span_of(tensors[asked.path]))
    ramp = next(element for element in page(asked, tensors).all("p") if "ramp" in element.attributes["class"])
    assert ramp.text.split()[:3] == ([low, "0", high] if signed else [low, high, "the"])
    assert stops[0] in channels.PANEL.make(asked, tensors).body.decode()


def test_by_network_the_ends_are_those_of_all_volumes() -> None:
    asked = seen(query="range=network")
    assert channels.PANEL.needs(asked) == network_volumes(asked.graph) | {"layer2.0.act2"}
    tensors = tensors_for(asked)
    tensors["layer4.1.act2"][3, 0, 0] = 1234.0
    assert "1234" in [span.text for span in page(asked, tensors).all("span")]


def test_by_unit_the_chosen_channel_says_its_own_ends() -> None:
    asked = seen(query="range=unit&channel=9")
    tensors = tensors_for(asked)
    most = number_text(float(tensors[asked.path][9].max()))
    assert page(asked, tensors).all("p", **{"class": "ramp"})[-1].text.split() == ["0", most]


def test_a_picture_of_one_channel_is_exact() -> None:
    asked = seen(query="channel=77")
    tensors = tensors_for(asked, signed=True)
    volume = tensors[asked.path].numpy()
    shown = np.asarray(Image.open(BytesIO(sheet.CHANNEL.make(asked, tensors).body)).convert("RGB"))
    assert (shown == coloured(volume[77], span_of(volume))).all()


def test_without_a_choice_the_first_of_the_order_is_enlarged() -> None:
    tensors = tensors_for(seen())
    best = int(tensors["layer2.0.act2"].mean((1, 2)).argmax())
    assert page(seen(query="sort=mean"), tensors).one("h3").text == f"Channel {best}"
    assert page(seen(query="sort=mean&channel=4"), tensors).one("h3").text == "Channel 4"
    notes = [
        page(seen(query=query), tensors).all("p", **{"class": "unchosen"}) for query in ("", "sort=mean", "channel=0")
    ]
    assert [[note.text for note in found] for found in notes] == [
        ["The first channel: none is chosen."], ["The first channel in this order: none is chosen."], [],
    ]  # fmt: skip


def test_a_cell_s_values_are_the_tensor_s_own_floats_in_the_page_s_order() -> None:
    asked = seen(query="sort=max&page=1&cell=3,5&channel=7")
    tensors = tensors_for(asked, signed=True)
    found = values(asked, tensors)
    volume = tensors[asked.path]
    on_page = order(page(asked, tensors))
    assert found["cell"] == [3, 5]
    assert [channel for channel, _ in found["values"]] == list(dict.fromkeys([*on_page, 7]))
    assert all(value == float(volume[channel, 3, 5]) for channel, value in found["values"])


def test_a_cell_that_holds_no_number_says_so_in_words_that_a_script_reads() -> None:
    asked = seen(query="cell=0,0")
    tensors = tensors_for(asked)
    for channel, value in enumerate((float("nan"), float("inf"), float("-inf"))):
        tensors[asked.path][channel, 0, 0] = value
    assert [value for _, value in values(asked, tensors)["values"][:3]] == ["NaN", "Infinity", "-Infinity"]
    made = page(asked, tensors)
    assert "3 values are NaN or infinite" in made.one("p", **{"class": "channels-broken"}).text
    assert "NaN" in made.one("p", **{"class": "cell-says"}).text


def test_values_without_a_cell_are_refused() -> None:
    with pytest.raises(UserError, match="cell"):
        cell.PANEL.make(seen(), tensors_for(seen()))


def test_a_chosen_cell_is_said_in_every_tile_without_a_script() -> None:
    asked = seen(query="cell=2,6")
    tensors = tensors_for(asked)
    said = [tile.text for tile in page(asked, tensors).all("span", **{"class": "tile-value"})]
    assert said == [number_text(float(value)) for value in tensors[asked.path][:64, 2, 6]]


def test_links_lead_to_the_page_and_tell_a_script_the_same_keys() -> None:
    asked = seen(query="page=1&cell=2,6")
    for link in page(asked, tensors_for(asked)).all("a"):
        data = json.loads(link.attributes["data-sight"])
        there = read(
            link.attributes["href"].partition("?")[0].removeprefix("/net/"), link.attributes["href"].partition("?")[2]
        )
        for key, value in data.items():
            now = getattr(there.look.sight, key)
            assert now == getattr(type(there.look.sight)(), key) if value is None else str(now) == value
        assert there.look.sight.cell == (2, 6)


def test_another_order_begins_on_its_first_page() -> None:
    made = page(seen(query="page=1"), tensors_for(seen()))
    assert "page=" not in made.one("a", id="sort-mean").attributes["href"]
    assert "page=1" in made.one("a", id="range-each-channel").attributes["href"]


def test_sorted_pages_are_named_by_places_in_the_order_and_not_by_channels() -> None:
    asked = seen(query="sort=variance&page=1")
    made = page(asked, tensors_for(asked))
    assert "places 65–128 of 128, the largest variance first" in [element.text for element in made.all("p")]
    assert [link.text for link in made.all("a") if link.attributes["id"].startswith("page-")] == ["1–64", "65–128"]
    made = page(seen(query="page=1"), tensors_for(asked))
    assert "channels 64–127 of 128" in [element.text for element in made.all("p")]


def test_many_pages_are_named_around_the_open_one_and_at_both_ends() -> None:
    asked = seen("resnet50/layer4.2", "page=15")
    made = page(asked, tensors_for(asked))
    assert [link.text for link in made.all("a") if link.attributes["id"].startswith("page-")] == [
        "0–63", "832–895", "896–959", "960–1023", "1024–1087", "1088–1151", "1984–2047",
    ]  # fmt: skip
    assert len(order(made)) == 64


def test_the_table_has_the_first_ten_with_their_numbers() -> None:
    asked = seen(query="sort=variance")
    tensors = tensors_for(asked)
    volume = tensors[asked.path].numpy().reshape(128, -1).astype(np.float64)
    made = page(asked, tensors)
    first = sorted(range(128), key=lambda channel: -volume[channel].var())[:10]
    rows = [link.text for link in made.all("a") if link.attributes["id"].startswith("row-")]
    assert rows == [str(channel) for channel in first]
    cells = [element.text for element in made.all("td")][:5]
    best = volume[first[0]]
    assert cells[0] == number_text(best.mean())
    assert cells[3] == number_text(best.var())
    assert cells[4] == share_text((best == 0).mean())


def test_borders_of_a_module_s_tiles_have_the_hues_of_their_branches_and_a_legend() -> None:
    asked = seen("googlenet/inception3a")
    bands = bands_of(asked.graph, "inception3a")
    made = Page.of(channels.PANEL.make(seen("googlenet/inception3a", "page=1"), tensors_for(asked)).body.decode())
    hued = [item.attributes["style"] for item in made.all("li") if item.attributes.get("class") == "hued"]
    hues = [next(band.hue for band in bands if band.first <= channel <= band.last) for channel in range(64, 128)]
    assert hued == [f"--hue:var(--{hue}-line)" for hue in hues]
    legend_items = [item.text.strip() for item in made.all("li") if item.attributes.get("class") is None]
    assert legend_items[:4] == [
        "1×1 conv, 64 0–63", "1×1 conv, 96 – 3×3 conv, 128 64–191", "1×1 conv, 16 – 3×3 conv, 32 192–223",
        "3×3 max pool – 1×1 conv, 32 224–255",
    ]  # fmt: skip


def test_branches_have_the_names_of_the_module_s_own_text_and_of_their_shares() -> None:
    graph = graph_for(config("inception_v3"))
    block = graph.group_by_path["Mixed_7b"]
    names = recipes_of(graph, bands_of(graph, "Mixed_7b"))
    assert len(names) == 4
    assert "; ".join(names) in module(graph, block)[0]
    assert recipes_of(graph, ()) == []


def test_a_vector_is_a_strip_of_bars_from_zero() -> None:
    asked = seen("resnet18/fc")
    tensors = {"fc": torch.linspace(-1, 3, 1000)}
    made = page(asked, tensors)
    bars = [dict(part.split(":") for part in bar.attributes["style"].split(";")) for bar in made.all("i")[1:]]
    assert len(bars) == 256
    span = Span(-3, 3)
    for bar, value in zip(bars, tensors["fc"].tolist(), strict=False):
        top, height = float(bar["top"].rstrip("%")), float(bar["height"].rstrip("%"))
        assert height == pytest.approx(100 * abs(value) / 6, abs=0.01)
        assert (top if value < 0 else top + height) == pytest.approx(50, abs=0.02)
        assert bar["background"] == "#{:02x}{:02x}{:02x}".format(*coloured(np.array([value]), span)[0])


def test_a_vector_s_numbers_are_sorted_too_and_have_no_sheet() -> None:
    asked = seen("resnet18/avgpool", "sort=mean")
    tensors = {asked.path: torch.arange(512.0).reshape(512, 1, 1)}
    first = page(asked, tensors).all("a")[2:6]
    assert "Channel 511: 511" in [link.attributes.get("aria-label") for link in first]
    for picture in (sheet.SHEET, sheet.CHANNEL):
        with pytest.raises(UserError, match="vector"):
            picture.make(asked, tensors)


def test_a_class_is_named_where_the_weights_know_its_name() -> None:
    asked = seen("cifar_resnet20/fc", base="image=shapes&weights=bundled")
    made = page(asked, {"fc": torch.arange(10.0)})
    names = [element.text for element in made.all("td") if not element.attributes.get("class")]
    assert names == list(asked.weights.classes)
    assert f"Channel 9 ({asked.weights.classes[9]}): 9" in made.one("a", id="channel-9").attributes["title"]
