"""What a visitor waits for: the start, the first network, an answer that is kept, the bytes of a page."""

import re
import subprocess
import sys
from statistics import median
from time import perf_counter
from urllib.parse import urljoin

import brotli

from app.bench.row import Row
from app.bench.server import CONSTANT, DRAWN, Server, rate, running

STARTS = 3
LARGEST = "inception_v4"  # of the presets' network views
# What a page, a script or a style names for the browser to load at once; a link to a drawing is not of that kind.
LOADED = re.compile(r"""(?:src="|href="(?=/static/)|url\(["']?|from "|import "|import\(")([^"')?#]+)""")
# A process that does what a server does, traces every preset and says how many bytes it holds.
TRACE_ALL = """
import psutil
import app.main
from app.nets import PRESETS
from app.pipeline import graph_for
graphs = [graph_for(config) for config in PRESETS.values()]
print(psutil.Process().memory_info().rss)
"""


def kept_answers() -> list[Row]:
    """A diagram that is kept, against a constant of its length from the same server: medians of interleaved runs."""
    with running(constant=True) as server:
        diagram = f"/net/{DRAWN}.svg"
        assert len(server.get(diagram)) == len(server.get(CONSTANT))
        pairs = [(rate(server, diagram), rate(server, CONSTANT)) for _ in range(9)][1:]
    ours, constant = (median(rates) for rates in zip(*pairs, strict=True))
    return [Row("rate of a kept diagram, against a constant of its length", ours / constant, 0.7, at_least=True)]


def start() -> list[Row]:
    """From launch to the first answer, and the first network that a visitor asks for right then, against the next."""
    starts, ratios = [], []
    for _ in range(STARTS):
        with running() as server:
            first, second = (_seconds(server, f"/net/resnet50.svg?classes={number}") for number in (11, 12))
        starts.append(server.start)
        ratios.append(first / second)
    return [
        Row("start to the first answer of /healthz", median(starts), 4, "s"),
        Row("first network after the start, against the second", median(ratios), 2),
    ]


def memory() -> list[Row]:
    """Resident, after every preset is traced."""
    done = subprocess.run([sys.executable, "-c", TRACE_ALL], check=True, capture_output=True, text=True)
    return [Row("resident memory after tracing every preset", int(done.stdout) / 1e6, 450, "MB")]


def page_weight() -> list[Row]:
    """A network's page with the styles, scripts and fonts that it loads, compressed; the chart's library apart.

    The same for the page that is embedded, of the network with the largest drawing.
    """
    with running() as server:
        page, embedded = _weights(server, f"/net/{DRAWN}"), _weights(server, f"/embed/net/{LARGEST}")
    return [
        Row(f"page of {DRAWN} with all that it loads, without plotly", sum(page.values()) / 1e3, 150, "KB"),
        Row(f"embedded page of {LARGEST} with all that it loads", sum(embedded.values()) / 1e3, 60, "KB"),
        Row(f"requests of the embedded page of {LARGEST} after the first", len(embedded) - 1, 1, ""),
    ]


def _weights(server: Server, page: str) -> dict[str, int]:
    """path -> bytes on the wire, of a page and of what its markup, scripts and styles name in turn."""
    weights: dict[str, int] = {}
    waiting = [page]
    while waiting:
        path = waiting.pop()
        if path in weights or "plotly.min" in path:
            continue
        body = server.get(path, "br")
        weights[path] = len(body)
        if path.endswith((".woff2", ".png", ".svg")):
            continue
        named = LOADED.findall(brotli.decompress(body).decode())
        waiting += [urljoin(path, name) for name in named if name.endswith((".css", ".js", ".woff2", ".svg"))]
    return weights


def _seconds(server: Server, path: str) -> float:
    begun = perf_counter()
    server.get(path)
    return perf_counter() - begun
