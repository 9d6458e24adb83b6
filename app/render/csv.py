"""The table under a diagram as a CSV file (RFC 4180): a row for everything that has a column, and their total.

Counts are whole numbers, the words are in the view's language. It begins with the mark that tells spreadsheets that it
is UTF-8.
"""

import csv
from io import StringIO

from app.graph.types import Graph
from app.inspector import table
from app.language import say, speaking
from app.scene.types import Scene, View

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def table_csv(graph: Graph, scene: Scene, view: View) -> str:
    """The rows of `app/inspector/table.py` for the view that `scene` shows."""
    written = StringIO()
    with speaking(view.lang):
        rows = csv.writer(written)
        rows.writerow(
            [say("Path"), say("Operation"), say("Kernel"), say("Stride"), say("Padding"), say("In"), say("Out"),
             say("Parameters"), say("Multiply-adds"), say("Receptive field")]
        )  # fmt: skip
        for row in table(graph, scene, view.path):
            operation = (row.name, row.operation, row.kernel, row.stride, row.padding, row.input, row.output)
            rows.writerow([*operation, row.params_count, row.macs_count, row.receptive_field])
    return MARK + written.getvalue()
