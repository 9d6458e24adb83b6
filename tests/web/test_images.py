"""Pictures over HTTP: taken, shown as pictures and nothing else, deleted by their uploaders; misuse is refused."""

import json
import re
import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from anyio import WouldBlock
from PIL import Image

from app.image import store
from app.limits import limit
from app.settings import Settings
from tests.image.files import bomb, gradient, saved
from tests.web.page import Page

PICTURE = saved(gradient(40, 30), "PNG")
AS_SCRIPT = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(store, "settings", lambda: Settings(data=tmp_path, secret="a secret"))
    yield tmp_path / "images"
    store.forget_what_was_read()


def sent(web: httpx.Client, data: bytes = PICTURE, name: str = "a.png", **options: object) -> httpx.Response:
    files = {"image": (name, data, "image/png")}
    return web.post("/images", files=files, headers=AS_SCRIPT, **options)  # pyright: ignore[reportArgumentType]


def test_a_script_gets_an_id_a_token_and_an_address(web: httpx.Client) -> None:
    answer = sent(web)
    told = answer.json()
    assert answer.status_code == 201
    assert set(told) == {"id", "token", "url"}
    assert answer.headers["location"] == told["url"] == f"/images/{told['id']}"
    assert answer.headers["cache-control"] == "no-store"


def test_a_picture_may_be_the_body_itself(web: httpx.Client) -> None:
    answer = web.post("/images", content=PICTURE, headers={"content-type": "image/jpeg"})
    assert answer.json()["id"] == sent(web).json()["id"]


def test_a_picture_is_served_as_a_picture_and_nothing_else(web: httpx.Client) -> None:
    answer = web.get(sent(web, saved(gradient(40, 30), "BMP")).json()["url"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == 'inline; filename="picture.png"'
    assert answer.headers["cache-control"] == "private, max-age=600"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert np.array_equal(np.array(Image.open(BytesIO(answer.content))), gradient(40, 30))


def test_a_smaller_one_is_served_for_a_thumbnail(web: httpx.Client) -> None:
    url = sent(web).json()["url"]
    assert Image.open(BytesIO(web.get(f"{url}?width=20").content)).size == (20, 15)
    for query in ("width=0", "width=9999", "width=x", "size=3"):
        assert web.get(f"{url}?{query}").status_code == 422


def test_samples_are_served_too(web: httpx.Client) -> None:
    assert Image.open(BytesIO(web.get("/images/shapes").content)).size == (480, 360)


@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_its_uploader_deletes_a_picture_and_nobody_else(web: httpx.Client, folder: Path, method: str) -> None:
    told = sent(web).json()

    def delete(token: str) -> httpx.Response:
        if method == "DELETE":
            return web.delete(told["url"], params={"token": token})
        return web.post(f"{told['url']}/delete", data={"token": token})

    assert web.get(told["url"]).status_code == 200
    refused = delete("wrong")
    assert (refused.status_code, refused.json()["what"]) == (403, "token")
    assert web.get(told["url"]).status_code == 200
    assert delete(told["token"]).status_code == 204
    assert list(folder.iterdir()) == []
    gone = web.get(told["url"])
    assert (gone.status_code, gone.json()["what"], gone.headers["cache-control"]) == (404, "image", "no-store")
    assert delete(told["token"]).status_code == 404


def test_no_other_address_leads_to_a_file(web: httpx.Client, folder: Path) -> None:
    (folder.parent / "secret.png").write_bytes(b"secret")
    for id in ("nothing", "..%2fsecret", "%2e%2e%2fsecret", 22 * "a", "secret.png", "%00", "a/b"):
        assert web.get(f"/images/{id}").status_code == 404, id
        assert web.delete(f"/images/{id}?token=x").status_code in (403, 404, 405), id


def test_people_without_a_script_get_a_page_that_leads_on_and_can_delete(browser_client: httpx.Client) -> None:
    came_from = "/net/resnet18/layer2?input=3,64,64&scale=sqrt&image=scene&crop=0,50"
    answer = browser_client.post("/images", files={"image": ("a.png", PICTURE)}, data={"next": came_from})
    page = Page.of(answer.text)
    assert answer.status_code == 201
    form = page.one("form")
    id = form.attributes["action"].split("/")[2]
    assert f"/net/resnet18/layer2?input=3,64,64&scale=sqrt&image={id}" in page.links
    assert page.one("img", **{"class": "kept"}).attributes["src"] == f"/images/{id}"
    fields = {field.attributes["name"]: field.attributes["value"] for field in page.all("input", type="hidden")}
    gone = browser_client.post(form.attributes["action"], data=fields)
    assert "deleted" in Page.of(gone.text).one("h1").text
    assert "/net/resnet18/layer2?input=3,64,64&scale=sqrt" in Page.of(gone.text).links
    assert browser_client.get(f"/images/{id}").status_code == 404


@pytest.mark.parametrize(
    "next",
    ["https://evil.example/", "//evil.example", "/net/", "/net/nothing", "/net/resnet18?x=1", "data:x", ""],
)
def test_the_way_on_is_a_view_of_ours_whatever_is_asked(browser_client: httpx.Client, next: str) -> None:
    answer = browser_client.post("/images", files={"image": ("a.png", PICTURE)}, data={"next": next})
    links = Page.of(answer.text).links
    assert "evil" not in " ".join(links)
    assert [link for link in links if link.startswith("/net/cifar_resnet20?image=")]
    assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in links)


def test_people_are_told_what_was_wrong_and_where_to_go_back(browser_client: httpx.Client) -> None:
    answer = browser_client.post("/images", files={"image": ("a.png", b"<svg/>")}, data={"next": "/net/resnet18"})
    assert answer.status_code == 422
    page = Page.of(answer.text)
    assert "an SVG drawing" in page.one("main").text
    assert "/net/resnet18" in page.links


BAD = [
    (b"", "0 bytes"),
    (b"<!doctype html><script>alert(1)</script>", "an HTML page"),
    (b'<svg onload="alert(1)"/>', "an SVG drawing"),
    (b"\x80\x04cos\nsystem\n", "a file of another kind"),
    (PICTURE[:60], "damaged"),
]


@pytest.mark.parametrize(("data", "said"), BAD)
def test_what_is_no_picture_is_refused_whatever_it_is_called(
    web: httpx.Client, folder: Path, data: bytes, said: str
) -> None:
    answer = sent(web, data, "holiday.jpg")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["value"]
    assert not folder.exists()


def test_a_bomb_is_refused_by_its_size(web: httpx.Client) -> None:
    problem = sent(web, bomb()).json()
    assert problem["status"] == 422
    assert "900,000,000 pixels" in problem["value"]


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


def test_a_form_in_which_nothing_was_chosen_says_so_and_leads_back(browser_client: httpx.Client) -> None:
    part = b'--x\r\ncontent-disposition: form-data; name="image"; filename=""\r\n\r\n\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x", "referer": "http://here/net/resnet18?scale=sqrt"}
    answer = browser_client.post("/images", content=part, headers=headers)
    assert answer.status_code == 422
    assert "choose one first" in answer.text
    assert "/net/resnet18?scale=sqrt" in Page.of(answer.text).links


def test_of_two_fields_the_one_with_a_file_counts(web: httpx.Client) -> None:
    files = [("image", ("", b"")), ("image", ("photo.jpg", PICTURE))]
    assert web.post("/images", files=files, headers=AS_SCRIPT).status_code == 201


def test_no_name_from_a_client_reaches_the_disk(web: httpx.Client, folder: Path) -> None:
    for name in ("../../evil.png", "/etc/passwd", "a\x00b", "CON", 1000 * "a"):
        assert sent(web, name=name).status_code == 201
    there = [file.relative_to(folder.parent).as_posix() for file in folder.parent.rglob("*")]
    assert len(there) == 2
    assert re.fullmatch(r"images/[\w-]{22}\.png", max(there, key=len))


FOREIGN = [
    *({"origin": origin} for origin in ("https://evil.example", "null")),
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


def test_methods_that_an_address_has_not_are_told(web: httpx.Client) -> None:
    assert web.get("/images").headers["allow"] == "POST"
    assert web.put("/images/shapes").headers["allow"] == "DELETE, GET, HEAD"
    assert web.head("/images/shapes").headers["content-type"] == "image/png"


def test_pictures_are_in_no_list(web: httpx.Client) -> None:
    id = sent(web).json()["id"]
    for path in ("/", "/api/v1/presets", "/net/cifar_resnet20"):
        assert id not in web.get(path).text
