"""Picture files made for a test: ordinary ones, and hostile ones that are small and ask for much."""

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from app.image.types import Pixels

GIF_FRAME = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x4c\x01\x00"  # of one pixel


def gradient(width: int, height: int) -> Pixels:
    """Smooth, and different in every corner and channel."""
    y, x = np.mgrid[0:height, 0:width]
    red, green = 255 * x / max(width - 1, 1), 255 * y / max(height - 1, 1)
    return np.stack([red, green, (red + 255 - green) / 2], axis=2).round().astype(np.uint8)


def saved(image: Image.Image | Pixels, format: str, **options: Any) -> bytes:
    file = BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(file, format, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, depth: int = 8, colour: int = 2, *, rows: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG by its parts: whatever its header claims, with the rows (each after its filter byte) that are given."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """30,000 x 30,000 pixels that are all black, complete, in about 100 KB: 900 million pixels from 1-bit rows."""
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + 30_000 // 8)) for _ in range(30_000)) + rows.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def animated_bomb(frames: int = 2000) -> bytes:
    """A GIF of many frames of 4,000 x 4,000 pixels, each a few bytes; only the first is ever needed."""
    start = b"GIF89a" + struct.pack("<HHBBB", 4000, 4000, 0x80, 0, 0) + bytes(3) + b"\xff\xff\xff"
    return start + frames * GIF_FRAME + b"\x3b"


def webp_claiming(width: int, height: int) -> bytes:
    """An extended WebP whose canvas is as large as it says, without a frame."""
    canvas = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def many_scans(scans: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    data = saved(gradient(64, 64), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + scans * data[last:-2] + data[-2:]


def swapped_profile() -> bytes:
    """An ICC profile of a display that shows red where sRGB is green, and green where it is red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132])
    places = {bytes(profile[at : at + 4]): at + 4 for at in range(132, 132 + 12 * count, 12)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red : red + 8], profile[green : green + 8] = profile[green : green + 8], profile[red : red + 8]
    return bytes(profile)
