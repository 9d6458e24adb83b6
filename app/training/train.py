"""Training: stochastic gradient descent with momentum, and what it recorded, epoch by epoch.

The paper's recipe (He et al. 2015, section 4.2) in brief: momentum 0.9 (here Nesterov's), weight decay
1e-4, batches of 128. The learning rate rises to its greatest value and falls to zero along a cosine,
which needs fewer epochs than steps do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.optim import SGD
from torch.optim.lr_scheduler import OneCycleLR

from app.image.shapes import Split, picture

BATCH = 128
LEARNING_RATE = 0.1
MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4
WARM_UP = 0.2  # of all steps
LAYOUT = torch.channels_last  # up to twice as fast on a CPU as the usual one
MEAN = STD = 0.5  # of every channel: the network's input lies between -1 and 1


@dataclass(frozen=True, slots=True)
class Pictures:
    """x: [N, 3, 32, 32], normalised. labels: [N]."""

    x: Tensor
    labels: Tensor


@dataclass(frozen=True, slots=True)
class Epoch:
    """What an epoch ended with. loss: mean over its batches. Errors are shares: of the training pictures as they came
    by, of the test pictures behind the epoch."""

    loss: float
    train_error: float
    test_error: float


def pictures(split: Split, count: int) -> Pictures:
    """The first `count` pictures of a split as the network reads them."""
    pixels, labels = zip(*(picture(split, index) for index in range(count)), strict=True)
    x = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float() / 255
    normalised = ((x - MEAN) / STD).contiguous(memory_format=LAYOUT)
    return Pictures(normalised, torch.tensor(labels))


def train(network: nn.Module, learn: Pictures, test: Pictures, epochs: int, seed: int) -> Iterator[Epoch]:
    """Train in place, an epoch at each step of the iteration; the same seed gives the same numbers on one thread."""
    torch.manual_seed(seed)
    for parameter in network.parameters():
        parameter.data = parameter.data.to(memory_format=LAYOUT) if parameter.ndim == 4 else parameter.data
    optimiser = SGD(network.parameters(), LEARNING_RATE, momentum=MOMENTUM, nesterov=True, weight_decay=WEIGHT_DECAY)
    steps = epochs * ceil(len(learn.labels) / BATCH)
    schedule = OneCycleLR(optimiser, LEARNING_RATE, steps, pct_start=WARM_UP, cycle_momentum=False)
    for _ in range(epochs):
        loss, wrong = _epoch(network.train(), learn, optimiser, schedule)
        yield Epoch(loss, wrong / len(learn.labels), error(network, test))


def _epoch(network: nn.Module, learn: Pictures, optimiser: SGD, schedule: OneCycleLR) -> tuple[float, int]:
    """Every picture once, in random order: the mean loss, and how many were taken for another class."""
    losses: list[float] = []
    wrong = 0
    for chosen in torch.randperm(len(learn.labels)).split(BATCH):
        labels = learn.labels[chosen]
        scores = network(turned(learn.x[chosen]))
        loss = cross_entropy(scores, labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        wrong += int((scores.argmax(1) != labels).sum())
    return sum(losses) / len(losses), wrong


def turned(x: Tensor) -> Tensor:
    """Each picture of a batch at random mirrored left to right, top to bottom, along its diagonal: its class stays."""
    for mirrored in (lambda x: x.flip(3), lambda x: x.flip(2), lambda x: x.transpose(2, 3)):
        x = torch.where(torch.rand(len(x), 1, 1, 1) < 0.5, mirrored(x), x)
    return x.contiguous(memory_format=LAYOUT)


def error(network: nn.Module, test: Pictures) -> float:
    """The share of pictures whose class is not the most probable one."""
    network.eval()
    with torch.no_grad():
        wrong = sum(
            int((network(x).argmax(1) != labels).sum())
            for x, labels in zip(test.x.split(BATCH), test.labels.split(BATCH), strict=True)
        )
    return wrong / len(test.labels)
