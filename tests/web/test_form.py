"""The form that changes a network: every field of its config, with what the address says now."""

import httpx
import pytest

from app.nets import config
from app.web.form import form_fields
from tests.web.page import Page


def test_the_form_has_every_field_with_its_value() -> None:
    made = config("resnet50", depths="2,2,2")
    fields = {field.name: field for field in form_fields(made)}
    assert set(fields) == set(made.fields())
    assert (fields["depths"].value, fields["depths"].default, fields["depths"].kept) == ("2,2,2", "3,4,6,3", True)
    assert (fields["widths"].value, fields["widths"].kept) == ("64,128,256", False)  # it follows from the depths
    assert fields["shortcut"].choices == ("A", "B", "C", "none")


@pytest.mark.parametrize(
    "path", ["/net/resnet34", "/net/cifar_plain20?shortcut=A&scale=linear", "/net/resnet50/layer1.0"]
)
def test_sending_the_form_unchanged_gives_the_same_network(browser_client: httpx.Client, path: str) -> None:
    page = Page.of(browser_client.get(path).text)
    action = next(form.attributes["action"] for form in page.all("form"))
    sent = [field.attributes for field in page.all("input") if "disabled" not in field.attributes]
    given = {field["name"]: field["value"] for field in sent if "name" in field}
    names = [select.attributes["name"] for select in page.all("select") if "name" in select.attributes]
    selected = [option.text for option in page.all("option") if "selected" in option.attributes]
    given |= dict(zip(names, selected, strict=True))
    again = Page.of(browser_client.get(action, params=given).text)
    canonical = page.one("link", rel="canonical").attributes["href"].replace("/layer1.0", "")
    assert again.one("link", rel="canonical").attributes["href"] == canonical
