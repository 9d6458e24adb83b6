"""The command line as a shell sees it: what it writes, one line of error, and exit code 2 for every mistake."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.__main__ import main


def run(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, standard output, standard error."""
    code = main(list(arguments))
    captured = capsysbinary.readouterr()
    return code, captured.out, captured.err.decode()


def test_trace_prints_the_graph_of_the_overridden_network(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capsysbinary, "trace", "resnet34", "--set", "input=3,225,225", "--set", "classes=7")
    graph = json.loads(out)
    assert (code, err) == (0, "")
    assert graph["input"] == [3, 225, 225]
    assert graph["nodes"][0]["output_shape"] == [64, 113, 113]
    assert graph["nodes"][-1]["output_shape"] == [7]


def test_trace_of_a_part_has_that_part_s_nodes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capsysbinary, "trace", "resnet34/layer2.0")
    nodes = json.loads(out)["nodes"]
    assert code == 0
    assert nodes
    assert all(node["path"].startswith("layer2.0.") for node in nodes)


def test_the_order_of_overrides_does_not_matter(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    one = run(capsysbinary, "trace", "resnet50", "--set", "depths=1,1", "--set", "widths=64,128")
    other = run(capsysbinary, "trace", "resnet50", "--set", "widths=64,128", "--set", "depths=1,1")
    assert one == other


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("json", b"{")])
def test_draw_writes_the_format_that_the_suffix_names(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], suffix: str, start: bytes
) -> None:
    file = tmp_path / f"block.{suffix}"
    assert run(capsysbinary, "draw", "resnet18/layer2.0", "-o", str(file)) == (0, b"", "")
    assert start in file.read_bytes()[:200]


def test_draw_writes_to_standard_output_in_any_format(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(capsysbinary, "draw", "resnet18", "-o", "-")[1].startswith(b"<svg")
    assert run(capsysbinary, "draw", "resnet18", "-o", "-", "--format", "json")[1].startswith(b"{")


def test_draw_looks_as_it_is_told(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    plain = run(capsysbinary, "draw", "resnet152", "-o", "-")[1]
    for look in (
        ["--scale", "linear"],
        ["--theme", "dark"],
        ["--expand", "all"],
        ["--expand", "layer2,layer3"],
        ["--view", "schematic"],
    ):
        code, out, _ = run(capsysbinary, "draw", "resnet152", "-o", "-", *look)
        assert code == 0, look
        assert out != plain, look


def test_width_of_a_png_is_in_pixels(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    out = run(capsysbinary, "draw", "resnet18", "-o", "-", "--format", "png", "--width", "640")[1]
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
        (["draw", "resnet34", "-o", "-", "--format", "gif"], "svg"),
        (["draw", "resnet34", "-o", "-", "--scale", "cubic"], "sqrt"),
        (["draw", "resnet34", "-o", "-", "--theme", "pink"], "dark"),
        (["draw", "resnet34", "-o", "-", "--view", "plan"], "schematic"),
        (["draw", "resnet34", "-o", "-", "--expand", "layer9"], "layer4"),
        (["draw", "resnet34", "-o", "-", "--width", "100"], "png"),
        (["draw", "resnet34", "-o", "x.png", "--width", "0"], "8192"),
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
    capsysbinary: pytest.CaptureFixture[bytes],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsysbinary, *arguments)
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


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    shell = f"{sys.executable} -m app trace cifar_resnet110 | head -c 100; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, len(done.stdout)) == (0, "", 100)


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


def test_serve_says_when_the_port_is_taken(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = run(capsysbinary, "serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert err.count("\n") == 1
    assert "in use" in err
