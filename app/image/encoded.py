"""A picture as the bytes of a file."""

from io import BytesIO
from typing import Any

from PIL import Image


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    """PNG, or another format of Pillow's with its options."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
