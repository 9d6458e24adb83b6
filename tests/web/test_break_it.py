"""Whatever is asked of whatever network: pages and pictures of it and of what refused, or a mistake that is told."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.nets import config
from app.pipeline import graph_for, traced
from app.remedies import remedies
from app.scene.draw import draw
from app.scene.types import View
from app.web.pages import page_answer
from app.web.urls import Address, check_path
from tests.scene.overlap import problems
from tests.strategies import changes

Asked = tuple[str, dict[str, Any]]

WIDTHS = st.lists(st.integers(1, 90), min_size=3, max_size=3).map(tuple)
SIZES = st.tuples(st.just(1), st.integers(1, 260), st.integers(1, 260))


@st.composite
def misfits(draw: st.DrawFn) -> Asked:
    """Configurations most of which cannot fit: identities over changing shapes, zeros that shrink, images too small."""
    if draw(st.booleans()):
        return draw(st.sampled_from(["vgg16", "lenet5", "nin", "googlenet_paper", "googlenet_naive"])), {
            "input": draw(SIZES)
        }
    name = draw(st.sampled_from(["resnet18", "resnet26d", "resnetv2_50", "seresnet50", "cifar_resnet20", "highway34"]))
    depths = draw(st.lists(st.integers(1, 3), min_size=3, max_size=3).map(tuple))
    shortcut = draw(st.sampled_from(["identity", "A"]))
    return name, {"shortcut": shortcut, "depths": depths, "widths": draw(WIDTHS), "downsample": "conv"}


def check(asked: Asked) -> bool:
    """Draws and tells the network, what refused, and the groups around that. Whether something did."""
    name, values = asked
    try:
        chosen = config(name, **values)
    except UserError:
        return False
    graph = graph_for(chosen)
    failure = graph.failure
    around = [path for path in failure.within if path in graph.group_by_path] if failure else []
    for path in ["", *around, *([failure.path] if failure else [])]:
        check_path(graph, path)
        scene = draw(graph, View(path))
        assert failure is None or problems(scene) == []
        assert page_answer(Address(chosen, path), graph, "").body
    return failure is not None


@given(changes())
@settings(max_examples=40, deadline=None)
def test_any_configuration_is_drawn_and_told_or_refused(asked: Asked) -> None:
    check(asked)


@given(misfits())
@settings(max_examples=40, deadline=None)
def test_what_does_not_fit_is_drawn_and_told(asked: Asked) -> None:
    check(asked)


@given(misfits())
@settings(max_examples=15, deadline=None)
def test_every_remedy_fits(asked: Asked) -> None:
    name, values = asked
    try:
        chosen = config(name, **values)
    except UserError:
        return
    for remedy in remedies(chosen):
        assert traced(remedy.config).failure is None
