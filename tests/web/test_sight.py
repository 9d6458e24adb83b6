"""What an address says of a picture: read, written, and refused where it means nothing."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.web.form import form_of
from app.web.sight import NOTHING, SIGHT_KEYS, Sight, sight_of, sight_query
from app.web.urls import read

percents = st.integers(0, 100)
sights = st.builds(
    Sight,
    image=st.sampled_from(["scene", "shapes", "A" * 22]),
    weights=st.sampled_from(["", "random", "IMAGENET1K_V1"]),
    crop=st.tuples(percents, percents),
    off=st.sampled_from([(), ("layer1.0",), ("layer1.0", "layer2.1")]),
    range=st.sampled_from(["layer", "unit", "network"]),
    sort=st.sampled_from(["index", "mean", "max", "variance"]),
    page=st.integers(0, 99),
    channel=st.none() | st.integers(0, 2047),
    cell=st.none() | st.tuples(st.integers(0, 223), st.integers(0, 223)),
    class_=st.none() | st.integers(0, 999),
    cam=st.none() | percents,
)


@given(sights)
def test_what_is_written_is_read_back(sight: Sight) -> None:
    assert sight_of(sight_query(sight)) == sight


@given(sights)
def test_an_address_with_a_picture_reads_back_to_itself(sight: Sight) -> None:
    address = read("resnet34/layer2.0", "").looked(sight=sight)
    name, _, query = address.url().removeprefix("/net/").partition("?")
    assert read(name, query).url() == address.url()


def test_what_is_usual_is_not_written() -> None:
    assert sight_query(Sight(image="scene")) == {"image": "scene"}


def test_without_a_picture_there_is_nothing_to_be_seen() -> None:
    assert sight_of({}) == NOTHING
    assert sight_query(Sight(sort="mean")) == {}


def test_an_empty_picture_is_told_which_there_are() -> None:
    with pytest.raises(UserError, match="a sample's name"):
        sight_of({"image": "", "cam": "3"})


@pytest.mark.parametrize("key", [key for key in SIGHT_KEYS if key != "image"])
def test_a_key_that_needs_a_picture_is_refused_without_one(key: str) -> None:
    with pytest.raises(UserError, match="only together with image"):
        sight_of({key: "1"})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("crop", "50"), ("crop", "101,0"), ("crop", "-1,0"), ("range", "all"), ("sort", "median"), ("page", "-1"),
        ("page", "1e3"), ("channel", "x"), ("cell", "3"), ("cell", "3,x"), ("class", ""), ("cam", "101"), ("cam", "٣"),
    ],
)  # fmt: skip
def test_a_malformed_value_is_named_with_what_is_allowed(key: str, value: str) -> None:
    with pytest.raises(UserError) as caught:
        sight_of({"image": "scene", key: value})
    assert caught.value.what == key
    assert caught.value.allowed


@pytest.mark.parametrize("key", ["sort", "page", "channel", "cell", "class", "cam"])
def test_a_file_has_no_panels(key: str) -> None:
    given = {"image": "scene", key: "mean" if key == "sort" else "1,1" if key == "cell" else "1"}
    with pytest.raises(UserError, match="only pages have it"):
        sight_of(given, "svg")


def test_another_part_of_the_network_has_cells_and_channels_of_its_own() -> None:
    here = read("resnet34/layer2.0", "image=scene&cell=3,5&channel=7&page=1&cam=60")
    assert here.at("layer3.0").url() == "/net/resnet34/layer3.0?image=scene&cam=60"


def test_the_address_without_the_picture_says_nothing_of_it() -> None:
    here = read("resnet34/layer2.0", "image=scene&cell=3,5&scale=sqrt")
    assert here.sighted(image="").url() == "/net/resnet34/layer2.0?scale=sqrt"


def test_the_form_carries_the_picture_into_another_configuration_and_nothing_that_may_not_be_there() -> None:
    here = read("resnet34/layer2.0", "image=scene&crop=0,50&off=layer3.1&weights=random&cell=3,5&scale=sqrt")
    assert dict(form_of(here).hidden) == {"scale": "sqrt", "image": "scene", "crop": "0,50"}


def test_a_network_that_stops_is_shown_without_the_picture(browser_client: httpx.Client) -> None:
    page = browser_client.get("/net/resnet34?input=3,97,97&shortcut=identity&image=shapes")
    assert page.status_code == 200
    assert "nothing runs through" in page.text
    assert 'class="seeing"' not in page.text
