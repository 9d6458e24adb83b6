"""Which weights a configuration has, what is said of them, and that a network holds their very numbers."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from app.errors import UserError
from app.image.types import Transform
from app.image.weights import Weights, bundled, load, weights_for, weights_named
from app.image.weights.folder import store
from app.image.weights.labels import keep_labels
from app.image.weights.published import PUBLISHED, Published
from app.nets import PRESETS, build, config
from tests.checkpoints import SMALL, publish, tensors, use_folder

NAMES = [f"class {number} of many" for number in range(1000)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty weights folder, and nothing bundled."""
    use_folder(monkeypatch, tmp_path / "weights")
    monkeypatch.setattr(bundled, "FOLDER", tmp_path / "bundled")
    return tmp_path / "weights"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Published:
    """cifar_resnet20 has published weights, and they are in the folder."""
    publish(monkeypatch, SMALL)
    store(SMALL, tensors("cifar_resnet20"))
    return SMALL


def names(preset: str, **overrides: object) -> list[str]:
    return [weights.name for weights in weights_for(config(preset, **overrides))]


def loaded(preset: str, weights: Weights, device: str = "cpu", **overrides: object) -> dict[str, torch.Tensor]:
    made = config(preset, **overrides)
    network = build(made, device)
    load(network, made, weights)
    return dict(network.state_dict())


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_random_weights_last_and_they_say_that_they_know_nothing(preset: str) -> None:
    last = weights_for(config(preset, seed=5))[-1]
    assert (last.name, last.kind, last.classes) == ("random", "random", ())
    assert "seed 5" in last.says
    assert "know nothing about pictures" in last.says


@pytest.mark.parametrize("preset", PRESETS)
def test_random_weights_say_that_normalisations_hand_on_what_comes_in_where_there_are_any(preset: str) -> None:
    made = config(preset)
    norms = [module for module in build(made, "meta").modules() if isinstance(module, torch.nn.BatchNorm2d)]
    assert ("hand on what comes in" in weights_for(made)[-1].says) == bool(norms)


@pytest.mark.parametrize(
    ("preset", "field"), [("resnet18", "none"), ("vgg16", "batch"), ("googlenet", "lrn"), ("googlenet_paper", "batch")]
)
def test_what_is_said_of_normalisations_follows_their_field(preset: str, field: str) -> None:
    made = config(preset, norm=field)
    norms = [module for module in build(made, "meta").modules() if isinstance(module, torch.nn.BatchNorm2d)]
    assert ("hand on what comes in" in weights_for(made)[-1].says) == bool(norms)


def test_fresh_normalisations_hand_on_what_comes_in() -> None:
    network, apart = build(config("cifar_resnet20")), list[float]()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.register_forward_hook(
                lambda _module, inputs, output: apart.append(float((output - inputs[0]).abs().max()))
            )
    with torch.no_grad():
        network(torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(0)))
    assert len(apart) == 19  # one behind each convolution
    assert max(apart) < 1e-4


@pytest.mark.parametrize(("preset", "fades"), [("plain18", True), ("inception_v3", True), ("resnet18", False)])
def test_what_is_said_of_a_fading_signal_is_so(preset: str, fades: bool) -> None:
    made = config(preset, input=(3, 96, 96))
    network, widths = build(made), list[float]()
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.register_forward_hook(lambda _module, _inputs, output: widths.append(output.std().item()))
    with torch.no_grad():
        network(torch.randn(1, *made.input, generator=torch.Generator().manual_seed(0)))
    assert ("fade" in weights_for(made)[-1].says) == fades == (widths[-1] < 1e-3 * widths[0])


def test_random_weights_are_the_seed_s_on_a_network_of_any_device() -> None:
    expected = build(config("cifar_resnet20", seed=3)).state_dict()
    for device in ("cpu", "meta"):
        found = loaded("cifar_resnet20", weights_named(config("cifar_resnet20"), "random"), device, seed=3)
        assert all(torch.equal(found[key], tensor) for key, tensor in expected.items())
    assert not torch.equal(
        expected["conv1.weight"], build(config("cifar_resnet20", seed=4)).state_dict()["conv1.weight"]
    )


def test_the_transform_of_random_weights_follows_the_input() -> None:
    for edge, resize in ((224, 256), (299, 342), (32, 37)):
        assert weights_for(config("resnet18", input=(3, edge, edge)))[-1].transform.resize == resize
    assert weights_for(config("resnet18", input=(3, 100, 224)))[-1].transform.resize == 256


def test_published_weights_are_offered_once_they_are_in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(monkeypatch, SMALL)
    assert names("cifar_resnet20") == ["random"]
    store(SMALL, tensors("cifar_resnet20"))
    assert names("cifar_resnet20") == ["TAG_V1", "random"]
    assert names("cifar_resnet32") == ["random"]


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_a_network_gets_the_published_numbers(small: Published, device: str) -> None:
    [weights, _] = weights_for(config("cifar_resnet20"))
    assert weights.kind == "published"
    assert "70.0 %" in weights.accuracy
    assert weights.accuracy in weights.says
    assert weights.transform == small.transform
    expected = tensors("cifar_resnet20")
    found = loaded("cifar_resnet20", weights, device)
    assert all(torch.equal(found[key], tensor) for key, tensor in expected.items())


@pytest.mark.parametrize(
    ("overrides", "fits"),
    [
        ({"input": (3, 64, 64)}, True),
        ({"seed": 9}, True),
        ({"input": (1, 32, 32)}, False),
        ({"classes": 7}, False),
        ({"activation": "tanh"}, False),
        ({"shortcut": "B"}, False),
        ({"shortcut": "none"}, False),
        ({"depths": (3, 3, 4)}, False),
    ],
)
def test_published_weights_are_of_the_network_as_it_was_published(
    small: Published, overrides: dict[str, object], fits: bool
) -> None:
    assert names("cifar_resnet20", **overrides) == (["TAG_V1", "random"] if fits else ["random"])


def test_a_larger_input_is_resized_in_proportion(small: Published) -> None:
    [weights, _] = weights_for(config("cifar_resnet20", input=(3, 64, 48)))
    assert weights.transform == replace(small.transform, resize=72)


def test_auxiliary_heads_are_offered_with_weights_that_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    row = replace(SMALL, preset="googlenet")
    publish(monkeypatch, row)
    store(row, {"fc.weight": torch.zeros(1)})
    assert (names("googlenet"), names("googlenet", aux=True)) == (["TAG_V1", "random"], ["random"])
    store(row, {key: torch.zeros(1) for key in build(config("googlenet", aux=True), "meta").state_dict()})
    assert names("googlenet", aux=True) == ["TAG_V1", "random"]


def test_a_name_is_answered_with_those_there_are(small: Published) -> None:
    made = config("cifar_resnet20")
    assert [weights_named(made, name).name for name in ("", "TAG_V1", "random")] == ["TAG_V1", "TAG_V1", "random"]
    for name in ("bundled", "tag_v1", "../x"):
        with pytest.raises(UserError, match="Allowed: TAG_V1, random"):
            weights_named(made, name)


def test_published_weights_that_are_not_here_are_told_apart_from_a_wrong_name() -> None:
    with pytest.raises(UserError, match=r"not here.*allowed: random"):
        weights_named(config("resnet18"), "IMAGENET1K_V1")


def test_a_stored_file_that_was_damaged_or_taken_away_is_refused(small: Published, folder: Path) -> None:
    made = config("cifar_resnet20")
    weights = weights_named(made, "TAG_V1")
    file = folder / "cifar_resnet20-TAG_V1.safetensors"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(UserError, match=r"“cifar_resnet20-TAG_V1\.safetensors”.*damaged"):
        load(build(made), made, weights)
    file.unlink()
    with pytest.raises(UserError, match="gone"):
        load(build(made), made, weights)


def test_no_published_name_leads_out_of_the_folder() -> None:
    for row in PUBLISHED:
        assert not set(f"{row.preset}-{row.tag}") & set("/\\. \0")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(NAMES),
        "\r\n".join(NAMES) + "\r\n",
        "\n".join(f"n01440764 {name}" for name in NAMES),
        json.dumps(NAMES),
        json.dumps({str(number): ["n01440764", name.replace(" ", "_")] for number, name in enumerate(NAMES)}),
    ],
    ids=["lines", "crlf", "synset words", "list", "class index"],
)
def test_labels_name_the_classes_of_published_weights(small: Published, tmp_path: Path, text: str) -> None:
    assert weights_for(config("cifar_resnet20"))[0].classes == ()
    (tmp_path / "names").write_bytes(b"\xef\xbb\xbf" + text.encode())
    keep_labels(tmp_path / "names")
    published, at_random = weights_for(config("cifar_resnet20"))
    assert list(published.classes) == NAMES
    assert at_random.classes == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        "\n".join(NAMES[:999]).encode(),
        "\n".join([*NAMES[:999], "a\0b"]).encode(),
        "\n".join([*NAMES[:999], "x" * 201]).encode(),
        b"\n" * 1000,
        json.dumps([*NAMES[:999], 3]).encode(),
        json.dumps({"0": NAMES}).encode(),
        b"[" * 100_000,
        b"{" + b'"a":' * 20_000,
        b"\xff\xfe" * 1000,
        b"<html>",
    ],
)
def test_what_is_no_list_of_a_thousand_names_is_refused(tmp_path: Path, folder: Path, data: bytes) -> None:
    (tmp_path / "names").write_bytes(data)
    with pytest.raises(UserError, match="1000 names"):
        keep_labels(tmp_path / "names")
    assert not folder.exists()


def test_labels_over_the_limit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes(b"x" * 300_000)
    with pytest.raises(UserError, match="200,000"):
        keep_labels(tmp_path / "names")


def bundle(folder: Path, preset: str) -> None:
    """A manifest with one entry, as the training writes it."""
    folder.mkdir()
    save_file(tensors(preset), folder / "mine.safetensors")
    entry = {
        "preset": preset,
        "file": "mine.safetensors",
        "sha256": hashlib.sha256((folder / "mine.safetensors").read_bytes()).hexdigest(),
        "classes": [f"kind {number}" for number in range(10)],
        "accuracy": 0.9712,
        "test_images": 1000,
        "transform": {"resize": 32, "interpolation": "bilinear", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]},
    }
    (folder / "manifest.json").write_text(json.dumps([entry]))


def test_bundled_weights_say_what_they_were_trained_on_and_are_loaded(tmp_path: Path) -> None:
    bundle(tmp_path / "bundled", "cifar_resnet20")
    [found, _] = weights_for(config("cifar_resnet20"))
    assert (found.name, found.kind) == ("bundled", "bundled")
    assert "32×32" in found.says
    assert "97.1 % of 1,000" in found.says
    assert found.classes[3] == "kind 3"
    assert found.transform == Transform(32, "bilinear", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    expected = tensors("cifar_resnet20")
    assert all(torch.equal(tensor, expected[key]) for key, tensor in loaded("cifar_resnet20", found).items())
    assert names("cifar_resnet20", input=(3, 48, 48)) == ["bundled", "random"]
    assert names("cifar_resnet20", classes=9) == names("cifar_plain20") == ["random"]


def test_an_accuracy_names_the_size_that_it_was_measured_at_where_the_input_has_another(tmp_path: Path) -> None:
    bundle(tmp_path / "bundled", "cifar_resnet20")
    for size, says in (
        (32, "97.1 % of 1,000 held-out pictures right."),
        (64, "at 32×32; at 64×64 nobody has measured it."),
    ):
        [found, _] = weights_for(config("cifar_resnet20", input=(3, size, size)))
        assert found.says.endswith(says)


def test_a_bundled_file_that_is_not_the_manifest_s_is_our_bug(tmp_path: Path) -> None:
    bundle(tmp_path / "bundled", "cifar_resnet20")
    [found, _] = weights_for(config("cifar_resnet20"))
    save_file(tensors("cifar_resnet20", seed=8), tmp_path / "bundled" / "mine.safetensors")
    with pytest.raises(AssertionError, match="not what was trained"):
        loaded("cifar_resnet20", found)
