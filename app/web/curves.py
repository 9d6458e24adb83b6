"""Training curves as a plotly figure in plain dicts: errors over epochs, a colour a network, as in He et al. Figure 6.

Colours are palette keys, which the page turns into those of its theme. Errors are in percent on a logarithmic axis:
what a trained network still gets wrong is a small part of what it began with.
"""

from collections.abc import Sequence
from math import log10
from typing import Any

from app.image.trained import Trained
from app.language import message, say
from app.language.nouns import percent
from app.scene.titles import network_title

HUES = ("violet-line", "orange-line", "green-line", "rose-line", "blue-line")
KINDS = (
    (message("{network}, test error"), "test_error", "solid"),
    (message("{network}, training error"), "train_error", "dot"),
)
TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100)

Figure = dict[str, Any]


def curves_figure(networks: Sequence[Trained]) -> Figure:
    """Two lines a network, test and training error."""
    lines = [
        _line(say(kind, network=network_title(network.preset)), hue, dash, getattr(network, errors))
        for network, hue in zip(networks, HUES, strict=False)
        for kind, errors, dash in KINDS
    ]
    lowest = min(value for line in lines for value in line["y"] if value)
    marked = [tick for tick in TICKS if tick >= lowest / 2]
    return {
        "data": lines,
        "layout": {
            "xaxis": {"title": {"text": say("epoch")}, "dtick": 2},
            "yaxis": {
                "type": "log",
                "range": [log10(lowest / 1.15), 2],
                "tickvals": marked,
                "ticktext": [percent(f"{tick:g}") for tick in marked],
            },
        },
    }


def _line(name: str, hue: str, dash: str, errors: Sequence[float]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [*range(1, len(errors) + 1)],
        "y": [round(100 * error, 2) for error in errors],
        "line": {"color": hue, "dash": dash, "width": 2.5 if dash == "solid" else 1.5},
        "hovertemplate": say("{name}<br>epoch {epoch}: {error} %", name=name, epoch="%{x}", error="%{y:.1f}")
        + "<extra></extra>",
    }
