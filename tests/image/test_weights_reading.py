"""A file becomes tensors, or is refused: the formats there are, damage of every kind, and files that mean harm."""

import io
import os
import pickle
import random
import struct
import tarfile
from collections import OrderedDict
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from app.errors import UserError
from app.image.weights.reading import read
from app.limits import limit

FORMATS = ("zip", "legacy", "safetensors")


def small() -> dict[str, Tensor]:
    return {"a.weight": torch.arange(12.0).reshape(3, 4), "a.half": torch.ones(5).half(), "a.count": torch.tensor(3)}


def write(file: Path, tensors: Any, format: str) -> Path:
    if format == "safetensors":
        save_file(tensors, file)
    else:
        torch.save(tensors, file, _use_new_zipfile_serialization=format == "zip")
    return file


def refusal(file: Path) -> str:
    with pytest.raises(UserError) as refused:
        read(file)
    assert str(file.parent) not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gives_the_tensors_that_were_saved(tmp_path: Path, format: str) -> None:
    found = read(write(tmp_path / "a", small(), format))
    assert set(found) == set(small())
    for key, tensor in small().items():
        assert torch.equal(found[key], tensor)
        assert found[key].dtype == tensor.dtype


@pytest.mark.parametrize("format", ["zip", "legacy"])
def test_a_module_s_own_state_dict_and_parameters_are_read(tmp_path: Path, format: str) -> None:
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
    for number, saved in enumerate((network.state_dict(), OrderedDict(network.named_parameters()))):
        found = read(write(tmp_path / str(number), saved, format))
        assert all(torch.equal(found[key], tensor) for key, tensor in saved.items())


@pytest.mark.parametrize("outer", ["state_dict", "model"])
def test_weights_that_a_training_program_kept_are_found(tmp_path: Path, outer: str) -> None:
    file = write(tmp_path / "a", {"epoch": 3, "arch": "resnet18", outer: small()}, "zip")
    assert set(read(file)) == set(small())


class Harm:
    """Unpickled, it would create a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.file}",)


@pytest.mark.parametrize("protocol", [2, 4])
@pytest.mark.parametrize("zipped", [True, False])
def test_code_in_a_pickle_is_named_and_never_runs(tmp_path: Path, zipped: bool, protocol: int) -> None:
    harmed, file = tmp_path / "harmed", tmp_path / "a.pth"
    weights = {**small(), "b": Harm(harmed)}
    torch.save(weights, file, pickle_protocol=protocol, _use_new_zipfile_serialization=zipped)
    assert "posix.system" in refusal(file) or protocol == 4
    assert not harmed.exists()
    torch.load(file, weights_only=False)  # it would have
    assert harmed.exists()


def test_a_bare_pickle_that_calls_something_is_refused(tmp_path: Path) -> None:
    harmed, file = tmp_path / "harmed", tmp_path / "a.pth"
    file.write_bytes(pickle.dumps(Harm(harmed), protocol=2))
    assert "posix.system" in refusal(file)
    assert not harmed.exists()


def members(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(file: Path, contents: dict[str, bytes], compression: int = ZIP_STORED) -> Path:
    with ZipFile(file, "w", compression) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return file


@pytest.mark.parametrize(
    ("name", "said"),
    [("a/extra.pkl", "extra.pkl"), ("a/code/net.py", "TorchScript"), ("b/data.pkl", "b/data.pkl"), ("../x", "../x")],
)
def test_a_zip_with_anything_more_is_refused(tmp_path: Path, name: str, said: str) -> None:
    file = write(tmp_path / "a", small(), "zip")
    assert said in refusal(rewrite(file, {**members(file), name: pickle.dumps(1)}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = write(tmp_path / "a", small(), "zip")
    bomb = {name: bytes(50_000_000) if name.endswith("/data/0") else data for name, data in members(file).items()}
    assert "compressed" in refusal(rewrite(file, bomb, ZIP_DEFLATED))
    assert file.stat().st_size < 100_000


def test_a_directory_of_a_zip_larger_than_an_index_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a", {f"key{number}": torch.zeros(1) for number in range(200)}, "zip")
    read(file)
    monkeypatch.setattr("app.image.weights.pickles.limit", lambda name: 5000)
    assert "damaged" in refusal(file)


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("claimed", [2_000_000, 2**31 - 1])
def test_a_tensor_that_claims_more_numbers_than_there_are_is_refused(
    tmp_path: Path, zipped: bool, claimed: int
) -> None:
    file = write(tmp_path / "a", {"a": torch.zeros(1_000_003)}, "zip" if zipped else "legacy")
    true, false = struct.pack("<i", 1_000_003), struct.pack("<i", claimed)
    if zipped:
        rewrite(file, {name: data.replace(true, false) for name, data in members(file).items()})
    else:
        file.write_bytes(file.read_bytes()[:1000].replace(true, false) + file.read_bytes()[1000:])
    refusal(file)


def test_a_view_that_repeats_one_number_without_end_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a", {"a": torch.zeros(1).expand(10**12)}, "zip")
    assert "more numbers than the file holds" in refusal(file)


@pytest.mark.parametrize("format", FORMATS)
def test_a_truncated_file_is_refused_wherever_it_ends(tmp_path: Path, format: str) -> None:
    whole = write(tmp_path / "a", small(), format).read_bytes()
    file = tmp_path / "cut"
    for end in {*range(0, len(whole), max(1, len(whole) // 60)), len(whole) - 1}:
        file.write_bytes(whole[:end])
        refusal(file)


@pytest.mark.parametrize("format", FORMATS)
def test_a_damaged_byte_is_refused_or_harmless(tmp_path: Path, format: str) -> None:
    whole = write(tmp_path / "a", small(), format).read_bytes()
    file, chance = tmp_path / "cut", random.Random(0)
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] = chance.randrange(256)
        file.write_bytes(damaged)
        try:
            read(file)
        except UserError:
            continue


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused_with_its_key(tmp_path: Path, format: str, number: float) -> None:
    weights = small()
    weights["a.weight"][1, 2] = number
    assert "a.weight" in refusal(write(tmp_path / "a", weights, format))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"a": "words"}, "“a” is a str"),
        ({"a": {"b": torch.zeros(1)}}, "“a” is a dict"),
        ({3: torch.zeros(1)}, "“3”"),
        ([torch.zeros(1)], "list"),
        (torch.zeros(1), "Tensor"),
        ({}, "no tensors"),
        ({"a": torch.zeros(1, dtype=torch.float64)}, "float64"),
        ({"a": torch.zeros(1, dtype=torch.complex64)}, ""),
        ({"a": torch.eye(3).to_sparse()}, "sparse"),
        ({"a": torch.zeros(3, device="meta")}, "meta"),
    ],
)
def test_what_is_no_dictionary_of_plain_tensors_is_refused(tmp_path: Path, weights: object, said: str) -> None:
    assert said in refusal(write(tmp_path / "a", weights, "zip"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n <!DOCTYPE html><html>Not found</html>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "neither"),
        (b"PK\x03\x04", "damaged"),
        (b"PK\x05\x06" + bytes(18), "data.pkl"),
        (b"\x80\x02", "damaged"),
        (b"\x80\x02." * 4, "damaged"),
        ((2**40).to_bytes(8, "little") + b"{}", "header"),
        ((10**8).to_bytes(8, "little") + b"{" + b"[" * 1000, "header"),
        ((1000).to_bytes(8, "little") + b"{" + b"[" * 999, "damaged"),
    ],
)
def test_what_is_no_checkpoint_is_told_for_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "a.pth"
    file.write_bytes(data)
    assert said in refusal(file)


def test_a_tar_is_told_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "a.pth"
    with tarfile.open(file, "w") as archive:
        archive.addfile(tarfile.TarInfo("storages"), io.BytesIO())
    assert "tar" in refusal(file)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "a file" in refusal(tmp_path / "pipe")
    assert "a file" in refusal(tmp_path)
    assert "a file" in refusal(Path("/dev/zero"))


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.pth"
    with file.open("wb") as opened:
        opened.truncate(limit("weights_bytes") + 1)
    assert f"{limit('weights_bytes'):,}" in refusal(file)
