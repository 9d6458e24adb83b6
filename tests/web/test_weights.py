"""The page about weights: its numbers are those of the manifest, its links lead on, added files are seen at once."""

from pathlib import Path

import httpx
import pytest

from app.image.shapes import CLASSES
from app.image.trained import trained
from app.image.weights.folder import place
from app.image.weights.published import PUBLISHED
from app.scene.titles import network_title
from app.web.curves import curves_figure
from app.web.weights import chance
from tests.web.page import Page


@pytest.fixture
def html(browser_client: httpx.Client) -> str:
    answer = browser_client.get("/weights")
    assert answer.status_code == 200
    return answer.text


def test_accuracies_on_the_page_are_those_that_were_measured(html: str) -> None:
    text = " ".join(Page.of(html).one("main", id="main").text.split())
    for network in trained():
        assert f"{network_title(network.preset)}{100 * network.accuracy:.1f} % ±" in text.replace(" ±", " ±")


def test_every_class_has_a_picture_that_opens_in_a_network(html: str, browser_client: httpx.Client) -> None:
    page = Page.of(html)
    links = [f"/net/cifar_resnet20?image=shape-{name}" for name in CLASSES]
    assert [link for link in page.links if "image=" in link] == links
    for name in CLASSES:
        answer = browser_client.get(f"/images/shape-{name}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert browser_client.get(links[0]).status_code == 200


def test_the_table_has_a_row_an_epoch_and_the_curves_of_every_network(html: str) -> None:
    page = Page.of(html)
    heads = [cell.text for cell in page.all("th", scope="colgroup")]
    assert heads == [network_title(network.preset) for network in trained()]
    cells = [cell.text for cell in page.all("td", **{"class": "number"})]
    first = trained()[0]
    assert {f"{100 * error:.1f}" for error in (*first.test_error, *first.train_error)} <= set(cells)


def test_the_figure_has_two_lines_a_network_with_a_value_an_epoch() -> None:
    networks = trained()
    lines = curves_figure(networks)["data"]
    assert len(lines) == 2 * len(networks)
    assert [line["line"]["dash"] for line in lines[:2]] == ["solid", "dot"]
    for network, line in zip(networks, lines[::2], strict=True):
        assert line["x"] == [*range(1, network.epochs + 1)]
        assert line["y"][-1] == pytest.approx(100 * (1 - network.accuracy), abs=0.02)
    assert len({line["line"]["color"] for line in lines}) == len(networks)


def test_every_published_file_has_its_address(html: str) -> None:
    codes = {code.text for code in Page.of(html).all("code")}
    assert {row.url for row in PUBLISHED} <= codes
    assert f"python -m app weights add {PUBLISHED[0].url}" in codes


def test_a_file_that_is_added_while_the_server_runs_is_here(
    browser_client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here() -> int:
        return sum(cell.text == "yes" for cell in Page.of(browser_client.get("/weights").text).all("td"))

    monkeypatch.setattr("app.image.weights.folder.folder", lambda: tmp_path)
    assert here() == 0
    place(PUBLISHED[0]).write_bytes(b"")
    assert here() == 1


def test_the_page_is_right_about_the_networks_of_20_layers() -> None:
    """Its sentences are written for these curves: as many steps for both, and the plain one behind in training too."""
    residual, plain = (next(it for it in trained() if it.preset == f"cifar_{kind}20") for kind in ("resnet", "plain"))
    assert residual.steps == plain.steps
    assert residual.train_error[-1] < plain.train_error[-1]
    assert residual.test_error[-1] < plain.test_error[-1]


def test_a_share_counted_on_few_pictures_may_be_further_off() -> None:
    assert chance(0.5, 100) == pytest.approx(0.098)
    assert chance(0.98, 1000) < chance(0.9, 1000) < chance(0.9, 100)


def test_unknown_keys_are_refused(browser_client: httpx.Client) -> None:
    assert browser_client.get("/weights?x=1").status_code == 422


def test_the_gallery_leads_to_the_page(browser_client: httpx.Client) -> None:
    assert "/weights" in Page.of(browser_client.get("/").text).links


def test_what_the_page_concludes_from_the_curves_is_so() -> None:
    """The plain network is behind on what it learnt from as well, by more than chance: the page says so in words."""
    residual, plain = (
        next(net for net in trained() if net.preset == name) for name in ("cifar_resnet20", "cifar_plain20")
    )
    assert plain.train_error[-1] > 2 * residual.train_error[-1]
    assert residual.accuracy - plain.accuracy > 0.03


@pytest.mark.parametrize(("weights", "leads"), [("random", True), ("bundled", False)])
def test_random_weights_lead_to_those_that_know_something(
    browser_client: httpx.Client, weights: str, leads: bool
) -> None:
    for page in ("/net/cifar_resnet20", "/activations/prediction/cifar_resnet20"):
        shown = browser_client.get(f"{page}?image=shapes&weights={weights}").text
        assert ("/weights" in Page.of(shown).links) == leads, page
