import re
import zlib

import pytest

from app.errors import UserError
from app.language import speaking
from app.render.options import Options, Paper
from app.render.pdf import LARGEST, LONGEST_EDGE, MARGIN, page_for, pdf
from app.scene.palette import THEMES
from app.scene.types import Part, Scene, Text
from tests.render.pictures import HOSTILE, picture

ADDRESS = "https://example.org/net/resnet34"


def sheet(document: bytes) -> tuple[float, ...]:
    """Width and height of the only page, in points."""
    boxes = re.findall(rb"/MediaBox ?\[([^\]]+)\]", document)
    assert len(boxes) == 1
    return tuple(float(edge) for edge in boxes[0].split()[2:])


def unpacked(document: bytes) -> bytes:
    """All streams of a document, decompressed where they are."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    return b"\n".join(zlib.decompress(stream) if stream.startswith(b"\x78") else stream for stream in streams)


def meant(document: bytes) -> str:
    """The characters that the glyphs of all fonts stand for, as their tables say: what a reader can select."""
    tables = re.findall(rb"begin(?:bfchar|bfrange)(.*?)endbf", unpacked(document), re.DOTALL)
    codes = [code for table in tables for code in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", table)]
    return "".join(bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes)


def test_without_a_paper_the_page_is_cut_to_the_picture() -> None:
    assert sheet(pdf(picture(), Options())) == pytest.approx((240, 120))


@pytest.mark.parametrize(("paper", "size"), [("a4", (841.89, 595.28)), ("letter", (792, 612)), ("16:9", (960, 540))])
def test_a_paper_has_its_size_and_lies_under_a_wide_picture(paper: Paper, size: tuple[float, float]) -> None:
    assert sheet(pdf(picture(), Options(paper=paper))) == pytest.approx(size, abs=0.01)


def test_a_paper_stands_under_a_tall_picture() -> None:
    tall = Scene("", "", 120, 240, ())
    assert page_for(tall, "a4")[:2] == (595.28, 841.89)
    assert page_for(tall, "16:9")[:2] == (960, 540)


@pytest.mark.parametrize("size", [(240, 120), (5000, 300), (300, 5000), (900, 700)])
def test_a_picture_stays_inside_the_margins_and_is_at_most_twice_as_large(size: tuple[float, float]) -> None:
    for paper in ("a4", "letter", "16:9"):
        page = page_for(Scene("", "", *size, ()), paper)
        assert page.scale <= LARGEST
        assert page.left >= MARGIN - 1e-9
        assert page.left + page.scale * size[0] <= page.width - MARGIN + 1e-9
        assert MARGIN - 1e-9 <= page.top <= page.height - MARGIN - page.scale * size[1] + 1e-9


def test_no_page_is_longer_than_readers_of_pdf_promise_to_show() -> None:
    assert max(sheet(pdf(Scene("", "", 50_000, 400, ()), Options()))) <= LONGEST_EDGE


def test_text_stays_text_in_both_languages() -> None:
    with speaking("zh"):
        scene = Scene("网络", "", 300, 60, (Part((Text(9, 30, "残差 ResNet 64×56", anchor="start"),), kind="title"),))
    assert {*"残差ResNt64×5"} <= {*meant(pdf(scene, Options()))}


def test_it_says_its_title_its_language_and_in_words_what_it_shows_but_no_time() -> None:
    document = pdf(picture("ResNet-34"), Options())
    assert b"(ResNet-34)" in document
    assert b"(Tensorwalk)" in document
    assert b"/Lang(en)" in document.replace(b"/Lang (", b"/Lang(")
    assert (
        "ResNet-34 in words".encode("utf-16-be").hex().encode() in document.lower() or b"ResNet-34 in words" in document
    )
    assert b"CreationDate" not in document
    assert b"CreateDate" not in unpacked(document)


def test_the_same_scene_gives_the_same_bytes() -> None:
    options = Options(paper="a4", address=ADDRESS)
    assert pdf(picture(), options) == pdf(picture(), options)


def test_parts_lead_where_their_links_say() -> None:
    document = pdf(picture(), Options(link=lambda part: f"{ADDRESS}/{part.path}"))
    assert set(re.findall(rb"/URI ?\(([^)]*)\)", document)) == {
        f"{ADDRESS}/{path}".encode() for path in ("layer1.0", "layer1.0.add")
    }
    assert b"/URI" not in pdf(picture(), Options())


def test_only_paper_carries_the_address() -> None:
    assert f"({ADDRESS})".encode() in pdf(picture(), Options(paper="letter", address=ADDRESS))
    assert ADDRESS.encode() not in pdf(picture(), Options(address=ADDRESS))


def test_a_dark_picture_has_dark_paper() -> None:
    colours = [f".{channel * 1000 // 255:03d}" for channel in bytes.fromhex(THEMES["dark"]["paper"][1:])]
    pattern = r"\s+".join(rf"0?{re.escape(colour)}\d*" for colour in colours).encode()
    assert re.search(pattern, unpacked(pdf(picture(), Options("dark", paper="a4"))))
    assert not re.search(pattern, unpacked(pdf(picture(), Options("light", paper="a4"))))


def test_hostile_names_are_set_as_text() -> None:
    assert sheet(pdf(picture(HOSTILE, HOSTILE), Options(paper="a4", address=HOSTILE)))
    assert sheet(pdf(picture('#panic("x") $ \\ ] *'), Options()))


def test_a_character_that_no_font_has_is_refused() -> None:
    with pytest.raises(UserError, match="龘"):
        pdf(picture("龘"), Options())
