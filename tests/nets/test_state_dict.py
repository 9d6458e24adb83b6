"""Published checkpoints must load: the names, shapes and types of torchvision's and timm's `state_dict`s, in order."""

import pytest

from app.nets import build
from tests.reference import STATE_DICTS, config_of, names, read


@pytest.mark.parametrize("name", names(STATE_DICTS))
def test_state_dict_is_the_published_one(name: str) -> None:
    published, config = read(STATE_DICTS, name), config_of(name)
    if any(key.lower().startswith("aux") for key, *_ in published):  # torchvision's checkpoints hold the heads
        config = config.override({"aux": True})
    ours = build(config, "meta").state_dict()
    described = [[key, list(tensor.shape), str(tensor.dtype).removeprefix("torch.")] for key, tensor in ours.items()]
    assert described == published
