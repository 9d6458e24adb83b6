"""Bad input: told by its name, its value and what is allowed, as a page to people and as RFC 9457 to programs."""

import http.client
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.web.page import Page

PICTURE_KEYS = {"scale", "view", "theme", "lang", "expand", "image", "weights", "crop", "off", "range"}

BAD = [
    ("/net/resnet35", 404, "preset", "resnet35"),
    ("/net/resnet34/layer9", 404, "path", "layer9"),
    ("/net/resnet34/layer2.0.conv9", 404, "path", "layer2.0.conv9"),
    ("/net/resnet34.gif", 404, "format", "gif"),
    ("/net/resnet34/layer2.0.exe", 404, "format", "exe"),
    ("/net/resnet34?depths=0", 422, "depths", "0"),
    ("/net/resnet34?depths=", 422, "depths", ""),
    ("/net/resnet34.svg?depths=1,1,1,1,1,1", 422, "depths", "1,1,1,1,1,1"),
    ("/net/resnet34?depths=2000,1000,1000,1000", 422, "depths", "2000,1000,1000,1000"),
    ("/net/resnet34.json?input=3,1e9,1e9", 422, "input", "3,1e9,1e9"),
    ("/net/resnet34?input=3,99999,99999", 422, "input", "3,99999,99999"),
    ("/net/resnet50?groups=7", 422, "groups", "7"),
    ("/net/resnet34?shortcut=D", 422, "shortcut", "D"),
    ("/net/resnet34?colour=red", 422, "key", "colour"),
    ("/net/resnet34?preset=resnet18", 422, "key", "preset"),
    ("/net/resnet34?scale=cubic", 422, "scale", "cubic"),
    ("/net/resnet34?scale=log&scale=sqrt", 422, "scale", "log and sqrt"),
    ("/net/resnet34?theme=", 422, "theme", ""),
    ("/net/resnet34?expand=layer9", 422, "expand", "layer9"),
    ("/net/resnet34?width=100", 422, "width", "100"),
    ("/net/resnet34.svg?width=100", 422, "width", "100"),
    ("/net/resnet34?chart=Time", 422, "chart", "Time"),
    ("/net/resnet34.svg?chart=time", 422, "chart", "time"),
    ("/net/resnet34.png?width=0", 422, "width", "0"),
    ("/net/resnet34.png?width=99999", 422, "width", "99999"),
    ("/net/resnet34.png?width=%F0%9F%A6%91", 422, "width", "🦑"),
    ("/net/resnet34?%00=1", 422, "key", "\0"),
    ("/?family=none", 422, "family", "none"),
    ("/?page=2", 422, "key", "page"),
    ("/family/vgg", 404, "family", "vgg"),
    ("/family/resnet?x=1", 422, "key", "x"),
    ("/nothing/here", 404, "address", "/nothing/here"),
]


def test_who_writes_an_unknown_key_is_told_only_keys_that_are_taken_there(web: httpx.Client) -> None:
    special = {"width": "64", "density": "2", "page": "a4", "chart": "parameters", "cell": "1,1"}
    for path, own in (("resnet18.svg", set()), ("resnet18.png", {"width", "density"}), ("resnet18.pdf", {"page"})):
        told = web.get(f"/net/{path}?foo=1").json()["allowed"].split(", ")
        assert set(told) >= PICTURE_KEYS
        assert set(told) & set(special) == own
        for key in own:
            assert web.get(f"/net/{path}?{key}={special[key]}").status_code == 200, key
    assert set(web.get("/net/resnet18?foo=1").json()["allowed"].split(", ")) & set(special) == {"page", "chart", "cell"}


def test_a_panel_that_there_is_not_is_answered_with_those_there_are(web: httpx.Client) -> None:
    problem = web.get("/activations/nope/resnet18/conv1?image=scene").json()
    assert {"channels", "legend"} <= set(problem["suggestions"])


@pytest.mark.parametrize(("path", "status", "what", "value"), BAD)
def test_programs_get_a_problem_document(web: httpx.Client, path: str, status: int, what: str, value: str) -> None:
    answer = web.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["what"], problem["value"]) == (status, what, value)
    assert problem["allowed"]
    assert problem["title"]
    assert problem["allowed"] in problem["detail"]
    assert problem["instance"] == urlsplit(path).path


@pytest.mark.parametrize(("path", "status", "what", "value"), BAD)
def test_people_get_a_page(browser_client: httpx.Client, path: str, status: int, what: str, value: str) -> None:
    answer = browser_client.get(path)
    page = Page.of(answer.text)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert value.replace("\0", "") in page.one("main").text.replace("\0", "").replace("\ufffd", "")
    assert "/" in page.links


NEAR = [
    ("/net/resnet35", "/net/resnet34"),
    ("/net/resnet35.svg?input=3,225,225", "/net/resnet34.svg?input=3,225,225"),
    ("/net/resnet35?depths=0", "/net/resnet34"),
    ("/net/resnet35?expand=layer9&scale=sqrt", "/net/resnet34?scale=sqrt"),
    ("/net/RESNET34", "/net/resnet34"),
    ("/net/RESNET34/layer2.svg", "/net/resnet34.svg"),
    ("/resnet34", "/net/resnet34"),
    ("/resnet34?scale=sqrt", "/net/resnet34?scale=sqrt"),
    ("/nets/resnet34?x=1", "/net/resnet34"),
    ("/family/Resnet", "/family/resnet"),
    ("/family/resnets?x=1", "/family/resnet"),
    ("/net/resnet34.gif", "/net/resnet34.svg"),
    ("/net/resnet34.gif?width=100", "/net/resnet34.png?width=100"),
    ("/net/resnet34.gif?width=100&width=200", "/net/resnet34.png"),
    ("/net/resnet34.", "/net/resnet34.svg"),
    ("/net/resnet34..svg", "/net/resnet34.svg"),
    ("/net/resnet34.svg.svg", "/net/resnet34.svg"),
    ("/net/resnet34.svg/layer2", "/net/resnet34/layer2.svg"),
    ("/net/resnet34.svg/layer2.0", "/net/resnet34/layer2.0.svg"),
    ("/net/resnet34.svg/layer2.0.png?scale=sqrt", "/net/resnet34/layer2.0.png?scale=sqrt"),
    ("/net/resnet34.svg/layer9", "/net/resnet34/layer4"),
    ("/net/resnet34/layer2.0.exe", "/net/resnet34/layer2.0.svg"),
    ("/net/resnet34/layer2.0.svg.svg", "/net/resnet34/layer2.0.svg"),
    ("/net/resnet34/layer2.0..svg", "/net/resnet34/layer2.0.svg"),
    ("/net/resnet34/layer2.SVG?theme=dark", "/net/resnet34/layer2.svg?theme=dark"),
    ("/net/resnet34/bn1.gif", "/net/resnet34/bn1.svg"),
    ("/net/resnet34/layer2.0.conv9", "/net/resnet34/layer2.0.conv1"),
    ("/net/resnet34/layer2.0.conv9.svg?input=3,225,225", "/net/resnet34/layer2.0.conv1.svg?input=3,225,225"),
    ("/net/resnet34/layer2.0.conv1.svg.png.svg", "/net/resnet34/layer2.0.conv1.svg"),
    ("/net/resnet34/stem.conv1", "/net/resnet34/conv1"),
    ("/net/resnet34/layer2.conv1?scale=sqrt", "/net/resnet34/layer2.1.conv1?scale=sqrt"),
    ("/net/resnet34/LAYER2", "/net/resnet34/layer2"),
    ("/net/resnet34/Layer2.0.Conv1.png?width=300", "/net/resnet34/layer2.0.conv1.png?width=300"),
    ("/net/resnet34//layer2", "/net/resnet34/layer2"),
    ("/net/resnet34/layer2//", "/net/resnet34/layer2"),
]


@pytest.mark.parametrize(("path", "meant"), NEAR)
def test_near_names_are_links_that_answer_and_what_was_meant_is_one(
    browser_client: httpx.Client, path: str, meant: str
) -> None:
    answer = browser_client.get(path)
    near = [link for link in Page.of(answer.text).links if link.startswith(("/net/", "/family/"))]
    assert answer.status_code == 404
    assert meant in near
    for link in near:
        assert browser_client.get(link).status_code == 200, link


def test_an_operation_under_the_name_of_its_section_is_no_suffix(web: httpx.Client) -> None:
    problem = web.get("/net/resnet34/stem.conv1").json()
    assert (problem["what"], problem["suggestions"][0]) == ("path", "conv1")


def test_a_long_value_is_shortened_in_the_answer(web: httpx.Client) -> None:
    answer = web.get("/net/" + 3000 * "a")
    assert answer.status_code == 404
    assert len(answer.json()["value"]) == 80


def test_a_long_query_is_refused(web: httpx.Client) -> None:
    answer = web.get("/net/resnet34?depths=" + 3000 * "1")
    assert answer.status_code == 422
    assert "2000 characters" in answer.json()["detail"]


HOSTILE = ['"><script>alert(1)</script>', "'onload=x()", "<img src=x>", "]]>", "{{7*7}}", "\ufffe%00"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_run(browser_client: httpx.Client, text: str) -> None:
    for path, params in (
        (f"/net/{quote(text)}", {}),
        ("/net/resnet18", {"depths": text}),
        ("/net/resnet18", {text: "1"}),
        ("/", {"q": text}),
    ):
        page = Page.of(browser_client.get(path, params=params).text)
        assert all("src" in script.attributes for script in page.all("script"))
        assert not page.all("img")
        assert not any(name.startswith("on") for element in page.elements for name in element.attributes)
        assert "49" not in page.all("title")[0].text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "path", ["/", "/net/resnet18", "/net/resnet18.svg", "/api/v1/presets", "/healthz", "/static/app.css"]
)
def test_other_methods_are_405_and_say_which_are_allowed(web: httpx.Client, method: str, path: str) -> None:
    answer = web.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.json()["status"] == 405


def test_our_own_mistakes_say_nothing_of_the_inside(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("app.web.net.net_answer", broken)
    for accept, type in (("*/*", "application/problem+json"), ("text/html", "text/html; charset=utf-8")):
        # uvicorn hangs up after an error of ours: a connection that is kept for the next request would be reset
        answer = web.get("/net/resnet18?seed=77", headers={"accept": accept, "connection": "close"})
        assert answer.status_code == 500
        assert answer.headers["content-type"] == type
        assert "secret" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app/main.py",
        "/static/%2e%2e/app/main.py",
        "/static/..%2fapp%2fmain.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/",
        "/static/none.js",
        "/static/" + 300 * "a",
        "/static/app.css/",
        "/static/./app.css",
        "/static/icons",
        "/static/icons/../app.css",
        "/static/icons//favicon.svg",
    ],
)
def test_nothing_outside_the_static_files_is_served(address: str, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", path)  # as it is, dots and all
    assert connection.getresponse().status == 404
    connection.close()


def test_errors_are_not_kept_by_caches(web: httpx.Client) -> None:
    answer = web.get("/net/resnet35")
    assert answer.headers["cache-control"] == "no-store"
    assert "accept" in answer.headers["vary"].lower()


def test_a_drawing_with_too_many_parts_is_refused_with_the_fold_that_makes_it_fit(web: httpx.Client) -> None:
    asked = "/net/resnet50/layer1.svg?depths=400&shortcut=C"
    refused = web.get(f"{asked}&expand=all")
    assert refused.status_code == 422
    assert "folded it fits" in refused.json()["detail"]
    assert web.get(asked).status_code == 200


SENTENCES = [
    ("/net/resnet34?depths=3,x,6", "depths: “3,x,6” is not allowed. Allowed: 1 to 5 whole numbers from 1, one a layer"),
    ("/net/resnet34?se=999999", "se: “999999” is not allowed. Allowed: 0 for none, or a reduction from 1 to"),
    ("/net/resnet34?se=128", "se: “128” is not allowed; the narrowest blocks put out 64 channels; allowed: 0 to 64"),
    ("/net/vgg16?depths=0", "depths: “0” is not allowed. Allowed: 1 to 5 whole numbers from 1, one a layer"),
    ("/net/resnet34/layer9", "path: “layer9” does not exist; nearest: layer"),
]


@pytest.mark.parametrize(("path", "said"), SENTENCES)
def test_what_is_wrong_is_told_in_sentences(web: httpx.Client, path: str, said: str) -> None:
    detail = web.get(path).json()["detail"]
    assert detail.startswith(said)
    assert "'" not in detail


@pytest.mark.parametrize(
    "path", ["/net/vgg16?depths=1", "/net/vgg16/features.0?depths=1", "/net/inception_v3?modules=25,25,25"]
)
def test_the_ends_of_what_is_allowed_are_allowed(browser_client: httpx.Client, path: str) -> None:
    assert browser_client.get(path, timeout=60).status_code == 200
