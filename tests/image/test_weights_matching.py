"""A checkpoint's keys and shapes against a network's: the published lists fit, and whatever differs is named."""

import pytest
import torch
from torch import Tensor

from app.errors import UserError
from app.image.weights.matching import COUNT, matched
from app.nets import build, config
from tests.checkpoints import tensors
from tests.reference import STATE_DICTS, config_of, names, read

SMALL = config("cifar_resnet20")


def refusal(weights: dict[str, Tensor]) -> str:
    with pytest.raises(UserError) as refused:
        matched(weights, SMALL, "mine.pth")
    assert str(refused.value).startswith("weights: “mine.pth”")
    return str(refused.value)


@pytest.mark.parametrize("name", names(STATE_DICTS))
def test_a_file_with_the_published_keys_and_shapes_fits_its_preset(name: str) -> None:
    """Stored in one number a tensor; the network that never builds auxiliary heads takes files that hold them."""
    published = {
        key: torch.zeros((), dtype=getattr(torch, kind)).expand(shape) for key, shape, kind in read(STATE_DICTS, name)
    }
    preset = config(config_of(name).preset)
    found = matched(published, preset, name)
    assert list(found) == list(build(preset, "meta").state_dict())


def test_the_numbers_arrive_in_memory_of_their_own() -> None:
    weights = tensors("cifar_resnet20")
    found = matched(weights, SMALL, "")
    assert list(found) == list(weights)
    for key, tensor in weights.items():
        assert torch.equal(found[key], tensor)
        assert found[key].data_ptr() != tensor.data_ptr()


def test_half_precision_becomes_single_by_value() -> None:
    half = {
        key: tensor.half() if tensor.is_floating_point() else tensor for key, tensor in tensors(SMALL.preset).items()
    }
    found = matched(half, SMALL, "")
    assert found["conv1.weight"].dtype == torch.float32
    assert torch.equal(found["conv1.weight"], half["conv1.weight"].float())


def test_a_count_of_batches_may_be_missing_or_too_many() -> None:
    weights = tensors("cifar_resnet20")
    without = {key: tensor for key, tensor in weights.items() if not key.endswith(COUNT)}
    assert len(without) < len(weights)
    assert list(matched(without, SMALL, "")) == list(weights)
    assert list(matched({**weights, f"more{COUNT}": torch.tensor(1)}, SMALL, "")) == list(weights)


def test_missing_keys_are_named_the_first_three() -> None:
    weights = tensors("cifar_resnet20")
    fewer = {key: tensor for key, tensor in weights.items() if not key.startswith("layer2.1")}
    gone = [key for key in weights if key.startswith("layer2.1") and not key.endswith(COUNT)]
    assert f"lacks {', '.join(gone[:3])} and {len(gone) - 3} more" in refusal(fewer)


def test_an_unexpected_key_is_named() -> None:
    assert "also has layer9.weight" in refusal({**tensors("cifar_resnet20"), "layer9.weight": torch.zeros(1)})


def test_an_unexpected_key_is_not_echoed_at_length() -> None:
    assert len(refusal({**tensors("cifar_resnet20"), "x" * 10_000: torch.zeros(1)})) < 300


def test_a_wrong_shape_is_named_with_both() -> None:
    said = refusal({**tensors("cifar_resnet20"), "conv1.weight": torch.zeros(16, 1, 3, 3)})
    assert "“conv1.weight” is 16×1×3×3, in cifar_resnet20 16×3×3×3" in said


def test_another_network_s_file_is_refused() -> None:
    assert "not of cifar_resnet20" in refusal(tensors("cifar_resnet32"))
    assert "lacks" in refusal({"a": torch.zeros(1)})


def test_auxiliary_heads_are_taken_where_they_are_built_and_left_where_they_are_not() -> None:
    plain, whole = config("googlenet"), config("googlenet", aux=True)
    weights = {key: torch.zeros(()).expand(like.shape) for key, like in build(whole, "meta").state_dict().items()}
    assert set(matched(weights, whole, "")) - set(matched(weights, plain, "")) == {
        key for key in weights if key.startswith("aux")
    }
    with pytest.raises(UserError, match=r"lacks aux1\.conv"):
        matched({key: weights[key] for key in matched(weights, plain, "")}, whole, "")
