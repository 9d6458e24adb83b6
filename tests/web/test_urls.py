"""Addresses of views: what is read, what is written, and that the two are each other's inverse."""

from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UnknownFormat, UnknownName, UserError
from app.nets import config
from app.pipeline import graph_for
from app.scene.folding import unfolded
from app.scene.types import Part
from app.web.query import LOOK_KEYS, Look, look, pairs
from app.web.urls import Address, check_path, link_from, read, split
from tests.strategies import overrides

LOOKS = st.builds(
    Look,
    scale=st.sampled_from(["log", "sqrt", "linear"]),
    view=st.sampled_from(["volumes", "schematic"]),
    theme=st.sampled_from(["", "light", "dark", "print"]),
)


def reread(url: str) -> Address:
    path, _, query = url.partition("?")
    return read(path.removeprefix("/net/"), query)


@given(st.sampled_from(["resnet18", "resnet50", "cifar_resnet20"]), overrides(), LOOKS, st.sampled_from(["", "svg"]))
def test_writing_an_address_and_reading_it_gives_the_same_view(
    preset: str, fields: dict[str, object], look: Look, format: str
) -> None:
    address = Address(config(preset, **fields), "layer1.0", look, format)
    again = reread(address.url())
    assert (again.config, again.view, again.format) == (address.config, address.view, address.format)
    assert again.url() == address.url()


@given(overrides(), LOOKS, st.randoms())
def test_the_order_of_keys_never_matters(fields: dict[str, object], look: Look, random: object) -> None:
    url = Address(config("resnet34", **fields), "", look).url()
    path, _, query = url.partition("?")
    keys = query.split("&")
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert reread(f"{path}?{'&'.join(keys)}").url() == url


def test_defaults_are_dropped_and_commas_stay_readable() -> None:
    address = Address(
        config("resnet34", input=(3, 225, 225), classes=1000, depths="3,4,6,3"), "layer2", Look(scale="sqrt")
    )
    assert address.url() == "/net/resnet34/layer2?input=3,225,225&scale=sqrt"


def test_a_chart_belongs_to_pages_only_and_stands_last() -> None:
    address = Address(config("resnet18"), "", Look(scale="sqrt", expand=("layer1",), chart="multiply-adds"))
    assert address.url() == "/net/resnet18?scale=sqrt&expand=layer1&chart=multiply-adds"
    assert address.at("layer2").url() == "/net/resnet18/layer2?scale=sqrt&expand=layer1&chart=multiply-adds"
    assert address.file("svg").url() == "/net/resnet18.svg?scale=sqrt&expand=layer1"
    assert look({"chart": "parameters"}, "") == Look()
    with pytest.raises(UserError, match="only pages have a chart"):
        look({"chart": "time"}, "svg")


def test_a_light_theme_is_said_for_a_page_and_implied_for_a_file() -> None:
    address = Address(config("resnet18"), "", Look(theme="light"))
    assert address.url() == "/net/resnet18?theme=light"
    assert address.file("svg").url() == "/net/resnet18.svg"
    assert address.file("svg", theme="dark").url() == "/net/resnet18.svg?theme=dark"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("resnet34", ("resnet34", "", "")),
        ("resnet34.svg", ("resnet34", "", "svg")),
        ("resnet34/layer2.0", ("resnet34", "layer2.0", "")),
        ("resnet34/layer2.0.svg", ("resnet34", "layer2.0", "svg")),
        ("resnet34/layer2.0.conv1.png", ("resnet34", "layer2.0.conv1", "png")),
        ("resnet34/layer2.0.exe", ("resnet34", "layer2.0.exe", "")),
    ],
)
def test_only_a_suffix_that_a_renderer_writes_is_a_format(name: str, parts: tuple[str, str, str]) -> None:
    assert split(name) == parts


@pytest.mark.parametrize("path", ["layer2.0.gif", "layer2.exe", "layer2.0.conv1.html", "stem.eps"])
def test_an_unknown_suffix_of_a_known_part_is_an_unknown_format(path: str) -> None:
    with pytest.raises(UnknownFormat, match="Allowed: svg, png, pdf"):
        check_path(graph_for(config("resnet18")), path)


@pytest.mark.parametrize("path", ["layer2.0.conv9", "layer2.7", "layer9", "layer2.0.conv1.weight.gif", ".", "..svg"])
def test_an_unknown_part_is_an_unknown_path(path: str) -> None:
    with pytest.raises(UnknownName) as caught:
        check_path(graph_for(config("resnet18")), path)
    assert caught.value.what == "path"


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(UserError, match=r"depths: “2 and 3” is not allowed\. Allowed: one value"):
        pairs("depths=2&depths=3", ("depths",))


def test_an_unknown_key_is_refused_with_all_that_are_known() -> None:
    with pytest.raises(UserError, match=r"key: “depht” is not allowed\. Allowed: depths, scale"):
        pairs(urlencode({"depht": "2"}), ("depths", "scale"))


def test_a_query_over_its_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(UserError, match="query: “9007 characters”"):
        pairs("depths=" + 9000 * "9", ("depths",))


def test_layers_to_unfold_are_put_in_the_networks_order() -> None:
    graph = graph_for(config("resnet18"))
    assert unfolded(graph, ("layer3", "layer1", "layer3")) == ("layer1", "layer3")
    assert unfolded(graph, ("layer1", "all")) == ("all",)
    assert unfolded(graph, ("layer4", "layer3", "layer2", "layer1")) == ("all",)
    with pytest.raises(UserError, match="Allowed: all, layer1, layer2, layer3, layer4"):
        unfolded(graph, ("layer5",))


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_query_is_read_or_refused(raw: str) -> None:
    with suppress(UserError):
        look(pairs(raw, LOOK_KEYS), "png")


@pytest.mark.parametrize(
    ("now", "stage", "then"),
    [
        ((), "layer3", "?expand=layer3"),
        (("layer3",), "layer3", ""),
        (("layer3",), "layer2", "?expand=layer2,layer3"),
        (("all",), "layer3", "?expand=layer1,layer2,layer4"),
    ],
)
def test_a_fold_s_link_unfolds_its_layer_or_folds_it_again(now: tuple[str, ...], stage: str, then: str) -> None:
    link = link_from(Address(config("resnet152"), "", Look(expand=now)), graph_for(config("resnet152")))
    assert link(Part((), expand=stage)) == f"/net/resnet152{then}"


@pytest.mark.parametrize(
    ("preset", "path", "meant"),
    [
        ("resnetv2_50", "layer2.0", "stages.1.blocks.0"),
        ("resnetv2_50", "layer2", "stages.1"),
        ("resnetv2_50", "layer2.0.conv1", "stages.1.blocks.0.conv1"),
        ("resnetv2_50", "layer2.0.relu9", "stages.1.blocks.0"),
        ("resnet50", "stages.1.blocks.0", "layer2.0"),
        ("resnet50", "stages.1.blocks.0.conv1", "layer2.0.conv1"),
        ("googlenet", "conv1", "conv1.conv"),
        ("googlenet", "inception3a.branch2", "inception3a.branch2.0.conv"),
    ],
)
def test_a_path_of_another_network_s_making_leads_to_what_is_meant(preset: str, path: str, meant: str) -> None:
    with pytest.raises(UnknownName) as caught:
        check_path(graph_for(config(preset)), path)
    assert tuple(caught.value.suggestions) == (meant,)


def test_a_path_that_means_nothing_elsewhere_leads_to_what_is_spelt_alike() -> None:
    with pytest.raises(UnknownName) as caught:
        check_path(graph_for(config("resnet34")), "layer2.0.conv9")
    assert {"layer2.0.conv1", "layer2.0.conv2"} <= set(caught.value.suggestions)


@pytest.mark.parametrize(
    ("raw", "format", "key"),
    [
        ("width=100", "svg", "width"),
        ("width=100", "pdf", "width"),
        ("width=100", "", "width"),
        ("density=2", "", "density"),
        ("density=2", "json", "density"),
        ("density=0", "png", "density"),
        ("density=2.5", "png", "density"),
        ("density=2&width=100", "png", "density"),
        ("page=a4", "svg", "page"),
        ("page=a4", "png", "page"),
        ("page=a4", "", "page"),
        ("page=A4", "pdf", "page"),
        ("page=0", "pdf", "page"),
    ],
)
def test_a_key_that_a_format_does_not_heed_is_refused_by_name(raw: str, format: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        look(pairs(raw, LOOK_KEYS), format)
    assert refused.value.what == key


def test_an_address_says_only_what_its_format_heeds() -> None:
    written = {
        "resnet34.pdf": "page=16:9&theme=dark&lang=zh",
        "resnet34.png": "density=3&scale=sqrt",
        "resnet34.json": "theme=dark&lang=zh&expand=layer3&image=scene",
    }
    assert [read(name, query).url() for name, query in written.items()] == [
        "/net/resnet34.pdf?theme=dark&lang=zh&page=16:9",
        "/net/resnet34.png?scale=sqrt&density=3",
        "/net/resnet34.json",
    ]
    assert read("resnet34.pdf", "page=a4").at("layer2").url() == "/net/resnet34/layer2"


def test_a_page_s_sheet_is_not_a_file_s_paper() -> None:
    assert read("resnet34", "image=scene&page=2").look.sight.page == 2
    assert read("resnet34.pdf", "image=scene&page=a4").look.paper == "a4"
