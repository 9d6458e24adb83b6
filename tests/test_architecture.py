"""The house rules, as literal tables: who may import whom, how long a file may be, what the README must say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.limits import LIMITS
from app.nets import FAMILIES, PRESETS

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "app").rglob("*.py"))
README = ROOT / "README.md"

# A room of `app/` and what it may import from the others: a module, or a package with all that is in it.
# One direction: no room imports one that stands below it, and only frozen values of `graph.types` leave `graph`.
# Every room speaks, so each may import `language`.
ROOMS: dict[str, set[str]] = {
    "language": set(),
    "errors": set(),
    "limits": set(),
    "settings": {"errors"},
    "published": set(),
    "nets": {"errors", "limits"},
    "graph": {"errors"},
    "scene": {"errors", "limits", "graph.types"},
    "program": {"errors", "nets", "graph.types"},
    "render": {"errors", "limits", "graph.types", "graph.fingerprint", "scene", "inspector"},
    "inspector": {"published", "graph.types", "scene"},
    "charts": {"graph.types", "scene", "inspector"},
    "compare": {"graph.types", "scene"},
    "corrections": {"nets"},
    "notebook": {"errors", "graph.types", "scene", "render"},
    "pipeline": {"errors", "limits", "settings", "nets", "graph", "scene", "program", "render", "notebook"},
    "identity": {"nets", "graph.types", "scene", "pipeline"},
    "remedies": {"errors", "limits", "nets", "graph.types", "scene", "pipeline"},
    "family": {"published", "corrections", "nets", "graph.types", "scene", "pipeline"},
    "image": {"errors", "limits", "settings", "nets", "graph.types", "graph.hooks", "scene.flow", "scene.types"},
    "forward": {"errors", "limits", "settings", "nets", "graph.types", "graph.device", "image", "pipeline"},
    "training": {"errors", "nets", "image"},
    "decks": {"errors", "limits", "settings", "scene", "render"},
    "web": {
        "errors", "limits", "settings", "published", "nets", "graph.types", "scene", "render", "inspector", "charts",
        "corrections", "pipeline", "family", "remedies", "compare", "identity", "image", "forward", "decks",
    },
    "main": {"settings", "web"},
    "bench": {"limits", "nets", "graph", "scene", "render", "image", "forward", "pipeline", "decks", "web", "main"},
    "__main__": {
        "errors", "settings", "nets", "graph.device", "scene.folding", "scene.types", "image", "pipeline", "training",
        "web.query", "web.deck_check", "decks", "render", "bench",
    },
}  # fmt: skip

# A package from outside and the only modules or rooms that may import it.
OUTSIDE: dict[str, set[str]] = {
    "babel": {"language"},
    "torch": {
        "nets",
        "graph.hooks",
        "graph.trace",
        "graph.device",
        "graph.own",
        "image",
        "forward",
        "training",
        "bench",
    },
    "PIL": {"image"},
    "safetensors": {"image.weights", "training"},
    "sse_starlette": {"web"},
    "fastapi": {"web", "main", "bench"},
    "starlette": {"web", "main", "bench"},
    "starlette_compress": {"main"},
    "jinja2": {"web", "program"},
    "markupsafe": {"web"},
    "uvicorn": {"__main__", "bench"},
    "typer": {"__main__"},
    "pydantic": {"nets", "settings", "web", "decks"},
    "pydantic_core": {"decks"},
    "yaml": {"decks.document"},
    "markdown_it": {"decks.markdown"},
    "pydantic_settings": {"settings"},
    "cachetools": {"pipeline", "forward", "web.deck_check"},
    "typst": {"render.typeset"},
    "fontTools": {"scene.text", "render.fonts", "render.noto", "render.chinese"},
    "torchinfo": {"bench"},
    "torchvision": {"bench"},
    "psutil": {"bench"},
    "httpx": {"bench"},
}

LONGEST = 300
LATE_IMPORTS = {"__main__", "bench"}  # a command imports what it needs when it runs


def module_name(file: Path) -> str:
    """`scene.operation.conv` for app/scene/operation/conv.py; "" for app/__init__.py."""
    parts = file.relative_to(ROOT / "app").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, dotted; `from app.nets import config` is `app.nets.config`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(files: list[Path]) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in files]


def test_every_room_is_in_the_table_and_every_row_is_a_room() -> None:
    rooms = {module_name(file).partition(".")[0] for file in MODULES} - {""}
    assert rooms == set(ROOMS)


@pytest.mark.parametrize("file", MODULES, ids=names(MODULES))
def test_imports_run_one_way(file: Path) -> None:
    module = module_name(file)
    room = module.partition(".")[0]
    for imported in imports(file):
        if not within(imported, "app") or imported == "app.__version__":
            continue
        target = imported.removeprefix("app.")
        allowed = within(target, room) or any(within(target, place) for place in ROOMS[room] | {"language"})
        assert allowed, f"{module} may not import {imported}"


@pytest.mark.parametrize("file", MODULES, ids=names(MODULES))
def test_outside_packages_are_imported_only_where_they_belong(file: Path) -> None:
    module = module_name(file)
    for imported in imports(file):
        places = OUTSIDE.get(imported.partition(".")[0])
        assert places is None or any(within(module, place) for place in places), f"{module} may not import {imported}"


def test_nothing_between_nets_and_pictures_loads_torch_or_a_server() -> None:
    for file in MODULES:
        room = module_name(file).partition(".")[0]
        if room in ("scene", "render", "inspector", "charts"):
            heavy = {imported.partition(".")[0] for imported in imports(file)} & {"torch", "fastapi", "starlette"}
            assert not heavy, file


@pytest.mark.parametrize("file", MODULES, ids=names(MODULES))
def test_imports_stand_at_the_top(file: Path) -> None:
    if module_name(file).partition(".")[0] in LATE_IMPORTS:
        return
    tree = ast.parse(file.read_text())
    everywhere = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert all(node in tree.body for node in everywhere)


@pytest.mark.parametrize("file", MODULES, ids=names(MODULES))
def test_every_module_says_what_it_is_for(file: Path) -> None:
    text = file.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "the module has no docstring"


def test_no_file_is_too_long() -> None:
    kinds = [("app", "*.py"), ("tests", "*.py"), ("tests", "*.js"), ("static", "*.js"), ("static", "*.css")]
    files = [file for folder, kind in [*kinds, ("templates", "*.html")] for file in (ROOT / folder).rglob(kind)]
    assert len(files) > 100
    long = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_every_limit_is_enforced_somewhere() -> None:
    program = "\n".join(file.read_text() for file in MODULES)
    assert [limit.name for limit in LIMITS if f'limit("{limit.name}")' not in program] == []


def test_readme_s_table_of_limits_is_the_program_s() -> None:
    expected = [(limit.name, limit.value, limit.why) for limit in LIMITS]
    rows = re.findall(r"^\| `?(\w+)`? \| ([\d,_]+) \| (.+) \|$", README.read_text(), re.MULTILINE)
    known = {limit.name for limit in LIMITS}
    assert [(name, int(re.sub("[,_]", "", value)), why) for name, value, why in rows if name in known] == expected


def test_readme_names_every_preset_and_every_field() -> None:
    words = set(re.findall(r"`([\w]+)`", README.read_text()))
    fields = {field for family in FAMILIES.values() for field in family.config.fields()}
    between = {field for field in fields if "inception3a" < field < "inception5b"}  # "from 3a to 5b" names them all
    assert fields - between - words == set()
    depths = {name for name in PRESETS if name.startswith("cifar_") and not name.endswith("20")}  # "and 32, 44, ..."
    assert set(PRESETS) - depths - words == set()


def test_readme_s_map_names_what_is_there_and_leaves_nothing_of_app_out() -> None:
    drawn = dict(mapped_files(README.read_text()))
    assert drawn, "the README has no map that starts with a line `app/`"
    assert [path for path in drawn if not (ROOT / path).exists()] == []
    there = {f"app/{file.name}" for file in (ROOT / "app").iterdir() if file.name not in ("__init__.py", "__pycache__")}
    assert there - set(drawn) == set()
    assert [path for path, words in drawn.items() if not words and path != "app"] == []


def mapped_files(text: str) -> Iterator[tuple[str, str]]:
    """(path, words) of each line of the map: an indented block that starts with `app/`, two spaces a level."""
    inside = False
    above: list[tuple[int, str]] = []
    for line in text.splitlines():
        match = re.match(r"(\s*)([\w./-]+)(?:\s{2,}(.*))?$", line)
        if not inside and match and match[2] == "app/":
            inside = True
        if not inside:
            continue
        if not match or not match[2]:
            return
        depth, name = len(match[1]), match[2].rstrip("/")
        above = [(other, path) for other, path in above if other < depth]
        path = f"{above[-1][1]}/{name}" if above else name
        above.append((depth, path))
        yield path, match[3] or ""


def test_requirements_are_pinned_exactly() -> None:
    for file in ROOT.glob("requirements*.txt"):
        for line in file.read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line), f"{file.name}: {line}"
