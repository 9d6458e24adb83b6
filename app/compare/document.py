"""A comparison as plain values, for programs: totals, rows by position, differences with their places."""

from typing import Any

from app.compare.alignment import Comparison, neighbours
from app.compare.differences import differences
from app.compare.totals import totals


def comparison_document(comparison: Comparison, addresses: tuple[str, ...]) -> dict[str, Any]:
    """addresses: that of each subject. Paths in `rows` are null where a subject has nothing.

    stops_at: the operation where a subject's shapes stopped fitting, or null; what lies behind is in no row.
    """
    subjects = comparison.subjects
    return {
        "subjects": [
            {"address": address, "network": subject.graph.name, "path": subject.path, "stops_at": subject.refused}
            for address, subject in zip(addresses, subjects, strict=True)
        ],
        "totals": [
            {"name": total.name, "values": total.values, "texts": total.texts, "ratios": total.ratios}
            for total in totals(subjects)
        ],
        "rows": [[unit.path if unit else None for unit in row.units] for row in comparison.rows],
        "operations": [[node.path if node else None for node in row] for row in comparison.operations],
        "differences": [
            {
                "between": [second - 1, second],
                "text": found.text,
                "places": [[mine or None, theirs or None] for mine, theirs in found.places],
                "volumes": found.volumes,
                "params": found.params,
                "macs": found.macs,
            }
            for second, pair in enumerate(neighbours(comparison), start=1)
            for found in differences(pair)
        ],
    }
