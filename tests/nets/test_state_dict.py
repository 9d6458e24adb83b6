"""Published checkpoints must load: the names, shapes and types in torchvision's `state_dict`s, in their order."""

import pytest

from app.nets import build
from tests.reference import STATE_DICTS, config_of, names, read


@pytest.mark.parametrize("name", names(STATE_DICTS))
def test_state_dict_is_torchvision_s(name: str) -> None:
    ours = build(config_of(name), "meta").state_dict()
    described = [[key, list(tensor.shape), str(tensor.dtype).removeprefix("torch.")] for key, tensor in ours.items()]
    assert described == read(STATE_DICTS, name)
