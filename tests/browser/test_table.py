"""The table under a drawing: every column of it is seen without scrolling."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]


@pytest.mark.parametrize(
    "path",
    ["googlenet/inception3a", "inception_v3", "inception_resnet_v2/repeat.0", "seresnet50", "seresnet50/layer1.0"],
)
def test_all_columns_are_seen_beside_the_inspector(visit: Visit, path: str) -> None:
    page = visit(f"/net/{path}")
    page.set_viewport_size({"width": 1440, "height": 900})
    hidden = page.locator(".table .scroll").evaluate("(element) => element.scrollWidth - element.clientWidth")
    assert hidden == 0
