"""What a preset's name and some fields make: a traced network, or a refusal."""

from functools import cache
from typing import Any

import pytest

from app.errors import UserError
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config


@cache
def traced(name: str, **given: Any) -> Graph:
    """The graph of a network that is not kept by the program."""
    chosen = config(name, **given)
    return trace(build(chosen, "meta"), chosen.input)


def refused(name: str, **given: Any) -> UserError:
    """The error that these fields are answered with."""
    with pytest.raises(UserError) as caught:
        config(name, **given)
    return caught.value
