"""What a printer gets: drawings whole, and every page of the size that it asks for."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]

UPRIGHT = re.compile(rb"/MediaBox\s*\[\s*0 0 (\d+)(?:\.\d+)? (\d+)")


@pytest.mark.parametrize(("path", "pages"), [("/net/resnet34?view=schematic", 2), ("/family/resnet", 7)])
def test_a_schematic_has_one_upright_page(visit: Visit, path: str, pages: int) -> None:
    sheets = UPRIGHT.findall(visit(path).pdf(prefer_css_page_size=True))
    assert len(sheets) <= pages
    assert sum(int(height) > int(width) for width, height in sheets) == 1
