"""Every literal that the program says is in the catalogues: what stands inside another call is easily overlooked."""

import ast

from app.language.collect import ROOT, collected

SAYING = {"say": 0, "message": 0, "say_count": 0, "say_in": 1}


def test_the_collector_overlooks_no_literal() -> None:
    known = {entry.id if isinstance(entry.id, str) else entry.id[0] for room in collected().values() for entry in room}
    overlooked: list[str] = []
    for file in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING):
                continue
            said = node.args[SAYING[node.func.id]] if node.args else None
            if isinstance(said, ast.Constant) and said.value not in known:
                overlooked.append(f"{file.name}:{node.lineno}: {said.value!r}")
    assert overlooked == []
