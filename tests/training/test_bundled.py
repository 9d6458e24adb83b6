"""The bundled networks, measured again: what the manifest and the README say of them is what they do."""

import json
import re
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
import torch

from app.image.shapes import CLASSES, picture
from app.image.trained import BUNDLED, trained
from app.image.transform import prepared
from app.image.weights import load, weights_named
from app.nets import build, config
from app.training import TRAINED

MANIFEST: list[dict[str, Any]] = json.loads((BUNDLED / "manifest.json").read_text())
README = Path(__file__).parents[2] / "README.md"
SAMPLE = 200

bundled = pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["preset"])


def test_every_network_that_the_script_trains_is_here_and_no_other() -> None:
    assert [entry["preset"] for entry in MANIFEST] == [network.preset for network in trained()] == [*TRAINED]
    assert {file.stem for file in BUNDLED.glob("*.safetensors")} == set(TRAINED)


@bundled
def test_the_file_is_the_one_that_was_measured(entry: dict[str, Any]) -> None:
    data = (BUNDLED / entry["file"]).read_bytes()
    assert sha256(data).hexdigest() == entry["sha256"]
    assert len(data) < 2_000_000
    assert tuple(entry["classes"]) == CLASSES


@bundled
def test_held_out_pictures_are_classified_as_rightly_as_the_manifest_says(entry: dict[str, Any]) -> None:
    """The first 200 of the test pictures, by the way that a visitor's picture takes. The share of right ones among
    200 lies within 2.6 standard errors of that among all in 99 of 100 samples; floating point may move one more."""
    chosen = config(entry["preset"])
    weights = weights_named(chosen, "bundled")
    network = build(chosen)
    load(network, chosen, weights)
    pixels, labels = zip(*(picture("test", index) for index in range(SAMPLE)), strict=True)
    x = torch.stack([prepared(each, weights.transform, (32, 32), (50, 50)).input for each in pixels])
    with torch.no_grad():
        right = (network(x).argmax(1) == torch.tensor(labels)).float().mean().item()
    error = sqrt(entry["accuracy"] * (1 - entry["accuracy"]) / SAMPLE)
    assert right == pytest.approx(entry["accuracy"], abs=2.6 * error + 1 / SAMPLE)


@bundled
def test_the_curve_ends_at_the_accuracy_of_the_manifest(entry: dict[str, Any]) -> None:
    [network] = [network for network in trained() if network.preset == entry["preset"]]
    assert len(network.loss) == len(network.train_error) == len(network.test_error) == entry["epochs"]
    assert 1 - network.test_error[-1] == pytest.approx(entry["accuracy"], abs=1e-4)


@bundled
def test_the_readme_states_the_accuracy_of_the_manifest(entry: dict[str, Any]) -> None:
    [row] = re.findall(
        rf"^\| `{entry['preset']}` \| ([\d.]+) % \| (\d+) \| (\d+) s \|", README.read_text(), re.MULTILINE
    )
    accuracy, epochs, seconds = row
    assert (accuracy, int(epochs), int(seconds)) == (
        f"{100 * entry['accuracy']:.1f}",
        entry["epochs"],
        entry["seconds"],
    )
