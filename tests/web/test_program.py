"""Programs over HTTP: an address with `.py`, of a network or a part of it; never of what the network does not have."""

import ast

import httpx
import pytest


@pytest.mark.parametrize("url", ["/net/resnet18.py", "/net/resnet18/layer2.py?shortcut=A"])
def test_an_address_with_py_is_the_network_s_program(web: httpx.Client, url: str) -> None:
    answer = web.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    assert url.replace(".py", "") in (ast.get_docstring(ast.parse(answer.text)) or "").splitlines()


def test_what_a_network_does_not_have_is_refused(web: httpx.Client) -> None:
    assert web.get("/net/resnet18/layer2%22%22%22.py").status_code == 404
    assert web.get("/net/resnet18.py?activation=%22%22%22").status_code == 422


def test_several_networks_have_no_program_together(web: httpx.Client) -> None:
    assert web.get("/compare.py?a=resnet18&b=plain18").status_code == 404
    assert "/compare.py" not in web.get("/compare?a=resnet18&b=plain18", headers={"accept": "text/html"}).text
