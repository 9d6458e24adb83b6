"""Two networks traced, aligned and drawn as one, against the picture of the larger one alone."""

from app.bench.drawing import name_to_svg
from app.bench.row import Row, medians
from app.pipeline import graph_for, scene_for
from app.web.compare import comparison_answer
from app.web.compare_urls import read_comparison

LARGER, OTHER = "resnet152", "resnet101"


def against_one() -> list[Row]:
    """Caches cold, process warm; both sides end in an SVG."""
    both, one = medians(9, compared_svg, lambda: name_to_svg(LARGER))
    return [Row(f"compare {LARGER} and {OTHER}, SVG, against {LARGER} alone", both / one, 3.0)]


def compared_svg() -> bytes:
    """A comparison that nothing was kept of."""
    graph_for.cache_clear()
    scene_for.cache_clear()
    return comparison_answer(read_comparison("svg", f"a={LARGER}&b={OTHER}"), "").body
