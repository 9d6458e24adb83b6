"""Pictures over HTTP: taken, shown as pictures and nothing else, deleted by their uploaders; misuse is refused."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import pytest
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
    assert web.get(answer.json()["url"]).content == web.get(sent(web).json()["url"]).content


@pytest.mark.parametrize("query", ["", "?width=1024", "?width=20"])
def test_who_is_sent_a_picture_is_not_given_its_token_for_sending_it_back(web: httpx.Client, query: str) -> None:
    """Nor for sending back what comes of that."""
    told = [sent(web).json()]
    for _ in range(2):
        told.append(sent(web, web.get(told[-1]["url"] + query).content).json())
    assert len({each["id"] for each in told}) == len({each["token"] for each in told}) == 3
    for other in told[1:]:
        assert web.delete(told[0]["url"], params={"token": other["token"]}).status_code == 403


def test_a_picture_is_asked_for_again_and_not_sent_again_until_it_is_gone(web: httpx.Client) -> None:
    told = sent(web).json()
    tags = {query: web.get(told["url"] + query).headers["etag"] for query in ("", "?width=20", "?width=30")}
    assert len(set(tags.values())) == 3
    for query, tag in tags.items():
        again = web.get(told["url"] + query, headers={"if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == "private, no-cache"
        assert again.headers["x-robots-tag"] == "noindex"
    web.delete(told["url"], params={"token": told["token"]})
    for query, tag in tags.items():
        assert web.get(told["url"] + query, headers={"if-none-match": tag}).status_code == 404


def test_every_answer_about_a_picture_is_asked_for_again_until_it_is_gone(
    web: httpx.Client, browser_client: httpx.Client
) -> None:
    told = sent(web).json()
    look = f"cifar_resnet20/layer1.0?image={told['id']}"
    addresses = (f"/net/{look}", f"/net/{look.replace('?', '.svg?')}", f"/activations/residual/{look}")
    tags = {address: browser_client.get(address).headers["etag"] for address in addresses}
    for address, tag in tags.items():
        again = browser_client.get(address, headers={"if-none-match": tag})
        assert (again.status_code, again.headers["cache-control"]) == (304, "private, no-cache")
    web.delete(told["url"], params={"token": told["token"]})
    for address, tag in tags.items():
        gone = browser_client.get(address, headers={"if-none-match": tag})
        assert gone.status_code == 404
        page = Page.of(gone.text)
        assert f"/net/cifar_resnet20/layer1.0{'.svg' if '.svg' in address else ''}" in page.links
        assert page.one("h2").text == "Go on with"


def test_a_picture_is_served_as_a_picture_and_nothing_else(web: httpx.Client) -> None:
    answer = web.get(sent(web, saved(gradient(40, 30), "BMP")).json()["url"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == 'inline; filename="picture.png"'
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert np.array_equal(np.array(Image.open(BytesIO(answer.content))), gradient(40, 30))


def test_a_smaller_one_is_served_for_a_thumbnail(web: httpx.Client) -> None:
    url = sent(web).json()["url"]
    assert Image.open(BytesIO(web.get(f"{url}?width=20").content)).size == (20, 15)
    for query in ("width=0", "width=9999", "width=x", "size=3"):
        assert web.get(f"{url}?{query}").status_code == 422


def test_samples_are_served_too(web: httpx.Client) -> None:
    answer = web.get("/images/shapes")
    assert Image.open(BytesIO(answer.content)).size == (480, 360)
    assert answer.headers["cache-control"].startswith("public, max-age=")
    assert web.get("/images/shapes", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


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
    done = delete(told["token"])
    assert (done.status_code, done.headers["clear-site-data"]) == (204, '"cache"')
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
    assert (answer.headers["x-robots-tag"], gone.headers["x-robots-tag"]) == ("noindex", "noindex")
    assert gone.headers["clear-site-data"] == '"cache"'
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


def test_a_form_in_which_nothing_was_chosen_says_so_and_leads_back(browser_client: httpx.Client) -> None:
    part = b'--x\r\ncontent-disposition: form-data; name="image"; filename=""\r\n\r\n\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x", "referer": "http://here/net/resnet18?scale=sqrt"}
    answer = browser_client.post("/images", content=part, headers=headers)
    assert answer.status_code == 422
    assert "choose one first" in answer.text
    assert "/net/resnet18?scale=sqrt" in Page.of(answer.text).links


def test_no_name_from_a_client_reaches_the_disk(web: httpx.Client, folder: Path) -> None:
    for name in ("../../evil.png", "/etc/passwd", "a\x00b", "CON", 1000 * "a"):
        assert sent(web, name=name).status_code == 201
    there = [file.relative_to(folder.parent).as_posix() for file in folder.parent.rglob("*") if file.is_file()]
    assert len(there) == 5
    assert all(re.fullmatch(r"images/[\w-]{22}\.png", file) for file in there)


def test_a_referer_that_is_no_address_is_none(browser_client: httpx.Client) -> None:
    answer = browser_client.post("/images", files={"image": ("a.png", PICTURE)}, headers={"referer": "http://[x"})
    assert answer.status_code == 201
    assert "/net/cifar_resnet20?image=" in answer.text


def test_what_a_form_says_of_its_way_on_is_not_repeated(browser_client: httpx.Client) -> None:
    for way in ("/net/resnet18?" + "x" * limit("query_length"), "/net/nothing-of-ours", "/net/resnet18?input=3,64,64"):
        answer = browser_client.post("/images", files={"image": ("a.png", PICTURE)}, data={"next": way})
        [field] = Page.of(answer.text).all("input", name="next")
        assert field.attributes["value"] == ("/net/resnet18?input=3,64,64" if "input" in way else "")


def test_methods_that_an_address_has_not_are_told(web: httpx.Client) -> None:
    assert web.get("/images").headers["allow"] == "POST"
    assert web.put("/images/shapes").headers["allow"] == "DELETE, GET, HEAD"
    assert web.head("/images/shapes").headers["content-type"] == "image/png"


def test_pictures_are_in_no_list(web: httpx.Client) -> None:
    id = sent(web).json()["id"]
    for path in ("/", "/api/v1/presets", "/net/cifar_resnet20"):
        assert id not in web.get(path).text
