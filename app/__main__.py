"""The command line: `python -m app serve | trace | draw | weights | deck | train | bench`.

What goes wrong is one line on stderr, exit code 2. torch, fonts and the server are imported by the command that needs
them, so that `--help` answers at once.
"""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.errors import UnknownName, UserError

STANDARD_OUTPUT = "standard output"
BUNDLED = Path(__file__).parent / "image" / "bundled"

Name = Annotated[str, typer.Argument(metavar="NAME[/PATH]", help="resnet34, or a part of it: resnet34/layer2.0")]
Set = Annotated[
    list[str], typer.Option("--set", metavar="KEY=VALUE", help="override a field: --set input=3,225,225; repeatable")
]

cli = typer.Typer(
    help="Walk a tensor through residual networks: every shape measured, every picture a URL.",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
weights_cli = typer.Typer(help="Published weights: which are there, and how to add some.", rich_markup_mode=None)
cli.add_typer(weights_cli, name="weights")
deck_cli = typer.Typer(help="Lectures: what is wrong with a file.", rich_markup_mode=None)
cli.add_typer(deck_cli, name="deck")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="address to listen on; 0.0.0.0 is every one")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one")] = 8000,
) -> None:
    """Answer on HTTP until interrupted; the first line printed is the address."""
    _check_settings()
    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with _about("serve"), socket.create_server((host, port), family=family) as listening:
        shown = f"[{host}]" if family == socket.AF_INET6 else host
        _write(f"Tensorwalk is at http://{shown}:{listening.getsockname()[1]}/ (Ctrl+C stops it)\n".encode(), "-")
        options = uvicorn.Config(
            "app.main:create_app", factory=True, log_level="warning", server_header=False, timeout_graceful_shutdown=5
        )
        uvicorn.Server(options).run(sockets=[listening])


@cli.command()
def trace(name: Name, settings: Set = []) -> None:  # noqa: B006 (typer copies it)
    """Print the traced network as JSON: every operation with its shapes, cost and receptive field."""
    _check_settings()
    _write(_document(name, settings, "json", {}), "-")


@cli.command()
def draw(
    name: Name,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="where to; - is standard output")],
    settings: Set = [],  # noqa: B006
    format: Annotated[
        str | None, typer.Option(help="svg, pdf, png, tex, tikz, csv, json or py; else as the suffix says; - is svg")
    ] = None,
    scale: Annotated[str | None, typer.Option(help="from numbers to lengths: log, sqrt or linear")] = None,
    theme: Annotated[str | None, typer.Option(help="light, dark or print")] = None,
    expand: Annotated[str | None, typer.Option(help="layers to unfold the repeats of: layer1,layer3, or all")] = None,
    view: Annotated[str | None, typer.Option(help="volumes, or schematic: the paper's boxes and arrows")] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh")] = None,
    width: Annotated[str | None, typer.Option(help="of a PNG, in pixels; else the drawing's own")] = None,
    density: Annotated[str | None, typer.Option(help="of a PNG, in pixels a drawing unit: 1 to 4")] = None,
    page: Annotated[str | None, typer.Option(help="of a PDF: a4, letter or 16:9; else cut to the picture")] = None,
) -> None:
    """Write one view as a file, in the format that its suffix names."""
    _check_settings()
    wanted = format or _format_of(output)
    look = {"scale": scale, "theme": theme, "expand": expand, "view": view}
    look |= {"lang": lang, "width": width, "density": density, "page": page}
    _write(_document(name, settings, wanted, {key: word for key, word in look.items() if word is not None}), output)


@cli.command()
def train(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="presets; else the bundled ones")
    ] = None,
    folder: Annotated[Path, typer.Option(help="where to; else what is bundled is replaced")] = BUNDLED,
    epochs: Annotated[int, typer.Option(min=1, max=1000, help="how often every picture is seen")] = 16,
) -> None:
    """Train small networks on the program's own pictures, on one thread; a line an epoch."""
    from app.training import TRAINED, train_all

    with _names_listed(""):
        train_all(names or TRAINED, folder, epochs, typer.echo)


@weights_cli.command("add")
def add_weights(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="a published file, or where it may be had")],
    named: Annotated[str, typer.Option("--as", metavar="PRESET:TAG", help="what it is, if its name does not say")] = "",
) -> None:
    """Check a published file of weights and put it into the weights folder."""
    from app.image.weights.adding import add

    for line in add(source, named, _progress).said():
        _print(line)


@weights_cli.command("list")
def list_weights() -> None:
    """Print which published weights are there, and from where the others may be had."""
    from app.image.weights.adding import listing

    for line in listing():
        _print(line)


@weights_cli.command("labels")
def add_labels(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="1000 names, one a line or as JSON")],
) -> None:
    """Put the names of ImageNet's classes into the weights folder."""
    from app.image.weights.labels import keep_labels

    _print(f"The names of the classes are in {keep_labels(file)}.")


@deck_cli.callback()
def deck() -> None:
    """Lectures are data: one YAML file each."""


@deck_cli.command("check")
def check_deck(files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="lectures, *.yaml")]) -> None:
    """Print what is wrong with lectures, a line each, FILE:LINE: first; exit code 1 if anything is, notes aside."""
    _check_settings()
    from app.web.deck_check import notes_in, problems_in

    wrong = False
    for file in files:
        lecture, found = problems_in(file)
        for problem in (*found, *notes_in(file)):
            _print(problem.at(str(file)))
        wrong = wrong or bool(found)
        if lecture and not found:
            _print(f"{file}: {len(lecture.steps)} steps, fine")
    if wrong:
        raise typer.Exit(1)


@cli.command()
def bench() -> None:
    """Measure speed and memory against their bounds; exit code 1 if one is exceeded."""
    from app.bench.peers import INSTALL, missing

    if absent := missing():
        typer.echo(f"{', '.join(absent)} not installed: {INSTALL}", err=True)
        raise typer.Exit(2)
    from app.bench import report

    if not report():
        raise typer.Exit(1)


def _check_settings() -> None:
    """Before any work: a UserError for what the environment asks and this machine or program has not."""
    from app.settings import settings

    wanted = settings().device
    from app.graph.device import best_device

    best_device(wanted)


def _format_of(output: str) -> str:
    """The format that a file's suffix names; a picture where there is no file."""
    if output == "-":
        return "svg"
    if suffix := Path(output).suffix:
        return suffix.removeprefix(".").lower()
    from app.render import RENDERERS

    suffixes = ", ".join(f".{name}" for name in RENDERERS)
    raise UserError("output", output, because=f"end it in one of {suffixes}, or give --format")


def _document(name: str, settings: list[str], format: str, look: dict[str, str]) -> bytes:
    """The file that the same words in a URL would name. Raises UserError."""
    from app.nets import config
    from app.pipeline import document_for, graph_for
    from app.scene.folding import unfolded
    from app.scene.types import View
    from app.web import query

    preset, _, path = name.partition("/")
    with _names_listed(preset):
        chosen, asked = config(preset, **_overrides(settings)), query.look(look, format)
        expand, lang = unfolded(graph_for(chosen), asked.expand), asked.lang or "en"
        view = View(path, asked.scale, expand, asked.view, lang=lang)
        return document_for(chosen, view, format, asked.options())


@contextmanager
def _names_listed(preset: str) -> Iterator[None]:
    """A name that resembles none is answered with those there are: a terminal has no gallery to point at."""
    from app.nets import PRESETS

    try:
        yield
    except UnknownName as error:
        if error.suggestions:
            raise
        paths = f"see those there are with: python -m app trace {preset}"
        if error.what == "preset":
            raise UserError(error.what, error.value, ", ".join(PRESETS)) from None
        raise UserError(error.what, error.value, because=paths) from None


def _overrides(settings: list[str]) -> dict[str, str]:
    """`["input=3,225,225"]` as the config's overrides."""
    given: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise UserError("--set", setting, because="write KEY=VALUE, as in input=3,225,225")
        if key in given:
            raise UserError("--set", setting, because=f"{key} is given twice")
        given[key] = value
    return given


def _progress(come: int, total: int) -> None:
    """How much of a file has come, on one line of a terminal."""
    if sys.stderr.isatty():
        print(f"\r{come >> 20} of {total >> 20 or '?'} MiB", end="\n" if come == total else "", file=sys.stderr)


def _print(line: str) -> None:
    _write(f"{line}\n".encode(), "-")


def _write(document: bytes, output: str) -> None:
    """To a file, or past Python's own buffer to standard output. A pipe's reader who has seen enough is no error."""
    if output == "-" and not sys.stdout:  # closed by the shell; its number may by now be another file's
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), STANDARD_OUTPUT)
    with _about(STANDARD_OUTPUT if output == "-" else output):
        try:
            with open(1 if output == "-" else output, "wb", closefd=output != "-") as file:
                file.write(document)
        except BrokenPipeError:
            return


@contextmanager
def _about(name: str) -> Iterator[None]:
    """An OSError that names no file is about this one."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or name
        raise


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        with _about(STANDARD_OUTPUT):  # what typer itself prints: the help
            return cli(arguments, standalone_mode=False) or 0
    except typer.TyperException as error:
        message = error.format_message()
    except OSError as error:
        message = f"{error.filename}: {error.strerror}"
    except UserError as error:
        message = str(error)
    typer.echo(" ".join(message.split()), err=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
