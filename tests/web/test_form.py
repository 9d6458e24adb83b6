"""The form that changes a network: every field of its config, with what it means and what the address says now."""

from urllib.parse import parse_qsl

import httpx
import pytest

from app.nets import PRESETS, config
from app.web.form import FormField, form_fields, form_of, without
from app.web.urls import Address, read
from tests.web.page import Page

PLACES = [
    "/net/resnet34",
    "/net/cifar_plain20?shortcut=A&scale=linear",
    "/net/resnet50/layer1.0?theme=dark",
    "/net/googlenet?inception3a=64,96,128,16,32,64",
]


def fields(preset: str, **given: object) -> dict[str, FormField]:
    return {field.name: field for field in form_fields(Address(config(preset, **given)))}


@pytest.mark.parametrize("name", PRESETS)
def test_the_form_has_every_field_with_its_value_and_what_it_is(name: str) -> None:
    made = config(name)
    found = fields(name)
    assert set(found) == set(made.fields())
    assert all(not field.about.label[:1].islower() and field.about.help for field in found.values())
    assert not any(field.changed or field.kept or field.follows for field in found.values())
    for field in found.values():
        words = dict(field.about.values)
        assert set(words) <= {value for value, _ in field.choices}
        assert not words or all(said for _, said in field.choices)


def test_a_field_says_what_the_preset_has_and_whether_it_merely_follows() -> None:
    found = fields("resnet50", depths="2,2,2")
    depths, widths = found["depths"], found["widths"]
    assert (depths.value, depths.default, depths.kept, depths.changed) == ("2,2,2", "3,4,6,3", True, True)
    assert (widths.value, widths.kept, widths.changed) == ("64,128,256", False, False)
    assert widths.follows == (depths.about.label,)
    assert form_of(Address(config("resnet50", depths="2,2,2"))).changed == 1


def test_choices_are_those_that_the_config_takes() -> None:
    assert [value for value, _ in fields("resnet50")["shortcut"].choices][:4] == ["A", "B", "C", "none"]
    assert fields("googlenet")["aux"].choices[0][0] == "true"
    assert fields("googlenet")["aux"].value == "false"
    assert fields("resnet50")["depths"].choices == ()
    assert fields("resnet50")["depths"].counts


def test_long_lists_of_fields_are_one_group_that_says_their_meaning_once() -> None:
    form = form_of(read("googlenet", "inception4a=1,2,3,4,5,6"))
    folded = [group for group in form.groups if group.title]
    assert [field.name[:9] for group in folded for field in group.fields] == ["inception"] * 9
    assert folded[0].help
    assert folded[0].changed == 1


def test_each_difference_has_an_address_without_it() -> None:
    address = read("resnet34/layer2", "depths=3,4,6,2&shortcut=A&scale=sqrt")
    found = {field.name: field for field in form_fields(address)}
    assert found["shortcut"].reset == "/net/resnet34/layer2?depths=3,4,6,2&scale=sqrt"
    assert form_of(address).reset == "/net/resnet34/layer2?scale=sqrt"
    assert without("/net/resnet34?se=16", "se") == "/net/resnet34"


@pytest.mark.parametrize("path", PLACES)
def test_sending_the_form_unchanged_gives_the_same_view(browser_client: httpx.Client, path: str) -> None:
    whole = browser_client.get(path).text
    page = Page.of(whole[whole.index("<form") : whole.index("</form>")])  # the configurator stands first
    action = page.one("form").attributes["action"]
    sent = [field.attributes for field in page.all("input") if "disabled" not in field.attributes]
    given = {field["name"]: field["value"] for field in sent if "name" in field}
    names = [select.attributes["name"] for select in page.all("select") if "name" in select.attributes]
    selected = [
        option.attributes["value"] for option in page.all("option") if option.attributes.keys() >= {"selected", "value"}
    ]
    given |= dict(zip(names, selected, strict=True))
    assert given.items() >= dict(parse_qsl(path.partition("?")[2])).items()
    again = Page.of(browser_client.get(action, params=given).text)
    canonical = Page.of(whole).one("link", rel="canonical").attributes["href"]
    assert again.one("link", rel="canonical").attributes["href"] == canonical


@pytest.mark.parametrize("path", PLACES)
def test_every_control_has_a_label_and_its_help_beside_it(browser_client: httpx.Client, path: str) -> None:
    page = Page.of(browser_client.get(path).text)
    ids = {element.attributes["id"] for element in page.elements if "id" in element.attributes}
    labelled = {label.attributes["for"] for label in page.all("label") if "for" in label.attributes}
    controls = [
        element.attributes
        for tag in ("input", "select")
        for element in page.all(tag)
        if "data-shown" in element.attributes
    ]
    assert controls
    for control in controls:
        assert control["id"] in labelled
        assert set(control["aria-describedby"].split()) <= ids
        assert "placeholder" not in control


def test_a_refused_address_has_the_form_with_all_that_was_given(browser_client: httpx.Client) -> None:
    answer = browser_client.get("/net/resnet34/layer2?depths=2,2&widths=64,100,200&shortcut=A&scale=sqrt")
    page = Page.of(answer.text)
    assert answer.status_code == 422
    assert page.one("form").attributes["action"] == "/net/resnet34/layer2"
    given = {field.attributes["name"]: field.attributes["value"] for field in page.all("input")}
    assert (given["depths"], given["widths"], given["scale"]) == ("2,2", "64,100,200", "sqrt")
    assert page.one("option", value="A").attributes.keys() >= {"selected"}
    assert page.one("input", name="widths").attributes["aria-invalid"] == "true"
    assert "2 widths, one for each of the depths" in page.one("p", id="field-widths-error").text


@pytest.mark.parametrize("path", ["/net/resnet34?scale=cubic", "/net/resnet35?depths=0", "/family/none", "/?family=x"])
def test_other_mistakes_have_no_form_of_a_network(browser_client: httpx.Client, path: str) -> None:
    page = Page.of(browser_client.get(path).text)
    assert page.all("details", **{"class": "configure"}) == []


@pytest.mark.parametrize("name", ["inception_v3", "inception_v4", "inception_resnet_v2"])
def test_channels_inside_kinds_of_modules_are_folded(name: str) -> None:
    (folded,) = [group for group in form_of(Address(config(name))).groups if group.title]
    assert {field.name for field in folded.fields} >= {"a", "b", "c", "reduction_a", "reduction_b"}


@pytest.mark.parametrize(
    ("sent", "url"),
    [
        ("resnet34/layer2?depths=3,4,6,3&shortcut=B&input=3,224,224&seed=0&scale=log", "/net/resnet34/layer2"),
        (
            "resnet34/layer2?depths=3%2C4%2C6%2C2&shortcut=B&scale=sqrt",
            "/net/resnet34/layer2?depths=3,4,6,2&scale=sqrt",
        ),
        ("googlenet?aux=true&pool=ceil", "/net/googlenet?aux=true"),
        ("resnet34?depths=3,x,6&shortcut=B", "/net/resnet34?depths=3,x,6&shortcut=B"),
        ("//example.org/?a=b", "/net///example.org/?a=b"),
    ],
)
def test_a_form_sent_without_a_script_leads_to_the_canonical_address(
    browser_client: httpx.Client, sent: str, url: str
) -> None:
    answer = browser_client.get(f"/build/{sent}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == url


def test_the_form_is_sent_there(browser_client: httpx.Client) -> None:
    page = Page.of(browser_client.get("/net/resnet34/layer2?shortcut=A").text)
    assert page.one("button", formaction="/build/resnet34/layer2").text == "Build it"
