"""Random weights: what the builder draws from a configuration's seed, the same numbers on every machine and device."""

from torch import Tensor

from app.image.types import Transform
from app.image.weights.published import IMAGENET_MEAN, IMAGENET_STD
from app.image.weights.types import Weights
from app.language import message, prose, say
from app.nets import build
from app.nets.config import NetConfig

NAME = "random"
STEADY = message("Random weights (seed {seed}): they show the architecture at work, they know nothing about pictures.")
FADING = message(
    "Random weights (seed {seed}): they show the architecture at work, they know nothing about pictures, and from "
    "layer to layer they let the signal fade."
)
UNTAUGHT = message(
    "The batch normalisations have averaged nothing yet: with mean 0 and variance 1 they hand on what comes in."
)
CROPPED = 0.875  # the crop's share of the resized shorter edge that most published weights take


def random_weights(config: NetConfig) -> Weights:
    """What is said of them. The transform is the usual one of ImageNet at this input size."""
    resize = round(max(config.input[1:]) / CROPPED)
    said = FADING if _fades(config) else STEADY
    return Weights(
        NAME,
        "random",
        say("Random"),
        prose([say(said, seed=config.seed), say(UNTAUGHT) if _normalises(config) else ""]),
        Transform(resize, "bilinear", IMAGENET_MEAN, IMAGENET_STD),
    )


def _fades(config: NetConfig) -> bool:
    """Whether nothing carries x past the layers: torch's initial weights shrink it in each, and normalisations whose
    statistics are still 0 and 1 do not bring it back. Inception v3 ends at a ten-millionth."""
    shortcut = getattr(config, "shortcut", "none") != "none" or "residual_scale" in config.fields()
    return config.activation == "relu" and not shortcut


def _normalises(config: NetConfig) -> bool:
    """Whether there are batch normalisations: Inception v3 and its heirs have them without a field that says so."""
    return getattr(config, "norm", "batch" if "modules" in config.fields() else "none") == "batch"


def random_tensors(config: NetConfig) -> dict[str, Tensor]:
    """Key -> tensor, drawn on the CPU: an accelerator's generator would draw others from the same seed."""
    return build(config, "cpu").state_dict()
