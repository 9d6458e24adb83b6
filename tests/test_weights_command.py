"""`python -m app weights` as a shell sees it, with files on disk and from a server on loopback."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
import torch

from app.__main__ import main
from app.image.weights import load, weights_for
from app.image.weights.published import PUBLISHED, of_preset
from app.limits import limit
from app.nets import build, config
from tests.checkpoints import SMALL, Quiet, known_as, publish, saved, server, tensors, use_folder

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_folder(monkeypatch, tmp_path / "weights")
    return tmp_path / "weights"


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Exit code, standard output and standard error of `weights` with these arguments."""

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main(["weights", *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return command


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a server of what lies in `tmp_path`."""
    with server(partial(Quiet, directory=tmp_path)) as address:
        yield address


def refusal(run: Run, folder: Path, *arguments: object) -> str:
    """The one line of error of a command that fails, and leaves nothing behind."""
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not folder.exists() or not list(folder.iterdir())
    return err


def answering(answer: Callable[[Quiet], None]) -> type[SimpleHTTPRequestHandler]:
    """A handler that answers every request so."""

    class Handler(Quiet):
        def do_GET(self) -> None:
            answer(self)

    return Handler


def test_resnet18_s_checkpoint_from_a_server_ends_up_in_the_network(
    run: Run, folder: Path, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tensors("resnet18")
    file = saved(tmp_path, "resnet18", weights)
    publish(monkeypatch, replace(of_preset("resnet18")[0], file=file.name))
    code, out, err = run("add", f"{site}/{file.name}")
    assert (code, err) == (0, "")
    assert "resnet18:IMAGENET1K_V1 is in" in out
    assert "hash is right" in out
    assert "BSD 3-Clause" in out
    assert [kept.name for kept in folder.iterdir()] == ["resnet18-IMAGENET1K_V1.safetensors"]
    found, _ = weights_for(config("resnet18"))
    network = build(config("resnet18"), "meta")
    load(network, config("resnet18"), found)
    assert found.transform.resize == 256
    assert all(torch.equal(tensor, weights[key]) for key, tensor in network.state_dict().items())


@pytest.mark.parametrize("zipped", [True, False])
def test_a_file_is_known_by_its_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zipped: bool) -> None:
    file = saved(tmp_path, "small", tensors("cifar_resnet20"), zipped)
    publish(monkeypatch, known_as(file))
    assert run("add", file)[0] == 0
    assert weights_for(config("cifar_resnet20"))[0].name == "TAG_V1"


def test_a_file_of_another_hash_than_its_name_says_is_refused(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, "small", tensors("cifar_resnet20"))
    publish(monkeypatch, known_as(file))
    torch.save(tensors("cifar_resnet20", seed=8), file)
    assert known_as(file).hash in refusal(run, folder, "add", file)


def test_as_says_what_an_unknown_file_is(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, "small", tensors("cifar_resnet20")).rename(tmp_path / "mine.bin")
    publish(monkeypatch, replace(SMALL, file="small-01234567.pth"))
    assert "--as" in refusal(run, folder, "add", file)
    assert "cifar_resnet20:TAG_V1" in refusal(run, folder, "add", file, "--as", "cifar_resnet20:TAG_V9")
    assert "cifar_resnet20" in refusal(run, folder, "add", file, "--as", "cifar_resnet21:TAG_V1")
    code, out, _ = run("add", file, "--as", "cifar_resnet20:TAG_V1")
    assert code == 0
    assert "01234567" in out  # the hash that it does not have


def test_timm_s_address_says_what_its_file_is(
    run: Run, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = replace(SMALL, publisher="timm", tag="a1_in1k")
    publish(monkeypatch, row)
    place = tmp_path / "timm" / "cifar_resnet20.a1_in1k" / "resolve" / "main"
    place.mkdir(parents=True)
    saved(tmp_path, "small", tensors("cifar_resnet20")).rename(place / "model.safetensors")
    code, out, _ = run("add", f"{site}/timm/cifar_resnet20.a1_in1k/resolve/main/model.safetensors?download=true")
    assert code == 0
    assert "none is published" in out


def test_heads_in_the_file_are_kept_for_whoever_builds_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, "googlenet", tensors("googlenet", aux=True))
    publish(monkeypatch, replace(of_preset("googlenet")[0], file=file.name))
    assert run("add", file)[0] == 0
    for aux in (False, True):
        assert len(weights_for(config("googlenet", aux=aux))) == 2


@pytest.mark.parametrize(
    ("contents", "said"),
    [(b"<!DOCTYPE html><title>Not here</title>", "web page"), (b"", "empty"), (bytes(1000), "neither")],
)
def test_what_is_no_checkpoint_is_refused(
    run: Run, folder: Path, site: str, tmp_path: Path, contents: bytes, said: str
) -> None:
    file = tmp_path / PUBLISHED[0].file
    file.write_bytes(contents)
    assert said in refusal(run, folder, "add", file)
    assert said in refusal(run, folder, "add", f"{site}/{file.name}")


def test_a_checkpoint_that_does_not_fit_is_refused(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, "small", tensors("cifar_resnet32"))
    publish(monkeypatch, known_as(file))
    assert "not of cifar_resnet20" in refusal(run, folder, "add", file)


def test_an_address_that_names_no_file_is_refused(run: Run, folder: Path, site: str) -> None:
    assert "--as" in refusal(run, folder, "add", f"{site}/")


def test_what_a_server_does_not_have_is_refused(run: Run, folder: Path, site: str) -> None:
    assert "404" in refusal(run, folder, "add", f"{site}/{PUBLISHED[0].file}")


@pytest.mark.parametrize(
    "source",
    [
        "ftp://127.0.0.1/resnet18-f37072fd.pth",
        "file:///etc/resnet18-f37072fd.pth",
        "://resnet18-f37072fd.pth",
        "http://[/resnet18-f37072fd.pth",
    ],
)
def test_only_addresses_of_the_web_are_fetched(run: Run, folder: Path, source: str) -> None:
    assert "https://" in refusal(run, folder, "add", source)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_leads_nowhere_but_to_the_web(run: Run, folder: Path, target: str) -> None:
    def answer(handler: Quiet) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    with server(answering(answer)) as address:
        assert target in refusal(run, folder, "add", f"{address}/{PUBLISHED[0].file}")


def test_a_file_over_the_limit_is_refused_before_it_comes(run: Run, folder: Path) -> None:
    def answer(handler: Quiet) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(limit("weights_bytes") + 1))
        handler.end_headers()

    with server(answering(answer)) as address:
        assert f"{limit('weights_bytes'):,}" in refusal(run, folder, "add", f"{address}/{PUBLISHED[0].file}")


def test_a_stream_without_an_end_is_cut_at_the_limit(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(handler: Quiet) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(bytes(2**20))
        except ConnectionError:
            return

    monkeypatch.setattr("app.image.weights.fetching.limit", lambda name: 3 * 2**20)
    with server(answering(answer)) as address:
        assert "it has more" in refusal(run, folder, "add", f"{address}/{PUBLISHED[0].file}")


def test_a_connection_that_breaks_off_is_refused(run: Run, folder: Path) -> None:
    def answer(handler: Quiet) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        handler.wfile.write(bytes(1000))

    with server(answering(answer)) as address:
        assert "1,000 of 1,000,000" in refusal(run, folder, "add", f"{address}/{PUBLISHED[0].file}")


def test_a_server_that_is_not_there_is_refused(run: Run, folder: Path) -> None:
    with server(Quiet) as address:
        pass
    assert "cannot be fetched" in refusal(run, folder, "add", f"{address}/{PUBLISHED[0].file}")


def test_a_file_that_is_not_there_is_one_line(run: Run, folder: Path) -> None:
    assert "No such file" in refusal(run, folder, "add", "nowhere/resnet18-f37072fd.pth")
    assert "No such file" in refusal(run, folder, "labels", "nowhere.txt")


def test_list_says_what_is_there_and_where_the_rest_may_be_had(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, "small", tensors("cifar_resnet20"))
    publish(monkeypatch, known_as(file), *PUBLISHED)
    run("add", file)
    code, out, _ = run("list")
    lines = dict(line.split() for line in out.splitlines()[1:])
    assert code == 0
    assert str(folder) in out.splitlines()[0]
    assert lines["cifar_resnet20:TAG_V1"] == "here"
    assert lines["resnet18:IMAGENET1K_V1"] == "https://download.pytorch.org/models/resnet18-f37072fd.pth"
    assert len(lines) == len(PUBLISHED) + 1


def test_labels_are_kept_for_published_weights(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, "small", tensors("cifar_resnet20"))
    publish(monkeypatch, known_as(file))
    run("add", file)
    (tmp_path / "names.txt").write_text("\n".join(f"name {number}" for number in range(1000)))
    assert run("labels", tmp_path / "names.txt")[0] == 0
    assert weights_for(config("cifar_resnet20"))[0].classes[207] == "name 207"
