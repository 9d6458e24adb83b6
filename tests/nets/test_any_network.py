"""What holds for every network of every family, whatever is asked of it: it runs, fails in its graph, or is refused."""

import pytest
from hypothesis import given, settings

from app.errors import UserError
from app.graph.trace import trace
from app.nets import PRESETS, build, config, overrides, preset
from tests.strategies import SMALL_PRESETS, changes


@given(changes())
@settings(max_examples=150)
def test_any_values_make_a_graph_a_failure_in_it_or_a_mistake(change: tuple[str, dict[str, object]]) -> None:
    name, values = change
    try:
        chosen = config(name, **values)
    except UserError:
        return
    assert config(name, **overrides(chosen)) == chosen
    graph = trace(build(chosen, "meta"), chosen.input)
    assert graph.failure or graph.nodes[-1].output_shape == (chosen.classes,)


@pytest.mark.parametrize("name", SMALL_PRESETS)
@pytest.mark.parametrize("image", ["1,1,1", "3,7,300", "3,75,14", "4,301,299"])
def test_tiny_odd_and_oblong_images_make_a_graph_a_failure_in_it_or_a_mistake(name: str, image: str) -> None:
    try:
        chosen = config(name, input=image)
    except UserError:
        return
    graph = trace(build(chosen, "meta"), chosen.input)
    assert graph.failure or graph.nodes[-1].output_shape == (chosen.classes,)


@pytest.mark.parametrize("name", PRESETS)
def test_every_field_says_what_is_allowed_and_what_its_choices_are(name: str) -> None:
    for field in preset(name).fields():
        assert preset(name).allowed(field), field
        about = preset(name).about(field)
        assert about.label, field
        assert {value for value, _ in about.values} <= set(preset(name).allowed(field).replace(",", " ").split()), field
