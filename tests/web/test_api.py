"""The API: what it lists, and that what OpenAPI says of it holds."""

import httpx
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from app import __version__
from app.main import create_app
from app.nets import PRESETS
from app.render import RENDERERS


def test_health_is_said_with_the_version(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"status": "ok", "version": __version__}


def test_every_preset_is_listed_with_addresses_that_answer(web: httpx.Client) -> None:
    listed = {preset["name"]: preset for preset in web.get("/api/v1/presets").json()["presets"]}
    assert set(listed) == set(PRESETS)
    small = listed["cifar_resnet20"]
    assert (small["depth"], small["params"], small["input"]) == (20, 269_722, [3, 32, 32])
    assert set(small["files"]) == set(RENDERERS)
    for address in (small["url"], *small["files"].values()):
        assert web.get(address).status_code == 200


def test_the_openapi_document_names_every_public_call(web: httpx.Client) -> None:
    document = web.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {"/healthz", "/api/v1/presets"}


schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(), config=SchemathesisConfig())


@schema.parametrize()
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_the_api_keeps_to_its_document(case: schemathesis.Case) -> None:
    case.call_and_validate()
