"""What all tests share: hypothesis profiles, and golden files with one flag that writes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

GOLDEN = Path(__file__).parent / "golden"

# No deadline and no database: a test's verdict depends neither on how busy the machine is nor on its last run.
settings.register_profile(
    "tensorwalk",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tensorwalk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew, to be reviewed by eye")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("svg/resnet34.svg", text)`: the text must be that file's; if not, it is left beside it as `.actual`."""

    def compare(name: str, text: str) -> None:
        kept = GOLDEN / name
        if request.config.getoption("--update-golden"):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, encoding="utf-8")
        actual = kept.with_name(kept.name + ".actual")
        expected = kept.read_text(encoding="utf-8") if kept.exists() else ""
        if text == expected:
            actual.unlink(missing_ok=True)
            return
        actual.write_text(text, encoding="utf-8")
        pytest.fail(f"{name} differs: compare it with {actual.name}; if the new one is right, run with --update-golden")

    return compare
