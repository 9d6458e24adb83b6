"""The piece `prediction` over HTTP: what it says against numbers computed in the test."""

import re

import httpx
import numpy as np
import pytest
import torch

from app.image.weights import weights_named
from app.nets import build, config
from app.web.panels.prediction import change
from tests.web.page import Page
from tests.web.pieces import RESNET, SMALL, given, got, number, silence


@torch.no_grad()
def test_the_prediction_has_the_five_largest_probabilities_of_the_network(web: httpx.Client) -> None:
    page = Page.of(got(web, "prediction", "resnet18"))
    expected = torch.softmax(build(RESNET)(given(RESNET))[0].double(), 0).sort(descending=True)
    names = [link.text for link in page.all("a", **{"class": "sight-link"})]
    assert names == [f"class {place}" for place in expected.indices[:5].tolist()]
    told = [number(span.text) for span in page.all("span", **{"class": "guess-number"})]
    assert told == pytest.approx((100 * expected.values[:5]).tolist(), rel=5e-3)


def test_each_class_leads_to_its_explanation_and_one_that_is_asked_for_is_shown_too(web: httpx.Client) -> None:
    page = Page.of(got(web, "prediction", "resnet18", f"{SMALL}&class=999"))
    links = page.all("a", **{"class": "sight-link"})
    assert [link.text for link in links if link.attributes.get("aria-current")] == ["class 999"]
    for link in links:
        place = link.text.removeprefix("class ")
        assert link.attributes["data-sight"] == f'{{"class":"{place}"}}'
        assert f"class={place}" in link.attributes["href"]


def bar_ends(html: str) -> tuple[float, list[float]]:
    """Where chance lies in the room for bars, and how long the bars are, in percent."""
    chance = re.search(r"--chance:([\d.]+)%", html)
    assert chance
    return float(chance[1]), [float(width) for width in re.findall(r'<i style="width:([\d.]+)%', html)]


@torch.no_grad()
def test_what_is_near_chance_looks_like_chance(web: httpx.Client) -> None:
    html = got(web, "prediction", "resnet18")
    chance, bars = bar_ends(html)
    found = torch.softmax(build(RESNET)(given(RESNET))[0].double(), 0).sort(descending=True).values[:5]
    assert chance == 50
    assert bars == pytest.approx((100 * found / 0.002).tolist(), abs=0.01), "they begin at 0 and end at 0.2 %"
    assert "begin at 0 and end at 0.2 %; the line in them is at 0.1 %, which each of 1,000 classes" in html


def test_bars_of_a_network_that_knows_something_end_at_100_percent(web: httpx.Client) -> None:
    html = got(web, "prediction", "cifar_resnet20", "image=shape-ring")
    chance, bars = bar_ends(html)
    told = Page.of(html).all("span", **{"class": "guess-number"})
    assert chance == 10
    assert bars[0] == pytest.approx(number(told[0].text), rel=5e-3)
    assert "end at 100 %" in html


def test_what_a_change_is_told_in_has_digits_enough_to_be_seen() -> None:
    before, after = np.array([0.00110049, 0.99889951]), np.array([0.00110001, 0.99889999])
    assert change(before, after, 0) == ("0.11005 %", "0.11000 %")
    assert change(before, before, 1) == ("99.9 %", "99.9 %")
    assert change(None, before, 0) == ("", "0.11 %")


def test_a_change_of_random_weights_is_said_to_be_chance_too(web: httpx.Client) -> None:
    html = got(web, "prediction", "resnet18", f"{SMALL}&off=layer2.0")
    assert "With random weights this change is chance too." in html
    went = re.search(r"(?:from|goes from) ([\d.]+) % to ([\d.]+) %", html)
    assert went
    assert went[1] != went[2]


def test_an_accuracy_was_measured_with_all_blocks_on(web: httpx.Client) -> None:
    query = "image=shape-ring&weights=bundled"
    assert "Accuracy of these weights: " in got(web, "prediction", "cifar_resnet20", query)
    off = got(web, "prediction", "cifar_resnet20", f"{query}&off=layer3.1")
    assert "Accuracy of these weights with all blocks on: " in off


@pytest.mark.parametrize(("image", "foreign"), [("shapes", True), ("scene", True), ("shape-ring", False)])
def test_a_picture_that_is_not_of_the_learnt_kind_is_said_to_be_none(
    web: httpx.Client, image: str, foreign: bool
) -> None:
    html = got(web, "prediction", "cifar_resnet20", f"image={image}&weights=bundled")
    assert ("32 × 32 drawings of one shape or texture" in html) == foreign
    assert "not of the kind" not in got(web, "prediction", "cifar_resnet20", f"image={image}&weights=random")


def test_random_weights_are_said_to_know_nothing(web: httpx.Client) -> None:
    html = got(web, "prediction", "resnet18")
    assert "This is chance." in html
    assert "each of its 1,000 classes 0.1 %" in html


@torch.no_grad()
def test_with_a_block_off_the_prediction_stands_beside_the_undisturbed_one(web: httpx.Client) -> None:
    page = Page.of(got(web, "prediction", "resnet18", f"{SMALL}&off=layer2.0"))
    network = build(RESNET)
    before = torch.softmax(network(given(RESNET))[0].double(), 0)
    silence(network, "layer2.0")
    after = torch.softmax(network(given(RESNET))[0].double(), 0)
    for link, told in zip(
        page.all("a", **{"class": "sight-link"}), page.all("span", **{"class": "guess-number"}), strict=True
    ):
        place = int(link.text.removeprefix("class "))
        now, then = map(number, told.text.replace("%", "").split("with all blocks"))
        assert (now, then) == pytest.approx((100 * float(after[place]), 100 * float(before[place])), rel=5e-3)
    assert (
        f"{100 * float((after - before).abs().sum() / 2):.3g} % of the probability has moved"
        in page.one("p", **{"class": "guesses-changed"}).text
    )


def test_a_picture_that_was_made_to_show_something_says_so_beside_its_class(web: httpx.Client) -> None:
    html = got(web, "prediction", "cifar_resnet20", "image=shape-ring")
    truth = [
        link.text for link in Page.of(html).all("a", **{"class": "sight-link"}) if "what the picture shows" in link.text
    ]
    assert truth == ["ring what the picture shows"]
    assert f"Accuracy of these weights: {weights_named(config('cifar_resnet20'), 'bundled').accuracy}." in html
    assert "This is chance." not in html
