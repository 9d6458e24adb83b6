"""What every response says about who may do what with it."""

import httpx
import pytest

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/", "/net/resnet18", "/net/none", "/healthz", "/static/app.css", "/nothing"])
def test_pages_run_only_our_own_scripts(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_drawing_runs_nothing(web: httpx.Client) -> None:
    policy = web.get("/net/resnet18.svg").headers["content-security-policy"]
    allowed = "style-src 'unsafe-inline'; font-src data:; img-src data:"
    assert policy == f"default-src 'none'; frame-ancestors 'none'; {allowed}"


def test_assets_last_under_their_fingerprint_and_are_checked_without_it(web: httpx.Client) -> None:
    from app.web.assets import static_url

    lasting = web.get(static_url("app.css"))
    assert lasting.headers["cache-control"] == "public, max-age=31536000, immutable"
    checked = web.get("/static/app.css")
    assert checked.headers["cache-control"] == "public, no-cache"
    assert checked.content == lasting.content
    assert web.get("/static/app.css", headers={"if-none-match": checked.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("app.css", "text/css; charset=utf-8"),
        ("palette.css", "text/css; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("plotly.min.js", "text/javascript; charset=utf-8"),
        ("fonts/regular.woff2", "font/woff2"),
        ("icons/favicon.svg", "image/svg+xml"),
    ],
)
def test_assets_have_their_types(web: httpx.Client, name: str, media_type: str) -> None:
    answer = web.get(f"/static/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br", "br"),
        ("gzip, br;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip, br;q=0.0", "gzip"),
        ("gzip, br; q=0.000", "gzip"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("zstd", None),
        ("identity", None),
        ("br;q=0, gzip;q=0.0", None),
    ],
)
@pytest.mark.parametrize("name", ["app.css", "icons/favicon.svg"])
def test_assets_come_in_an_encoding_that_is_accepted(
    web: httpx.Client, name: str, accepted: str, encoding: str | None
) -> None:
    answer = web.get(f"/static/{name}", headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["app.css", "fonts/regular.woff2", "palette.css"])
def test_assets_are_for_our_own_pages(web: httpx.Client, name: str) -> None:
    answer = web.get(f"/static/{name}")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
