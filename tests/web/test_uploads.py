"""How pictures arrive: refused early where they are too long, given up where nothing comes, from our own pages only."""

import gc
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from anyio import WouldBlock

from app.image import store
from app.limits import limit
from app.settings import Settings
from tests.image.files import gradient, saved

PICTURE = saved(gradient(40, 30), "PNG")
AS_SCRIPT = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(store, "settings", lambda: Settings(data=tmp_path, secret="a secret"))
    yield tmp_path / "images"
    store.forget_what_was_read()


def sent(web: httpx.Client, data: bytes = PICTURE) -> httpx.Response:
    return web.post("/images", files={"image": ("a.png", data, "image/png")}, headers=AS_SCRIPT)


def test_a_body_that_says_it_is_too_long_is_not_read(address: str) -> None:
    _refused_early(address, f"content-length: {limit('image_bytes') * 100}\r\n\r\n".encode(), b"", 0)


@pytest.mark.parametrize("kind", ["image/png", "multipart/form-data; boundary=x"])
def test_a_body_that_turns_out_to_be_too_long_is_refused_while_it_streams(address: str, kind: str) -> None:
    part = 100_000
    chunk = f"{part:x}\r\n".encode() + bytes(part) + b"\r\n"
    most = limit("image_bytes") + 30 * part
    _refused_early(address, b"transfer-encoding: chunked\r\n\r\n", chunk, 3 * most // part, kind)


def _refused_early(address: str, head: bytes, chunk: bytes, chunks: int, kind: str = "image/png") -> None:
    """Sends a body that never ends; the answer must come before all of it is taken, and the connection close."""
    host = urlsplit(address)
    start = f"POST /images HTTP/1.1\r\nhost: {host.netloc}\r\ncontent-type: {kind}\r\n".encode()
    with socket.create_connection((host.hostname or "", host.port or 80), timeout=30) as connection:
        connection.sendall(start + head)
        taken = 0
        try:
            for _ in range(chunks):
                connection.sendall(chunk)
                taken += 1
        except OSError:  # hung up, as it should
            pass
        else:
            assert chunks == 0, "everything was taken"
        try:
            answer = connection.recv(100_000)
        except ConnectionResetError:
            return  # the answer was lost to what was still being sent
        assert answer.startswith(b"HTTP/1.1 413")
        assert b"connection: close" in answer.lower()
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["what"] == "image"
        connection.settimeout(30)
        assert connection.recv(10) == b""


def test_a_file_just_over_the_limit_is_told_its_size(web: httpx.Client) -> None:
    answer = sent(web, bytes(limit("image_bytes") + 1))
    assert answer.status_code == 413
    assert f"{limit('image_bytes'):,} bytes" in answer.json()["allowed"]


PART = b'--x\r\ncontent-disposition: form-data; name="NAME"\r\n\r\na\r\n'
MALFORMED = [
    ("multipart/form-data", b"x", 422),
    ("multipart/form-data; boundary=x", b"", 422),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--\r\n", 422),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="image"\r\n\r\na\r\n--x--\r\n',
        422,
    ),
    ("multipart/form-data; boundary=x", 50 * b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\na\r\n', 422),
    ("application/x-www-form-urlencoded", b"image=a", 415),
    ("application/json", b"{}", 415),
    ("", b"", 415),
]


@pytest.mark.parametrize(("kind", "body", "status"), MALFORMED)
def test_other_bodies_are_refused(web: httpx.Client, kind: str, body: bytes, status: int) -> None:
    answer = web.post("/images", content=body, headers={"content-type": kind, **AS_SCRIPT})
    assert answer.status_code == status
    assert answer.json()["allowed"]


def test_of_two_fields_the_one_with_a_file_counts(web: httpx.Client) -> None:
    files = [("image", ("", b"")), ("image", ("photo.jpg", PICTURE))]
    assert web.post("/images", files=files, headers=AS_SCRIPT).status_code == 201


FOREIGN = [
    *({"origin": origin} for origin in ("https://evil.example", "null", "http://[")),
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "https://other.example.org"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_pages_of_other_sites_can_neither_send_nor_delete(web: httpx.Client, headers: dict[str, str]) -> None:
    told = sent(web).json()
    for answer in (
        web.post("/images", files={"image": ("a.png", PICTURE)}, headers=headers),
        web.post(f"{told['url']}/delete", data={"token": told["token"]}, headers=headers),
        web.delete(told["url"], params={"token": told["token"]}, headers=headers),
    ):
        assert (answer.status_code, answer.json()["what"]) == (403, "origin")
    assert web.get(told["url"]).status_code == 200


def test_our_own_pages_can(web: httpx.Client, address: str) -> None:
    for headers in ({"origin": address}, {"sec-fetch-site": "same-origin", "origin": address}):
        answer = web.post("/images", files={"image": ("a.png", PICTURE)}, headers=headers)
        assert answer.status_code == 201


def test_with_a_public_origin_the_host_that_a_request_names_counts_for_nothing(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A foreign name can be made to lead to this server: then its pages are, for a browser, of the same origin."""
    public = Settings(base_url="https://Tensors.example/")
    for module in ("app.web.uploads", "app.web.delivery"):
        monkeypatch.setattr(f"{module}.settings", lambda: public)
    rebound = {"host": "evil.example", "origin": "http://evil.example", "sec-fetch-site": "same-origin"}
    ours = {"origin": "https://tensors.example", "sec-fetch-site": "same-origin"}
    for headers, status in ((rebound, 403), (ours, 201), ({}, 201)):
        answer = web.post("/images", files={"image": ("a.png", PICTURE)}, headers=headers)
        assert answer.status_code == status


def test_a_form_that_is_cut_off_leaves_no_file_open(web: httpx.Client, recwarn: pytest.WarningsRecorder) -> None:
    cut = b'--x\r\ncontent-disposition: form-data; name="image"; filename="a.png"\r\n\r\n' + PICTURE[:20]
    answer = web.post("/images", content=cut, headers={"content-type": "multipart/form-data; boundary=x"})
    gc.collect()
    assert answer.status_code == 422
    assert [str(warning.message) for warning in recwarn if warning.category is ResourceWarning] == []


def test_an_upload_of_which_no_byte_comes_is_given_up(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.uploads.limit", lambda name: 1 if name == "upload_idle_seconds" else limit(name))
    host = urlsplit(address)
    start = f"POST /images HTTP/1.1\r\nhost: {host.netloc}\r\ncontent-type: image/png\r\ncontent-length: 99\r\n\r\n"
    with socket.create_connection((host.hostname or "", host.port or 80), timeout=30) as connection:
        connection.sendall(start.encode())
        assert connection.recv(100_000).startswith(b"HTTP/1.1 408")


def test_when_too_many_are_on_their_way_the_next_is_told_to_come_back(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Taken:
        def acquire_on_behalf_of_nowait(self, _: object) -> None:
            raise WouldBlock

    monkeypatch.setattr("app.web.uploads._arriving", Taken())
    answer = sent(web)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
