"""The font in a picture is the font that was measured: otherwise no test of labels would say anything."""

import pytest
from playwright.sync_api import Browser

from app.graph.trace import trace
from app.nets import build, preset
from app.render.svg import svg
from app.scene.draw import draw
from app.scene.text import text_width
from app.scene.types import Text, View


@pytest.mark.parametrize("path", ["", "layer2.0", "layer2.0.conv1"])
def test_the_browser_draws_every_label_as_long_as_it_was_measured(chromium: Browser, path: str) -> None:
    config = preset("resnet34")
    scene = draw(trace(build(config, "meta"), config.input, config.preset), View(path))
    labels = [mark for part in scene.parts for mark in part.marks if isinstance(mark, Text)]
    page = chromium.new_page()
    page.set_content(svg(scene, "light"))
    page.evaluate("document.fonts.ready")
    drawn = page.evaluate("[...document.querySelectorAll('text')].map(text => text.getComputedTextLength())")
    page.close()
    assert drawn == pytest.approx([text_width(label.string, label.size, label.weight) for label in labels], abs=0.05)
