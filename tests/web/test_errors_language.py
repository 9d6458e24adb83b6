"""Errors in Chinese: pages and problem documents say what was wrong and what is allowed; keys and values stay."""

from http import HTTPStatus

import httpx
import pytest

import app.main  # noqa: F401 (every mistake that there is)
from app.errors import UserError
from app.language import say, speaking

WISH = {"accept-language": "zh-CN,zh;q=0.9"}


def test_programs_that_wish_chinese_get_it_in_detail_and_allowed(web: httpx.Client) -> None:
    answer = web.get("/net/resnet34?se=128", headers=WISH)
    problem = answer.json()
    assert (problem["what"], problem["value"]) == ("se", "128")
    assert problem["detail"] == "se：不允许“128”；最窄的块只输出 64 个通道；允许：0 至 64"
    assert problem["allowed"] == "最窄的块只输出 64 个通道；允许：0 至 64"
    assert answer.headers["content-language"] == "zh"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/net/resnet34?se=128", "不能是 <code>128</code>"),
        ("/net/resnet34?colour=red", "没有这样的键：<code>colour</code>"),
        ("/net/resnte", "没有这样的预设：<code>resnte</code>"),
        ("/net/resnet18?image=", "<code>image</code> 不能为空"),
        ("/compare?a=resnte&b=resnet18", "<code>a</code> 无法比较"),
    ],
)
def test_a_page_says_it_in_its_heading_and_keeps_the_language(
    browser_client: httpx.Client, path: str, said: str
) -> None:
    page = browser_client.get(path + f"{'&' if '?' in path else '?'}lang=zh").text
    assert said in page
    assert 'href="/?lang=zh"' in page
    assert "Allowed" not in page


def kinds(error: type[UserError]) -> set[type[UserError]]:
    return {error, *(each for kind in error.__subclasses__() for each in kinds(kind))}


def test_every_status_of_a_mistake_has_its_phrase_in_chinese() -> None:
    found = {HTTPStatus(kind.status).phrase for kind in kinds(UserError)}
    assert {"Not Found", "Not Implemented", "Unauthorized"} <= found
    with speaking("zh"):
        assert [phrase for phrase in found if say(phrase) == phrase] == []


def test_a_refused_method_is_said_too(web: httpx.Client) -> None:
    assert web.delete("/net/resnet34", headers=WISH).json()["detail"].startswith("此处不允许 DELETE。允许：")
