"""What files become, against pixels computed here; and what is no picture, or asks for too much, told in words."""

import resource
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from app.errors import TooLarge, UserError
from app.image.decode import decode
from app.limits import limit
from tests.image import files

LOSSLESS = [("PNG", {}), ("WEBP", {"lossless": True}), ("BMP", {})]


@pytest.mark.parametrize(("format", "options"), LOSSLESS)
def test_a_lossless_file_keeps_its_pixels(format: str, options: dict[str, bool]) -> None:
    pixels = files.gradient(41, 27)
    assert np.array_equal(decode(files.saved(pixels, format, **options)), pixels)


def test_a_jpeg_is_near_its_pixels() -> None:
    pixels = files.gradient(64, 48)
    assert np.abs(decode(files.saved(pixels, "JPEG", quality=95)).astype(int) - pixels).max() <= 6


def test_of_a_gif_the_first_frame_counts() -> None:
    first, second = (Image.new("RGB", (5, 4), colour) for colour in ("#ff0000", "#0000ff"))
    decoded = decode(files.saved(first, "GIF", save_all=True, append_images=[second], duration=100))
    assert (decoded == [255, 0, 0]).all()
    assert decoded.shape == (4, 5, 3)


TURNS = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.transpose(1, 0, 2),
    6: lambda p: np.rot90(p, -1),
    7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
    8: lambda p: np.rot90(p, 1),
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_a_camera_that_was_turned_gives_an_upright_picture(orientation: int, format: str) -> None:
    pixels = files.gradient(20, 12)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if format == "WEBP" else {}
    assert np.array_equal(decode(files.saved(pixels, format, exif=exif, **options)), TURNS[orientation](pixels))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_broken_exif_counts_as_none() -> None:
    pixels = files.gradient(20, 12)
    for exif in (b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + 40 * b"\x01\x12"):
        assert decode(files.saved(pixels, "JPEG", exif=exif)).shape == pixels.shape


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    pixels = np.broadcast_to(np.array([200, 40, 90], np.uint8), (6, 6, 3))
    decoded = decode(files.saved(np.ascontiguousarray(pixels), "PNG", icc_profile=files.swapped_profile()))
    assert np.abs(decoded.astype(int) - [40, 200, 90]).max() <= 2


def test_a_broken_profile_counts_as_none() -> None:
    pixels = files.gradient(8, 8)
    for profile in (b"no profile", files.swapped_profile()[:200], b"\0" * 5000):
        assert np.array_equal(decode(files.saved(pixels, "PNG", icc_profile=profile)), pixels)


def test_a_profile_for_other_channels_counts_as_none() -> None:
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)
    decoded = decode(files.saved(Image.fromarray(grey), "PNG", icc_profile=files.swapped_profile()))
    assert np.array_equal(decoded, np.repeat(grey[..., None], 3, axis=2))


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_what_is_transparent_lies_over_white(format: str) -> None:
    rgba = np.zeros((1, 3, 4), np.uint8)
    rgba[0] = [[10, 20, 30, 255], [10, 20, 30, 0], [0, 100, 200, 51]]
    options = {"lossless": True, "exact": True} if format == "WEBP" else {}
    decoded = decode(files.saved(Image.fromarray(rgba, "RGBA"), format, **options)).astype(int)
    assert np.abs(decoded[0] - [[10, 20, 30], [255, 255, 255], [204, 224, 244]]).max() <= 1


def test_grey_with_alpha_lies_over_white() -> None:
    values = np.array([[[0, 255], [0, 0], [100, 128]]], np.uint8)
    decoded = decode(files.saved(Image.fromarray(values, "LA"), "PNG")).astype(int)
    assert np.abs(decoded[0, :, 0] - [0, 255, 177]).max() <= 1


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    values = [0, 128, 129, 32768, 65406, 65535]
    rows = b"\0" + struct.pack(">6H", *values)
    decoded = decode(files.png_of(6, 1, 16, 0, rows=rows))
    assert decoded[0, :, 1].tolist() == [round(value / 257) for value in values]


def test_sixteen_bit_grey_may_have_a_transparent_value() -> None:
    rows = b"\0" + struct.pack(">3H", 0, 300, 301)
    decoded = decode(files.png_of(3, 1, 16, 0, rows=rows, extra=files.chunk(b"tRNS", struct.pack(">H", 300))))
    assert decoded[0, :, 0].tolist() == [0, 255, 1]


def test_sixteen_bit_colours_are_scaled_too() -> None:
    rows = b"\0" + struct.pack(">6H", 0, 32768, 65535, 65535, 257, 514)
    assert np.abs(decode(files.png_of(2, 1, 16, 2, rows=rows))[0].astype(int) - [[0, 128, 255], [255, 1, 2]]).max() <= 1


def test_a_palette_and_its_transparency_are_resolved() -> None:
    palette = files.chunk(b"PLTE", bytes([255, 0, 0, 0, 0, 255, 9, 9, 9])) + files.chunk(b"tRNS", bytes([255, 0, 102]))
    decoded = decode(files.png_of(3, 1, 8, 3, rows=b"\0\0\1\2", extra=palette)).astype(int)
    assert np.abs(decoded[0] - [[255, 0, 0], [255, 255, 255], [157, 157, 157]]).max() <= 1


def test_one_bit_a_pixel_is_black_and_white() -> None:
    assert decode(files.png_of(4, 1, 1, 0, rows=b"\0\x50"))[0, :, 2].tolist() == [0, 255, 0, 255]


def test_cmyk_is_converted_and_adobe_s_inversion_undone() -> None:
    inks = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    decoded = decode(files.saved(inks, "JPEG", quality=95))
    assert np.abs(decoded.astype(int) - [255, 0, 0]).max() <= 6


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "BMP"])
def test_what_is_kept_has_its_longer_edge_within_the_limit(format: str) -> None:
    edge = limit("image_kept_edge")
    pixels = files.gradient(2 * edge + 300, 700)
    decoded = decode(files.saved(pixels, format))
    height = round(700 * edge / (2 * edge + 300))
    assert decoded.shape == (height, edge, 3)
    assert (
        np.abs(decoded[:: height // 4, ::100].astype(int) - files.gradient(edge, height)[:: height // 4, ::100]).max()
        < 9
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_one_pixel_is_a_picture(format: str) -> None:
    assert decode(files.saved(Image.new("RGB", (1, 1), "#ffffff"), format)).tolist() == [[[255, 255, 255]]]


OTHERS = {
    "0 bytes": b"",
    "an SVG drawing": b'<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "an HTML page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a HEIC photograph": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "a TIFF picture": files.saved(Image.new("RGB", (2, 2)), "TIFF"),
    "a PDF document": b"%PDF-1.7\n",
    "a ZIP archive": b"PK\x03\x04" + bytes(40),
    "a file of another kind, or a damaged one": bytes(range(256)),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_picture_is_told_by_its_name_and_what_is_allowed(kind: str) -> None:
    with pytest.raises(UserError) as told:
        decode(OTHERS[kind])
    assert (told.value.what, told.value.value, told.value.status) == ("image", kind, 422)
    assert "JPEG, PNG, WebP, GIF" in told.value.allowed


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_a_file_that_ends_too_early_is_refused_wherever_it_ends(format: str) -> None:
    data = files.saved(np.random.default_rng(1).integers(0, 256, (40, 50, 3), np.uint8), format)
    for part in (0.02, 0.3, 0.6, 0.9):
        with pytest.raises(UserError) as told:
            decode(data[: int(part * len(data))])
        assert told.value.what == "image"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_whatever_bytes_are_wrong_nothing_but_a_user_error_comes_out(format: str) -> None:
    data = files.saved(files.gradient(20, 14), format)
    random = np.random.default_rng(7)
    for _ in range(150):
        broken = np.frombuffer(data, np.uint8).copy()
        broken[random.integers(0, len(broken), random.integers(1, 9))] = random.integers(0, 256)
        with suppress(UserError):
            assert decode(broken.tobytes()).shape[2] == 3


HUGE = {
    "png": files.bomb(),
    "png that lies": files.png_of(60_000, 60_000),
    "webp": files.webp_claiming(16_000, 16_000),
    "webp of the largest canvas": files.webp_claiming(65_535, 65_535),
    "gif": b"GIF89a" + struct.pack("<HHBBB", 30_000, 30_000, 0, 0, 0) + files.GIF_FRAME + b"\x3b",
    "bmp": b"BM" + struct.pack("<IHHIIiiHHIIiiII", 200, 0, 0, 54, 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0),
    "long": files.png_of(limit("image_edge") + 1, 1),
}


@pytest.mark.parametrize("kind", HUGE)
def test_a_small_file_that_claims_to_be_huge_is_refused_before_memory_is_taken(kind: str) -> None:
    assert len(HUGE[kind]) < 130_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UserError) as told:
        decode(HUGE[kind])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB
    assert "pixels" in told.value.value
    assert f"{limit('image_pixels'):,}" in told.value.allowed


def test_just_within_the_limit_of_pixels_is_a_picture_and_just_beyond_is_none() -> None:
    side = int(limit("image_pixels") ** 0.5)
    rows = bytes((1 + (side + 7) // 8) * side)
    assert decode(files.png_of(side, side, 1, 0, rows=rows)).shape == (limit("image_kept_edge"),) * 2 + (3,)
    with pytest.raises(TooLarge):
        decode(files.png_of(side + 1, side + 1, 1, 0))


def test_of_an_animated_bomb_one_frame_is_decoded() -> None:
    assert max(decode(files.animated_bomb()).shape) == limit("image_kept_edge")


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    assert decode(files.many_scans(20)).shape == (64, 64, 3)
    with pytest.raises(TooLarge, match="scans"):
        decode(files.many_scans(limit("image_scans") + 1))


def test_text_that_unpacks_to_megabytes_is_refused() -> None:
    bomb = files.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))
    with pytest.raises(UserError):
        decode(files.png_of(1, 1, rows=b"\0\1\2\3", extra=bomb))


def test_a_picture_of_two_exposures_is_a_jpeg() -> None:
    data = files.saved(files.gradient(16, 16), "MPO", save_all=True, append_images=[Image.new("RGB", (16, 16))])
    assert Image.open(BytesIO(data)).format == "MPO"
    assert decode(data).shape == (16, 16, 3)
