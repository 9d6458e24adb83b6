"""The command line as a shell sees it: what it writes, one line of error, and exit code 2 for every mistake."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.__main__ import main
from app.nets import PRESETS
from app.render import RENDERERS
from app.settings import settings


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, standard output, standard error."""
    code = main(list(arguments))
    captured = capfdbinary.readouterr()
    return code, captured.out, captured.err.decode()


def test_trace_prints_the_graph_of_the_overridden_network(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "trace", "resnet34", "--set", "input=3,225,225", "--set", "classes=7")
    graph = json.loads(out)
    assert (code, err) == (0, "")
    assert graph["input"] == [3, 225, 225]
    assert graph["nodes"][0]["output_shape"] == [64, 113, 113]
    assert graph["nodes"][-1]["output_shape"] == [7]


def test_trace_of_a_part_has_that_part_s_nodes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "trace", "resnet34/layer2.0")
    nodes = json.loads(out)["nodes"]
    assert code == 0
    assert nodes
    assert all(node["path"].startswith("layer2.0.") for node in nodes)


@pytest.mark.parametrize("arguments", [["trace"], ["draw", "-o", "-"], ["draw", "-o", "-", "--view", "schematic"]])
def test_a_path_that_resembles_none_is_answered_with_how_to_see_them(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str]
) -> None:
    code, out, err = run(capfdbinary, *arguments, "resnet18/qqq")
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert "“qqq”" in err
    assert "python -m app trace resnet18\n" in err
    assert "gallery" not in err


def test_a_preset_that_resembles_none_is_answered_with_all_presets(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "trace", "qqq")
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert set(PRESETS) <= set(re.findall(r"\w+", err))
    assert "gallery" not in err


def test_the_order_of_overrides_does_not_matter(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    one = run(capfdbinary, "trace", "resnet50", "--set", "depths=1,1", "--set", "widths=64,128")
    other = run(capfdbinary, "trace", "resnet50", "--set", "widths=64,128", "--set", "depths=1,1")
    assert one == other


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("json", b"{")])
def test_draw_writes_the_format_that_the_suffix_names(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], suffix: str, start: bytes
) -> None:
    file = tmp_path / f"block.{suffix}"
    assert run(capfdbinary, "draw", "resnet18/layer2.0", "-o", str(file)) == (0, b"", "")
    assert start in file.read_bytes()[:200]


def test_a_suffix_is_read_in_any_case(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "block.SVG"
    assert run(capfdbinary, "draw", "resnet18/layer2.0", "-o", str(file)) == (0, b"", "")
    assert file.read_bytes().startswith(b"<svg")


def test_a_file_without_a_suffix_needs_a_format(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "block"
    assert run(capfdbinary, "draw", "resnet18/layer2.0", "-o", str(file), "--format", "json") == (0, b"", "")
    assert file.read_bytes().startswith(b"{")


def test_every_format_is_named_where_one_is_asked_for(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked = run(capfdbinary, "draw", "resnet18", "-o", str(tmp_path / "block"))[2]
    assert set(re.findall(r"\.(\w+)", asked.partition("end it in")[2])) == set(RENDERERS)
    listed = run(capfdbinary, "draw", "--help")[1].decode()
    formats = listed.partition("--format")[2].partition("; else")[0]
    assert set(RENDERERS) <= set(re.findall(r"\w+", formats))


def test_draw_writes_to_standard_output_in_any_format(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(capfdbinary, "draw", "resnet18", "-o", "-")[1].startswith(b"<svg")
    assert run(capfdbinary, "draw", "resnet18", "-o", "-", "--format", "json")[1].startswith(b"{")


def test_draw_looks_as_it_is_told(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    plain = run(capfdbinary, "draw", "resnet152", "-o", "-")[1]
    for look in (
        ["--scale", "linear"],
        ["--theme", "dark"],
        ["--expand", "all"],
        ["--expand", "layer2,layer3"],
        ["--view", "schematic"],
    ):
        code, out, _ = run(capfdbinary, "draw", "resnet152", "-o", "-", *look)
        assert code == 0, look
        assert out != plain, look


def test_width_of_a_png_is_in_pixels(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out = run(capfdbinary, "draw", "resnet18", "-o", "-", "--format", "png", "--width", "640")[1]
    assert int.from_bytes(out[16:20], "big") == 640


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "command"),
        (["paint"], "paint"),
        (["trace"], "NAME"),
        (["trace", "resnet43"], "resnet34"),
        (["trace", "resnet34/layer9"], "layer"),
        (["trace", "resnet34/layer2.0.conv9"], "layer2.0.conv"),
        (["trace", "resnet34", "--set", "depth=3"], "depths"),
        (["trace", "resnet34", "--set", "depths"], "KEY=VALUE"),
        (["trace", "resnet34", "--set", "depths=0"], "depths"),
        (["trace", "resnet34", "--set", "input=3,1e9,1e9"], "4096"),
        (["trace", "resnet50", "--set", "groups=7"], "divisors"),
        (["trace", "resnet34", "--set", "depths=5000"], "700"),
        (["trace", "resnet34", "--set", "seed=1", "--set", "seed=2"], "twice"),
        (["trace", "resnet34", "--colour", "red"], "--colour"),
        (["trace", "resnet34", "resnet50"], "resnet50"),
        (["draw", "resnet34"], "output"),
        (["draw", "resnet34", "-o", "x.gif"], "svg"),
        (["draw", "resnet34", "-o", "noext"], ".svg, .png, .pdf"),
        (["draw", "resnet34", "-o", "two.dots."], ".svg, .png, .pdf"),
        (["draw", "resnet34", "-o", "/dev/full", "--format", "svg"], "/dev/full: No space left"),
        (["draw", "resnet34", "-o", "-", "--format", "gif"], "svg"),
        (["draw", "resnet34", "-o", "-", "--scale", "cubic"], "sqrt"),
        (["draw", "resnet34", "-o", "-", "--theme", "pink"], "dark"),
        (["draw", "resnet34", "-o", "-", "--view", "plan"], "schematic"),
        (["draw", "resnet34", "-o", "-", "--expand", "layer9"], "layer4"),
        (["draw", "resnet34", "-o", "-", "--width", "100"], "png"),
        (["draw", "resnet34", "-o", "x.png", "--width", "0"], "8192"),
        (["draw", "resnet34", "-o", "x.png", "--density", "5"], "1, 2, 3, 4"),
        (["draw", "resnet34", "-o", "x.pdf", "--density", "2"], "only a .png"),
        (["draw", "resnet34", "-o", "x.png", "--density", "2", "--width", "100"], "width says already"),
        (["draw", "resnet34", "-o", "x.pdf", "--page", "a3"], "a4, letter, 16:9"),
        (["draw", "resnet34", "-o", "x.svg", "--page", "a4"], "only a .pdf"),
        (["draw", "resnet34", "-o", "x.png", "--width", "99999"], "8192"),
        (["draw", "resnet34", "-o", "x.png", "--width", "wide"], "8192"),
        (["draw", "resnet18", "-o", "/nowhere/at/all.svg"], "/nowhere/at/all.svg"),
        (["draw", "resnet18", "-o", "/"], "/"),
        (["serve", "--port", "99999"], "65535"),
        (["serve", "--host", "no.such.host.invalid"], "no.such.host.invalid"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capfdbinary, *arguments)
    assert code == 2
    assert out == b""
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert said.lower() in err.lower()
    assert not list(tmp_path.iterdir())


def test_help_answers_without_importing_torch_or_the_server() -> None:
    script = (
        "import sys, app.__main__ as m; m.main(['--help']); m.main(['draw', '--help']);"
        "print([name for name in ('torch', 'fastapi', 'uvicorn', 'typst') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    assert {"serve", "trace", "draw", "bench"} <= set(re.findall(r"^  (\w+)", done.stdout, re.MULTILINE))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Sets variables that the next command reads anew."""
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


COMMANDS = (["serve", "--port", "0"], ["trace", "resnet18"], ["draw", "resnet18", "-o", "-"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("TENSORWALK_DEVICE", "zzz", {"auto", "cuda", "mps", "cpu", "meta"}),
        ("TENSORWALK_WARM_UP", "maybe", {"true", "false"}),
        ("TENSORWALK_BASE_URL", "example.org", {"scheme", "host"}),
        ("TENSORWALK_BASE_URL", "https://example.org/tensors", {"scheme", "host"}),
    ],
)
def test_a_setting_that_is_not_allowed_is_named_before_any_work(
    environment: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    command: list[str],
    variable: str,
    value: str,
    allowed: set[str],
) -> None:
    environment.setenv(variable, value)
    code, out, err = run(capfdbinary, *command)
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert err.startswith(f"{variable}: “{value}”")
    assert allowed <= set(re.findall(r"\w+", err))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("wanted", "other"), [("cuda", "mps"), ("mps", "cuda")])
def test_a_device_that_is_not_there_is_answered_with_those_that_are(
    environment: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    command: list[str],
    wanted: str,
    other: str,
) -> None:
    environment.setattr("torch.cuda.is_available", lambda: other == "cuda")
    environment.setattr("torch.backends.mps.is_available", lambda: other == "mps")
    environment.setenv("TENSORWALK_DEVICE", wanted)
    code, out, err = run(capfdbinary, *command)
    assert (code, out) == (2, b"")
    assert err == f"TENSORWALK_DEVICE: “{wanted}” is not allowed; here there are auto, {other}, cpu, meta\n"


def shell(line: str) -> tuple[int, str, str]:
    """Exit code of the program itself, standard output and standard error of a line of bash."""
    script = f"shopt -s expand_aliases; alias app='{sys.executable} -m app'\n{line}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("output", ["trace resnet152", "draw resnet18 --format json -o /dev/stdout"])
def test_a_reader_who_reads_nothing_is_no_error(output: str) -> None:
    assert shell(f"app {output} | true") == (0, "", "")


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    code, out, err = shell("app trace cifar_resnet110 | head -c 100")
    assert (code, len(out), err) == (0, 100, "")


@pytest.mark.parametrize("line", ["trace resnet18 >&-", "draw resnet18 -o - >/dev/full", "serve --port 0 >&-"])
def test_a_standard_output_that_takes_nothing_is_one_line(line: str) -> None:
    said = "Bad file descriptor" if line.endswith("&-") else "No space left on device"
    assert shell(f"app {line}") == (2, "", f"standard output: {said}\n")


def test_help_that_cannot_be_printed_is_one_line() -> None:
    assert shell("app --help >/dev/full") == (2, "", "standard output: No space left on device\n")


def test_serve_prints_the_address_first_answers_there_and_stops_when_interrupted() -> None:
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    quick = {**os.environ, "TENSORWALK_WARM_UP": "false"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=quick) as server:
        assert server.stdout
        line = server.stdout.readline().decode()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address, line
        try:
            with urlopen(address[0] + "healthz", timeout=60) as answer:
                assert answer.status == 200
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 128 + signal.SIGINT  # what a shell expects of an interrupted program
        assert server.stderr
        assert server.stderr.read() == b""


def test_serve_says_when_the_port_is_taken(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = run(capfdbinary, "serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert err.count("\n") == 1
    assert "in use" in err
