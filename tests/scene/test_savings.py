"""What reductions and factorisations save is what the convolutions that they stand for cost when those run."""

import torch
from torch import Tensor, nn

from app.nets import config
from app.nets.ops import Concat, Conv2d
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.savings import factored_of, savings_of
from app.scene.types import View
from tests.scene.drawn import words
from tests.scene.forked import fan_of, traced


def caption(name: str) -> str:
    return words(draw(graph_for(config(name)), View("inception3a")), "title")


def test_what_a_reduction_saves_is_what_the_naive_module_costs_when_it_runs() -> None:
    reduced, naive = (graph_for(config("googlenet_paper", reduce=reduce)) for reduce in ("true", "false"))
    convs = [node for node in naive.inside(naive.group_by_path["inception3a"]) if node.op == "conv"]
    run = [(node.params, node.macs) for node in convs if node.kernel != (1, 1)]
    assert [saving.naive for saving in savings_of(fan_of(reduced, "inception3a"))] == run


def test_the_article_s_example_is_in_the_caption_of_inception_3a() -> None:
    said = caption("googlenet_paper")
    assert "5×5 on 192 × 28 × 28 to 32: 120,422,400 multiply-adds; through 16 channels 12,443,648." in said


def test_the_naive_module_says_that_its_pool_makes_the_stack_grow() -> None:
    said = caption("googlenet_naive")
    assert "The pool hands on all 192 channels that enter, so that 416 leave." in said


class Factorised(nn.Module):
    """A 1x7 and a 7x1 beside the 7x7 that they stand for, stacked."""

    kind = "block"

    def __init__(self) -> None:
        super().__init__()
        self.pair = nn.Sequential(Conv2d(6, 4, (1, 7), padding=(0, 3)), Conv2d(4, 10, (7, 1), padding=(3, 0)))
        self.whole = Conv2d(6, 10, 7, padding=3)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.pair(x), self.whole(x))


def test_a_factorised_pair_is_measured_against_the_convolution_that_it_stands_for() -> None:
    with torch.device("meta"):
        graph = traced(Factorised())
    (pair,) = factored_of(fan_of(graph, "layer.0"))
    inside = {node.name: node for node in graph.nodes}
    assert pair.whole == (7, 7)
    assert pair.naive == inside["whole"].macs
    assert pair.factored == inside["0"].macs + inside["1"].macs
