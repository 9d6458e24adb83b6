"""The bytes of a file become pixels: upright, in sRGB, over white, and no larger than what is kept.

What a file is, its content decides; its name is never asked for. The size in its header is checked before anything is
decoded, so that a small file cannot ask for much memory. Whatever is wrong with a file is a UserError.
"""

import re
import struct
import warnings
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from app.errors import TooLarge, UserError
from app.image.types import Pixels
from app.language import message, say
from app.limits import limit

FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WebP", "GIF": "GIF", "BMP": "BMP"}
ALLOWED = message("JPEG, PNG, WebP, GIF (its first frame) and BMP")
# Pillow meets some sizes before we see them: it warns of one over the limit, and a warning is an error here.
Image.MAX_IMAGE_PIXELS = limit("image_pixels")
warnings.simplefilter("error", Image.DecompressionBombWarning)

# What people send that is no picture of ours, by how it begins: told by its name, it is sooner understood.
OTHERS = (
    (message("an SVG drawing"), rb"(?s)\s*(<\?xml.*?)?(<!--.*?-->\s*)*(<!DOCTYPE svg.*?)?<svg[\s>/]"),
    (message("an HTML page"), rb"(?is)\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|script)\b"),
    (message("a HEIC photograph"), rb"(?s).{4}ftyp(heic|heix|hevc|mif1|msf1)"),
    (message("an AVIF picture"), rb"(?s).{4}ftypavi[fs]"),
    (message("a video"), rb"(?s).{4}ftyp|\x1aE\xdf\xa3"),
    (message("a TIFF picture"), rb"II\*\0|MM\0\*"),
    (message("a PDF document"), rb"%PDF"),
    (message("a ZIP archive"), rb"PK\x03\x04"),
)
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, EOFError, OverflowError, struct.error)
_ORIENTATION = 0x0112  # the EXIF tag (EXIF 2.32, 4.6.4)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
# 16 bits to 8: 65535 / 255 = 257, rounded to the nearest.
_EIGHT_BITS = ((np.arange(2**16) + 128) // 257).astype(np.uint8)


def decode(data: bytes) -> Pixels:
    """The picture in a file, its longer edge at most `image_kept_edge`. Raises UserError; TooLarge for its size."""
    if not data:
        raise UserError("image", say("{count} bytes", count=0), say(ALLOWED), because=say("the file is empty"))
    opened = _opened(data)
    _check_size(*opened.size)
    _check_scans(data, opened)
    name = FORMATS[opened.format or ""]
    try:
        small = _in_srgb(_small(opened), opened.info.get("icc_profile"))
        return np.array(_upright(small, _orientation(opened)))
    except (*_BROKEN, MemoryError):
        damaged = say("a {format} that is cut off or damaged", format=name)
        raise UserError("image", damaged, because=say("it cannot be decoded to its end")) from None


def _opened(data: bytes) -> Image.Image:
    """The picture with its header read and nothing decoded."""
    try:
        return Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF", "BMP"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        count = re.search(r"\d+", str(error))  # Pillow's message begins with it
        pixels = int(count[0]) if count else limit("image_pixels")
        raise _too_large(say("{count} pixels", count=f"{pixels:,}")) from None
    except UnidentifiedImageError:
        raise UserError("image", say(_guessed(data)), say(ALLOWED)) from None
    except (*_BROKEN, MemoryError):
        raise UserError("image", say("a file with a damaged header"), say(ALLOWED)) from None


def _guessed(data: bytes) -> str:
    """What a file that is none of our formats seems to be, a message."""
    head = data[:1000].removeprefix(b"\xef\xbb\xbf")
    unknown = message("a file of another kind, or a damaged one")
    return next((kind for kind, start in OTHERS if re.match(start, head)), unknown)


def _check_size(width: int, height: int) -> None:
    if width * height > limit("image_pixels") or max(width, height) > limit("image_edge"):
        raise _too_large(_size(width, height))
    if not width * height:
        raise UserError("image", _size(width, height), say("at least {width} x {height}", width=1, height=1))


def _size(width: int, height: int) -> str:
    return say("{width} x {height} pixels", width=width, height=height)


def _too_large(value: str) -> TooLarge:
    pixels, edge = limit("image_pixels"), limit("image_edge")
    most = say("at most {pixels} pixels, and {edge} along an edge", pixels=f"{pixels:,}", edge=f"{edge:,}")
    return TooLarge("image", value, most)


def _check_scans(data: bytes, opened: Image.Image) -> None:
    """A JPEG may draw its whole area again and again, in a few bytes each time. FF DA starts a scan; in the data of
    one FF is always followed by 00 or a restart."""
    scans = data.count(b"\xff\xda") if FORMATS[opened.format or ""] == "JPEG" else 0
    if scans > limit("image_scans"):
        most = say("at most {count} scans", count=limit("image_scans"))
        raise TooLarge("image", say("a JPEG of {count} scans", count=scans), most)


def _small(opened: Image.Image) -> Image.Image:
    """L, RGB or CMYK, without transparency, its longer edge at most what is kept."""
    edge = limit("image_kept_edge")
    plain = _plain(opened)
    plain.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)  # a JPEG is decoded smaller at once
    return _over_white(plain)


def _plain(opened: Image.Image) -> Image.Image:
    """A mode that can be resized: palettes resolved, 16 bits made 8. What is so already is not decoded yet."""
    if opened.mode.startswith("I"):
        return _eight_bits(opened)
    if "transparency" in opened.info:
        return opened.convert("RGBA")
    if opened.mode in ("P", "PA"):
        return opened.convert("RGBA" if opened.mode == "PA" else "RGB")
    return opened.convert("L") if opened.mode == "1" else opened


def _eight_bits(grey: Image.Image) -> Image.Image:
    """16-bit grey, scaled and not clipped; one of its values may stand for transparent."""
    values = np.asarray(grey).astype(np.uint16, copy=False)
    scaled = Image.fromarray(_EIGHT_BITS[values])
    if "transparency" in grey.info:
        scaled.putalpha(Image.fromarray(values != grey.info["transparency"]).convert("L"))
    return scaled


def _over_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    mode = image.mode.removesuffix("A")
    white = Image.new(mode, image.size, "white")
    white.paste(image.convert(mode), mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, by the embedded profile; a broken one, or one that is not for these channels, counts as none."""
    if profile:
        try:
            converted = ImageCms.profileToProfile(image, BytesIO(profile), _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            return image.convert("RGB")
        assert converted is not None
        return converted
    return image.convert("RGB")


def _orientation(opened: Image.Image) -> int:
    """How a camera was held, as EXIF counts it; 1 is upright, as is what cannot be read."""
    try:
        return opened.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)
