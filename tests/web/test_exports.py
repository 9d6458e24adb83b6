"""Views as files: bytes, types, tags and what caches and other pages may do with them."""

import json
from xml.etree import ElementTree

import httpx
import pytest

FILES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "tex": "text/x-tex",
    "tikz": "text/x-tex",
    "json": "application/json",
}
STEMS = ["/net/resnet34", "/net/resnet34/layer2", "/net/resnet34/layer2.0", "/net/resnet34/layer2.0.conv1"]


@pytest.mark.parametrize("format", FILES)
@pytest.mark.parametrize("stem", STEMS)
def test_every_view_comes_in_every_format(web: httpx.Client, stem: str, format: str) -> None:
    answer = web.get(f"{stem}.{format}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == FILES[format]
    name = stem.removeprefix("/net/").replace("/", "-")
    assert answer.headers["content-disposition"] == f'inline; filename="{name}.{format}"'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "s-maxage=" in answer.headers["cache-control"]
    assert answer.headers["cache-control"].startswith("public")
    assert answer.headers["link"] == f'<{stem}.{format}>; rel="canonical"'


def test_the_bytes_are_what_the_type_says(web: httpx.Client) -> None:
    assert ElementTree.fromstring(web.get("/net/resnet18.svg").text).tag == "{http://www.w3.org/2000/svg}svg"
    assert web.get("/net/resnet18.png?width=300").content.startswith(b"\x89PNG\r\n")
    assert json.loads(web.get("/net/resnet18.json").text)["totals"]["params"] == 11_689_512


def test_width_is_that_of_the_picture(web: httpx.Client) -> None:
    header = web.get("/net/resnet18.png?width=321").content[16:20]
    assert int.from_bytes(header, "big") == 321


def test_a_pdf_leads_to_the_pages_of_its_parts_and_paper_prints_its_own(web: httpx.Client) -> None:
    document = web.get("/net/resnet18/layer2.0.pdf?scale=sqrt&page=a4").content
    origin = str(web.base_url).rstrip("/").encode()
    assert b"(" + origin + b"/net/resnet18/layer2.0.conv1?scale=sqrt)" in document
    assert b"(" + origin + b"/net/resnet18/layer2.0?scale=sqrt)" in document


def test_a_pdf_of_an_uploaded_or_sample_picture_does_not_tell_its_address(web: httpx.Client) -> None:
    document = web.get("/net/cifar_resnet20.pdf?image=shape-star&page=a4").content
    assert document.startswith(b"%PDF")
    assert b"/net/cifar_resnet20/layer1.0)" in document
    assert b"shape-star" not in document


def test_comparisons_are_pages_too_and_lead_to_their_parts(web: httpx.Client) -> None:
    answer = web.get("/compare.pdf?a=resnet18&b=plain18&page=letter")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="resnet18-plain18.pdf"'
    assert b"/compare?a=resnet18/layer1" in answer.content
    assert answer.headers["link"] == '</compare.pdf?a=resnet18&b=plain18&page=letter>; rel="canonical"'


def test_a_comparison_is_tikz_too(web: httpx.Client) -> None:
    document = web.get("/compare.tex?a=resnet18/layer2.0&b=plain18/layer2.0&theme=print").text
    assert document.startswith("% !TeX program = pdflatex")
    assert document.rstrip().endswith(r"\end{document}")
    bare = web.get("/compare.tikz?a=resnet18/layer2.0&b=plain18/layer2.0&theme=print").text
    assert bare in document


def test_a_chinese_file_says_so_in_every_format(web: httpx.Client) -> None:
    stem = "/net/resnet18/layer2.0"
    assert 'xml:lang="zh"' in web.get(f"{stem}.svg?lang=zh").text
    assert b"/Lang(zh)" in web.get(f"{stem}.pdf?lang=zh").content.replace(b"/Lang (", b"/Lang(")
    assert "% !TeX program = xelatex" in web.get(f"{stem}.tex?lang=zh").text
    assert web.get(f"{stem}.png?lang=zh").content != web.get(f"{stem}.png").content


def test_pages_are_not_for_other_origins(web: httpx.Client) -> None:
    answer = web.get("/net/resnet18")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_equal_views_have_equal_tags_and_other_views_other_ones(web: httpx.Client) -> None:
    tag = web.get("/net/resnet18.svg?scale=sqrt&input=3,64,64").headers["etag"]
    assert web.get("/net/resnet18.svg?input=3,64,64&scale=sqrt&theme=light").headers["etag"] == tag
    others = ["/net/resnet18.svg", "/net/resnet18.svg?scale=sqrt", "/net/resnet18.json?scale=sqrt&input=3,64,64"]
    assert tag not in {web.get(other).headers["etag"] for other in others}


@pytest.mark.parametrize("path", ["/net/resnet18.svg", "/net/resnet18.png?width=200", "/net/resnet18", "/"])
def test_who_has_the_answer_gets_304_and_no_body(web: httpx.Client, path: str) -> None:
    first = web.get(path)
    tag = first.headers["etag"]
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = web.get(path, headers={"if-none-match": given})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert web.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_programs_version_is_part_of_the_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.web import delivery

    before = delivery.entity_tag("/net/resnet18.svg", "svg")
    monkeypatch.setattr(delivery, "__version__", "99.0.0")
    assert delivery.entity_tag("/net/resnet18.svg", "svg") != before


@pytest.mark.parametrize(
    "path", ["/net/resnet18.svg", "/net/resnet18", "/", "/healthz", "/api/v1/presets", "/static/app.css"]
)
def test_head_is_get_without_a_body(web: httpx.Client, path: str) -> None:
    head, get = web.head(path), web.get(path)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "etag", "cache-control", "content-security-policy"):
        assert head.headers.get(name) == get.headers.get(name)


def test_text_is_compressed_and_pictures_are_not(web: httpx.Client) -> None:
    for path in ("/net/resnet18.svg", "/net/resnet18.tex", "/net/resnet18.json", "/net/resnet18", "/static/app.css"):
        answer = web.get(path, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert "content-encoding" not in web.get("/net/resnet18.png", headers={"accept-encoding": "gzip"}).headers
