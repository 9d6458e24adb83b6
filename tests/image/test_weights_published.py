"""The table of published files against torchvision's own enums, and against what a file's name and a preset say."""

import re
from typing import Any

import pytest

from app.bench.peers import torchvision_models
from app.image.weights.published import HALF, IMAGENET_MEAN, IMAGENET_STD, PUBLISHED, Published, of_preset
from app.nets import PRESETS

TORCHVISION = [row for row in PUBLISHED if row.publisher == "torchvision"]
TIMM = [row for row in PUBLISHED if row.publisher == "timm"]


def name_of(row: Published) -> str:
    return f"{row.preset}:{row.tag}"


@pytest.mark.parametrize("row", TORCHVISION, ids=name_of)
def test_a_torchvision_row_says_what_its_enum_says(row: Published) -> None:
    enum: Any = torchvision_models().get_model_weights(row.preset)[row.tag]
    transform = enum.transforms()
    assert row.url == enum.url
    assert row.accuracy == tuple(enum.meta["_metrics"]["ImageNet-1K"][key] for key in ("acc@1", "acc@5"))
    assert [row.transform.resize] == transform.resize_size
    assert row.transform.interpolation == transform.interpolation.value
    assert max(PRESETS[row.preset].input) == transform.crop_size[0]
    if row.transform.mean != HALF:
        assert (row.transform.mean, row.transform.std) == (tuple(transform.mean), tuple(transform.std))


def test_every_preset_with_torchvision_s_name_has_all_its_imagenet_files() -> None:
    models = torchvision_models()
    theirs = {
        (preset, enum.name)
        for preset in PRESETS
        if preset in models.list_models()
        for enum in models.get_model_weights(preset)
        if enum.name.startswith("IMAGENET1K_V")
    }
    assert {(row.preset, row.tag) for row in TORCHVISION} == theirs


@pytest.mark.parametrize("preset", ["googlenet", "inception_v3"])
def test_half_is_what_transform_input_makes_of_torchvision_s_normalisation(preset: str) -> None:
    [row] = [row for row in of_preset(preset) if row.publisher == "torchvision"]
    for mean, std in zip(IMAGENET_MEAN, IMAGENET_STD, strict=True):
        for pixel in (0.0, 0.25, 1.0):
            theirs = (pixel - mean) / std * (std / 0.5) + (mean - 0.5) / 0.5  # torchvision's _transform_input
            assert (pixel - row.transform.mean[0]) / row.transform.std[0] == pytest.approx(theirs)


@pytest.mark.parametrize(("preset", "resize"), [("resnet26", 256), ("inception_v4", 341), ("inception_resnet_v2", 333)])
def test_timm_resizes_to_the_crop_over_its_share_rounded_down(preset: str, resize: int) -> None:
    assert of_preset(preset)[0].transform.resize == resize


def test_a_timm_row_is_bicubic_and_at_its_hub_address() -> None:
    for row in TIMM:
        assert row.transform.interpolation == "bicubic"
        assert f"/timm/{row.preset}.{row.tag}/" in row.url
        assert row.accuracy is None


def test_every_row_is_of_a_preset_and_has_a_name_of_its_own() -> None:
    assert {row.preset for row in PUBLISHED} <= set(PRESETS)
    assert len({name_of(row) for row in PUBLISHED}) == len(PUBLISHED)
    files = [row.file for row in PUBLISHED if row.file]
    assert len(set(files)) == len(files)


def test_a_hash_is_what_a_file_s_name_ends_in() -> None:
    for row in PUBLISHED:
        assert bool(row.hash) == bool(row.file)
        assert re.fullmatch("[0-9a-f]{8}|", row.hash)
        assert row.file.endswith(f"-{row.hash}.pth" if row.hash else "")
