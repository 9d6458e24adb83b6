"""Training on the program's own pictures: it learns, it repeats itself, and what it leaves can be read again."""

import json
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from app.__main__ import main
from app.errors import UserError
from app.image.shapes import CLASSES
from app.nets import build, config
from app.training import train_all
from app.training.record import keep
from app.training.train import Epoch, Pictures, error, pictures, train, turned

NETWORK = config("cifar_resnet20", depths="1,1,1", widths="8,16,32")


def test_pictures_are_centred_and_scaled_as_the_manifest_says() -> None:
    made = pictures("test", 20)
    assert made.x.shape == (20, 3, 32, 32)
    assert made.labels.tolist() == [*range(10), *range(10)]
    assert -1 <= made.x.min() < -0.9
    assert 0.9 < made.x.max() <= 1


def test_a_batch_is_mirrored_and_turned_in_all_eight_ways_and_no_other() -> None:
    torch.manual_seed(0)
    x = torch.rand(1, 3, 4, 4)
    ways = {
        torch.rot90(mirrored, times, (2, 3)).numpy().tobytes() for mirrored, times in product((x, x.flip(3)), range(4))
    }
    found = {picture.contiguous().numpy().tobytes() for picture in turned(x.expand(400, -1, -1, -1)).split(1)}
    assert found == ways


def test_the_share_of_errors_is_counted_over_all_batches() -> None:
    linear = torch.nn.Linear(3 * 32 * 32, 10)
    always_first = torch.nn.Sequential(torch.nn.Flatten(), linear)
    with torch.no_grad():
        linear.weight.zero_()
        linear.bias.copy_(torch.arange(10, 0, -1))
    labels = torch.tensor([0] * 50 + [1] * 150)
    assert error(always_first, Pictures(torch.zeros(200, 3, 32, 32), labels)) == 0.75


def test_training_learns_and_the_same_seed_learns_the_same() -> None:
    learn, test = pictures("train", 160), pictures("test", 40)
    first, again = ([*train(build(NETWORK), learn, test, 3, seed=1)] for _ in range(2))
    assert first == again
    assert first[-1].loss < first[0].loss
    other = [*train(build(NETWORK), learn, test, 1, seed=2)]
    assert other[0] != first[0]


def test_what_is_kept_can_be_read_again_and_replaces_what_was_there(tmp_path: Path) -> None:
    state = build(NETWORK).to(memory_format=torch.channels_last).state_dict()  # type: ignore[call-overload]
    curve = [Epoch(2.0, 0.8, 0.75), Epoch(1.5, 0.5, 0.25)]
    keep(tmp_path, "a", state, curve[:1], 3)
    keep(tmp_path, "b", state, curve, 5)
    keep(tmp_path, "a", state, curve, 7)
    manifest, curves = (json.loads((tmp_path / name).read_text()) for name in ("manifest.json", "curves.json"))
    assert [(entry["preset"], entry["accuracy"], entry["seconds"]) for entry in manifest] == [
        ("a", 0.75, 7),
        ("b", 0.75, 5),
    ]
    assert curves[0] == {"preset": "a", "loss": [2.0, 1.5], "train_error": [0.8, 0.5], "test_error": [0.75, 0.25]}
    assert manifest[0]["sha256"] == sha256((tmp_path / manifest[0]["file"]).read_bytes()).hexdigest()
    assert manifest[0]["classes"] == list(CLASSES)
    kept = load_file(tmp_path / manifest[0]["file"])
    assert all(torch.equal(kept[key], tensor) for key, tensor in state.items())


@pytest.mark.parametrize("name", ["resnet18", "lenet5", "nothing"])
def test_a_network_for_other_pictures_is_refused_before_anything_is_trained(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as refused:
        train_all(["cifar_resnet20", name], tmp_path, 1, print)
    assert refused.value.what == "preset"
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(("name", "said"), [("resnet18", "3x32x32"), ("qqq", "cifar_resnet20")])
def test_the_command_says_in_a_line_what_it_can_train(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, said: str
) -> None:
    assert main(["train", name, "--folder", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert (err.count("\n"), said in err) == (1, True)
