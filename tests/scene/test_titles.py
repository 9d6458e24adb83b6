"""Presets have the names that people say."""

import pytest

from app.scene.titles import network_title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("resnet34", "ResNet-34"),
        ("resnet50_v1", "ResNet-50 v1"),
        ("resnet50d", "ResNet-50-D"),
        ("resnext101_64x4d", "ResNeXt-101 64x4d"),
        ("wide_resnet50_2", "Wide ResNet-50-2"),
        ("inception_resnet_v2", "Inception-ResNet-v2"),
    ],
)
def test_a_network_is_called_what_people_call_it(name: str, title: str) -> None:
    assert network_title(name) == title
