"""Programs of any configuration: hypothesis changes fields, and each program has to be the network that we build."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.nets import config, preset
from app.nets.config import NetConfig
from app.pipeline import traced
from tests.program.reference import assert_same_network, run, source
from tests.strategies import changes, overrides

# Without shrinking, which would build hundreds of networks.
CONSIDERED = settings(max_examples=15, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
RULES = "E,F,W,I,UP,B,SIM,RUF,C4,PIE,PLE,PLW"


def assert_tidy(texts: Iterable[str], folder: Path) -> None:
    """Nothing is unused, misplaced or laid out otherwise than the formatter does."""
    for number, text in enumerate(texts):
        (folder / f"program{number}.py").write_text(text)
    for command in (["check", "--select", RULES], ["format", "--diff"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "100", "-q", str(folder)]
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def light(chosen: NetConfig) -> bool:
    """Whether an image goes through it in about a second."""
    graph = traced(chosen)
    return graph.params < 10_000_000 and graph.macs < 200_000_000


def test_the_program_of_any_residual_network_builds_the_same(tmp_path: Path) -> None:
    texts: list[str] = []

    @CONSIDERED
    @given(overrides())
    def holds(given: dict[str, Any]) -> None:
        chosen = config("resnet18", **given)
        texts.append(source(chosen))
        assert_same_network(chosen)

    holds()
    assert_tidy(texts, tmp_path)


def test_where_shapes_do_not_fit_the_program_stops_at_the_same_operation(tmp_path: Path) -> None:
    texts: list[str] = []

    @CONSIDERED
    @given(overrides(), st.sampled_from(["A", "identity"]))
    def stops(given: dict[str, Any], shortcut: str) -> None:
        narrowing = tuple(sorted(given["widths"], reverse=True))
        chosen = config("resnet18", **given | {"shortcut": shortcut, "downsample": "conv", "widths": narrowing})
        text, failure = source(chosen), traced(chosen).failure
        assert ("STOPS_AT" in text) == (failure is not None)
        assert failure is None or f"stops at {failure.path}," in " ".join(text.split())
        texts.append(text)
        assert_same_network(chosen)

    stops()
    assert any("STOPS_AT" in text for text in texts)
    assert_tidy(texts, tmp_path)


def test_any_fields_of_any_family_give_a_program_that_holds(tmp_path: Path) -> None:
    texts: list[str] = []

    @CONSIDERED
    @given(changes())
    def holds(change: tuple[str, dict[str, Any]]) -> None:
        name, values = change
        chosen = preset(name).tried(values)
        if chosen is None:
            return
        texts.append(source(chosen))
        if light(chosen):
            assert_same_network(chosen)
        else:
            run(texts[-1])

    holds()
    assert_tidy(texts, tmp_path)
