from base64 import b64decode
from io import BytesIO
from re import findall

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from app.language import speaking
from app.render.chinese import chinese_used, chinese_woff2, covered
from app.render.noto import CHINESE_FILES
from app.render.svg import svg
from app.scene.text import text_box, text_width
from app.scene.types import Part, Scene, Text
from tests.render.pictures import picture

WORDS = "残差网络：卷积，步幅"


def chinese_picture() -> Scene:
    texts = (Text(20, 40, f"ResNet-34 {WORDS}", 18, "bold", "start"), Text(20, 80, "层", 13, "semibold", "start"))
    with speaking("zh"):
        return Scene("残差网络", "", 300, 100, (Part(texts, kind="title"),))


def outline(font: TTFont, character: str) -> list[object]:
    pen = RecordingPen()
    font.getGlyphSet()[(font.getBestCmap() or {})[ord(character)]].draw(pen)
    return pen.value


@pytest.mark.parametrize("face", CHINESE_FILES)
def test_the_font_has_all_of_gb_2312_and_its_punctuation_one_em_wide(face: str) -> None:
    font = TTFont(BytesIO(CHINESE_FILES[face].read_bytes()))
    pairs = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    standard = [sign for pair in pairs if (sign := pair.decode("gb2312", "ignore"))]
    assert len(standard) == 6763
    assert {*standard, *"，。：；！？（）、《》「」％"} <= set(map(chr, font.getBestCmap() or {}))
    assert {width for width, _ in font["hmtx"].metrics.values()} == {1000}


def test_a_cut_font_has_the_outlines_of_the_whole_one_and_nothing_else() -> None:
    cut, whole = TTFont(BytesIO(chinese_woff2("Bold", WORDS))), TTFont(BytesIO(CHINESE_FILES["Bold"].read_bytes()))
    assert set(map(chr, cut.getBestCmap() or {})) == set(WORDS)
    assert all(outline(cut, character) == outline(whole, character) for character in WORDS)


def test_the_time_of_cutting_does_not_show_in_a_cut_font() -> None:
    first = chinese_woff2("Regular", "层")
    assert chinese_woff2("Regular", "层") == first
    assert TTFont(BytesIO(first))["head"].modified == 2_082_844_800


def test_a_character_that_the_font_lacks_is_left_to_the_reader_s_fonts() -> None:
    assert ord("龘") not in covered("Regular")
    assert set(TTFont(BytesIO(chinese_woff2("Regular", "层龘"))).getBestCmap() or {}) == {ord("层")}


def test_a_chinese_picture_carries_its_own_characters_and_says_its_language() -> None:
    drawn = svg(chinese_picture(), "light")
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" lang="zh" xml:lang="zh" ')
    faces = findall(r'font-family:"Noto Sans CJK SC"[^}]*?base64,([^"]+)"', drawn)
    assert [set(map(chr, TTFont(BytesIO(b64decode(face))).getBestCmap() or {})) for face in faces] == [{*WORDS, "层"}]
    assert len(drawn) < 40_000


def test_an_english_picture_has_nothing_of_all_that() -> None:
    assert chinese_used(picture()) == {}
    drawn = svg(picture(), "light")
    assert "lang=" not in drawn
    assert "Noto" not in drawn


def test_chinese_is_measured_in_squares_and_rises_higher() -> None:
    assert text_width("卷积", 10) == text_width("，。", 10, "bold") == 20
    assert text_box(Text(0, 0, "卷积", 10))[1] == pytest.approx(-8.6)
    assert text_box(Text(0, 0, "conv", 10))[1] == pytest.approx(-7.2)
